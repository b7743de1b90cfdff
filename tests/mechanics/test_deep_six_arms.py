"""Moment arms of the hip model's deep rotators: those of the derivation of their paths, and what anatomy says of them.

The piriformis values (29 mm outward at 0, 14 to 15 mm inward at 90 degrees of flexion) reuse gait2392's via point and
agree with Delp 1999 (doi 10.1016/S0021-9290(99)00032-9) by construction.
"""

import numpy as np
import pytest

from trochanter.anatomy.hip_model import hip_model
from trochanter.core.arrays import Floats
from trochanter.mechanics.geometry import geometry, make_engine

FLEXION_DEG = (0.0, 30.0, 60.0, 90.0, 120.0)
# Rotation arms in mm over FLEXION_DEG, internal positive, computed when the paths were derived (two other engines).
ROTATION_MM = {
    "piri": (-29.2, -14.5, 1.4, 14.7, 24.4),
    "obtint_sup": (-29.5, -27.8, -19.3, -6.9, 7.1),
    "obtint_inf": (-29.5, -27.8, -19.3, -6.9, 7.1),
    "gem_sup": (-26.3, -22.5, -12.8, 1.0, 15.2),
    "gem_inf": (-28.5, -26.8, -18.8, -7.8, 6.1),
    "quadfem_inf": (-31.4, -40.1, -36.7, -27.4, -16.4),
    "obtext_sup": (-9.2, -11.0, -13.5, -15.8, -16.8),
}
ADDUCTION_MM = {"obtint_sup": (5.9, -8.2, -19.2, -25.1), "piri": (-19.8, -28.2, -28.3, -21.3)}
# Flexion, adduction, rotation arms in mm in the anatomical posture.
NEUTRAL_MM = {
    "obtint_sup": (-1.3, 5.9, -29.5),
    "gem_sup": (-3.2, -0.9, -26.3),
    "gem_inf": (-3.4, 7.6, -28.5),
    "quadfem_sup": (8.0, 28.0, -30.3),
    "quadfem_inf": (0.7, 47.8, -31.4),
    "obtext_sup": (11.5, 17.1, -9.2),
    "obtext_inf": (6.0, 23.0, -15.0),
    "piri": (-9.1, -19.8, -29.2),
}


@pytest.fixture(scope="module")
def arms_mm() -> dict[str, Floats]:
    """Arms (5, 3) about flexion, adduction, rotation of every right line over FLEXION_DEG; the left is equal."""
    body = hip_model()
    q = np.tile(body.coordinates.default, (len(FLEXION_DEG), 1))
    for side in "rl":
        q[:, body.coordinate(f"hip_flexion_{side}")] = np.radians(FLEXION_DEG)
    found = geometry(make_engine(body), q)
    arms = {}
    for side in "rl":
        table = [
            found.arm_about(body.coordinate(f"hip_{axis}_{side}")) for axis in ("flexion", "adduction", "rotation")
        ]
        for m, name in enumerate(body.muscles.names):
            if name.endswith(f"_{side}"):
                arms[name] = 1000.0 * np.stack([axis[:, m] for axis in table], axis=1)
    for name in [name for name in arms if name.endswith("_r")]:
        assert np.allclose(arms[name], arms[f"{name[:-2]}_l"], rtol=0.0, atol=1e-6, equal_nan=True), name
    return {name[:-2]: values for name, values in arms.items() if name.endswith("_r")}


@pytest.mark.parametrize(("line", "expected"), ROTATION_MM.items())
def test_rotation_arms_over_flexion(arms_mm: dict[str, Floats], line: str, expected: tuple[float, ...]) -> None:
    assert arms_mm[line][:, 2] == pytest.approx(expected, abs=0.051)


@pytest.mark.parametrize(("line", "expected"), ADDUCTION_MM.items())
def test_adduction_arms_over_flexion(arms_mm: dict[str, Floats], line: str, expected: tuple[float, ...]) -> None:
    assert arms_mm[line][:4, 1] == pytest.approx(expected, abs=0.051)


@pytest.mark.parametrize(("line", "expected"), NEUTRAL_MM.items())
def test_neutral_arms(arms_mm: dict[str, Floats], line: str, expected: tuple[float, ...]) -> None:
    assert arms_mm[line][0] == pytest.approx(expected, abs=0.051)


@pytest.mark.parametrize("stem", ["obtint", "obtext", "quadfem"])
def test_obturators_and_quadratus_turn_out_from_0_to_90(arms_mm: dict[str, Floats], stem: str) -> None:
    lines = [values for name, values in arms_mm.items() if name.startswith(stem)]
    assert len(lines) == 2
    assert all((values[:4, 2] < 0.0).all() for values in lines)


def test_small_and_middle_gluteals_turn_in_at_90(arms_mm: dict[str, Floats]) -> None:
    lines = [values for name, values in arms_mm.items() if name.startswith(("glmed", "glmin"))]
    assert len(lines) == 6
    assert all(values[3, 2] > 0.0 for values in lines)


def test_obturator_internus_abducts_the_flexed_hip(arms_mm: dict[str, Floats]) -> None:
    assert arms_mm["obtint_sup"][0, 1] > 0.0
    assert (arms_mm["obtint_sup"][1:, 1] < -5.0).all()


def test_inward_capacity_rises_with_flexion(arms_mm: dict[str, Floats]) -> None:
    muscles = hip_model().muscles
    force_N = np.array([muscles.max_isometric_force_N[muscles.names.index(f"{name}_r")] for name in arms_mm])
    rotation_m = np.nan_to_num(np.array([values[:, 2] for values in arms_mm.values()])) / 1000.0
    capacity_Nm = force_N @ np.clip(rotation_m, 0.0, None)
    assert (np.diff(capacity_Nm[:4]) > 0.0).all()


def test_pectineus_flexes_and_adducts(arms_mm: dict[str, Floats]) -> None:
    """Dostal 1986 has 36 and 32 mm in the anatomical posture; the model lies within 5 mm."""
    assert arms_mm["pect"][0, :2] == pytest.approx((36.0, 32.0), abs=5.0)
