"""Twelve weeks each: one who gets better, one who does not do it, one who gets worse, one after birth, one stopped."""

from datetime import timedelta

import pytest

from tests.progress.made_course import BLAME, GOAL, MONDAY, Life, day, life, lived, measured, words_of
from trochanter.findings.history import Goal, Private
from trochanter.findings.limits import Limits
from trochanter.findings.permission import NotOffered, ScreenNeeded
from trochanter.findings.screen import limits_of
from trochanter.progress.goal_trend import GoalToday
from trochanter.progress.result import Progress
from trochanter.progress.session import Session

WEEKS_12 = 84
STEPPING = ("next stage", "progress", "step back", "deload", "re-test")


def told(one: Life, k: int, able: int) -> None:
    one.goals.append(GoalToday(day(k), Goal(GOAL, able)))


def run(one: Life, k: int, km: float, pain: int = 1) -> None:
    one.sessions.append(Session(day(k), "noted", run_km=km, pain_during=pain, pain_place="outer_hip"))


def each_week(one: Life, k: int) -> None:
    """Once a week what was found goes back to ``prescribe``."""
    found = one.on(day(k))
    if found.step.kind in STEPPING:
        one.next_plan(day(k), found)


def verdicts(one: Life) -> list[str]:
    return list(dict.fromkeys(each.verdict.word for each in one.said))


