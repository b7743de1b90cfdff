"""Verdict and next step: what outranks what, and what is never said."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.findings.made_answers import screen_of
from tests.progress.made_course import GOAL, MONDAY, history, measured, plan_of
from trochanter.findings.history import Goal
from trochanter.findings.screen import Screen
from trochanter.kinematics.rotation_range import RotationRange
from trochanter.plan.library import exercise_named
from trochanter.plan.plan import Plan
from trochanter.progress.follow import follow
from trochanter.progress.goal_trend import GoalToday
from trochanter.progress.result import Progress
from trochanter.progress.session import Ended, Session
from trochanter.progress.targets import as_planned

PLAN = plan_of(history(), screen_of(MONDAY, pain="yes"))


def at(
    k: int,
    *,
    pain: int = 1,
    last: int | None = None,
    effort: int | None = 8,
    ended: Ended = "done",
    share: int = 1,
    goal: tuple[int, int] | None = None,
    plan: Plan = PLAN,
    place: str = "outer_hip",
    checks: tuple[RotationRange, ...] = (),
    screen: Screen | None = None,
    passed: tuple[str, ...] = (),
) -> Progress:
    """Somebody who does every ``share``-th session for k days; last: pain of the last one."""
    asked = [MONDAY + timedelta(days=d) for d in range(k) if PLAN.items_on(MONDAY + timedelta(days=d))]
    sessions = [Session(day, "done", as_planned(PLAN, day), pain, pain, pain, place, effort) for day in asked[::share]]
    if last is not None:
        sessions[-1] = Session(asked[-1], ended, as_planned(PLAN, asked[-1]), pain, last, pain, place, effort)
    if passed:
        sessions.append(Session(asked[-1], "noted", passed=passed))
    told = [
        GoalToday(MONDAY, Goal(GOAL, 4)),
        *([GoalToday(MONDAY + timedelta(days=goal[0]), Goal(GOAL, goal[1]))] if goal else []),
    ]
    on = MONDAY + timedelta(days=k)
    return follow(plan, sessions, on=on, goals=told, checks=checks, screen=screen or screen_of(on, pain="yes"))


def test_a_quiet_beginning_goes_on() -> None:
    found = at(6)
    assert (found.verdict.word, found.step.kind) == ("too little data", "go on")


def test_easy_sessions_make_one_exercise_harder_and_hard_ones_do_not() -> None:
    found = at(9, effort=5)
    assert found.step.kind == "progress"
    assert len(found.step.exercises) == 1
    assert found.step.exercises[0] in {item.exercise for item in PLAN.items}
    assert at(9, effort=8).step.kind == "go on"
    assert at(9, effort=None).step.kind == "go on"  # what is not told is not easy
    assert at(5, effort=5).step.kind == "go on"  # not within the first week


@pytest.mark.parametrize(("last", "kind"), [(3, "go on"), (4, "hold"), (5, "hold"), (6, "step back"), (9, "step back")])
def test_pain_holds_and_steps_back(last: int, kind: str) -> None:
    assert at(9, pain=last - 1, last=last).step.kind in (kind, "step back")
    if kind == "hold":
        one = at(2, pain=last - 1, last=last)
        assert one.step.kind == "hold"


def test_a_front_pinch_changes_the_exercise_and_nothing_grows() -> None:
    found = at(9, place="front pinch", effort=5)
    assert found.step.kind == "step back"
    assert found.step.exercises
    assert set(found.step.exercises) == set(found.facts.hurt)


def test_a_session_that_was_stopped_steps_back() -> None:
    assert at(9, pain=1, last=2, ended="stopped").step.kind == "step back"


def test_three_sessions_in_a_row_at_the_limit_are_a_lighter_week() -> None:
    assert at(9, effort=9).step.kind == "deload"
    assert at(9, effort=9, pain=0).facts.flare is False


def test_a_re_test_is_due_from_the_day_of_the_plan_on() -> None:
    weeks_5 = (PLAN.retest_on - MONDAY).days
    assert at(weeks_5 - 1, goal=(3, 4)).step.kind != "re-test"
    assert at(weeks_5, goal=(3, 4), effort=8).step.kind in ("re-test", "next stage")
    assert at(weeks_5, checks=(measured(MONDAY, 30.0),)).step.kind == "re-test"
    late = at(weeks_5 + 3, checks=(measured(MONDAY, 30.0), measured(PLAN.retest_on, 33.0)))
    assert late.step.kind != "re-test"


def test_who_has_never_measured_is_not_told_to_measure_again() -> None:
    weeks_5 = (PLAN.retest_on - MONDAY).days
    for days in (weeks_5, weeks_5 + 10):
        found = at(days, effort=8, share=2)
        assert found.step.kind == "re-test"
        said = " ".join((found.step.says, *found.step.why))
        assert "in the same way as before" not in said
        assert "easure again" not in said
        assert "last measurement" not in said
        assert "how well your goal goes" in said
    measured_once = at(weeks_5, checks=(measured(MONDAY, 30.0),), effort=8, share=2)
    assert "in the same way as before" in measured_once.step.says


def test_in_a_lighter_week_the_next_stage_is_not_announced() -> None:
    assert at(16).step.kind == "next stage"
    light = replace(PLAN, lighter=True, lighter_since=MONDAY + timedelta(days=12))
    assert at(16, plan=light).step.kind != "next stage"


def test_the_gates_of_the_stage_lead_on_and_only_where_the_plan_is_done() -> None:
    found = at(16)
    assert [each.holds for each in found.gates] == [True] * len(found.gates)
    assert found.step.kind == "next stage"
    half = at(27, share=2)
    assert not half.adherence.enough
    assert half.step.kind == "go on"


def test_a_test_that_was_passed_is_known_to_gates() -> None:
    assert "stand_10s" in at(9, passed=("stand_10s",)).facts.passed


def test_week_6_hands_on_only_what_was_done() -> None:
    done = at(42, goal=(38, 5))
    assert (done.verdict.word, done.step.kind, done.hand_off) == ("no detectable change", "hand off", True)
    assert at(41, goal=(38, 5)).step.kind != "hand off"
    assert at(42, goal=(38, 7)).verdict.word == "improved"
    assert not at(42, goal=(38, 7)).hand_off
    half = at(42, goal=(38, 5), share=2)
    assert (half.verdict.word, half.hand_off) == ("not done", False)
    assert "smaller" in half.step.says or half.step.kind == "re-test"


def test_a_worse_goal_hands_on_at_once_and_says_what_it_cannot_tell() -> None:
    found = at(20, goal=(18, 1), share=2)
    assert (found.verdict.word, found.step.kind) == ("worse", "hand off")
    assert any("says nothing about whether the exercises work" in each for each in found.verdict.why)


def test_better_without_doing_it_is_better_and_no_proof() -> None:
    found = at(42, goal=(38, 9), share=3)
    assert found.verdict.word == "improved"
    assert "cannot tell what it came from" in found.verdict.says


def test_the_screen_outranks_everything() -> None:
    on = MONDAY + timedelta(days=42)
    found = at(42, goal=(38, 1), screen=screen_of(on, numb_saddle="yes"))
    assert found.step.kind == "see somebody"
    assert "emergency" in found.today.says
    minor = at(42, screen=screen_of(on, age="under_18"))
    assert minor.step.kind == "see somebody"
    assert "exercises" in minor.step.says


def test_to_be_seen_within_two_weeks_is_one_voice_with_the_day() -> None:
    """Tier C: whom to see, what goes on, what waits; never beside it that all goes on as planned."""
    on = MONDAY + timedelta(days=9)
    plan = plan_of(history(), screen_of(MONDAY, pain="yes", several_joints="yes"))
    for effort in (5, 8):
        found = at(9, effort=effort, plan=plan, screen=screen_of(on, pain="yes", several_joints="yes"))
        assert found.step.kind == "see somebody"
        assert found.today.kind == "walk"
        for said in (found.today.says, found.step.says):
            assert "see a doctor within two weeks" in f"{said[0].lower()}{said[1:]}" or "and see a doctor" in said
        for words in ("exercises of the plan go on", "running", "nothing harder"):
            assert words in found.step.says
        assert "Go on as planned" not in found.step.says
    sore = at(2, pain=3, last=4, plan=plan, screen=screen_of(MONDAY + timedelta(days=2), pain="yes", locking="yes"))
    assert sore.step.kind == "hold"
    assert "See " in sore.step.says
    assert "Hold" in sore.step.says
    worse = at(20, goal=(18, 1), plan=plan, screen=screen_of(MONDAY + timedelta(days=20), pain="yes", locking="yes"))
    assert worse.hand_off
    assert "take the one page of your progress along" in worse.step.says
    assert "within two weeks" in worse.step.says


def test_what_a_later_screen_leaves_out_goes_first() -> None:
    on = MONDAY + timedelta(days=9)
    item = next(item for item in PLAN.items if "one_sided" in exercise_named(item.exercise).activity.positions)
    found = at(9, effort=5, screen=screen_of(on, pain="yes", pelvic_ring="yes"))
    assert found.step.kind == "step back"
    assert item.exercise in found.step.exercises
    assert "Leave out" in found.step.says
    assert exercise_named(item.exercise).words in found.step.says


def test_what_is_looked_at_first_and_what_is_left_out_are_said_together() -> None:
    on = MONDAY + timedelta(days=9)
    found = at(9, screen=screen_of(on, pain="yes", groin="yes"))
    assert found.step.kind == "step back"
    assert found.step.says.startswith("See a doctor or physical therapist within two weeks.")
    assert "Leave out" in found.step.says
    assert set(found.step.exercises) == {item.exercise for item in PLAN.items}


def test_measuring_again_does_not_hide_that_a_smaller_plan_may_fit() -> None:
    half = at((PLAN.retest_on - MONDAY).days, share=2)
    assert half.verdict.word == "not done"
    assert half.step.kind == "re-test"
    assert "smaller plan" in half.step.says
    assert "how well your goal goes" in half.step.says


def test_a_lighter_week_that_is_over_is_told() -> None:
    light = replace(PLAN, lighter=True, lighter_since=MONDAY)
    assert "over" not in at(6, plan=light).step.says
    over = at(9, plan=light)
    assert over.step.kind == "go on"
    assert "The lighter week is over" in over.step.says
