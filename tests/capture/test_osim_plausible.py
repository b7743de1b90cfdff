"""Numbers of a model that no person has are told; those of the common models raise no alarm."""

import re
from functools import cache
from pathlib import Path

import pytest

from trochanter.anatomy.body import Body
from trochanter.anatomy.hip_model import hip_model
from trochanter.capture.osim import parse_osim, read_osim
from trochanter.core.errors import TrochanterError
from trochanter.exchange.osim import osim_text

CODES = {"model-implausible", "model-sides-differ"}
SHARED = (
    "models/Rajagopal2016.osim",
    "models/gait2392_thelen2003muscle.osim",
    "models/subject01_gait2392_scaled.osim",
    "run_4ms/runningModel_CMC_test.osim",
    "walk_3d/subject_walk_scaled.osim",
)


@cache
def text() -> str:
    return osim_text(hip_model())


def told(body: Body) -> str:
    return " / ".join(notice.text for notice in body.notices if notice.code in CODES)


def with_value(owner: str, tag: str, factor: float, component: int = 0) -> str:
    """The hip model with one number below the object ``owner`` multiplied."""
    start = text().index(f'name="{owner}"')
    found = re.compile(rf"<{tag}>([^<]*)</{tag}>").search(text(), start)
    assert found is not None
    numbers = found.group(1).split()
    numbers[component] = repr(float(numbers[component]) * factor)
    return text()[: found.start(1)] + " ".join(numbers) + text()[found.end(1) :]


def test_the_hip_model_is_plausible() -> None:
    assert told(parse_osim(text().encode(), "hip")) == ""


@pytest.mark.needs("shared-data")
@pytest.mark.parametrize("name", SHARED)
def test_common_models_raise_no_false_alarm(shared_data: Path, name: str) -> None:
    assert told(read_osim(shared_data / name, skip_unsupported=True)) == ""


@pytest.mark.parametrize(
    ("owner", "tag", "factor", "component", "words"),
    [
        ("femur_r", "mass", 1000.0, 0, r"the model has a mass of .* kg; mass of segment 'femur_r' .* kg"),
        ("femur_l", "mass", 1.5, 0, r"mass of 'femur': .* and .* kg"),
        ("tibia_l", "mass_center", 1000.0, 1, "mass centre of segment 'tibia_l'"),
        ("glmax1_r", "max_isometric_force", 1000.0, 0, "maximum force of muscle 'glmax1_r'"),
        ("glmax1_r", "max_isometric_force", 2.0, 0, "maximum force of 'glmax1': .* and .* N"),
        ("psoas_l", "optimal_fiber_length", 2.0, 0, "optimal fibre length of 'psoas': .* and .* m"),
        ("psoas_l", "max_contraction_velocity", 10.0, 0, "maximum contraction velocity of muscle 'psoas_l'"),
        ("psoas_l", "tendon_slack_length", 0.5, 0, "tendon slack length of 'psoas': .* and .* m"),
        ("obtint_sup_r", "location", 1000.0, 0, "path point 'obtint_sup_r-P1' .* m from its segment's frame"),
        ("obtint_sup_r", "location", -1.0, 2, "path of 'obtint_sup' by up to .* mm"),
    ],
)
def test_what_no_person_has_is_told(owner: str, tag: str, factor: float, component: int, words: str) -> None:
    said = told(parse_osim(with_value(owner, tag, factor, component).encode(), "hip"))
    assert re.search(words, said), said


@pytest.mark.parametrize(("owner", "tag"), [("femur_r", "mass"), ("glmax1_r", "max_isometric_force")])
def test_negative_values_are_refused(owner: str, tag: str) -> None:
    with pytest.raises(TrochanterError, match=owner):
        parse_osim(with_value(owner, tag, -1.0).encode(), "hip")
