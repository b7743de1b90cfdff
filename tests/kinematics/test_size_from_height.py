"""Size by height: the shares of stature, the spread that is told, and what is refused."""

from pathlib import Path

import numpy as np
import pytest

from tests.kinematics.rbds001 import HEIGHT_M, MASS_KG, static_trial
from trochanter.anatomy.hip_model import hip_model
from trochanter.anatomy.person import person_mass_kg
from trochanter.anatomy.rows import rows
from trochanter.capture.osim import read_osim
from trochanter.core.errors import BadSetting, MissingInput
from trochanter.kinematics.model_landmarks import model_landmarks
from trochanter.kinematics.scaling import scale
from trochanter.kinematics.size_from_height import height_factors, model_stature_m
from trochanter.kinematics.static_scaling import scale_to_static


def test_thigh_and_shank_take_their_share() -> None:
    body = scale(hip_model(), height_m=1.80, mass_kg=70.0)
    model = model_landmarks(body)
    assert model.distance_m("hip_centre_r", "knee_centre_r") == pytest.approx(0.2425 * 1.80, rel=0.005)
    assert model.distance_m("knee_centre_l", "ankle_centre_l") == pytest.approx(0.2493 * 1.80, rel=1e-9)
    assert model.distance_m("hip_centre_r", "hip_centre_l") == pytest.approx(0.15452 * 1.80 / 1.70)
    assert person_mass_kg(body) == pytest.approx(70.0)
    assert body.name.endswith("for a height of 1.80 m")


def test_the_cost_is_told() -> None:
    body = scale(hip_model(), height_m=1.81, mass_kg=62.0)
    (notice,) = [n for n in body.notices if n.code == "size-from-height"]
    for words in ("thigh length 3 % (in the runner checked -4 %)", "foot 5 % (in the runner checked +8 %)"):
        assert words in notice.text


@pytest.mark.needs("shared-data")
def test_the_checked_error_is_that_of_rbds001(shared_data: Path) -> None:
    """The last column of the table: factors by height over factors by the static trial."""
    body = hip_model()
    by_height = height_factors(body, HEIGHT_M)
    by_static = scale_to_static(body, static_trial(shared_data), mass_kg=MASS_KG).factors
    for row in rows("height_shares"):
        segment = row["segments"].split()[0]
        name = segment if segment == "pelvis" else f"{segment}_r"
        error = np.abs(np.array(by_height[name]) / np.array(by_static[name]) - 1.0).max()
        assert error == pytest.approx(abs(float(row["checked_rbds001"])), abs=0.001), name


@pytest.mark.needs("shared-data")
def test_other_families_have_their_own_stature(shared_data: Path) -> None:
    gait = read_osim(shared_data / "models" / "gait2392_thelen2003muscle.osim")
    assert model_stature_m(gait) == 1.80
    assert height_factors(gait, 1.80)["torso"] == (1.0, 1.0, 1.0)


@pytest.mark.parametrize(("height_m", "mass_kg"), [(181.0, 62.0), (0.181, 62.0), (1.81, 62000.0), (1.81, 0.062)])
def test_wrong_units_are_refused(height_m: float, mass_kg: float) -> None:
    with pytest.raises(BadSetting, match=r"height_m|mass_kg"):
        scale(hip_model(), height_m=height_m, mass_kg=mass_kg)


def test_pounds_are_told() -> None:
    codes = [notice.code for notice in scale(hip_model(), height_m=1.81, mass_kg=137.0).notices]
    assert codes[-2:] == ["size-from-height", "mass-implausible"]


def test_no_way_and_two_ways_are_refused() -> None:
    with pytest.raises(MissingInput, match="nothing says how large"):
        scale(hip_model(), mass_kg=62.0)
    with pytest.raises(BadSetting, match="the way to scale"):
        scale(hip_model(), factors={}, height_m=1.8)
