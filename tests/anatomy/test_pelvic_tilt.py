"""A tilted pelvis: hips in the same place, and muscles as in hips flexed by so much more."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from trochanter.anatomy.body import MOVING_POINT, Body
from trochanter.anatomy.hip_model import hip_model
from trochanter.anatomy.pelvic_tilt import hip_line, tilt_rotation, with_pelvic_tilt
from trochanter.capture.osim import read_osim
from trochanter.core.arrays import frozen
from trochanter.core.errors import UnsupportedElement
from trochanter.core.sides import SIDES
from trochanter.mechanics.geometry import geometry, make_engine

TILT_RAD = float(np.deg2rad(8.0))


def assert_flexed(body: Body) -> None:
    """Lengths and arms of hip muscles with a tilted pelvis are those of hips flexed by as much."""
    tilted = make_engine(with_pelvic_tilt(body, TILT_RAD))
    q = np.tile(body.coordinates.default, (3, 1))
    columns = [body.coordinate(f"hip_{move}_{side}") for side in SIDES for move in ("flexion", "adduction", "rotation")]
    q[:, columns] += np.array([[0.0, 0.0, 0.0], [0.5, -0.1, 0.2], [-0.2, 0.1, -0.3]])[:, [0, 1, 2, 0, 1, 2]]
    flexed = q.copy()
    flexed[:, [columns[0], columns[3]]] += TILT_RAD
    ours, theirs = geometry(tilted, q), geometry(make_engine(body), flexed)
    hips = theirs.hip >= 0
    np.testing.assert_allclose(ours.length_m[:, hips], theirs.length_m[:, hips], atol=1e-9)
    for column in columns:
        arms = [np.nan_to_num(each.arm_about(column)[:, hips]) for each in (ours, theirs)]
        np.testing.assert_allclose(arms[0], arms[1], atol=1e-8)


def test_no_tilt_changes_nothing() -> None:
    assert with_pelvic_tilt(hip_model(), 0.0) is hip_model()


def test_the_upper_end_goes_to_the_front() -> None:
    up = tilt_rotation(hip_model(), TILT_RAD) @ np.array([0.0, 1.0, 0.0])
    np.testing.assert_allclose(up, [np.sin(TILT_RAD), np.cos(TILT_RAD), 0.0], atol=1e-12)


def test_hip_centres_and_legs_stay() -> None:
    body, tilted = hip_model(), with_pelvic_tilt(hip_model(), TILT_RAD)
    assert tilted.joints is body.joints
    pelvis = hip_line(body).segment
    rest = body.paths.point_segment != pelvis
    np.testing.assert_array_equal(tilted.paths.point_m[rest], body.paths.point_m[rest])
    moved = np.linalg.norm(tilted.paths.point_m[~rest] - body.paths.point_m[~rest], axis=1)
    assert moved.max() > 0.01


def test_muscles_are_those_of_a_hip_flexed_by_as_much() -> None:
    assert_flexed(hip_model())


@pytest.mark.needs("shared-data")
@pytest.mark.parametrize("name", ["models/gait2392_thelen2003muscle.osim", "run_4ms/runningModel_CMC_test.osim",
                                  "models/Rajagopal2016.osim"])  # fmt: skip
def test_points_that_switch_with_flexion_switch_as_in_a_flexed_hip(shared_data: Path, name: str) -> None:
    assert_flexed(read_osim(shared_data / name))


def test_a_moving_point_of_the_pelvis_is_refused_by_name() -> None:
    body = hip_model()
    kinds = body.paths.point_kind.copy()
    first = int(np.flatnonzero(body.paths.point_segment == hip_line(body).segment)[0])
    kinds[first] = MOVING_POINT
    moving = replace(body, paths=replace(body.paths, point_kind=frozen(kinds, np.int64)))
    with pytest.raises(UnsupportedElement, match=body.paths.point_names[first]):
        with_pelvic_tilt(moving, TILT_RAD)
