"""The documented shapes of ``plan.json``, ``trochanter.plan/1``, and of a file of edits."""

import datetime as dt

from pydantic import Field

from trochanter.exchange.assessment_shapes import AssessedFile
from trochanter.exchange.screen_shapes import LimitsResult
from trochanter.exchange.shapes import Shape
from trochanter.plan.edit import Change
from trochanter.plan.exercise import Stage
from trochanter.plan.plan import By, Code

SCHEMA = "trochanter.plan/1"


class DoseResult(Shape):
    """How much of an exercise."""

    sets: int = Field(ge=1, description="Sets on a day.")
    repeats: int = Field(ge=1, description="Repetitions of a set, on each side where there are sides.")
    hold_s: float = Field(ge=0.0, description="Hold of each repetition, seconds; 0 for none.")
    weekdays: list[int] = Field(min_length=1, max_length=7, description="Days of the week, 0 is Monday.")
    load: str = Field(default="", description="What loads the hip, in words.")
    basis: str = Field(default="", description="How strong the basis of the dose is, in words; also its label.")
    source: str = Field(default="", description="Name of a row in the tables of sources.")
    note: str = Field(default="", description="What to know about it.")


class ItemResult(Shape):
    """One exercise of a plan."""

    exercise: str = Field(description="Its key in the library.")
    words: str = Field(description="Its name as anybody says it.")
    dose: DoseResult = Field(description="How much.")
    sides: list[str] = Field(description="right, left: the one that it is more about first; empty for both at once.")
    minutes: float = Field(gt=0.0, description="Minutes of one exercise day.")
    why: list[str] = Field(description="Why it is there.")
    edited: str = Field(default="", description="Who changed it and why; empty where nobody did.")
    edited_by: str = Field(default="", description="person or therapist; empty where nobody did.")
    options: list[DoseResult] = Field(default=[], description="Other doses, labelled by their basis.")
    usual: DoseResult | None = Field(default=None, description="Outside a lighter week; null where it is this dose.")


class LeftOutResult(Shape):
    """An exercise that was not chosen."""

    exercise: str = Field(description="Its key in the library.")
    why: str = Field(description="Why.")
    code: Code = Field(description="The kind of reason.")
    private: bool = Field(default=False, description="Whether it follows from answers that are not in the file.")


class GateResult(Shape):
    """What has to hold before the next stage, or before the first run."""

    rule: str = Field(description="Its code.")
    says: str = Field(description="In words.")
    quantity: str = Field(description="What is counted; passed for a test that is tried and told.")
    at_least: float | None = Field(default=None, description="The least that it may be; null for no such bound.")
    at_most: float | None = Field(default=None, description="The most that it may be; null for no such bound.")


class RunStepResult(Shape):
    """How to run."""

    row: int = Field(ge=0, description="Row of the way back to running; 0 for somebody who runs already.")
    walk_min: float = Field(ge=0.0, description="Minutes walked, each time.")
    run_min: float = Field(ge=0.0, description="Minutes run, each time.")
    times: int = Field(ge=0, description="How often both.")
    longest_km: float | None = Field(default=None, description="The longest run, km; null where nobody knows it.")
    longest_min: float | None = Field(default=None, description="The longest run, minutes; null where nobody knows it.")
    days_a_week: int = Field(default=0, ge=0, le=7, description="At most; 0 for as now.")


class PlanResult(Shape):
    """A few exercises with their doses, running, gates, when to stop, and why."""

    schema_: str = Field(alias="schema", description="Name and version of this format.")
    made_on: dt.date = Field(description="The day of the plan.")
    begun_on: dt.date | None = Field(description="The day of the first of the plans that followed each other.")
    stage: Stage = Field(description="settle, control, strengthen, load, run or maintain.")
    stage_since: dt.date | None = Field(description="Since when.")
    screened_on: dt.date = Field(description="The day of the screen behind it.")
    retest_on: dt.date = Field(description="The day of the next check.")
    limits: LimitsResult = Field(description="What may be done on the day of the plan.")
    items: list[ItemResult] = Field(max_length=4, description="The exercises, the most telling first.")
    first_items: int = Field(ge=0, description="How many of them on the first day.")
    minutes_most: float = Field(gt=0.0, description="Minutes that an exercise day may take.")
    lighter: bool = Field(description="Whether this is a lighter week.")
    lighter_since: dt.date | None = Field(default=None, description="Its first day; null outside a lighter week.")
    stepped_on: dt.date | None = Field(
        default=None, description="The day on which exercises or doses last changed; null for made_on."
    )
    run_row_since: dt.date | None = Field(
        default=None, description="Since when the row of the way back is run; null for made_on."
    )
    run: RunStepResult | None = Field(description="How to run; null for no running.")
    run_row: int = Field(ge=0, description="Row of the way back that was reached, also while nothing is run; 0: none.")
    run_gates: list[GateResult] = Field(description="Before the first run.")
    gates: list[GateResult] = Field(description="To the next stage.")
    says: list[str] = Field(description="Sentences about the plan.")
    private_says: list[str] = Field(default=[], description="Such as follow from private answers, where they are kept.")
    stop: list[str] = Field(description="Rules of pain, of a bad day, and for stopping.")
    changes: list[str] = Field(description="What is different from the plan before, and edits.")
    left_out: list[LeftOutResult] = Field(description="Exercises that were not chosen.")
    inputs: list[AssessedFile] = Field(description="What it was made from.")
    reviewed: str = Field(description="Who of the clinicians has read the rules.")


class EditResult(Shape):
    """One change of a plan, as a file of edits holds it."""

    change: Change = Field(description="leave_out, swap, add or dose.")
    exercise: str = Field(description="Which exercise.")
    reason: str = Field(description="Why, in one line.")
    by: By = Field(default="person", description="person or therapist.")
    on: dt.date | None = Field(default=None, description="The day; today if left out.")
    other: str = Field(default="", description="What takes its place, for a swap.")
    dose: DoseResult | None = Field(default=None, description="Another dose.")


class EditsFile(Shape):
    """A file of edits for ``trochanter plan --edit``."""

    edit: list[EditResult] = Field(min_length=1, max_length=20, description="Edits, in their order.")
