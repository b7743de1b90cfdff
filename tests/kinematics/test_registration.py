"""The scaled body stands as the person stands, and carries the recorded markers where they are."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.kinematics.made_person import meanings, points_of, posed, still, true_person, without
from tests.kinematics.rbds001 import static_trial
from trochanter.anatomy.hip_model import hip_model
from trochanter.capture.osim import read_osim
from trochanter.core.arrays import frozen
from trochanter.core.errors import MissingInput
from trochanter.kinematics.pose_fit import place_points
from trochanter.kinematics.registration import stand, with_recorded_markers
from trochanter.kinematics.standing import Standing, standing
from trochanter.kinematics.static_scaling import scale_to_static

POSTURE = {
    "pelvis_tilt": -0.1, "pelvis_rotation": 0.3, "hip_flexion_r": 0.15, "hip_adduction_r": -0.1, "hip_rotation_r": 0.12,
    "knee_angle_r": 0.05, "ankle_angle_r": 0.08, "hip_flexion_l": -0.05, "hip_rotation_l": -0.15, "ankle_angle_l": 0.1,
}  # fmt: skip
HIP_ANGLES = tuple(f"hip_{angle}_{s}" for angle in ("flexion", "adduction", "rotation") for s in "rl")


def test_a_body_of_the_right_size_finds_its_own_posture() -> None:
    """To half a degree: knee and foot are flexed here, and the tasks take both at their neutral shape."""
    body = hip_model()
    stance = stand(body, true_person(body, POSTURE))
    truth = posed(body, POSTURE)
    for name in HIP_ANGLES:
        k = body.coordinate(name)
        assert np.degrees(stance.q[k] - truth[k]) == pytest.approx(0.0, abs=0.5), name
    assert max(stance.error_m.values()) < 0.005


def test_zero_of_hip_rotation_is_the_epicondyles() -> None:
    """Tracking markers on the thigh have no say: moved by 5 cm, they leave every angle alone."""
    body = hip_model()
    person = true_person(body, POSTURE)
    moved = {n: p + 0.05 if n[1:3] in ("TH", "TB") else p for n, p in person.point_m.items()}
    assert stand(body, replace(person, point_m=moved)).q == pytest.approx(stand(body, person).q, abs=1e-12)


def test_markers_stay_where_they_stand() -> None:
    body = hip_model()
    person = true_person(body, POSTURE)
    stance = stand(body, person)
    marked, notices = with_recorded_markers(body, person, stance)
    places = place_points(marked, points_of(marked), stance.q[None])[0]
    assert set(marked.markers.names) == set(person.point_m)
    for name, place in zip(marked.markers.names, places, strict=True):
        assert place == pytest.approx(person.point_m[name], abs=1e-12), name
    assert notices == ()


def test_markers_of_segments_that_the_body_lacks_are_left_out_and_told() -> None:
    body = hip_model()
    person = true_person(body)
    trunk = {"C7": np.array([0.0, 1.5, 0.0]), "mystery": np.zeros(3)}
    more = replace(person, point_m={**person.point_m, **trunk}, segment={**person.segment, "C7": "torso"})
    marked, notices = with_recorded_markers(body, more, stand(body, person))
    assert not set(trunk) & set(marked.markers.names)
    assert [notice.code for notice in notices] == ["markers-left-out"]
    assert "C7, mystery" in notices[0].text


def test_a_segment_without_markers_is_told() -> None:
    body = hip_model()
    trial = without(still(body), *(f"LTB{k}" for k in (1, 2, 3)), "LLMAL", "LMMAL", "L_tibial_plateau")
    scaled = scale_to_static(body, trial, mass_kg=70.0)
    told = [notice.text for notice in scaled.notices if notice.code == "segments-without-markers"]
    assert told
    assert "tibia_l" in told[0]
    assert "tibia_r" not in told[0]


def test_without_hip_centres_nobody_can_stand() -> None:
    trial = still(hip_model())
    with pytest.raises(MissingInput, match="hip joint centres"):
        stand(hip_model(), standing(trial, meanings(trial)))


@pytest.mark.needs("shared-data")
@pytest.mark.parametrize("model", ["gait2392_thelen2003muscle.osim", "Rajagopal2016.osim"])
def test_other_models_stand_like_the_runner(shared_data: Path, model: str) -> None:
    """Models without markers, and with trunk and arms that nobody recorded: joint centres within 7 mm."""
    body = read_osim(shared_data / "models" / model)
    scaled = scale_to_static(body, static_trial(shared_data), mass_kg=62.0)
    centres = {n: e for n, e in scaled.errors.items() if "centre" in n or n.startswith(("asis", "knee"))}
    assert len(centres) >= 10
    assert max(centres.values()) < 0.0075
    assert set(scaled.body.markers.names) == set(static_trial(shared_data).names)
    arms = [k for k, n in enumerate(body.coordinates.names) if n.startswith(("arm_", "lumbar_"))]
    assert np.array_equal(scaled.stance.q[arms], np.zeros(len(arms)))


@pytest.mark.needs("shared-data")
def test_trunk_and_arms_follow_their_landmarks(shared_data: Path) -> None:
    body = read_osim(shared_data / "models" / "Rajagopal2016.osim")
    person: Standing = true_person(body, POSTURE | {"lumbar_extension": -0.2, "arm_flex_r": 0.4, "elbow_flex_l": 0.5})
    stance = stand(body, person)
    for name, angle in {"lumbar_extension": -0.2, "arm_flex_r": 0.4, "elbow_flex_l": 0.5}.items():
        assert stance.q[body.coordinate(name)] == pytest.approx(angle, abs=0.05), name


@pytest.mark.needs("shared-data")
def test_a_free_subtalar_joint_takes_the_foot_s_direction(shared_data: Path) -> None:
    """Then both feet point as the runner's do, and hip rotation is what it is with the joint locked."""
    body = hip_model()
    locked = body.coordinates.locked.copy()
    locked[[body.coordinate(f"subtalar_angle_{s}") for s in "rl"]] = False
    free = replace(body, coordinates=replace(body.coordinates, locked=frozen(locked, np.bool_)))
    with_lock, without_lock = (scale_to_static(b, static_trial(shared_data), mass_kg=62.0) for b in (body, free))
    assert with_lock.errors["foot_direction_l"] > 0.02
    assert max(without_lock.errors["foot_direction_l"], without_lock.errors["foot_direction_r"]) < 0.005
    for name in ("hip_rotation_r", "hip_rotation_l"):
        k = body.coordinate(name)
        assert np.degrees(without_lock.stance.q[k] - with_lock.stance.q[k]) == pytest.approx(0.0, abs=0.1)
