"""Ends of near-optimal bands for p = 2, without a search: along the pieces of ``band_piece_kernels``.

From tilt t to u on one piece the cost grows by da_k/dt (u^2 - t^2) / 2, so that the tilt at which it meets its limit is
known. Rounding gathers along a path. Where it ends, moments must balance and the cost must be right as closely as the
search of ``band_kernels`` asks; that search is needed where they are not, and where J is singular.
"""

import numpy as np

from trochanter.core.arrays import Flags, Floats
from trochanter.core.kernels import kernel
from trochanter.mechanics.band_kernels import COST_TOLERANCE, FINEST_ACTIVATION, STEEPEST, STILL, hold, total_cost
from trochanter.mechanics.band_piece_kernels import Path, change_state, exchange, head, make_path, set_out, start_paths
from trochanter.mechanics.dual_kernels import RESIDUAL_LIMIT, Block, Scratch, make_scratch, respond
from trochanter.mechanics.sharing_kernels import Layout, Loads, Shares, assemble, make_block

MOST_PIECES = 200


@kernel
def holds(block: Block, price: Floats, k: int, tilt: float, end: float, least: float, most: float, path: Path) -> bool:
    """Whether the place reached is the optimum at ``tilt``, muscle k at ``end``, the cost ``least`` to ``most``."""
    m, d = block.moment.shape
    force, multiplier, scale, cost, reached = path.spare, path.multiplier, 1.0, 0.0, 0.0
    for j in range(d):
        force[j] = block.compliance[j] * multiplier[j] - block.demand[j]
        scale = max(scale, abs(block.demand[j]))
        cost += price[j] * multiplier[j] ** 2
    for i in range(m):
        s = tilt if i == k else 0.0
        for j in range(d):
            s += block.moment[i, j] * multiplier[j]
        activation = min(max(0.5 * s, block.low[i]), block.high[i])
        cost += activation * activation
        if i == k:
            reached = activation
        for j in range(d):
            force[j] += block.moment[i, j] * activation
    worst = 0.0
    for j in range(d):
        worst = max(worst, abs(force[j]))
    paid = (1.0 - COST_TOLERANCE) * least <= cost <= (1.0 + COST_TOLERANCE) * most
    return bool(worst <= RESIDUAL_LIMIT * scale and abs(reached - end) <= COST_TOLERANCE and paid)


@kernel
def spend(
    slack: Floats,
    n: int,
    optimum: float,
    spent: float,
    start: float,
    until: float,
    x: float,
    velocity: float,
    steepest: float,
    ends: Floats,
) -> tuple[int, float, bool]:
    """Fill the ends, from the n-th on, that the cost allows on the piece from tilt ``start`` to ``until``.

    spent: cost above the optimum at ``start``, where muscle k is at x; velocity: dx/dt. Returns how many ends are
    filled by now, the tilt reached, and whether muscle k stands still with the last of them.
    """
    speed = abs(velocity)
    while n < slack.shape[0]:
        gap, tilt, still = slack[n] * optimum - spent, start, not speed > 0.5 * STILL
        if still:  # what it could move farther out would cost more than is left
            if until <= min(gap / FINEST_ACTIVATION, steepest):
                break
        else:
            tilt = np.sqrt(start * start + 2.0 * gap / speed)
            if tilt > until:
                break
        ends[n] = x + velocity * (tilt - start)
        n += 1
        if n == slack.shape[0]:
            return n, tilt, still
    return n, until, False


@kernel
def trace_end(
    block: Block,
    price: Floats,
    k: int,
    direction: float,
    slack: Floats,
    best: Floats,
    optimum: float,
    work: Scratch,
    path: Path,
    ends: Floats,
) -> bool:
    """Fill ``ends``: the farthest activation of muscle k in ``direction`` for each rising slack in the cost.

    best (d,), optimum: multipliers and cost at the optimum, whose activations and slopes ``work`` holds and keeps.
    Returns whether the ends can be relied on.
    """
    x, bound = work.activation[k], block.high[k] if direction > 0.0 else block.low[k]
    if x == bound or optimum <= 0.0:
        for n in range(slack.shape[0]):
            ends[n] = x
        return True
    set_out(best, path)
    s, y, inverse, tilt, spent, n = path.s[1], path.spare, path.inverse[1], 0.0, 0.0, 0
    if work.slope[k] == 0.0:  # it leaves its other bound once the tilt pays for that
        tilt, s[k] = abs(2.0 * x - s[k]), 2.0 * x
        path.up[1, k], path.down[1, k] = 2.0 * block.high[k], 2.0 * block.low[k]
        if not exchange(block, k, 1.0, inverse, y):
            return False
    steepest, most = max(STEEPEST, 100.0 * tilt), (1.0 + slack[-1]) * optimum
    least = most  # unless muscle k stops before the cost is spent: at its bound, or because nothing moves it
    for _ in range(MOST_PIECES):
        left, which = head(block, k, direction, path)
        speed, start = 0.5 * direction * path.rate[k], tilt
        n, tilt, stopped = spend(slack, n, optimum, spent, start, tilt + left, x, direction * speed, steepest, ends)
        if stopped:
            least = 0.0
        for a in range(best.shape[0]):
            path.multiplier[a] += (tilt - start) * path.speed[a]
        if n == slack.shape[0] or which == k:
            break
        spent += 0.5 * speed * (tilt * tilt - start * start)
        x += direction * speed * left
        for i in range(s.shape[0]):
            s[i] += left * path.rate[i]
        if not exchange(block, which, change_state(block, which, path), inverse, y):
            return False
    else:
        return False
    for late in range(n, slack.shape[0]):
        ends[late], least = bound, 0.0
    return holds(block, price, k, direction * tilt, ends[-1], least, most, path)


@kernel
def path_frames(
    layout: Layout,
    loads: Loads,
    shares: Shares,
    held: Flags,
    slack: Floats,
    ends: Floats,
    missed: Flags,
    first: int,
    last: int,
) -> None:
    """Fill ends (2, m, n, k), least and most activation, for frames ``first`` to before ``last``; power 2 only.

    missed (2, m, n): set where an end cannot be relied on, and not where there is no optimum.
    """
    for b in range(layout.muscle_start.shape[0] - 1):
        block = make_block(layout, loads, b)
        m, d = block.moment.shape
        work, path, price, best = make_scratch(m, d), make_path(m, d), np.zeros(d), np.zeros(d)
        for frame in range(first, last):
            if not (assemble(layout, loads, frame, b, block) and shares.converged[frame, b]):
                continue
            for j in range(d):
                best[j] = shares.multiplier[frame, layout.coordinate[layout.coordinate_start[b] + j]]
            hold(layout, b, block, held, best, price)
            respond(block, 2, best, work)
            optimum, regular = total_cost(2, price, best, work), start_paths(block, best, work, path)
            for i in range(2 * m):
                k, side, direction = i // 2, i % 2, 2.0 * (i % 2) - 1.0
                muscle = layout.muscle[layout.muscle_start[b] + k]
                out = ends[side, muscle, frame]
                found = regular and trace_end(block, price, k, direction, slack, best, optimum, work, path, out)
                missed[side, muscle, frame] = not found
