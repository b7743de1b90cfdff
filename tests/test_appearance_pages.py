"""The pages on the control test and the running video: figures as drawn, and the numbers that they state."""

from pathlib import Path

import pytest

from scripts.drawn_people import FIGURES
from scripts.make_appearance_figures import pictures
from trochanter.anatomy.appearance import quantities
from trochanter.cli.control_test import STAND_S
from trochanter.kinematics.appearance_change import MOST_RATES_APART, SAME_DROP, SAME_SPEED_KMH
from trochanter.kinematics.running_picture import LEAST_HZ, LEAST_STEPS, WELL_HZ
from trochanter.kinematics.squat_repetitions import LEAST_DROP
from trochanter.reporting.appearance_words import digits_of

DOCS = Path(__file__).parents[1] / "docs"
CONTROL, RUNNING = ((DOCS / name).read_text(encoding="utf-8") for name in ("control-test.md", "running-video.md"))


def test_figures_are_up_to_date() -> None:
    for name, text in pictures().items():
        assert (FIGURES / name).read_text(encoding="utf-8") == text, "run: python -m scripts.make_appearance_figures"
        assert f"figures/{name}" in CONTROL + RUNNING


@pytest.mark.parametrize(
    ("page", "quantity", "words"),
    [
        (CONTROL, "frontal_angle", "{} degrees | 15 degrees"),
        (CONTROL, "frontal_angle_change", "{} degrees | 14 degrees"),
        (CONTROL, "knee_offset", "| {}; 0.05 shin lengths"),
        (CONTROL, "trunk_lean", "{}; 2.8 degrees"),
        (RUNNING, "trunk_lean_forward", "| forwards | {} degrees"),
        (RUNNING, "shin_at_contact", "| {} degrees, and what contact adds"),
        (RUNNING, "knee_at_contact", "| {} degrees, and what contact adds"),
        (RUNNING, "knee_mid_stance", "| {} degrees |"),
        (RUNNING, "overstride", "| {} leg lengths, and what"),
        (RUNNING, "vertical_oscillation", "| {} cm |"),
        (RUNNING, "step_width", "| {} hip widths |"),
        (RUNNING, "foot_to_midline", "| {} hip widths |"),
        (RUNNING, "trunk_lean_side", "| {} degrees |"),
        (RUNNING, "step_time_difference", "| {:.0f} ms |"),
        (RUNNING, "contact_time", "| {:.0f} ms |"),
    ],
)
def test_stated_errors_are_those_of_the_table(page: str, quantity: str, words: str) -> None:
    about = quantities()[quantity]
    sigma = about.sigma("heavy")
    digits = 2 if about.unit.endswith("s") and digits_of(about.step) else 1
    assert words.format(sigma if ":" in words else f"{sigma:.{digits}f}") in page


def test_stated_limits_are_those_of_the_code() -> None:
    for said in (
        f"by more than {LEAST_DROP:g} leg",
        f"within {SAME_DROP:g} leg",
        f"stand on that leg for {STAND_S} seconds",
    ):
        assert said in " ".join(CONTROL.split()), said
    said_of_runs = (
        f"at least {LEAST_STEPS} steps of a side",
        f"within {SAME_SPEED_KMH:g} km/h",
        f"a factor of {MOST_RATES_APART:g}",
        f"fewer than {LEAST_HZ:g} pictures",
        f"Below {WELL_HZ:g} pictures",
    )
    for said in said_of_runs:
        assert said in " ".join(RUNNING.split()), said
