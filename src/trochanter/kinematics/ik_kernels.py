"""Kernels of inverse kinematics: the objective of one frame with its exact gradient and Hessian.

    f(q) = 1/2 sum_i w_i |x_i(q) - m_i|^2 + 1/2 W sum_j u_j (q_j - t_j)^2,   W = sum_i w_i over markers seen

x_i place of the body's marker i in ground, m_i where it was recorded, r_i = x_i - m_i; t_j, u_j targets and weights of
coordinate tasks. OpenSim minimises f / W: that is how its marker and its coordinate weights compare.

A move b (one axis of a joint) carries every marker beyond it: dx/db = v_b + omega_b x x, with v_b taken at the ground's
origin. For a above or at b in the same chain d2x/da db = omega_a x dx/db. Markers act like point masses, so all
sums over markers are sums over segments, added up from the tips:

    W = sum w, h = sum w x, M = sum w x x^T, F = sum w r, G = sum w x r^T,   N = sum w x x r
    df/db      = v_b . F + omega_b . N
    d2f/da db  = v_a . (W v_b + omega_b x h)
               + omega_a . (h x v_b + (tr M - M) omega_b + v_b x F + (G - tr G) omega_b)

The terms in F and G are what Gauss-Newton leaves out. With theta_b = f_b(q), each move adds (df/db) theta_b'' to the
diagonal; a dependent coordinate q_d(q_i) follows the chain rule. Source: own derivation; the sums are those of the
composite-rigid-body algorithm (Featherstone 2008, Rigid Body Dynamics Algorithms, doi 10.1007/978-1-4899-7560-7).
"""

import math

import numpy as np

from trochanter.core.arrays import Floats
from trochanter.core.borrowing import borrowed
from trochanter.core.kernels import kernel
from trochanter.kinematics.ik_problem import IkTables, IkWork
from trochanter.kinematics.tree import Tree
from trochanter.kinematics.tree_kernels import evaluate, place


@kernel
def new_work(tree: Tree, tables: IkTables) -> IkWork:
    """Scratch arrays for one thread."""
    n_s, n_a, n_q = tree.segment.shape[0], tree.axis.shape[0], tree.coordinate.shape[0]
    n_f, n_m = tables.free.shape[0], tables.move.shape[0]
    coupling = np.zeros((n_q, 2))
    coupling[:, 0] = 1.0
    return IkWork(
        np.zeros((n_s, 3, 3)),
        np.zeros((n_s, 3)),
        np.zeros((n_a, 3)),
        np.zeros((n_a, 3)),
        np.zeros(n_a),
        np.zeros(n_a),
        coupling,
        np.zeros((n_s, 22)),
        np.zeros((n_m, 6)),
        np.zeros((2, n_q)),
        np.zeros((5, n_f)),
        np.zeros((3, n_f), dtype=np.int64),
        np.zeros((n_f, n_f)),
        np.zeros((n_f, n_f)),
    )


@kernel
def borrowed_work(work: IkWork) -> IkWork:
    """The same arrays, borrowed (see ``core.borrowing``)."""
    return IkWork(
        borrowed(work.rotation),
        borrowed(work.origin),
        borrowed(work.axis),
        borrowed(work.point),
        borrowed(work.slope),
        borrowed(work.curve),
        borrowed(work.coupling),
        borrowed(work.sums),
        borrowed(work.column),
        borrowed(work.now),
        borrowed(work.vectors),
        borrowed(work.held),
        borrowed(work.hessian),
        borrowed(work.factor),
    )


@kernel
def borrowed_tables(tables: IkTables) -> IkTables:
    """The same tables, borrowed."""
    return IkTables(
        borrowed(tables.move),
        borrowed(tables.marker),
        borrowed(tables.free),
        borrowed(tables.link),
        borrowed(tables.follower),
    )


