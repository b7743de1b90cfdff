"""The page on the physics of exercises is what the code would write now; computed numbers to their last digit."""

import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from scripts.make_exercise_physics_page import PAGE, page
from trochanter.plan.physics_cache import CACHE_VARIABLE

NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")
AGAIN = "run: python -m scripts.make_exercise_physics_page"


@pytest.fixture(scope="module")
def now(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv(CACHE_VARIABLE, str(tmp_path_factory.mktemp("cache")))
        yield page()


def words_of(text: str) -> str:
    return NUMBER.sub("", text)


def test_it_is_up_to_date(now: str) -> None:
    written = PAGE.read_text(encoding="utf-8")
    assert words_of(written) == words_of(now), AGAIN
    then, here = (np.array([float(n) for n in NUMBER.findall(text)]) for text in (written, now))
    # A number at the edge of rounding may fall either way on another processor.
    np.testing.assert_allclose(then, here, atol=1.0, err_msg=AGAIN)
    assert np.sum(then != here) <= 5, AGAIN


def test_misses_and_what_is_told_from_memory_are_shown(now: str) -> None:
    assert now.count("**a miss**") == 2
    assert now.count("from memory, not counted") == 8
    assert "not computed" in now


def test_its_links_lead_somewhere(now: str) -> None:
    for file, place in re.findall(r"\]\(([\w.-]+)#?([\w-]*)\)", now):
        target = (PAGE.parent / file).read_text(encoding="utf-8")
        headings = [re.sub(r"[^\w-]", "", line.lstrip("# ").lower().replace(" ", "-")) for line in target.splitlines()]
        assert not place or place in headings, place


def test_it_lies_in_the_documentation() -> None:
    assert Path(__file__).parents[1] / "docs" == PAGE.parent
