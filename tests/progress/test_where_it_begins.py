"""Where in a run it begins to hurt: kept, told plainly, compared with chance from three on, and runs end before it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.findings.made_answers import screen_of
from tests.progress.made_course import day, history, life
from trochanter.core.errors import BadSetting
from trochanter.findings.history import History, Pain
from trochanter.plan.plan import RunStep
from trochanter.progress.days import days_of
from trochanter.progress.follow import follow
from trochanter.progress.onset import limit_of, onset_trend, onsets_of, painless_of
from trochanter.progress.session import Session
from trochanter.progress.session_words import session_words
from trochanter.reporting.progress_text import progress_text

ON = date(2026, 11, 22)


def ran(ago: int, km: float, onset: float | None = None, pain: int | None = None) -> Session:
    return Session(ON - timedelta(days=ago), "noted", run_km=km, pain_during=pain, pain_onset_km=onset)


def told(*sessions: Session) -> tuple[str, ...]:
    return onset_trend(days_of(sessions, (), ON)[0], ON).says


@pytest.mark.parametrize("km", [0.0, -1.0, float("nan"), 501.0, 12.0])
def test_what_no_run_can_have_is_refused(km: float) -> None:
    with pytest.raises(BadSetting):
        Session(ON, "noted", run_km=10.0, pain_onset_km=km)


def test_it_is_said_back() -> None:
    assert session_words(ran(0, 26.0, 24.1, 3)) == "pain during 3, 26 km, began to hurt after 24.1 km"


def test_few_are_told_plainly_and_none_is_silence() -> None:
    assert told(ran(9, 5.0)) == ()
    first, few, rest = told(ran(9, 26.0, 24.0, 3), ran(2, 25.0, 23.5, 3))
    assert (
        first
        == "Where it began to hurt in a run: after 24 km on 13 November 2026 and after 23.5 km on 20 November 2026."
    )
    assert few.startswith("From 3 such days on")
    assert rest == "A test at rest says nothing about that distance."


def test_three_and_more_are_compared_with_chance() -> None:
    out = told(*(ran(30 - 6 * k, 30.0, 8.0 + 3 * k, 3) for k in range(5)))
    assert "12.0 km later than at first" in out[1]
    assert "more than chance" in out[1]
    near = told(*(ran(30 - 6 * k, 30.0, 20.0 - 3 * k, 3) for k in range(5)))
    assert "12.0 km earlier than at first" in near[1]
    assert told(*(ran(30 - 6 * k, 30.0, km, 3) for k, km in enumerate((10.0, 16.0, 9.0))))[1].startswith(
        "No detectable"
    )


def test_the_line_is_that_of_least_squares() -> None:
    """Twin: numpy's own straight line and its covariance."""
    import numpy as np
    from scipy.stats import t

    ages, km = np.array([0.0, 3.0, 11.0, 20.0]), np.array([9.0, 12.0, 10.0, 15.0])
    found = onset_trend(days_of([ran(25 - int(a), 30.0, k, 2) for a, k in zip(ages, km, strict=True)], (), ON)[0], ON)
    (slope, _), covariance = np.polyfit(ages, km, 1, cov=True)
    assert found.change_km == pytest.approx(20.0 * slope)
    assert found.half_km == pytest.approx(20.0 * t.ppf(0.975, 2) * np.sqrt(covariance[0, 0]))


def test_a_run_without_pain_has_no_onset_and_lets_it_move_out() -> None:
    days = days_of([ran(9, 12.0, 10.0, 3), ran(7, 9.0, 4.0, 0), ran(5, 10.0, None, 0), ran(3, 20.0)], (), ON)[0]
    assert [each.km for each in onsets_of(days)] == [10.0]
    assert [run.distance_km for run in painless_of(days)] == [9.0, 10.0]
    limit = limit_of(days, None)
    assert limit is not None
    assert limit.most_km == pytest.approx(11.0)


FAR = replace(history(), onset="later", onset_km=24.0)


def today_of(run: RunStep, *sessions: Session, who: History = FAR) -> tuple[float | None, str]:
    one = life()
    plan = replace(one.plan, run=run, made_on=ON, begun_on=ON - timedelta(days=20))
    told_to = replace(who, told_on=ON - timedelta(days=20), runs=())
    found = follow(plan, sessions, on=ON, screen=screen_of(ON, pain="yes"), history=told_to)
    return found.today.most_km, " ".join((found.today.says, *found.today.why))


def test_onset_at_24_is_not_run_beyond() -> None:
    km = RunStep(0, 0.0, 0.0, 0, longest_km=25.0)
    most, said = today_of(km, ran(4, 23.0))
    assert most == 21.6
    assert "after 24 km" in said
    assert "no trial" in said
    nearer, said = today_of(km, ran(4, 23.0, 15.0, 2))
    assert nearer == 13.5
    assert "Run less today: up to 13.5 km" in said
    assert today_of(km, ran(4, 6.0))[0] == 6.6  # the longest run is shorter
    assert "21.6 km" in today_of(RunStep(0, 0.0, 0.0, 0, longest_min=40.0), ran(4, 23.0))[1]
    assert "21.6 km" in today_of(RunStep(8, 0.0, 30.0, 1, days_a_week=3), ran(4, 23.0))[1]


def test_what_was_told_since_the_plan_closes_running() -> None:
    pubic = replace(FAR, pains=(Pain("pubic", None, 2),))
    most, said = today_of(RunStep(0, 0.0, 0.0, 0, longest_km=25.0), ran(4, 23.0), who=pubic)
    assert most is None
    assert said.startswith("Walk only today.")
    assert "pubic bone" in said


@pytest.mark.parametrize(("pain", "kind"), [(0, "planned"), (1, "walk")])
def test_at_the_back_of_the_pelvis_a_run_stays_at_none(pain: int, kind: str) -> None:
    back = replace(FAR, pains=(Pain("back_pelvis", None, 1),), onset=None)
    one = Session(ON - timedelta(days=4), "noted", run_km=8.0, pain_during=pain)
    plan = replace(life().plan, run=RunStep(0, 0.0, 0.0, 0, longest_km=8.0), made_on=ON)
    found = follow(plan, (one,), on=ON, screen=screen_of(ON, pain="yes"), history=replace(back, told_on=ON, runs=()))
    assert found.today.kind == kind
    assert ("stays at 0 of 10" in " ".join(found.today.why)) is (kind == "walk")


def test_the_page_and_the_next_plan_know_of_it() -> None:
    one = life()
    one.sessions.append(Session(day(2), "noted", run_km=6.0, pain_during=2, pain_onset_km=5.0, pain_place="outer_hip"))
    found = one.on(day(8))
    assert "after 5 km on 9 September 2026" in " ".join(progress_text(found).split())
    assert [each.km for each in found.facts.onsets] == [5.0]
    one.next_plan(day(9), found)
    assert one.plan.run is not None
    assert one.plan.run.longest_km == 4.5
