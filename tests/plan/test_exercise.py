import numpy as np
import pytest

from trochanter.anatomy.hip_model import hip_model
from trochanter.anatomy.neutral import segment_poses
from trochanter.core.sides import Side
from trochanter.plan.exercise import BASES, COORDINATES
from trochanter.plan.library import exercise_named, exercises
from trochanter.plan.posture import coordinates_rad


@pytest.mark.parametrize(
    ("name", "up"),
    [
        ("one_leg_stand", (0.0, 1.0, 0.0)),
        ("breathing_knees_up", (1.0, 0.0, 0.0)),  # on the back the front of the pelvis looks up
        ("feet_out_belly", (-1.0, 0.0, 0.0)),
        ("clamshell_free", (0.0, 0.0, 1.0)),  # on the left side the right one is up
        ("turn_out_side_90", (0.0, 0.0, -1.0)),  # on the right side, which works
    ],
)
def test_up_is_told_in_the_axes_of_the_pelvis(name: str, up: tuple[float, float, float]) -> None:
    np.testing.assert_allclose(exercise_named(name).up(), up, atol=1e-12)


@pytest.mark.parametrize("share", [0.0, 0.4, 1.0])
@pytest.mark.parametrize("name", ["pivot", "bridge", "hinge_one_leg", "standing_turn_arms", "paper_lift"])
def test_up_is_what_the_model_says(name: str, share: float) -> None:
    body = hip_model()
    rotation, _ = segment_poses(body, coordinates_rad(body, exercise_named(name), [share])[0])
    pelvis = body.segments.names.index("pelvis")
    np.testing.assert_allclose(exercise_named(name).up(share), rotation[pelvis][1], atol=1e-9)


def test_the_movement_runs_from_its_start_to_its_end() -> None:
    clam = exercise_named("clamshell_band")
    assert set(clam.at_deg(0.0)) == set(COORDINATES)
    assert (clam.at_deg(0.0)["hip_adduction"], clam.at_deg(1.0)["hip_adduction"]) == (10.0, -15.0)
    assert clam.at_deg(0.5)["hip_rotation"] == -10.5
    assert clam.at_rad(1.0)["knee_angle"] == pytest.approx(np.pi / 2)


def test_the_left_one_is_the_mirror_image() -> None:
    body = hip_model()
    names = body.coordinates.names
    right, left = (coordinates_rad(body, exercise_named("pivot"), [0.0, 1.0], side) for side in Side)
    for name in ("hip_flexion", "hip_adduction", "hip_rotation", "knee_angle", "ankle_angle"):
        ours, theirs = names.index(f"{name}_r"), names.index(f"{name}_l")
        np.testing.assert_array_equal(right[:, ours], left[:, theirs])
        np.testing.assert_array_equal(right[:, theirs], left[:, ours])
    for name, sign in {"pelvis_tilt": 1.0, "pelvis_list": -1.0, "pelvis_rotation": -1.0}.items():
        np.testing.assert_array_equal(right[:, names.index(name)], sign * left[:, names.index(name)])


def test_feet_of_a_clamshell_stay_together() -> None:
    body = hip_model()
    heel = body.segments.names.index("calcn_r")
    q = coordinates_rad(body, exercise_named("clamshell_band"), [0.0, 0.5, 1.0])
    places = np.array([segment_poses(body, row)[1][heel] for row in q])
    assert np.ptp(places, axis=0).max() < 0.02  # the knee moves by 0.18 m


def test_the_strongest_dose_is_the_one_to_begin_with() -> None:
    for each in exercises().values():
        assert all(BASES.index(each.dose.basis) <= BASES.index(row.basis) for row in each.doses if row.sets)
    assert exercise_named("clamshell_band").dose.source == "tuttle2016"
    assert exercise_named("paper_lift").dose.basis == "opinion, no trial"  # fifty in a text, which no study tried
