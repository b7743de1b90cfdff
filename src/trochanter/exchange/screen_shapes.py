"""The documented shapes of ``screen.json``, and of the files that ``trochanter screen`` reads."""

import datetime as dt

from pydantic import Field, field_validator

from trochanter.exchange.shapes import Shape


class ClearanceResult(Shape):
    """What a clinician has cleared: who, when, for what, until when."""

    by: str = Field(description="Name and profession of who gave it.")
    on: dt.date = Field(description="The day on which they saw the person.")
    flags: list[str] = Field(description="Codes of the rules that they looked at.")
    allows: list[str] = Field(description="What they allow: words of the limits and of the positions.")
    until: dt.date | None = Field(description="The last day on which it holds; null, or 'no end', for no end.")

    @field_validator("until", mode="before")
    @classmethod
    def _no_end(cls, given: object) -> object:
        """TOML has no null."""
        return None if given == "no end" else given


class FlagResult(Shape):
    """A rule that holds."""

    code: str = Field(description="The rule; 'private' for one that follows from answers that are not in the file.")
    tier: str = Field(description="How urgent: A now, B today, C within two weeks, D go on with limits.")
    raised_on: dt.date = Field(description="Since when.")
    items: list[str] = Field(description="Answers behind it, without private ones.")
    reported: bool = Field(description="Whether the latest answers say so; else it stands from earlier ones.")
    stops: list[str] = Field(description="What it stops.")
    excludes: list[str] = Field(description="Positions and movements that it leaves out.")


class LimitsResult(Shape):
    """What may be done on the day of the file; programs that read it later work it out anew, for their day."""

    readings: bool = Field(description="Whether readings that somebody else took may be typed in.")
    tests: bool = Field(description="Whether tests and self-checks may be done.")
    exercises: bool = Field(description="Whether exercises may be done.")
    impact: bool = Field(description="Whether a foot may land with a flight before it.")
    end_range: bool = Field(description="Whether a joint may be moved to the end of its range.")
    run: bool = Field(description="Whether running is offered.")
    excluded_positions: list[str] = Field(description="Positions and movements that are left out.")
    flags: list[str] = Field(description="Codes of the rules behind it.")
    tier: str = Field(description="The most urgent tier in force; empty for none.")


class FindingResult(Shape):
    """A finding as it is told to a person."""

    code: str = Field(description="The rule.")
    noted: list[str] = Field(description="What was noted.")
    why: str = Field(description="Why it matters.")
    who: str = Field(description="Whom to see, and how soon.")
    to_say: str = Field(description="What to say there.")


class MessageResult(Shape):
    """What is told to a person."""

    headline: str = Field(description="The first sentence.")
    findings: list[FindingResult] = Field(description="The findings; in tiers A and B those of that tier alone.")
    after: list[str] = Field(description="What holds until then.")
    reviewed: str = Field(description="Who of the clinicians has read the questions and rules.")


class ScreenResult(Shape):
    """One time of asking the questions that come before any test, exercise or run."""

    schema_: str = Field(alias="schema", description="Name and version of this format.")
    asked_on: dt.date = Field(description="The day of the answers.")
    complete: bool = Field(description="Whether the questions went to their end.")
    answers: dict[str, str] = Field(description="Replies by question, without private ones unless that was asked for.")
    flags: list[FlagResult] = Field(description="What follows from them, and what stands from earlier answers.")
    clearances: list[ClearanceResult] = Field(description="Clearances on record.")
    limits: LimitsResult = Field(description="What may be done on that day.")
    message: MessageResult = Field(description="The same in words.")


class AnswersFile(Shape):
    """A file of answers for ``trochanter screen --answers``: by question, or 'none' by page."""

    answers: dict[str, str] = Field(description="Replies by question.")
    asked_on: dt.date | None = Field(default=None, description="The day of the answers; today if left out.")
    clearance: list[ClearanceResult] = Field(default=[], description="Clearances.")


class ClearancesFile(Shape):
    """A file of clearances for ``trochanter screen --clearance``."""

    clearance: list[ClearanceResult] = Field(min_length=1, description="Clearances.")
