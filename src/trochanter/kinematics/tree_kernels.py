"""Kernels of the joint tree: functions of a coordinate, segment poses, moving axes in ground.

Symbols: R_s, o_s rotation and origin of segment s in ground; F, M a joint's frames in parent and child;
e_k axis of move k, theta_k = f_k(q) its displacement.

    o_M = o_F + R_F (offset + sum_k e_k f_k(q))                 translations, in F
    R_M = R_F Rot(e_1, theta_1) Rot(e_2, theta_2) Rot(e_3, theta_3)   body-fixed rotations
    R_child = R_M R_M,child^T,   o_child = o_M - R_child p_M,child

Source: standard rigid-body kinematics; the order of translations and rotations is that of OpenSim's CustomJoint
(Seth et al. 2010, doi 10.1007/s11071-010-9717-3).
"""

import math
from typing import Any

import numpy as np

from trochanter.core.arrays import Floats
from trochanter.core.borrowing import borrowed
from trochanter.core.kernels import kernel
from trochanter.kinematics.tree import Tree


@kernel
def evaluate(kind: int, first: int, count: int, data: Floats, x: float) -> tuple[float, float, float]:
    """Value and first two derivatives of a function at x (see anatomy.functions for the layout)."""
    if kind == 0:
        if count == 2:
            return data[first] + data[first + 1] * x, data[first + 1], 0.0
        value, slope, curve = 0.0, 0.0, 0.0
        for k in range(count - 1, -1, -1):
            curve = curve * x + 2.0 * slope
            slope = slope * x + value
            value = value * x + data[first + k]
        return value, slope, curve
    last = count - 1
    k = 0
    while k < last and x >= data[first + 5 * (k + 1)]:
        k += 1
    row = first + 5 * k
    h = x - data[row]
    y, b, c, d = data[row + 1], data[row + 2], data[row + 3], data[row + 4]
    if h < 0.0 or k == last:
        return y + b * h, b, 0.0
    return y + h * (b + h * (c + h * d)), b + h * (2.0 * c + 3.0 * h * d), 2.0 * c + 6.0 * h * d


@kernel
def turn(rotation: Floats, principal: int, axis: Floats, angle: float) -> None:
    """Rotation <- rotation @ Rot(axis, angle), in place; principal axes mix two columns only."""
    s, c = math.sin(angle), math.cos(angle)
    if principal < 3:
        i, j = (principal + 1) % 3, (principal + 2) % 3
        for r in range(3):
            u, v = rotation[r, i], rotation[r, j]
            rotation[r, i] = c * u + s * v
            rotation[r, j] = c * v - s * u
        return
    x, y, z = axis[0], axis[1], axis[2]
    w = 1.0 - c
    m00, m01, m02 = c + w * x * x, w * x * y - s * z, w * x * z + s * y
    m10, m11, m12 = w * x * y + s * z, c + w * y * y, w * y * z - s * x
    m20, m21, m22 = w * x * z - s * y, w * y * z + s * x, c + w * z * z
    for r in range(3):
        a, b, d = rotation[r, 0], rotation[r, 1], rotation[r, 2]
        rotation[r, 0] = a * m00 + b * m10 + d * m20
        rotation[r, 1] = a * m01 + b * m11 + d * m21
        rotation[r, 2] = a * m02 + b * m12 + d * m22


@kernel(forceinline=True)
def compose(outer: Floats, local: Any, turned: int, out: Floats) -> None:
    """Write outer @ local into out, or outer where local is the identity; all (3, 3)."""
    for r in range(3):
        for c in range(3):
            if turned:
                out[r, c] = outer[r, 0] * local[0, c] + outer[r, 1] * local[1, c] + outer[r, 2] * local[2, c]
            else:
                out[r, c] = outer[r, c]


@kernel(forceinline=True)
def carried(rotation: Floats, v: Any, r: int) -> float:
    """Component r of rotation @ v."""
    total: float = rotation[r, 0] * v[0] + rotation[r, 1] * v[1] + rotation[r, 2] * v[2]
    return total


@kernel(forceinline=True)
def move_joint(
    tree: Tree,
    joint: Any,
    q: Floats,
    frame: Floats,
    at: Floats,
    axis: Floats,
    point: Floats,
    slope: Floats,
    curve: Floats,
) -> None:
    """Carry F, given by frame (3, 3) and at (3,), to M through the moves of a joint (a JOINT), in place."""
    for k in range(joint.axis_first, joint.axis_last):
        move = tree.axis[k]
        i, c = move.principal, move.coordinate
        x = q[c] if c >= 0 else 0.0
        value, slope[k], curve[k] = evaluate(move.kind, move.first, move.count, tree.data, x)
        for r in range(3):
            axis[k, r] = frame[r, i] if i < 3 else carried(frame, move.direction, r)
        if move.rotates:
            turn(frame, i, move.direction, value)
        else:
            for r in range(3):
                at[r] += axis[k, r] * value
        for r in range(3):
            point[k, r] = at[r]


