"""Trends: with an interval, against what can be told from chance, like with like only, and few points are told."""

from dataclasses import replace
from datetime import date, timedelta
from math import exp

import pytest

from trochanter.core.quality import Estimate
from trochanter.core.sides import SIDES, Side
from trochanter.findings.history import Goal, Run
from trochanter.kinematics.rotation_range import DIRECTIONS, EndRange, Position, RotationRange
from trochanter.progress.days import days_of
from trochanter.progress.goal_trend import GoalToday, goal_trend, goals_told
from trochanter.progress.pain_trend import pain_trend, worse_for_two_weeks
from trochanter.progress.range_trend import range_trends
from trochanter.progress.running_load import running_load, weighted_km
from trochanter.progress.sentences import rules, sentences
from trochanter.progress.session import Session
from trochanter.progress.trend import Trend

START = date(2026, 9, 7)


def day(k: int) -> date:
    return START + timedelta(days=k)


def goals(*told: tuple[int, int], activity: str = "run 10 km") -> Trend:
    return goal_trend([GoalToday(day(k), Goal(activity, able)) for k, able in told], START)


@pytest.mark.parametrize(
    ("last", "direction"), [(7, "better"), (6, "same"), (4, "same"), (2, "same"), (1, "worse"), (10, "better")]
)
def test_a_goal_changes_from_three_points_on(last: int, direction: str) -> None:
    found = goals((0, 4), (35, last))
    assert found.direction == direction
    assert found.high - found.low == pytest.approx(6.0, abs=0.01)  # 90 % both ways of the detectable 3
    assert found.few == (1, 1)


def test_the_beginning_is_the_last_word_before_the_course_and_another_activity_begins_anew() -> None:
    assert goals((-60, 1), (-1, 5), (35, 8)).change == 3.0
    assert goals((3, 5), (35, 8)).change == 3.0
    assert not goals((0, 5)).quality.usable
    told = [GoalToday(day(0), Goal("run", 2)), GoalToday(day(35), Goal("swim", 9))]
    assert not goal_trend(told, START).quality.usable


def test_a_number_told_in_a_session_is_of_the_goal_named_last() -> None:
    named = [GoalToday(day(0), Goal("run", 2))]
    sessions = [Session(day(20), "done", able=6), Session(day(50), "done", able=9)]
    told = goals_told(named, (), sessions, day(30))
    assert [(each.goal.activity, each.goal.able) for each in told] == [("run", 2), ("run", 6)]


def pains(*told: tuple[int, int], until: int = 60) -> Trend:
    days, _, _ = days_of([Session(day(k), "done", pain_during=pain) for k, pain in told], (), day(until))
    return pain_trend(days, START, day(until))


def test_pain_of_the_last_two_weeks_against_the_first_two() -> None:
    found = pains(*((k, 5) for k in range(0, 14, 2)), *((k, 2) for k in range(47, 60, 2)))
    assert found.direction == "better"
    assert found.change == -3.0
    assert found.low < -3.0 < found.high
    assert found.few is None
    one = pains((1, 5), (59, 2))
    assert one.few == (1, 1)
    assert one.direction == "same"  # a change of 3 on two days has an interval that holds none
    assert not pains((1, 5), (20, 2), until=20).quality.usable


def test_no_point_of_a_week_stands_on_a_day_to_come() -> None:
    for until in range(1, 15):
        assert all(point.on <= day(until) for point in pains((0, 3), (until, 2), until=until).points)


def test_a_goal_told_once_is_named_as_what_was_told() -> None:
    assert goals((0, 5)).says == ("How well 'run 10 km' goes was told or measured once; a trend takes two.",)
    assert goals((0, 4), (35, 8)).says[0].startswith("How well 'run 10 km' goes: 4 more ")
    assert goal_trend([], START).says == ("your goal has not been told or measured yet.",)


