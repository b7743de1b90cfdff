"""Pages of control tests and running videos in a real browser: nothing sticks out, nothing complains or is fetched."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from tests.browser.devtools import Tab, chromium
from tests.browser.test_report import OUTSIDE, SMALL
from tests.kinematics.made_appearance import HEIGHT_PX, WIDTH_PX
from tests.reporting.test_appearance import film_of
from trochanter.reporting.appearance import render_appearance
from trochanter.reporting.appearance_stills import stills_of

pytestmark = pytest.mark.needs("chromium", "video")


@pytest.fixture(scope="module")
def tab() -> Iterator[Tab]:
    with chromium() as opened:
        yield opened


@pytest.mark.parametrize("name", ["squat", "side, fast", "crossing"])
def test_nothing_sticks_out_and_nothing_complains(tab: Tab, tmp_path: Path, name: str) -> None:
    found = film_of(name)
    picture = np.full((HEIGHT_PX, WIDTH_PX, 3), 180, dtype=np.uint8)
    stills = stills_of(found, {each.time_s: picture for each in found.instants})
    page = tmp_path / "page.html"
    page.write_text(render_appearance(found, (), stills), encoding="utf-8")
    for width, scheme in ((390, "light"), (390, "dark"), (1280, "light")):
        tab.open(page, width, 900, scheme)
        assert tab.value("document.documentElement.scrollWidth") == width
        assert tab.value(OUTSIDE) == []
        assert tab.value(SMALL) == []
    assert tab.complaints() == []
    assert {each for each in tab.requested() if not each.startswith("data:")} == {page.resolve().as_uri()}
