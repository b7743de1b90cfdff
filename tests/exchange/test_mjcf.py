"""Export to MJCF: what it holds, and what it refuses."""

from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from trochanter.anatomy.hip_model import hip_model
from trochanter.capture.osim import read_osim
from trochanter.core.errors import CannotExport, UnwritableFile
from trochanter.exchange.mjcf import joint_values, mjcf, write_mjcf
from trochanter.exchange.mjcf_joints import moves_of
from trochanter.exchange.mjcf_paths import quaternion, with_one_surface


def test_every_segment_muscle_and_point_is_there() -> None:
    body = hip_model()
    root = ET.fromstring(mjcf(body).text)
    assert {e.get("name") for e in root.iter("body")} == set(body.segments.names[1:])
    assert [e.get("name") for e in root.iter("spatial")] == list(body.muscles.names)
    assert [e.get("tendon") for e in root.iter("muscle")] == list(body.muscles.names)
    points = [e for tendon in root.iter("spatial") for e in tendon.findall("site")]
    assert len(points) == len(body.paths.point_m)


def test_a_coordinate_is_its_own_joint_with_its_sign() -> None:
    body = hip_model()
    moves = {move.name: move for move in moves_of(body)}
    assert moves["hip_rotation_r"].scale == 1.0
    assert moves["hip_rotation_l"].scale == -1.0
    q = np.tile(body.coordinates.default, (1, 1))
    q[0, body.coordinate("hip_rotation_l")] = 0.3
    names = [move.name for move in moves_of(body)]
    assert joint_values(body, q)[0, names.index("hip_rotation_l")] == 0.3


def test_two_surfaces_on_one_stretch_leave_the_larger() -> None:
    body = hip_model()
    kept = with_one_surface(body)
    assert set(kept.lost) == {"gaslat_r", "gasmed_r", "gaslat_l", "gasmed_l"}
    m = body.muscle("gasmed_r")
    before = body.paths.wrap[body.paths.wrap_start[m] : body.paths.wrap_start[m + 1]]
    (after,) = kept.body.paths.wrap[kept.body.paths.wrap_start[m] : kept.body.paths.wrap_start[m + 1]]
    assert body.wraps.radius_m[after] == body.wraps.radius_m[before].max()


def test_what_is_lost_is_told() -> None:
    notices = mjcf(hip_model()).notices
    assert {notice.code for notice in notices} == {"surface-left-out", "curves-approximated"}
    assert all("mm" in notice.text for notice in notices)


def test_a_quaternion_turns_as_its_matrix() -> None:
    turn = np.array([[0.0, -1.0, 0.0], [1.0, 0.0, 0.0], [0.0, 0.0, 1.0]])
    assert quaternion(turn) == pytest.approx((np.sqrt(0.5), 0.0, 0.0, np.sqrt(0.5)))


@pytest.mark.needs("shared-data")
def test_points_that_move_are_refused_by_name(shared_data: Path, tmp_path: Path) -> None:
    body = read_osim(shared_data / "models" / "gait2392_thelen2003muscle.osim")
    target = tmp_path / "model.xml"
    with pytest.raises(CannotExport, match="moves with a joint or acts only in a range"):
        write_mjcf(body, target)
    assert not target.exists()


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(UnwritableFile):
        write_mjcf(hip_model(), tmp_path / "absent" / "model.xml")
