"""Pain at the pubic bone and at the back of the pelvis: no run before an examination, and only at 0 of 10."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.findings.made_answers import DAY, answered, screen_of
from tests.findings.made_history import agreeing
from tests.plan.made_plans import RUNNER, histories, plan_of
from tests.property.test_plans import SLOW
from trochanter.core.errors import ImpossibleData
from trochanter.core.sides import Side
from trochanter.findings.agreement import again
from trochanter.findings.clearance import Clearance
from trochanter.findings.history import History, Pain
from trochanter.findings.screen import Screen, limits_of, screened
from trochanter.plan.facts import ProgressFacts
from trochanter.plan.library import exercises
from trochanter.plan.plan_check import refuse_beyond_screen
from trochanter.web.check.clearing import clearable

PUBIC = replace(RUNNER, pains=(Pain("pubic", None, 2),))
BACK = replace(RUNNER, pains=(Pain("back_pelvis", Side.LEFT, 1),))
RUNS = frozenset({"run", "impact"})
PASSED = frozenset({"walk_30", "stand_10s", "squats_10"})


def looked_at(*, days_ago: int = 3, allows: frozenset[str] = RUNS) -> Clearance:
    return Clearance(
        "Dr A. Berg, sports doctor", DAY - timedelta(days=days_ago), frozenset({"D-pelvic-ring"}), allows, None
    )


def cleared(clearance: Clearance, *, flag: bool = False) -> Screen:
    told = {"pelvic_ring": "yes"} if flag else {}
    first = screened(answered(pain="yes", **told), DAY - timedelta(days=10))
    return screened(answered(pain="yes", **told), DAY, earlier=first, clearances=(clearance,))


def test_no_run_before_somebody_has_looked_and_walking_instead() -> None:
    plan = plan_of(PUBIC)
    assert plan.run is None
    assert not plan.limits.run
    assert not plan.limits.impact
    said = " ".join(plan.says)
    assert "pubic bone" in said
    assert "Walk" in said
    assert "one possibility" in said
    assert "hop" not in said
    assert not any(exercises()[item.exercise].activity.impact for item in plan.items)
    assert plan_of(replace(PUBIC, pains=(Pain("pubic", None, 0),))).run is not None


@pytest.mark.parametrize("flag", [True, False])
def test_a_recorded_clearance_opens_it_at_none_of_ten(flag: bool) -> None:
    plan = plan_of(PUBIC, cleared(looked_at(), flag=flag))
    assert plan.run is not None
    assert "0 of 10" in " ".join(plan.says)
    assert plan.run.longest_km == 8.0


@pytest.mark.parametrize(
    "clearance",
    [looked_at(days_ago=200), looked_at(allows=frozenset({"wide_leg"})), looked_at(allows=frozenset({"impact"}))],
)
def test_one_of_long_ago_or_for_something_else_does_not(clearance: Clearance) -> None:
    assert plan_of(PUBIC, cleared(clearance)).run is None


def test_a_plan_of_before_does_not_hand_a_run_on() -> None:
    before = plan_of(RUNNER)
    with pytest.raises(ImpossibleData, match="running"):
        refuse_beyond_screen(before, screen_of(DAY, pain="yes"), DAY, PUBIC)


def test_at_the_back_of_the_pelvis_running_stays_at_none() -> None:
    plan = plan_of(BACK)
    assert plan.run is not None
    assert plan.run.longest_km == 8.0
    assert "0 of 10" in " ".join(plan.says)
    told_there = plan_of(replace(RUNNER, pains=()), screen_of(DAY, pain="yes", pelvic_ring="yes"))
    assert told_there.run is not None
    assert told_there.run.longest_km == 8.0


def test_on_the_way_back_a_row_grows_from_none_alone() -> None:
    rested = replace(BACK, ran="no", runs=())
    plan = plan_of(rested)
    week = timedelta(days=7)
    plan = plan_of(rested, on=DAY + week, earlier=plan, progress=ProgressFacts(passed=PASSED))
    assert plan.run is not None
    assert "0 of 10" in " ".join(plan.says)
    for pain, row in ((0, 2), (1, 1)):
        facts = ProgressFacts(passed=PASSED, pain_running=pain, run_row=1, run_row_done=2)
        after = plan_of(rested, on=DAY + 2 * week, earlier=plan, progress=facts)
        assert after.run is not None
        assert after.run.row == row


def test_the_form_of_a_clearance_offers_running() -> None:
    (found,) = clearable(screen_of(DAY, pain="yes", pelvic_ring="yes"), DAY)
    assert {"run", "impact"} <= set(found.allows)


@SLOW
@given(histories(), st.integers(1, 10), st.booleans())
def test_no_such_history_yields_a_run(history: History, worst: int, ring: bool) -> None:
    told = replace(
        history, pains=(*(each for each in history.pains if each.place != "pubic"), Pain("pubic", None, worst))
    )
    screen = agreeing(told, ("pelvic_ring",) if ring else ())
    if not limits_of(screen, DAY).exercises or again(told, screen, DAY):
        return
    plan = plan_of(told, screen)
    assert plan.run is None
    assert not any(exercises()[item.exercise].activity.impact for item in plan.items)
