"""How much of an exercise: the dose of its strongest basis, its days, its minutes, and what fits into them."""

from dataclasses import replace

from trochanter.plan.exercise import BASES, DoseRow, Exercise, Stage
from trochanter.plan.exercise_words import load_words
from trochanter.plan.plan import Dose, Item
from trochanter.plan.plan_rules import number, stage_rows, weekdays_of
from trochanter.plan.plan_sentences import plan_say
from trochanter.plan.tables import rows

USUAL_DAYS = 3  # where a source does not say on how many
FEWEST_REPEATS = 3  # below that it is no exercise any more
_MINUTE = 60.0


def dose_of(exercise: Exercise, stage: Stage) -> Dose:
    """The dose to begin with in a stage: that of the strongest basis."""
    return _dose(exercise, exercise.dose, stage)


def options_of(exercise: Exercise, stage: Stage) -> tuple[Dose, ...]:
    """Other doses of an exercise, each with its basis as its label."""
    others = [row for row in exercise.doses if row.sets and row is not exercise.dose]
    return tuple(_dose(exercise, row, stage) for row in others)


def minutes_of(exercise: Exercise, dose: Dose) -> float:
    """Minutes of a dose on one day: repetitions with their holds, both sides, and rests between sets.

    Where sides change, the other side is the rest.
    """
    each = max(exercise.seconds, dose.hold_s + max(exercise.seconds - exercise.hold_s, 0.0))
    sides = 2 if exercise.one_sided else 1
    rest = 0.0 if exercise.one_sided else number("rest_s") * (dose.sets - 1)
    return (dose.sets * dose.repeats * each * sides + rest) / _MINUTE


def fitted(exercise: Exercise, dose: Dose, minutes: float) -> Dose | None:
    """A dose within some minutes: fewer sets, then fewer repetitions; None where nothing sensible fits."""
    if minutes_of(exercise, dose) <= minutes:
        return dose
    note = plan_say("dose.shortened")
    for sets in range(dose.sets - 1, 0, -1):
        fewer = replace(dose, sets=sets, note=note)
        if minutes_of(exercise, fewer) <= minutes:
            return fewer
    one = minutes_of(exercise, replace(dose, sets=1, repeats=1))
    repeats = int(minutes / one + 1e-9)
    return replace(dose, sets=1, repeats=repeats, note=note) if repeats >= FEWEST_REPEATS else None


def lighter(item: Item, exercise: Exercise, *, half: bool) -> Item:
    """An item in a lighter week: one set fewer, or half the repetitions of one; in a flare half of it."""
    usual = item.usual or item.dose
    sets = usual.sets // 2 if half else usual.sets - 1
    note = plan_say("dose.flare" if half else "dose.lighter")
    if sets >= 1:
        dose = replace(usual, sets=sets, note=note)
    else:
        dose = replace(usual, repeats=max(usual.repeats // 2, 1), note=note)
    return replace(item, dose=dose, usual=usual, minutes=minutes_of(exercise, dose))


def limited_days(dose: Dose, stage: Stage) -> Dose:
    """A dose on no more days a week than its stage has."""
    most = stage_rows()[stage].days_most
    return dose if len(dose.weekdays) <= most else replace(dose, weekdays=weekdays_of(most))


def basis_rank(exercise: Exercise) -> int:
    """How strong the basis of the dose is: 0 for the weakest of ``exercise.BASES``."""
    return len(BASES) - 1 - BASES.index(exercise.dose.basis)


def _dose(exercise: Exercise, row: DoseRow, stage: Stage) -> Dose:
    days = min(row.days_a_week or USUAL_DAYS, stage_rows()[stage].days_most)
    return Dose(
        sets=row.sets,
        repeats=row.repeats,
        hold_s=row.hold_s,
        weekdays=weekdays_of(days),
        load=_load(exercise),
        basis=row.basis,
        source=row.source,
        note=row.note,
    )


def _load(exercise: Exercise) -> str:
    band = exercise.load.band
    return rows("bands", "band")[band]["words"] if band else load_words(replace(exercise.load, unknown=""))
