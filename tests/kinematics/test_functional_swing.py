"""Hip angles of a swing from orientation sensors: made ones with known angles, and the real recording."""

from pathlib import Path

import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from trochanter.capture.orientations import Orientations, read_orientations
from trochanter.core.arrays import Floats, frozen
from trochanter.core.errors import BadSetting, ImpossibleData, UnknownName
from trochanter.core.sides import SIDES, Side
from trochanter.kinematics.functional_swing import hip_swing
from trochanter.kinematics.rotation_error import hip_turn

TIME_S = np.linspace(0.0, 4.0, 401)
UP_Z = np.array([[1.0, 0.0, 0.0], [0.0, 0.0, -1.0], [0.0, 1.0, 0.0]])  # forward, up, right to a laboratory with z up


def made(side: Side) -> tuple[Orientations, Floats]:
    """A pelvis that turns along and a thigh that swings, with sensors fixed on them anyhow, and the true angles."""
    grown = np.clip(TIME_S - 0.5, 0.0, None)[:, None]
    angles = np.deg2rad([40.0, -20.0, 15.0]) * np.sin(2.0 * grown)
    mirror = np.array([1.0, -1.0, -1.0]) if side is Side.LEFT else np.ones(3)
    pelvis = Rotation.from_rotvec(np.deg2rad(10.0 * np.sin(grown) + 50.0) * np.array([0.0, 1.0, 0.0])).as_matrix()
    thigh = pelvis @ hip_turn(angles * mirror)
    on_pelvis = Rotation.from_euler("YX", [90.0, 10.0], degrees=True).as_matrix()  # its z axis points forwards
    on_thigh = Rotation.random(rng=np.random.default_rng(8)).as_matrix()
    turn = np.stack([UP_Z @ pelvis @ on_pelvis, UP_Z @ thigh @ on_thigh], axis=1)
    return Orientations("made", frozen(TIME_S), ("pelvis_imu", f"femur_{side}_imu"), frozen(turn), "made.sto"), angles


@pytest.mark.parametrize("side", SIDES)
def test_known_angles_come_back(side: Side) -> None:
    sensors, angles = made(side)
    found = hip_swing(sensors, side)
    np.testing.assert_allclose(found.angle_rad, angles, atol=1e-6)
    np.testing.assert_allclose(hip_swing(sensors, side, standing=sensors).range_rad, np.ptp(angles, axis=0), atol=1e-6)
    assert [notice.code for notice in found.notices] == ["swing-relative"]


def test_what_is_refused() -> None:
    sensors, _ = made(Side.RIGHT)
    with pytest.raises(ImpossibleData, match="points up or down"):
        hip_swing(sensors, Side.RIGHT, forward="y")
    with pytest.raises(BadSetting):
        hip_swing(sensors, Side.RIGHT, forward="ahead")
    with pytest.raises(UnknownName):
        hip_swing(sensors, Side.LEFT)


@pytest.mark.needs("shared-data")
def test_the_right_leg_swings_in_the_real_recording(shared_data: Path) -> None:
    folder = shared_data / "hip_swing_imu"
    sensors = read_orientations(folder / "MT_012005D6_009-quaternions_RHJCSwinger.sto")
    standing = read_orientations(folder / "imuOrientations.sto")
    right = np.rad2deg(hip_swing(sensors, Side.RIGHT, standing=standing).range_rad)
    assert 60.0 < right[0] < 72.0
    assert 42.0 < right[1] < 52.0
