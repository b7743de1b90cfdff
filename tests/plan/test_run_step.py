"""Running: the longest run, the way back in rows, and when there is none."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.findings.made_answers import DAY, screen_of
from tests.plan.made_plans import RUNNER, plan_of
from trochanter.core.sides import Side
from trochanter.findings.history import History, Pain, Run
from trochanter.plan.facts import ProgressFacts
from trochanter.plan.plan import Plan
from trochanter.plan.plan_rules import walk_run
from trochanter.plan.run_step import row_words

RESTED = replace(RUNNER, ran="no", runs=())
PASSED = frozenset({"walk_30", "stand_10s", "squats_10"})
WEEK = timedelta(days=7)


def step(plan: Plan) -> tuple[int, float | None]:
    assert plan.run is not None
    return plan.run.row, plan.run.longest_km


def test_a_tenth_more_than_the_longest_of_thirty_days() -> None:
    runs = (Run(DAY - timedelta(days=31), 20.0, None), Run(DAY - timedelta(days=30), 9.0, None), Run(DAY, 3.0, 18.0))
    assert step(plan_of(replace(RUNNER, runs=runs))) == (0, 9.9)
    assert step(plan_of(replace(RUNNER, runs=runs[2:]))) == (0, 3.3)


def test_no_longer_than_the_longest_while_it_hurts_more_than_two() -> None:
    assert step(plan_of(replace(RUNNER, pains=(Pain("buttock", Side.LEFT, 2),)))) == (0, 8.8)
    assert step(plan_of(replace(RUNNER, pains=(Pain("buttock", Side.LEFT, 4),)))) == (0, 8.0)
    assert plan_of(replace(RUNNER, pains=(Pain("buttock", Side.LEFT, 6),))).run is None


def test_minutes_where_nobody_knows_the_distance_and_words_where_nobody_knows_anything() -> None:
    timed = plan_of(replace(RUNNER, runs=(Run(DAY, None, 40.0),)))
    assert timed.run is not None
    assert (timed.run.longest_km, timed.run.longest_min) == (None, 44.0)
    assert "44 minutes" in " ".join(timed.says)
    unknown = plan_of(replace(RUNNER, runs=()))
    assert step(unknown) == (0, None)
    assert "no farther than the longest run" in " ".join(unknown.says)


@pytest.mark.parametrize(
    "history",
    [
        RESTED,
        replace(RESTED, ran="not said"),
        replace(RUNNER, runs=(Run(DAY - timedelta(days=40), 12.0, None),), ran="not said"),
    ],
)
def test_without_a_run_in_thirty_days_the_rule_says_nothing_and_gates_come_first(history: History) -> None:
    plan = plan_of(history)
    assert plan.run is None
    assert {gate.rule for gate in plan.run_gates} == PASSED
    assert "hop" not in " ".join(gate.says for gate in plan.run_gates)


def test_the_way_back_goes_row_by_row_and_a_row_back_where_it_hurts() -> None:
    plan = plan_of(RESTED)
    facts = ProgressFacts(passed=PASSED, pain_running=None)
    rows = []
    for week in range(1, 5):
        plan = plan_of(RESTED, on=DAY + week * WEEK, earlier=plan, progress=facts)
        row = step(plan)[0]
        rows.append(row)
        facts = ProgressFacts(passed=PASSED, pain_running=1, run_row=row, run_row_done=2)
    assert rows == [1, 2, 3, 4]
    hurt = ProgressFacts(passed=PASSED, pain_running=4, run_row=4, run_row_done=2)
    assert step(plan_of(RESTED, on=DAY + 5 * WEEK, earlier=plan, progress=hurt))[0] == 3
    stays = ProgressFacts(passed=PASSED, pain_running=3, run_row=4, run_row_done=2)
    assert step(plan_of(RESTED, on=DAY + 5 * WEEK, earlier=plan, progress=stays))[0] == 4


def test_after_the_last_row_the_longest_run_counts() -> None:
    plan = plan_of(RESTED)
    last = len(walk_run())
    facts = ProgressFacts(
        passed=PASSED, pain_running=0, run_row=last, run_row_done=2, runs=(Run(DAY + WEEK, 5.0, 30.0),)
    )
    assert step(plan_of(RESTED, on=DAY + 2 * WEEK, earlier=plan, progress=facts)) == (0, 5.5)


def test_rows_grow_from_walking_to_running() -> None:
    shares = [run / (walk + run) for walk, run, _ in walk_run()]
    assert shares == sorted(shares)
    assert all(20 <= (walk + run) * times <= 30 for walk, run, times in walk_run())
    assert all((walk + run) * times > 0 for walk, run, times in walk_run())
    assert row_words(len(walk_run())) == "run 30 min without a walk"


def test_why_nobody_runs_is_said_without_what_is_private() -> None:
    tier_c = plan_of(RUNNER, screen_of(DAY, cancer="yes"))
    assert any(text.startswith("No running for now: the answers to the screen") for text in tier_c.says)
    pelvic = plan_of(RUNNER, screen_of(DAY, ever_birth="yes", leakage="yes"))
    assert pelvic.run is None
    assert not any("pelvi" in text or "birth" in text for text in pelvic.says)
    assert any("pelvis" in text for text in pelvic.private_says)


def test_a_row_is_kept_through_a_flare_and_begins_anew_after_thirty_days() -> None:
    plan = plan_of(RESTED)
    ran = (Run(DAY + WEEK, 2.0, 12.0),)
    plan = plan_of(RESTED, on=DAY + WEEK, earlier=plan, progress=ProgressFacts(passed=PASSED))
    second = ProgressFacts(pain_running=1, run_row=1, run_row_done=2, runs=ran)
    plan = plan_of(RESTED, on=DAY + 2 * WEEK, earlier=plan, progress=second)
    flare = plan_of(RESTED, on=DAY + 3 * WEEK, earlier=plan, progress=replace(second, flare=True))
    assert flare.run is None
    calm = plan_of(RESTED, on=DAY + 4 * WEEK, earlier=flare, progress=ProgressFacts(runs=ran))
    assert step(calm) == (2, None)
    screen = screen_of(DAY + 5 * WEEK)
    long_after = plan_of(RESTED, screen, on=DAY + 8 * WEEK, earlier=calm, progress=ProgressFacts(runs=ran))
    assert step(long_after)[0] == 1
