"""The guided session, played as somebody does it, with the clock of the browser moved on."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.page.doing import heads, press, says, send, three_questions
from tests.browser.page.session import begin_session, play
from tests.browser.page.weeks import Weeks

pytestmark = pytest.mark.needs("chromium")


def today_of(weeks: Weeks, page: Page, who: str) -> None:
    """Open Today on a day with exercises, a week after the plan was made, with the questions answered."""
    day = weeks.next_day(who, 7)
    weeks.go_to(day)
    weeks.train(page, who, range(day), 1)
    page.clock.install()
    page.goto(weeks.url(who))
    three_questions(page)


def test_a_session_is_played_to_its_end_and_taken_back(weeks: Weeks, week_page: Page) -> None:
    page = week_page
    today_of(weeks, page, "player")
    begin_session(page, pain=2)
    play(page, steps=3)
    page.reload()  # what was counted outlives it
    expect(page.get_by_role("button", name="Undo set")).to_be_enabled()
    press(page, "Undo set")
    assert play(page) > 10
    says(page, r"Clamshell without a band: 6 of 6 sets\. .*Standing on one leg: 8 of 8 holds")
    send(page, "Save")
    page.wait_for_url("**noted=*")
    says(page, "Done for today")
    expect(page.get_by_text(re.compile("^Saved:"))).to_be_visible()
    send(page, "Undo")
    expect(page.get_by_role("button", name="Begin")).to_be_visible()


def test_pain_in_the_middle_stops_it(weeks: Weeks, week_page: Page) -> None:
    page = week_page
    weeks.go_to(weeks.next_day("player", 7))
    page.goto(weeks.url("player"))
    if page.get_by_role("button", name="Go on", exact=True).count():
        three_questions(page)
    begin_session(page)
    press(page, "Start")
    hurts = page.get_by_role("slider", name="Pain right now")
    hurts.press("Home")
    for _ in range(7):
        hurts.press("ArrowRight")
    expect(page.get_by_role("alert")).to_contain_text("Stop for today.")
    assert page.get_by_role("button", name="Set done").is_disabled()
    press(page, "Stop here")
    send(page, "Save")
    page.wait_for_url("**noted=*")
    says(page, "Above 5 means: stop for today.")
    assert page.get_by_role("button", name="Begin").count() == 0
    heads(page, "Do not run yet")
