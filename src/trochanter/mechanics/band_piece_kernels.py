"""Pieces of the path that tilting one muscle takes: straight, from one change of a muscle's bound to the next.

Symbols as in ``dual_kernels`` and ``band_kernels``, p = 2. With S the muscles between their bounds, the tilt t on
muscle k of them, J = sum_S A_i A_i^T / 2 + diag(w^2 / 2) and v = J^-1 A_k,

    dlambda/dt = -v / 2,     ds_i/dt = A_i . dlambda/dt + (1 if i = k),     da_k/dt = ds_k/dt / 2

stay the same until some s_i reaches 2 lo_i or 2 hi_i. There muscle i joins or leaves S, and J^-1 changes by a matrix of
rank one (Sherman and Morrison 1950, doi 10.1214/aoms/1177729893). A path of this kind is the critical line of Markowitz
1956, doi 10.1002/nav.3800030110; the form on the dual is an own derivation.
"""

from typing import NamedTuple

import numpy as np

from trochanter.core.arrays import Floats
from trochanter.core.kernels import kernel
from trochanter.mechanics.dual_kernels import Block, Scratch, back_substitute, factor

LEAST_PIVOT = 1e-10  # of the sum of squared moments: below it J is taken to be singular
LEAST_CHANGE = 1e-8  # of a determinant when a muscle leaves: below it nothing would hold a moment any more


class Path(NamedTuple):
    """A path in pieces; what has two rows holds the optimum and the place reached.

    columns (d, m): moments, turned; inverse (2, d, d) of J; s (2, m); up, down (2, m): values of s at which a muscle
    changes its state when s grows or falls, infinite if none; rate, step (m,): ds/dt of the piece and the tilt left to
    each change; multiplier, speed (d,): lambda and dlambda/dt; spare (d,).
    """

    columns: Floats
    inverse: Floats
    s: Floats
    up: Floats
    down: Floats
    rate: Floats
    step: Floats
    multiplier: Floats
    speed: Floats
    spare: Floats


@kernel
def make_path(m: int, d: int) -> Path:
    """Room for the paths of a block of m muscles and d coordinates."""
    return Path(
        np.zeros((d, m)),
        np.zeros((2, d, d)),
        np.zeros((2, m)),
        np.zeros((2, m)),
        np.zeros((2, m)),
        np.zeros(m),
        np.zeros(m),
        np.zeros(d),
        np.zeros(d),
        np.zeros(d),
    )


@kernel
def start_paths(block: Block, multiplier: Floats, work: Scratch, path: Path) -> bool:
    """Set the optimum, as ``respond`` left it in ``work``; whether J is regular there."""
    m, d = block.moment.shape
    for i in range(m):
        s = 0.0
        for j in range(d):
            path.columns[j, i] = block.moment[i, j]
            s += block.moment[i, j] * multiplier[j]
        path.s[0, i] = s
        fixed = block.low[i] == block.high[i]
        held_up = work.slope[i] == 0.0 and work.activation[i] == block.high[i]
        held_down = work.slope[i] == 0.0 and not held_up
        path.up[0, i] = np.inf if fixed or held_up else 2.0 * (block.low[i] if held_down else block.high[i])
        path.down[0, i] = -np.inf if fixed or held_down else 2.0 * (block.high[i] if held_up else block.low[i])
    factor(block, work.slope, work.matrix, 1.0)
    column, regular = path.spare, True
    for j in range(d):
        pivot = work.matrix[j, j] ** 2
        regular = regular and pivot > LEAST_PIVOT * block.squares[j]
        for i in range(d):
            column[i] = 1.0 if i == j else 0.0
        back_substitute(work.matrix, d, column)
        for i in range(d):
            path.inverse[0, i, j] = column[i]
    return regular


@kernel
def set_out(best: Floats, path: Path) -> None:
    """Go back to the optimum, whose multipliers are ``best``."""
    m, d = path.rate.shape[0], best.shape[0]
    for i in range(m):
        path.s[1, i], path.up[1, i], path.down[1, i] = path.s[0, i], path.up[0, i], path.down[0, i]
    for a in range(d):
        path.multiplier[a] = best[a]
        for b in range(d):
            path.inverse[1, a, b] = path.inverse[0, a, b]


@kernel
def exchange(block: Block, i: int, sign: float, inverse: Floats, y: Floats) -> bool:
    """Let muscle i join (sign 1) or leave (-1) those between bounds: renew J^-1; False where J would be singular."""
    d = block.demand.shape[0]
    share = 0.0
    for a in range(d):
        y[a] = 0.0
        for b in range(d):
            y[a] += inverse[a, b] * block.moment[i, b]
        share += y[a] * block.moment[i, a]
    change = 1.0 + 0.5 * sign * share
    for a in range(d):
        for b in range(d):
            inverse[a, b] -= 0.5 * sign / change * y[a] * y[b]
    return bool(change > LEAST_CHANGE)


@kernel
def head(block: Block, k: int, direction: float, path: Path) -> tuple[float, int]:
    """Rates of the piece that begins here; the tilt left on it and the muscle whose change ends it, -1 without one."""
    m, d = block.moment.shape
    s, up, down, rate, step = path.s[1], path.up[1], path.down[1], path.rate, path.step
    for i in range(m):
        rate[i] = 0.0
    for a in range(d):
        v = 0.0
        for b in range(d):
            v += path.inverse[1, a, b] * block.moment[k, b]
        v *= -0.5 * direction
        path.speed[a] = v
        for i in range(m):
            rate[i] += v * path.columns[a, i]
    rate[k] += direction
    for i in range(m):
        step[i] = ((up[i] if rate[i] > 0.0 else down[i]) - s[i]) / rate[i] if rate[i] != 0.0 else np.inf
    nearest, which = np.inf, -1
    for i in range(m):
        if step[i] < nearest:
            nearest, which = step[i], i
    return max(nearest, 0.0), which


@kernel
def change_state(block: Block, i: int, path: Path) -> float:
    """Let muscle i reach the bound that it moves towards (-1), or leave the one that it is at (1)."""
    up, down = path.up[1], path.down[1]
    if not (down[i] > -np.inf and up[i] < np.inf):
        up[i], down[i] = 2.0 * block.high[i], 2.0 * block.low[i]
        return 1.0
    if path.rate[i] > 0.0:
        up[i], down[i] = np.inf, 2.0 * block.high[i]
    else:
        up[i], down[i] = 2.0 * block.low[i], -np.inf
    return -1.0
