"""The type of a plan: a few exercises with their doses, why each was chosen, what was left out, when to go on."""

from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from trochanter.core.sides import Side
from trochanter.findings.limits import Limits
from trochanter.plan.exercise import Stage

Code = Literal[
    "screen", "symptom", "edited", "hurt", "equipment", "stage", "aims", "covered", "number", "minutes", "dose", "next"
]
By = Literal["person", "therapist"]
CODES: tuple[Code, ...] = get_args(Code)
BY: tuple[By, ...] = get_args(By)
DAYS = 7


@dataclass(frozen=True, slots=True)
class Dose:
    """How much of an exercise: on which week days (0 is Monday), sets, repetitions, hold, and load in words.

    basis: the strength of what is behind it, a word of ``exercise.BASES``; source: a row of ``data/sources.csv``;
    note: what to know about it, such as that it was shortened.
    """

    sets: int
    repeats: int
    hold_s: float
    weekdays: tuple[int, ...]
    load: str = ""
    basis: str = ""
    source: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One exercise of a plan; sides: the working sides, the one that it is more about first, () for both at once.

    minutes: of one exercise day; why: sentences; options: other doses, labelled by their basis; edited: who changed it
    and why, '' where nobody did; edited_by: 'person' or 'therapist', '' where nobody did; usual: the dose outside a
    lighter week or a flare, None where it is this one.
    """

    exercise: str
    dose: Dose
    sides: tuple[Side, ...]
    minutes: float
    why: tuple[str, ...]
    edited: str = ""
    edited_by: str = ""
    options: tuple[Dose, ...] = ()
    usual: Dose | None = None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An exercise that was not chosen, why, and the kind of reason; private: kept out of files by default."""

    exercise: str
    why: str
    code: Code = "covered"
    private: bool = False


@dataclass(frozen=True, slots=True)
class Gate:
    """What has to hold before the next stage, or before a run: in words, and as a rule that ``progress`` can test.

    rule: its code in ``data/stages.toml``; quantity: a field of ``ProgressFacts``; at_least, at_most: its bounds, None
    for none. A gate that is told, not counted (quantity 'passed'), holds where its rule is among ``facts.passed``.
    """

    rule: str
    says: str
    quantity: str = "passed"
    at_least: float | None = None
    at_most: float | None = None


@dataclass(frozen=True, slots=True)
class RunStep:
    """How to run: a row of the way back to running, or a longest run.

    row: 1 and more for a row of ``data/walk_run.csv`` (minutes walked and run, times), 0 where somebody runs already;
    then longest_km or longest_min is the longest run allowed, None where it is not known; days_a_week: at most, 0 for
    as now.
    """

    row: int
    walk_min: float
    run_min: float
    times: int
    longest_km: float | None = None
    longest_min: float | None = None
    days_a_week: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """What to do from a day on.

    items: the exercises, ranked; first_items: how many of them on the first day; gates: to the next stage; run_gates:
    before the first run, () where there is nothing to pass; run: None for no running; stop: the rules of pain, of a
    flare and for stopping; retest_on: the day of the next check, with the screen before it; limits: of the screen, and
    of what was told; says: sentences about the plan; private_says: such as follow from private answers; changes: what
    is different from the plan before, and edits; lighter: whether this is a lighter week, lighter_since: its first day,
    None outside one; minutes_most: what an exercise day may take; begun_on: the day of the first of the plans that
    followed each other; stage_since: of this stage; stepped_on: the day on which exercises or doses last changed, None
    for ``made_on``; run_row: the row of the way back that was reached, also while nothing is run, 0 for none;
    run_row_since: since when it is run, None for ``made_on``.
    """

    made_on: date
    stage: Stage
    items: tuple[Item, ...]
    first_items: int
    left_out: tuple[LeftOut, ...]
    gates: tuple[Gate, ...]
    run: RunStep | None
    stop: tuple[str, ...]
    retest_on: date
    limits: Limits
    screened_on: date
    says: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()
    run_gates: tuple[Gate, ...] = ()
    private_says: tuple[str, ...] = ()
    lighter: bool = False
    minutes_most: float = 15.0
    begun_on: date | None = None
    stage_since: date | None = None
    run_row: int = 0
    lighter_since: date | None = None
    stepped_on: date | None = None
    run_row_since: date | None = None

    @property
    def begun(self) -> date:
        """The first day of the course that this plan belongs to."""
        return self.begun_on or self.made_on

    @property
    def minutes(self) -> float:
        """Minutes of an exercise day on which all items are done."""
        return sum(item.minutes for item in self.items)

    @property
    def weekdays(self) -> tuple[int, ...]:
        """Days of the week with at least one item, 0 is Monday."""
        return tuple(sorted({day for item in self.items for day in item.dose.weekdays}))

    def item(self, exercise: str) -> Item | None:
        """The item of an exercise; None where it is not in the plan."""
        return next((item for item in self.items if item.exercise == exercise), None)

    def items_on(self, day: date) -> tuple[Item, ...]:
        """Items of a day; on the first exercise day of the first plan no more than ``first_items``."""
        found = tuple(item for item in self.items if day.weekday() in item.dose.weekdays)
        first = self.begun_on in (None, self.made_on) and day == self._first_day
        return found[: self.first_items] if first else found

    @property
    def _first_day(self) -> date | None:
        ahead = (date.fromordinal(self.made_on.toordinal() + k) for k in range(DAYS))
        return next((day for day in ahead if day.weekday() in self.weekdays), None)
