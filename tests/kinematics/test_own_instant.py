"""Which frame of a movement stands in for a static trial."""

from dataclasses import replace

import numpy as np
import pytest

from tests.kinematics.made_person import posed, recording, without
from tests.kinematics.test_movement_registration import seen
from trochanter.anatomy.body import Body
from trochanter.anatomy.hip_model import hip_model
from trochanter.capture.trial import Trajectories
from trochanter.core.arrays import frozen
from trochanter.kinematics.own_instant import own_instant

FRAMES = 41
BENT_RAD = 1.0


def crouching(body: Body) -> Trajectories:
    """Knees that bend to BENT_RAD and are straight in the middle."""
    q = np.tile(posed(body, {}), (FRAMES, 1))
    for k, share in enumerate(np.abs(np.linspace(-1.0, 1.0, FRAMES))):
        q[k] = posed(body, {f"knee_angle_{side}": BENT_RAD * share for side in "rl"})
    return recording(body, q)


def test_the_straightest_frame_is_taken() -> None:
    walk = crouching(seen(hip_model()))
    found = own_instant(walk)
    assert found is not None
    share = abs(float(found.markers.time_s[0]) - walk.time_s[FRAMES // 2]) / walk.time_s[FRAMES // 2]
    assert BENT_RAD * share < np.radians(23.0)
    assert found.markers.position_m.shape == (1, len(walk.names), 3)
    assert found.markers.notices == ()


def test_of_straight_frames_that_with_bones_of_usual_length() -> None:
    """A marker that slid by 3 cm just when the knees were straight gives way to the frames beside."""
    walk = crouching(seen(hip_model()))
    slid = walk.position_m.copy()
    slid[FRAMES // 2, walk.names.index("RLFC"), 2] += 0.03
    found = own_instant(replace(walk, position_m=frozen(slid)))
    assert found is not None
    assert found.markers.time_s[0] != walk.time_s[FRAMES // 2]


def test_a_foot_that_is_not_flat_is_told() -> None:
    body = seen(hip_model())
    q = np.tile(posed(body, {}), (FRAMES, 1))
    q[:, body.coordinate("ankle_angle_r")] = np.linspace(0.0, 0.3, FRAMES)
    q[:, body.coordinate("pelvis_ty")] = np.linspace(0.9, 1.0, FRAMES)  # so that the first frame is the lowest
    q[:, body.coordinate("knee_angle_l")] = np.linspace(0.3, 0.0, FRAMES)  # and the last one the straightest
    found = own_instant(recording(body, q))
    assert found is not None
    frame = round(float(found.markers.time_s[0]) * 100.0)
    assert found.foot_pitch_rad["r"] == pytest.approx(q[frame, body.coordinate("ankle_angle_r")], abs=0.02)


@pytest.mark.parametrize("missing", [("RMFC",), ("LMMAL",), ("RASI",), ("RPSI", "LPSI")])
def test_without_spines_or_inner_markers_there_is_none(missing: tuple[str, ...]) -> None:
    assert own_instant(without(crouching(seen(hip_model())), *missing)) is None


def test_markers_never_seen_together_are_no_instant() -> None:
    walk = crouching(seen(hip_model()))
    place = walk.position_m.copy()
    place[::2, walk.names.index("RASI")] = np.nan
    place[1::2, walk.names.index("LASI")] = np.nan
    assert own_instant(replace(walk, position_m=frozen(place))) is None
