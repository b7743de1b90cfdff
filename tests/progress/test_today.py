"""The day's sentence: the strictest rule decides, and A and B never hear of a run."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.findings.made_answers import people, screen_of
from trochanter.findings.again import SessionAnswers
from trochanter.findings.answers import Answers, Reply
from trochanter.findings.history import Run
from trochanter.findings.screen import Screen, screened
from trochanter.plan.plan import RunStep
from trochanter.progress.days import days_of
from trochanter.progress.running_load import running_load
from trochanter.progress.session import Session
from trochanter.progress.situation import Situation, Today
from trochanter.progress.today import today

ON = date(2026, 11, 22)
SCREEN = screen_of(ON, pain="yes")
FAR = RunStep(0, 0.0, 0.0, 0, longest_km=8.0)


def said(
    *sessions: Session,
    run: RunStep | None = FAR,
    screen: Screen | None = SCREEN,
    answers: SessionAnswers | None = None,
    runs: tuple[Run, ...] = (Run(ON - timedelta(days=3), 6.0, 36.0),),
) -> Today:
    days, single, _ = days_of(sessions, runs, ON)
    return today(Situation(ON, ON - timedelta(days=40), run, days, running_load(single, ON), screen, answers))


def session(ago: int, during: int | None = 1, **more: Any) -> Session:
    return replace(Session(ON - timedelta(days=ago), "done", pain_during=during, pain_place="side"), **more)


def test_quiet_days_run_as_planned_up_to_a_tenth_more_than_the_longest() -> None:
    found = said(session(2), runs=(Run(ON - timedelta(days=9), 7.5, None),))
    assert (found.kind, found.most_km) == ("planned", 8.0)
    found = said(session(2))
    assert (found.kind, found.most_km) == ("less", 6.6)  # the plan allows 8 km, the longest run was 6
    assert "Run less today: up to 6.6 km" in found.says


@pytest.mark.parametrize(
    ("pain", "kind"), [(0, "less"), (2, "less"), (3, "less"), (4, "walk"), (5, "walk"), (6, "none"), (10, "none")]
)
def test_pain_of_the_last_day_decides(pain: int, kind: str) -> None:
    found = said(session(1, pain), session(2, max(pain - 1, 0)))
    assert found.kind == kind
    if kind == "less":
        assert found.most_km == (3.3 if pain == 3 else 6.6)
    if kind == "none":
        assert found.see


def test_pain_told_now_counts_as_that_of_a_session() -> None:
    quiet = SessionAnswers(ON, Reply.NO, Reply.NO, 4, 4)
    assert said(session(2), answers=quiet).kind == "walk"


def test_a_worse_morning_is_a_shorter_run() -> None:
    found = said(session(1, 2, pain_before=1, pain_next_morning=2))
    assert (found.kind, found.most_km) == ("less", 3.3)
    assert "morning after" in " ".join(found.why)
    following = Session(ON, "noted", pain_before=2)
    assert said(session(1, 2, pain_before=1), following).most_km == 3.3  # what the next day tells before it counts


@pytest.mark.parametrize("place", ["groin", "deep in the hip", "front of the thigh", "tingling in the leg"])
def test_bone_type_and_spreading_pain_have_the_screen_asked_again(place: str) -> None:
    told = Session(ON, "noted", pain_during=1, pain_place=place)
    found = said(told)
    assert (found.kind, found.ask) == ("none", "screen")
    before = replace(told, on=ON - timedelta(days=1))
    assert said(before).kind != "none"  # the screen of today came after it
    assert said(replace(told, pain_during=0)).kind != "none"


def test_a_rise_by_two_has_the_screen_asked_again() -> None:
    found = said(session(2, 1), session(0, 3))
    assert (found.kind, found.ask) == ("none", "screen")
    assert said(session(2, 1), session(0, 2)).ask == ""


def test_who_told_of_no_pain_rises_from_none() -> None:
    none = screen_of(ON)
    assert said(session(0, 2), screen=none).ask == "screen"
    assert said(session(0, 1), screen=none).ask == ""


def test_a_session_that_was_stopped_is_walking_even_where_nobody_told_how_much() -> None:
    found = said(replace(session(1, None), ended="stopped"))
    assert found.kind == "walk"
    assert "stopped because of pain" in found.why[0]


def test_an_old_screen_needs_the_three_questions() -> None:
    old = screen_of(ON - timedelta(days=5), pain="yes")
    assert said(session(6), screen=old).ask == "session"
    assert said(session(6), screen=old, answers=SessionAnswers(ON, Reply.NO, Reply.NO, 1, 1)).kind == "less"
    again = said(session(6), screen=old, answers=SessionAnswers(ON, Reply.NOT_SURE, Reply.NO, 1, 1))
    assert (again.kind, again.ask) == ("none", "screen")
    assert said(screen=None).ask == "screen"


def test_a_run_of_today_is_the_run_of_today() -> None:
    assert said(runs=(Run(ON, 5.0, None),)).kind == "walk"


def test_without_a_run_of_30_days_it_begins_with_walking_and_running() -> None:
    found = said(session(2), runs=(Run(ON - timedelta(days=31), 12.0, None),))
    assert found.kind == "less"
    assert "a minute of each" in found.says
    assert "12" not in found.says


def test_rows_of_the_way_back() -> None:
    row = RunStep(2, 3.0, 2.0, 6)
    assert "6 times 3 min of walking and 2 min" in said(session(2), run=row).says
    less = said(session(1, 3), run=row)
    assert (less.kind, "3 times 3 min" in less.says) == ("less", True)
    assert "30 min" in said(session(2), run=RunStep(8, 0.0, 30.0, 1)).says
    assert said(session(2), run=None).kind == "walk"


def test_the_way_back_has_a_day_between_and_so_many_runs_a_week() -> None:
    row = RunStep(2, 3.0, 2.0, 6, days_a_week=3)
    assert said(run=row, runs=(Run(ON - timedelta(days=1), 3.0, None),)).kind == "walk"
    assert said(run=row, runs=tuple(Run(ON - timedelta(days=k), 3.0, None) for k in (2, 4, 6))).kind == "walk"
    assert said(run=row, runs=tuple(Run(ON - timedelta(days=k), 3.0, None) for k in (2, 4, 7))).kind == "planned"


def test_a_screen_of_more_than_six_weeks_ago_comes_first() -> None:
    quiet = SessionAnswers(ON, Reply.NO, Reply.NO, 1, 1)
    for days, ask in ((42, ""), (43, "screen")):
        old = screen_of(ON - timedelta(days=days), pain="yes")
        assert said(session(60), screen=old, answers=quiet).ask == ask


@given(people(), st.lists(st.integers(0, 10), max_size=4), st.sampled_from([FAR, RunStep(1, 4.0, 1.0, 6), None]))
def test_a_and_b_never_run_and_c_never_lands(answers: Answers, pains: list[int], run: RunStep | None) -> None:
    screen = screened(answers, ON)
    found = said(*(session(k + 1, pain) for k, pain in enumerate(pains)), screen=screen, run=run)
    tier = screen.tier(ON)
    if tier in ("A", "B"):
        assert found.kind == "none"
        assert "run" not in found.says.lower()
    if tier == "C" or not screen.complete:
        assert found.kind in ("none", "walk")
    if found.kind in ("planned", "less"):
        assert run is not None
        assert max([0, *pains[:1]]) <= 3