def better(one: Life, k: int) -> None:
    pain = max(3 - k // 14, 0)
    if one.plan.items_on(day(k)):
        one.session(day(k), pain_before=min(pain, 2), pain_during=pain, effort=6, pain_place="outer_hip")
    if day(k).weekday() == 5:
        run(one, k, 5.0 + 0.05 * k, min(pain, 2))
    if k in (0, 35, 70):
        one.checks.append(measured(day(k), 30.0 + 0.2 * k))
    if k in (35, 70):
        told(one, k, 4 + k // 17)
    if k % 7 == 6:
        each_week(one, k)


@pytest.fixture(scope="module")
def improving() -> Life:
    return lived(life(), WEEKS_12, better)


def test_who_does_it_and_gets_better_is_told_so_with_interval_and_other_reasons(improving: Life) -> None:
    found = improving.said[-1]
    assert found.verdict.word == "improved"
    assert "4 to 8 of 10" in found.verdict.says
    assert found.adherence.share == 1.0
    assert any("other reasons" in each for each in found.verdict.why)
    goal, pain, *ranges = found.trends
    assert goal.direction == pain.direction == "better"
    assert goal.low < goal.change < goal.high
    assert len(ranges) == 4
    assert [trend.found for trend in ranges] == [True, False, True, False]  # 14 degrees against 10; nothing
    assert all(trend.direction == "same" for trend in ranges)  # a range is never better by itself


def test_the_loop_with_prescribe_moves_one_thing_at_a_time(improving: Life) -> None:
    plans = [*improving.plans, improving.plan]
    assert [plan.stage for plan in plans][:2] == ["control", "strengthen"]
    assert sum(plan.lighter for plan in plans) >= 1
    assert all(len(plan.items) <= 4 for plan in plans)
    done = {each.step.kind for each in improving.said}
    assert {"progress", "next stage", "deload", "go on"} <= done


def test_the_longest_run_grows_by_no_more_than_a_tenth(improving: Life) -> None:
    for each in improving.said:
        if each.today.most_km is not None and each.load.longest is not None:
            longest = each.load.longest.distance_km
            assert longest is not None
            assert each.today.most_km <= 1.1 * longest + 1e-9


def test_before_week_4_nothing_is_judged(improving: Life) -> None:
    early = [each for each in improving.said if each.on < MONDAY + timedelta(days=28)]
    assert {each.verdict.word for each in early} == {"too little data"}


def seldom(one: Life, k: int) -> None:
    if one.plan.items_on(day(k)) and k % 14 == 0:
        one.session(day(k), pain_during=2, pain_before=2, effort=5, pain_place="outer_hip")
    elif one.plan.items_on(day(k)) and k % 3 == 0:
        one.sessions.append(Session(day(k), "missed"))
    if k in (35, 70):
        told(one, k, 4)


@pytest.fixture(scope="module")
def not_doing() -> Life:
    return lived(life(), WEEKS_12, seldom)


def test_who_does_not_do_it_never_hears_that_it_did_not_work(not_doing: Life) -> None:
    assert verdicts(not_doing) == ["too little data", "not done"]
    assert not any(each.hand_off for each in not_doing.said)
    found = not_doing.said[-1]
    assert found.adherence.share < 0.2
    assert found.step.kind in ("go on", "re-test")
    assert found.adherence.open
    for each in not_doing.said:
        assert each.step.kind not in ("progress", "next stage")
        for word in (*BLAME, "no detectable change:"):
            assert word not in words_of(each), (word, words_of(each))


def worse(one: Life, k: int) -> None:
    pain = 2 if k < 21 else 5
    if one.plan.items_on(day(k)):
        one.session(day(k), pain_before=pain - 1 if k >= 21 else 1, pain_during=pain, effort=6, pain_place="outer_hip")
    if k in (22, 50):
        one.again(day(k))  # pain rose by 2 and more: the screen is asked again, and says nothing


@pytest.fixture(scope="module")
def worsening() -> Life:
    return lived(life(), WEEKS_12, worse)


def test_who_gets_worse_is_handed_on_before_week_6(worsening: Life) -> None:
    handed = [each for each in worsening.said if each.hand_off]
    assert handed
    assert handed[0].on < MONDAY + timedelta(days=42)
    assert handed[0].verdict.word == "worse"
    assert handed[0].verdict.worse_weeks
    assert "earlier" in handed[0].step.says
    rise = next(each for each in worsening.said if each.step.kind == "screen again")
    assert rise.on == MONDAY + timedelta(days=21)
    assert rise.today.kind == "none"
    assert rise.today.ask == "screen"


def test_pain_of_4_and_5_is_walking_only_and_no_step_up(worsening: Life) -> None:
    late = [each for each in worsening.said if each.on > MONDAY + timedelta(days=28)]
    assert {each.today.kind for each in late} == {"walk"}
    assert not {each.step.kind for each in late} & {"progress", "next stage", "go on"}


def after_birth(one: Life, k: int) -> None:
    if one.plan.items_on(day(k)):
        one.session(day(k), pain_before=1, pain_during=1, effort=4, pain_place="outer_hip")
    if k in (35, 70):
        told(one, k, 5)


@pytest.fixture(scope="module")
def birth() -> Life:
    private = Private(birth_on=MONDAY - timedelta(days=42), birth_how="vaginal", pelvic=("leakage",))
    return lived(life(2, private, pregnancy="birth_under_12_weeks", leakage="yes"), WEEKS_12, after_birth)


def test_after_a_birth_no_day_is_a_running_day_and_the_exercises_go_on(birth: Life) -> None:
    assert {each.today.kind for each in birth.said} == {"walk"}
    assert all(each.today.see for each in birth.said)
    found = birth.said[-1]
    assert found.verdict.word == "improved"
    assert found.adherence.share == 1.0


def stopped(one: Life, k: int) -> None:
    if k == 21:
        one.again(day(k), groin="yes", groin_night="yes")
    if k < 21 and one.plan.items_on(day(k)):
        one.session(day(k), pain_before=1, pain_during=2, effort=5, pain_place="outer_hip")
    if k == 35:
        told(one, k, 3)


@pytest.fixture(scope="module")
def stopping() -> Life:
    return lived(life(), WEEKS_12, stopped)


def test_a_stopped_screen_stops_running_and_plan_and_asks_for_nothing(stopping: Life) -> None:
    assert limits_of(stopping.screen, day(21)).tier == "B"
    after = [each for each in stopping.said if each.on >= day(21)]
    for each in after:
        assert each.today.kind == "none"
        assert "run as planned" not in words_of(each)
        assert "run less" not in words_of(each)
        assert each.step.kind == "see somebody"
        assert "doctor" in each.today.says
    found = after[-1]
    assert found.adherence.share == 1.0  # days on which nothing was allowed were not planned
    assert not found.adherence.open
    with pytest.raises((NotOffered, ScreenNeeded)):
        stopping.next_plan(day(30), found)


def test_every_story_says_something_calm_on_every_day(
    improving: Life, not_doing: Life, worsening: Life, birth: Life, stopping: Life
) -> None:
    for one in (improving, not_doing, worsening, birth, stopping):
        assert isinstance(one.plan.limits, Limits)
        for each in one.said:
            assert isinstance(each, Progress)
            assert each.today.says.endswith(".")
            assert each.today.why
            assert not any(word in words_of(each) for word in BLAME)
