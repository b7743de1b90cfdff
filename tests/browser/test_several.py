"""Trials side by side, and reports of fitted markers, in a real browser: nothing sticks out, nothing complains."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.devtools import Tab, chromium
from tests.browser.test_report import OUTSIDE, SMALL
from tests.kinematics.made_rotation import fitted, made_motion
from tests.reporting.made_account import made_account
from tests.reporting.test_left_over import whole_body
from tests.reporting.test_turning import with_motion
from trochanter.reporting.build import render
from trochanter.reporting.marker_fit import FitWords
from trochanter.reporting.several import render_several

pytestmark = pytest.mark.needs("chromium")

LONG = "a trial with a name that is a good deal longer than the page of a phone is wide"
PAGES = {
    "several": lambda: render_several([made_account(), made_account(0), made_account(9)], ["one", "short", LONG]),
    "fitted": lambda: render(with_motion(fitted(made_motion(), missed=3)), fit=FitWords(floor_m=0.0024, even_m=0.0052)),
    "whole body": lambda: render(whole_body(400.0)),
}


@pytest.fixture(scope="module")
def tab() -> Iterator[Tab]:
    with chromium() as opened:
        yield opened


@pytest.fixture(scope="module", params=PAGES, ids=list(PAGES))
def page(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path: Path = tmp_path_factory.mktemp("page") / "page.html"
    path.write_text(PAGES[request.param](), encoding="utf-8")
    return path


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (390, "dark"), (1280, "light")])
def test_nothing_sticks_out_and_nothing_complains(tab: Tab, page: Path, width: int, scheme: str) -> None:
    tab.open(page, width, 900, scheme)
    tab.value("document.querySelectorAll('details').forEach(part => part.open = true)")
    assert tab.value("document.documentElement.scrollWidth") == width
    assert tab.value(OUTSIDE) == []
    assert tab.value(SMALL) == []
    assert tab.complaints() == []
    assert tab.requested() == [page.resolve().as_uri()]
