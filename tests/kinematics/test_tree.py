"""The pose kernel against its slow twin, and the functions of a coordinate against their derivatives."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.kinematics.made_body import made_body
from trochanter.anatomy.body import Body
from trochanter.anatomy.functions import FunctionTable
from trochanter.anatomy.hip_model import hip_model
from trochanter.anatomy.neutral import segment_poses
from trochanter.core.arrays import Floats
from trochanter.kinematics.tree import jacobian, make_tree, poses
from trochanter.kinematics.tree_kernels import couple, coupling_rates, evaluate


def random_poses(body: Body, count: int, seed: int = 1) -> Floats:
    rng = np.random.default_rng(seed)
    low, high = np.maximum(body.coordinates.lower, -1.0), np.minimum(body.coordinates.upper, 1.0)
    return np.asarray(rng.uniform(low, high, (count, len(low))))


@pytest.mark.parametrize("body", [made_body(), hip_model()], ids=["made", "hip model"])
def test_poses_equal_the_slow_twin(body: Body) -> None:
    q = random_poses(body, 20)
    rotation, origin = poses(body, q)
    for i, row in enumerate(q):
        slow_rotation, slow_origin = segment_poses(body, row)
        np.testing.assert_allclose(rotation[i], slow_rotation, atol=1e-13)
        np.testing.assert_allclose(origin[i], slow_origin, atol=1e-13)


def test_rotations_stay_rotations() -> None:
    rotation, _ = poses(hip_model(), random_poses(hip_model(), 50))
    product = rotation @ np.swapaxes(rotation, -1, -2)
    np.testing.assert_allclose(product, np.broadcast_to(np.eye(3), product.shape), atol=1e-13)
    np.testing.assert_allclose(np.linalg.det(rotation), 1.0, atol=1e-13)


@given(st.lists(st.floats(-3.0, 3.0), min_size=1, max_size=6), st.floats(-2.0, 2.0))
def test_polynomials_and_their_derivatives(ascending: list[float], x: float) -> None:
    table = FunctionTable()
    table.polynomial(ascending)
    functions = table.freeze()
    value, slope, curve = evaluate(0, 0, len(ascending), functions.data, x)
    exact = np.polynomial.Polynomial(ascending)
    assert value == pytest.approx(functions.value(0, x), abs=1e-9)
    assert slope == pytest.approx(exact.deriv()(x), abs=1e-9)
    assert curve == pytest.approx(exact.deriv(2)(x), abs=1e-9)


@given(st.floats(-1.0, 4.0))
def test_piecewise_cubics_and_their_derivatives(x: float) -> None:
    rows = np.array([[0.0, 1.0, 0.5, 0.2, -0.1], [1.0, 1.6, 0.6, -0.1, 0.3], [2.5, 3.2, 1.9, 0.0, 0.0]])
    table = FunctionTable()
    table.piecewise(rows)
    functions = table.freeze()
    value, slope, _ = evaluate(1, 0, 3, functions.data, x)
    assert value == pytest.approx(functions.value(0, x), abs=1e-12)
    step = 1e-6
    if all(abs(x - knot) > 2 * step for knot in rows[:, 0]):
        difference = (functions.value(0, x + step) - functions.value(0, x - step)) / (2 * step)
        assert slope == pytest.approx(difference, abs=1e-6)


def test_dependent_coordinates_follow_their_coupler() -> None:
    body = made_body()
    tree, q = make_tree(body), random_poses(body, 5)
    knee, patella = body.coordinate("knee_angle_r"), body.coordinate("patella_angle_r")
    rate = np.empty(q.shape[1])
    now = q[0].copy()
    couple(tree, now, rate)
    function = int(body.coordinates.coupler_function[patella])
    assert now[patella] == pytest.approx(body.functions.value(function, q[0, knee]))
    step = 1e-6
    slope = body.functions.value(function, q[0, knee] + step) - body.functions.value(function, q[0, knee] - step)
    assert coupling_rates(tree, q)[0, patella] == pytest.approx(slope / (2 * step), abs=1e-8)
    assert rate[knee] == 1.0


@pytest.mark.parametrize("name", ["calcn_l", "pelvis", "patella_r"])
def test_jacobians_are_derivatives_of_poses(name: str) -> None:
    body, step = hip_model(), 1e-6
    q, at, segment = random_poses(body, 3), np.array([0.03, -0.1, 0.05]), body.segment(name)
    turning, shifting = jacobian(body, q, segment, at)
    for c in range(q.shape[1]):
        shift = np.zeros(q.shape[1])
        shift[c] = step
        (ahead, ahead_at), (behind, behind_at) = poses(body, q + shift), poses(body, q - shift)
        moved = (ahead_at - behind_at)[:, segment] + (ahead - behind)[:, segment] @ at
        np.testing.assert_allclose(shifting[:, :, c], moved / (2 * step), atol=1e-8)
        here, _ = poses(body, q)
        spin = (ahead - behind)[:, segment] @ np.swapaxes(here[:, segment], 1, 2) / (2 * step)
        np.testing.assert_allclose(
            turning[:, :, c], np.stack([spin[:, 2, 1], spin[:, 0, 2], spin[:, 1, 0]], axis=1), atol=1e-8
        )


def test_poses_can_be_asked_for_from_many_threads() -> None:
    q = random_poses(hip_model(), 200)
    _, expected = poses(hip_model(), q)
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: poses(hip_model(), q)[1], range(40)))
    for origin in found:
        np.testing.assert_array_equal(origin, expected)
