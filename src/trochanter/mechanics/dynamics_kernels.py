"""Kernel of inverse dynamics: recursive Newton-Euler over the whole tree, in ground coordinates.

Symbols: omega_s, alpha_s, a_s angular velocity, angular acceleration and acceleration of the origin of segment s;
e_k, theta_k = f_k(q) axis and displacement of move k of a joint; theta_k' = f' q', theta_k'' = f' q'' + f'' q'^2.
Outward, through the moves of a joint (r from the parent's origin):
    a_M = a_p + alpha_p x r + omega_p x (omega_p x r) + sum (2 omega_p x e theta' + e theta'')        translations
    alpha <- alpha + omega x e theta' + e theta'',   omega <- omega + e theta'                        rotations
Inward, with m mass, c mass centre, I inertia, g gravity, and the ground forces F_x, M_x at point p_x:
    F_s = m (a_c - g) - sum F_x + sum over children F,   about the ground's origin
    N_s = I alpha + omega x I omega + c x m (a_c - g) - sum (M_x + p_x x F_x) + sum over children N
    tau_q = sum_k f_k' (e_k . (N - o_k x F)) for rotations at o_k,  f_k' e_k . F for translations.
Source: Luh, Walker, Paul 1980 (doi 10.1115/1.3149599); Featherstone 2008, chapter 5 (doi 10.1007/978-1-4899-7560-7).
"""

import numpy as np

from trochanter.core.arrays import Floats, Ints
from trochanter.core.borrowing import borrowed
from trochanter.core.kernels import kernel
from trochanter.kinematics.tree import Tree
from trochanter.kinematics.tree_kernels import borrowed_tree, place, row_of


@kernel(forceinline=True)
def move_outward(
    tree: Tree,
    j: int,
    qd: Floats,
    qdd: Floats,
    rotation: Floats,
    origin: Floats,
    axis: Floats,
    slope: Floats,
    curve: Floats,
    spin: Floats,
    turn: Floats,
    fall: Floats,
) -> None:
    """Carry spin (omega), turn (alpha) and fall (a), each (n_s, 3), over joint j from parent to child."""
    joint = tree.joint[j]
    p, s = joint.parent, joint.child
    wx, wy, wz = spin[p, 0], spin[p, 1], spin[p, 2]
    bx, by, bz = turn[p, 0], turn[p, 1], turn[p, 2]
    ax, ay, az = fall[p, 0], fall[p, 1], fall[p, 2]
    px, py, pz = wx, wy, wz
    qx, qy, qz = bx, by, bz
    inner, g = rotation[s], joint.child_point
    cx = inner[0, 0] * g[0] + inner[0, 1] * g[1] + inner[0, 2] * g[2]
    cy = inner[1, 0] * g[0] + inner[1, 1] * g[1] + inner[1, 2] * g[2]
    cz = inner[2, 0] * g[0] + inner[2, 1] * g[1] + inner[2, 2] * g[2]
    for k in range(joint.axis_first, joint.axis_last):
        move = tree.axis[k]
        c = move.coordinate
        if c < 0:
            continue
        ex, ey, ez = axis[k, 0], axis[k, 1], axis[k, 2]
        rate = slope[k] * qd[c]
        gain = slope[k] * qdd[c] + curve[k] * qd[c] * qd[c]
        if move.rotates:
            bx += (wy * ez - wz * ey) * rate + ex * gain
            by += (wz * ex - wx * ez) * rate + ey * gain
            bz += (wx * ey - wy * ex) * rate + ez * gain
            wx, wy, wz = wx + ex * rate, wy + ey * rate, wz + ez * rate
        else:
            ax += 2.0 * (py * ez - pz * ey) * rate + ex * gain
            ay += 2.0 * (pz * ex - px * ez) * rate + ey * gain
            az += 2.0 * (px * ey - py * ex) * rate + ez * gain
    rx, ry, rz = origin[s, 0] + cx - origin[p, 0], origin[s, 1] + cy - origin[p, 1], origin[s, 2] + cz - origin[p, 2]
    ux, uy, uz = py * rz - pz * ry, pz * rx - px * rz, px * ry - py * rx
    ax += qy * rz - qz * ry + py * uz - pz * uy
    ay += qz * rx - qx * rz + pz * ux - px * uz
    az += qx * ry - qy * rx + px * uy - py * ux
    ux, uy, uz = wy * cz - wz * cy, wz * cx - wx * cz, wx * cy - wy * cx
    ax -= by * cz - bz * cy + wy * uz - wz * uy
    ay -= bz * cx - bx * cz + wz * ux - wx * uz
    az -= bx * cy - by * cx + wx * uy - wy * ux
    spin[s, 0], spin[s, 1], spin[s, 2] = wx, wy, wz
    turn[s, 0], turn[s, 1], turn[s, 2] = bx, by, bz
    fall[s, 0], fall[s, 1], fall[s, 2] = ax, ay, az


