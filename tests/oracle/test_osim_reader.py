"""The reader of models against OpenSim 4.6: numbers, functions, frames, paths, curves, and poses of every segment."""

from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest

from revalidation.tolerances import limit
from tests.oracle.muscle_curves import assert_same_curves, concrete
from tests.oracle.slow_kinematics import assert_same_poses, matrix, posed, random_pose
from trochanter.anatomy.body import CONDITIONAL_POINT, MOVING_POINT, Body
from trochanter.anatomy.functions import PIECEWISE_CUBIC
from trochanter.capture.osim import read_osim
from trochanter.core.arrays import Floats

MODELS = (
    "hip_swing_imu/calibrated_pelvis_rot.osim",
    "models/Rajagopal2016.osim",
    "models/gait2392_thelen2003muscle.osim",
    "models/subject01_gait2392_scaled.osim",
    "run_4ms/runningModel_CMC_test.osim",
    "walk_3d/subject_walk_scaled.osim",
)
# OpenSim keeps six digits of inertias and joint places when it rewrites a file of its version 2 or 3 while loading it.
ROUNDED = ("models/subject01_gait2392_scaled.osim", "run_4ms/runningModel_CMC_test.osim")
pytestmark = [pytest.mark.needs("opensim"), pytest.mark.needs("shared-data")]


class Pair(NamedTuple):
    """The same file, read here and by OpenSim."""

    name: str
    body: Body
    theirs: Any
    opensim: Any

    def as_loaded(self, values: Floats) -> Floats:
        """Values as OpenSim's own conversion of old files leaves them."""
        if self.name not in ROUNDED:
            return values
        return np.array([float(f"{v:.6g}") for v in values.ravel()]).reshape(values.shape)


@pytest.fixture(scope="module", params=MODELS)
def pair(request: pytest.FixtureRequest, shared_data: Path, opensim: Any) -> Pair:
    path = shared_data / request.param
    model = opensim.Model(str(path))
    model.initSystem()
    return Pair(request.param, read_osim(path), model, opensim)


def test_names_come_in_the_same_order(pair: Pair) -> None:
    body, model = pair.body, pair.theirs
    for names, theirs in (
        (body.segments.names[1:], model.getBodySet()),
        (body.coordinates.names, model.getCoordinateSet()),
        (body.muscles.names, model.getMuscles()),
        (body.markers.names, model.getMarkerSet()),
    ):
        assert list(names) == [theirs.get(i).getName() for i in range(theirs.getSize())]
    assert sorted(body.joints.names) == sorted(
        model.getJointSet().get(i).getName() for i in range(model.getJointSet().getSize())
    )
    assert body.gravity_m_s2.tolist() == model.getGravity().to_numpy().tolist()


def test_segments_have_the_same_mass_and_inertia(pair: Pair) -> None:
    inertia = pair.as_loaded(pair.body.segments.inertia_kgm2)
    for i, name in enumerate(pair.body.segments.names[1:], 1):
        theirs = pair.theirs.getBodySet().get(name)
        assert pair.body.segments.mass_kg[i] == theirs.getMass()
        assert pair.body.segments.mass_center_m[i].tolist() == theirs.getMassCenter().to_numpy().tolist()
        assert np.diag(inertia[i]).tolist() == theirs.getInertia().getMoments().to_numpy().tolist()
        assert inertia[i][[0, 0, 1], [1, 2, 2]].tolist() == theirs.getInertia().getProducts().to_numpy().tolist()
        assert np.array_equal(inertia[i], inertia[i].T)


def test_coordinates_have_the_same_settings(pair: Pair) -> None:
    ours = pair.body.coordinates
    for i, name in enumerate(ours.names):
        theirs = pair.theirs.getCoordinateSet().get(name)
        assert (ours.lower[i], ours.upper[i]) == (theirs.getRangeMin(), theirs.getRangeMax())
        assert ours.default[i] == theirs.getDefaultValue()
        assert ours.locked[i] == theirs.getDefaultLocked()
        assert ours.clamped[i] == theirs.getDefaultClamped()
        assert pair.body.joints.names[ours.joint[i]] == theirs.getJoint().getName()
        if theirs.getMotionType() in (1, 2):  # 3 is 'coupled': an angle here where it turns the joint
            assert ours.is_rotation[i] == (theirs.getMotionType() == 1)


def test_joint_frames_are_the_same(pair: Pair) -> None:
    ours = pair.body.joints
    for k, name in enumerate(ours.names):
        joint = pair.theirs.getJointSet().get(name)
        for frame, rotation, point, segment in (
            (joint.getParentFrame(), ours.parent_rotation, ours.parent_point_m, ours.parent),
            (joint.getChildFrame(), ours.child_rotation, ours.child_point_m, ours.child),
        ):
            found = frame.findTransformInBaseFrame()
            assert frame.findBaseFrame().getName() == pair.body.segments.names[segment[k]]
            np.testing.assert_array_equal(found.p().to_numpy(), pair.as_loaded(point[k]))
            np.testing.assert_allclose(matrix(found.R()), rotation[k], rtol=0, atol=limit("rounding.frame"))


