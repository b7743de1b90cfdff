"""Draws how a phone sits on the shin: ``python -m scripts.make_phone_figure`` writes it into docs/figures."""

from scripts.drawn_people import files_of, write
from trochanter.reporting.figures.phone_on_shin import figure


def pictures() -> dict[str, str]:
    """The files by name."""
    return files_of([figure()])


if __name__ == "__main__":
    write(pictures())