@kernel(forceinline=True)
def weigh(
    tree: Tree,
    s: int,
    rotation: Floats,
    origin: Floats,
    spin: Floats,
    turn: Floats,
    fall: Floats,
    force: Floats,
    moment: Floats,
) -> None:
    """Write force and moment about the ground's origin (n_s, 3) that move segment s against gravity."""
    part, frame = tree.segment[s], rotation[s]
    mass, c, inertia = part.mass, part.center, part.inertia
    wx, wy, wz = spin[s, 0], spin[s, 1], spin[s, 2]
    bx, by, bz = turn[s, 0], turn[s, 1], turn[s, 2]
    rx = frame[0, 0] * c[0] + frame[0, 1] * c[1] + frame[0, 2] * c[2]
    ry = frame[1, 0] * c[0] + frame[1, 1] * c[1] + frame[1, 2] * c[2]
    rz = frame[2, 0] * c[0] + frame[2, 1] * c[1] + frame[2, 2] * c[2]
    ux, uy, uz = wy * rz - wz * ry, wz * rx - wx * rz, wx * ry - wy * rx
    fx = mass * (fall[s, 0] + by * rz - bz * ry + wy * uz - wz * uy - tree.gravity[0])
    fy = mass * (fall[s, 1] + bz * rx - bx * rz + wz * ux - wx * uz - tree.gravity[1])
    fz = mass * (fall[s, 2] + bx * ry - by * rx + wx * uy - wy * ux - tree.gravity[2])
    w0 = frame[0, 0] * wx + frame[1, 0] * wy + frame[2, 0] * wz
    w1 = frame[0, 1] * wx + frame[1, 1] * wy + frame[2, 1] * wz
    w2 = frame[0, 2] * wx + frame[1, 2] * wy + frame[2, 2] * wz
    b0 = frame[0, 0] * bx + frame[1, 0] * by + frame[2, 0] * bz
    b1 = frame[0, 1] * bx + frame[1, 1] * by + frame[2, 1] * bz
    b2 = frame[0, 2] * bx + frame[1, 2] * by + frame[2, 2] * bz
    h0 = inertia[0, 0] * w0 + inertia[0, 1] * w1 + inertia[0, 2] * w2
    h1 = inertia[1, 0] * w0 + inertia[1, 1] * w1 + inertia[1, 2] * w2
    h2 = inertia[2, 0] * w0 + inertia[2, 1] * w1 + inertia[2, 2] * w2
    n0 = inertia[0, 0] * b0 + inertia[0, 1] * b1 + inertia[0, 2] * b2 + w1 * h2 - w2 * h1
    n1 = inertia[1, 0] * b0 + inertia[1, 1] * b1 + inertia[1, 2] * b2 + w2 * h0 - w0 * h2
    n2 = inertia[2, 0] * b0 + inertia[2, 1] * b1 + inertia[2, 2] * b2 + w0 * h1 - w1 * h0
    rx, ry, rz = rx + origin[s, 0], ry + origin[s, 1], rz + origin[s, 2]
    force[s, 0], force[s, 1], force[s, 2] = fx, fy, fz
    moment[s, 0] = frame[0, 0] * n0 + frame[0, 1] * n1 + frame[0, 2] * n2 + ry * fz - rz * fy
    moment[s, 1] = frame[1, 0] * n0 + frame[1, 1] * n1 + frame[1, 2] * n2 + rz * fx - rx * fz
    moment[s, 2] = frame[2, 0] * n0 + frame[2, 1] * n1 + frame[2, 2] * n2 + rx * fy - ry * fx


@kernel(forceinline=True)
def ease(s: int, pushed: Floats, at: Floats, twisted: Floats, force: Floats, moment: Floats) -> None:
    """Take a ground force ``pushed`` at ``at`` with free moment ``twisted`` off what segment s still needs."""
    for r in range(3):
        i, j = (r + 1) % 3, (r + 2) % 3
        force[s, r] -= pushed[r]
        moment[s, r] -= twisted[r] + at[i] * pushed[j] - at[j] * pushed[i]


