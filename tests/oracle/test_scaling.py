"""Scaling of RBDS001 beside OpenSim's ScaleTool: the same landmarks and pairs, both models."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from revalidation.agreement import hold
from tests.kinematics.rbds001 import mended_run
from tests.oracle.scale_tool import PLACED, TASK, measurements, run_scale_tool, with_landmark_markers
from trochanter.anatomy.body import Body
from trochanter.capture.marker_tables import read_marker_table
from trochanter.capture.osim import read_osim
from trochanter.capture.trial import Table, Trajectories
from trochanter.core.arrays import Floats, frozen
from trochanter.exchange.osim import write_osim
from trochanter.kinematics.ik import fit_markers
from trochanter.kinematics.model_landmarks import model_landmarks
from trochanter.kinematics.movement_registration import only, register_to_movement
from trochanter.kinematics.pose_fit import Points, fit_poses, place_points
from trochanter.kinematics.scaling import stretch
from trochanter.kinematics.static_scaling import Scaled, scale_to_static

MODELS = ("Rajagopal2016.osim", "gait2392_thelen2003muscle.osim")


@dataclass(frozen=True, slots=True)
class Both:
    """One model scaled by both: ours, its generic body with landmarks as markers, ScaleTool's model and factors."""

    ours: Scaled
    generic: Body
    places_m: dict[str, Floats]
    theirs: Body
    factors: dict[str, Floats]
    posture: Table


@pytest.fixture(scope="module", params=MODELS)
def both(request: pytest.FixtureRequest, shared_data: Path, opensim: Any, tmp_path_factory: Any) -> Both:
    generic = read_osim(shared_data / "models" / request.param)
    static = read_marker_table(shared_data / "rbds001" / "RBDS001static.txt")
    ours = scale_to_static(generic, static, mass_kg=62.0)
    model, person = model_landmarks(generic), ours.person
    paired = [name for m in ours.measured for name in (m.first, m.second)]
    listed = [name for name in model.upright_m if name.startswith(PLACED) and "mid" not in name]
    names = [name for name in dict.fromkeys([*listed, *paired]) if person.has(name)]
    places = {name: np.asarray(person.landmark_m[name]) for name in names}
    recorded = ours.body.markers
    marked = with_landmark_markers(generic, names, recorded, ours.body)
    weights = dict.fromkeys(names, 1.0) | dict.fromkeys(recorded.names, 0.0)
    tasks = "".join(TASK.format(name=name, weight=weight) for name, weight in weights.items())
    folder = tmp_path_factory.mktemp("scale_tool")
    static_m = places | {name: np.asarray(person.point_m[name]) for name in recorded.names}
    theirs, factors, posture = run_scale_tool(opensim, folder, marked, static_m, measurements(ours), tasks)
    return Both(ours, only(marked, names), places, theirs, factors, posture)


def static_rms_m(body: Body, places_m: dict[str, Floats], start: Floats) -> float:
    """Root mean square distance of markers and places in the posture that fits them best, each counting alike."""
    target = np.array([[places_m[name] for name in body.markers.names]])
    points = Points(body.markers.segment, body.markers.location_m, np.ones(len(body.markers.names)))
    q = fit_poses(body, points, target, start[None])
    return float(np.sqrt(np.mean(np.sum((place_points(body, points, q) - target) ** 2, axis=2))))


@pytest.mark.needs("shared-data", "opensim")
def test_factors_are_those_of_scale_tool(both: Both) -> None:
    sized = {segment for m in both.ours.measured for segment in m.segments}
    compared = [name for name in both.ours.factors if name in sized or name.rpartition("_")[0] in sized]
    assert len(compared) >= 11
    off = [np.abs(np.divide(both.factors[name], both.ours.factors[name]) - 1.0).max() for name in compared]
    hold("scale.factor", max(off), both.generic.name)


@pytest.mark.needs("shared-data", "opensim")
def test_joints_and_masses_are_those_of_scale_tool(both: Both) -> None:
    sized = [
        k for k, name in enumerate(both.theirs.joints.names) if name.startswith(("hip", "ankle", "subtalar", "mtp"))
    ]
    theirs, ours = both.theirs.joints.parent_point_m[sized], both.ours.body.joints.parent_point_m[sized]
    assert np.abs(theirs - ours).max() < 1e-4
    assert both.theirs.segments.mass_kg == pytest.approx(both.ours.body.segments.mass_kg, rel=1e-6)


def their_static_rms_m(both: Both, body: Body) -> float:
    """The same in the posture that MarkerPlacer found, at the end of its file."""
    values = {c.split("/")[-2]: both.posture.column(c)[-1] for c in both.posture.columns if c.endswith("/value")}
    q = np.array([values[name] for name in body.coordinates.names])
    assert not both.posture.in_degrees
    points = Points(body.markers.segment, body.markers.location_m, np.ones(len(body.markers.names)))
    target = np.array([both.places_m[name] for name in body.markers.names])
    return float(np.sqrt(np.mean(np.sum((place_points(body, points, q[None])[0] - target) ** 2, axis=1))))


