"""Changes of a plan by a person or a therapist: what may take an exercise's place, a change and its reason, undo."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from trochanter.core.errors import ImpossibleData, MissingInput, TrochanterError
from trochanter.exchange.plan_result import plan_of, plan_result, plan_text
from trochanter.findings.permission import ScreenNeeded
from trochanter.plan.edit import Edit
from trochanter.plan.editing import edited
from trochanter.plan.exercise import Exercise
from trochanter.plan.library import exercises
from trochanter.plan.plan import Plan
from trochanter.web.person import PersonPage

Why = Literal["easier", "harder", "same"]
MOST = 6
TRIED = "to be tried"


@dataclass(frozen=True, slots=True)
class Instead:
    """An exercise that may take another one's place, or come in beside the others, and how it is related."""

    exercise: Exercise
    why: Why


def changed(here: PersonPage, edit: Edit, base: str) -> Plan:
    """The plan after a change, saved; base: the key of the plan that the change was made on. With the lock held.

    Raises ImpossibleData where the plan has changed since, and what ``plan.editing.edited`` raises.
    """
    plan = here.plan
    if plan is None:
        raise MissingInput("there is no plan to change", next_step="make one first")
    if here.data.plans[-1].id != base:
        raise ImpossibleData(
            "the plan has changed since this page was opened, and nothing more was changed",
            valid="a change of the plan as it is now",
            next_step="look at the plan again",
        )
    made = _edited(here, plan, edit)
    here.save(plan_text(plan_result(made, keep_private=True)))
    return made


def undone(here: PersonPage) -> bool:
    """Take the last change back and save the plan as it was; False where there is none. With the lock held."""
    before = before_last_change(here)
    if before is None:
        return False
    here.save(plan_text(plan_result(before, keep_private=True)))
    return True


def before_last_change(here: PersonPage) -> Plan | None:
    """The plan as it was before the change that was made last; None where what came last was no change."""
    rows = sorted((each for each in here.data.plans), key=lambda each: each.saved)
    if len(rows) < 2 or here.plan is None:
        return None
    before = plan_of(rows[-2].body, "the plan before")
    now = here.plan
    same = before.made_on == now.made_on and now.changes[: len(before.changes)] == before.changes
    return before if same and len(now.changes) > len(before.changes) else None


def instead_of(here: PersonPage, name: str) -> tuple[Instead, ...]:
    """What may take an exercise's place: easier and harder ones, and such as are for the same; only what would pass."""
    return tuple(_passing(here, name, list(_related(name))))


def beside(here: PersonPage) -> tuple[Instead, ...]:
    """What may come in beside the exercises of the plan."""
    assert here.plan is not None
    names = {item.exercise for item in here.plan.items}
    aims = {aim for item in here.plan.items if item.exercise in exercises() for aim in exercises()[item.exercise].aims}
    fitting = [each for each in exercises().values() if each.name not in names and aims & set(each.aims)]
    fitting.sort(key=lambda each: (here.plan is not None and here.plan.stage not in each.stages, each.name))
    return tuple(_passing(here, "", [Instead(each, "same") for each in fitting]))


def _related(name: str) -> Iterator[Instead]:
    this = exercises()[name]
    yield from (Instead(exercises()[each], "easier") for each in this.easier)
    yield from (Instead(exercises()[each], "harder") for each in this.harder)
    known = {name, *this.easier, *this.harder}
    for each in exercises().values():
        if each.name not in known and this.aims and each.aims[:1] == this.aims[:1]:
            yield Instead(each, "same")


def _passing(here: PersonPage, name: str, candidates: list[Instead]) -> Iterator[Instead]:
    """Those with which the change would be made, so that nobody is offered what is then refused."""
    assert here.plan is not None
    have = here.history.equipment if here.history is not None else frozenset()
    found = 0
    for each in candidates:
        if found == MOST or _lacks(each.exercise, have):
            continue
        try:
            change = Edit("swap", name, TRIED, "person", here.today, each.exercise.name) if name else Edit(
                "add", each.exercise.name, TRIED, "person", here.today
            )  # fmt: skip
            _edited(here, here.plan, change)
        except TrochanterError:
            continue
        found += 1
        yield each


def _lacks(exercise: Exercise, have: frozenset[str]) -> bool:
    from trochanter.plan.plan_rules import household

    return bool(exercise.equipment - have - household()) or not any(row.sets for row in exercise.doses)


def _edited(here: PersonPage, plan: Plan, edit: Edit) -> Plan:
    if here.screen is None:
        raise ScreenNeeded
    if here.history is None:
        raise MissingInput("what you want to do again has not been told yet", next_step="tell your goal first")
    return edited(plan, edit, here.screen, here.history)
