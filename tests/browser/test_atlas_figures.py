"""Figures of the atlas and of claims in a real browser, both widths and themes: no word sticks out, no network."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.devtools import Tab, chromium

pytestmark = pytest.mark.needs("chromium")

# As they are in the docs; tests/test_atlas_page.py and tests/test_claims_pages.py hold that they are up to date.
FIGURES = [
    pytest.param(path, id=path.name) for path in sorted((Path(__file__).parents[2] / "docs" / "figures").rglob("*.svg"))
]
OUTSIDE = """
[...document.querySelectorAll('svg')].flatMap(s => [...s.querySelectorAll('text')].filter(t => {
  const a = t.getBoundingClientRect(), b = s.getBoundingClientRect();
  return a.right > b.right || a.left < b.left || a.bottom > b.bottom || a.top < b.top;
}).map(t => t.textContent))
"""
OVERLAPPING = """
(() => {
  const words = [...document.querySelectorAll('svg text.halo')];
  const boxes = words.map(t => [t.getBoundingClientRect(), t.textContent]);
  return boxes.flatMap(([a, x], i) => boxes.slice(i + 1).filter(([b]) =>
    a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 3 && b.top < a.bottom - 3
  ).map(([b, y]) => x + ' | ' + y));
})()
"""


@pytest.fixture(scope="module")
def tab() -> Iterator[Tab]:
    with chromium() as opened:
        yield opened


@pytest.mark.parametrize("file", FIGURES)
def test_nothing_sticks_out_or_overlaps(tab: Tab, file: Path) -> None:
    for scheme in ("light", "dark"):
        tab.open(file, 400 if "narrow" in file.name else 1100, 900, scheme)
        assert tab.value(OUTSIDE) == []
        assert tab.value(OVERLAPPING) == []
        assert tab.complaints() == []
        assert tab.requested() == [file.resolve().as_uri()]
