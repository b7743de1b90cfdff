"""The documented shapes of ``assessment.json``: ``trochanter.assessment/1``."""

import datetime as dt

from pydantic import Field

from trochanter.exchange.history_shapes import GoalResult
from trochanter.exchange.screen_shapes import LimitsResult
from trochanter.exchange.shapes import Shape

SCHEMA = "trochanter.assessment/1"


class FindingResult(Shape):
    """One thing that a rule noticed."""

    rule: str = Field(description="Its code; private for one that follows from answers that are not in the file.")
    side: str | None = Field(description="right or left; null where it is about both or neither.")
    says: str = Field(description="What it says.")
    evidence: list[str] = Field(description="What was measured or told.")
    strength: str = Field(
        description="Of the evidence behind it: trial, cohort, laboratory, computed, readings, guideline, opinion."
    )
    against: list[str] = Field(description="What speaks against it.")
    instead: list[str] = Field(description="Other explanations.")
    test: str = Field(description="What would change it.")
    aims: list[str] = Field(description="What a plan can aim at because of it.")
    not_aims: list[str] = Field(description="What a plan should not aim at because of it.")
    rank: float = Field(description="Smaller is shown first.")
    sources: list[str] = Field(description="Names of rows in the tables of sources.")


class QuestionResult(Shape):
    """A question to take along."""

    who: str = Field(description="Whom to ask.")
    ask: str = Field(description="What to ask.")


class AssessedFile(Shape):
    """A file that went in."""

    role: str = Field(description="screen, history, measurement, running or film.")
    name: str = Field(description="Its name, without folders.")
    sha256: str = Field(description="SHA-256 of its bytes.")


class AssessmentResult(Shape):
    """What stands out, what speaks against it, and what nobody knows yet."""

    schema_: str = Field(alias="schema", description="Name and version of this format.")
    made_on: dt.date = Field(description="The day of the assessment.")
    screened_on: dt.date = Field(description="The day of the screen.")
    goal: GoalResult = Field(description="What the person wants to do again: the primary outcome.")
    again: list[str] = Field(description="Why the screen has to be asked again; then there is nothing else.")
    limits: LimitsResult = Field(description="What may be done on that day; later work it out anew from the screen.")
    findings: list[FindingResult] = Field(description="The most telling first.")
    aims: list[str] = Field(description="Aims of all findings, without those that one speaks against.")
    unknown: list[str] = Field(description="What nobody knows yet.")
    questions: list[QuestionResult] = Field(description="To take along.")
    private_questions: int = Field(
        default=0, ge=0, description="How many of the last questions follow from private answers."
    )
    inputs: list[AssessedFile] = Field(description="What it was made from.")
    reviewed: str = Field(description="Who of the clinicians has read the rules.")
