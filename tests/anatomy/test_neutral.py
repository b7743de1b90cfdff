"""The plain neutral posture against the engine, and the way round a sphere against brute force."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from trochanter.anatomy.hip_model import hip_model
from trochanter.anatomy.lines import deep_stems
from trochanter.anatomy.neutral import neutral_coordinates, neutral_lengths, round_sphere, segment_poses
from trochanter.core.arrays import Floats
from trochanter.kinematics.tree import poses
from trochanter.mechanics.geometry import geometry, make_engine

coordinate = st.floats(-3.0, 3.0)
point = st.tuples(coordinate, coordinate, coordinate).map(np.array).filter(lambda p: np.linalg.norm(p) > 1.05)


def bent_way(a: Floats, b: Floats) -> float:
    """Length of the shortest chain outside the unit sphere, by pulling a chain of 400 links straight in its plane."""
    normal = np.cross(a, b)
    if np.linalg.norm(normal) < 1e-9:
        normal = np.cross(a, [0.3, 0.5, 0.8])
    x = a / np.linalg.norm(a)
    y = np.cross(normal / np.linalg.norm(normal), x)
    end = float(np.arctan2(b @ y, b @ x))
    turns = np.linspace(0.0, end, 200_001)
    tangent_a, tangent_b = np.arccos(1 / np.linalg.norm(a)), np.arccos(1 / np.linalg.norm(b))
    on = turns[(turns >= tangent_a) & (turns <= end - tangent_b)]
    if len(on) < 2:
        return float(np.linalg.norm(b - a))
    circle = np.cos(on)[:, None] * x + np.sin(on)[:, None] * y
    chain = np.vstack([a, circle, b])
    return float(np.linalg.norm(np.diff(chain, axis=0), axis=1).sum())


@given(point, point)
def test_way_round_a_sphere_is_tangents_and_arc(a: Floats, b: Floats) -> None:
    assert round_sphere(a, b, np.zeros(3), 1.0) == pytest.approx(bent_way(a, b), abs=2e-4)


def test_way_that_misses_the_sphere_is_straight() -> None:
    a, b = np.array([2.0, 0.0, 0.0]), np.array([2.0, 1.0, 0.0])
    assert round_sphere(a, b, np.zeros(3), 1.0) == 1.0


def test_poses_equal_the_kernels() -> None:
    body = hip_model()
    rng = np.random.default_rng(11)
    for _ in range(5):
        q = rng.uniform(np.maximum(body.coordinates.lower, -2.0), np.minimum(body.coordinates.upper, 2.0))
        for k in np.flatnonzero(body.coordinates.coupled_to >= 0):
            q[k] = q[body.coordinates.coupled_to[k]]
        rotation, origin = poses(body, q[None])
        ours = segment_poses(body, q)
        assert np.allclose(ours[0], rotation[0], rtol=0.0, atol=1e-13)
        assert np.allclose(ours[1], origin[0], rtol=0.0, atol=1e-13)


def test_lengths_of_lines_without_cylinders_equal_the_kernels() -> None:
    body = hip_model()
    exact = geometry(make_engine(body), neutral_coordinates(body)[None]).length_m[0]
    deep = [body.muscle(f"{stem}_{side}") for stem in deep_stems() for side in "rl"]
    assert neutral_lengths(body, deep) == pytest.approx(exact[deep], abs=1e-13)
