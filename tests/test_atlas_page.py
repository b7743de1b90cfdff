"""The page of the atlas and its figures are what the code would write now."""

from pathlib import Path

import pytest

from scripts.make_atlas_page import page, pictures

DOCS = Path(__file__).parents[1] / "docs"
HOW = "run: python -m scripts.make_atlas_page"


def test_the_page_is_up_to_date() -> None:
    assert (DOCS / "atlas.md").read_text(encoding="utf-8") == page(), HOW


@pytest.mark.parametrize("file", sorted(pictures()))
def test_figures_are_up_to_date(file: str) -> None:
    assert (DOCS / "figures" / file).read_text(encoding="utf-8") == pictures()[file], HOW


def test_every_figure_of_the_page_is_there_and_no_other() -> None:
    text = page()
    written = {path.name for path in (DOCS / "figures").glob("atlas-*.svg")}
    assert written == set(pictures())
    assert all(f"figures/{file}" in text for file in written)
