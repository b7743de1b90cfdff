"""Load sharing of one block of muscles at one instant, solved on its dual.

minimise   sum_i a_i^p + sum_j (r_j / w_j)^2 - sum_i t_i a_i
subject to sum_i A_ij a_i + r_j = tau_j,   lo_i <= a_i <= hi_i,   p = 2 or 3

with activations a (m), moments at full activation A (m, d), reserves r (d) of optimal moment w, demand tau (d), and a
tilt t (m; 0 in plain load sharing, one muscle's traces its near-optimal band). With multipliers lambda (d) and
s = A lambda + t, stationarity gives

    a_i = clip(s_i / 2) for p = 2, clip(sqrt(max(s_i, 0) / 3)) for p = 3,     r_j = w_j^2 lambda_j / 2,

so that d equations remain: F(lambda) = A^T a + w^2 lambda / 2 - tau = 0. F is the gradient of a convex function, its
generalised Jacobian A^T diag(da/ds) A + diag(w^2 / 2) is symmetric and positive. Newton's method on it ends after
finitely many steps for p = 2, where F is piecewise linear (Qi and Sun 1993, doi 10.1007/BF01581275); a search along
the step, on which F . step grows monotonically, makes it converge from anywhere.
"""

from typing import NamedTuple

import numpy as np

from trochanter.core.arrays import Floats
from trochanter.core.kernels import kernel

MOST_ITERATIONS = 100
LEAST_PIVOT = 1e-13  # of the sum of squared moments
RESIDUAL_AIM = 1e-12  # of the largest moment in the block
RESIDUAL_LIMIT = 1e-9  # accepted where rounding keeps the residual from getting smaller
_ROUNDING = 1e-14
_PATIENCE = 5  # steps that do not halve the residual
_SMALLEST_SLOPE_AT = 1e-8  # activation below which the slope of p = 3, infinite at 0, grows no more


class Block(NamedTuple):
    """One block at one instant.

    moment (m, d) at full activation; demand (d,); compliance (d,) = w^2 / 2, 0 without a reserve; squares (d,): sum of
    squared moments, 1 where all are 0; low, high (m,).
    """

    moment: Floats
    demand: Floats
    compliance: Floats
    squares: Floats
    low: Floats
    high: Floats


class Scratch(NamedTuple):
    """Room to work in: tilt, activation, slope (m,), vectors (3, d), matrix (d, d)."""

    tilt: Floats
    activation: Floats
    slope: Floats
    vectors: Floats
    matrix: Floats


@kernel
def make_scratch(muscles: int, coordinates: int) -> Scratch:
    """Room for a block of that many muscles and coordinates, without tilt."""
    return Scratch(
        np.zeros(muscles),
        np.zeros(muscles),
        np.zeros(muscles),
        np.zeros((3, coordinates)),
        np.zeros((coordinates, coordinates)),
    )


@kernel
def respond(block: Block, power: int, multiplier: Floats, work: Scratch) -> None:
    """Activations that the multipliers ask for, and their slopes da/ds, into ``work``."""
    for i in range(block.moment.shape[0]):
        s = work.tilt[i]
        for j in range(block.moment.shape[1]):
            s += block.moment[i, j] * multiplier[j]
        if power == 2:
            a, slope = 0.5 * s, 0.5
        else:
            a = np.sqrt(max(s, 0.0) / 3.0)
            slope = 1.0 / (6.0 * max(a, _SMALLEST_SLOPE_AT)) if s > 0.0 else 0.0
        if a <= block.low[i]:
            a, slope = block.low[i], 0.0
        elif a >= block.high[i]:
            a, slope = block.high[i], 0.0
        work.activation[i], work.slope[i] = a, slope


@kernel
def residual(block: Block, multiplier: Floats, activation: Floats, out: Floats) -> float:
    """F(lambda) into ``out``; returns its largest absolute value, NaN where anything is."""
    d = block.demand.shape[0]
    for j in range(d):
        out[j] = block.compliance[j] * multiplier[j] - block.demand[j]
    for i in range(block.moment.shape[0]):
        for j in range(d):
            out[j] += block.moment[i, j] * activation[i]
    largest = 0.0
    for j in range(d):
        if not abs(out[j]) <= largest:
            largest = abs(out[j])
    return largest


@kernel
def factor(block: Block, slope: Floats, matrix: Floats, reach: float) -> None:
    """Cholesky factor of the Jacobian into the lower triangle of ``matrix``.

    Where no muscle can change a moment without a reserve, all being at a bound, the pivot vanishes. One that lets the
    multipliers move activations by about ``reach`` takes its place, so that Newton's step looks for one that leaves.
    """
    m, d = block.moment.shape
    for j in range(d):
        for k in range(j):
            matrix[j, k] = 0.0
        matrix[j, j] = block.compliance[j]
    for i in range(m):
        if slope[i] > 0.0:
            for j in range(d):
                scaled = slope[i] * block.moment[i, j]
                if scaled != 0.0:
                    for k in range(j + 1):
                        matrix[j, k] += scaled * block.moment[i, k]
    for j in range(d):
        for k in range(j):
            matrix[j, j] -= matrix[j, k] * matrix[j, k]
        pivot = matrix[j, j]
        if not pivot > LEAST_PIVOT * block.squares[j]:
            pivot = 0.01 * block.squares[j] / reach
        root = np.sqrt(pivot)
        matrix[j, j] = root
        for i in range(j + 1, d):
            for k in range(j):
                matrix[i, j] -= matrix[i, k] * matrix[j, k]
            matrix[i, j] /= root


