"""Pain that begins after a distance: a run ends before it, and moves out only with runs that did not hurt."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.findings.made_answers import DAY
from tests.plan.made_plans import RUNNER, SORE, plan_of
from trochanter.findings.history import History, Run
from trochanter.plan.facts import ProgressFacts
from trochanter.plan.onset import Onset, onset_limit

FAR = replace(RUNNER, pains=(SORE,), onset="later", onset_km=24.0, runs=(Run(DAY, 23.0, 150.0),))
AGO = [DAY + timedelta(days=k) for k in range(40)]


def limit(history: History, *onsets: Onset, painless: tuple[Run, ...] = ()) -> float | None:
    found = onset_limit(history.told_on, history.onset_km, onsets, painless)
    return None if found is None else found.most_km


def test_a_run_ends_before_the_distance_at_which_it_began() -> None:
    plan = plan_of(FAR)
    assert plan.run is not None
    assert plan.run.longest_km == 21.6
    said = " ".join(plan.says)
    assert "no single run longer than 21.6 km" in said
    assert "began to hurt after 24 km" in said
    assert "no trial" in said
    assert "a tenth more than the longest of the last 30 days" not in said


def test_a_longest_run_far_below_it_still_counts() -> None:
    plan = plan_of(replace(FAR, runs=(Run(DAY, 5.0, 30.0),)))
    assert plan.run is not None
    assert plan.run.longest_km == 5.5


def test_what_was_logged_later_counts_before_what_was_told() -> None:
    facts = ProgressFacts(onsets=(Onset(AGO[3], 10.0),), runs=(Run(AGO[3], 12.0, None),))
    plan = plan_of(FAR, on=AGO[5], earlier=plan_of(FAR), progress=facts)
    assert plan.run is not None
    assert plan.run.longest_km == 9.0
    assert limit(FAR, Onset(DAY - timedelta(days=2), 10.0)) == pytest.approx(21.6)  # told after it
    assert limit(FAR, Onset(AGO[1], 10.0), Onset(AGO[4], 14.0)) == pytest.approx(12.6)  # the last one


def test_it_moves_out_with_runs_that_did_not_hurt_and_only_with_those() -> None:
    onset = Onset(AGO[3], 10.0)
    assert limit(FAR, onset, painless=(Run(AGO[6], 6.0, None),)) == pytest.approx(9.0)
    assert limit(FAR, onset, painless=(Run(AGO[6], 9.0, None),)) == pytest.approx(9.9)
    assert limit(FAR, onset, painless=(Run(AGO[2], 20.0, None), Run(AGO[6], 11.0, None))) == pytest.approx(12.1)
    assert limit(FAR, onset, painless=(Run(AGO[3], 20.0, None),)) == pytest.approx(9.0)  # of the same day


def test_nothing_told_is_no_limit() -> None:
    assert limit(replace(FAR, onset_km=None)) is None


def test_minutes_and_rows_of_the_way_back_say_it_too() -> None:
    timed = plan_of(replace(FAR, runs=(Run(DAY, None, 40.0),)))
    assert timed.run is not None
    assert timed.run.longest_km is None
    assert "21.6 km" in " ".join(timed.says)
    passed = frozenset({"walk_30", "stand_10s", "squats_10"})
    rested = replace(FAR, ran="no", runs=(), onset_km=3.0)
    row = plan_of(rested, on=AGO[7], earlier=plan_of(rested), progress=ProgressFacts(passed=passed))
    assert row.run is not None
    assert row.run.row == 1
    assert "2.7 km" in " ".join(row.says)
