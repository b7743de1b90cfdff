"""Puts drawings of people, of how to measure and to film, into the documentation as files."""

from collections.abc import Sequence
from pathlib import Path

from trochanter.reporting.figures.frame import Figure
from trochanter.reporting.standalone import standalone

FIGURES = Path(__file__).parents[1] / "docs" / "figures"


def files_of(figures: Sequence[Figure]) -> dict[str, str]:
    """The text of every file of figures by its name."""
    found = {}
    for figure in figures:
        found[f"{figure.name}.svg"] = standalone(figure.wide)
        found[f"{figure.name}-narrow.svg"] = standalone(figure.narrow)
    return found


def write(files: dict[str, str]) -> None:
    """Put files where the documentation has its figures."""
    for name, text in files.items():
        (FIGURES / name).write_text(text, encoding="utf-8")
