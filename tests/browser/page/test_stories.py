"""People on the page: what they click and type, and what they are told. The runners are those of twelve weeks."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from scripts.make_page_walk import words_of
from tests.browser.page.doing import (
    HURTS,
    READINGS_LATER,
    answer_screen,
    choose,
    follow,
    heading,
    heads,
    measure_again,
    says,
    send,
    three_questions,
)
from tests.browser.page.serving import serving
from tests.browser.page.walk import newcomer
from tests.browser.page.weeks import Weeks
from tests.browser.page.windows import Windows
from trochanter.web.navigation import PAGES

pytestmark = pytest.mark.needs("chromium")
NIGHT = {**HURTS, "Is there pain in the groin": "Yes", "Does any of this go with that pain": ("it hurts at night",)}
NUMB = {"Is any of this new": ("numb or odd feeling between the legs",)}
BORN = {
    **HURTS,
    "Are you pregnant": "gave birth 12 weeks to a year ago",
    "Has any of this been there": ("leaking urine or stool",),
    "Have you ever given birth": "Yes",
}
OFFERS = re.compile(r"^(Begin|Start|Film it with a phone|A film of|Log a run)")
OPEN_IN_A = ("settings",)
CLOSED_IN_B = (
    "today", "check", "check/film", "check/typed", "running/new/film", "running/new/one-leg", "plan", "goal",
)  # fmt: skip
CLOSED_IN_A = (
    "today", "today/note", "check", "check/new", "check/film", "check/typed", "running/new/film", "plan/add", "goal",
    "screen", *(each.path for each in PAGES if each.path not in OPEN_IN_A),
)  # fmt: skip


def test_somebody_new_reaches_a_plan(browser: Browser, tmp_path: Path) -> None:
    with serving(tmp_path / "records") as served:
        windows = Windows(browser, served)
        page = windows.open(width=390)
        said = {step: heading(page) for step in newcomer(page, served.address)}
        windows.close()
    assert said["answers"] == "Nothing you said speaks against a slow self-check of your hips."
    assert said["result"] == "No detectable difference between your right and left hip."
    assert "exercises, about" in said["plan"]
    assert said["today"]
    assert set(said) <= {each["name"] for each in words_of()["step"]}  # what docs/page.md shows


def told_again(weeks: Weeks, page: Page, who: str, able: int) -> None:
    """How well the goal goes, told on the page of progress."""
    page.goto(weeks.url(who, "progress"))
    choose(page, "How well does it go now", str(able))
    send(page, "Save")


def test_who_improves_is_told_so_after_six_weeks(weeks: Weeks, week_page: Page) -> None:
    who, page = "improves", week_page
    weeks.go_to(42)
    for first, pain in ((0, 3), (14, 2), (28, 1)):
        weeks.train(page, who, range(first, first + 14), pain)
    page.goto(weeks.url(who))
    three_questions(page)
    follow(page, "Measure again")
    page.get_by_role("main").get_by_role("link", name=re.compile("Measure again|Once more")).first.click()
    follow(page, "Answer the questions")
    answer_screen(page, HURTS)
    follow(page, "Go on")
    page.get_by_role("link", name="Type in readings").click()
    measure_again(page, READINGS_LATER)
    told_again(weeks, page, who, 8)
    heads(page, "Better: 'run 10 km without thinking of my hip' went from 4 to 8")
    says(page, "100 % of what was planned")


def test_who_does_not_do_it_is_not_told_that_it_failed(weeks: Weeks, week_page: Page) -> None:
    weeks.go_to(42)
    weeks.train(week_page, "seldom", range(42), 2, every=6)
    week_page.goto(weeks.url("seldom", "screen"))
    answer_screen(week_page, HURTS)
    told_again(weeks, week_page, "seldom", 4)
    heads(week_page, "Not done so far:")
    says(week_page, "a smaller plan may fit the week better")


def test_who_gets_worse_is_sent_to_somebody(weeks: Weeks, week_page: Page) -> None:
    weeks.go_to(42)
    weeks.train(week_page, "worsens", range(21), 2)
    weeks.train(week_page, "worsens", range(21, 42), 5)
    week_page.goto(weeks.url("worsens", "screen"))
    answer_screen(week_page, HURTS)
    told_again(weeks, week_page, "worsens", 3)
    heads(week_page, "Worse: pain has been higher for two weeks")
    follow(week_page, "To the page to take along")
    heads(week_page, "What to take along, and what to ask.")
    says(week_page, "a physical therapist")


def test_after_a_birth_running_waits_and_light_work_goes_on(weeks: Weeks, week_page: Page) -> None:
    who, page = "after birth", week_page
    weeks.go_to(42)
    weeks.train(page, who, range(42), 1)
    page.goto(weeks.url(who, "screen"))
    answer_screen(page, BORN)
    heads(page, "You can go on, with limits.")
    says(page, "running and jumping wait until leaking")
    page.goto(weeks.url(who))
    heads(page, "Walk only today")
    page.goto(weeks.url(who, "plan"))
    send(page, "Make the plan anew")
    says(page, "Slow breathing")
    expect(page.get_by_role("main")).not_to_contain_text("Log a run")


def test_whom_the_screen_stops_is_offered_nothing_until_cleared(weeks: Weeks, week_page: Page) -> None:
    who, page = "stopped", week_page
    weeks.go_to(21)
    weeks.train(page, who, range(21), 2)
    page.goto(weeks.url(who))
    choose(page, "Since the last time, is anything new", "No")
    choose(page, "Since the last time, was there pain in the groin", "Yes")
    choose(page, "How strong is the pain now", "4")
    send(page, "Go on")
    answer_screen(page, NIGHT)
    send(page, "Yes, that is so")
    heads(page, "See a doctor today.")
    for path in (
        "today",
        "check",
        "check/film",
        "check/typed",
        "running/new/film",
        "running/new/one-leg",
        "plan",
        "goal",
    ):
        page.goto(weeks.url(who, path))
        heads(page, "See a doctor today.")
    for path in (each.path for each in PAGES):
        page.goto(weeks.url(who, path))
        assert page.get_by_role("main").get_by_role("button", name=OFFERS).count() == 0, path
    _cleared(weeks, page, who)


def _cleared(weeks: Weeks, page: Page, who: str) -> None:
    """A clinician allows exercises and checks, not running: just that opens again."""
    day = (weeks.lives[who].day(21)).isoformat()
    page.goto(weeks.url(who))
    follow(page, "A clinician has cleared this")
    page.get_by_label("Who has cleared it?").fill("Dr A. Berg, sports physician")
    page.get_by_label("On which day?").fill(day)
    for allowed in ("readings of how far the hip turns", "tests and self-checks", "exercises"):
        page.get_by_role("checkbox", name=allowed).check()
    page.get_by_role("radio", name="no end was said").check()
    page.get_by_role("checkbox", name="A clinician has told me this").check()
    send(page, "Keep this clearance")
    page.goto(weeks.url(who))
    assert heading(page) != "See a doctor today."
    assert not heading(page).startswith(("Run ", "Run as"))
    page.goto(weeks.url(who, "plan"))
    send(page, "Make the plan anew")
    page.get_by_role("link", name="No, it is the same or better").click()
    page.wait_for_url("**/screen/q/*")
    answer_screen(page, NIGHT)
    page.goto(weeks.url(who, "plan"))
    send(page, "Make the plan anew")
    says(page, "What to do")
    assert page.get_by_role("img").count() > 0


def test_what_cannot_wait_is_the_whole_of_every_page(weeks: Weeks, week_page: Page) -> None:
    who, page = "emergency", week_page
    weeks.go_to(0)
    page.goto(weeks.url(who, "screen"))
    answer_screen(page, NUMB)
    send(page, "Yes, that is so")
    for path in CLOSED_IN_A:
        page.goto(weeks.url(who, path))
        heads(page, "Call emergency services now.")
        said = page.get_by_role("main")
        expect(said).to_contain_text("numb")
        assert said.get_by_role("button").count() == 0, path
