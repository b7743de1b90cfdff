"""Feet between the instants of a motion, and how far points lie from them."""

import numpy as np

from tests.kinematics.made_body import gait_angles, made_body
from trochanter.kinematics.foot_points import TOE_SHARE, apart_m, feet_at
from trochanter.kinematics.tree import poses


def test_a_point_beside_the_middle_before_the_toes_and_behind_the_heel() -> None:
    heel, tip = np.zeros((3, 3)), np.tile([0.25, 0.0, 0.0], (3, 1))
    point = np.array([[0.1, 0.5, 0.04], [0.28, 0.0, 0.04], [-0.03, 0.0, -0.04]])
    np.testing.assert_allclose(apart_m(heel, tip, point), [0.04, 0.05, 0.05])


def test_feet_between_the_motions_instants_are_where_a_finer_motion_has_them() -> None:
    body = made_body()
    time, fine = np.arange(200) / 100.0, np.arange(2000) / 1000.0
    names = body.coordinates.names
    feet = feet_at(body, time, gait_angles(time, names), fine[:1990])
    rotation, origin = poses(body, gait_angles(fine[:1990], names))
    assert rotation.shape[0] == 1990
    for side, foot in feet.items():
        heel, ball = (origin[:, body.segment(f"{part}_{side}")] for part in ("calcn", "toes"))
        assert np.abs(foot.heel_m - heel).max() < 1e-3
        assert np.abs(foot.tip_m - ball - TOE_SHARE * (ball - heel)).max() < 1e-3
    beyond = feet_at(body, time, gait_angles(time, names), np.array([-0.1, 5.0]))
    assert all(np.isnan(foot.heel_m).all() and not foot.down.any() for foot in beyond.values())
