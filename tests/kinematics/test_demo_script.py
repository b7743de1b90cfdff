"""The script that makes the packaged trial: it finds the exchanged labels, and makes the committed numbers again."""

import json
from pathlib import Path

import numpy as np
import pytest

from scripts.demo.checks import ANGLES, likeness, mean_curve, packaged_motion, usable_strides
from scripts.demo.files import rounded_angles, rounded_forces
from scripts.demo.labels import exchanged_pairs, mean_rigid_misfit_m, rigid_misfit_m
from scripts.demo.landmarks import hara_hip_m, harrington_hip_m
from scripts.demo.marker_fit import fit_markers
from scripts.demo.recording import (
    FORCE_FILE,
    MARKER_RATE_HZ,
    PUBLISHED_FILE,
    Markers,
    read_belt_force,
    read_published_angles,
)
from scripts.demo.rigid_hips import rigid_hips
from scripts.make_demo_trial import WINDOW_S, Prepared, prepare, rows_of, split_window
from trochanter.capture.tables import read_table
from trochanter.core.rotations import axis_rotation
from trochanter.core.sides import SIDES, Side
from trochanter.kinematics.demo import DEMO_FOLDER

pytestmark = pytest.mark.needs("shared-data")

FEW_ROWS = slice(300, 340)
CONVERGED_DEG = 0.003  # of the last angle of the chain, the ankle; hip angles agree to 1e-5


@pytest.fixture(scope="module")
def recording(shared_data: Path) -> Path:
    return shared_data / "rbds001"


@pytest.fixture(scope="module")
def prepared(recording: Path) -> Prepared:
    return prepare(recording)


def test_exchanged_labels_are_found(prepared: Prepared) -> None:
    assert exchanged_pairs(prepared.stance, prepared.labelled) == [("R.MT1", "R.MT5")]
    assert exchanged_pairs(prepared.stance, prepared.run) == []
    assert 1e3 * mean_rigid_misfit_m(prepared.stance, prepared.labelled) == pytest.approx(18.3, abs=0.1)
    assert 1e3 * mean_rigid_misfit_m(prepared.stance, prepared.run) == pytest.approx(2.4, abs=0.1)


def test_rigid_motion_has_no_misfit(prepared: Prepared) -> None:
    names = ("R.Heel.Top", "R.Heel.Bottom", "R.Heel.Lateral", "R.MT1", "R.MT5")
    rest = np.array([prepared.stance.point_m[name] for name in names])
    turned = np.stack([rest @ axis_rotation([1, 2, 3], angle).T + angle for angle in (0.0, 0.7, 2.9)])
    assert rigid_misfit_m(prepared.stance, Markers(names, np.arange(3.0), turned), list(names)) < 1e-12


def test_free_hips_read_a_known_rotation(prepared: Prepared) -> None:
    still = {name: prepared.stance.point_m[name] for name in prepared.run.names}
    markers = Markers(prepared.run.names, np.zeros(1), np.array([list(still.values())]))
    at_rest = rigid_hips(prepared.stance, markers)
    for side, label, inward in ((Side.RIGHT, "R", 1.0), (Side.LEFT, "L", -1.0)):
        hip, knee = (prepared.stance.point_m[f"{label}.{joint}"] for joint in ("HIP", "KNEE"))
        turn = axis_rotation(hip - knee, np.radians(10.0) * inward)
        moved = {n: turn @ (p - hip) + hip if n.startswith(f"{label}.Thigh") else p for n, p in still.items()}
        found = rigid_hips(prepared.stance, Markers(markers.names, np.zeros(1), np.array([list(moved.values())])))
        assert found[side][0] - at_rest[side][0] == pytest.approx([0.0, 0.0, 10.0], abs=1e-9)


def test_hip_centres_of_two_regressions_are_near(prepared: Prepared) -> None:
    for label in "RL":
        apart = hara_hip_m(prepared.stance, label) - harrington_hip_m(prepared.stance, label)
        assert np.linalg.norm(apart) < 0.02


def test_standing_model_meets_the_joint_centres(prepared: Prepared) -> None:
    errors = {name: error for name, error in prepared.standing_errors_m.items() if not name.endswith("TOE")}
    assert max(errors.values()) < 0.007


def test_body_is_made_again(prepared: Prepared) -> None:
    content = json.loads((DEMO_FOLDER / "demo_body.json").read_text(encoding="utf-8"))
    assert {name: tuple(xyz) for name, xyz in content["scale_factors"].items()} == prepared.factors


def test_forces_are_made_again(recording: Path, prepared: Prepared) -> None:
    part, split = split_window(read_belt_force(recording / FORCE_FILE), prepared.run)
    assert split.notices == ()
    columns, values = rounded_forces(part.time_s, split)
    committed = read_table(DEMO_FOLDER / "demo_forces.mot")
    assert committed.columns == columns
    assert np.array_equal(committed.values, values)


@pytest.mark.needs("opensim")
def test_angles_are_made_again(prepared: Prepared) -> None:
    start = rows_of(WINDOW_S, MARKER_RATE_HZ).start
    few = prepared.run.rows(start + FEW_ROWS.start, start + FEW_ROWS.stop)
    names, values = rounded_angles(fit_markers(prepared.body, few).angles, prepared.body)
    committed = read_table(DEMO_FOLDER / "demo_coordinates.mot")
    assert committed.columns == names
    assert committed.time_s[FEW_ROWS] == pytest.approx(few.time_s, abs=1e-6)
    assert np.abs(committed.values[FEW_ROWS] - values).max() <= CONVERGED_DEG


def test_hip_angles_are_like_the_published(recording: Path, prepared: Prepared) -> None:
    """Shape only: offsets belong to each laboratory's frames. Rotation of free segments shows what the hinge costs."""
    _, split = split_window(read_belt_force(recording / FORCE_FILE), prepared.run)
    motion = packaged_motion(DEMO_FOLDER, split)
    published = read_published_angles(recording / PUBLISHED_FILE)
    rows = rows_of(WINDOW_S, MARKER_RATE_HZ)
    free = rigid_hips(prepared.stance, prepared.run.rows(rows.start, rows.stop))
    least = {"hip_flexion": (0.99, 1.8), "hip_adduction": (0.94, 1.2), "hip_rotation": (0.5, 2.8)}
    for side in SIDES:
        strides = usable_strides(motion, side)
        for k, (name, column) in enumerate(ANGLES.items()):
            theirs = published[f"{side.value.upper()}{column}"]
            ours = np.degrees(motion.q[:, motion.body.coordinate(f"{name}_{side}")])
            found = likeness(mean_curve(ours, motion, strides), theirs)
            correlation, remaining_deg = least[name]
            assert found.correlation > correlation, (name, side, found)
            assert found.remaining_deg < remaining_deg, (name, side, found)
            assert likeness(mean_curve(free[side][:, k], motion, strides), theirs).correlation > 0.9
