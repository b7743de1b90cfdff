"""The page of exercises and its figures are what the code would write now."""

import re
from pathlib import Path

from scripts.make_exercise_pages import page, pictures
from trochanter.plan.library import exercises

DOCS = Path(__file__).parents[1] / "docs"
HOW = "run: python -m scripts.make_exercise_pages"


def test_the_page_is_up_to_date() -> None:
    assert (DOCS / "exercises.md").read_text(encoding="utf-8") == page(), HOW


def test_figures_are_up_to_date_and_there_is_no_other() -> None:
    folder = DOCS / "figures" / "exercises"
    assert {path.name for path in folder.glob("*")} == set(pictures()), HOW
    old = [file for file, text in pictures().items() if (folder / file).read_text(encoding="utf-8") != text]
    assert old == [], HOW


def test_every_exercise_has_its_heading_and_both_figures() -> None:
    text = page()
    for each in exercises().values():
        assert f"\n### {each.words}\n" in text
        stem = each.name.replace("_", "-")
        assert f"figures/exercises/{stem}.svg" in text
        assert f"figures/exercises/{stem}-narrow.svg" in text


def test_links_lead_to_a_heading() -> None:
    text = page()
    anchors = {
        re.sub(r"[^\w\- ]", "", line[4:].lower()).replace(" ", "-")
        for line in re.findall(r"^### .*", text, re.MULTILINE)
    }
    assert set(re.findall(r"\]\(#([^)]+)\)", text)) <= anchors
