"""The packaged running trial: whole strides of a person of 62 kg, with the plate's bias left in."""

import numpy as np
import pytest

from trochanter.anatomy.body import Body
from trochanter.anatomy.deep_sets import deep_sets
from trochanter.anatomy.neutral import neutral_coordinates, segment_poses
from trochanter.anatomy.person import person_mass_kg
from trochanter.capture.trial import Trial
from trochanter.core.sides import SIDES, Side
from trochanter.kinematics.demo import DEMO_CUTOFF_HZ, DEMO_FOLDER, DEMO_MASS_KG, demo_body, demo_trial
from trochanter.kinematics.marker_match import landmarks_of
from trochanter.kinematics.motion import Motion
from trochanter.kinematics.solve import solve
from trochanter.kinematics.tree import poses
from trochanter.mechanics.plate import check_plate

MOST_BYTES = 500_000
HARMLESS = {"loads-described", "point-unloaded"}


@pytest.fixture(scope="module")
def demo() -> tuple[Trial, Body]:
    return demo_trial()


@pytest.fixture(scope="module")
def motion(demo: tuple[Trial, Body]) -> Motion:
    return solve(*demo, cutoff_hz=DEMO_CUTOFF_HZ)


def test_is_small_and_attributed() -> None:
    files = list(DEMO_FOLDER.glob("*"))
    assert sum(path.stat().st_size for path in files) < MOST_BYTES
    attribution = (DEMO_FOLDER / "ATTRIBUTION.md").read_text(encoding="utf-8")
    for word in ("Fukuchi", "10.7717/peerj.3298", "CC BY 4.0", "4543435"):
        assert word in attribution


def test_nothing_is_wrong_with_it(motion: Motion) -> None:
    assert {notice.code for notice in motion.notices} <= HARMLESS


def test_body_has_the_runner_s_size_and_no_side_difference(demo: tuple[Trial, Body]) -> None:
    body = demo[1]
    assert person_mass_kg(body) == pytest.approx(DEMO_MASS_KG)
    _, origin = segment_poses(body, neutral_coordinates(body))
    for upper, lower, length_m in (("femur", "tibia", 0.456), ("tibia", "talus", 0.433)):
        right, left = (
            np.linalg.norm(origin[body.segment(f"{upper}_{s}")] - origin[body.segment(f"{lower}_{s}")]) for s in "rl"
        )
        assert right == pytest.approx(length_m, abs=1e-3)
        assert right == pytest.approx(left, rel=1e-4)


@pytest.mark.parametrize("set_name", deep_sets())
def test_every_parameter_set_has_the_runner_s_size_and_markers(set_name: str, demo: tuple[Trial, Body]) -> None:
    body, nominal = demo_body(set_name), demo[1]
    np.testing.assert_array_equal(body.segments.mass_kg, nominal.segments.mass_kg)
    assert body.markers.names == nominal.markers.names
    np.testing.assert_array_equal(body.markers.location_m, nominal.markers.location_m)
    np.testing.assert_array_equal(body.joints.parent_point_m, nominal.joints.parent_point_m)


def test_markers_are_the_recording_s_and_lie_on_their_bones(demo: tuple[Trial, Body]) -> None:
    body = demo[1]
    match = landmarks_of(body.markers.names)
    assert {"asis_r", "psis_l", "knee_lateral_r", "ankle_medial_l", "mt5_r"} <= set(match.landmark.values())
    for name, segment in zip(body.markers.names, body.markers.segment, strict=True):
        assert match.segment[name] == body.segments.names[segment]
    rotation, origin = segment_poses(body, neutral_coordinates(body))
    place = dict(zip(body.markers.names, body.markers.location_m, strict=True))
    for side, letter in zip(SIDES, "RL", strict=True):
        epicondyles = 0.5 * (place[f"{letter}.Knee"] + place[f"{letter}.Knee.Medial"])
        femur, tibia = body.segment(f"femur_{side}"), body.segment(f"tibia_{side}")
        knee = rotation[femur].T @ (origin[tibia] - origin[femur])
        assert np.linalg.norm(epicondyles - knee) < 0.01


@pytest.mark.parametrize("side", SIDES)
def test_holds_six_strides_a_side(motion: Motion, side: Side) -> None:
    own = [s for s in motion.strides if s.side is side and s.complete]
    assert len(own) == 6
    assert all(s.usable for s in own), [s.reason for s in own]
    assert all(0.75 < s.next_contact_s - s.contact_s < 0.79 for s in own)
    assert not motion.edge[(motion.time_s >= own[0].contact_s) & (motion.time_s <= own[-1].next_contact_s)].any()


def test_ground_first_brakes_then_drives(motion: Motion) -> None:
    for load, side in zip(motion.loads, SIDES, strict=True):
        for stride in (s for s in motion.strides if s.side is side and s.complete):
            middle = 0.5 * (stride.contact_s + stride.toe_off_s)
            early = (motion.time_s > stride.contact_s) & (motion.time_s < middle)
            late = (motion.time_s > middle) & (motion.time_s < stride.toe_off_s)
            assert load.force_N[early, 0].mean() < -40.0 < 40.0 < load.force_N[late, 0].mean()


def test_pressure_lies_under_the_forefoot(motion: Motion) -> None:
    rotation, origin = poses(motion.body, motion.q)
    for load in motion.loads:
        firm = load.force_N[:, 1] > 0.5 * DEMO_MASS_KG * 9.81
        apart = load.point_m[firm] - origin[firm, load.segment]
        local = np.einsum("nji,nj->ni", rotation[firm, load.segment], apart)
        assert (np.abs(np.median(local, axis=0) - [0.17, -0.06, 0.0]) < [0.03, 0.02, 0.04]).all()


def test_plate_bias_is_left_in_and_seen(motion: Motion) -> None:
    plate = check_plate(motion, DEMO_MASS_KG)
    assert plate is not None
    assert not plate.believable
    assert plate.free_moment_bias_Nm == pytest.approx(8.9, abs=0.3)
    assert plate.mean_vertical_bw == pytest.approx(0.98, abs=0.005)
    assert abs(plate.lag_s) < 0.01
