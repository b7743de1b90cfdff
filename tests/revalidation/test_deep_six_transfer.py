"""Arms of the deep six in other models, in the same postures of running; and the page that tells them."""

from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from revalidation.deep_six_transfer import fiber_range, hip_pose, jackknife_mm, transfers
from scripts.make_deep_six_tables import MODELS, PAGE, page
from trochanter.anatomy.hip_model import hip_model
from trochanter.anatomy.neutral import neutral_coordinates, segment_poses
from trochanter.capture.osim import read_osim
from trochanter.core.arrays import frozen
from trochanter.kinematics.deep_six import DeepSix, with_deep_six

pytestmark = pytest.mark.needs("shared-data")


@cache
def found(path: Path) -> DeepSix:
    return with_deep_six(read_osim(path))


def test_rajagopals_own_model_has_the_hip_models_arms(shared_data: Path) -> None:
    own = transfers(found(shared_data / MODELS["Rajagopal2016"]))
    assert len(own) == 10
    assert all(each.rms_mm.max() < 1e-9 for each in own)


def test_gait2392_has_the_hip_models_arms_to_the_error_of_its_landmarks(shared_data: Path) -> None:
    own = transfers(found(shared_data / MODELS["gait2392"]))
    assert len(own) == 9
    for each in own:
        assert each.rms_mm.max() < 2.5, each.line
        assert each.shape_mm < 0.6, each.line
        assert each.model_mm[:, 2].max() < 0.0  # all turn outward in running, as in the hip model


def test_points_copied_by_frame_name_have_other_arms(shared_data: Path) -> None:
    """What the registration is for: the same lines with the hip model's own figures in gait2392's pelvis."""
    right = found(shared_data / MODELS["gait2392"])
    body, hip = right.body, hip_model()
    place = body.paths.point_m.copy()
    for name in right.added:
        place[list(body.muscle_points(body.muscle(name)))] = hip.paths.point_m[
            list(hip.muscle_points(hip.muscle(name)))
        ]
    wrong = replace(right, body=replace(body, paths=replace(body.paths, point_m=frozen(place))))
    assert np.median([each.rms_mm.max() for each in transfers(wrong)]) > 10.0
    assert np.median([each.rms_mm.max() for each in transfers(right)]) < 1.5


@pytest.mark.parametrize("model", MODELS)
def test_fibres_stay_where_a_rigid_tendon_holds(shared_data: Path, model: str) -> None:
    each = found(shared_data / MODELS[model])
    ranges = np.array([fiber_range(each, name) for name in each.added if name.endswith("_r")])
    assert ranges.min() > 0.6
    assert ranges.max() < 1.4


def test_no_landmark_of_the_pelvis_decides(shared_data: Path) -> None:
    errors = jackknife_mm(found(shared_data / MODELS["gait2392"]))
    assert min(errors.values()) > 0.0
    assert max(errors.values()) < 0.5


def test_the_pose_of_angles_is_the_models() -> None:
    hip = hip_model()
    q = neutral_coordinates(hip)
    angles = np.array([0.7, -0.2, 0.3])
    q[[hip.coordinate(f"hip_{axis}_r") for axis in ("flexion", "adduction", "rotation")]] = angles
    rotation, _ = segment_poses(hip, q)
    pose = rotation[hip.segment("pelvis")].T @ rotation[hip.segment("femur_r")]
    turn, axes = hip_pose(angles[None])
    assert turn[0] == pytest.approx(pose, abs=1e-12)
    assert np.linalg.norm(axes[0], axis=1) == pytest.approx(np.ones(3))


def test_the_page_is_up_to_date() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert page(text) == text, "run: python -m scripts.make_deep_six_tables"
