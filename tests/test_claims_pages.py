"""The pages and figures of claims are what the code would write now; computed numbers to their last digit."""

import re
from pathlib import Path

import numpy as np
import pytest

from scripts.make_claims_page import PAGES, TOLD, figure_files, told_file

DOCS = Path(__file__).parents[1] / "docs"
NUMBER = re.compile(r"[−-]?(?:\d+\.\d+|\.\d+|\d+)")
AGAIN = "run: python -m scripts.make_claims_page"


def words_of(text: str) -> str:
    """A page without its numbers and their separators."""
    return re.sub(r"\s+", "", NUMBER.sub("", text))


def numbers_of(text: str) -> list[float]:
    return [float(found.replace("−", "-")) for found in NUMBER.findall(text)]


def test_the_ledger_is_up_to_date() -> None:
    written = (DOCS / "claims-ledger.md").read_text(encoding="utf-8")
    assert written == PAGES["claims-ledger.md"](), AGAIN


def test_the_page_of_computed_claims_is_up_to_date() -> None:
    written, now = (DOCS / "claims.md").read_text(encoding="utf-8"), PAGES["claims.md"]()
    assert words_of(written) == words_of(now), AGAIN
    # A number at the edge of rounding may fall either way on another processor.
    np.testing.assert_allclose(numbers_of(written), numbers_of(now), atol=1.0, err_msg=AGAIN)
    changed = np.sum(np.array(numbers_of(written)) != np.array(numbers_of(now)))
    assert changed <= 5, AGAIN


def test_what_the_page_in_the_browser_tells_is_up_to_date() -> None:
    written, now = TOLD.read_text(encoding="utf-8"), told_file()
    assert words_of(written) == words_of(now), AGAIN
    np.testing.assert_allclose(numbers_of(written), numbers_of(now), atol=1.0, err_msg=AGAIN)


def test_figures_are_up_to_date() -> None:
    files = figure_files()
    assert sorted(path.name for path in (DOCS / "figures" / "claims").glob("*.svg")) == sorted(
        name.rpartition("/")[2] for name in files
    )
    for name, now in files.items():
        written = (DOCS / name).read_text(encoding="utf-8")
        body = [text[text.index("</style>") :] for text in (written, now)]
        assert words_of(body[0]) == words_of(body[1]), AGAIN
        np.testing.assert_allclose(numbers_of(body[0]), numbers_of(body[1]), atol=0.25, err_msg=AGAIN)


@pytest.mark.parametrize("name", ["claims.md", "claims-ledger.md"])
def test_links_within_the_pages_lead_somewhere(name: str) -> None:
    text = (DOCS / name).read_text(encoding="utf-8")
    for page, place in re.findall(r"\]\(([\w.-]*)#([\w-]+)\)", text):
        target = (DOCS / (page or name)).read_text(encoding="utf-8")
        headings = [
            re.sub(r"[^\w-]", "", line.lstrip("# ").lower().replace(" ", "-"))
            for line in target.splitlines()
            if line.startswith("#")
        ]
        assert place in headings or f"id='{place}'" in target, place
