"""Sessions in any order, twice a day, in the future: put into order, nothing lost, and what is set aside is told."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from trochanter.core.errors import BadSetting
from trochanter.findings.history import Run
from trochanter.progress.days import FUTURE, TWICE, days_of
from trochanter.progress.places import kind_of
from trochanter.progress.session import Done, Session

DAY = date(2026, 10, 25)  # clocks go back in Europe that night: a day has 25 hours, and nothing here counts hours


def test_days_stand_in_their_order_whatever_the_order_of_writing() -> None:
    sessions = [Session(DAY + timedelta(days=k), "done") for k in (3, -2, 0, 1, -1, 2)]
    days, _, notices = days_of(sessions, (), DAY + timedelta(days=3))
    assert [(each.on - DAY).days for each in days] == [-2, -1, 0, 1, 2, 3]
    assert notices == ()


def test_a_day_told_twice_is_one_day_with_its_worst_pain() -> None:
    rows = (Done("bridge", None, 2, 8, 2, 8),)
    one = Session(DAY, "part", rows, pain_before=2, pain_during=3, pain_place="side")
    two = Session(DAY, "done", rows, pain_before=1, pain_during=2, pain_next_morning=1, run_km=4.0)
    (found,), runs, _ = days_of([one, two], (), DAY)
    assert (found.ended, found.before, found.during, found.morning, found.worst) == ("done", 2, 3, 1, 3)
    assert len(found.done) == 2
    assert [each.distance_km for each in runs] == [4.0]


def test_what_is_of_tomorrow_is_not_counted_and_is_told() -> None:
    days, runs, notices = days_of([Session(DAY + timedelta(days=1), "done", run_km=5.0)], [Run(DAY, 5.0, None)], DAY)
    assert [each.on for each in days] == [DAY]
    assert len(runs) == 1
    assert [each.code for each in notices] == [FUTURE]


@pytest.mark.parametrize(("told", "counted"), [((5.02, 30.0), 1), ((7.0, None), 2), ((None, 31.0), 1)])
def test_a_run_of_a_watch_that_was_told_as_well_counts_once(
    told: tuple[float | None, float | None], counted: int
) -> None:
    session = Session(DAY, "noted", run_km=told[0], run_min=told[1])
    _, runs, notices = days_of([session], [Run(DAY, 5.0, 30.0, "a.fit")], DAY)
    assert len(runs) == counted
    assert [each.code for each in notices] == ([TWICE] if counted == 1 else [])


@pytest.mark.parametrize("place", ["groin", "deep in the hip", "front_thigh", "Groin, right"])
def test_bone_type_places(place: str) -> None:
    assert kind_of(place) == "bone"


@pytest.mark.parametrize(
    "wrong",
    [
        {"pain_during": 11},
        {"pain_before": -1},
        {"effort": 12},
        {"run_km": 0.0},
        {"run_km": float("nan")},
        {"run_min": 1e9},
        {"ended": "perhaps"},
        {"note": "two\nlines"},
        {"ended": "missed", "done": (Done("bridge", None, 2, 8, 2, 8),)},
    ],
)
def test_what_no_session_can_hold_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(BadSetting):
        replace(Session(DAY, "done"), **wrong)
