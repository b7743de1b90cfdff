"""Kernels of muscle paths: exact length, moment arms and the pull at the hip, frame by frame.

Symbols: x_k the nodes of the taut path (points, and the two tangent points of every wrap), u_k the unit vector from
node k to node k+1. The length is L = sum |x_k+1 - x_k| + arcs.

Moment arm of coordinate q:  r_q = -dL/dq = -sum_k u_k . (dx_k+1/dq - dx_k/dq),
where nodes move with their segments: tangent points may be held fixed on their surface, because the length of a taut
path is stationary in them. With omega_q, v_q the angular velocity and the velocity at the ground's origin per unit
rate of q, both ends of a stretch give the same term u . v_q + (x x u) . omega_q, so only the coordinates between the
two segments of the stretch count. Moving points add u . R dp/dq.

Pull at the hip: unit vector sum of the tension on the segments beyond the hip, in the femur's frame.
Source: own derivation; An et al. 1984 (doi 10.1115/1.3138494) for r = -dL/dq.
"""

import math
from typing import Any, NamedTuple

import numpy as np

from trochanter.core.arrays import Floats, Ints
from trochanter.core.borrowing import borrowed
from trochanter.core.kernels import kernel
from trochanter.kinematics.tree import Tree
from trochanter.kinematics.tree_kernels import borrowed_tree, columns, couple, evaluate, place
from trochanter.mechanics.paths import Plan
from trochanter.mechanics.taut_kernels import distance, pull_taut

MOST_NODES = 24


@kernel(forceinline=True)
def lay_points(
    tree: Tree,
    plan: Plan,
    m: int,
    q: Floats,
    rotation: Floats,
    origin: Floats,
    node: Floats,
    segment: Ints,
    label: Ints,
) -> int:
    """Put the active points of muscle m into node (.., 3) in ground, with segment and label; returns how many."""
    n, muscle = 0, plan.muscle[m]
    for p in range(muscle.point, muscle.point_end):
        place = plan.point[p]
        s, at = place.segment, place.location
        x, y, z = at[0], at[1], at[2]
        if place.kind == 1:
            value = q[place.condition]
            if value < place.lower or value > place.upper:
                continue
        elif place.kind == 2:
            for r in range(3):  # not three calls with constants, which would be compiled three times
                node[n, r], _ = moving(tree, place, r, q)
            x, y, z = node[n, 0], node[n, 1], node[n, 2]
        for r in range(3):
            node[n, r] = origin[s, r] + rotation[s, r, 0] * x + rotation[s, r, 1] * y + rotation[s, r, 2] * z
        segment[n] = s
        label[n] = p - muscle.point
        n += 1
    return n


@kernel(forceinline=True)
def moving(tree: Tree, place: Any, k: int, q: Floats) -> tuple[float, float]:
    """Component k of a moving point (a POINT) and its derivative by its coordinate; still beyond that one's range."""
    c = place.moving[k]
    if c < 0:
        return place.location[k], 0.0
    x = min(max(q[c], place.moving_lower[k]), place.moving_upper[k])
    value, slope, _ = evaluate(place.function_kind[k], place.function_first[k], place.function_count[k], tree.data, x)
    return value, slope if x == q[c] else 0.0


