"""Planned beside done: by week, in parts, without days that nobody asked for."""

from datetime import date, timedelta

import pytest

from trochanter.core.sides import SIDES
from trochanter.findings.limits import Limits
from trochanter.plan.plan import Dose, Item, Plan
from trochanter.progress.adherence import Adherence, adherence_of
from trochanter.progress.course import course_of
from trochanter.progress.days import days_of
from trochanter.progress.session import Done, Ended, Session
from trochanter.progress.targets import as_planned

MONDAY = date(2026, 10, 19)  # the week in which Europe's clocks go back


def plan(on: date = MONDAY, *, weekdays: tuple[int, ...] = (0, 2, 4)) -> Plan:
    items = (
        Item("clamshell_free", Dose(3, 10, 0.0, weekdays), SIDES, 5.0, ()),
        Item("bridge", Dose(2, 8, 0.0, weekdays), (), 4.0, ()),
    )
    return Plan(on, "control", items, 2, (), (), None, (), on + timedelta(days=35), Limits(), on)


def day(k: int) -> date:
    return MONDAY + timedelta(days=k)


def counted(*sessions: Session, until: int, earlier: tuple[Plan, ...] = (), now: Plan | None = None) -> Adherence:
    days, _, _ = days_of(sessions, (), day(until))
    return adherence_of(course_of(now or plan(), earlier), days, day(until))


def test_a_day_counts_as_planned_when_it_is_over_or_told_of() -> None:
    assert counted(until=0).planned == 0
    assert counted(until=1).planned == 1
    assert counted(Session(day(0), "done"), until=0).share == 1.0
    assert counted(Session(day(0), "missed"), until=0).share == 0.0
    assert counted(Session(day(0), "noted", run_km=5.0), until=0).planned == 0


@pytest.mark.parametrize(("ended", "share"), [("done", 1.0), ("part", 0.5), ("stopped", 0.5), ("missed", 0.0)])
def test_a_word_alone_counts(ended: Ended, share: float) -> None:
    assert counted(Session(day(0), ended), until=1).done == share


def test_what_is_listed_counts_exercise_by_exercise() -> None:
    right, left, bridge = as_planned(plan(), day(0))
    assert counted(Session(day(0), "part", (right, left)), until=1).done == 0.5
    assert counted(Session(day(0), "part", (right,)), until=1).done == 0.5  # one side told, the other not asked
    half = Done("bridge", None, 2, 8, 1, 8)
    assert counted(Session(day(0), "part", (right, left, half)), until=1).done == 0.75
    assert counted(Session(day(0), "part", (bridge,)), Session(day(0), "part", (right, left)), until=1).done == 1.0


def test_a_day_that_was_moved_within_its_week_counts_and_more_is_no_more() -> None:
    moved = [Session(day(k), "done") for k in (1, 3, 5)]
    assert counted(*moved, until=7).share == 1.0
    every = [Session(day(k), "done") for k in range(7)]
    found = counted(*every, until=7)
    assert (found.planned, found.done) == (3, 3.0)


def test_days_without_exercise_are_counted_and_named_without_blame() -> None:
    found = counted(Session(day(0), "done"), until=7)
    assert found.open == (day(2), day(4))
    assert found.percent == "33"
    assert not found.enough
    assert "nothing has to be made up for" in " ".join(found.says)


def test_seventy_per_cent_is_not_reached_by_rounding() -> None:
    sessions = [Session(day(7 * k + d), "done") for k in range(10) for d in (0, 2)] + [Session(day(4), "part")]
    found = counted(*sessions, until=70)
    assert found.share == pytest.approx(20.5 / 30)
    assert found.percent == "68"
    assert not found.enough


def test_each_plan_asks_for_its_own_days() -> None:
    later = plan(day(7), weekdays=(1,))
    found = counted(*(Session(day(k), "done") for k in (0, 2, 4, 8)), until=14, earlier=(plan(),), now=later)
    assert [week.planned for week in found.weeks] == [3, 1]
    assert found.share == 1.0
