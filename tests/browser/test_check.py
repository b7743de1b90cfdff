"""Pages of checks in a real browser: nothing sticks out, nothing complains, nothing is fetched."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.devtools import Tab, chromium
from tests.browser.test_report import OUTSIDE, SMALL
from tests.reporting.test_check import CHECKS, check_of
from trochanter.reporting.check import render_check

pytestmark = pytest.mark.needs("chromium")


@pytest.fixture(scope="module")
def tab() -> Iterator[Tab]:
    with chromium() as opened:
        yield opened


@pytest.mark.parametrize("name", CHECKS)
def test_nothing_sticks_out_and_nothing_complains(tab: Tab, tmp_path: Path, name: str) -> None:
    page = tmp_path / "page.html"
    page.write_text(render_check(check_of(name)), encoding="utf-8")
    for width, scheme in ((390, "light"), (390, "dark"), (1280, "light"), (1280, "dark")):
        tab.open(page, width, 900, scheme)
        assert tab.value("document.documentElement.scrollWidth") == width
        assert tab.value(OUTSIDE) == []
        assert tab.value(SMALL) == []
    assert tab.complaints() == []
    assert set(tab.requested()) == {page.resolve().as_uri()}
