"""Where a model's zero lies in the hip model's angles: where its muscles change their action tells the same."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from trochanter.anatomy.body import Body
from trochanter.anatomy.hip_model import hip_model
from trochanter.capture.osim import parse_osim, read_osim
from trochanter.core.arrays import frozen
from trochanter.core.rotations import axis_rotation
from trochanter.core.sides import SIDES, Side
from trochanter.kinematics.deep_six import with_deep_six
from trochanter.mechanics.atlas import posture_atlas
from trochanter.mechanics.atlas_zero import zero_notices, zero_posture_rad

DELP = ["models/gait2392_thelen2003muscle.osim", "models/subject01_gait2392_scaled.osim"]
RAJAGOPAL = ["models/Rajagopal2016.osim", "walk_3d/subject_walk_scaled.osim"]


def turning_over_deg(body: Body) -> float:
    """Flexion at which piriformis begins to turn the thigh inward."""
    flexion = np.radians(np.arange(30.0, 80.0, 1.0))
    atlas = posture_atlas(body, flexion, lines=["piri"])
    return float(np.degrees(np.interp(0.0, atlas.arm_m[:, 0, 0, 0, 2], flexion)))


@pytest.mark.parametrize("side", SIDES)
def test_the_hip_model_has_its_own_zero(side: Side) -> None:
    assert zero_posture_rad(hip_model(), side) == pytest.approx(np.zeros(3), abs=1e-9)
    assert zero_notices(hip_model(), side) == ()


@pytest.mark.needs("shared-data")
@pytest.mark.parametrize("file", [*DELP, "run_4ms/runningModel_CMC_test.osim"])
def test_delps_pelvis_is_tilted_forward(shared_data: Path, file: str) -> None:
    body = read_osim(shared_data / file, skip_unsupported=True)
    for side in SIDES:
        found = zero_posture_rad(body, side)
        assert found is not None
        assert np.degrees(found) == pytest.approx([7.8, 0.0, 0.0], abs=0.1)
    (notice,) = zero_notices(body, Side.RIGHT)
    assert notice.code == "other-zero"
    assert "with flexion 8, adduction 0, rotation 0 degrees" in notice.text


@pytest.mark.needs("shared-data")
@pytest.mark.parametrize("file", RAJAGOPAL)
def test_models_scaled_from_the_same_bones_have_the_same_zero(shared_data: Path, file: str) -> None:
    assert zero_notices(read_osim(shared_data / file), Side.LEFT) == ()


@pytest.mark.parametrize("side", SIDES)
def test_a_hip_that_was_built_in_another_posture_has_that_zero(side: Side) -> None:
    body, wanted_deg = hip_model(), (12.0, -7.0, 5.0)
    flexion, adduction, rotation = np.radians(wanted_deg)
    way = 1.0 if side is Side.RIGHT else -1.0
    axes = (([0, 0, 1], flexion), ([1, 0, 0], way * adduction), ([0, 1, 0], way * rotation))
    turns = [axis_rotation(axis, angle) for axis, angle in axes]
    joint, parent = body.joint(f"hip_{side}"), body.joints.parent_rotation.copy()
    parent[joint] = turns[0] @ turns[1] @ turns[2] @ parent[joint]
    moved = replace(body, joints=replace(body.joints, parent_rotation=frozen(parent)))
    found = zero_posture_rad(moved, side)
    assert found is not None
    assert np.degrees(found) == pytest.approx(wanted_deg, abs=1e-9)
    other = zero_posture_rad(moved, side.other)
    assert other == pytest.approx(np.zeros(3), abs=1e-9)


@pytest.mark.needs("shared-data")
def test_the_same_line_turns_over_that_much_earlier(shared_data: Path) -> None:
    """Within what the two pelves' shapes leave: a millimetre of arm, which is two degrees of flexion."""
    body = with_deep_six(read_osim(shared_data / DELP[0])).body
    zero = zero_posture_rad(body, Side.RIGHT)
    assert zero is not None
    assert turning_over_deg(hip_model()) - turning_over_deg(body) == pytest.approx(np.degrees(zero[0]), abs=2.0)


@pytest.mark.needs("shared-data")
def test_unknown_bones_have_no_zero_to_compare(shared_data: Path) -> None:
    data = (shared_data / RAJAGOPAL[0]).read_bytes().replace(b"glmed1", b"abductor1")
    body = parse_osim(data, "renamed.osim")
    assert zero_posture_rad(body, Side.RIGHT) is None
    assert zero_notices(body, Side.RIGHT) == ()
