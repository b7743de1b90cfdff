"""The page on uncertainty tells the distributions that are drawn, and links that lead somewhere."""

import re
from pathlib import Path

from scripts.make_uncertainty_page import CALLS, INSIDE, INTRODUCTION, inputs_table

PAGE = Path(__file__).parents[1] / "docs" / "uncertainty.md"


def test_the_page_holds_the_table_of_distributions_as_it_is() -> None:
    text = PAGE.read_text("utf-8")
    for part in (INTRODUCTION, CALLS, inputs_table(), INSIDE):
        assert part in text, "run: python -m scripts.make_uncertainty_page"


def test_its_numbers_are_ordered() -> None:
    rows = re.findall(
        r"(\d+\.?\d*) \((\d+\.?\d*) to (\d+\.?\d*); (\d+\.?\d*) to (\d+\.?\d*)\)", PAGE.read_text("utf-8")
    )
    assert len(rows) >= 28
    for row in rows:
        own, low95, high95, low68, high68 = map(float, row)
        assert low95 <= low68 <= high68 <= high95
        assert low95 <= own <= high95


def test_its_links_lead_somewhere() -> None:
    for target in re.findall(r"\]\((?!https?://)([^)#]+)", PAGE.read_text("utf-8")):
        assert (PAGE.parent / target).exists(), target
