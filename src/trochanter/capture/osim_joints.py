"""Joints of an ``.osim`` model, all as one generic kind with three rotations and three translations.

Ball and free joints have body-fixed X-Y-Z angles as coordinates, as in OpenSim. Their generalised forces here belong
to those angles; OpenSim's belong to the angular velocity, so its inverse dynamics reports other moments for these two.
"""

from dataclasses import dataclass, field

import numpy as np

from trochanter.anatomy.body import ROTATION, TRANSLATION, Joints
from trochanter.capture.osim_coordinates import CoordinateRows, read_coordinates
from trochanter.capture.osim_file import Element, OsimFile
from trochanter.capture.osim_frames import ZERO, Frames, Pose
from trochanter.capture.osim_functions import Curve, Curves, find_function, read_function
from trochanter.core.arrays import frozen

# Which of the six axes (rotations about x, y, z, then translations along x, y, z) each coordinate drives, in order.
_DRIVEN = {
    "WeldJoint": (),
    "PinJoint": (2,),
    "SliderJoint": (3,),
    "UniversalJoint": (0, 1),
    "PlanarJoint": (2, 3, 4),
    "GimbalJoint": (0, 1, 2),
    "BallJoint": (0, 1, 2),
    "FreeJoint": (0, 1, 2, 3, 4, 5),
}
JOINT_TAGS = ("CustomJoint", *_DRIVEN)
_AXIS_NAMES = ("rotation1", "rotation2", "rotation3", "translation1", "translation2", "translation3")
_UNIT_AXES = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)) * 2
_IDENTITY, _ZERO = Curve((0.0, 1.0)), Curve((0.0,))


@dataclass(slots=True)
class JointRow:
    """One joint: poses of its frames, six axes, the function and coordinate (-1: none) of each."""

    name: str
    element: Element
    parent: Pose
    child: Pose
    axis: list[tuple[float, ...]] = field(default_factory=lambda: list(_UNIT_AXES))
    function: list[int] = field(default_factory=list)
    coordinate: list[int] = field(default_factory=lambda: [-1] * 6)


def read_joints(
    file: OsimFile, model: Element, frames: Frames, curves: Curves, coordinates: CoordinateRows
) -> list[JointRow]:
    """Read all joints in the order of the file; the coordinates they own are added to ``coordinates``."""
    rows: list[JointRow] = []
    for item, parent, child in (_old_joints if file.version < 40000 else _joints)(file, model, frames):
        row = JointRow(file.name(item), item, parent, child)
        _read_axes(file, row, curves, coordinates, len(rows))
        rows.append(row)
    return rows


def _joints(file: OsimFile, model: Element, frames: Frames) -> list[tuple[Element, Pose, Pose]]:
    items = file.objects(model, "JointSet")
    _refuse_same_names(file, items)
    for item in items:
        frames.add_offsets(item, f"/jointset/{file.name(item)}", "frames")
    found = []
    for item in items:
        path = f"/jointset/{file.name(item)}"
        ends = [frames.pose(file.text(item, f"socket_{end}_frame"), path, item) for end in ("parent", "child")]
        found.append((item, ends[0], ends[1]))
    return found


def _old_joints(file: OsimFile, model: Element, frames: Frames) -> list[tuple[Element, Pose, Pose]]:
    found = []
    for body in file.objects(model, "BodySet"):
        for item in file.objects(body, "Joint"):
            parent = frames.pose(file.text(item, "parent_body"), "/bodyset", item).then(
                file.vector(item, "orientation_in_parent", ZERO), file.vector(item, "location_in_parent", ZERO)
            )
            child = frames.pose(file.name(body), "/bodyset", item).then(
                file.vector(item, "orientation", ZERO), file.vector(item, "location", ZERO)
            )
            found.append((item, parent, child))
    _refuse_same_names(file, [item for item, _, _ in found])
    return found


def _refuse_same_names(file: OsimFile, joints: list[Element]) -> None:
    names: set[str] = set()
    for item in joints:
        if file.name(item) in names:
            raise file.bad(f"there are two joints '{file.name(item)}'", item, "one joint of a name")
        names.add(file.name(item))


