"""The hip model in the size of other bodies of its family: equal joints, equal lines where the lines are equal."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from trochanter.anatomy.body import Body
from trochanter.anatomy.hip_model import hip_model
from trochanter.anatomy.lines import deep_stems
from trochanter.anatomy.neutral import neutral_coordinates, segment_poses
from trochanter.capture.osim import read_osim
from trochanter.core.arrays import Floats, frozen
from trochanter.core.errors import ImpossibleData, MissingInput
from trochanter.kinematics.family import same_family, scale_like

FAMILY = ("models/Rajagopal2016.osim", "walk_3d/subject_walk_scaled.osim")
STRANGERS = ("models/gait2392_thelen2003muscle.osim", "run_4ms/runningModel_CMC_test.osim")
pytestmark = pytest.mark.needs("shared-data")


def random_pose(body: Body, rng: np.random.Generator) -> Floats:
    q = neutral_coordinates(body) + rng.normal(0.0, 0.2, len(body.coordinates.names))
    for side in "rl":
        q[body.coordinate(f"knee_angle_{side}")] = rng.uniform(0.0, 1.5)
    for k in np.flatnonzero(body.coordinates.coupled_to >= 0):
        q[k] = q[body.coordinates.coupled_to[k]]
    return q


@pytest.mark.parametrize("model", FAMILY)
def test_takes_the_same_angles(shared_data: Path, model: str) -> None:
    other = read_osim(shared_data / model)
    ours = scale_like(hip_model(), other)
    segments = [other.segment(name) for name in ours.segments.names]
    at = [other.coordinate(name) for name in ours.coordinates.names]
    rng = np.random.default_rng(5)
    for _ in range(5):
        q = random_pose(other, rng)
        (turn, place), (our_turn, our_place) = segment_poses(other, q), segment_poses(ours, q[at])
        assert np.array_equal(our_turn, turn[segments])
        assert np.array_equal(our_place, place[segments])
    assert np.array_equal(ours.segments.mass_kg, other.segments.mass_kg[segments])
    assert np.array_equal(ours.coordinates.locked, other.coordinates.locked[at])


def test_the_markers_that_the_angles_came_from_stay_where_they_are(shared_data: Path) -> None:
    """Else the written model and angles would not belong to the recorded markers; those of trunk and arms are left."""
    other = read_osim(shared_data / FAMILY[1])
    ours = scale_like(hip_model(), other).markers
    held = [k for k, s in enumerate(other.markers.segment) if other.segments.names[s] in hip_model().segments.names]
    assert ours.names == tuple(other.markers.names[k] for k in held)
    assert 20 < len(held) < len(other.markers.names)
    np.testing.assert_array_equal(ours.location_m, other.markers.location_m[held])
    segments = [hip_model().segments.names[s] for s in ours.segment]
    assert segments == [other.segments.names[other.markers.segment[k]] for k in held]
    bare = replace(
        other, markers=replace(other.markers, names=(), segment=ours.segment[:0], location_m=np.empty((0, 3)))
    )
    assert scale_like(hip_model(), bare).markers.names == hip_model().markers.names


def test_the_generic_model_changes_nothing(shared_data: Path) -> None:
    ours = scale_like(hip_model(), read_osim(shared_data / FAMILY[0]))
    assert np.array_equal(ours.paths.point_m, hip_model().paths.point_m)
    assert np.array_equal(ours.muscles.tendon_slack_length_m, hip_model().muscles.tendon_slack_length_m)


def test_scale_factors_are_recovered(shared_data: Path) -> None:
    """Where the scaled model has kept Rajagopal's path, ours is the same to rounding: four in five points are."""
    other = read_osim(shared_data / FAMILY[1])
    ours = scale_like(hip_model(), other)
    gaps = []
    for m, name in enumerate(ours.muscles.names):
        if name[:-2] in deep_stems():
            continue
        mine, theirs = ours.muscle_points(m), other.muscle_points(other.muscle(name))
        if len(mine) == len(theirs):
            gap = ours.paths.point_m[list(mine)] - other.paths.point_m[list(theirs)]
            gaps += np.linalg.norm(gap, axis=1).tolist()
    assert len(gaps) > 250
    assert np.mean(np.array(gaps) < 1e-6) > 0.8


def test_fibres_grow_as_in_the_scaled_model(shared_data: Path) -> None:
    """OpenSim's scaling used path lengths round its cylinders; ours, through them, give the same to 0.5 per cent."""
    other = read_osim(shared_data / FAMILY[1])
    ours = scale_like(hip_model(), other)
    for stem in (
        "addlong",
        "addmagDist",
        "addmagIsch",
        "psoas",
        "iliacus",
        "recfem",
        "soleus",
        "tibant",
        "fdl",
        "sart",
    ):
        m, n = ours.muscle(f"{stem}_r"), other.muscle(f"{stem}_r")
        ratio = ours.muscles.optimal_fiber_length_m[m] / other.muscles.optimal_fiber_length_m[n]
        assert ratio == pytest.approx(1.0, abs=0.005), stem


@pytest.mark.parametrize("model", STRANGERS)
def test_another_family_is_refused(shared_data: Path, model: str) -> None:
    other = read_osim(shared_data / model)
    assert not same_family(hip_model(), other)
    with pytest.raises(MissingInput, match="it has no segment 'patella_r'") as error:
        scale_like(hip_model(), other)
    assert error.value.where == str(shared_data / model)


def test_points_in_millimetres_are_refused(shared_data: Path) -> None:
    other = read_osim(shared_data / FAMILY[0])
    points = replace(other.paths, point_m=frozen(1000.0 * other.paths.point_m))
    with pytest.raises(ImpossibleData, match="they look like millimetres") as caught:
        same_family(hip_model(), replace(other, paths=points))
    assert caught.value.where == other.source


def test_family_is_recognised(shared_data: Path) -> None:
    assert all(same_family(hip_model(), read_osim(shared_data / model)) for model in FAMILY)
