"""Kernels for geodesics over a cylinder and a sphere, written in the surface's own frame.

A taut path from p to q that touches a convex surface is straight, geodesic, straight, and tangent where it changes.

Cylinder of radius R along z. A cylinder unrolls into a plane, so the whole path unrolls into one straight line:
in the cross-section the path is the tangent of length s_p = sqrt(|p|^2 - R^2), the arc R phi and the tangent s_q, and
the axial coordinate changes in proportion to the unrolled distance S = s_p + R phi + s_q. Hence the total length is
sqrt(S^2 + (q_z - p_z)^2), exactly. Seen from the axis, the tangent point lies acos(R / |p|) beyond p in the sense
in which the path turns; phi is the angle that is left between the tangent points.

Sphere of radius R. The geodesic is a great circle in the plane of p, q and the centre, and the same plane figure holds
with the angle between p and q.

Source: own derivation (geodesics of developable surfaces and of the sphere: do Carmo 1976, sections 4-4 and 4-6).
"""

import math

from trochanter.core.kernels import kernel

TWO_PI = 2.0 * math.pi
ON_THE_EDGE = 1e-12
Touch = tuple[bool, float, float, float, float, float, float, float, float]
NO_TOUCH: Touch = (False, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)


@kernel
def sweep_between(ax: float, ay: float, bx: float, by: float, sense: float) -> float:
    """Angle in [0, 2 pi) from direction a to direction b going in ``sense`` (+1 counter-clockwise, -1 clockwise)."""
    angle = sense * math.atan2(ax * by - ay * bx, ax * bx + ay * by)
    return angle if angle >= 0.0 else angle + TWO_PI


@kernel
def tangents(
    px: float, py: float, qx: float, qy: float, radius: float, s_p: float, s_q: float, sense: float
) -> tuple[float, float, float, float]:
    """Where the tangents from p and q meet the circle when the path turns in ``sense``.

    The first is p turned by sense * acos(R / |p|) and shortened to R, the second q turned back by acos(R / |q|):
    with cos = R / |p| and sin = s_p / |p| no angle is needed.
    """
    f, g = radius / (px * px + py * py), radius / (qx * qx + qy * qy)
    ax, ay = f * (radius * px - sense * s_p * py), f * (radius * py + sense * s_p * px)
    bx, by = g * (radius * qx + sense * s_q * qy), g * (radius * qy - sense * s_q * qx)
    return ax, ay, bx, by


@kernel
def wrap_cylinder(
    px: float,
    py: float,
    pz: float,
    qx: float,
    qy: float,
    qz: float,
    radius: float,
    half_length: float,
    quadrant_axis: int,
    quadrant_sign: float,
) -> Touch:
    """Geodesic over a cylinder from p to q, in its frame.

    Returns whether the path touches, its whole length, the length of its arc, and the two tangent points.
    A surface limited to a quadrant is passed on that side only.
    """
    rp2 = px * px + py * py
    rq2 = qx * qx + qy * qy
    r2 = radius * radius
    if rp2 < r2 or rq2 < r2:
        return NO_TOUCH
    dx, dy = qx - px, qy - py
    d2 = dx * dx + dy * dy
    along = 0.0
    if d2 > 0.0:
        along = min(1.0, max(0.0, -(px * dx + py * dy) / d2))
    cx, cy = px + along * dx, py + along * dy
    crosses = cx * cx + cy * cy < r2
    sense = 0.0
    if quadrant_axis < 0:
        if not crosses:
            return NO_TOUCH
        sense = 1.0 if px * qy - py * qx > 0.0 else -1.0
    elif not crosses and (cx if quadrant_axis == 0 else cy) * quadrant_sign > 0.0:
        return NO_TOUCH
    s_p, s_q = math.sqrt(rp2 - r2), math.sqrt(rq2 - r2)
    if sense == 0.0:
        sense = _allowed_sense(px, py, qx, qy, radius, s_p, s_q, quadrant_axis, quadrant_sign)
    ax, ay, bx, by = tangents(px, py, qx, qy, radius, s_p, s_q, sense)
    bend = radius * sweep_between(ax, ay, bx, by, sense)
    flat = s_p + bend + s_q
    rise = (qz - pz) / flat
    az, bz = pz + rise * s_p, qz - rise * s_q
    if abs(az) > half_length and abs(bz) > half_length:
        return NO_TOUCH
    stretch = math.sqrt(1.0 + rise * rise)
    return True, flat * stretch, bend * stretch, ax, ay, az, bx, by, bz


