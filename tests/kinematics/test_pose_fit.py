"""Fitting postures: exact places are met, and scipy's solver finds nothing better."""

import numpy as np
import pytest
from scipy.optimize import least_squares

from tests.kinematics.made_person import points_of, posed
from trochanter.anatomy.hip_model import hip_model
from trochanter.core.arrays import Floats
from trochanter.kinematics.pose_fit import Points, fit_poses, free_coordinates, place_points

RUNNING = {
    "pelvis_tilt": -0.2, "pelvis_tx": 1.5, "hip_flexion_r": 0.8, "hip_rotation_r": -0.2, "knee_angle_r": 1.4,
    "hip_flexion_l": -0.3, "hip_adduction_l": 0.1, "knee_angle_l": 0.2, "ankle_angle_l": -0.3,
}  # fmt: skip


def test_exact_places_are_met_from_the_neutral_posture() -> None:
    body = hip_model()
    points, truth = points_of(body), posed(body, RUNNING)[None]
    found = fit_poses(body, points, place_points(body, points, truth), posed(body, {})[None])
    assert found == pytest.approx(truth, abs=1e-7)


def test_noise_is_met_as_well_as_scipy_meets_it() -> None:
    """Least squares with missing markers and uneven weights; the slow twin differentiates numerically."""
    body = hip_model()
    rng = np.random.default_rng(3)
    even, truth = points_of(body), posed(body, RUNNING)[None]
    points = Points(even.segment, even.location_m, rng.uniform(0.5, 3.0, len(even.segment)))
    places = place_points(body, points, truth) + 0.01 * rng.standard_normal((1, len(points.segment), 3))
    places[0, 5] = np.nan
    seen = np.isfinite(places[0]).all(axis=1)
    free = free_coordinates(body)

    def gap(x: Floats) -> Floats:
        q = truth[0].copy()
        q[free] = x
        q = posed(body, {body.coordinates.names[i]: q[i] for i in free})
        away = (place_points(body, points, q[None]) - places)[0][seen]
        return np.asarray((np.sqrt(points.weight[seen])[:, None] * away).ravel())

    found = fit_poses(body, points, places, posed(body, {})[None])
    slow = least_squares(gap, truth[0, free], xtol=1e-14, ftol=1e-14, gtol=1e-14)
    ours = float(np.sum(gap(found[0, free]) ** 2))
    assert ours <= 2.0 * slow.cost * (1 + 1e-9)
    assert found[0, free] == pytest.approx(slow.x, abs=1e-5)


def test_locked_and_unseen_coordinates_stay() -> None:
    body = hip_model()
    points, truth = points_of(body), posed(body, RUNNING)[None]
    places = place_points(body, points, truth)
    foot = np.array([body.segments.names[k].startswith(("calcn_r", "toes_r")) for k in points.segment])
    places[:, foot] = np.nan
    start = posed(body, {"ankle_angle_r": 0.2})[None]
    found = fit_poses(body, points, places, start)
    assert found[0, body.coordinate("ankle_angle_r")] == pytest.approx(0.2, abs=1e-6)
    assert found[0, body.coordinate("subtalar_angle_r")] == 0.0
    assert found[0, body.coordinate("knee_angle_r")] == pytest.approx(RUNNING["knee_angle_r"], abs=1e-6)