@kernel
def objective(tree: Tree, tables: IkTables, seen: Floats, target: Floats, q: Floats, work: IkWork) -> float:
    """The objective f(q) of one frame; leaves poses and the sums of each segment's own markers in ``work``.

    seen (n_recorded, 3) recorded places, NaN where missing; target (n_f,) of coordinate tasks, NaN for none; dependent
    coordinates of q (n_q,) are set in place.
    """
    for i in range(tables.follower.shape[0]):
        c = tables.follower[i]
        rule = tree.coordinate[c]
        value, rate, bend = evaluate(rule.kind, rule.first, rule.count, tree.data, q[rule.coupled_to])
        q[c], work.coupling[c, 0], work.coupling[c, 1] = value, rate, bend
    place(tree, q, work.rotation, work.origin, work.axis, work.point, work.slope, work.curve)
    work.sums[:] = 0.0
    total, weights = 0.0, 0.0
    for i in range(tables.marker.shape[0]):
        marker = tables.marker[i]
        w, c, s = marker.weight, marker.column, marker.segment
        m0, m1, m2 = seen[c, 0], seen[c, 1], seen[c, 2]
        if math.isnan(m0 + m1 + m2) or w == 0.0:
            continue
        a, b, d = marker.location[0], marker.location[1], marker.location[2]
        turn = work.rotation[s]
        x = turn[0, 0] * a + turn[0, 1] * b + turn[0, 2] * d + work.origin[s, 0]
        y = turn[1, 0] * a + turn[1, 1] * b + turn[1, 2] * d + work.origin[s, 1]
        z = turn[2, 0] * a + turn[2, 1] * b + turn[2, 2] * d + work.origin[s, 2]
        r0, r1, r2 = x - m0, y - m1, z - m2
        total += w * (r0 * r0 + r1 * r1 + r2 * r2)
        weights += w
        own = work.sums[s]
        wx, wy, wz = w * x, w * y, w * z
        own[0] += w
        own[1] += wx
        own[2] += wy
        own[3] += wz
        own[4] += wx * x
        own[5] += wx * y
        own[6] += wx * z
        own[7] += wy * y
        own[8] += wy * z
        own[9] += wz * z
        own[10] += w * r0
        own[11] += w * r1
        own[12] += w * r2
        own[13] += wx * r0
        own[14] += wx * r1
        own[15] += wx * r2
        own[16] += wy * r0
        own[17] += wy * r1
        own[18] += wy * r2
        own[19] += wz * r0
        own[20] += wz * r1
        own[21] += wz * r2
    for i in range(tables.free.shape[0]):
        free = tables.free[i]
        if free.task_weight > 0.0 and not math.isnan(target[i]):
            off = q[free.coordinate] - target[i]
            total += weights * free.task_weight * off * off
    return 0.5 * total


@kernel
def add_up(tables: IkTables, work: IkWork) -> None:
    """Turn the sums of each segment's own markers into those of all markers beyond it, in place."""
    for i in range(tables.link.shape[0]):
        link = tables.link[i]
        for k in range(22):
            work.sums[link.parent, k] += work.sums[link.child, k]


@kernel
def add_tasks(tables: IkTables, target: Floats, q: Floats, gradient: Floats, hessian: Floats, weights: float) -> None:
    """Add the coordinate tasks to gradient and Hessian; weights: those of the markers seen."""
    for i in range(tables.free.shape[0]):
        free = tables.free[i]
        if free.task_weight > 0.0 and not math.isnan(target[i]):
            gradient[i] += weights * free.task_weight * (q[free.coordinate] - target[i])
            hessian[i, i] += weights * free.task_weight


