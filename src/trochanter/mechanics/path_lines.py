"""The line that a muscle's path follows in a posture, bent round the surfaces that it wraps: for pictures in space."""

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from trochanter.anatomy.body import SPHERE
from trochanter.core.arrays import Floats, frozen, read_only
from trochanter.core.rotations import axis_rotation
from trochanter.kinematics.tree import Table
from trochanter.mechanics.geometry import Engine
from trochanter.mechanics.paths import Plan

if TYPE_CHECKING:
    from trochanter.mechanics.path_kernels import Bench

BEND_RAD = float(np.radians(12.0))  # the chord of such an arc misses it by half a per cent of the radius


def path_line(engine: Engine, q: Floats, muscle: int) -> Floats:
    """Points (n, 3) along a muscle's taut path in the ground, metres, at coordinates q (n_q,).

    From the origin to the insertion: active points, tangent points of wraps, and between these the geodesic over the
    surface in steps of BEND_RAD. Straight stretches between them are as long as the path to a tenth of a millimetre.
    """
    return Pencil(engine, (single(engine.plan, muscle),)).line(0, q)


def single(plan: Plan, muscle: int) -> Plan:
    """The plan of one muscle alone."""
    return plan._replace(muscle=np.ascontiguousarray(plan.muscle[muscle : muscle + 1]))


class Pencil:
    """Draws the lines of an engine one after another with the same working arrays: for one thread."""

    def __init__(self, engine: Engine, singles: Sequence[Plan] | None = None) -> None:
        """singles: the plans of its muscles, each alone, where they are at hand."""
        from trochanter.mechanics.path_kernels import bench

        self._tree, self._bench = engine.tree, bench(engine.tree)
        self._plans = (
            tuple(single(engine.plan, m) for m in range(len(engine.plan.muscle))) if singles is None else singles
        )
        arms = len(engine.plan.arm_coordinate)
        self._out = np.empty((1, 1)), np.empty((1, arms)), np.zeros((1, 1, 3))

    def line(self, muscle: int, q: Floats) -> Floats:
        """Points (n, 3) along the muscle's path, as ``path_line``."""
        from trochanter.mechanics.path_kernels import path_span

        on, plan = self._bench, self._plans[muscle]
        on.node[:] = np.nan
        path_span(self._tree, plan, read_only(np.asarray(q, dtype=float)[None]), 0, 1, *self._out, on)
        return _bent(plan, on)


def _bent(plan: Plan, on: "Bench") -> Floats:
    """The path that lies on a bench, with its arcs."""
    row = plan.muscle[0]
    nodes = on.node[~np.isnan(on.node[:, 0])]
    points = [nodes[:1]]
    for k, (a, b) in enumerate(pairwise(nodes)):
        if on.arc[k] >= 0.0:
            surface = plan.surface[plan.use[row["use"] - 1 - on.label[k]]["surface"]]
            points.append(_geodesic(surface, on.rotation, on.origin, a, b, float(on.arc[k])))
        points.append(b[None])
    return frozen(np.concatenate(points))


def _geodesic(surface: Table, rotation: Floats, origin: Floats, a: Floats, b: Floats, arc_m: float) -> Floats:
    """Points (n, 3) between two tangent points of a surface, without these, along an arc of known length."""
    s = int(surface["segment"])
    turn = rotation[s] @ surface["rotation"]
    centre = origin[s] + rotation[s] @ surface["center"]
    u, v = turn.T @ (a - centre), turn.T @ (b - centre)
    if surface["kind"] == SPHERE:
        normal = np.cross(u, v)
        along = 0.0
    else:
        normal, along = np.array([0.0, 0.0, 1.0]), float(v[2] - u[2])
    angle = _angle(u, v, normal, np.sqrt(max(arc_m**2 - along**2, 0.0)) / float(surface["radius"]))
    count = int(np.ceil(abs(angle) / BEND_RAD))
    size = float(np.linalg.norm(normal))
    if count < 2 or size == 0.0:
        return np.zeros((0, 3))
    shares = np.arange(1, count) / count
    rows = [axis_rotation(normal / size, angle * share) @ u + [0.0, 0.0, along * share] for share in shares]
    return np.asarray(centre + np.array(rows) @ turn.T)


def _angle(u: Floats, v: Floats, normal: Floats, size_rad: float) -> float:
    """The signed angle about ``normal`` from u to v, the short or the long way, whichever is nearer to a known size."""
    sine = float(np.cross(u, v) @ normal) / max(float(np.linalg.norm(normal)), 1e-15)
    upright = normal / max(float(np.linalg.norm(normal)), 1e-15)
    cosine = float(u @ v - (u @ upright) * (v @ upright))
    near = float(np.arctan2(sine, cosine))
    far = near - np.copysign(2.0 * np.pi, near)
    return float(min((near, far), key=lambda angle: abs(abs(angle) - size_rad)))


def spread_points(line_m: Floats, count: int) -> Floats:
    """A polyline (n, 3) as exactly ``count`` points: longest stretches halved, or the flattest corners left out.

    Its ends stay, and its corners as far as there is room for them.
    """
    points = [np.asarray(p) for p in line_m]
    while len(points) > count:
        points.pop(1 + int(np.argmin(_detours(points))))
    while len(points) < count:
        gaps = np.linalg.norm(np.diff(points, axis=0), axis=1)
        k = int(np.argmax(gaps))
        points.insert(k + 1, 0.5 * (points[k] + points[k + 1]))
    return np.array(points)


def _detours(points: list[Floats]) -> Floats:
    """By how much each inner point lengthens the way between its neighbours."""
    p = np.array(points)
    to = np.linalg.norm(np.diff(p, axis=0), axis=1)
    return np.asarray(to[:-1] + to[1:] - np.linalg.norm(p[2:] - p[:-2], axis=1))
