"""Kernels of inverse kinematics: Newton's method in a box, frame after frame.

Each step minimises the quadratic model g.d + 1/2 d^T (H + lambda D) d over the coordinates that are not at a bound that
the gradient pushes against; a coordinate that the step would carry past its bound stops there, and the rest is solved
again. H is exact where it is positive definite and the frame is near its optimum, else that of Gauss-Newton, with D its
diagonal and lambda raised until the objective falls (Levenberg-Marquardt). Newton's method converges quadratically also
where markers keep a distance from the model; Gauss-Newton would not. Sources: Nocedal and Wright 2006, Numerical
Optimization, doi 10.1007/978-0-387-40065-5, chapters 3, 4, 10, 16.

A direction in which no marker moves has a pivot of zero in the factor of Gauss-Newton's matrix: its coordinate is then
held at the neighbouring frame's value, and the frame is marked.
"""

import math

import numpy as np

from trochanter.core.arrays import Floats
from trochanter.core.kernels import kernel
from trochanter.kinematics.ik_kernels import add_up, derivatives, objective
from trochanter.kinematics.ik_problem import IkTables, IkWork
from trochanter.kinematics.tree import Tree

STEP_END = 1e-7  # rad or m: a full Newton step this small leaves an error of its square, some 1e-12
ROUGH_END = 1e-3
NEAR = 0.2  # rad or m: steps below this are near enough for the exact Hessian
MOST_STEPS = 100
MOST_DAMPING = 1e8
ROUNDING = 1e-12  # of the objective: a promise below this cannot be checked
NO_RESISTANCE = 1e-12  # of the scaled matrix: what rounding leaves of nothing, also where weights differ a millionfold
LEAST_PIVOT = 1e-11  # of the diagonal
DOUBTFUL_PIVOT = 1e-6
CONVERGED, UNFINISHED, EMPTY = 0, 1, 2
GRADIENT, STEP, SCALE, LEAST, MOST = 0, 1, 2, 3, 4  # rows of IkWork.vectors
ACTIVE, LOOSE, FROZEN = 0, 1, 2  # rows of IkWork.held: out of this step; may move at all; not determined by the markers


@kernel
def factorise(tables: IkTables, hessian: Floats, damping: float, freeze: int, work: IkWork) -> float:
    """Cholesky factor of H + lambda D over the coordinates that are not held; the least pivot over its diagonal.

    A pivot that is not positive returns -1; with ``freeze`` its coordinate is held and marked instead.
    """
    factor, held = work.factor, work.held
    least = 1.0
    for i in range(hessian.shape[0]):
        first = tables.free[i].first
        if held[ACTIVE, i]:
            for j in range(first, i):
                factor[i, j] = 0.0
            factor[i, i] = 1.0
            continue
        diagonal = hessian[i, i] + damping * work.vectors[SCALE, i]
        pivot = diagonal
        for j in range(first, i):
            value = 0.0
            if not held[ACTIVE, j]:
                value = hessian[i, j]
                for k in range(max(first, tables.free[j].first), j):
                    value -= factor[i, k] * factor[j, k]
                value *= factor[j, j]
            factor[i, j] = value
            pivot -= value * value
        ratio = pivot / diagonal if diagonal > 0.0 else 0.0
        if freeze and ratio < LEAST_PIVOT:
            held[ACTIVE, i] = 1
            held[FROZEN, i] = 1
            for j in range(first, i):
                factor[i, j] = 0.0
            factor[i, i] = 1.0
            continue
        if not ratio > 0.0:
            return -1.0
        least = min(least, ratio)
        factor[i, i] = 1.0 / math.sqrt(pivot)
    return least


@kernel
def solve_factor(tables: IkTables, work: IkWork, x: Floats) -> None:
    """Solve L L^T x = x in place; the factor's diagonal holds reciprocals, rows of held coordinates the identity."""
    factor = work.factor
    n = x.shape[0]
    for i in range(n):
        value = x[i]
        for k in range(tables.free[i].first, i):
            value -= factor[i, k] * x[k]
        x[i] = value * factor[i, i]
    for i in range(n - 1, -1, -1):
        value = x[i] * factor[i, i]
        x[i] = value
        for k in range(tables.free[i].first, i):
            x[k] -= factor[i, k] * value


