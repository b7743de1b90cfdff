"""A plan that is made anew every day is the same course as one that is made anew every week."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from tests.progress.made_course import MONDAY, Life, day, life
from trochanter.findings.assess import assess
from trochanter.plan.plan import Plan
from trochanter.plan.prescribe import prescribe
from trochanter.progress.result import Progress
from trochanter.progress.session import Session

A_WEEK = timedelta(days=7)


def easily(every: int) -> Life:
    """Six weeks of somebody to whom all is easy, and who has the plan made anew every so many days."""
    one = life()
    for k in range(42):
        if one.plan.items_on(day(k)):
            one.session(day(k), pain_before=0, pain_during=0, pain_next_morning=0, effort=4)
        found = one.on(day(k))
        if k % every == every - 1:
            one.next_plan(day(k), found)
    return one


def steps(one: Life) -> list[date]:
    """Days on which exercises or doses changed."""
    return [now.made_on for before, now in pairwise([*one.plans, one.plan]) if doses(now) != doses(before)]


def doses(plan: Plan) -> dict[str, tuple[int, int]]:
    return {item.exercise: (item.dose.sets, item.dose.repeats) for item in plan.items}


def test_made_anew_every_day_it_takes_a_step_a_week_and_no_more() -> None:
    weekly, daily = steps(easily(7)), steps(easily(1))
    assert len(weekly) >= 4
    assert len(daily) >= len(weekly) - 1
    assert all(later - earlier >= A_WEEK for earlier, later in pairwise(daily))


def back(every: int) -> list[int]:
    """Rows of the way back of somebody who walks and runs every other day without pain, plan by plan."""
    one = life()
    one.told = replace(one.told, ran="no", runs=())
    one.plan = planned(one, 0, None)
    one.sessions.append(Session(MONDAY, "noted", passed=("walk_30", "stand_10s", "squats_10")))
    rows = []
    for k in range(42):
        if k % 2 and one.plan.run is not None and one.plan.run.row:
            one.sessions.append(Session(day(k), "noted", run_min=20.0, pain_during=1, pain_place="outer_hip"))
        if k % every == every - 1:
            new = planned(one, k, one.on(day(k)))
            one.plans.append(one.plan)
            one.plan = new
            rows.append(new.run_row)
    return rows


def planned(one: Life, k: int, found: Progress | None) -> Plan:
    one.again(day(k))
    made = assess(one.told, one.screen, on=day(k))
    earlier, facts = (None, None) if found is None else (one.plan, found.facts)
    return prescribe(made, one.told, one.screen, on=day(k), earlier=earlier, progress=facts)


def test_rows_of_the_way_back_are_counted_over_plans() -> None:
    weekly, daily = back(7), back(1)
    assert weekly[:4] == [1, 2, 3, 4]
    assert daily[0] == 1
    climbed = daily[: daily.index(8)]
    assert all(0 <= later - earlier <= 1 for earlier, later in pairwise(climbed))
    changes = [k for k in range(1, len(climbed)) if climbed[k] != climbed[k - 1]]
    assert changes
    assert all(later - earlier >= 4 for earlier, later in pairwise(changes))  # each row is run twice, a day between
