"""Exploring the hip: sliders, muscles and the stride, by keyboard and by mouse; numbers come from the engine."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.page.conftest import House, Opener
from tests.browser.page.doing import says

pytestmark = pytest.mark.needs("chromium")
WARM_MS = 120_000  # the first time on a machine, kernels are compiled
ARM = re.compile(r"Piriformis.* turns (in|out) (\d+) mm")


def explored(house: House, opened: Opener, width: int = 1280) -> Page:
    """The page with its engine ready."""
    page = opened(width=width, reduced_motion="no-preference")
    page.goto(house.url("runner", "explore"))
    page.get_by_role("button", name=ARM).wait_for(timeout=WARM_MS)
    return page


def test_a_slider_changes_what_a_muscle_does(house: House, opened: Opener) -> None:
    page = explored(house, opened)
    muscle = page.get_by_role("button", name=ARM)
    expect(muscle).to_have_accessible_name(re.compile("turns out"))
    bent = page.get_by_role("slider", name="Thigh forward (flexion)")
    for _ in range(9):
        bent.press("PageUp")
    expect(bent).to_have_attribute("aria-valuetext", re.compile(r"\d+ degrees forward"))
    expect(muscle).to_have_accessible_name(re.compile("turns in"))  # bent far, the piriformis turns the thigh in
    page.get_by_role("button", name="Back to neutral").click()
    expect(muscle).to_have_accessible_name(re.compile("turns out"))


def test_a_muscle_is_chosen_by_keyboard(house: House, opened: Opener) -> None:
    page = explored(house, opened, width=390)
    muscle = page.get_by_role("button", name=ARM)
    muscle.focus()
    page.keyboard.press("Enter")
    expect(muscle).to_have_attribute("aria-expanded", "true")
    says(page, r"As long as in the neutral posture\. Points: ")
    page.get_by_role("radio", name="Gluteals").check()
    expect(page.get_by_role("button", name=re.compile("Gluteus medius")).first).to_be_visible()


def test_the_stride_is_played_and_stopped(house: House, opened: Opener) -> None:
    page = explored(house, opened)
    play = page.get_by_role("button", name=re.compile("Play the stride|Pause|Stop"))
    moment = page.get_by_role("slider", name="Moment in the stride")
    before = moment.input_value()
    play.click()
    expect(play).to_have_attribute("aria-pressed", "true", timeout=WARM_MS)
    expect(moment).not_to_have_value(before, timeout=WARM_MS)
    play.click()
    expect(play).to_have_attribute("aria-pressed", "false")
    page.get_by_label("Movement").select_option("Bridge on both feet")
    expect(page.get_by_text(re.compile("Shown to be understood, not offered to be done"))).to_be_visible(
        timeout=WARM_MS
    )
    back = page.get_by_role("button", name="Back to the posture")
    back.click()
    expect(page.get_by_role("button", name=ARM)).to_be_visible()
