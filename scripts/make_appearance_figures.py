"""Draws how to film a control test and a run: ``python -m scripts.make_appearance_figures`` writes docs/figures."""

from scripts.drawn_people import files_of, write
from trochanter.reporting.figures.filming_appearance import control_test, running_video


def pictures() -> dict[str, str]:
    """The files of docs/figures by their names."""
    return files_of([control_test(), running_video()])


if __name__ == "__main__":
    write(pictures())
