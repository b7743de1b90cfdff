"""A body in its neutral posture, in plain NumPy: segment poses and path lengths without the engine.

Neutral: every rotation zero, every translation at its default, dependent coordinates from their couplers.
"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from trochanter.anatomy.body import (
    CONDITION_SLACK,
    CONDITIONAL_POINT,
    MOVING_POINT,
    ROTATION,
    SPHERE,
    TRANSLATION,
    Body,
)
from trochanter.core.arrays import Floats
from trochanter.core.rotations import axis_rotation


def neutral_coordinates(body: Body) -> Floats:
    """Coordinate values (n,) of the neutral posture."""
    table = body.coordinates
    values = np.where(table.is_rotation, 0.0, table.default)
    for k in np.flatnonzero(table.coupled_to >= 0):
        values[k] = body.functions.value(int(table.coupler_function[k]), float(values[table.coupled_to[k]]))
    return values


def segment_poses(body: Body, q: Floats) -> tuple[Floats, Floats]:
    """Rotation (n, 3, 3) and origin (n, 3) of every segment in the ground at coordinate values ``q``."""
    joints = body.joints
    rotation = np.tile(np.eye(3), (len(body.segments.names), 1, 1))
    origin = np.zeros((len(body.segments.names), 3))
    for j, (parent, child) in enumerate(zip(joints.parent, joints.child, strict=True)):
        turn, shift = _joint_motion(body, j, q)
        frame = rotation[parent] @ joints.parent_rotation[j]
        rotation[child] = frame @ turn @ joints.child_rotation[j].T
        start = origin[parent] + rotation[parent] @ joints.parent_point_m[j]
        origin[child] = start + frame @ shift - rotation[child] @ joints.child_point_m[j]
    return rotation, origin


def _joint_motion(body: Body, j: int, q: Floats) -> tuple[Floats, Floats]:
    joints = body.joints
    driver = joints.axis_coordinate[j]
    f = [
        body.functions.value(int(joints.axis_function[j, k]), float(q[driver[k]]) if driver[k] >= 0 else 0.0)
        for k in range(6)
    ]
    turn = np.eye(3)
    for k in range(ROTATION, TRANSLATION):
        turn = turn @ axis_rotation(joints.axis[j, k], f[k])
    return turn, np.asarray(f[TRANSLATION:] @ joints.axis[j, TRANSLATION:])


def neutral_lengths(body: Body, muscles: Sequence[int]) -> Floats:
    """Neutral path lengths (len(muscles),) in metres: straight between points and round spheres, through cylinders.

    A cylinder is left out because the ratio of two such lengths, which scaling needs, hardly depends on it.
    """
    q = neutral_coordinates(body)
    poses = segment_poses(body, q)
    return np.array([_length(body, m, q, poses) for m in muscles])


def _length(body: Body, muscle: int, q: Floats, poses: tuple[Floats, Floats]) -> float:
    rotation, origin = poses
    points = [origin[s] + rotation[s] @ p for s, p in (_point(body, k, q) for k in body.muscle_points(muscle))]
    points = [p for p, k in zip(points, body.muscle_points(muscle), strict=True) if _active(body, k, q)]
    spheres = []
    for w in body.paths.wrap[body.paths.wrap_start[muscle] : body.paths.wrap_start[muscle + 1]]:
        if body.wraps.kind[w] == SPHERE:
            s = body.wraps.segment[w]
            spheres.append((origin[s] + rotation[s] @ body.wraps.point_m[w], float(body.wraps.radius_m[w])))
    ways = ([float(np.linalg.norm(b - a)), *(round_sphere(a, b, *s) for s in spheres)] for a, b in pairwise(points))
    return sum(max(way) for way in ways)


def _point(body: Body, k: int, q: Floats) -> tuple[int, Floats]:
    paths = body.paths
    place = paths.point_m[k].copy()
    if paths.point_kind[k] == MOVING_POINT:
        for axis in np.flatnonzero(paths.moving_function[k] >= 0):
            c = int(paths.moving_coordinate[k, axis])
            x = float(np.clip(q[c], body.coordinates.lower[c], body.coordinates.upper[c]))
            place[axis] = body.functions.value(int(paths.moving_function[k, axis]), x)
    return int(paths.point_segment[k]), place


def _active(body: Body, k: int, q: Floats) -> bool:
    paths = body.paths
    if paths.point_kind[k] != CONDITIONAL_POINT:
        return True
    x = q[paths.condition_coordinate[k]]
    return bool(paths.condition_lower[k] - CONDITION_SLACK <= x <= paths.condition_upper[k] + CONDITION_SLACK)


def round_sphere(a: Floats, b: Floats, centre: Floats, radius_m: float) -> float:
    """Shortest way in metres from ``a`` to ``b`` round a sphere; the distance where the straight line misses it.

    With d the distances of the points from the centre and t the angle between them seen from it, the way is two
    tangents and an arc: sqrt(d_a^2 - r^2) + sqrt(d_b^2 - r^2) + r (t - acos(r/d_a) - acos(r/d_b)).

    >>> bool(np.isclose(round_sphere(np.array([-1.0, 1, 0]), np.array([1.0, 1, 0]), np.zeros(3), 1.0), 2.0))
    True
    """
    u, v = a - centre, b - centre
    d_a, d_b = float(np.linalg.norm(u)), float(np.linalg.norm(v))
    straight = float(np.linalg.norm(v - u))
    if min(d_a, d_b) <= radius_m or straight == 0.0:
        return straight
    nearest = u + (v - u) * np.clip(-(u @ (v - u)) / straight**2, 0.0, 1.0)
    if np.linalg.norm(nearest) >= radius_m:
        return straight
    arc = np.arccos(np.clip(u @ v / (d_a * d_b), -1.0, 1.0)) - np.arccos(radius_m / d_a) - np.arccos(radius_m / d_b)
    return float(np.sqrt(d_a**2 - radius_m**2) + np.sqrt(d_b**2 - radius_m**2) + radius_m * arc)
