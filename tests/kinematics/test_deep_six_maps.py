"""Maps of bones: each kind gives back what was done to the points, and a minority of moved points has no say."""

import numpy as np
import pytest

from trochanter.core.arrays import Floats
from trochanter.core.rotations import axis_rotation
from trochanter.kinematics.deep_six_maps import (
    KINDS,
    BoneMap,
    distances_m,
    fit_map,
    left_out_m,
    nearest_rotation,
    robust_map,
)

TURN = axis_rotation([0.2, -0.5, 1.0], 0.4)
SHIFT = np.array([0.02, -0.03, 0.01])
SHEAR = np.array([[1.0, 0.2, 0.0], [0.0, 0.9, 0.1], [0.05, 0.0, 1.1]])
DONE = {
    "axes": (np.diag([1.1, 0.9, 1.05]), np.zeros(3)),
    "similarity": (1.1 * TURN, SHIFT),
    "turned": (TURN * [1.1, 0.9, 1.05], SHIFT),
    "affine": (SHEAR, SHIFT),
}


@pytest.fixture
def points() -> Floats:
    return np.random.default_rng(3).uniform(-0.1, 0.1, (20, 3))


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_gives_back_what_was_done(kind: str, points: Floats) -> None:
    matrix, shift = DONE[kind]
    found = fit_map(kind, points, points @ matrix.T + shift)
    assert found.matrix == pytest.approx(matrix, abs=1e-9)
    assert found.shift_m == pytest.approx(shift, abs=1e-9)


@pytest.mark.parametrize("kind", KINDS)
def test_a_minority_of_moved_points_has_no_say(kind: str, points: Floats) -> None:
    matrix, shift = DONE[kind]
    moved = points @ matrix.T + shift
    moved[:6] += np.random.default_rng(4).uniform(-0.03, 0.03, (6, 3))
    found = robust_map(kind, points, moved)
    assert found.of(points) == pytest.approx(points @ matrix.T + shift, abs=1e-7)


@pytest.mark.parametrize("kind", KINDS)
def test_a_pivot_is_met_exactly(kind: str, points: Floats) -> None:
    there = points @ SHEAR.T + SHIFT
    found = fit_map(kind, points, there, pivot=(points[0], there[0]))
    assert found.of(points[0]) == pytest.approx(there[0], abs=1e-15)


def test_more_freedom_never_fits_worse(points: Floats) -> None:
    there = points @ SHEAR.T + np.random.default_rng(5).normal(0.0, 0.004, points.shape)
    errors = [np.sum(distances_m(fit_map(kind, points, there), points, there) ** 2) for kind in KINDS[1:]]
    assert errors[0] >= errors[1] >= errors[2] > 0.0


def test_left_out_is_the_map_of_the_others(points: Floats) -> None:
    """For the affine map it has a closed form: the residual over one minus the point's leverage."""
    there = points @ SHEAR.T + np.random.default_rng(5).normal(0.0, 0.004, points.shape)
    design = np.column_stack([points, np.ones(len(points))])
    leverage = np.diag(design @ np.linalg.inv(design.T @ design) @ design.T)
    residual = fit_map("affine", points, there).of(points) - there
    assert left_out_m("affine", points, there) == pytest.approx(residual / (1.0 - leverage)[:, None], abs=1e-12)


def test_maps_join_and_mirror(points: Floats) -> None:
    first, second = BoneMap("axes", np.diag([1.0, 2.0, 3.0]), SHIFT), BoneMap("affine", SHEAR, -SHIFT)
    assert second.after(first).of(points) == pytest.approx(second.of(first.of(points)), abs=1e-15)
    flip = np.array([1.0, 1.0, -1.0])
    assert second.mirrored().of(points * flip) == pytest.approx(second.of(points) * flip, abs=1e-15)
    assert first.stretches == pytest.approx([1.0, 2.0, 3.0])


def test_the_nearest_rotation_does_not_mirror() -> None:
    assert nearest_rotation(TURN * [1.3, 0.8, 1.1]) @ TURN.T == pytest.approx(np.eye(3), abs=1e-12)
    assert np.linalg.det(nearest_rotation(np.diag([1.0, 1.0, -0.5]))) == pytest.approx(1.0)
