"""A pelvis tilted further forward or back: its muscle points turn about the line through both hip centres.

Joint frames stay, and with them hip centres, thighs and everything below: coordinates keep the meaning that they had
before, net joint forces and moments of the legs stay, and only where muscles begin changes. Said in the new pelvis's
own angles, both hips are flexed by the tilt more.
"""

from dataclasses import dataclass, replace

import numpy as np

from trochanter.anatomy.body import MOVING_POINT, Body, Paths
from trochanter.core.arrays import Floats, Ints, frozen
from trochanter.core.errors import UnsupportedElement
from trochanter.core.rotations import axis_rotation
from trochanter.core.sides import SIDES


@dataclass(frozen=True, slots=True)
class HipLine:
    """The line through both hip centres in the pelvis: segment, middle_m (3,), right (3,) unit from left to right."""

    segment: int
    middle_m: Floats
    right: Floats


def hip_line(body: Body) -> HipLine:
    """The line through a body's hip centres; raises UnknownName where it lacks a hip."""
    joints = [int(body.coordinates.joint[body.coordinate(f"hip_rotation_{side}")]) for side in SIDES]
    right, left = (np.asarray(body.joints.parent_point_m[j]) for j in joints)
    width = float(np.linalg.norm(right - left))
    return HipLine(int(body.joints.parent[joints[0]]), 0.5 * (right + left), (right - left) / width)


def tilt_rotation(body: Body, forward_rad: float) -> Floats:
    """Rotation (3, 3) in the pelvis's frame that tilts it forward: its upper end goes to the front."""
    return axis_rotation(hip_line(body).right, -forward_rad)


def with_pelvic_tilt(body: Body, forward_rad: float) -> Body:
    """``body`` with the pelvis turned forward (back where negative) about both hip centres, the legs where they are.

    Muscle points and wrap surfaces of the pelvis turn, and the ranges in which conditional points act shift with the
    flexion that they stand for; segments above the pelvis turn with it. Raises UnknownName where the body lacks a hip,
    UnsupportedElement where a path point of the pelvis moves with a joint angle.
    """
    if forward_rad == 0.0:
        return body
    line, turn = hip_line(body), tilt_rotation(body, forward_rad)
    own = np.flatnonzero(body.paths.point_segment == line.segment)
    _refuse_moving(body, own)
    points, places, turns = body.paths.point_m.copy(), body.wraps.point_m.copy(), body.wraps.rotation.copy()
    points[own] = line.middle_m + (points[own] - line.middle_m) @ turn.T
    for w in np.flatnonzero(body.wraps.segment == line.segment):
        turns[w] = turn @ turns[w]
        places[w] = line.middle_m + turn @ (places[w] - line.middle_m)
    wraps = replace(body.wraps, point_m=frozen(places), rotation=frozen(turns))
    return replace(body, paths=_shifted(body, points, forward_rad), wraps=wraps)


def _shifted(body: Body, points: Floats, forward_rad: float) -> Paths:
    """Paths with new points, their conditions on hip flexion shifted: the tilted hip is flexed by so much more."""
    flexions = [body.coordinate(f"hip_flexion_{side}") for side in SIDES]
    shift = np.where(np.isin(body.paths.condition_coordinate, flexions), forward_rad, 0.0)
    return replace(
        body.paths,
        point_m=frozen(points),
        condition_lower=frozen(body.paths.condition_lower - shift),
        condition_upper=frozen(body.paths.condition_upper - shift),
    )


def _refuse_moving(body: Body, own: Ints) -> None:
    moving = [int(p) for p in own if body.paths.point_kind[p] == MOVING_POINT]
    if moving:
        raise UnsupportedElement(
            body.source or body.name,
            "a path point of the pelvis that moves with a joint angle",
            body.paths.point_names[moving[0]],
            ("fixed and conditional points on the pelvis",),
            "leave the pelvic tilt out for this model",
        )
