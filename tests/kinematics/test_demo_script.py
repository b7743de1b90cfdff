"""The script that makes the packaged trial makes the committed files again, and its numbers stand in the docs."""

import json
from pathlib import Path

import numpy as np
import pytest

from scripts.demo.chain import Recorded, windowed_angles, windowed_forces
from scripts.demo.checks import packaged_motion
from scripts.demo.files import rounded_angles, rounded_factors, rounded_forces, rounded_markers
from scripts.demo.numbers import FIRST, LAST, angle_rows, floor_m, numbers, with_numbers
from scripts.demo.rigid_hips import rigid_hips
from tests.kinematics.demo_chain import demo_followed, demo_recorded
from trochanter.capture.tables import read_table
from trochanter.capture.trial import Trajectories
from trochanter.core.arrays import frozen
from trochanter.core.rotations import axis_rotation
from trochanter.core.sides import SIDES, Side
from trochanter.kinematics.demo import DEMO_FOLDER, demo_body
from trochanter.kinematics.tracked import Tracked

pytestmark = pytest.mark.needs("shared-data")

DOCS = Path(__file__).parents[2] / "docs"
ROUNDED = {"deg": 0.0011, "m": 1.1e-5, "N": 0.11}  # one unit of the last place


@pytest.fixture(scope="module")
def run(shared_data: Path) -> Recorded:
    return demo_recorded(shared_data)


@pytest.fixture(scope="module")
def tracked(shared_data: Path) -> Tracked:
    return demo_followed(shared_data)


def test_mended_labels_bring_rigid_segments_to_their_floor(run: Recorded) -> None:
    assert run.labelled.markers is not None
    assert 1e3 * floor_m(run.scaled.person, run.labelled.markers) == pytest.approx(18.3, abs=0.1)
    assert 1e3 * floor_m(run.scaled.person, run.prepared.markers) == pytest.approx(2.4, abs=0.1)


def test_free_hips_read_a_known_rotation(run: Recorded) -> None:
    person = run.scaled.person
    markers = Trajectories("still", frozen([0.0]), tuple(person.point_m), frozen([list(person.point_m.values())]))
    at_rest = rigid_hips(person, markers)
    for side, inward in ((Side.RIGHT, 1.0), (Side.LEFT, -1.0)):
        hip, knee = (person.landmark_m[f"{joint}_centre_{side}"] for joint in ("hip", "knee"))
        turn = axis_rotation(hip - knee, np.radians(10.0) * inward)
        places = [
            turn @ (place - hip) + hip if person.segment.get(name) == f"femur_{side}" else place
            for name, place in person.point_m.items()
        ]
        found = rigid_hips(person, Trajectories("turned", frozen([0.0]), markers.names, frozen([places])))
        assert found[side][0] - at_rest[side][0] == pytest.approx([0.0, 0.0, 10.0], abs=1e-9)


def test_body_is_made_again(run: Recorded) -> None:
    content = json.loads((DEMO_FOLDER / "demo_body.json").read_text(encoding="utf-8"))
    factors, markers = rounded_factors(run.scaled.factors), rounded_markers(run.scaled.body)
    assert content["scale_factors"].keys() == factors.keys()
    for name, factor in factors.items():
        assert content["scale_factors"][name] == pytest.approx(factor, abs=2e-6)
    assert content["markers_m"].keys() == markers.keys()
    for name, (segment, *place) in markers.items():
        assert content["markers_m"][name][0] == segment
        assert content["markers_m"][name][1:] == pytest.approx(place, abs=2e-5)


def test_angles_are_made_again(tracked: Tracked) -> None:
    names, values = rounded_angles(windowed_angles(tracked.trial.angles), demo_body())
    committed = read_table(DEMO_FOLDER / "demo_coordinates.mot")
    assert committed.columns == names
    apart = dict(zip(names, np.abs(committed.values - values).max(axis=0), strict=True))
    lengths = {"pelvis_tx", "pelvis_ty", "pelvis_tz"}
    assert max(apart[name] for name in names if name in lengths) < ROUNDED["m"]
    assert max(apart[name] for name in names if name not in lengths) < ROUNDED["deg"]


def test_forces_are_made_again(tracked: Tracked) -> None:
    assert tracked.trial.forces is not None
    columns, values = rounded_forces(windowed_forces(tracked.trial.forces))
    committed = read_table(DEMO_FOLDER / "demo_forces.mot")
    assert committed.columns == columns
    assert np.abs(committed.values - values).max() < ROUNDED["N"]


def test_hip_angles_are_like_the_published_and_like_free_segments(shared_data: Path, run: Recorded) -> None:
    """Shape only: offsets belong to each laboratory's frames."""
    least = {"hip_flexion": (0.99, 1.9), "hip_adduction": (0.94, 1.4), "hip_rotation": (0.9, 1.4)}
    rows = angle_rows(shared_data / "rbds001", run, packaged_motion(DEMO_FOLDER))
    assert len(rows) == 2 * len(SIDES) * len(least)
    for row in rows:
        correlation, remaining_deg = least[row.angle]
        assert row.found.correlation > correlation, row
        assert row.found.remaining_deg < remaining_deg, row


def test_the_page_has_the_numbers_that_the_script_writes(shared_data: Path, run: Recorded, tracked: Tracked) -> None:
    page = (DOCS / "demo-data.md").read_text(encoding="utf-8")
    assert page.count(FIRST) == page.count(LAST) == 1
    made = numbers(shared_data / "rbds001", DEMO_FOLDER, run, tracked)
    assert page == with_numbers(page, made), "run: python -m scripts.make_demo_trial, as its first lines say"