def _read_axes(file: OsimFile, row: JointRow, curves: Curves, coordinates: CoordinateRows, index: int) -> None:
    item = row.element
    if item.tag not in JOINT_TAGS:
        raise file.unsupported(item, row.name, JOINT_TAGS)
    if file.flag(item, "reverse", default=False):
        raise file.unsupported(item, row.name, ["reverse = false"], "a reversed joint")
    driven = _DRIVEN.get(str(item.tag))
    own = read_coordinates(file, item, None if driven is None else len(driven), coordinates, index)
    row.function = [curves.add(_ZERO)] * 6
    if driven is None:
        _read_transform(file, row, own, curves)
    else:
        for coordinate, axis in zip(own.values(), driven, strict=True):
            row.coordinate[axis], row.function[axis] = coordinate, curves.add(_IDENTITY)
    for name, coordinate in own.items():
        if coordinate not in row.coordinate:
            raise file.bad(f"coordinate '{name}' of joint '{row.name}' moves nothing", item, "an axis that it drives")
        coordinates.is_rotation[coordinate] = coordinate in row.coordinate[ROTATION:TRANSLATION]


def _read_transform(file: OsimFile, row: JointRow, own: dict[str, int], curves: Curves) -> None:
    transform = file.child(row.element, "SpatialTransform")
    seen: set[str] = set()
    for element in () if transform is None else transform:
        if element.tag != "TransformAxis":
            continue
        name = file.optional_name(element)
        if name not in _AXIS_NAMES:
            raise file.bad(
                f"joint '{row.name}' has an axis '{name}'",
                element,
                ", ".join(_AXIS_NAMES),
                "name the axis by its place",
            )
        if name in seen:
            raise file.bad(f"joint '{row.name}' has two axes '{name}'", element, "each axis once")
        seen.add(name)
        _read_transform_axis(file, row, element, _AXIS_NAMES.index(name), own, curves)


def _read_transform_axis(
    file: OsimFile, row: JointRow, element: Element, place: int, own: dict[str, int], curves: Curves
) -> None:
    owner = f"{_AXIS_NAMES[place]} of joint {row.name}"
    axis = file.vector(element, "axis", _UNIT_AXES[place])
    length = float(np.linalg.norm(axis))
    if length < 1e-12:
        raise file.bad(f"the axis of {owner} is zero", element, "a direction such as 0 0 1")
    row.axis[place] = tuple(value / length for value in axis)
    function = find_function(file, element, "function")
    curve = _ZERO if function is None else read_function(file, function, owner)
    names = file.text(element, "coordinates").split()
    row.function[place] = curves.add(curve)
    if curve.constant:
        return
    if len(names) != 1:
        raise file.bad(f"{owner} depends on {len(names)} coordinates", element, "one coordinate for one function")
    if names[0] not in own:
        raise file.unknown("coordinate of this joint", names[0], own, row.element)
    row.coordinate[place] = own[names[0]]


def freeze_joints(rows: list[JointRow]) -> Joints:
    """The read-only arrays of joints that are already in order."""
    return Joints(
        names=tuple(row.name for row in rows),
        parent=frozen([row.parent.segment for row in rows], np.int64),
        child=frozen([row.child.segment for row in rows], np.int64),
        parent_rotation=frozen([row.parent.rotation for row in rows], shape=(-1, 3, 3)),
        parent_point_m=frozen([row.parent.origin for row in rows], shape=(-1, 3)),
        child_rotation=frozen([row.child.rotation for row in rows], shape=(-1, 3, 3)),
        child_point_m=frozen([row.child.origin for row in rows], shape=(-1, 3)),
        axis=frozen([row.axis for row in rows], shape=(-1, 6, 3)),
        axis_function=frozen([row.function for row in rows], np.int64, (-1, 6)),
        axis_coordinate=frozen([row.coordinate for row in rows], np.int64, (-1, 6)),
    )
