"""One change of a plan by a person or a therapist, with its reason."""

from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from trochanter.core.errors import BadSetting
from trochanter.plan.library import exercise_named
from trochanter.plan.plan import BY, DAYS, By, Dose

Change = Literal["leave_out", "swap", "add", "dose"]
CHANGES: tuple[Change, ...] = get_args(Change)
MOST_SETS, MOST_REPEATS, MOST_HOLD_S = 10, 60, 120.0
LONGEST_REASON = 200


@dataclass(frozen=True, slots=True)
class Edit:
    """One change of a plan on a day, and why.

    change: 'leave_out' an exercise, 'swap' it for ``other``, 'add' it, or give it another ``dose`` (whose load and
    basis stay as they were); by: 'person' or 'therapist'; reason: one line in their own words, which is kept. Raises
    BadSetting and UnknownName for what no edit can be.
    """

    change: Change
    exercise: str
    reason: str
    by: By
    on: date
    other: str = ""
    dose: Dose | None = None

    def __post_init__(self) -> None:
        """Refuse what no edit can be."""
        for what, given, options in (("the change", self.change, CHANGES), ("who edits", self.by, BY)):
            if given not in options:
                raise BadSetting(what, given, ", ".join(options))
        reason = self.reason.strip()
        if not reason or len(reason) > LONGEST_REASON or not reason.isprintable():
            raise BadSetting("the reason", self.reason[:40], f"one line of up to {LONGEST_REASON} characters")
        exercise_named(self.exercise)
        if self.change == "swap":
            exercise_named(self.other)
        if (self.change == "dose") != (self.dose is not None):
            raise BadSetting("the dose", str(self.dose), "a dose where that is what changes, and only there")
        if self.dose is not None:
            refuse_dose(self.dose)


def refuse_dose(dose: Dose) -> None:
    """Raise BadSetting for a dose that no plan has."""
    for what, value, most in (("sets", dose.sets, MOST_SETS), ("repetitions", dose.repeats, MOST_REPEATS)):
        if not 1 <= value <= most:
            raise BadSetting(what, value, f"1 to {most}")
    if not 0.0 <= dose.hold_s <= MOST_HOLD_S:
        raise BadSetting("seconds of a hold", dose.hold_s, f"0 to {MOST_HOLD_S:g}")
    days = dose.weekdays
    if not days or sorted(set(days)) != list(days) or not 0 <= days[0] <= days[-1] < DAYS:
        raise BadSetting("days of the week", str(days), "each once, in order, 0 (Monday) to 6")
