"""The verb ``prescribe``: an assessment, a history and a screen to a plan. Pure: no clock, no file."""

from dataclasses import replace
from datetime import date, timedelta

from trochanter.core.errors import BadSetting
from trochanter.findings.assessment import Assessment
from trochanter.findings.history import History
from trochanter.findings.permission import ScreenNeeded
from trochanter.findings.screen import Screen
from trochanter.plan.composing import CALM, composed
from trochanter.plan.exercise import Stage
from trochanter.plan.facts import ProgressFacts
from trochanter.plan.plan import Dose, Item, LeftOut, Plan, RunStep
from trochanter.plan.plan_rules import number
from trochanter.plan.ranking import Ranking
from trochanter.plan.run_step import running_of
from trochanter.plan.saying import changes_of, said_of, stop_of
from trochanter.plan.situation import Situation, situation
from trochanter.plan.staging import gates_of, stage_of, waiting
from trochanter.plan.steps import lighter_since
from trochanter.plan.suitable import Wanted

RUNNING = "running"


def prescribe(
    assessment: Assessment,
    history: History,
    screen: Screen,
    *,
    on: date,
    earlier: Plan | None = None,
    progress: ProgressFacts | None = None,
    physics: Ranking | None = None,
) -> Plan:
    """A plan from a day on: at most four exercises that answer to what was found, running, gates, and when to stop.

    earlier: the plan before it; what it has stays unless something else is better by a margin, one thing changes at a
    time, and what an edit left out stays out. progress: what following it showed. physics: how much an exercise does
    for an aim, computed; without it the order of aims in the exercises' files counts alone.
    Raises NotOffered where the answers to the screen leave no exercise open (tiers A and B, under 18, surgery without a
    clearance), ScreenNeeded where the screen is due, BadSetting where the inputs are of a day to come.
    """
    now = situation(history, screen, on)
    if assessment.again:
        raise ScreenNeeded(assessment.again)
    _refuse_days_to_come(assessment, earlier, on)
    stage = stage_of(now, earlier, progress)
    wanted = Wanted(now, stage, _aims(assessment, now, stage), _edited_out(earlier), _hurt(progress))
    minutes = float(min(number("most_minutes"), history.minutes))
    found = composed(assessment, wanted, minutes, earlier=earlier, progress=progress, physics=physics)
    running, light = running_of(now, earlier, progress), lighter_since(earlier, progress, on)
    begun = on if earlier is None else earlier.begun
    plan = Plan(
        made_on=on,
        stage=stage,
        items=found.items,
        first_items=_first(found.items, new=begun == on),
        left_out=found.left_out,
        gates=gates_of(stage, now),
        run=running.step,
        stop=stop_of(now),
        retest_on=_retest(earlier, on),
        limits=now.limits,
        screened_on=screen.asked_on,
        run_gates=running.gates,
        run_row=_row(running.step, earlier),
        run_row_since=_row_since(running.step, earlier, on),
        stepped_on=_stepped_on(found.items, earlier, on),
        lighter=light is not None,
        lighter_since=light,
        minutes_most=minutes,
        begun_on=begun,
        stage_since=_since(earlier, stage, on),
    )
    flare = progress is not None and progress.flare
    said = said_of(plan, now, assessment.goal, running, flare=flare, waits=waiting(now, earlier, progress))
    changes = changes_of(plan, earlier, found.changes, flare=flare)
    return replace(plan, says=said.public, private_says=said.private, changes=changes)


def _refuse_days_to_come(assessment: Assessment, earlier: Plan | None, on: date) -> None:
    for what, day in (("assessment", assessment.made_on), ("earlier plan", earlier.made_on if earlier else on)):
        if day > on:
            raise BadSetting(f"the day of the {what}", day.isoformat(), f"{on}, the day of the plan, or a day before")


def _first(items: tuple[Item, ...], *, new: bool) -> int:
    """How many exercises there are on the first day: of a first plan only some."""
    return min(len(items), int(number("first_items"))) if new else len(items)


def _aims(assessment: Assessment, now: Situation, stage: Stage) -> tuple[str, ...]:
    """Aims of the findings that exercises answer to; calm comes with settling, and where nothing else is left."""
    found = [aim for aim in assessment.aims if aim != RUNNING and aim not in now.not_aims]
    if stage == "settle":
        return (CALM, *(aim for aim in found if aim != CALM))
    return tuple(found) if CALM in found else (*found, CALM) if not found else tuple(found)


def _edited_out(earlier: Plan | None) -> dict[str, LeftOut]:
    return {each.exercise: each for each in earlier.left_out if each.code == "edited"} if earlier else {}


def _hurt(progress: ProgressFacts | None) -> frozenset[str]:
    return frozenset(progress.hurt) if progress else frozenset()


def _retest(earlier: Plan | None, on: date) -> date:
    """The day of the next check; a plan that is made anew before it does not move it."""
    if earlier is not None and earlier.retest_on > on:
        return earlier.retest_on
    return on + timedelta(weeks=number("retest_weeks"))


def _row(step: RunStep | None, earlier: Plan | None) -> int:
    """The row of the way back that was reached; where nothing is run for now, that of before."""
    if step is None:
        return earlier.run_row if earlier is not None else 0
    return step.row


def _row_since(step: RunStep | None, earlier: Plan | None, on: date) -> date:
    """Since when a row of the way back is run: a plan made anew in between does not begin it anew."""
    if earlier is None or earlier.run is None or step is None or earlier.run.row != step.row:
        return on
    return earlier.run_row_since or earlier.made_on


def _stepped_on(items: tuple[Item, ...], earlier: Plan | None, on: date) -> date:
    """The day on which exercises or doses last changed: a plan made anew in between is no step."""
    if earlier is None or _doses(items) != _doses(earlier.items):
        return on
    return earlier.stepped_on or earlier.made_on


def _doses(items: tuple[Item, ...]) -> dict[str, Dose]:
    return {item.exercise: item.dose for item in items}


def _since(earlier: Plan | None, stage: str, on: date) -> date:
    if earlier is None or earlier.stage != stage:
        return on
    return earlier.stage_since or earlier.made_on