@kernel(forceinline=True)
def add_arms(
    plan: Plan,
    n_s: int,
    n: int,
    node: Floats,
    segment: Ints,
    arc: Floats,
    rate: Floats,
    omega: Floats,
    v: Floats,
    hip: int,
    arm: Floats,
    pull: Floats,
) -> float:
    """Length of the path; adds -dL/dq to arm (n_q,) and the tension beyond the hip in ground to pull (3,)."""
    length = 0.0
    for k in range(n - 1):
        if arc[k] >= 0.0:
            length += arc[k]
            continue
        a, b = segment[k], segment[k + 1]
        ux, uy, uz = node[k + 1, 0] - node[k, 0], node[k + 1, 1] - node[k, 1], node[k + 1, 2] - node[k, 2]
        size = math.sqrt(ux * ux + uy * uy + uz * uz)
        length += size
        if a == b or size == 0.0:
            continue
        inverse = 1.0 / size
        ux, uy, uz = ux * inverse, uy * inverse, uz * inverse
        x, y, z = node[k, 0], node[k, 1], node[k, 2]
        mx, my, mz = y * uz - z * uy, z * ux - x * uz, x * uy - y * ux
        for i in range(plan.chain_start[a * n_s + b], plan.chain_start[a * n_s + b + 1]):
            link = plan.chain[i]
            c = link.coordinate
            speed = ux * v[c, 0] + uy * v[c, 1] + uz * v[c, 2] + mx * omega[c, 0] + my * omega[c, 1] + mz * omega[c, 2]
            arm[link.target] -= link.sign * rate[c] * speed
        side = plan.distal[hip, a] - plan.distal[hip, b] if hip >= 0 else 0
        if side != 0:
            pull[0] += side * ux
            pull[1] += side * uy
            pull[2] += side * uz
    return length


@kernel
def target(tree: Tree, c: int) -> int:
    """The coordinate that coordinate c's arm counts for."""
    independent = tree.coordinate[c].coupled_to
    return independent if independent >= 0 else c


@kernel
def add_moving(
    tree: Tree,
    plan: Plan,
    m: int,
    q: Floats,
    rotation: Floats,
    rate: Floats,
    n: int,
    node: Floats,
    label: Ints,
    arm: Floats,
) -> None:
    """Add what moving points contribute to -dL/dq by sliding in their own segment."""
    for k in range(n):
        if label[k] < 0:
            continue
        place = plan.point[plan.muscle[m].point + label[k]]
        if place.kind != 2:
            continue
        s = place.segment
        gx, gy, gz = 0.0, 0.0, 0.0
        for other in (k - 1, k + 1):
            if other < 0 or other >= n:
                continue
            size = distance(node, other, k)
            if size > 0.0:
                gx += (node[k, 0] - node[other, 0]) / size
                gy += (node[k, 1] - node[other, 1]) / size
                gz += (node[k, 2] - node[other, 2]) / size
        for r in range(3):
            c = place.moving[r]
            if c >= 0:
                _, slope = moving(tree, place, r, q)
                along = gx * rotation[s, 0, r] + gy * rotation[s, 1, r] + gz * rotation[s, 2, r]
                arm[target(tree, c)] -= along * slope * rate[c]


class Bench(NamedTuple):
    """Working arrays of one thread.

    rotation (n_s, 3, 3), origin (n_s, 3); axis, point (n_a, 3), slope, curve (n_a,): see ``tree_kernels.place``;
    omega, v (n_q, 3): see ``tree_kernels.columns``; q, rate, arm (n_q,); node (MOST_NODES, 3), segment, label, arc
    (MOST_NODES,): the path; tension (3,).
    """

    rotation: Floats
    origin: Floats
    axis: Floats
    point: Floats
    slope: Floats
    curve: Floats
    omega: Floats
    v: Floats
    q: Floats
    rate: Floats
    arm: Floats
    node: Floats
    segment: Ints
    label: Ints
    arc: Floats
    tension: Floats