@kernel(forceinline=True)
def gather(tree: Tree, axis: Floats, point: Floats, slope: Floats, force: Floats, moment: Floats, tau: Floats) -> None:
    """Sum segment wrenches towards the ground and project them on the moves: tau (n_q,)."""
    tau[:] = 0.0
    for j in range(tree.joint.shape[0] - 1, -1, -1):
        joint = tree.joint[j]
        p, s = joint.parent, joint.child
        fx, fy, fz = force[s, 0], force[s, 1], force[s, 2]
        nx, ny, nz = moment[s, 0], moment[s, 1], moment[s, 2]
        for k in range(joint.axis_first, joint.axis_last):
            move = tree.axis[k]
            c = move.coordinate
            if c < 0:
                continue
            if move.rotates:
                x, y, z = point[k, 0], point[k, 1], point[k, 2]
                along = (
                    axis[k, 0] * (nx - y * fz + z * fy)
                    + axis[k, 1] * (ny - z * fx + x * fz)
                    + axis[k, 2] * (nz - x * fy + y * fx)
                )
            else:
                along = axis[k, 0] * fx + axis[k, 1] * fy + axis[k, 2] * fz
            tau[c] += slope[k] * along
        for r in range(3):
            force[p, r] += force[s, r]
            moment[p, r] += moment[s, r]


@kernel
def dynamics_loop(
    tree: Tree,
    q: Floats,
    qd: Floats,
    qdd: Floats,
    load_segment: Ints,
    load_force: Floats,
    load_point: Floats,
    load_moment: Floats,
    watched: Ints,
    first: int,
    last: int,
    tau: Floats,
    joint_force: Floats,
) -> None:
    """Write tau and joint_force at the frames first to last (half-open), on borrowed arrays."""
    n_s, n_a = tree.segment.shape[0], tree.axis.shape[0]
    rotation, origin = np.empty((n_s, 3, 3)), np.empty((n_s, 3))
    axis, point = np.empty((n_a, 3)), np.empty((n_a, 3))
    slope, curve = np.empty(n_a), np.empty(n_a)
    spin, turn, fall = np.zeros((n_s, 3)), np.zeros((n_s, 3)), np.zeros((n_s, 3))
    force, moment, now = np.zeros((n_s, 3)), np.zeros((n_s, 3)), np.empty(q.shape[1])
    for i in range(first, last):
        row_of(q, i, now)
        place(tree, now, rotation, origin, axis, point, slope, curve)
        force[0, :] = 0.0
        moment[0, :] = 0.0
        for j in range(tree.joint.shape[0]):
            move_outward(tree, j, qd[i], qdd[i], rotation, origin, axis, slope, curve, spin, turn, fall)
            weigh(tree, tree.joint[j].child, rotation, origin, spin, turn, fall, force, moment)
        for k in range(load_segment.shape[0]):
            ease(load_segment[k], load_force[k, i], load_point[k, i], load_moment[k, i], force, moment)
        gather(tree, axis, point, slope, force, moment, tau[i])
        for k in range(watched.shape[0]):
            for r in range(3):
                joint_force[i, k, r] = force[watched[k], r]


@kernel
def dynamics_span(
    tree: Tree,
    q: Floats,
    qd: Floats,
    qdd: Floats,
    load_segment: Ints,
    load_force: Floats,
    load_point: Floats,
    load_moment: Floats,
    watched: Ints,
    first: int,
    last: int,
    tau: Floats,
    joint_force: Floats,
) -> None:
    """Write tau (n, n_q) and joint_force (n, n_watched, 3) at the frames first to last (half-open).

    tau: generalised forces; joint_force: net force (without muscles) of the joint of each watched segment on it, in
    ground. load_force, load_point, load_moment (n_loads, n, 3) act on load_segment (n_loads,). Dependent coordinates in
    q, qd, qdd are taken as given.
    """
    dynamics_loop(
        borrowed_tree(tree),
        borrowed(q),
        borrowed(qd),
        borrowed(qdd),
        borrowed(load_segment),
        borrowed(load_force),
        borrowed(load_point),
        borrowed(load_moment),
        borrowed(watched),
        first,
        last,
        borrowed(tau),
        borrowed(joint_force),
    )