def test_functions_have_the_same_values_within_and_beyond_their_knots(pair: Pair) -> None:
    rng = np.random.default_rng(6)
    compared = 0
    for k, name in enumerate(pair.body.joints.names):
        joint = pair.opensim.CustomJoint.safeDownCast(pair.theirs.getJointSet().get(name))
        for axis in range(6 if joint else 0):
            theirs = joint.getSpatialTransform().getTransformAxis(axis).getFunction()
            for x in rng.uniform(-4.0, 4.0, 25):
                ours = pair.body.functions.value(int(pair.body.joints.axis_function[k, axis]), float(x))
                assert ours == pytest.approx(
                    theirs.calcValue(pair.opensim.Vector(1, float(x))), abs=limit("rounding.function")
                )
                compared += 1
    assert compared > 1000


def test_couplers_have_the_same_values(pair: Pair) -> None:
    theirs = pair.theirs.getConstraintSet()
    coupled = np.flatnonzero(pair.body.coordinates.coupled_to >= 0)
    assert len(coupled) == theirs.getSize()
    for index in range(theirs.getSize()):
        coupler = pair.opensim.CoordinateCouplerConstraint.safeDownCast(theirs.get(index))
        dependent = pair.body.coordinate(coupler.getDependentCoordinateName())
        independent = coupler.getIndependentCoordinateNames().get(0)
        assert pair.body.coordinates.coupled_to[dependent] == pair.body.coordinate(independent)
        for x in (-1.0, 0.0, 0.7):
            ours = pair.body.functions.value(int(pair.body.coordinates.coupler_function[dependent]), x)
            assert ours == pytest.approx(
                coupler.getFunction().calcValue(pair.opensim.Vector(1, x)), abs=limit("rounding.function")
            )


def test_segments_stand_where_opensim_puts_them(pair: Pair, shared_data: Path) -> None:
    model = pair.opensim.Model(str(shared_data / pair.name))
    if pair.name in ROUNDED:
        restore_joint_places(pair, model)
    assert_same_poses(model, model.initSystem(), pair.body, 15)


def restore_joint_places(pair: Pair, model: Any) -> None:
    """Give OpenSim's model the joint places of the file instead of those rounded to six digits."""
    for k, name in enumerate(pair.body.joints.names):
        joint = model.updJointSet().get(name)
        for index, point in enumerate((pair.body.joints.parent_point_m[k], pair.body.joints.child_point_m[k])):
            joint.upd_frames(index).set_translation(pair.opensim.Vec3(*map(float, point)))
    model.finalizeConnections()


def test_muscles_have_the_same_parameters(pair: Pair) -> None:
    ours = pair.body.muscles
    for i, name in enumerate(ours.names):
        theirs = pair.theirs.getMuscles().get(name)
        assert ours.max_isometric_force_N[i] == theirs.get_max_isometric_force()
        assert ours.optimal_fiber_length_m[i] == theirs.get_optimal_fiber_length()
        assert ours.tendon_slack_length_m[i] == theirs.get_tendon_slack_length()
        assert ours.pennation_rad[i] == theirs.get_pennation_angle_at_optimal()
        assert ours.max_contraction_velocity[i] == theirs.get_max_contraction_velocity()
        assert ours.minimum_activation[i] == concrete(pair.opensim, theirs).get_minimum_activation()
        assert_same_curves(pair.opensim, theirs, ours.curves[ours.curve[i]])


def test_path_points_are_the_same_at_random_poses(pair: Pair) -> None:
    body, paths = pair.body, pair.body.paths
    rng, state = np.random.default_rng(3), pair.theirs.initSystem()
    for _ in range(4):
        q = random_pose(body, rng)
        posed(pair.theirs, state, body, q)
        for i, name in enumerate(body.muscles.names):
            theirs = pair.opensim.GeometryPath.safeDownCast(pair.theirs.getMuscles().get(name).getGeometryPath())
            points = theirs.getPathPointSet()
            assert points.getSize() == len(body.muscle_points(i))
            for k, p in enumerate(body.muscle_points(i)):
                point = points.get(k)
                assert point.getName() == paths.point_names[p]
                assert point.getParentFrame().findBaseFrame().getName() == body.segments.names[paths.point_segment[p]]
                np.testing.assert_allclose(
                    point_at(body, p, q), point.getLocation(state).to_numpy(), rtol=0, atol=limit("rounding.point")
                )
                assert is_active(body, p, q) == point.isActive(state)


