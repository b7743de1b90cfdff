"""PDFs of the plan and of the page for a therapist: how many pages, which words, and none that are private."""

import datetime as dt
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from tests.exchange.made_plan import made_plan
from trochanter.core.errors import BadSetting
from trochanter.exchange.plan_pdf import SIZES_PT, handoff_pdf, plan_pdf
from trochanter.plan.library import exercises
from trochanter.plan.plan import Plan
from trochanter.reporting.handoff_parts import HandoffPage, Part

pytestmark = pytest.mark.needs("typst")

FOUR = ("clamshell_band", "ninety_switches", "side_steps_knees", "turn_out_side_90")


def pages(content: bytes) -> int:
    found = re.search(rb"/Type\s*/Pages.*?/Count\s+(\d+)", content, re.DOTALL)
    assert found is not None
    return int(found.group(1))


def wordiest() -> Plan:
    """The four exercises with the most words, on every day of six weeks."""
    longest = sorted(exercises().values(), key=lambda e: -len(" ".join((*e.how, *e.cues, *e.cautions, e.good))))[:4]
    plan = made_plan(*(each.name for each in longest), retest_after=42)
    every_day = tuple(range(7))
    items = tuple(replace(item, dose=replace(item.dose, weekdays=every_day)) for item in plan.items)
    return replace(plan, items=items)


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_four_exercises_fit_on_two_pages(paper: str) -> None:
    for plan in (made_plan(*FOUR), wordiest()):
        content = plan_pdf(plan, "run 10 km again", paper=paper)
        assert content.startswith(b"%PDF-")
        assert pages(content) <= 2


def test_one_exercise_fits_on_one_page_and_the_same_plan_gives_the_same_bytes() -> None:
    one = made_plan("bridge")
    assert pages(plan_pdf(one)) == 1
    assert plan_pdf(one) == plan_pdf(one)
    assert pages(plan_pdf(replace(one, items=()))) == 1


def test_an_unknown_paper_is_refused() -> None:
    with pytest.raises(BadSetting, match="letter"):
        plan_pdf(made_plan(), paper="a5")
    assert SIZES_PT[-1] >= 8.0  # below that nobody reads it on a wall


@pytest.mark.needs("pdftotext")
def test_words_are_text_and_nothing_private_is_there(tmp_path: Path) -> None:
    plan = made_plan(*FOUR, retest_after=42)
    odd = 'run #set page("a9") *again* $x$ \\ [1] <b> é'
    text = words_of(plan_pdf(plan, odd), tmp_path)
    for words in ("My exercises", odd, "3 sets of 10", "Week 6", "When it hurts", "not yet reviewed by a clinician"):
        assert words in text
    for item in plan.items:
        assert exercises()[item.exercise].words in text
    for words in (*plan.private_says, *plan.items[0].why, plan.left_out[0].why, "PREGNANT"):
        assert words not in text


@pytest.mark.needs("pdftotext")
def test_the_page_for_a_therapist_is_one_page(tmp_path: Path) -> None:
    rows = tuple(
        (f"exercise {k}", "3 x 10", "a reason that is rather long and takes a line of its own") for k in range(4)
    )
    parts = (
        Part("Why this page", ("It did not change.",)),
        Part("Exercises", (), ("What", "Dose", "Why"), rows),
        Part("Questions", points=("What else?", "Is #heading[code] only words?")),
    )
    page = HandoffPage("For a physical therapist", "One page", "Six weeks.", (*parts, *parts, *parts), "Not reviewed.")
    content = handoff_pdf(page)
    assert pages(content) == 1
    text = words_of(content, tmp_path)
    assert "Is #heading[code] only words?" in text
    assert "Not reviewed." in text


def words_of(content: bytes, folder: Path) -> str:
    """The text of a PDF, on one line."""
    (folder / "x.pdf").write_bytes(content)
    program = shutil.which("pdftotext")
    assert program is not None
    done = subprocess.run([program, "x.pdf", "-"], cwd=folder, capture_output=True, check=True, timeout=60)
    return re.sub(r"\s+", " ", done.stdout.decode())


def test_days_of_the_sheet_are_those_of_the_calendar() -> None:
    from trochanter.exchange.plan_calendar import exercise_days
    from trochanter.reporting.plan_page import plan_sheet

    plan = replace(made_plan("bridge", retest_after=40), made_on=dt.date(2026, 11, 22))
    weeks = plan_sheet(plan).items[0].weeks
    assert sum(len(week.boxes) for week in weeks) == len(exercise_days(plan))
    assert {letter for week in weeks for letter in week.boxes} == {"Mo", "We", "Fr"}
