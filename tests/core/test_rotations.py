"""Small rotations: proper, composed as stated, equal to SciPy's."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy.spatial.transform import Rotation

from trochanter.core.rotations import axis_rotation, xyz_body_rotation

angles = st.floats(-10.0, 10.0)
axes = st.tuples(angles, angles, angles).filter(lambda axis: np.linalg.norm(axis) > 1e-3)


@given(axes, angles)
def test_axis_rotation_is_scipys(axis: tuple[float, float, float], angle_rad: float) -> None:
    unit = np.array(axis) / np.linalg.norm(axis)
    expected = Rotation.from_rotvec(angle_rad * unit).as_matrix()
    np.testing.assert_allclose(axis_rotation(axis, angle_rad), expected, atol=1e-12)


@given(axes, angles)
def test_a_rotation_keeps_lengths_handedness_and_its_axis(axis: tuple[float, float, float], angle_rad: float) -> None:
    turn = axis_rotation(axis, angle_rad)
    np.testing.assert_allclose(turn @ turn.T, np.eye(3), atol=1e-12)
    np.testing.assert_allclose(np.linalg.det(turn), 1.0, atol=1e-12)
    np.testing.assert_allclose(turn @ axis, axis, atol=1e-9)


@given(st.tuples(angles, angles, angles))
def test_body_fixed_order_is_x_then_y_then_z(angles_rad: tuple[float, float, float]) -> None:
    expected = Rotation.from_euler("XYZ", angles_rad).as_matrix()
    np.testing.assert_allclose(xyz_body_rotation(angles_rad), expected, atol=1e-12)
