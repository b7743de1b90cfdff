"""A body's joint tree as plain arrays for the kernels, and segment poses over time.

A joint's motion is a chain of elementary moves, each along or about one axis, driven by a function of one coordinate:
first the translations, then the body-fixed rotations (see ``anatomy.body.Joints``). Axes that never move are folded
away when the tree is made; an axis along -x, -y or -z is turned round and its function negated, so that most rotations
only mix two columns.
"""

from collections import deque
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from trochanter.anatomy.body import TRANSLATION, Body
from trochanter.anatomy.functions import POLYNOMIAL, Functions
from trochanter.core.arrays import Flags, Floats, read_only

GENERAL = 3
CHUNK_FRAMES = 64  # frames that a thread takes at a time
Table = NDArray[Any]


JOINT = np.dtype(
    [
        ("parent", "i8"),
        ("child", "i8"),
        ("frame_turned", "i8"),
        ("child_turned", "i8"),
        ("axis_first", "i8"),
        ("axis_last", "i8"),
        ("frame_rotation", "f8", (3, 3)),
        ("frame_point", "f8", (3,)),
        ("offset", "f8", (3,)),
        ("child_rotation", "f8", (3, 3)),
        ("child_point", "f8", (3,)),
    ]
)
AXIS = np.dtype(
    [
        ("rotates", "i8"),
        ("principal", "i8"),
        ("coordinate", "i8"),
        ("kind", "i8"),
        ("first", "i8"),
        ("count", "i8"),
        ("direction", "f8", (3,)),
    ]
)
COORDINATE = np.dtype([("coupled_to", "i8"), ("kind", "i8"), ("first", "i8"), ("count", "i8")])
SEGMENT = np.dtype([("mass", "f8"), ("center", "f8", (3,)), ("inertia", "f8", (3, 3))])


class Tree(NamedTuple):
    """Joint tree for kernels: few dense tables, because a kernel call copies every array's header.

    joint (n_j,) of JOINT: frame_rotation, frame_point place F in the parent, offset is the constant translation in F,
    child_rotation is transposed, frame_turned and child_turned tell rotations from the identity, axis_first to
    axis_last are its moves; axis (n_a,) of AXIS: principal 0, 1, 2 or GENERAL, coordinate -1 for a constant, kind,
    first, count its function in data; coordinate (n_q,) of COORDINATE: coupled_to -1 if free, else its function;
    segment (n_s,) of SEGMENT; data: numbers of all functions; gravity (3,).
    """

    joint: Table
    axis: Table
    coordinate: Table
    segment: Table
    data: Floats
    gravity: Floats


def negated(data: Floats, functions: Functions, index: int) -> Floats:
    """Numbers of minus function ``index``: every coefficient but the knots' abscissae changes sign."""
    first, count = int(functions.start[index]), int(functions.count[index])
    if functions.kind[index] == POLYNOMIAL:
        return -data[first : first + count]
    rows = data[first : first + 5 * count].reshape(count, 5).copy()
    rows[:, 1:] *= -1.0
    return rows.ravel()


class _Axes:
    """Collects the moving axes of all joints."""

    def __init__(self, body: Body) -> None:
        self.body = body
        self.start: list[int] = [0]
        self.rows: list[tuple[int, int, Floats, int, int, int, int]] = []
        self.extra: list[Floats] = []
        self.size = len(body.functions.data)
        self.offset = np.zeros((len(body.joints.names), 3))

    def add_joint(self, j: int) -> None:
        for k in (3, 4, 5, 0, 1, 2):
            self._add(j, k)
        self.start.append(len(self.rows))

    def _add(self, j: int, k: int) -> None:
        joints, functions = self.body.joints, self.body.functions
        function, coordinate = int(joints.axis_function[j, k]), int(joints.axis_coordinate[j, k])
        axis, rotates = joints.axis[j, k], k < TRANSLATION
        if coordinate < 0:
            constant = functions.value(function, 0.0)
            if not rotates:
                self.offset[j] += constant * axis
            if not rotates or constant == 0.0:
                return
        kind, first, count = (int(v[function]) for v in (functions.kind, functions.start, functions.count))
        principal = _principal(axis)
        if principal < GENERAL and axis[principal] < 0.0:
            flipped = negated(functions.data, functions, function)
            axis, first = -axis, self.size
            self.extra.append(flipped)
            self.size += len(flipped)
        self.rows.append((int(rotates), principal, axis, coordinate, kind, first, count))


def _principal(axis: Floats) -> int:
    large = np.flatnonzero(np.abs(axis) > 0.0)
    return int(large[0]) if len(large) == 1 else GENERAL


