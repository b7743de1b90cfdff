"""Hips measured from films on the page: uploaded, tapped, filmed with the camera of the device."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.page.conftest import House, Opener
from tests.browser.page.doing import choose, heads, says, send
from tests.browser.page.films import RIGHT_ANKLE, RIGHT_KNEE, right_leg

pytestmark = [pytest.mark.needs("chromium", "video", "pose-weights")]
TRUE_IN_DEG, TRUE_OUT_DEG, OFF_DEG = 30.9, 39.1, 5.0
LONGEST_MS = 120_000


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The right leg of the demo film."""
    return right_leg(tmp_path_factory.mktemp("film"))


def measured(page: Page) -> None:
    """Wait for the work to end in a result, whose numbers are those that were drawn."""
    page.wait_for_url(re.compile(r"/jobs/"))
    page.wait_for_url(re.compile(r"/check"), timeout=LONGEST_MS)
    said = page.get_by_role("main").inner_text()
    turned_in = re.search(r"Turning in\b[^.]*?(\d+)", said)
    turned_out = re.search(r"Turning out\b[^.]*?(\d+)", said)
    assert turned_in, said[:400]
    assert turned_out, said[:400]
    assert abs(int(turned_in[1]) - TRUE_IN_DEG) < OFF_DEG
    assert abs(int(turned_out[1]) - TRUE_OUT_DEG) < OFF_DEG


def test_a_film_is_uploaded_and_measured(house: House, opened: Opener, film: Path) -> None:
    page = opened(width=390)
    page.goto(house.url("filmed", "check/film"))
    page.get_by_label("Film of the right leg").set_input_files(film)
    choose(page, "In which position?", "sitting")
    choose(page, "What did you feel at the ends?", "No pain anywhere")
    send(page, "Measure")
    page.wait_for_url(re.compile(r"/jobs/"))
    heads(page, "Measuring your hips from a film")
    page.reload()  # the work goes on without the page
    measured(page)
    assert page.get_by_role("img", name=re.compile("right", re.IGNORECASE)).count() > 2  # the stills


def test_knee_and_ankle_are_tapped(house: House, opened: Opener, film: Path) -> None:
    page = opened(width=390)
    page.goto(house.url("filmed", "check/tap"))
    page.get_by_role("radio", name=re.compile("the right one")).check()
    page.get_by_label("Film of one leg").set_input_files(film)
    choose(page, "What did you feel at the ends?", "No pain anywhere")
    send(page, "Go on to tapping")
    page.wait_for_url(re.compile(r"/check/tap/"))
    expect(page.get_by_text("Tap the middle of the knee.")).to_be_visible()
    canvas = page.locator("canvas")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box is not None
    for across, down in (RIGHT_KNEE, RIGHT_ANKLE):
        canvas.click(position={"x": across * box["width"], "y": down * box["height"]})
    says(page, "Knee and ankle are set in this picture")
    page.get_by_role("button", name=re.compile("^Ankle:")).press("ArrowLeft")
    send(page, "Measure")
    measured(page)


def test_the_camera_of_the_device_films(house: House, opened: Opener) -> None:
    page = opened(width=390)
    page.clock.install()
    page.goto(house.url("filmed", "check/film"))
    page.get_by_text("Film with the camera of this device").first.click()
    page.get_by_role("button", name="Film with this camera").first.click()
    page.get_by_role("button", name="Film in 10 seconds").click()
    page.clock.fast_forward(11_000)
    page.wait_for_timeout(1500)
    page.get_by_role("button", name="Stop filming").click()
    page.get_by_role("button", name="Use this film").click()
    choose(page, "What did you feel at the ends?", "No pain anywhere")
    send(page, "Measure")
    page.wait_for_url(re.compile(r"/jobs/"))
    expect(page.get_by_role("alert")).to_be_visible(timeout=LONGEST_MS)
    says(page, "This did not work")  # the camera of the test films a clock, and no leg
