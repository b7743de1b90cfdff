"""A lighter week lasts its week, however often the plan is made anew in it, and is told."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.findings.made_answers import DAY
from tests.plan.made_plans import RUNNER, plan_of
from trochanter.plan.facts import ProgressFacts
from trochanter.plan.plan import Dose, Plan

BUILT = ProgressFacts(weeks_building=3)
RESTED = ProgressFacts(weeks_building=0)


def doses(plan: Plan) -> dict[str, Dose]:
    return {item.exercise: item.dose for item in plan.items}


def made(k: int, earlier: Plan, facts: ProgressFacts) -> Plan:
    return plan_of(RUNNER, on=DAY + timedelta(days=k), earlier=earlier, progress=facts)


FIRST = plan_of(RUNNER)
LIGHT = made(21, FIRST, BUILT)


def test_it_comes_after_three_weeks_and_is_told() -> None:
    assert LIGHT.lighter
    assert LIGHT.lighter_since == LIGHT.made_on
    assert doses(LIGHT) != doses(FIRST)
    assert LIGHT.changes == ("A lighter week begins: one set fewer of each exercise.",)


@pytest.mark.parametrize("steps", [(24,), (22, 23, 27), (21, 21, 25), (27,)])
def test_made_anew_on_any_day_of_it_it_stays_as_it_is(steps: tuple[int, ...]) -> None:
    plan = LIGHT
    for k in steps:
        plan = made(k, plan, RESTED)
        assert plan.lighter
        assert plan.lighter_since == LIGHT.made_on
        assert doses(plan) == doses(LIGHT)
        assert plan.changes == ("The lighter week goes on; after it doses are as before.",)


@pytest.mark.parametrize("steps", [(28,), (24, 28), (27, 40)])
def test_after_a_week_doses_are_as_before_and_it_does_not_come_twice(steps: tuple[int, ...]) -> None:
    plan = LIGHT
    for k in steps:
        plan = made(k, plan, BUILT)
    assert not plan.lighter
    assert plan.lighter_since is None
    assert doses(plan) == doses(FIRST)
    assert plan.changes == ("The lighter week is over: doses are as before it.",)


@pytest.mark.parametrize("facts", [BUILT, ProgressFacts(flare=True)])
def test_no_other_exercise_comes_in_while_doses_are_smaller(facts: ProgressFacts) -> None:
    """One thing changes at a time: what would take the place of another waits until the week, or the flare, is over."""
    passed = frozenset({"stand_10s", "walk_30", "squats_10"})
    well = ProgressFacts(20, 1.0, 0.0, 0.0, passed=passed)
    before = made(14, made(7, FIRST, well), well)
    after = made(21, before, facts)
    assert set(doses(after)) == set(doses(before))
    assert not any(text.startswith(("New:", "No longer:")) for text in after.changes)
    assert set(doses(made(21, before, RESTED))) != set(doses(before))  # it would have


def test_a_flare_is_told_and_its_end_too() -> None:
    flare = made(3, FIRST, ProgressFacts(flare=True))
    assert flare.changes == ("Half of each exercise until two mornings in a row are as before.",)
    assert made(5, flare, ProgressFacts()).changes == ("Doses are as before again.",)


READY = ProgressFacts(20, 1.0, 0.0, 0.0, passed=frozenset({"stand_10s", "walk_30", "squats_10"}))


def test_no_stage_opens_in_a_lighter_week_and_the_plan_says_so() -> None:
    light = made(21, FIRST, replace(READY, weeks_building=3))
    assert light.lighter
    assert light.stage == FIRST.stage
    assert any("strengthen" in text and "lighter week" in text for text in light.says)
    still = made(24, light, READY)
    assert still.lighter
    assert still.stage == FIRST.stage
    after = made(28, still, READY)
    assert not after.lighter
    assert after.stage == "strengthen"
    assert not any("lighter week" in text for text in after.says)


def test_no_stage_opens_in_a_flare_and_the_plan_says_so() -> None:
    flare = made(7, FIRST, replace(READY, flare=True))
    assert flare.stage == FIRST.stage
    assert any("strengthen" in text and "two mornings" in text for text in flare.says)


def test_the_first_row_of_running_waits_for_the_end_of_a_lighter_week() -> None:
    rested = replace(RUNNER, ran="no", runs=())
    first = plan_of(rested)
    light = plan_of(rested, on=DAY + timedelta(days=21), earlier=first, progress=replace(READY, weeks_building=3))
    assert light.lighter
    assert light.run is None
    assert any("Row 1" in text and "lighter week" in text for text in light.says)
    after = plan_of(rested, on=DAY + timedelta(days=28), earlier=light, progress=READY)
    assert after.run is not None
    assert after.run.row == 1