@kernel
def place(
    tree: Tree,
    q: Floats,
    rotation: Floats,
    origin: Floats,
    axis: Floats,
    point: Floats,
    slope: Floats,
    curve: Floats,
) -> None:
    """Pose every segment for one frame.

    Fills rotation (n_s, 3, 3), origin (n_s, 3); per moving axis its direction in ground axis (n_a, 3), a point on it
    (n_a, 3), and slope, curve (n_a,): first and second derivative of its displacement by its coordinate.
    """
    frame, at = np.empty((3, 3)), np.empty(3)
    for r in range(3):
        origin[0, r] = 0.0
        for c in range(3):
            rotation[0, r, c] = 1.0 if r == c else 0.0
    for j in range(tree.joint.shape[0]):
        joint = tree.joint[j]
        p, s = joint.parent, joint.child
        compose(rotation[p], joint.frame_rotation, joint.frame_turned, frame)
        for r in range(3):
            at[r] = origin[p, r] + carried(rotation[p], joint.frame_point, r) + carried(frame, joint.offset, r)
        move_joint(tree, joint, q, frame, at, axis, point, slope, curve)
        compose(frame, joint.child_rotation, joint.child_turned, rotation[s])
        for r in range(3):
            origin[s, r] = at[r] - carried(rotation[s], joint.child_point, r)


@kernel
def columns(tree: Tree, axis: Floats, point: Floats, slope: Floats, omega: Floats, v: Floats) -> None:
    """Angular velocity omega and velocity v at the ground's origin per unit rate of each coordinate, (n_q, 3)."""
    omega[:] = 0.0
    v[:] = 0.0
    for k in range(axis.shape[0]):
        move = tree.axis[k]
        c, f = move.coordinate, slope[k]
        if c < 0:
            continue
        x, y, z = axis[k, 0] * f, axis[k, 1] * f, axis[k, 2] * f
        if move.rotates:
            omega[c, 0] += x
            omega[c, 1] += y
            omega[c, 2] += z
            v[c, 0] += point[k, 1] * z - point[k, 2] * y
            v[c, 1] += point[k, 2] * x - point[k, 0] * z
            v[c, 2] += point[k, 0] * y - point[k, 1] * x
        else:
            v[c, 0] += x
            v[c, 1] += y
            v[c, 2] += z


@kernel
def couple(tree: Tree, q: Floats, rate: Floats) -> None:
    """Recompute dependent coordinates of one frame in place; rate (n_q,): d q / d q_independent, 1 where free."""
    for i in range(q.shape[0]):
        rate[i] = 1.0
        rule = tree.coordinate[i]
        if rule.coupled_to >= 0:
            q[i], rate[i], _ = evaluate(rule.kind, rule.first, rule.count, tree.data, q[rule.coupled_to])


@kernel
def borrowed_tree(tree: Tree) -> Tree:
    """The tree with borrowed arrays (see ``core.borrowing``)."""
    return Tree(
        borrowed(tree.joint),
        borrowed(tree.axis),
        borrowed(tree.coordinate),
        borrowed(tree.segment),
        borrowed(tree.data),
        borrowed(tree.gravity),
    )


@kernel
def row_of(table: Floats, i: int, row: Floats) -> None:
    """Write row i of a table into row: all kernels hand ``place`` one kind of array, and it is compiled once."""
    for c in range(table.shape[1]):
        row[c] = table[i, c]


@kernel
def pose_loop(tree: Tree, q: Floats, first: int, last: int, rotation: Floats, origin: Floats) -> None:
    """The same on borrowed arrays."""
    n_a = tree.axis.shape[0]
    axis, point = np.empty((n_a, 3)), np.empty((n_a, 3))
    slope, curve, now = np.empty(n_a), np.empty(n_a), np.empty(q.shape[1])
    for i in range(first, last):
        row_of(q, i, now)
        place(tree, now, rotation[i], origin[i], axis, point, slope, curve)


@kernel
def pose_span(tree: Tree, q: Floats, first: int, last: int, rotation: Floats, origin: Floats) -> None:
    """Write rotation (n, n_s, 3, 3) and origin (n, n_s, 3) of all segments at the frames first to last (half-open)."""
    pose_loop(borrowed_tree(tree), borrowed(q), first, last, borrowed(rotation), borrowed(origin))


@kernel
def coupling_rates(tree: Tree, q: Floats) -> Floats:
    """D q / d q_independent (n, n_q) of dependent coordinates, 1 for the others."""
    rate = np.ones(q.shape)
    now = np.empty(q.shape[1])
    for i in range(q.shape[0]):
        row_of(q, i, now)
        couple(tree, now, rate[i])
    return rate


@kernel
def column_frames(tree: Tree, q: Floats) -> tuple[Floats, Floats]:
    """Angular velocity and velocity at the ground's origin per unit rate of every coordinate, (n, n_q, 3) each."""
    n, n_q = q.shape
    n_s, n_a = tree.segment.shape[0], tree.axis.shape[0]
    omega, v = np.empty((n, n_q, 3)), np.empty((n, n_q, 3))
    rotation, origin = np.empty((n_s, 3, 3)), np.empty((n_s, 3))
    axis, point, slope, curve = np.empty((n_a, 3)), np.empty((n_a, 3)), np.empty(n_a), np.empty(n_a)
    now = np.empty(n_q)
    for i in range(n):
        row_of(q, i, now)
        place(tree, now, rotation, origin, axis, point, slope, curve)
        columns(tree, axis, point, slope, omega[i], v[i])
    return omega, v
