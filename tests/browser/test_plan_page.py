"""The sheet for the wall in a real browser: nothing sticks out on a phone or a desk, nothing is fetched."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.devtools import Tab, chromium
from tests.browser.test_report import OUTSIDE, SMALL
from tests.exchange.made_plan import made_plan
from trochanter.reporting.plan_page import render_plan

pytestmark = pytest.mark.needs("chromium")


@pytest.fixture(scope="module")
def tab() -> Iterator[Tab]:
    with chromium() as opened:
        yield opened


def test_nothing_sticks_out_and_nothing_complains(tab: Tab, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    plan = made_plan("clamshell_band", "side_steps_knees", "pigeon", "one_leg_stand", retest_after=42)
    page.write_text(render_plan(plan, "run 10 km again"), encoding="utf-8")
    for width, scheme in ((390, "light"), (390, "dark"), (1280, "light"), (1280, "dark")):
        tab.open(page, width, 900, scheme)
        assert tab.value("document.documentElement.scrollWidth") == width
        assert tab.value(OUTSIDE) == []
        assert tab.value(SMALL) == []
    assert tab.complaints() == []
    assert set(tab.requested()) == {page.resolve().as_uri()}