@kernel
def path_frame(tree: Tree, plan: Plan, on: Bench, length: Floats, arms: Floats, pull: Floats, i: int) -> None:
    """Write length, arms and pull of frame i, whose coordinates are in on.q."""
    n_s = tree.segment.shape[0]
    couple(tree, on.q, on.rate)
    place(tree, on.q, on.rotation, on.origin, on.axis, on.point, on.slope, on.curve)
    columns(tree, on.axis, on.point, on.slope, on.omega, on.v)
    for m in range(plan.muscle.shape[0]):
        muscle = plan.muscle[m]
        n = lay_points(tree, plan, m, on.q, on.rotation, on.origin, on.node, on.segment, on.label)
        on.arc[:n] = -1.0
        if muscle.use_end > muscle.use:
            n = pull_taut(plan, m, on.rotation, on.origin, n, on.node, on.segment, on.label, on.arc)
        on.tension[:] = 0.0
        h = muscle.hip
        length[i, m] = add_arms(
            plan, n_s, n, on.node, on.segment, on.arc, on.rate, on.omega, on.v, h, on.arm, on.tension
        )
        if muscle.slides:
            add_moving(tree, plan, m, on.q, on.rotation, on.rate, n, on.node, on.label, on.arm)
        for k in range(muscle.arm, muscle.arm_end):
            arms[i, k] = on.arm[plan.arm_coordinate[k]]
            on.arm[plan.arm_coordinate[k]] = 0.0
        if h >= 0:
            s = plan.hip_segment[h]
            for r in range(3):
                pull[i, m, r] = (
                    on.rotation[s, 0, r] * on.tension[0]
                    + on.rotation[s, 1, r] * on.tension[1]
                    + on.rotation[s, 2, r] * on.tension[2]
                )


@kernel
def borrowed_plan(plan: Plan) -> Plan:
    """The plan with borrowed arrays (see ``core.borrowing``)."""
    return Plan(
        borrowed(plan.muscle),
        borrowed(plan.point),
        borrowed(plan.use),
        borrowed(plan.surface),
        borrowed(plan.chain_start),
        borrowed(plan.chain),
        borrowed(plan.arm_coordinate),
        borrowed(plan.hip_segment),
        borrowed(plan.distal),
    )


@kernel
def borrowed_bench(on: Bench) -> Bench:
    """The working arrays, borrowed."""
    return Bench(
        borrowed(on.rotation),
        borrowed(on.origin),
        borrowed(on.axis),
        borrowed(on.point),
        borrowed(on.slope),
        borrowed(on.curve),
        borrowed(on.omega),
        borrowed(on.v),
        borrowed(on.q),
        borrowed(on.rate),
        borrowed(on.arm),
        borrowed(on.node),
        borrowed(on.segment),
        borrowed(on.label),
        borrowed(on.arc),
        borrowed(on.tension),
    )


@kernel
def path_span(
    tree: Tree, plan: Plan, q: Floats, first: int, last: int, length: Floats, arms: Floats, pull: Floats, on: Bench
) -> None:
    """Write length, arms and pull of the frames first to last (half-open), using working arrays ``on``.

    Lengths (n, n_m), moment arms (n, n_arm) in the order of plan.arm_coordinate, pull at the hip (n, n_m, 3).
    """
    own_tree, own_plan = borrowed_tree(tree), borrowed_plan(plan)
    own = borrowed_bench(on)
    rows, lengths, all_arms, pulls = borrowed(q), borrowed(length), borrowed(arms), borrowed(pull)
    for i in range(first, last):
        for c in range(rows.shape[1]):  # not own.q[:] = rows[i], whose error message alone takes seconds to compile
            own.q[c] = rows[i, c]
        path_frame(own_tree, own_plan, own, lengths, all_arms, pulls, i)


def bench(tree: Tree) -> Bench:
    """New working arrays for a tree."""
    n_s, n_a, n_q = len(tree.segment), len(tree.axis), len(tree.coordinate)
    return Bench(
        rotation=np.empty((n_s, 3, 3)),
        origin=np.empty((n_s, 3)),
        axis=np.empty((n_a, 3)),
        point=np.empty((n_a, 3)),
        slope=np.empty(n_a),
        curve=np.empty(n_a),
        omega=np.empty((n_q, 3)),
        v=np.empty((n_q, 3)),
        q=np.empty(n_q),
        rate=np.empty(n_q),
        arm=np.zeros(n_q),
        node=np.empty((MOST_NODES, 3)),
        segment=np.empty(MOST_NODES, np.int64),
        label=np.empty(MOST_NODES, np.int64),
        arc=np.empty(MOST_NODES),
        tension=np.empty(3),
    )
