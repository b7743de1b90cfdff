"""Hip angles of a swing from sensors on pelvis and thigh, against OpenSim 4.6's inverse kinematics of the same sensors.

The numbers of docs/phone-on-shin.md. OpenSim fits a whole model to all eight sensors; rotation is where that differs.
"""

from collections.abc import Collection
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest

from trochanter.capture.orientations import read_orientations
from trochanter.capture.tables import read_table
from trochanter.core.arrays import Floats
from trochanter.core.sides import SIDES, Side
from trochanter.kinematics.functional_swing import hip_swing

pytestmark = pytest.mark.needs("opensim", "shared-data")
RECORDING, STANDING = "MT_012005D6_009-quaternions_RHJCSwinger.sto", "imuOrientations.sto"
MODEL = "calibrated_pelvis_rot.osim"
EVERY = 10  # of 100 Hz: OpenSim's fit takes 10 ms a frame
THIGHS = ("torso_imu", "pelvis_imu", "femur_r_imu", "femur_l_imu")
ANGLES = ("flexion", "adduction", "rotation")


class Apart(NamedTuple):
    """Ours against OpenSim's: correlation, standard deviation of the difference, both ranges in degrees."""

    r: float
    sd_deg: float
    ours_deg: float
    theirs_deg: float


class Peer(NamedTuple):
    """Where both work."""

    opensim: Any
    data: Path
    scratch: Path

    def angles(self, sensors: Collection[str]) -> tuple[Floats, dict[str, Floats]]:
        """Times and hip angles in degrees of OpenSim's fit to some sensors; to all where none is named."""
        file = self.scratch / f"{len(sensors)}.sto"
        file.write_text(_thinned((self.data / RECORDING).read_text(encoding="utf-8"), sensors), encoding="utf-8")
        tool = self.opensim.IMUInverseKinematicsTool()
        tool.set_model_file(str(self.data / MODEL))
        tool.set_orientations_file(str(file))
        tool.set_sensor_to_opensim_rotations(self.opensim.Vec3(-1.5707963, 0.0, 0.0))
        tool.set_accuracy(1e-6)
        tool.setStartTime(417.0)
        tool.setEndTime(431.0)
        tool.set_report_errors(False)
        tool.set_results_directory(str(self.scratch))
        tool.set_output_motion_file(f"{len(sensors)}.mot")
        tool.run(False)
        table = read_table(self.scratch / f"{len(sensors)}.mot")
        names = [f"hip_{angle}_{side.word[0]}" for angle in ANGLES for side in SIDES]
        assert table.in_degrees
        return table.time_s, {name: table.column(name) for name in names}

    def apart(self, side: Side, sensors: Collection[str] = ()) -> dict[str, Apart]:
        """Each angle of a side in both."""
        time_s, theirs = self.angles(sensors)
        swing = hip_swing(
            read_orientations(self.data / RECORDING), side, standing=read_orientations(self.data / STANDING)
        )
        found = {}
        for k, angle in enumerate(ANGLES):
            mine = np.rad2deg(np.interp(time_s, swing.time_s, swing.angle_rad[:, k]))
            other = theirs[f"hip_{angle}_{side.word[0]}"]
            r = float(np.corrcoef(mine, other)[0, 1])
            found[angle] = Apart(r, float(np.std(mine - other)), float(np.ptp(mine)), float(np.ptp(other)))
        return found


@pytest.fixture
def peer(opensim: Any, shared_data: Path, tmp_path: Path) -> Peer:
    return Peer(opensim, shared_data / "hip_swing_imu", tmp_path)


@pytest.mark.parametrize("side", SIDES)
def test_flexion_and_adduction_follow_opensim(peer: Peer, side: Side) -> None:
    found = peer.apart(side)
    for angle in ("flexion", "adduction"):
        assert found[angle].r > 0.975, angle
        assert found[angle].sd_deg < 3.2, angle


def test_rotation_does_not_and_the_sensors_on_the_shin_are_why(peer: Peer) -> None:
    whole, thighs = (peer.apart(Side.RIGHT, sensors)["rotation"] for sensors in ((), THIGHS))
    assert whole.r == pytest.approx(0.47, abs=0.03)
    assert whole.ours_deg == pytest.approx(22.7, abs=0.5)
    assert whole.theirs_deg == pytest.approx(36.2, abs=0.5)
    assert thighs.theirs_deg == pytest.approx(23.0, abs=0.5)
    assert whole.r < thighs.r
    assert thighs.sd_deg < 0.6 * whole.sd_deg


def _thinned(text: str, sensors: Collection[str]) -> str:
    """Every tenth row of a quaternion table, of some sensors only."""
    head, _, body = text.partition("endheader\n")
    names, *rows = [line.split("\t") for line in body.splitlines()]
    kept = [k for k, name in enumerate(names) if name == "time" or not sensors or name in sensors]
    lines = ["\t".join(row[k] for k in kept) for row in (names, *rows[::EVERY])]
    return "\n".join([f"{head}endheader", *lines, ""])