@kernel
def _allowed_sense(
    px: float,
    py: float,
    qx: float,
    qy: float,
    radius: float,
    s_p: float,
    s_q: float,
    quadrant_axis: int,
    quadrant_sign: float,
) -> float:
    """The sense of turning whose arc has its middle on the allowed side: the shorter if both, the nearer if none."""
    best, least, nearest, least_wrong = 0.0, TWO_PI, 1.0, -2.0
    for sense in (1.0, -1.0):
        ax, ay, bx, by = tangents(px, py, qx, qy, radius, s_p, s_q, sense)
        middle = ax + bx if quadrant_axis == 0 else ay + by
        if sense * (ax * by - ay * bx) < 0.0:
            middle = -middle
        side = quadrant_sign * middle / math.sqrt((ax + bx) ** 2 + (ay + by) ** 2)
        sweep = sweep_between(ax, ay, bx, by, sense)
        if side > -ON_THE_EDGE and sweep < least:
            best, least = sense, sweep
        if side > least_wrong:
            nearest, least_wrong = sense, side
    return best if best != 0.0 else nearest


@kernel
def wrap_sphere(
    px: float,
    py: float,
    pz: float,
    qx: float,
    qy: float,
    qz: float,
    radius: float,
    quadrant_axis: int,
    quadrant_sign: float,
) -> Touch:
    """Geodesic over a sphere from p to q, in its frame; returns as :func:`wrap_cylinder`."""
    rp2 = px * px + py * py + pz * pz
    rq2 = qx * qx + qy * qy + qz * qz
    r2 = radius * radius
    if rp2 < r2 or rq2 < r2:
        return NO_TOUCH
    dot = px * qx + py * qy + pz * qz
    nx, ny, nz = py * qz - pz * qy, pz * qx - px * qz, px * qy - py * qx
    sine = math.sqrt(nx * nx + ny * ny + nz * nz)
    if sine <= 1e-12 * math.sqrt(rp2 * rq2):
        return NO_TOUCH
    along = min(1.0, max(0.0, (rp2 - dot) / (rp2 + rq2 - 2.0 * dot)))
    cx, cy, cz = px + along * (qx - px), py + along * (qy - py), pz + along * (qz - pz)
    crosses = cx * cx + cy * cy + cz * cz < r2
    far = False
    if quadrant_axis >= 0:
        near = cx if quadrant_axis == 0 else (cy if quadrant_axis == 1 else cz)
        far = near * quadrant_sign < 0.0
    if not crosses and not far:
        return NO_TOUCH
    rp, rq = math.sqrt(rp2), math.sqrt(rq2)
    lead_p, lead_q = math.acos(radius / rp), math.acos(radius / rq)
    angle = math.atan2(sine, dot)
    turn = -1.0 if far else 1.0
    sweep = (TWO_PI - angle if far else angle) - lead_p - lead_q
    if sweep < 0.0:
        return NO_TOUCH
    ux, uy, uz = px / rp, py / rp, pz / rp
    vx, vy, vz = (ny * uz - nz * uy) / sine, (nz * ux - nx * uz) / sine, (nx * uy - ny * ux) / sine
    c, s = radius * math.cos(lead_p), turn * radius * math.sin(lead_p)
    e, f = radius * math.cos(lead_p + sweep), turn * radius * math.sin(lead_p + sweep)
    arc = radius * sweep
    length = math.sqrt(rp2 - r2) + arc + math.sqrt(rq2 - r2)
    ax, ay, az = c * ux + s * vx, c * uy + s * vy, c * uz + s * vz
    return True, length, arc, ax, ay, az, e * ux + f * vx, e * uy + f * vy, e * uz + f * vz
