"""How far each muscle's activation can go while the total cost stays within (1 + slack) of the optimum.

V(x) = least cost with a_k = x is convex with its minimum C* at the optimum, so the band's ends are the two roots of
V(x) = (1 + slack) C*. They are found by tilting: minimising cost - t a_k moves x(t) along V with dV/dx = t, stays
solvable whatever t is, and gives the cost C(t) with dC/dt = t k, where

    k = dx/dt = g (1 - g A_k J^-1 A_k),    g = da/ds of muscle k, J the Jacobian of ``dual_kernels``.

For p = 2 the cost is piecewise linear in t^2: Newton's method in t^2, kept inside a bracket, ends after a few solves.
A coordinate whose reserve is held keeps the moment of its reserve and gives it no cost. Where all its muscles are at a
bound its multiplier is not unique, but the activations are; where nothing moves, the tilt goes on to the next change.
"""

import numpy as np

from trochanter.core.arrays import Flags, Floats
from trochanter.core.kernels import kernel
from trochanter.mechanics.dual_kernels import (
    Block,
    Scratch,
    back_substitute,
    factor,
    make_scratch,
    respond,
    solve_block,
)
from trochanter.mechanics.sharing_kernels import Layout, Loads, Shares, assemble, make_block

COST_TOLERANCE = 1e-9  # of the optimal cost
FINEST_ACTIVATION = 1e-6  # a muscle that stands still is not followed on where the cost left allows less than this
MOST_SOLVES = 100
STEEPEST = 1e5  # cost over activation beyond which a muscle that stands still is taken to be unable to move
STILL = 1e-9  # of a free muscle's mobility: below it nothing moves until another muscle reaches or leaves a bound


@kernel
def hold(layout: Layout, b: int, block: Block, held: Flags, multiplier: Floats, price: Floats) -> None:
    """Replace held reserves by the moment that they carry at the optimum; ``price`` (d,): cost over lambda^2."""
    for j in range(block.demand.shape[0]):
        price[j] = 0.5 * block.compliance[j]
        if held[layout.coordinate[layout.coordinate_start[b] + j]]:
            price[j] = 0.0
            block.demand[j] -= block.compliance[j] * multiplier[j]
            block.compliance[j] = 0.0


@kernel
def total_cost(power: int, price: Floats, multiplier: Floats, work: Scratch) -> float:
    """Sum of a^p and of (r / w)^2 = (w^2 / 4) lambda^2 over the reserves that are not held."""
    cost = 0.0
    for i in range(work.activation.shape[0]):
        cost += work.activation[i] ** power
    for j in range(price.shape[0]):
        cost += price[j] * multiplier[j] ** 2
    return cost


@kernel
def mobility(block: Block, k: int, work: Scratch) -> float:
    """dx/dt of muscle k at the solution in ``work``; 0 at a bound."""
    slope = work.slope[k]
    if slope == 0.0:
        return 0.0
    d = block.demand.shape[0]
    factor(block, work.slope, work.matrix, 1.0)
    vector = work.vectors[1]
    for j in range(d):
        vector[j] = block.moment[k, j]
    back_substitute(work.matrix, d, vector)
    share = 0.0
    for j in range(d):
        share += block.moment[k, j] * vector[j]
    return float(max(slope * (1.0 - slope * share), 0.0))


@kernel
def first_tilt(block: Block, power: int, k: int, activation: float, multiplier: Floats) -> float:
    """Tilt from which muscle k begins to move: 0 inside its bounds, else what pays for leaving the bound."""
    if block.low[k] < activation < block.high[k]:
        return 0.0
    s = 0.0
    for j in range(block.demand.shape[0]):
        s += block.moment[k, j] * multiplier[j]
    return float(abs(power * activation ** (power - 1) - s))


@kernel
def next_change(block: Block, power: int, k: int, direction: float, multiplier: Floats, work: Scratch) -> float:
    """How much more tilt on muscle k makes another muscle reach or leave a bound, infinite if none does.

    Right after ``mobility``, which leaves J^-1 A_k behind: d lambda / dt = -g J^-1 A_k.
    """
    m, d = block.moment.shape
    nearest = np.inf
    for i in range(m):
        s, rate, largest = 0.0, 0.0, 0.0
        for j in range(d):
            part = block.moment[i, j] * direction * work.slope[k] * work.vectors[1, j]
            s += block.moment[i, j] * multiplier[j]
            rate -= part
            largest = max(largest, abs(part))
        if i == k or block.low[i] == block.high[i] or abs(rate) <= STILL * largest:
            continue
        reached = block.high[i] if rate > 0.0 else block.low[i]
        if work.activation[i] == reached:
            continue
        if work.slope[i] == 0.0:  # at the other bound, which it leaves
            reached = work.activation[i]
        nearest = min(nearest, max((power * reached ** (power - 1) - s) / rate, 0.0))
    return nearest


