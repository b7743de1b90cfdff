"""Draws how to film: ``python -m scripts.make_filming_figures`` writes the figures into docs/figures."""

from scripts.drawn_people import files_of, write
from trochanter.reporting.figures.filming import lying, seated


def pictures() -> dict[str, str]:
    """The files by name."""
    return files_of([seated(), lying()])


if __name__ == "__main__":
    write(pictures())
