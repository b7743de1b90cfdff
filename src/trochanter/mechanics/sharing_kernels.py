"""Load sharing over many frames: assemble each block of muscles and coordinates, solve it, warm-start the next."""

from typing import NamedTuple

import numpy as np

from trochanter.core.arrays import Flags, Floats, Ints
from trochanter.core.kernels import kernel
from trochanter.mechanics.dual_kernels import Block, Scratch, cold_start, make_scratch, solve_block

CHUNK_FRAMES = 64  # fixed, so that results do not depend on the number of threads


class Layout(NamedTuple):
    """Which muscles, coordinates and (muscle, coordinate) pairs belong to which block; all flat, sliced by starts.

    muscle_start, coordinate_start, pair_start (b + 1,); muscle, coordinate: indices into the columns of activation and
    demand; pair: columns of the arms; pair_muscle, pair_coordinate: places within the block.
    """

    muscle_start: Ints
    muscle: Ints
    coordinate_start: Ints
    coordinate: Ints
    pair_start: Ints
    pair: Ints
    pair_muscle: Ints
    pair_coordinate: Ints


class Loads(NamedTuple):
    """What has to be balanced and with what.

    arm_m (n, pairs); capacity_N, passive_N (n, m); demand_Nm (n, d); reserve_Nm: optimal moments (d,);
    low, high (m,): bounds of activation; power: 2 or 3.
    """

    arm_m: Floats
    capacity_N: Floats
    passive_N: Floats
    demand_Nm: Floats
    reserve_Nm: Floats
    low: Floats
    high: Floats
    power: int


class Shares(NamedTuple):
    """Results: activation (n, m); reserve_Nm, multiplier (n, d); iterations, converged (n, b)."""

    activation: Floats
    reserve_Nm: Floats
    multiplier: Floats
    iterations: Ints
    converged: Flags


@kernel
def make_block(layout: Layout, loads: Loads, b: int) -> Block:
    """Room for block ``b``, with what is the same at all frames."""
    first = layout.muscle_start[b]
    m, d = layout.muscle_start[b + 1] - first, layout.coordinate_start[b + 1] - layout.coordinate_start[b]
    block = Block(np.zeros((m, d)), np.zeros(d), np.zeros(d), np.zeros(d), np.zeros(m), np.zeros(m))
    for i in range(m):
        block.low[i] = loads.low[layout.muscle[first + i]]
        block.high[i] = loads.high[layout.muscle[first + i]]
    return block


@kernel
def assemble(layout: Layout, loads: Loads, frame: int, b: int, block: Block) -> bool:
    """Fill ``block`` with block ``b`` at a frame; returns whether all is finite. Passive moments lessen the demand."""
    first, first_d = layout.muscle_start[b], layout.coordinate_start[b]
    m, d = block.moment.shape
    for i in range(m):
        for j in range(d):
            block.moment[i, j] = 0.0
    for j in range(d):
        coordinate = layout.coordinate[first_d + j]
        block.demand[j] = loads.demand_Nm[frame, coordinate]
        block.compliance[j] = 0.5 * loads.reserve_Nm[coordinate] ** 2
    for p in range(layout.pair_start[b], layout.pair_start[b + 1]):
        i, j = layout.pair_muscle[p], layout.pair_coordinate[p]
        muscle, arm = layout.muscle[first + i], loads.arm_m[frame, layout.pair[p]]
        block.moment[i, j] += arm * loads.capacity_N[frame, muscle]
        block.demand[j] -= arm * loads.passive_N[frame, muscle]
    total = 0.0
    for j in range(d):
        squares = 0.0
        for i in range(m):
            squares += block.moment[i, j] ** 2
        total += abs(block.demand[j]) + squares
        block.squares[j] = squares if squares > 0.0 else 1.0
    return bool(np.isfinite(total))


@kernel
def store(layout: Layout, block: Block, frame: int, b: int, multiplier: Floats, work: Scratch, shares: Shares) -> None:
    """Write a solved block where its muscles and coordinates belong."""
    for i in range(block.moment.shape[0]):
        shares.activation[frame, layout.muscle[layout.muscle_start[b] + i]] = work.activation[i]
    for j in range(block.demand.shape[0]):
        coordinate = layout.coordinate[layout.coordinate_start[b] + j]
        shares.multiplier[frame, coordinate] = multiplier[j]
        shares.reserve_Nm[frame, coordinate] = block.compliance[j] * multiplier[j]


@kernel
def store_missing(layout: Layout, frame: int, b: int, shares: Shares) -> None:
    """Write NaN for a block that cannot be solved."""
    for i in range(layout.muscle_start[b], layout.muscle_start[b + 1]):
        shares.activation[frame, layout.muscle[i]] = np.nan
    for j in range(layout.coordinate_start[b], layout.coordinate_start[b + 1]):
        shares.multiplier[frame, layout.coordinate[j]] = np.nan
        shares.reserve_Nm[frame, layout.coordinate[j]] = np.nan
    shares.iterations[frame, b] = 0
    shares.converged[frame, b] = False


@kernel
def share_frames(layout: Layout, loads: Loads, shares: Shares, first: int, last: int) -> None:
    """Fill ``shares`` for frames ``first`` to before ``last``.

    Every CHUNK_FRAMES frames begin cold, each other frame begins at the one before, or cold if that does not converge.
    """
    for b in range(layout.muscle_start.shape[0] - 1):
        block = make_block(layout, loads, b)
        m, d = block.moment.shape
        work, multiplier = make_scratch(m, d), np.zeros(d)
        warm = False
        for frame in range(first, last):
            if not assemble(layout, loads, frame, b, block):
                store_missing(layout, frame, b, shares)
                continue
            warm = warm and frame % CHUNK_FRAMES != 0
            iterations, converged = 0, False
            while not converged:
                if not warm:
                    cold_start(block, multiplier, work)
                steps, converged = solve_block(block, loads.power, multiplier, work)
                iterations += steps
                if not warm:
                    break
                warm = False
            store(layout, block, frame, b, multiplier, work, shares)
            shares.iterations[frame, b] = iterations
            shares.converged[frame, b] = converged
            warm = converged