@kernel
def next_square(
    square: float, gap: float, speed: float, below: float, gap_below: float, above: float, gap_above: float
) -> float:
    """Next squared tilt: Newton's, or the secant's where that leaves the bracket, infinite where nothing bounds it.

    gap: target minus cost, at the present square and at the bracket's ends.
    """
    guess = square + 2.0 * gap / speed if speed > 0.0 else np.inf
    if below < guess < above:
        return guess
    if above == np.inf:
        return np.inf
    return below + gap_below / (gap_below - gap_above) * (above - below)


@kernel
def advance(
    block: Block, power: int, k: int, tilt: float, goal: float, multiplier: Floats, good: Floats, work: Scratch
) -> float:
    """Solve at tilt ``goal`` of muscle k, or where that fails half-way back towards ``tilt``; returns the tilt, or NaN.

    ``good`` holds the multipliers solved last, those at ``tilt``.
    """
    for _ in range(8):
        work.tilt[k] = goal
        _, solved = solve_block(block, power, multiplier, work)
        for j in range(good.shape[0]):
            if solved:
                good[j] = multiplier[j]
            else:
                multiplier[j] = good[j]
        if solved:
            return goal
        goal = 0.5 * (tilt + goal)
    return np.nan


@kernel
def follow_end(
    block: Block,
    power: int,
    price: Floats,
    k: int,
    direction: float,
    slack: Floats,
    multiplier: Floats,
    good: Floats,
    work: Scratch,
    ends: Floats,
) -> None:
    """Fill ``ends``: the farthest activation of muscle k in ``direction`` for each rising slack in the cost.

    ``multiplier`` and ``good`` start at the optimum and move. NaN where an end could not be followed.
    """
    work.tilt[k] = 0.0
    respond(block, power, multiplier, work)
    x, optimum = work.activation[k], total_cost(power, price, multiplier, work)
    bound = block.high[k] if direction > 0.0 else block.low[k]
    done = x == bound or optimum <= 0.0
    tilt, gained = first_tilt(block, power, k, x, multiplier), 0.0
    work.slope[k] = 0.5 if power == 2 else 1.0 / (6.0 * max(x, 1e-4))
    speed, end, steepest = mobility(block, k, work), x, max(STEEPEST, 100.0 * tilt)
    for n in range(slack.shape[0]):
        gap = slack[n] * optimum - gained
        below, gap_below, above, gap_above = tilt * tilt, gap, np.inf, -np.inf
        near = False
        for attempt in range(MOST_SOLVES):
            near = abs(gap) <= COST_TOLERANCE * optimum
            if done or near or not np.isfinite(tilt):
                break
            still = speed <= STILL * work.slope[k]
            if still and above == np.inf:
                goal = max(tilt + next_change(block, power, k, direction, multiplier, work), 2.0 * tilt + 1e-3)
            elif attempt % 4 == 3 and above < np.inf:
                goal = 0.5 * (np.sqrt(below) + np.sqrt(above))
            else:
                goal = np.sqrt(next_square(tilt * tilt, gap, speed, below, gap_below, above, gap_above))
            if still and above == np.inf and goal > min(gap / FINEST_ACTIVATION, steepest):
                near = True
                break
            tilt = direction * advance(block, power, k, direction * tilt, direction * goal, multiplier, good, work)
            x, speed = work.activation[k], mobility(block, k, work)
            gap = slack[n] * optimum - (total_cost(power, price, multiplier, work) - optimum)
            if gap >= 0.0:
                below, gap_below, done = tilt * tilt, gap, x == bound
            else:
                above, gap_above = tilt * tilt, gap
        gained = slack[n] * optimum - gap
        end = max(end, x) if direction > 0.0 else min(end, x)
        ends[n] = end if done or near or 0.0 <= gap <= FINEST_ACTIVATION * tilt else np.nan
    work.tilt[k] = 0.0


@kernel
def search_frames(
    layout: Layout,
    loads: Loads,
    shares: Shares,
    held: Flags,
    slack: Floats,
    ends: Floats,
    wanted: Flags,
    first: int,
    last: int,
) -> None:
    """Fill ends (2, m, n, k), least and most activation, where ``wanted`` (2, m, n), from frame ``first`` to ``last``.

    ``last`` itself is not filled.
    """
    for b in range(layout.muscle_start.shape[0] - 1):
        block = make_block(layout, loads, b)
        m, d = block.moment.shape
        work, price = make_scratch(m, d), np.zeros(d)
        best, multiplier, good = np.zeros(d), np.zeros(d), np.zeros(d)
        for frame in range(first, last):
            if not (assemble(layout, loads, frame, b, block) and shares.converged[frame, b]):
                continue
            for j in range(d):
                best[j] = shares.multiplier[frame, layout.coordinate[layout.coordinate_start[b] + j]]
            hold(layout, b, block, held, best, price)
            for i in range(2 * m):
                k, side, direction = i // 2, i % 2, 2.0 * (i % 2) - 1.0
                muscle = layout.muscle[layout.muscle_start[b] + k]
                if not wanted[side, muscle, frame]:
                    continue
                for j in range(d):
                    multiplier[j] = good[j] = best[j]
                out = ends[side, muscle, frame]
                follow_end(block, loads.power, price, k, direction, slack, multiplier, good, work, out)