@kernel
def weakest(tables: IkTables, work: IkWork) -> int:
    """The coordinate that moves most in a direction that no marker resists, or -1: inverse iteration on the factor.

    Coordinates are scaled by the root of the diagonal, so that radians and metres, hips and toes compare.
    """
    z, b = work.vectors[STEP], work.vectors[LEAST]
    n = z.shape[0]
    for i in range(n):
        z[i] = 1.0 + 0.1 * (i % 7)
    size = 0.0
    for _ in range(3):
        for i in range(n):
            b[i] = 0.0 if work.held[ACTIVE, i] else math.sqrt(work.vectors[SCALE, i]) * z[i]
        solve_factor(tables, work, b)
        size = 0.0
        for i in range(n):
            z[i] = math.sqrt(work.vectors[SCALE, i]) * b[i]
            size += z[i] * z[i]
        size = math.sqrt(size)
        for i in range(n):
            z[i] /= size
    if not size > 1.0 / NO_RESISTANCE:
        return -1
    most = 0
    for i in range(n):
        most = i if abs(z[i]) > abs(z[most]) else most
    return most


@kernel
def hold_undetermined(tables: IkTables, hessian: Floats, work: IkWork) -> None:
    """Hold and mark as many coordinates as it takes to determine the others, from Gauss-Newton's matrix.

    Bounds do not count: what only a bound holds is not measured. SCALE holds the diagonal; LEAST and STEP are used up.
    """
    n = hessian.shape[0]
    for i in range(n):
        work.held[ACTIVE, i] = 0 if work.held[LOOSE, i] else 1
    for _ in range(n):
        if factorise(tables, hessian, 0.0, 1, work) > DOUBTFUL_PIVOT:
            return
        loose = weakest(tables, work)
        if loose < 0:
            return
        work.held[ACTIVE, loose] = 1
        work.held[FROZEN, loose] = 1


@kernel
def entry(hessian: Floats, i: int, j: int) -> float:
    """Entry of a symmetric matrix whose lower triangle is stored."""
    value: float = hessian[i, j] if i >= j else hessian[j, i]
    return value


@kernel
def boxed_step(tables: IkTables, hessian: Floats, damping: float, work: IkWork) -> float:
    """The step of the quadratic model in the box, in vectors[STEP]; returns the least pivot ratio, -1 for none.

    vectors[LEAST] and [MOST] (n_f,): how far each coordinate may go down and up.
    """
    step, gradient, held = work.vectors[STEP], work.vectors[GRADIENT], work.held
    n = step.shape[0]
    for i in range(n):
        against = (gradient[i] > 0.0 and work.vectors[LEAST, i] >= 0.0) or (
            gradient[i] < 0.0 and work.vectors[MOST, i] <= 0.0
        )
        held[ACTIVE, i] = 1 if against or not held[LOOSE, i] or held[FROZEN, i] else 0
        step[i] = 0.0
    stops = np.zeros(n)
    for _ in range(2 * n + 1):
        least = factorise(tables, hessian, damping, 0, work)
        if least < 0.0:
            return least
        for i in range(n):
            step[i] = 0.0 if held[ACTIVE, i] else -gradient[i]
        for j in range(n):
            if stops[j] != 0.0:
                for i in range(n):
                    if not held[ACTIVE, i]:
                        step[i] -= entry(hessian, i, j) * stops[j]
        solve_factor(tables, work, step)
        worst, excess = -1, 0.0
        for i in range(n):
            if held[ACTIVE, i]:
                step[i] = stops[i]
            else:
                over = max(step[i] - work.vectors[MOST, i], work.vectors[LEAST, i] - step[i])
                if over > excess:
                    worst, excess = i, over
        if worst < 0:
            return least
        held[ACTIVE, worst] = 1
        stops[worst] = work.vectors[MOST, worst] if step[worst] > 0.0 else work.vectors[LEAST, worst]
    return -1.0


@kernel
def limits(tables: IkTables, q: Floats, work: IkWork) -> None:
    """How far each coordinate may go from q, into vectors[LEAST] and [MOST]."""
    for i in range(tables.free.shape[0]):
        free = tables.free[i]
        work.vectors[LEAST, i] = min(0.0, free.lower - q[free.coordinate])
        work.vectors[MOST, i] = max(0.0, free.upper - q[free.coordinate])


@kernel
def into_box(tables: IkTables, q: Floats, work: IkWork) -> None:
    """Bring coordinates that may move to their bounds where they are beyond, in place."""
    for i in range(tables.free.shape[0]):
        if work.held[LOOSE, i]:
            free = tables.free[i]
            q[free.coordinate] = min(max(q[free.coordinate], free.lower), free.upper)


