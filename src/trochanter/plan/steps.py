"""From one plan to the next: what hurt goes back a step, what went well goes on a step, one thing at a time."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from trochanter.plan.dosing import dose_of, limited_days
from trochanter.plan.exercise import STAGES, Exercise, Stage
from trochanter.plan.facts import ProgressFacts
from trochanter.plan.library import harder_than
from trochanter.plan.plan import Dose, Item, Plan
from trochanter.plan.plan_rules import number
from trochanter.plan.plan_sentences import plan_say

A_WEEK = timedelta(days=7)
Able = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Stepped:
    """Doses that somebody has, after a step; became: exercise -> the one that it took the place of.

    changes: in words; harder: names of those that are a step up.
    """

    doses: Mapping[str, Dose]
    became: Mapping[str, str]
    changes: tuple[str, ...]
    harder: tuple[str, ...] = ()


def stepped(
    earlier: Plan,
    facts: ProgressFacts | None,
    library: Mapping[str, Exercise],
    able: Able,
    stage: Stage,
    *,
    on: date,
) -> Stepped:
    """Doses of the plan before, with what progress asks for.

    What hurt gives way to its nearest easier exercise, or goes; then nothing else changes. Otherwise, at most once a
    week and not in a flare or a lighter week, the exercise of the earliest stage gives way to one of this stage that is
    a step on from it; where there is none, the first exercise that went well gets more repetitions, as far as its dose
    goes, or gives way to its nearest harder one. able: whether an exercise may be chosen now.
    """
    doses = {each.exercise: _usual(each, library[each.exercise], stage) for each in earlier.items}
    had = Stepped(doses, {}, ())
    if facts is None:
        return had
    hurt = [name for name in doses if name in facts.hurt]
    if hurt:
        return _back(had, hurt, library, able, stage)
    if not _may_grow(earlier, facts, stage, on):
        return had
    earliest = sorted(doses, key=lambda name: _latest(library[name], stage))
    steps = [_onward(had, name, library, able, stage) for name in earliest]
    if stage == earlier.stage:
        steps += [_on(had, name, library, able, stage) for name in doses if name in facts.easy]
    return next((step for step in steps if step is not None), had)


def lighter_since(earlier: Plan | None, facts: ProgressFacts | None, on: date) -> date | None:
    """The first day of the lighter week that a day is in; None where it is in none.

    One is due after some weeks of building up, never two in a row. It lasts its week, however often the plan is made
    anew in it; what was no lighter week in the morning becomes none in the evening.
    """
    if earlier is None:
        return None
    if earlier.lighter:
        began = earlier.lighter_since or earlier.made_on
        return began if on - began < A_WEEK else None
    due = facts is not None and facts.weeks_building >= number("lighter_after")
    return on if due and earlier.made_on < on else None


def is_lighter(earlier: Plan | None, facts: ProgressFacts | None, on: date) -> bool:
    """Whether a day is in a lighter week."""
    return lighter_since(earlier, facts, on) is not None


def _usual(item: Item, exercise: Exercise, stage: Stage) -> Dose:
    """The dose that somebody has, outside a lighter week, and whole where only the minutes made it smaller."""
    if item.dose.note == plan_say("dose.shortened") and not item.edited:
        return dose_of(exercise, stage)
    return limited_days(item.usual or item.dose, stage)


def _may_grow(earlier: Plan, facts: ProgressFacts, stage: Stage, on: date) -> bool:
    """Whether anything may be added: nothing else changes, the last step is a week ago, and pain allows it."""
    quiet = (facts.pain_during or 0.0) <= number("go_on") and not facts.morning_rise and not facts.flare
    up = STAGES.index(stage) >= STAGES.index(earlier.stage)
    since = earlier.stepped_on or earlier.made_on
    return quiet and up and not is_lighter(earlier, facts, on) and on - since >= A_WEEK


def _back(had: Stepped, hurt: list[str], library: Mapping[str, Exercise], able: Able, stage: Stage) -> Stepped:
    doses, became, changes = dict(had.doses), dict[str, str](), list[str]()
    for name in hurt:
        del doses[name]
        other = next((each for each in library[name].easier if able(each) and each not in doses), None)
        if other is not None:
            doses[other], became[other] = dose_of(library[other], stage), name
            words = {"before": _quoted(library[name]), "exercise": _quoted(library[other])}
            changes.append(plan_say("changed.easier", **words))
    return Stepped(doses, became, tuple(changes))


def _latest(exercise: Exercise, stage: Stage) -> int:
    """The place of the latest stage of an exercise that is not after a stage."""
    places = [STAGES.index(each) for each in exercise.stages]
    return max((place for place in places if place <= STAGES.index(stage)), default=0)


def _onward(had: Stepped, name: str, library: Mapping[str, Exercise], able: Able, stage: Stage) -> Stepped | None:
    """An exercise of an earlier stage gives way to the nearest harder one of this stage; None where there is none."""
    if stage in library[name].stages:
        return None
    steps = [each for each in harder_than(name) if each in library and stage in library[each].stages]
    return _instead(
        had, name, next((each for each in steps if able(each) and each not in had.doses), None), library, stage
    )


def _on(had: Stepped, name: str, library: Mapping[str, Exercise], able: Able, stage: Stage) -> Stepped | None:
    dose, exercise = had.doses[name], library[name]
    most = next((row.repeats_most for row in exercise.doses if row.basis == dose.basis), dose.repeats)
    more = min(dose.repeats + int(number("repeats_step")), most)
    if more > dose.repeats:
        words = {"exercise": _quoted(exercise), "repeats": more, "before": dose.repeats}
        doses = {each: replace(d, repeats=more) if each == name else d for each, d in had.doses.items()}
        return Stepped(doses, {}, (plan_say("changed.repeats", **words),))
    other = next((each for each in exercise.harder if able(each) and each not in had.doses), None)
    return _instead(had, name, other, library, stage)


def _instead(
    had: Stepped, name: str, other: str | None, library: Mapping[str, Exercise], stage: Stage
) -> Stepped | None:
    """Another exercise in the place of one; None where there is none."""
    if other is None:
        return None
    doses = {
        other if each == name else each: dose_of(library[other], stage) if each == name else d
        for each, d in had.doses.items()
    }
    said = plan_say("changed.harder", before=_quoted(library[name]), exercise=_quoted(library[other]))
    return Stepped(doses, {other: name}, (said,), (other,))


def _quoted(exercise: Exercise) -> str:
    return f"'{exercise.words}'"
