"""Muscle geometry: arms are minus the derivative of the length, pulls agree with arms, speeds with differences."""

import numpy as np

from tests.kinematics.test_tree import random_poses
from trochanter.anatomy.hip_model import hip_model
from trochanter.kinematics.tree import poses
from trochanter.mechanics.geometry import geometry, make_engine

BODY = hip_model()
STEP = 1e-5


def test_moment_arms_are_minus_the_derivative_of_the_length() -> None:
    engine, q = make_engine(BODY), random_poses(BODY, 40)
    found = geometry(engine, q)
    worst = 0.0
    for c in np.unique(found.arm_coordinate):
        shift = np.zeros(q.shape[1])
        shift[c] = STEP
        ahead, behind = (geometry(engine, q + k * shift).length_m for k in (1, -1))
        far, near = (geometry(engine, q + k * shift).length_m for k in (2, -2))
        slope = (8 * (ahead - behind) - (far - near)) / (12 * STEP)
        arms = np.nan_to_num(found.arm_about(int(c)))
        smooth = np.abs(ahead + behind - 2 * found.length_m) < 1e-8
        assert smooth.mean() > 0.99
        worst = max(worst, float(np.max(np.abs(arms + slope)[smooth])))
    assert worst < 1e-9


def test_the_pull_at_the_hip_gives_the_hip_moment_arms() -> None:
    """A muscle's moment about the hip centre, along a hip axis, comes from points; its pull is at most one newton."""
    engine, q = make_engine(BODY), random_poses(BODY, 30)
    found = geometry(engine, q)
    size = np.linalg.norm(found.pull, axis=2)
    crossing = found.hip >= 0
    assert np.all(size[:, ~crossing] == 0.0)
    single = [m for m, name in enumerate(BODY.muscles.names) if name.startswith(("glmed", "gem", "piri"))]
    np.testing.assert_allclose(size[:, single], 1.0, atol=1e-12)


def test_pull_of_a_straight_line_points_from_femur_to_pelvis() -> None:
    engine, q = make_engine(BODY), random_poses(BODY, 10)
    found = geometry(engine, q)
    rotation, origin = poses(BODY, q)
    m = BODY.muscle("gem_inf_r")
    first, last = BODY.muscle_points(m)[0], BODY.muscle_points(m)[-1]
    femur, pelvis = BODY.segment("femur_r"), BODY.segment("pelvis")
    ends = [origin[:, s] + rotation[:, s] @ BODY.paths.point_m[p] for s, p in ((pelvis, first), (femur, last))]
    straight = np.linalg.norm(ends[0] - ends[1], axis=1)
    free = np.abs(straight - found.length_m[:, m]) < 1e-12
    assert free.any()
    direction = (ends[0] - ends[1]) / straight[:, None]
    in_femur = np.einsum("nji,nj->ni", rotation[:, femur], direction)
    np.testing.assert_allclose(found.pull[free, m], in_femur[free], atol=1e-12)


def test_path_speed_is_the_rate_of_the_length() -> None:
    engine = make_engine(BODY)
    q = random_poses(BODY, 6)
    qd = random_poses(BODY, 6, seed=2)
    found = geometry(engine, q)
    dependent = BODY.coordinates.coupled_to >= 0
    qd[:, dependent] = 0.0
    rate = (geometry(engine, q + STEP * qd).length_m - geometry(engine, q - STEP * qd).length_m) / (2 * STEP)
    np.testing.assert_allclose(found.lengthening_m_s(qd), rate, atol=1e-7)


def test_results_do_not_depend_on_the_order_or_number_of_poses() -> None:
    engine, q = make_engine(BODY), random_poses(BODY, 33)
    whole = geometry(engine, q)
    backwards = geometry(engine, q[::-1])
    np.testing.assert_array_equal(whole.length_m, backwards.length_m[::-1])
    np.testing.assert_array_equal(whole.arm_m[:1], geometry(engine, q[:1]).arm_m)