@kernel
def propose(
    tables: IkTables, target: Floats, q: Floats, damping: float, curved: int, work: IkWork
) -> tuple[float, int]:
    """A step from q; the damping it took, and whether it is Newton's (1) or Gauss-Newton's (0).

    Phases: 0 the exact Hessian; if that is not safely positive definite, 1 Gauss-Newton's, which tells undetermined
    coordinates; 2 the exact one without those; 3 Gauss-Newton's, damped as far as needed.
    """
    for i in range(work.hessian.shape[0]):
        work.held[FROZEN, i] = 0
    limits(tables, q, work)
    phase = 0 if curved else 1
    while True:
        exact = 1 if phase in (0, 2) else 0  # Gauss-Newton's matrix is never indefinite
        derivatives(tables, target, q, work.vectors[GRADIENT], work.hessian, work, exact)
        if phase < 2:
            for i in range(work.hessian.shape[0]):
                work.vectors[SCALE, i] = abs(work.hessian[i, i])
        if phase == 1:
            hold_undetermined(tables, work.hessian, work)
            limits(tables, q, work)
            phase = 2 if curved else 3
            continue
        least = boxed_step(tables, work.hessian, damping, work)
        if (phase == 0 and least > DOUBTFUL_PIVOT) or (phase == 2 and least > LEAST_PIVOT):
            return damping, 1
        if phase == 3:
            if least >= 0.0 or damping > MOST_DAMPING:
                return damping, 0
            damping = max(10.0 * damping, 1e-8)
        else:
            phase += 1


@kernel
def copy(source: Floats, to: Floats) -> None:
    """Copy one row of coordinates (a loop: an array assignment takes seconds to compile)."""
    for i in range(to.shape[0]):
        to[i] = source[i]


@kernel
def take(tables: IkTables, q: Floats, trial: Floats, work: IkWork) -> tuple[float, float]:
    """Put q plus the step into trial (n_q,); the step's largest part, and how much the gradient promises."""
    size, fall = 0.0, 0.0
    copy(q, trial)
    for i in range(tables.free.shape[0]):
        step = work.vectors[STEP, i]
        trial[tables.free[i].coordinate] += step
        size = max(size, abs(step))
        fall -= work.vectors[GRADIENT, i] * step
    into_box(tables, trial, work)
    return size, fall


@kernel
def fit_frame(
    tree: Tree, tables: IkTables, seen: Floats, target: Floats, q: Floats, near: int, rough: int, work: IkWork
) -> tuple[float, int, int]:
    """Minimise the objective of one frame from q (n_q,), in place; the objective, how it ended, and steps taken.

    near: whether q is a neighbouring frame's; rough: whether a thousandth is near enough. work.held[LOOSE] says which
    coordinates may move; work.held[FROZEN] those that the markers leave undetermined, on return; work.rotation and
    origin are then those of q.
    """
    damping, curved, steps = 0.0 if near else 1e-3, near, 0
    value, size, fall, look = 0.0, 0.0, 0.0, 1  # look: what comes next is q itself, not a trial
    trial = work.now[0]
    into_box(tables, q, work)
    copy(q, trial)
    while steps < MOST_STEPS:
        found = objective(tree, tables, seen, target, trial, work)
        kept = (fall > 0.0 and found <= value - 1e-4 * fall) or abs(fall) <= ROUNDING * value
        if not look and not kept:
            damping, look = max(10.0 * damping, 1e-3), 1
            copy(q, trial)
            continue
        if not look:
            damping = 0.1 * damping if damping > 1e-6 else 0.0
            curved = 1 if size < NEAR else curved
        value, look = found, 0
        copy(trial, q)
        add_up(tables, work)
        if work.sums[0, 0] == 0.0:
            return value, EMPTY, 0
        if damping > MOST_DAMPING:
            break
        damping, exact = propose(tables, target, q, damping, curved, work)
        size, fall = take(tables, q, trial, work)
        steps += 1
        if rough and size <= ROUGH_END:
            return value, CONVERGED, steps
        if size <= STEP_END and damping == 0.0:
            if exact:
                copy(trial, q)
                return value, CONVERGED, steps
            if curved:
                break  # no minimum in every direction
            curved, look = 1, 1
            copy(q, trial)
    return value, UNFINISHED, steps