def point_at(body: Body, p: int, q: Floats) -> Floats:
    location = np.array(body.paths.point_m[p])
    if body.paths.point_kind[p] == MOVING_POINT:
        for k, function in enumerate(body.paths.moving_function[p]):
            if function >= 0:
                location[k] = body.functions.value(int(function), q[body.paths.moving_coordinate[p, k]])
    return location


def is_active(body: Body, p: int, q: Floats) -> bool:
    if body.paths.point_kind[p] != CONDITIONAL_POINT:
        return True
    value = q[body.paths.condition_coordinate[p]]
    return bool(body.paths.condition_lower[p] <= value <= body.paths.condition_upper[p])


def test_wraps_are_the_same(pair: Pair) -> None:
    body, wraps = pair.body, pair.body.wraps
    for i, name in enumerate(body.muscles.names):
        theirs = pair.opensim.GeometryPath.safeDownCast(
            pair.theirs.getMuscles().get(name).getGeometryPath()
        ).getWrapSet()
        own = range(body.paths.wrap_start[i], body.paths.wrap_start[i + 1])
        assert [theirs.get(k).getWrapObjectName() for k in range(theirs.getSize())] == [
            wraps.names[body.paths.wrap[w]] for w in own
        ]
        for k, w in enumerate(own):
            first, last = theirs.get(k).get_range(0), theirs.get(k).get_range(1)
            assert body.paths.wrap_first[w] == (first - 1 if first > 0 else -1)
            assert body.paths.wrap_last[w] == (last - 1 if last > 0 else -1)
    for w, name in enumerate(wraps.names):
        surface = pair.theirs.getBodySet().get(body.segments.names[wraps.segment[w]]).getWrapObject(name)
        cylinder = pair.opensim.WrapCylinder.safeDownCast(surface)
        assert (wraps.radius_m[w], wraps.length_m[w]) == (cylinder.get_radius(), cylinder.get_length())
        assert wraps.point_m[w].tolist() == surface.get_translation().to_numpy().tolist()
        np.testing.assert_allclose(
            wraps.rotation[w], matrix(surface.getTransform().R()), rtol=0, atol=limit("rounding.frame")
        )
        sign, axis = wraps.quadrant_sign[w], wraps.quadrant_axis[w]
        said = "all" if axis < 0 else ("-" if sign < 0 else "") + "xyz"[axis]
        assert said == surface.get_quadrant().removeprefix("+")


def test_markers_are_the_same(pair: Pair) -> None:
    ours = pair.body.markers
    for i, name in enumerate(ours.names):
        theirs = pair.theirs.getMarkerSet().get(name)
        assert ours.location_m[i].tolist() == theirs.get_location().to_numpy().tolist()
        assert theirs.getParentFrame().findBaseFrame().getName() == pair.body.segments.names[ours.segment[i]]


def test_actuators_are_the_same(pair: Pair) -> None:
    ours = pair.body.actuators
    for i, name in enumerate(ours.names):
        theirs = pair.opensim.CoordinateActuator.safeDownCast(pair.theirs.getForceSet().get(name))
        assert pair.body.coordinates.names[ours.coordinate[i]] == theirs.getCoordinate().getName()
        assert ours.optimal_force[i] == theirs.get_optimal_force()
        assert (ours.lower[i], ours.upper[i]) == (theirs.get_min_control(), theirs.get_max_control())
    assert len(ours.names) + len(pair.body.muscles.names) == pair.theirs.getForceSet().getSize()


def test_what_opensim_writes_reads_the_same(pair: Pair, tmp_path: Path) -> None:
    written = tmp_path / "written.osim"
    pair.theirs.printToXML(str(written))
    assert b'Version="40600"' in written.read_bytes()[:200]
    again = read_osim(written)
    for part in fields(Body):
        ours, theirs = getattr(pair.body, part.name), getattr(again, part.name)
        for name in [f.name for f in fields(ours)] if is_dataclass(ours) else []:
            before, after = getattr(ours, name), getattr(theirs, name)
            if name in ("parent_point_m", "child_point_m", "inertia_kgm2"):
                before = pair.as_loaded(before)
            if (part.name, name) == ("functions", "data"):
                before, after = knots_to_six_digits(pair.body), knots_to_six_digits(again)
            assert np.array_equal(before, after), f"{part.name}.{name}"


def knots_to_six_digits(body: Body) -> Floats:
    """Coefficients of all polynomials, and knots of all splines to the six digits with which OpenSim writes them."""
    functions, found = body.functions, []
    for kind, start, count in zip(functions.kind, functions.start, functions.count, strict=True):
        if kind == PIECEWISE_CUBIC:
            rows = functions.data[start : start + 5 * count].reshape(-1, 5)
            found += [float(f"{value:.6g}") for value in rows[:, :2].ravel()]
        else:
            found += functions.data[start : start + count].tolist()
    return np.array(found)
