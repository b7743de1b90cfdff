"""Inverse dynamics from poses alone: slow, independent of every formula for velocities and accelerations.

Along q(s) = q + q' s + q'' s^2 / 2 the mass centres c(s) and rotations R(s) are those of the poses; their derivatives
at s = 0 are differences of five poses. D'Alembert: tau_k = sum m (c'' - g) . dc/dq_k + d/ds(I omega) . dw/dq_k.
"""

from typing import NamedTuple

import numpy as np

from trochanter.anatomy.body import Body
from trochanter.core.arrays import Floats
from trochanter.core.rotations import axis_rotation
from trochanter.kinematics.tree import poses

STEP_S = 2e-4
STEP_RAD = 1e-5


class Shift(NamedTuple):
    """How segments move per unit of each coordinate: mass centres and rotation vectors, both (n, n_q, n_s, 3)."""

    center: Floats
    turn: Floats


def vee(skew: Floats) -> Floats:
    """Vectors (..., 3) of the antisymmetric part of matrices (..., 3, 3)."""
    return 0.5 * np.stack(
        [
            skew[..., 2, 1] - skew[..., 1, 2],
            skew[..., 0, 2] - skew[..., 2, 0],
            skew[..., 1, 0] - skew[..., 0, 1],
        ],
        axis=-1,
    )


def centers(body: Body, q: Floats) -> tuple[Floats, Floats]:
    """Rotations (n, n_s, 3, 3) and mass centres (n, n_s, 3)."""
    rotation, origin = poses(body, q)
    return rotation, origin + np.einsum("nsij,sj->nsi", rotation, body.segments.mass_center_m)


def shifts(body: Body, q: Floats) -> Shift:
    """Central differences by every coordinate by itself."""
    now, _ = centers(body, q)
    size = (len(q), q.shape[1], len(body.segments.names), 3)
    found = Shift(np.empty(size), np.empty(size))
    for k in range(q.shape[1]):
        ahead, behind = q.copy(), q.copy()
        ahead[:, k] += STEP_RAD
        behind[:, k] -= STEP_RAD
        (r1, c1), (r0, c0) = centers(body, ahead), centers(body, behind)
        found.center[:, k] = (c1 - c0) / (2.0 * STEP_RAD)
        found.turn[:, k] = vee((r1 - r0) / (2.0 * STEP_RAD) @ np.swapaxes(now, -1, -2))
    return found


def power_of(body: Body, q: Floats, shift: Shift, acceleration: Floats, momentum_rate: Floats) -> Floats:
    """Generalised forces (n, n_q) of mass centres' accelerations and rates of angular momentum, both (n, n_s, 3)."""
    force = body.segments.mass_kg[:, None] * acceleration
    along: Floats = np.einsum("nksi,nsi->nk", shift.center, force) + np.einsum(
        "nksi,nsi->nk", shift.turn, momentum_rate
    )
    return along


def unloaded_forces(body: Body, q: Floats, qd: Floats, qdd: Floats) -> Floats:
    """Generalised forces (n, n_q) that a motion without ground forces needs."""
    h = STEP_S
    path = [centers(body, q + s * qd + 0.5 * s * s * qdd) for s in (-2 * h, -h, 0.0, h, 2 * h)]
    rotation = np.array([r for r, _ in path])
    center = np.array([c for _, c in path])
    acceleration = (-center[0] + 16 * center[1] - 30 * center[2] + 16 * center[3] - center[4]) / (12 * h * h)
    first = (rotation[0] - 8 * rotation[1] + 8 * rotation[3] - rotation[4]) / (12 * h)
    second = (-rotation[0] + 16 * rotation[1] - 30 * rotation[2] + 16 * rotation[3] - rotation[4]) / (12 * h * h)
    back = np.swapaxes(rotation[2], -1, -2)
    omega, alpha = vee(first @ back), vee(second @ back)  # R'' R^T = [alpha] + [omega]^2; the square is symmetric
    inertia = rotation[2] @ body.segments.inertia_kgm2 @ back
    spin = np.einsum("nsij,nsj->nsi", inertia, omega)
    rate = np.einsum("nsij,nsj->nsi", inertia, alpha) + np.cross(omega, spin)
    return power_of(body, q, shifts(body, q), acceleration - body.gravity_m_s2, rate)


def distal(body: Body, segment: int) -> list[int]:
    """A segment and all that hang on it."""
    found = [segment]
    for parent, child in zip(body.joints.parent, body.joints.child, strict=True):
        if parent in found:
            found.append(int(child))
    return found


def lost_turns(body: Body, q: Floats, qd: Floats) -> dict[int, Floats]:
    """Joints whose third rotation follows their first coordinate, with w2 x w3 of their rotations in ground, (n, 3).

    That part of the angular acceleration OpenSim 4.6 leaves out (see ``test_knee_acceleration``).
    """
    found = {}
    rotation, _ = poses(body, q)
    for j, (_, second, third) in enumerate(body.joints.axis_coordinate[:, :3]):
        if second < 0 or third < 0 or third != np.flatnonzero(body.coordinates.joint == j)[0]:
            continue
        frame = rotation[:, body.joints.parent[j]] @ body.joints.parent_rotation[j]
        cross = np.empty((len(q), 3))
        for i in range(len(q)):
            turn, rates = np.eye(3), []
            for a in range(3):
                theta, slope = _value_and_slope(body, j, a, q[i])
                axis = body.joints.axis[j, a]
                rates.append(turn @ axis * slope * _rate(body, j, a, qd[i]))
                turn = turn @ axis_rotation(axis, theta)
            cross[i] = frame[i] @ np.cross(rates[1], rates[2])
        found[j] = cross
    return found


def _value_and_slope(body: Body, joint: int, axis: int, q: Floats) -> tuple[float, float]:
    function, coordinate = int(body.joints.axis_function[joint, axis]), int(body.joints.axis_coordinate[joint, axis])
    x = 0.0 if coordinate < 0 else float(q[coordinate])
    ahead, behind = body.functions.value(function, x + STEP_RAD), body.functions.value(function, x - STEP_RAD)
    return body.functions.value(function, x), (ahead - behind) / (2.0 * STEP_RAD)


def _rate(body: Body, joint: int, axis: int, qd: Floats) -> float:
    coordinate = int(body.joints.axis_coordinate[joint, axis])
    return 0.0 if coordinate < 0 else float(qd[coordinate])


def lost_forces(body: Body, q: Floats, qd: Floats) -> Floats:
    """Generalised forces (n, n_q) of the turns that OpenSim leaves out: what its inverse dynamics is short of."""
    rotation, center = centers(body, q)
    _, origin = poses(body, q)
    acceleration, rate = np.zeros_like(center), np.zeros_like(center)
    for j, alpha in lost_turns(body, q, qd).items():
        child = int(body.joints.child[j])
        pivot = origin[:, child] + rotation[:, child] @ body.joints.child_point_m[j]
        for s in distal(body, child):
            inertia = rotation[:, s] @ body.segments.inertia_kgm2[s] @ np.swapaxes(rotation[:, s], -1, -2)
            acceleration[:, s] += np.cross(alpha, center[:, s] - pivot)
            rate[:, s] += np.einsum("nij,nj->ni", inertia, alpha)
    return power_of(body, q, shifts(body, q), acceleration, rate)
