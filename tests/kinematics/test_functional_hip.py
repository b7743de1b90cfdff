"""Functional hip centres on a body whose centres are known, and where they must be refused."""

from pathlib import Path

import numpy as np
import pytest

from tests.kinematics.made_person import meanings, posed, recording, still, true_person, without
from tests.kinematics.rbds001 import mended_run, static_trial
from trochanter.anatomy.hip_model import hip_model
from trochanter.capture.trial import Trajectories
from trochanter.core.rotations import axis_rotation
from trochanter.kinematics.functional_hip import SCORE, SPHERE, functional_hips, rotation_range, symmetrical_centre
from trochanter.kinematics.standing import standing

FRAMES = 300


def star_and_arc(flexion_rad: float, adduction_rad: float, noise_m: float = 0.0) -> Trajectories:
    """Both hips swing in flexion and adduction and turn a little, while the pelvis moves too."""
    body, phase = hip_model(), np.linspace(0.0, 6.0 * np.pi, FRAMES)
    q = np.tile(posed(body, {}), (FRAMES, 1))
    for side in "rl":
        q[:, body.coordinate(f"hip_flexion_{side}")] = 0.5 * flexion_rad * np.sin(phase)
        q[:, body.coordinate(f"hip_adduction_{side}")] = 0.5 * adduction_rad * np.sin(2.3 * phase)
        q[:, body.coordinate(f"hip_rotation_{side}")] = 0.3 * adduction_rad * np.sin(1.7 * phase)
    q[:, body.coordinate("pelvis_list")] = 0.1 * np.sin(0.9 * phase)
    q[:, body.coordinate("pelvis_tx")] = 0.05 * np.sin(0.7 * phase)
    return recording(body, q, noise_m)


@pytest.mark.parametrize("method", [SCORE, SPHERE])
def test_exact_movement_gives_the_exact_centre(method: str) -> None:
    person = true_person(hip_model())
    for hip in functional_hips(person, star_and_arc(0.9, 0.7), method):
        assert hip.reason == ""
        assert hip.centre_m == pytest.approx(person.landmark_m[f"hip_centre_{hip.side.value}"], abs=1e-7)
        assert hip.residual_m < 1e-7


@pytest.mark.parametrize("method", [SCORE, SPHERE])
def test_marker_noise_of_one_millimetre_costs_a_few(method: str) -> None:
    """Ehrig 2006: 1.2 to 3 mm from 20 to 45 degrees with 1 mm of noise and four markers; here three or five."""
    person = true_person(hip_model())
    for hip in functional_hips(person, star_and_arc(0.9, 0.7, noise_m=0.001), method):
        truth = person.landmark_m[f"hip_centre_{hip.side.value}"]
        assert float(np.linalg.norm(hip.centre_m - truth)) < 0.003
        assert hip.reason == ""


def test_the_range_counts_about_the_second_axis() -> None:
    hips = functional_hips(true_person(hip_model()), star_and_arc(0.9, 0.1))
    for hip in hips:
        assert np.degrees(hip.range_rad[0]) == pytest.approx(52.0, abs=2.0)
        assert "20 are needed about both" in hip.reason


def test_too_few_markers_or_frames_are_said() -> None:
    person = true_person(hip_model())
    few = without(star_and_arc(0.9, 0.7), *(f"{s}TH{k}" for s in "RL" for k in (1, 2, 3)))
    assert all("three markers each" in hip.reason for hip in functional_hips(person, few))
    short = still(hip_model(), frames=10)
    assert all("only 10 frames" in hip.reason for hip in functional_hips(person, short))


def test_range_of_a_pure_rotation() -> None:
    turns = np.array([axis_rotation([0, 0, 1], a) for a in np.linspace(-0.4, 0.5, 40)])
    assert rotation_range(turns) == pytest.approx([0.9, 0.0, 0.0], abs=1e-9)


def test_score_of_one_axis_leaves_the_axis_open() -> None:
    """About one axis only, every point of it fits: the residual is zero and the centre lies on the axis."""
    turns = np.array([axis_rotation([0, 0, 1], a) for a in np.linspace(-0.4, 0.5, 40)])
    still_frames = np.tile(np.eye(3), (40, 1, 1)), np.zeros((40, 3))
    pivot = np.array([0.1, 0.2, 0.3])
    centre, _, residual = symmetrical_centre(still_frames, (turns, pivot - turns @ pivot))
    assert centre[:2] == pytest.approx(pivot[:2])
    assert residual < 1e-9


@pytest.mark.needs("shared-data")
def test_running_is_no_functional_trial(shared_data: Path) -> None:
    """The hip turns by 15 degrees about its second axis in running: SCoRE is 30 to 75 mm off there and is refused."""
    trial = static_trial(shared_data)
    person = standing(trial, meanings(trial))
    hips = functional_hips(person, mended_run(shared_data))
    assert [hip.reason != "" for hip in hips] == [True, True]
    assert all(10 < np.degrees(hip.range_rad[1]) < 20 for hip in hips)