@pytest.mark.parametrize(
    ("weeks", "expected"),
    [([2, 2, 2, 4, 4], True), ([2, 2, 4, 2, 4], False), ([2, 2, 4, 4, 2], False), ([4, 4, 4, 4, 4], False)],
)
def test_worse_for_two_weeks_is_both_of_the_last_two(weeks: list[int], expected: bool) -> None:
    told = [Session(day(7 * week + k), "done", pain_during=pain) for week, pain in enumerate(weeks) for k in (0, 2, 4)]
    days, _, _ = days_of(told, (), day(7 * len(weeks) - 1))
    assert worse_for_two_weeks(days, START, day(7 * len(weeks) - 1)) is expected


def test_one_bad_day_is_no_two_weeks() -> None:
    told = [Session(day(k), "done", pain_during=9 if k == 34 else 2) for k in range(0, 35, 2)]
    days, _, _ = days_of(told, (), day(34))
    assert not worse_for_two_weeks(days, START, day(34))


def check(k: int, inward: float, *, position: Position = "seated", stopped: bool = False) -> RotationRange:
    ends = tuple(
        EndRange(side, direction, Estimate(inward, 4.0, "deg"), limited_by_pain=stopped and side is Side.LEFT)
        for side in SIDES
        for direction in DIRECTIONS
    )
    return RotationRange(position, "active", "goniometer", "self", day(k), "1", ends)


def test_ranges_compare_only_with_like_and_are_never_better() -> None:
    found = range_trends([check(0, 30.0), check(35, 45.0), check(20, 10.0, position="prone")], START, day(40))
    assert [each.change for each in found] == [15.0] * 4
    assert all(each.found and each.direction == "same" and each.apart == 1 for each in found)
    assert all("One measurement was taken in another way" in " ".join(each.says) for each in found)
    apart = range_trends([check(0, 30.0), check(35, 45.0, position="prone")], START, day(40))
    assert not any(each.quality.usable for each in apart)
    assert range_trends([check(50, 30.0)], START, day(40)) == ()


@pytest.mark.parametrize("now", [30.0, 36.0, 44.0])
def test_what_a_range_has_to_pass_is_never_less_than_its_interval_s_half(now: float) -> None:
    twice = [replace(check(35, now), set_up=name) for name in ("1", "2", "3", "4")]  # finely now, once at first
    for each in range_trends([check(0, 30.0), *twice], START, day(40)):
        half = (each.high - each.low) / 2.0
        assert each.detectable >= half - 1e-9
        assert each.found == (abs(each.change) >= each.detectable)


def test_a_range_that_pain_stopped_is_compared_with_nothing() -> None:
    found = range_trends([check(0, 30.0), check(35, 45.0, stopped=True)], START, day(40))
    left = [each for each in found if each.what.startswith("left")]
    assert all("limited by pain" in " ".join(each.says) for each in left)


def test_weighted_sums_of_the_same_run_every_day_tend_to_it() -> None:
    runs = [Run(day(k), 5.0, None) for k in range(600)]
    assert weighted_km(runs, day(599), 7) == pytest.approx(5.0, rel=1e-9)
    assert weighted_km(runs, day(599), 42) == pytest.approx(5.0, rel=1e-5)
    assert weighted_km(runs[:1], day(7), 7) == pytest.approx(5.0 * (1.0 - exp(-1 / 7)) * exp(-1.0))


def test_the_longest_run_is_one_of_thirty_days() -> None:
    runs = [Run(day(0), 20.0, None), Run(day(1), 8.0, None), Run(day(30), None, 40.0), Run(day(40), 30.0, None)]
    load = running_load(runs, day(30))
    assert load.longest == runs[1]
    assert load.runs == 2


def test_every_rule_has_a_source_and_nobody_has_reviewed_yet() -> None:
    assert all(each.source and each.status for each in rules().values())
    assert all(each.source and each.evidence for each in sentences().values())
    assert {each.reviewed_by for each in rules().values()} == {""}