@pytest.mark.needs("shared-data", "opensim")
def test_static_fit_is_no_worse(both: Both) -> None:
    """Both scaled models, landmarks with equal weights, bounds kept (the knee may not overextend).

    Our least error is at most what MarkerPlacer ends with, and near it, so both solve one problem: its optimiser stops
    2.7 % above the optimum for Rajagopal's model. Scaling itself stands without those bounds and fits better still.
    """
    ours = stretch(both.generic, both.ours.factors, 62.0)
    scaled_by_them = {name: (x, y, z) for name, (x, y, z) in both.factors.items() if name in ours.segments.names}
    theirs = their_static_rms_m(both, stretch(both.generic, scaled_by_them, 62.0))
    places = np.tile([both.places_m[name] for name in ours.markers.names], (3, 1, 1))
    still = Trajectories("static", frozen([0.0, 0.01, 0.02]), ours.markers.names, frozen(places))
    bounded = fit_markers(still, ours)[1].rms_m
    free = static_rms_m(ours, both.places_m, both.ours.stance.q)
    print(f"static trial, mm: ScaleTool {1e3 * theirs:.3f}, ours {1e3 * bounded:.3f}, without bounds {1e3 * free:.3f}")
    assert free <= bounded + 1e-7
    hold("scale.static", max(1e3 * (bounded - theirs), 0.0), both.generic.name)
    assert theirs == pytest.approx(bounded, rel=0.05)


@pytest.mark.needs("shared-data", "opensim")
def test_placed_markers_meet_the_static_no_worse(both: Both) -> None:
    """After placing, ScaleTool's markers and ours stand where the person's are; ours to rounding."""
    recorded = {name: np.asarray(both.ours.person.point_m[name]) for name in both.ours.body.markers.names}
    ours = static_rms_m(both.ours.body, recorded, both.ours.stance.q)
    theirs = static_rms_m(only(both.theirs, both.ours.body.markers.names), recorded, both.ours.stance.q)
    assert ours < 1e-6
    assert ours <= theirs + 1e-6


def run_rms_m(body: Body, run: Trajectories, start: Floats) -> float:
    """Root mean square distance over 60 frames of the run, each fitted by itself from the standing posture."""
    names = [name for name in body.markers.names if name in run.names]
    own = only(body, names)
    rows = np.linspace(0, len(run.time_s) - 1, 60).astype(int)
    places = run.position_m[rows][:, [run.names.index(name) for name in names]]
    points = Points(own.markers.segment, own.markers.location_m, np.ones(len(names)))
    q = fit_poses(own, points, places, np.tile(start, (len(rows), 1)))
    return float(np.sqrt(np.nanmean(np.sum((place_points(own, points, q) - places) ** 2, axis=2))))


@pytest.mark.needs("shared-data", "opensim")
def test_markers_meet_the_run_no_worse(both: Both, shared_data: Path) -> None:
    """Over the run, equal weights: our placement by joint centres fits no worse than MarkerPlacer's.

    Registered to the movement it is below the 9 mm that were asked for.
    """
    run = mended_run(shared_data)
    theirs = run_rms_m(only(both.theirs, both.ours.body.markers.names), run, both.ours.stance.q)
    ours = run_rms_m(both.ours.body, run, both.ours.stance.q)
    registered = register_to_movement(both.ours.body, run)
    best = run_rms_m(registered.body, run, both.ours.stance.q)
    print(f"over the run, mm: ScaleTool {1e3 * theirs:.2f}, ours {1e3 * ours:.2f}, registered {1e3 * best:.2f}")
    assert ours <= theirs
    hold("scale.run", 1e3 * best, both.generic.name)
    assert best == pytest.approx(registered.rms_after_m, rel=0.05)


@pytest.mark.needs("shared-data", "opensim")
def test_the_scaled_model_loads_in_opensim(both: Both, opensim: Any, tmp_path: Path) -> None:
    """With the recorded markers on it, at the same places in the default posture."""
    body = both.ours.body
    model = opensim.Model(str(write_osim(body, tmp_path / "scaled.osim")))
    state = model.initSystem()
    assert model.getMarkerSet().getSize() == len(body.markers.names)
    assert model.getTotalMass(state) == pytest.approx(body.mass_kg)
    points = Points(body.markers.segment, body.markers.location_m, np.ones(len(body.markers.names)))
    places = place_points(body, points, body.coordinates.default[None])[0]
    for name, place in zip(body.markers.names, places, strict=True):
        theirs = model.getMarkerSet().get(name).getLocationInGround(state).to_numpy()
        assert theirs == pytest.approx(place, abs=1e-6), name
