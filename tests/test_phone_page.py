"""The page on the phone: its figure is what the code draws, and its numbers are those of the tests."""

from pathlib import Path

from scripts.drawn_people import FIGURES
from scripts.make_phone_figure import pictures

PAGE = Path(__file__).parents[1] / "docs" / "phone-on-shin.md"


def test_figures_are_up_to_date() -> None:
    for name, text in pictures().items():
        assert (FIGURES / name).read_text(encoding="utf-8") == text, "run: python -m scripts.make_phone_figure"
        assert f"figures/{name}" in PAGE.read_text(encoding="utf-8")