@kernel
def derivatives(
    tables: IkTables, target: Floats, q: Floats, gradient: Floats, hessian: Floats, work: IkWork, curved: int
) -> None:
    """Gradient (n_f,) and lower triangle of the Hessian (n_f, n_f) of f where ``objective`` and ``add_up`` left off.

    Without ``curved`` the Hessian is that of Gauss-Newton.
    """
    gradient[:] = 0.0
    for i in range(hessian.shape[0]):
        for j in range(tables.free[i].first, i + 1):
            hessian[i, j] = 0.0
    for b in range(tables.move.shape[0]):
        move = tables.move[b]
        k, c, i = move.axis, move.coordinate, move.free
        f = work.slope[k] * work.coupling[c, 0]
        bend = work.curve[k] * work.coupling[c, 0] * work.coupling[c, 0] + work.slope[k] * work.coupling[c, 1]
        e0, e1, e2 = work.axis[k, 0], work.axis[k, 1], work.axis[k, 2]
        if move.rotates:
            u0, u1, u2 = e0, e1, e2
            p0, p1, p2 = work.point[k, 0], work.point[k, 1], work.point[k, 2]
            v0, v1, v2 = p1 * e2 - p2 * e1, p2 * e0 - p0 * e2, p0 * e1 - p1 * e0
        else:
            u0, u1, u2 = 0.0, 0.0, 0.0
            v0, v1, v2 = e0, e1, e2
        own = work.sums[move.segment]
        n0, n1, n2 = own[18] - own[20], own[19] - own[15], own[14] - own[16]
        pull = v0 * own[10] + v1 * own[11] + v2 * own[12] + u0 * n0 + u1 * n1 + u2 * n2
        gradient[i] += f * pull
        u0, u1, u2, v0, v1, v2 = f * u0, f * u1, f * u2, f * v0, f * v1, f * v2
        column = work.column[b]
        column[0], column[1], column[2], column[3], column[4], column[5] = u0, u1, u2, v0, v1, v2
        w, h0, h1, h2 = own[0], own[1], own[2], own[3]
        a0 = w * v0 + u1 * h2 - u2 * h1
        a1 = w * v1 + u2 * h0 - u0 * h2
        a2 = w * v2 + u0 * h1 - u1 * h0
        trace = own[4] + own[7] + own[9]
        b0 = h1 * v2 - h2 * v1 + trace * u0 - own[4] * u0 - own[5] * u1 - own[6] * u2
        b1 = h2 * v0 - h0 * v2 + trace * u1 - own[5] * u0 - own[7] * u1 - own[8] * u2
        b2 = h0 * v1 - h1 * v0 + trace * u2 - own[6] * u0 - own[8] * u1 - own[9] * u2
        if curved:
            hessian[i, i] += pull * bend
            trace = own[13] + own[17] + own[21]
            b0 += v1 * own[12] - v2 * own[11] + own[13] * u0 + own[14] * u1 + own[15] * u2 - trace * u0
            b1 += v2 * own[10] - v0 * own[12] + own[16] * u0 + own[17] * u1 + own[18] * u2 - trace * u1
            b2 += v0 * own[11] - v1 * own[10] + own[19] * u0 + own[20] * u1 + own[21] * u2 - trace * u2
        a = b
        while a >= 0:
            j = tables.move[a].free
            up = work.column[a]
            value = up[0] * b0 + up[1] * b1 + up[2] * b2 + up[3] * a0 + up[4] * a1 + up[5] * a2
            if i < j:
                hessian[j, i] += value
            elif i > j or a == b:
                hessian[i, j] += value
            else:
                hessian[i, i] += 2.0 * value
            a = tables.move[a].above
    add_tasks(tables, target, q, gradient, hessian, work.sums[0, 0])


@kernel
def objective_parts(
    tree: Tree, tables: IkTables, seen: Floats, target: Floats, q: Floats, curved: int
) -> tuple[float, Floats, Floats]:
    """The objective, gradient (n_f,) and Hessian (n_f, n_f, lower triangle) of one frame; q (n_q,) is left as it is."""
    work = new_work(tree, tables)
    n_f = tables.free.shape[0]
    gradient, hessian, now = np.zeros(n_f), np.zeros((n_f, n_f)), q.copy()
    value = objective(tree, tables, seen, target, now, work)
    add_up(tables, work)
    derivatives(tables, target, now, gradient, hessian, work, curved)
    return value, gradient, hessian
