"""Which points lie on a plate, however it is turned."""

import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from trochanter.core.rotations import axis_rotation
from trochanter.kinematics.plate_area import covers


@given(st.floats(-math.pi, math.pi), st.booleans())
def test_a_plate_covers_what_lies_on_it_whichever_way_it_is_turned(angle_rad: float, backwards: bool) -> None:
    corners = np.array([[0.0, 0.0, 0.0], [0.6, 0.0, 0.0], [0.6, 0.0, 0.4], [0.0, 0.0, 0.4]])
    points = np.array([[0.3, 0.1, 0.2], [0.61, 0.0, 0.2], [0.63, 0.0, 0.2], [0.3, 0.0, -0.1], [-0.5, 0.0, -0.5]])
    turn = axis_rotation([0.0, 1.0, 0.0], angle_rad)
    order = corners[::-1] if backwards else corners
    np.testing.assert_array_equal(covers(order @ turn.T, points @ turn.T), [True, True, False, False, False])
