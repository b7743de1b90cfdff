"""The sheet for the wall: its words, its boxes, its picture, and what must not be on it."""

import datetime as dt
from dataclasses import replace

import pytest

from tests.exchange.made_plan import made_item, made_plan
from trochanter.core.sides import Side
from trochanter.plan.library import exercises
from trochanter.plan.plan import Dose, RunStep
from trochanter.reporting.figures.exercise import exercise_still
from trochanter.reporting.paper_svg import paper_svg
from trochanter.reporting.plan_page import dose_line, plan_sheet, render_plan, run_line, side_line


def test_the_sheet_says_what_the_plan_says_and_nothing_private() -> None:
    plan = made_plan("clamshell_band", "bridge", "one_leg_stand")
    page = render_plan(plan, "run 10 km <again>")
    for words in ("Clamshell with a band", "3 sets of 10, hold 5 seconds each", "run 10 km &lt;again&gt;", "Week 5"):
        assert words in page
    for rule in plan.stop:
        assert rule in page
    for words in (*plan.private_says, *plan.items[0].why, plan.left_out[0].why, "PREGNANT", "diagnos"):
        assert words not in page
    assert "not yet reviewed by a clinician" in page
    assert "http" not in page.replace("http-equiv", "")
    assert "<script" not in page


def test_boxes_are_the_days_that_are_due() -> None:
    plan = made_plan("clamshell_band", "bridge", "one_leg_stand")  # a Sunday; two on the first day
    first, _, third = plan_sheet(plan).items
    assert [week.boxes for week in first.weeks] == [("Mo", "We", "Fr")] * 5
    assert third.weeks[0].boxes == ("We", "Fr")
    assert first.weeks[1].begins == "from 29 Nov"
    short = replace(plan, retest_on=plan.made_on + dt.timedelta(days=2))
    assert [week.boxes for week in plan_sheet(short).items[0].weeks] == [("Mo",)]
    long = replace(plan, retest_on=plan.made_on + dt.timedelta(days=100))
    assert len(plan_sheet(long).items[0].weeks) == 6


def test_a_sheet_that_is_printed_late_begins_with_its_own_week() -> None:
    plan = made_plan("clamshell_band", "bridge", "one_leg_stand")
    same_week, third, due = (plan_sheet(plan, "", plan.made_on + dt.timedelta(days=k)) for k in (6, 16, 35))
    assert same_week == plan_sheet(plan) == plan_sheet(plan, "", plan.made_on - dt.timedelta(days=3))
    assert [week.name for week in third.items[0].weeks] == ["Week 3", "Week 4", "Week 5"]
    assert third.items[0].weeks[0].begins == "from 6 Dec"
    assert any("Printed on 8 December" in line and "week 3" in line for line in third.lines)
    assert not any("first day" in line for line in third.lines)
    assert due.items[0].weeks == ()
    assert any("check is due" in line for line in due.lines)
    long = replace(plan, retest_on=plan.made_on + dt.timedelta(days=100))
    assert len(plan_sheet(long, "", plan.made_on + dt.timedelta(days=30)).items[0].weeks) == 6


@pytest.mark.parametrize(
    ("dose", "words"),
    [
        (Dose(3, 10, 0.0, (0,)), "3 sets of 10"),
        (Dose(1, 12, 0.0, (0,)), "12 times"),
        (Dose(1, 1, 30.0, (0,)), "Once, hold 30 seconds"),
        (Dose(2, 1, 30.0, (0,)), "2 times, hold 30 seconds each"),
        (Dose(2, 1, 0.0, (0,)), "2 times"),
    ],
)
def test_doses_in_words(dose: Dose, words: str) -> None:
    assert dose_line(dose).replace("\u00a0", " ") == words


@pytest.mark.parametrize(
    ("run", "words"),
    [
        (None, "No running in this plan for now."),
        (RunStep(1, 4.0, 1.0, 6, days_a_week=3), "At most 3 days a week"),
        (RunStep(0, 0.0, 0.0, 0, longest_km=8.8), "longer than 8.8 km"),
        (RunStep(0, 0.0, 0.0, 0, longest_min=40.0), "longer than 40 minutes"),
        (RunStep(0, 0.0, 0.0, 0), "last 30 days"),
    ],
)
def test_running_in_words(run: RunStep | None, words: str) -> None:
    assert words in run_line(run)


def test_sides_in_words() -> None:
    assert side_line(()) == "both sides together"
    assert side_line((Side.LEFT, Side.RIGHT)) == "each side, the left one first"
    assert side_line((Side.RIGHT,)) == "right side only"


def test_a_plan_without_exercises_says_so() -> None:
    assert "There is no exercise in this plan for now." in plan_sheet(replace(made_plan(), items=())).lines


@pytest.mark.parametrize("name", sorted(exercises()))
def test_every_exercise_can_be_printed(name: str) -> None:
    picture = paper_svg(exercise_still(exercises()[name], 300.0, 160.0))
    assert picture.startswith("<svg xmlns=")
    for left in ("var(", "color-mix", "@media", "--"):
        assert left not in picture
    assert plan_sheet(replace(made_plan(), items=(made_item(name),))).items[0].how
