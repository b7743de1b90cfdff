"""Muscles with their paths and coordinate actuators as elements of an ``.osim`` file."""

from xml.etree.ElementTree import Element

import numpy as np

from trochanter.anatomy.body import CONDITIONAL_POINT, MOVING_POINT, Body, MillardCurves, ThelenCurves
from trochanter.exchange.osim_skeleton import coordinate_path, segment_path
from trochanter.exchange.osim_xml import add, add_function, add_set, flag

_MILLARD = {
    "ActiveForceLengthCurve": (
        "min_norm_active_fiber_length",
        "transition_norm_fiber_length",
        "max_norm_active_fiber_length",
        "shallow_ascending_slope",
        "minimum_value",
    ),
    "ForceVelocityCurve": (
        "concentric_slope_at_vmax",
        "concentric_slope_near_vmax",
        "isometric_slope",
        "eccentric_slope_at_vmax",
        "eccentric_slope_near_vmax",
        "max_eccentric_velocity_force_multiplier",
        "concentric_curviness",
        "eccentric_curviness",
    ),
    "FiberForceLengthCurve": (
        "strain_at_zero_force",
        "strain_at_one_norm_force",
        "stiffness_at_low_force",
        "stiffness_at_one_norm_force",
        "passive_curviness",
    ),
}
_RENAMED = {"passive_curviness": "curviness"}
_THELEN = {
    "FmaxMuscleStrain": "passive_strain_at_one",
    "KshapePassive": "passive_shape",
    "KshapeActive": "active_shape",
    "Af": "velocity_shape",
    "Flen": "max_eccentric",
}


def add_forces(model: Element, body: Body) -> None:
    """Add the force set: muscles, then coordinate actuators."""
    forces = add_set(model, "ForceSet", "forceset")
    for m in range(len(body.muscles.names)):
        _add_muscle(forces, body, m)
    table = body.actuators
    for k, name in enumerate(table.names):
        actuator = add(forces, "CoordinateActuator", name=name)
        add(actuator, "min_control", float(table.lower[k]))
        add(actuator, "max_control", float(table.upper[k]))
        add(actuator, "coordinate", body.coordinates.names[table.coordinate[k]])
        add(actuator, "optimal_force", float(table.optimal_force[k]))


def _add_muscle(forces: Element, body: Body, m: int) -> None:
    table = body.muscles
    curves = table.curves[table.curve[m]]
    thelen = isinstance(curves, ThelenCurves)
    muscle = add(forces, "Thelen2003Muscle" if thelen else "Millard2012EquilibriumMuscle", name=table.names[m])
    _add_path(muscle, body, m)
    add(muscle, "max_isometric_force", float(table.max_isometric_force_N[m]))
    add(muscle, "optimal_fiber_length", float(table.optimal_fiber_length_m[m]))
    add(muscle, "tendon_slack_length", float(table.tendon_slack_length_m[m]))
    add(muscle, "pennation_angle_at_optimal", float(table.pennation_rad[m]))
    add(muscle, "max_contraction_velocity", float(table.max_contraction_velocity[m]))
    add(muscle, "minimum_activation", float(table.minimum_activation[m]))
    if isinstance(curves, MillardCurves):
        _add_millard(muscle, curves, table.names[m])
    else:
        for tag, key in _THELEN.items():
            add(muscle, tag, float(getattr(curves, key)))


def _add_millard(muscle: Element, curves: MillardCurves, name: str) -> None:
    add(muscle, "ignore_tendon_compliance", flag(True))
    for tag, keys in _MILLARD.items():
        curve = add(muscle, tag, name=f"{name}_{tag}")
        for key in keys:
            add(curve, _RENAMED.get(key, key), float(getattr(curves, key)))


def _add_path(muscle: Element, body: Body, m: int) -> None:
    paths = body.paths
    path = add(muscle, "GeometryPath", name="geometrypath")
    points = add_set(path, "PathPointSet")
    for k in body.muscle_points(m):
        _add_point(points, body, k)
    wraps = add_set(path, "PathWrapSet")
    for w in range(int(paths.wrap_start[m]), int(paths.wrap_start[m + 1])):
        wrap = add(wraps, "PathWrap", name=f"pathwrap_{w - int(paths.wrap_start[m]) + 1}")
        add(wrap, "wrap_object", body.wraps.names[paths.wrap[w]])
        add(wrap, "method", "hybrid")
        ends = [int(end) + 1 if end >= 0 else -1 for end in (paths.wrap_first[w], paths.wrap_last[w])]
        add(wrap, "range", f"{ends[0]} {ends[1]}")


def _add_point(points: Element, body: Body, k: int) -> None:
    paths = body.paths
    kind = int(paths.point_kind[k])
    tag = {CONDITIONAL_POINT: "ConditionalPathPoint", MOVING_POINT: "MovingPathPoint"}.get(kind, "PathPoint")
    point = add(points, tag, name=paths.point_names[k])
    add(point, "socket_parent_frame", segment_path(body, int(paths.point_segment[k])))
    if kind == MOVING_POINT:
        _add_motion(point, body, k)
        return
    add(point, "location", paths.point_m[k])
    if kind == CONDITIONAL_POINT:
        add(point, "socket_coordinate", coordinate_path(body, int(paths.condition_coordinate[k])))
        add(point, "range", [paths.condition_lower[k], paths.condition_upper[k]])


def _add_motion(point: Element, body: Body, k: int) -> None:
    """The location functions of a moving point; a component that does not move still needs some coordinate."""
    drivers, functions = body.paths.moving_coordinate[k], body.paths.moving_function[k]
    anchor = int(np.max(drivers, initial=0))
    for letter, driver in zip("xyz", drivers, strict=True):
        add(point, f"socket_{letter}_coordinate", coordinate_path(body, int(driver) if driver >= 0 else anchor))
    for axis, letter in enumerate("xyz"):
        location = add(point, f"{letter}_location")
        if functions[axis] >= 0:
            add_function(location, body, int(functions[axis]))
        else:
            add(add(location, "Constant"), "value", float(body.paths.point_m[k, axis]))
