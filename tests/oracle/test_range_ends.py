"""Paths at and beyond the ends of ranges, where OpenSim does two things that a model file does not say.

A conditional point stays 1e-5 rad beyond its range. The limits are written with six digits, so a pose at a round degree
lies within a millionth of a radian of them, on either side: the slack decides whether the point counts there.
A moving point follows its coordinate only within the coordinate's range, and stands still beyond.
"""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from revalidation.tolerances import tolerances
from tests.oracle.peer import Peer
from trochanter.anatomy.body import Body
from trochanter.capture.osim import read_osim
from trochanter.core.arrays import Floats
from trochanter.mechanics.geometry import geometry, make_engine

pytestmark = pytest.mark.needs("opensim", "shared-data")

MODEL = "models/gait2392_thelen2003muscle.osim"
SLACK_RAD = 1e-5


@pytest.fixture(scope="module")
def peer(opensim: Any, shared_data: Path) -> Peer:
    return Peer(opensim, opensim.Model(str(shared_data / MODEL)), read_osim(shared_data / MODEL))


def posed(body: Body, name: str, angle_rad: float) -> Floats:
    q = np.array(body.coordinates.default)
    q[body.coordinate(name)] = angle_rad
    return q


def gap_mm(peer: Peer, q: Floats) -> float:
    peer.place(q)
    ours = geometry(make_engine(peer.body), q[None]).length_m[0]
    return 1000.0 * float(np.abs(ours - peer.lengths_m()).max())


@pytest.mark.parametrize(("muscle", "name", "limit_rad"), [("iliacus_r", "hip_flexion_r", 0.785398)])
def test_opensim_keeps_a_conditional_point_a_little_beyond_its_range(
    peer: Peer, muscle: str, name: str, limit_rad: float
) -> None:
    lengths = []
    for beyond in (-1e-9, 1e-9, SLACK_RAD - 1e-9, SLACK_RAD + 1e-9):
        peer.place(posed(peer.body, name, limit_rad + beyond))
        lengths.append(peer.lengths_m()[peer.body.muscle(muscle)])
    assert np.abs(np.diff(lengths[:3])).max() < 1e-6
    assert abs(lengths[3] - lengths[2]) == pytest.approx(0.564e-3, abs=1e-6)


@pytest.mark.parametrize(
    ("name", "angle_deg"),
    [("hip_flexion_r", 45.0), ("knee_angle_r", -45.0), ("knee_angle_r", -32.0), ("knee_angle_r", -25.0)],
)
def test_poses_at_round_degrees_are_opensims(peer: Peer, name: str, angle_deg: float) -> None:
    assert gap_mm(peer, posed(peer.body, name, np.radians(angle_deg))) <= (tolerances()["length.plain"].limit or 0.0)


@pytest.mark.parametrize("angle_deg", [12.0, -125.0])
def test_moving_points_beyond_the_knee_s_range_are_opensims(peer: Peer, angle_deg: float) -> None:
    assert gap_mm(peer, posed(peer.body, "knee_angle_r", np.radians(angle_deg))) <= (
        tolerances()["length.plain"].limit or 0.0
    )
