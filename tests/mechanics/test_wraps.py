"""Geodesics over a cylinder and a sphere: closed forms, tangency, shortest of all neighbours, the allowed side."""

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from trochanter.core.arrays import Floats
from trochanter.mechanics.wrap_kernels import wrap_cylinder, wrap_sphere

R = 0.03
LONG = 10.0
Point = tuple[float, float, float]
distance, height = st.floats(0.05, 0.2), st.floats(-0.2, 0.2)


@st.composite
def across(draw: st.DrawFn, widest: float = math.pi) -> tuple[Point, Point]:
    """Two points on about opposite sides of the surface, so that the straight line runs through it; the first within
    ``widest`` of the x axis."""
    start = draw(st.floats(-widest, widest))
    end = start + math.pi + draw(st.floats(-0.2, 0.2))
    near, far = draw(distance), draw(distance)
    p = (near * math.cos(start), near * math.sin(start), draw(height))
    return p, (far * math.cos(end), far * math.sin(end), draw(height))


def over_cylinder(p: Point, q: Point, axis: int = -1, sign: float = 1.0) -> tuple[float, ...]:
    return tuple(wrap_cylinder(*p, *q, R, LONG, axis, sign))


def ends(found: tuple[float, ...]) -> tuple[Floats, Floats]:
    return np.array(found[3:6]), np.array(found[6:9])


def test_half_turn_over_a_cylinder_in_closed_form() -> None:
    touches, length, arc, *_ = over_cylinder((0.1, 1e-9, 0.0), (-0.1, 1e-9, 0.0))
    bend = math.pi - 2 * math.acos(R / 0.1)
    assert touches
    assert arc == pytest.approx(R * bend, abs=1e-9)
    assert length == pytest.approx(2 * math.sqrt(0.1**2 - R**2) + R * bend, abs=1e-9)


def test_rising_path_unrolls_to_a_straight_line() -> None:
    flat = over_cylinder((0.1, 0.01, 0.0), (-0.1, 0.01, 0.0))
    rising = over_cylinder((0.1, 0.01, 0.0), (-0.1, 0.01, 0.07))
    assert rising[1] == pytest.approx(math.hypot(flat[1], 0.07), abs=1e-14)


@given(across())
def test_cylinder_paths_are_tangent_and_shortest(ends_of_path: tuple[Point, Point]) -> None:
    p, q = ends_of_path
    found = over_cylinder(p, q)
    assert found[0]
    first, second = ends(found)
    straight = math.dist(p, first) + math.dist(q, second)
    assert found[1] == pytest.approx(straight + found[2], abs=1e-12)
    assert math.hypot(first[0], first[1]) == pytest.approx(R, abs=1e-12)
    assert found[1] >= math.dist(p, q) - 1e-12
    for end, tangent in ((p, first), (q, second)):
        along = np.array(end) - tangent
        assert abs(along[:2] @ tangent[:2]) < 1e-9
    for shift_m in (-1e-3, 1e-3):
        assert found[1] < shifted_length(p, q, first, second, found[2], shift_m)


def shifted_length(p: Point, q: Point, first: Floats, second: Floats, arc_m: float, shift_m: float) -> float:
    """Length of a path that leaves the cylinder ``shift_m`` further along its axis, and bends there."""
    moved = second + np.array([0.0, 0.0, shift_m])
    around = math.sqrt(arc_m**2 - (second[2] - first[2]) ** 2)
    return math.dist(p, first) + math.hypot(around, moved[2] - first[2]) + math.dist(moved, q)


@given(across(widest=0.5), st.sampled_from([0, 1]), st.sampled_from([-1.0, 1.0]))
def test_a_quadrant_keeps_the_path_on_its_side(ends_of_path: tuple[Point, Point], axis: int, sign: float) -> None:
    p, q = (z if axis == 1 else (z[1], z[0], z[2]) for z in ends_of_path)
    found = over_cylinder(p, q, axis, sign)
    assert found[0]
    first, second = ends(found)
    bend = found[2] / R
    middle = first + second
    if math.hypot(middle[0], middle[1]) > 1e-6 and bend < math.pi - 1e-6:
        assert sign * middle[axis] >= -1e-12


def test_points_inside_and_paths_beside_do_not_touch() -> None:
    assert not over_cylinder((0.01, 0.0, 0.0), (0.1, 0.0, 0.0))[0]
    assert not over_cylinder((0.1, 0.05, 0.0), (-0.1, 0.05, 0.0))[0]
    assert over_cylinder((0.1, 0.05, 0.0), (-0.1, 0.05, 0.0), 1, -1.0)[0]


def test_a_path_beyond_both_ends_of_a_cylinder_is_straight() -> None:
    assert not wrap_cylinder(0.1, 0.0, 0.3, -0.1, 0.001, 0.3, R, 0.05, -1, 1.0)[0]
    assert wrap_cylinder(0.1, 0.0, 0.01, -0.1, 0.001, 0.01, R, 0.05, -1, 1.0)[0]


def test_great_circle_in_closed_form() -> None:
    found = wrap_sphere(0.1, 0.0, 1e-7, -0.1, 0.0, 1e-7, R, -1, 1.0)
    bend = math.pi - 2 * math.acos(R / 0.1)
    assert found[0]
    assert found[1] == pytest.approx(2 * math.sqrt(0.1**2 - R**2) + R * bend, abs=1e-6)


@given(across())
def test_sphere_paths_are_tangent_and_lie_in_one_plane(ends_of_path: tuple[Point, Point]) -> None:
    (px, py, pz), (qx, qy, qz) = ends_of_path
    p, q = (px, py, pz / 20.0), (qx, qy, qz / 20.0)
    found = wrap_sphere(p[0], p[1], p[2], q[0], q[1], q[2], R, -1, 1.0)
    assume(found[0])
    first, second = ends(found)
    assert np.linalg.norm(first) == pytest.approx(R, abs=1e-12)
    assert found[1] == pytest.approx(math.dist(p, first) + found[2] + math.dist(q, second), abs=1e-12)
    assert abs((np.array(p) - first) @ first) < 1e-9
    assert abs((np.array(q) - second) @ second) < 1e-9
    normal = np.cross(p, q)
    assert abs(normal @ first) < 1e-9 * max(1.0, float(np.linalg.norm(normal)))
    assert found[2] == pytest.approx(R * math.acos(np.clip(first @ second / R**2, -1, 1)), abs=1e-6)
