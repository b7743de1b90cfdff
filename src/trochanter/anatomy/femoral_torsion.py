"""More or less femoral anteversion: the upper femur turned against its condyles, with the muscle points on it.

Anteversion is the angle of the neck in front of the axis through the condyles, seen along the shaft. Here hip centre
and knee centre stay where they are, and the bone turns about the line through both (the femur's long axis; the axis of
the shaft itself lies some degrees beside it). How much of the added angle a level of the bone takes part in is in
``data/femoral_torsion.csv``. The condyles stay, so that a recorded motion of the thigh keeps its meaning: the
trochanters move backwards under a neck that points further forwards.
"""

from dataclasses import dataclass, replace

import numpy as np

from trochanter.anatomy.body import MOVING_POINT, Body, Muscles
from trochanter.anatomy.neutral import neutral_coordinates, neutral_lengths, segment_poses
from trochanter.anatomy.rows import rows
from trochanter.core.arrays import Floats, frozen
from trochanter.core.errors import UnsupportedElement
from trochanter.core.rotations import axis_rotation
from trochanter.core.sides import SIDES, Side

_AT_CONDYLES = 0.9  # of the length: moving points from here on stay


@dataclass(frozen=True, slots=True)
class LongAxis:
    """A femur's long axis in its own frame: segment, head_m, up (3,) unit from knee centre to hip centre, length_m."""

    segment: int
    side: Side
    head_m: Floats
    up: Floats
    length_m: float

    def level(self, point_m: Floats) -> float:
        """How far down the axis a point is: 0 at the hip centre, 1 at the knee centre."""
        return float((self.head_m - point_m) @ self.up) / self.length_m


def torsion_share(level: float) -> float:
    """Part of the added anteversion that a level of the femur takes part in (data, straight lines between).

    >>> torsion_share(0.0), torsion_share(1.2)
    (1.0, 0.0)
    """
    table = rows("femoral_torsion")
    levels = [float(row["level_of_length"]) for row in table]
    return float(np.interp(level, levels, [float(row["share_of_added_anteversion"]) for row in table]))


def long_axis(body: Body, side: Side) -> LongAxis:
    """The long axis of one femur; the knee centre is the shank's origin in the neutral posture.

    Raises UnknownName where the body has no such hip.
    """
    hip = int(body.coordinates.joint[body.coordinate(f"hip_rotation_{side}")])
    femur = int(body.joints.child[hip])
    head = np.asarray(body.joints.child_point_m[hip])
    rotation, origin = segment_poses(body, neutral_coordinates(body))
    knee = rotation[femur].T @ (origin[_shank(body, femur)] - origin[femur])
    length = float(np.linalg.norm(head - knee))
    return LongAxis(femur, side, head, (head - knee) / length, length)


def _shank(body: Body, femur: int) -> int:
    """The segment on the femur that carries another one: the shank, not the kneecap."""
    children = [int(c) for p, c in zip(body.joints.parent, body.joints.child, strict=True) if p == femur]
    return next((child for child in children if child in body.joints.parent), children[0])


def with_anteversion(body: Body, added_rad: float) -> Body:
    """``body`` with so much more femoral anteversion on both sides (less where negative), radians.

    Muscle points and wrap surfaces of both femurs turn by their level's share. Optimal fibre and tendon slack lengths
    grow with each muscle's length in the neutral posture, as in scaling: who has grown up with such a bone has muscles
    that fit it. Masses and joints stay. Raises UnknownName where the body lacks a hip, UnsupportedElement where a path
    point of the upper femur moves with a joint angle.
    """
    if added_rad == 0.0:
        return body
    points, places, turns = body.paths.point_m.copy(), body.wraps.point_m.copy(), body.wraps.rotation.copy()
    for axis in (long_axis(body, side) for side in SIDES):
        for p in np.flatnonzero(body.paths.point_segment == axis.segment):
            if _fixed(body, int(p), axis):
                points[p] = _turned(axis, points[p], added_rad)
        for w in np.flatnonzero(body.wraps.segment == axis.segment):
            turns[w] = _turn(axis, places[w], added_rad) @ turns[w]
            places[w] = _turned(axis, places[w], added_rad)
    wraps = replace(body.wraps, point_m=frozen(places), rotation=frozen(turns))
    changed = replace(body, paths=replace(body.paths, point_m=frozen(points)), wraps=wraps)
    return replace(changed, muscles=_grown(body, changed))


def _fixed(body: Body, p: int, axis: LongAxis) -> bool:
    if body.paths.point_kind[p] != MOVING_POINT:
        return True
    if axis.level(body.paths.point_m[p]) >= _AT_CONDYLES:
        return False
    raise UnsupportedElement(
        body.source or body.name,
        "a path point of the upper femur that moves with a joint angle",
        body.paths.point_names[p],
        ("fixed and conditional points on the femur",),
        "leave the change of anteversion out for this model",
    )


def _turn(axis: LongAxis, point_m: Floats, added_rad: float) -> Floats:
    """Rotation (3, 3) of the bone at a point's level: clockwise from above on the right, the other way on the left."""
    sign = -1.0 if axis.side is Side.RIGHT else 1.0
    return axis_rotation(axis.up, sign * added_rad * torsion_share(axis.level(point_m)))


def _turned(axis: LongAxis, point_m: Floats, added_rad: float) -> Floats:
    return np.asarray(axis.head_m + _turn(axis, point_m, added_rad) @ (point_m - axis.head_m))


def _grown(before: Body, after: Body) -> Muscles:
    """Muscles whose fibres and tendons have grown with their neutral length."""
    everyone = range(len(before.muscles.names))
    growth = neutral_lengths(after, everyone) / neutral_lengths(before, everyone)
    return replace(
        before.muscles,
        optimal_fiber_length_m=frozen(growth * before.muscles.optimal_fiber_length_m),
        tendon_slack_length_m=frozen(growth * before.muscles.tendon_slack_length_m),
    )
