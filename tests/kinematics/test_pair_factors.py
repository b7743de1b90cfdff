"""Scale factors from pairs of landmarks: a stretched body gives its own factors back."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.kinematics.made_person import posed, true_person
from trochanter.anatomy.hip_model import hip_model
from trochanter.anatomy.rows import rows, sources
from trochanter.capture.osim import read_osim
from trochanter.core.errors import MissingInput
from trochanter.kinematics.model_landmarks import model_landmarks
from trochanter.kinematics.pair_factors import factor_notices, measured_pairs, pair_factors
from trochanter.kinematics.scaling import stretch
from trochanter.kinematics.standing import Standing

Triple = tuple[float, float, float]
BENT = {"hip_flexion_r": 0.2, "knee_angle_r": 0.1, "hip_rotation_l": -0.2, "ankle_angle_l": 0.15}


def legs(thigh: float, shank: float, foot: float, side: str) -> dict[str, Triple]:
    parts = {"femur": thigh, "patella": thigh, "tibia": shank, "talus": foot, "calcn": foot, "toes": foot}
    return {f"{part}_{side}": (f, f, f) for part, f in parts.items()}


def test_every_row_has_a_source() -> None:
    for table in ("scale_pairs", "model_landmarks", "hip_centre_regressions", "height_shares", "model_statures"):
        assert {row["source"] for row in rows(table)} <= set(sources()), table


def test_a_stretched_body_gives_its_factors_back() -> None:
    """In any posture; to 0.2 % only, because the knee's centre wanders in the femur by less than 1 mm when it bends."""
    body = hip_model()
    truth: dict[str, Triple] = {"pelvis": (1.1, 1.0, 0.9)} | legs(1.05, 0.95, 1.08, "r") | legs(1.05, 0.95, 1.08, "l")
    person = true_person(stretch(body, truth), BENT)
    found = pair_factors(body, measured_pairs(person, model_landmarks(body)))
    assert found["pelvis"] == pytest.approx((1.1, 1.0, 0.9), rel=2e-3)
    assert found["femur_r"] == pytest.approx(truth["femur_r"], rel=2e-3)
    assert found["tibia_l"] == pytest.approx(truth["tibia_l"], rel=2e-3)
    assert found["calcn_r"] == pytest.approx(truth["calcn_r"], rel=1e-6)


def test_sides_are_averaged_unless_asked_for() -> None:
    body = hip_model()
    truth = legs(1.10, 1.0, 1.0, "r") | legs(1.00, 1.0, 1.0, "l")
    measured = measured_pairs(true_person(stretch(body, truth)), model_landmarks(body))
    mean, own = pair_factors(body, measured), pair_factors(body, measured, sides="own")
    assert mean["femur_r"] == mean["femur_l"] == pytest.approx((1.05,) * 3, rel=2e-3)
    assert own["femur_r"][1] / own["femur_l"][1] == pytest.approx(1.10, rel=2e-3)
    notices = factor_notices(body, measured, "x.trc")
    assert [notice.code for notice in notices] == ["scale-sides-differ"]
    assert "thigh length: right over left is 1.10" in notices[0].text


def test_missing_pairs_take_the_nearest_segment_and_say_so() -> None:
    body = hip_model()
    person = true_person(stretch(body, legs(1.2, 0.9, 1.0, "r") | legs(1.2, 0.9, 1.0, "l")))
    kept = {n: p for n, p in person.landmark_m.items() if not n.startswith(("ankle", "heel", "mt", "toe"))}
    measured = measured_pairs(replace(person, landmark_m=kept), model_landmarks(body))
    found = pair_factors(body, measured)
    assert found["tibia_r"] == found["femur_r"] == found["calcn_l"]
    texts = [n.text for n in factor_notices(body, measured, "") if n.code == "scale-not-measured"]
    assert texts
    assert "tibia_r" in texts[0]
    assert "calcn_l" in texts[0]
    assert "femur_r" not in texts[0]


def test_an_impossible_factor_is_told() -> None:
    body = hip_model()
    person = true_person(stretch(body, legs(1.6, 1.0, 1.0, "r") | legs(1.6, 1.0, 1.0, "l")))
    notices = factor_notices(body, measured_pairs(person, model_landmarks(body)), "x.trc")
    assert [n.code for n in notices] == ["scale-implausible"] * 2
    assert "right thigh length (hip_centre_r to knee_centre_r) is 65 cm, 1.6" in notices[0].text


def test_nothing_measured_is_refused() -> None:
    with pytest.raises(MissingInput, match="no distance between landmarks"):
        pair_factors(hip_model(), measured_pairs(Standing({}, {}, {}), model_landmarks(hip_model())))


@pytest.mark.needs("shared-data")
def test_trunk_and_arms_of_a_whole_body(shared_data: Path) -> None:
    """Rajagopal's markers give trunk and arms their sizes too."""
    body = read_osim(shared_data / "models" / "Rajagopal2016.osim")
    truth: dict[str, Triple] = dict.fromkeys(body.segments.names[1:], (1.1, 1.1, 1.1))
    truth |= {"torso": (1.1, 1.1, 1.2)}
    measured = measured_pairs(true_person(stretch(body, truth)), model_landmarks(body))
    found = pair_factors(body, measured)
    assert {m.measure for m in measured} >= {"trunk_length", "trunk_width", "arm_length", "forearm_length"}
    assert found["torso"] == pytest.approx(truth["torso"], rel=1e-3)
    assert found["ulna_l"] == pytest.approx(truth["ulna_l"], rel=1e-3)
    assert found["tibia_l"] == pytest.approx(truth["tibia_l"], rel=1e-9)


@pytest.mark.needs("shared-data")
def test_landmarks_of_a_model_without_markers_follow_its_size(shared_data: Path) -> None:
    generic = read_osim(shared_data / "models" / "gait2392_thelen2003muscle.osim")
    assert len(generic.markers.names) == 0
    large = stretch(generic, {"pelvis": (1.1, 1.2, 0.9), "calcn_r": (1.3,) * 3})
    before, after = model_landmarks(generic), model_landmarks(large)
    assert after.location_m["asis_r"] == pytest.approx(before.location_m["asis_r"] * [1.1, 1.2, 0.9])
    assert after.location_m["heel_r"] == pytest.approx(1.3 * before.location_m["heel_r"])
    assert before.location_m["asis_l"] == pytest.approx(before.location_m["asis_r"] * [1, 1, -1])


def test_joint_centres_come_from_the_joints() -> None:
    body = hip_model()
    model = model_landmarks(body)
    assert model.distance_m("hip_centre_r", "hip_centre_l") == pytest.approx(0.15452)
    assert model.location_m["knee_centre_r"] == pytest.approx(np.zeros(3))
    assert posed(body, {})[body.coordinate("pelvis_ty")] == pytest.approx(0.94)
