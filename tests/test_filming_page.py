"""The page on filming: its figures are what the code draws, and its numbers are those of the tables."""

from pathlib import Path

import pytest

from scripts.drawn_people import FIGURES
from scripts.make_filming_figures import pictures
from trochanter.anatomy.measuring import method_named
from trochanter.anatomy.rows import rows

PAGE = Path(__file__).parents[1] / "docs" / "filming.md"
TEXT = PAGE.read_text(encoding="utf-8")


def test_figures_are_up_to_date() -> None:
    for name, text in pictures().items():
        assert (FIGURES / name).read_text(encoding="utf-8") == text, "run: python -m scripts.make_filming_figures"
        assert f"figures/{name}" in TEXT


def test_every_check_stands_on_the_page_with_its_limits() -> None:
    for row in rows("film_gates"):
        bounds = [row["shown"].format(float(row[name])) if row[name] else "never" for name in ("notice", "refusal")]
        assert f"| {row['label']} | {bounds[0]} | {bounds[1]} |" in TEXT, row["gate"]


@pytest.mark.parametrize("name", ["video", "video_full", "tapped_video"])
def test_the_error_budget_stands_on_the_page(name: str) -> None:
    for position in ("seated", "supine", "prone"):
        method = method_named(name).at(position)
        sizes = {cause.name: cause.sigma_deg for cause in method.causes}
        if len(sizes) == 3:
            cells = [f"{sizes[part]:.1f}" for part in ("camera", "pelvis", "points")]
            row = f"| {name}, {position} | {' | '.join(cells)} | {method.own_sigma_deg:.1f} |"
            assert row in TEXT, row
