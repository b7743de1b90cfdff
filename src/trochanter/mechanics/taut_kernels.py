"""Kernels that lay a muscle's wraps into its path and pull it taut.

A wrap is laid over the stretch of the path that it lengthens least. Several wraps on one path move each other's tangent
points: they are laid in turn until their arcs settle, which is the path that is taut over all of them.
Symbols and the surfaces' mathematics: ``wrap_kernels``. Source: own derivation.
"""

import math
from typing import Any

from trochanter.core.arrays import Floats, Ints
from trochanter.core.kernels import kernel
from trochanter.mechanics.paths import Plan
from trochanter.mechanics.wrap_kernels import NO_TOUCH, Touch, wrap_cylinder, wrap_sphere

MOST_TURNS = 100
SETTLED_M = 1e-11


@kernel(forceinline=True)
def into(surface: Any, rotation: Floats, origin: Floats, node: Floats, k: int) -> tuple[float, float, float]:
    """Node k, given in ground, in the frame of a surface (a SURFACE)."""
    s, inner, centre = surface.segment, surface.rotation, surface.center
    dx, dy, dz = node[k, 0] - origin[s, 0], node[k, 1] - origin[s, 1], node[k, 2] - origin[s, 2]
    a = rotation[s, 0, 0] * dx + rotation[s, 1, 0] * dy + rotation[s, 2, 0] * dz - centre[0]
    b = rotation[s, 0, 1] * dx + rotation[s, 1, 1] * dy + rotation[s, 2, 1] * dz - centre[1]
    c = rotation[s, 0, 2] * dx + rotation[s, 1, 2] * dy + rotation[s, 2, 2] * dz - centre[2]
    return (
        inner[0, 0] * a + inner[1, 0] * b + inner[2, 0] * c,
        inner[0, 1] * a + inner[1, 1] * b + inner[2, 1] * c,
        inner[0, 2] * a + inner[1, 2] * b + inner[2, 2] * c,
    )


@kernel(forceinline=True)
def out_of(surface: Any, rotation: Floats, origin: Floats, x: float, y: float, z: float, node: Floats, k: int) -> None:
    """Put a point of a surface's frame into node k, in ground."""
    s, inner, centre = surface.segment, surface.rotation, surface.center
    a = inner[0, 0] * x + inner[0, 1] * y + inner[0, 2] * z + centre[0]
    b = inner[1, 0] * x + inner[1, 1] * y + inner[1, 2] * z + centre[1]
    c = inner[2, 0] * x + inner[2, 1] * y + inner[2, 2] * z + centre[2]
    for r in range(3):
        node[k, r] = origin[s, r] + rotation[s, r, 0] * a + rotation[s, r, 1] * b + rotation[s, r, 2] * c


@kernel(forceinline=True)
def touch(surface: Any, p: tuple[float, float, float], q: tuple[float, float, float]) -> Touch:
    """Geodesic over a surface between two points of its own frame."""
    if surface.kind == 0:
        half = 0.5 * surface.length
        return wrap_cylinder(p[0], p[1], p[2], q[0], q[1], q[2], surface.radius, half, surface.axis, surface.sign)
    return wrap_sphere(p[0], p[1], p[2], q[0], q[1], q[2], surface.radius, surface.axis, surface.sign)


@kernel(forceinline=True)
def distance(node: Floats, i: int, k: int) -> float:
    """Distance between nodes i and k."""
    x, y, z = node[k, 0] - node[i, 0], node[k, 1] - node[i, 1], node[k, 2] - node[i, 2]
    return math.sqrt(x * x + y * y + z * z)


@kernel(forceinline=True)
def wrap_once(
    plan: Plan,
    use: int,
    mark: int,
    rotation: Floats,
    origin: Floats,
    n: int,
    node: Floats,
    segment: Ints,
    label: Ints,
    arc: Floats,
) -> int:
    """Lay one wrap into the path: of the stretches that it touches, the one that it lengthens least; returns the count.

    label of a tangent point is -1 - mark, so that a wrap's own nodes can be taken out again.
    """
    at, least, best, previous = -1, 1e9, NO_TOUCH, -1
    low, high, surface = plan.use[use].first, plan.use[use].last, plan.surface[plan.use[use].surface]
    q = into(surface, rotation, origin, node, 0)
    for k in range(n - 1):
        p, q = q, into(surface, rotation, origin, node, k + 1)
        if label[k] >= 0:
            previous = label[k]
        if arc[k] >= 0.0 or (low >= 0 and previous < low) or (high >= 0 and previous >= high):
            continue
        found = touch(surface, p, q)
        if found[0]:
            longer = found[1] - distance(node, k, k + 1)
            if longer < least:
                at, least, best = k, longer, found
    if at < 0:
        return n
    for k in range(n - 1, at, -1):
        for r in range(3):
            node[k + 2, r] = node[k, r]
        segment[k + 2] = segment[k]
        label[k + 2] = label[k]
        arc[k + 2] = arc[k]
    out_of(surface, rotation, origin, best[3], best[4], best[5], node, at + 1)
    out_of(surface, rotation, origin, best[6], best[7], best[8], node, at + 2)
    for k in (at + 1, at + 2):
        segment[k] = surface.segment
        label[k] = -1 - mark
    arc[at], arc[at + 1], arc[at + 2] = -1.0, best[2], -1.0
    return n + 2


@kernel(forceinline=True)
def unwrap(mark: int, n: int, node: Floats, segment: Ints, label: Ints, arc: Floats) -> int:
    """Take the two nodes of one wrap out of the path; returns the count."""
    kept = 0
    for k in range(n):
        if label[k] == -1 - mark:
            if kept > 0:
                arc[kept - 1] = -1.0
            continue
        if kept != k:
            for r in range(3):
                node[kept, r] = node[k, r]
            segment[kept] = segment[k]
            label[kept] = label[k]
            arc[kept] = arc[k]
        kept += 1
    return kept


@kernel(forceinline=True)
def bent_length(n: int, arc: Floats) -> float:
    """Sum of the arcs of a path of n nodes: unlike its length, of first order in where the tangent points are."""
    total = 0.0
    for k in range(n - 1):
        if arc[k] >= 0.0:
            total += arc[k]
    return total


@kernel(forceinline=True)
def pull_taut(
    plan: Plan,
    m: int,
    rotation: Floats,
    origin: Floats,
    n: int,
    node: Floats,
    segment: Ints,
    label: Ints,
    arc: Floats,
) -> int:
    """Lay all wraps of muscle m; with several, in turn until their arcs settle; returns the count of nodes."""
    first, last = plan.muscle[m].use, plan.muscle[m].use_end
    if last - first == 1:  # the mark is 0, but a constant would have wrap_once compiled a second time
        return wrap_once(plan, first, last - first - 1, rotation, origin, n, node, segment, label, arc)
    before = -1.0
    for _ in range(MOST_TURNS):
        for use in range(first, last):
            n = unwrap(use - first, n, node, segment, label, arc)
            n = wrap_once(plan, use, use - first, rotation, origin, n, node, segment, label, arc)
        bent = bent_length(n, arc)
        if abs(bent - before) < SETTLED_M:
            break
        before = bent
    return n