def make_tree(body: Body) -> Tree:
    """The arrays of a body's joint tree, ready for the kernels; not to be written to, for the last few are kept."""
    for known, tree in tuple(_trees):
        if known is body:
            return tree
    tree = _made_tree(body)
    _trees.append((body, tree))
    return tree


_trees: deque[tuple[Body, Tree]] = deque(maxlen=4)


def _made_tree(body: Body) -> Tree:
    axes = _Axes(body)
    for j in range(len(body.joints.names)):
        axes.add_joint(j)
    return Tree(
        joint=_joint_table(body, axes),
        axis=np.array([(r, p, c, k, f, n, tuple(a)) for r, p, a, c, k, f, n in axes.rows], dtype=AXIS),
        coordinate=_coordinate_table(body),
        segment=_segment_table(body),
        data=np.concatenate([body.functions.data, *axes.extra]),
        gravity=np.array(body.gravity_m_s2),
    )


def _joint_table(body: Body, axes: _Axes) -> Table:
    joints, eye = body.joints, np.eye(3)
    table = np.zeros(len(joints.names), dtype=JOINT)
    table["parent"], table["child"] = joints.parent, joints.child
    table["frame_turned"] = np.any(joints.parent_rotation != eye, axis=(1, 2))
    table["child_turned"] = np.any(joints.child_rotation != eye, axis=(1, 2))
    table["axis_first"], table["axis_last"] = axes.start[:-1], axes.start[1:]
    table["frame_rotation"], table["frame_point"] = joints.parent_rotation, joints.parent_point_m
    table["child_rotation"], table["child_point"] = np.swapaxes(joints.child_rotation, 1, 2), joints.child_point_m
    table["offset"] = axes.offset
    return table


def _coordinate_table(body: Body) -> Table:
    functions, coupled = body.functions, body.coordinates.coupled_to
    table = np.zeros(len(coupled), dtype=COORDINATE)
    table["coupled_to"] = coupled
    dependent = np.flatnonzero(coupled >= 0)
    chosen = body.coordinates.coupler_function[dependent]
    for name, values in (("kind", functions.kind), ("first", functions.start), ("count", functions.count)):
        table[name][dependent] = values[chosen]
    return table


def _segment_table(body: Body) -> Table:
    table = np.zeros(len(body.segments.names), dtype=SEGMENT)
    table["mass"], table["center"] = body.segments.mass_kg, body.segments.mass_center_m
    table["inertia"] = body.segments.inertia_kgm2
    return table


def poses(body: Body, q: Floats) -> tuple[Floats, Floats]:
    """Rotation (n, n_s, 3, 3) and origin (n, n_s, 3) of every segment in ground at coordinates q (n, n_q)."""
    return tree_poses(make_tree(body), q)


def tree_poses(tree: Tree, q: Floats) -> tuple[Floats, Floats]:
    """The same for a tree that is made already."""
    from trochanter.core.threads import over_frames
    from trochanter.kinematics.tree_kernels import pose_span

    frames, count, segments = read_only(q), len(q), len(tree.segment)
    rotation, origin = np.empty((count, segments, 3, 3)), np.empty((count, segments, 3))
    over_frames(lambda first, last: pose_span(tree, frames, first, last, rotation, origin), count, CHUNK_FRAMES)
    return rotation, origin


def jacobian(body: Body, q: Floats, segment: int, location_m: Floats) -> tuple[Floats, Floats]:
    """How a point of a segment moves with the coordinates: rotational and translational parts (n, 3, n_q) in ground.

    location_m (3,) in the segment; q (n, n_q). A dependent coordinate counts by itself, not for the one it follows.
    """
    from trochanter.kinematics.tree_kernels import column_frames

    q = np.ascontiguousarray(q, dtype=np.float64)
    omega, v = column_frames(make_tree(body), q)
    rotation, origin = poses(body, q)
    point = origin[:, segment] + rotation[:, segment] @ location_m
    moved = coordinates_above(body, segment)
    turning = np.where(moved[:, None], omega, 0.0)
    shifting = np.where(moved[:, None], v + np.cross(omega, point[:, None]), 0.0)
    return np.swapaxes(turning, 1, 2), np.swapaxes(shifting, 1, 2)


def coordinates_above(body: Body, segment: int) -> Flags:
    """Coordinates (n_q,) of the joints between a segment and the ground."""
    joint_of = {int(child): j for j, child in enumerate(body.joints.child)}
    joints = set()
    while segment != 0:
        joints.add(joint_of[segment])
        segment = int(body.joints.parent[joint_of[segment]])
    return np.array([int(j) in joints for j in body.coordinates.joint], dtype=bool)
