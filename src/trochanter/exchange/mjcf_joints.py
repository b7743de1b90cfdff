"""A body's joints as MuJoCo's: which joint each elementary move becomes, and what ties the dependent ones.

MuJoCo moves a body by its joints one after the other, each along or about an axis fixed in the body: first all slides,
then the hinges, which is the chain of a custom joint (see ``anatomy.body.Joints``). A move that is a coordinate itself,
give or take its sign and an offset, is the joint of that coordinate; every other move gets a joint of its own, tied to
its coordinate by a polynomial of fourth degree, the highest that MuJoCo has.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from trochanter.anatomy.body import TRANSLATION, Body
from trochanter.anatomy.functions import POLYNOMIAL
from trochanter.core.arrays import Floats, frozen
from trochanter.core.errors import CannotExport

DEGREE = 4
_ORDER = (3, 4, 5, 0, 1, 2)  # translations move the body before rotations turn it
_WORDS = ("rotation1", "rotation2", "rotation3", "translation1", "translation2", "translation3")
_SAMPLES = 201


@dataclass(frozen=True, slots=True)
class Move:
    """One MuJoCo joint: its name, the joint and axis it stands for, and the value it has.

    value = scale times the coordinate where it stands for it (direct), else function of the coordinate; offset: of a
    direct move, what the function adds; coordinate: the independent one that drives it.
    """

    name: str
    joint: int
    axis: int
    coordinate: int
    direct: bool
    scale: float = 1.0
    offset: float = 0.0


def moves_of(body: Body) -> tuple[Move, ...]:
    """Every moving axis in MuJoCo's order; raises CannotExport for a coordinate that is no joint's own."""
    taken: set[int] = set()
    axes = [(j, k) for j in depth_first(body, 0) for k in _ORDER if int(body.joints.axis_coordinate[j, k]) >= 0]
    found = [_move(body, j, k, taken) for j, k in axes]
    _refuse_lost(body, {move.coordinate for move in found if not move.direct} - taken)
    return tuple(found)


def depth_first(body: Body, segment: int) -> Iterator[int]:
    """Joints below a segment in the order in which MuJoCo numbers what a file nests: a whole limb, then the next."""
    for j in np.flatnonzero(body.joints.parent == segment):
        yield int(j)
        yield from depth_first(body, int(body.joints.child[j]))


def _move(body: Body, joint: int, axis: int, taken: set[int]) -> Move:
    coordinate = int(body.joints.axis_coordinate[joint, axis])
    line = _line(body, int(body.joints.axis_function[joint, axis]))
    free = int(body.coordinates.coupled_to[coordinate]) < 0
    if line is not None and abs(line[1]) == 1.0 and free and coordinate not in taken:
        taken.add(coordinate)
        return Move(
            body.coordinates.names[coordinate], joint, axis, coordinate, direct=True, scale=line[1], offset=line[0]
        )
    name = f"{body.joints.names[joint]}_{_WORDS[axis]}"
    return Move(name, joint, axis, independent(body, coordinate), direct=False)


def _line(body: Body, function: int) -> tuple[float, float] | None:
    """Offset and slope of a straight function, None for others."""
    table = body.functions
    first, count = int(table.start[function]), int(table.count[function])
    if table.kind[function] != POLYNOMIAL or count != 2:
        return None
    return float(table.data[first]), float(table.data[first + 1])


def independent(body: Body, coordinate: int) -> int:
    """The coordinate that another follows, or itself."""
    leader = int(body.coordinates.coupled_to[coordinate])
    return coordinate if leader < 0 else independent(body, leader)


def _refuse_lost(body: Body, lost: set[int]) -> None:
    for coordinate in sorted(lost):
        name, what = body.coordinates.names[coordinate], "curves only and no axis that is the coordinate itself"
        raise CannotExport(
            body.source or body.name, name, what, "MJCF", "add a joint axis that moves with it one to one"
        )


def value_of(body: Body, move: Move, q: Floats) -> Floats:
    """Values (n,) of a joint at values q (n,) of its independent coordinate."""
    if move.direct:
        return np.asarray(q, dtype=np.float64)
    function = int(body.joints.axis_function[move.joint, move.axis])
    own = int(body.joints.axis_coordinate[move.joint, move.axis])
    return np.array([body.functions.value(function, _followed(body, own, float(x))) for x in q])


def _followed(body: Body, coordinate: int, leader_value: float) -> float:
    if int(body.coordinates.coupled_to[coordinate]) < 0:
        return leader_value
    before = _followed(body, int(body.coordinates.coupled_to[coordinate]), leader_value)
    return body.functions.value(int(body.coordinates.coupler_function[coordinate]), before)


@dataclass(frozen=True, slots=True)
class Tie:
    """What holds a dependent joint: ascending coefficients (5,) and the largest error over the coordinate's range."""

    move: Move
    coefficients: Floats
    error: float


def ties_of(body: Body, moves: tuple[Move, ...]) -> tuple[Tie, ...]:
    """The polynomials of all joints that are not a coordinate themselves."""
    return tuple(_tie(body, move) for move in moves if not move.direct)


def _tie(body: Body, move: Move) -> Tie:
    low, high = _range(body, move.coordinate)
    x = np.linspace(low, high, _SAMPLES)
    y = value_of(body, move, x)
    fit = np.polynomial.Polynomial.fit(x, y, DEGREE).convert()
    coefficients = np.zeros(DEGREE + 1)
    coefficients[: len(fit.coef)] = fit.coef
    return Tie(move, frozen(coefficients), float(np.abs(fit(x) - y).max()))


def _range(body: Body, coordinate: int) -> tuple[float, float]:
    low, high = float(body.coordinates.lower[coordinate]), float(body.coordinates.upper[coordinate])
    whole = np.isfinite([low, high]).all() and low < high
    return (low, high) if whole else (-np.pi, np.pi)


def axis_in_child(body: Body, move: Move) -> Floats:
    """Direction (3,) of a move in the child segment; the sign of a direct move included."""
    turned = body.joints.child_rotation[move.joint] @ body.joints.axis[move.joint, move.axis]
    return np.asarray(move.scale * turned if move.direct else turned)


def is_slide(move: Move) -> bool:
    """Whether a move shifts rather than turns."""
    return move.axis >= TRANSLATION


def rest_pose(body: Body, joint: int) -> tuple[Floats, Floats]:
    """Rotation (3, 3) and origin (3,) of the child in the parent with every move at 0; raises CannotExport.

    Constant shifts are part of it; a constant turn other than 0 is not supported.
    """
    joints = body.joints
    shift = np.zeros(3)
    for k in range(6):
        if int(joints.axis_coordinate[joint, k]) >= 0:
            continue
        constant = body.functions.value(int(joints.axis_function[joint, k]), 0.0)
        if k >= TRANSLATION:
            shift += constant * joints.axis[joint, k]
        elif constant != 0.0:
            where, name = body.source or body.name, joints.names[joint]
            raise CannotExport(where, name, "a constant turn among its axes", "MJCF", "turn the joint's frame instead")
    turn = joints.parent_rotation[joint] @ joints.child_rotation[joint].T
    origin = joints.parent_point_m[joint] + joints.parent_rotation[joint] @ shift - turn @ joints.child_point_m[joint]
    return turn, origin
