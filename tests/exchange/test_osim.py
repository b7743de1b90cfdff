"""Written models read back the same; what the format cannot hold is refused before a file exists."""

from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from trochanter.anatomy.body import Body
from trochanter.anatomy.functions import FunctionTable
from trochanter.anatomy.hip_model import hip_model
from trochanter.capture.osim import read_osim
from trochanter.core.arrays import Ints
from trochanter.core.errors import UnsupportedElement
from trochanter.core.rotations import xyz_body_rotation
from trochanter.exchange.osim import osim_text, write_osim
from trochanter.exchange.osim_xml import body_angles
from trochanter.kinematics.scaling import scale

MODELS = (
    "models/Rajagopal2016.osim",
    "models/gait2392_thelen2003muscle.osim",
    "models/subject01_gait2392_scaled.osim",
    "run_4ms/runningModel_CMC_test.osim",
    "walk_3d/subject_walk_scaled.osim",
    "hip_swing_imu/calibrated_pelvis_rot.osim",
)
PARTS = ("segments", "joints", "coordinates", "wraps", "paths", "muscles", "actuators", "markers")
ROTATIONS = ("rotation", "parent_rotation", "child_rotation", "axis")  # pass through angles or are made unit length
angle = st.floats(-3.1, 3.1)


def assert_same(first: Body, second: Body) -> None:
    for part in PARTS:
        for field in fields(getattr(first, part)):
            a, b = getattr(getattr(first, part), field.name), getattr(getattr(second, part), field.name)
            where = f"{part}.{field.name}"
            if isinstance(a, tuple):
                assert a == b, where
            elif field.name in ROTATIONS:
                assert np.allclose(a, b, rtol=0.0, atol=5e-16), where
            elif field.name.endswith("_function"):
                assert_same_functions(first, a, second, b, where)
            else:
                assert np.array_equal(a, b), where
    assert first.gravity_m_s2.tolist() == second.gravity_m_s2.tolist()


def assert_same_functions(first: Body, a: Ints, second: Body, b: Ints, where: str) -> None:
    """Functions may be numbered anew, and coefficients of multiplied splines are computed anew from their knots."""
    assert np.array_equal(a < 0, b < 0), where
    for i, j in {(int(i), int(j)) for i, j in zip(a.ravel(), b.ravel(), strict=True) if i >= 0}:
        for x in np.linspace(-2.5, 2.5, 101):
            theirs = second.functions.value(j, float(x))
            assert first.functions.value(i, float(x)) == pytest.approx(theirs, rel=1e-12, abs=1e-14), where


@pytest.mark.parametrize("set_name", ["cadaver", "young", "tlem2"])
def test_hip_model_reads_back_the_same(tmp_path: Path, set_name: str) -> None:
    body = hip_model(set_name)
    assert_same(body, read_osim(write_osim(body, tmp_path / "hip.osim")))


def test_scaled_hip_model_reads_back_the_same(tmp_path: Path) -> None:
    body = scale(hip_model(), factors={"femur_r": (0.9, 1.1, 1.05), "pelvis": (1.1, 1.0, 0.95)}, mass_kg=62.0)
    assert_same(body, read_osim(write_osim(body, tmp_path / "hip.osim")))


@pytest.mark.needs("shared-data")
@pytest.mark.parametrize("model", MODELS)
def test_models_read_back_the_same(shared_data: Path, tmp_path: Path, model: str) -> None:
    body = read_osim(shared_data / model)
    assert_same(body, read_osim(write_osim(body, tmp_path / "model.osim")))


@given(angle, st.floats(-1.57, 1.57), angle)
def test_angles_give_the_rotation_back(x: float, y: float, z: float) -> None:
    rotation = xyz_body_rotation((x, y, z))
    assert np.allclose(xyz_body_rotation(body_angles(rotation)), rotation, rtol=0.0, atol=1e-14)


@pytest.mark.parametrize("y", [np.pi / 2, -np.pi / 2])
def test_angles_at_the_gimbal(y: float) -> None:
    rotation = xyz_body_rotation((0.4, y, -0.7))
    assert np.allclose(xyz_body_rotation(body_angles(rotation)), rotation, rtol=0.0, atol=1e-14)


def test_a_curve_that_the_format_lacks_is_named(tmp_path: Path) -> None:
    body = hip_model()
    table = FunctionTable()
    for _ in body.functions.kind:
        table.piecewise(np.array([[0.0, 0.0, 1.0, 0.5, 0.0], [1.0, 1.0, -2.0, 0.0, 0.0]]))
    with pytest.raises(UnsupportedElement, match=r"a piecewise cubic that \.osim files cannot hold"):
        write_osim(replace(body, functions=table.freeze()), tmp_path / "hip.osim")
    assert list(tmp_path.iterdir()) == []


def test_text_says_whose_figures_it_holds() -> None:
    text = osim_text(hip_model())
    for doi in ("10.1109/TBME.2016.2586891", "10.1186/s12891-019-2995-0", "10.1016/j.jbiomech.2014.12.034"):
        assert doi in text
