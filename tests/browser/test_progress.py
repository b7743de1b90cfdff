"""Pages of progress in a real browser: nothing sticks out, nothing complains, nothing is fetched."""

import base64
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.devtools import Tab, chromium
from tests.browser.test_report import OUTSIDE, SMALL
from tests.reporting.test_progress_page import KINDS, PLAN, SCREEN, progress
from trochanter.reporting.handoff import render_handoff
from trochanter.reporting.progress_page import render_progress

pytestmark = pytest.mark.needs("chromium")


@pytest.fixture(scope="module")
def tab() -> Iterator[Tab]:
    with chromium() as opened:
        yield opened


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", ["progress", "handoff"])
def test_nothing_sticks_out_and_nothing_complains(tab: Tab, tmp_path: Path, kind: str, name: str) -> None:
    found, page = progress(kind), tmp_path / "page.html"
    page.write_text(render_progress(found) if name == "progress" else render_handoff(found, PLAN, SCREEN), "utf-8")
    for width, scheme in ((390, "light"), (390, "dark"), (1280, "light"), (1280, "dark")):
        tab.open(page, width, 900, scheme)
        assert tab.value("document.documentElement.scrollWidth") == width
        assert tab.value(OUTSIDE) == []
        assert tab.value(SMALL) == []
    assert tab.complaints() == []
    assert set(tab.requested()) == {page.resolve().as_uri()}


def test_the_page_for_a_therapist_is_one_sheet(tab: Tab, tmp_path: Path) -> None:
    file = tmp_path / "handoff.html"
    many = tuple(("doctor", f"Question {k} that is as long as questions of an assessment are?") for k in range(9))
    file.write_text(render_handoff(progress("unchanged"), PLAN, SCREEN, many), encoding="utf-8")
    tab.open(file, 1280, 900, "light")
    printed = tab.call("Page.printToPDF", preferCSSPageSize=True)["data"]
    assert len(re.findall(rb"/Type /Page\b", base64.b64decode(printed))) == 1
