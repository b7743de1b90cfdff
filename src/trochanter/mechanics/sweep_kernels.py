"""Load sharing under many strengths: every frame is assembled once, then solved for each set of factors.

With factors s_i on what muscle i can pull actively, moments at full activation become s_i A_ij; demand, passive forces,
bounds and reserves stay. Contact at a hip is c_0 - sum_i p_i s_i C_i a_i, with c_0 the contact without active forces,
p_i the pull, C_i the capacity. Each set begins at its own multipliers of the frame before.
"""

from typing import NamedTuple

import numpy as np

from trochanter.core.arrays import Flags, Floats, Ints
from trochanter.core.kernels import kernel
from trochanter.mechanics.dual_kernels import Block, cold_start, make_scratch, solve_block
from trochanter.mechanics.sharing_kernels import Layout, Loads, assemble, make_block

SWEEP_CHUNK_FRAMES = 16  # fixed, so that results do not depend on the number of threads


class Joints(NamedTuple):
    """What makes contact forces: pull (n, m, 3), hip (m,): 0 right, 1 left, -1 none; resting_N (n, 2, 3): c_0."""

    pull: Floats
    hip: Ints
    resting_N: Floats


class Swept(NamedTuple):
    """Results for k sets: contact_N (k, n, 2, 3); reserve_Nm (k, n, d); force_N (k, n, q); converged (k, n)."""

    contact_N: Floats
    reserve_Nm: Floats
    force_N: Floats
    converged: Flags


@kernel
def scale_block(layout: Layout, full: Floats, factors: Floats, b: int, block: Block) -> None:
    """Moments of block ``b`` at full activation, each muscle's times its factor (m of the body,)."""
    first = layout.muscle_start[b]
    m, d = full.shape
    for j in range(d):
        block.squares[j] = 0.0
    for i in range(m):
        factor = factors[layout.muscle[first + i]]
        for j in range(d):
            moment = factor * full[i, j]
            block.moment[i, j] = moment
            block.squares[j] += moment * moment
    for j in range(d):
        if not block.squares[j] > 0.0:
            block.squares[j] = 1.0


@kernel
def note_solution(
    layout: Layout,
    loads: Loads,
    joints: Joints,
    factors: Floats,
    frame: int,
    b: int,
    block: Block,
    multiplier: Floats,
    activation: Floats,
    kept: Ints,
    contact: Floats,
    reserve: Floats,
    force: Floats,
) -> None:
    """Add a solved block to contact (2, 3), and write its reserves (d,) and the forces (q,) of kept muscles."""
    for i in range(block.moment.shape[0]):
        muscle = layout.muscle[layout.muscle_start[b] + i]
        active = activation[i] * factors[muscle] * loads.capacity_N[frame, muscle]
        hip = joints.hip[muscle]
        if hip >= 0:
            for axis in range(3):
                contact[hip, axis] -= joints.pull[frame, muscle, axis] * active
        if kept[muscle] >= 0:
            force[kept[muscle]] = active + loads.passive_N[frame, muscle]
    for j in range(block.demand.shape[0]):
        reserve[layout.coordinate[layout.coordinate_start[b] + j]] = block.compliance[j] * multiplier[j]


@kernel
def sweep_frames(
    layout: Layout,
    loads: Loads,
    joints: Joints,
    factors: Floats,
    kept: Ints,
    swept: Swept,
    first: int,
    last: int,
) -> None:
    """Fill ``swept`` for frames ``first`` to before ``last``; factors (k, m); kept (m,): place in force_N or -1.

    What has no finite answer becomes NaN.
    """
    count = factors.shape[0]
    swept.contact_N[:, first:last] = joints.resting_N[first:last]
    swept.converged[:, first:last] = True
    for b in range(layout.muscle_start.shape[0] - 1):
        block = make_block(layout, loads, b)
        m, d = block.moment.shape
        work, full, multipliers = make_scratch(m, d), np.zeros((m, d)), np.zeros((count, d))
        warm = np.zeros(count, dtype=np.bool_)
        for frame in range(first, last):
            known = assemble(layout, loads, frame, b, block)
            full[:] = block.moment
            for k in range(count):
                solved = False
                if known:
                    scale_block(layout, full, factors[k], b, block)
                    if not warm[k]:
                        cold_start(block, multipliers[k], work)
                    solved = solve_block(block, loads.power, multipliers[k], work)[1]
                    if not solved and warm[k]:
                        cold_start(block, multipliers[k], work)
                        solved = solve_block(block, loads.power, multipliers[k], work)[1]
                warm[k] = solved
                if not solved:
                    swept.converged[k, frame] = False
                    swept.contact_N[k, frame] = np.nan
                    continue
                note_solution(
                    layout, loads, joints, factors[k], frame, b, block, multipliers[k], work.activation, kept,
                    swept.contact_N[k, frame], swept.reserve_Nm[k, frame], swept.force_N[k, frame],
                )  # fmt: skip