@kernel
def back_substitute(matrix: Floats, d: int, vector: Floats) -> None:
    """Solve with the factor, in place."""
    for j in range(d):
        for k in range(j):
            vector[j] -= matrix[j, k] * vector[k]
        vector[j] /= matrix[j, j]
    for j in range(d - 1, -1, -1):
        for k in range(j + 1, d):
            vector[j] -= matrix[k, j] * vector[k]
        vector[j] /= matrix[j, j]


@kernel
def cold_start(block: Block, multiplier: Floats, work: Scratch) -> None:
    """Multipliers of the problem without bounds, p = 2."""
    m, d = block.moment.shape
    for i in range(m):
        work.slope[i] = 0.5
    factor(block, work.slope, work.matrix, 1.0)
    for j in range(d):
        multiplier[j] = block.demand[j]
    back_substitute(work.matrix, d, multiplier)


@kernel
def search(block: Block, power: int, multiplier: Floats, step: Floats, work: Scratch, steep: float) -> float:
    """Go along ``step`` until F . step is nearly zero and not above; returns the largest absolute residual there.

    ``multiplier`` moves; ``work.vectors[0]`` holds F. ``steep`` is F . step at the start, below zero.
    """
    d = block.demand.shape[0]
    start, force = work.vectors[2], work.vectors[0]
    for j in range(d):
        start[j] = multiplier[j]
    left, right, at_left, at_right, t, worst = 0.0, np.inf, steep, 0.0, 1.0, np.nan
    for attempt in range(80):
        for j in range(d):
            multiplier[j] = start[j] + t * step[j]
        respond(block, power, multiplier, work)
        worst = residual(block, multiplier, work.activation, force)
        slope = 0.0
        for j in range(d):
            slope += force[j] * step[j]
        if slope > -1e-3 * steep:
            right, at_right = t, slope
        elif slope < 0.9 * steep:
            left, at_left = t, slope
        else:
            break
        if right == np.inf:
            t *= 4.0
            continue
        t = right - at_right * (right - left) / (at_right - at_left)
        if left == 0.0 and attempt > 0:
            t = min(t, 0.1 * right)
        elif attempt % 3 == 2:
            t = 0.5 * (left + right)
    return worst


@kernel
def rounding(block: Block, multiplier: Floats, work: Scratch) -> float:
    """Residual that rounding alone can leave: where reserves are stiff, s is a small difference of large terms."""
    m, d = block.moment.shape
    largest = 0.0
    for j in range(d):
        blur = 0.0
        for i in range(m):
            terms = abs(work.tilt[i])
            for k in range(d):
                terms += abs(block.moment[i, k] * multiplier[k])
            blur += abs(block.moment[i, j]) * work.slope[i] * terms
        largest = max(largest, blur)
    return _ROUNDING * largest


@kernel
def solve_block(block: Block, power: int, multiplier: Floats, work: Scratch) -> tuple[int, bool]:
    """Solve from the given multipliers, in place; ``work.activation`` holds the result.

    Returns the number of Newton steps and whether every moment is balanced to RESIDUAL_LIMIT or to rounding.
    """
    m, d = block.moment.shape
    scale, tilt = 1.0, 0.0
    for j in range(d):
        scale = max(scale, abs(block.demand[j]))
        for i in range(m):
            scale = max(scale, abs(block.moment[i, j]))
    for i in range(m):
        tilt = max(tilt, abs(work.tilt[i]))
    aim = RESIDUAL_AIM * scale * (1.0 + 1e-3 * tilt)  # a large tilt leaves s with its rounding
    force, step = work.vectors[0], work.vectors[1]
    respond(block, power, multiplier, work)
    worst = residual(block, multiplier, work.activation, force)
    best, stale, iteration = worst, 0, 0
    while iteration < MOST_ITERATIONS and not worst <= aim:
        if stale >= _PATIENCE and worst <= max(RESIDUAL_LIMIT * scale, rounding(block, multiplier, work)):
            break
        factor(block, work.slope, work.matrix, 1.0 + tilt)
        for j in range(d):
            step[j] = -force[j]
        back_substitute(work.matrix, d, step)
        steep = 0.0
        for j in range(d):
            steep += force[j] * step[j]
        if not steep < 0.0:
            break
        worst = search(block, power, multiplier, step, work, steep)
        stale = 0 if worst <= 0.5 * best else stale + 1
        best = min(best, worst)
        iteration += 1
    return iteration, worst <= max(RESIDUAL_LIMIT * scale, rounding(block, multiplier, work))
