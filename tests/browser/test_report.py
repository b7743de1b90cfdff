"""Reports in a real browser: nothing sticks out, nothing is asked of a network, nothing complains."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.devtools import Tab, chromium
from tests.reporting.made_account import made_account
from trochanter.reporting.build import render

pytestmark = pytest.mark.needs("chromium")

ACCOUNTS = {
    "whole": lambda: made_account(bias_Nm=8.7),
    "partial": lambda: made_account(0),
    "piriformis only": lambda: made_account(0, deep=False),
}
OUTSIDE = """
[...document.querySelectorAll('svg[role=img]')].filter(s => s.getBoundingClientRect().width > 0).flatMap(s =>
  [...s.querySelectorAll('text')].filter(t => {
    const a = t.getBoundingClientRect(), b = s.getBoundingClientRect();
    return a.right > b.right + 2 || a.left < b.left - 2 || a.bottom > b.bottom + 2 || a.top < b.top - 2;
  }).map(t => s.parentNode.id + ': ' + t.textContent))
"""
SMALL = """
[...document.querySelectorAll('body *')].filter(e => e.children.length == 0 && e.textContent.trim()
  && e.getBoundingClientRect().width > 2 && parseFloat(getComputedStyle(e).fontSize) < 12)
  .map(e => e.tagName + ': ' + e.textContent.slice(0, 40))
"""


@pytest.fixture(scope="module")
def tab() -> Iterator[Tab]:
    with chromium() as opened:
        yield opened


@pytest.fixture(scope="module", params=ACCOUNTS, ids=list(ACCOUNTS))
def page(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path: Path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_text(render(ACCOUNTS[request.param]()), encoding="utf-8")
    return path


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 768, 1280])
def test_nothing_sticks_out_and_nothing_complains(tab: Tab, page: Path, width: int, scheme: str) -> None:
    tab.open(page, width, 900, scheme)
    assert tab.value("document.documentElement.scrollWidth") == width
    assert tab.value(OUTSIDE) == []
    assert tab.value(SMALL) == []
    assert tab.complaints() == []
    assert tab.requested() == [page.resolve().as_uri()]


def test_each_width_shows_its_own_drawing(tab: Tab, page: Path) -> None:
    for width, shown in ((390, "narrow"), (1280, "wide")):
        tab.open(page, width, 900)
        drawn = tab.value(
            "[...document.querySelectorAll('figure > svg')].filter(s => s.getBoundingClientRect().width > 0)"
            ".map(s => s.getAttribute('class'))"
        )
        assert set(drawn) == {shown}


def test_the_pointer_reads_numbers_off_a_figure(tab: Tab, page: Path) -> None:
    tab.open(page, 1280, 900)
    read = tab.value(
        "(() => { const hit = document.querySelector('#fig-net .wide .hit'); hit.scrollIntoView({block: 'center'});"
        "const box = hit.getBoundingClientRect();"
        "hit.dispatchEvent(new PointerEvent('pointermove', {clientX: box.left + box.width / 2, clientY: box.top + 5}));"
        "return document.querySelector('#fig-net .read').textContent; })()"
    )
    assert "R all muscles N m" in read
    assert "L all muscles N m" in read
    assert tab.complaints() == []
