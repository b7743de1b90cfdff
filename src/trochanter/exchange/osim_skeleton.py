"""Segments, joints, coordinates, couplers, wrap surfaces and markers as elements of an ``.osim`` file."""

from xml.etree.ElementTree import Element

import numpy as np

from trochanter.anatomy.body import ROTATION, SPHERE, TRANSLATION, Body
from trochanter.anatomy.functions import POLYNOMIAL
from trochanter.core.arrays import Floats
from trochanter.core.rotations import axis_rotation
from trochanter.exchange.osim_xml import add, add_function, add_set, body_angles, flag

_AXES = ("rotation1", "rotation2", "rotation3", "translation1", "translation2", "translation3")
_GROUND = 0


def segment_path(body: Body, index: int) -> str:
    """Path of a segment in the model."""
    return "/ground" if index == _GROUND else f"/bodyset/{body.segments.names[index]}"


def coordinate_path(body: Body, index: int) -> str:
    """Path of a coordinate in the model."""
    return f"/jointset/{body.joints.names[body.coordinates.joint[index]]}/{body.coordinates.names[index]}"


def add_segments(model: Element, body: Body) -> None:
    """Add the ground and the body set, with the wrap surfaces that are fixed in each."""
    _add_wraps(add(model, "Ground", name="ground"), body, _GROUND)
    bodies = add_set(model, "BodySet", "bodyset")
    table = body.segments
    for k in range(1, len(table.names)):
        segment = add(bodies, "Body", name=table.names[k])
        inertia = table.inertia_kgm2[k]
        add(segment, "mass", float(table.mass_kg[k]))
        add(segment, "mass_center", table.mass_center_m[k])
        add(segment, "inertia", [inertia[i, j] for i, j in ((0, 0), (1, 1), (2, 2), (0, 1), (0, 2), (1, 2))])
        _add_wraps(segment, body, k)


def _add_wraps(owner: Element, body: Body, segment: int) -> None:
    table = body.wraps
    objects = add_set(owner, "WrapObjectSet", "wrapobjectset")
    for w in np.flatnonzero(table.segment == segment):
        sphere = table.kind[w] == SPHERE
        wrap = add(objects, "WrapSphere" if sphere else "WrapCylinder", name=table.names[w])
        axis, sign = int(table.quadrant_axis[w]), "-" if table.quadrant_sign[w] < 0 else ""
        add(wrap, "active", flag(True))
        add(wrap, "xyz_body_rotation", body_angles(table.rotation[w]))
        add(wrap, "translation", table.point_m[w])
        add(wrap, "quadrant", "all" if axis < 0 else f"{sign}{'xyz'[axis]}")
        add(wrap, "radius", float(table.radius_m[w]))
        if not sphere:
            add(wrap, "length", float(table.length_m[w]))


def add_joints(model: Element, body: Body) -> None:
    """Add the joint set: custom joints, and welds where a joint has no coordinate."""
    joints = add_set(model, "JointSet", "jointset")
    for j, name in enumerate(body.joints.names):
        own = np.flatnonzero(body.coordinates.joint == j)
        joint = add(joints, "CustomJoint" if len(own) else "WeldJoint", name=name)
        _add_frames(joint, body, j, fixed=len(own) == 0)
        if len(own):
            coordinates = add(joint, "coordinates")
            for k in own:
                _add_coordinate(coordinates, body, int(k))
            _add_transform(joint, body, j)


def _add_frames(joint: Element, body: Body, j: int, *, fixed: bool) -> None:
    table = body.joints
    start = table.parent_rotation[j], table.parent_point_m[j]
    if fixed:
        turn, shift = _constant_motion(body, j)
        start = start[0] @ turn, start[1] + start[0] @ shift
    ends = (
        ("parent", int(table.parent[j]), start),
        ("child", int(table.child[j]), (table.child_rotation[j], table.child_point_m[j])),
    )
    for end, _, _ in ends:
        add(joint, f"socket_{end}_frame", f"{end}_offset")
    frames = add(joint, "frames")
    for end, segment, (rotation, point) in ends:
        frame = add(frames, "PhysicalOffsetFrame", name=f"{end}_offset")
        add(frame, "socket_parent", segment_path(body, segment))
        add(frame, "translation", point)
        add(frame, "orientation", body_angles(rotation))


def _constant_motion(body: Body, j: int) -> tuple[Floats, Floats]:
    table = body.joints
    f = np.array([body.functions.value(int(index), 0.0) for index in table.axis_function[j]])
    turn = np.eye(3)
    for k in range(ROTATION, TRANSLATION):
        turn = turn @ axis_rotation(table.axis[j, k], f[k])
    return turn, np.asarray(f[TRANSLATION:] @ table.axis[j, TRANSLATION:])


def _add_coordinate(parent: Element, body: Body, k: int) -> None:
    table = body.coordinates
    coordinate = add(parent, "Coordinate", name=table.names[k])
    add(coordinate, "default_value", float(table.default[k]))
    add(coordinate, "range", [table.lower[k], table.upper[k]])
    add(coordinate, "clamped", flag(table.clamped[k]))
    add(coordinate, "locked", flag(table.locked[k]))
    prescribed = int(table.prescribed_function[k])
    if prescribed >= 0:
        add_function(add(coordinate, "prescribed_function"), body, prescribed)
    add(coordinate, "prescribed", flag(prescribed >= 0))


def _add_transform(joint: Element, body: Body, j: int) -> None:
    table = body.joints
    transform = add(joint, "SpatialTransform")
    for k, name in enumerate(_AXES):
        axis = add(transform, "TransformAxis", name=name)
        driver, function = int(table.axis_coordinate[j, k]), int(table.axis_function[j, k])
        moves = driver >= 0 and not _is_constant(body, function)
        add(axis, "coordinates", body.coordinates.names[driver] if moves else "")
        add(axis, "axis", table.axis[j, k])
        add_function(axis, body, function, "function")


def _is_constant(body: Body, function: int) -> bool:
    return bool(body.functions.kind[function] == POLYNOMIAL and body.functions.count[function] == 1)


def add_couplers(model: Element, body: Body) -> None:
    """Add the constraint set: one coupler for each dependent coordinate."""
    table = body.coordinates
    constraints = add_set(model, "ConstraintSet", "constraintset")
    for k in np.flatnonzero(table.coupled_to >= 0):
        coupler = add(constraints, "CoordinateCouplerConstraint", name=f"{table.names[k]}_coupler")
        add(coupler, "isEnforced", flag(True))
        add_function(add(coupler, "coupled_coordinates_function"), body, int(table.coupler_function[k]))
        add(coupler, "independent_coordinate_names", table.names[table.coupled_to[k]])
        add(coupler, "dependent_coordinate_name", table.names[k])


def add_markers(model: Element, body: Body) -> None:
    """Add the marker set."""
    markers = add_set(model, "MarkerSet", "markerset")
    for name, segment, location in zip(body.markers.names, body.markers.segment, body.markers.location_m, strict=True):
        marker = add(markers, "Marker", name=name)
        add(marker, "socket_parent_frame", segment_path(body, int(segment)))
        add(marker, "location", location)
        add(marker, "fixed", flag(False))
