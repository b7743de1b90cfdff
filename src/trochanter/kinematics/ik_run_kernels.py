"""Kernel of inverse kinematics over many frames: fits one by one, or runs in which a frame starts from those before.

In a run the start of a frame is extrapolated from the two before it, q = 2 q_1 - q_2; where its markers leave something
undetermined or it fails, it starts again from q_1, so that what is undetermined keeps its value.
"""

from typing import Any, NamedTuple

from trochanter.core.arrays import Floats, Ints
from trochanter.core.borrowing import borrowed
from trochanter.core.kernels import kernel
from trochanter.kinematics.ik_kernels import borrowed_tables, borrowed_work, new_work
from trochanter.kinematics.ik_problem import IkTables, IkWork
from trochanter.kinematics.ik_solver_kernels import CONVERGED, EMPTY, FROZEN, LOOSE, copy, fit_frame
from trochanter.kinematics.tree import Tree
from trochanter.kinematics.tree_kernels import borrowed_tree

SINGLE, BASE, ROUGH, LOOK, RUN, CARRY = 0, 1, 2, 3, 4, 5
OWN = -1  # in a plan: start from what the row holds
SAME = 1e-6  # rad or m: two solutions this near are one
NOT_WORSE = 1.0 + 1e-9


class IkFrames(NamedTuple):
    """A recording and what is found in it, row by row.

    seen (n, n_recorded, 3); target (n or 1, n_f). Results, a row a fit: q (n, n_q), in which fixed coordinates are
    given; cost (n, 2): objective and weight of the markers seen; ending (n, 2): how it ended and steps taken; error
    (n, k): distances of the markers, NaN where not seen; undetermined (n, n_f) int8: 1 where
    the markers do not determine it.
    """

    seen: Floats
    target: Floats
    q: Floats
    cost: Floats
    ending: Ints
    error: Floats
    undetermined: Any


@kernel
def borrowed_frames(frames: IkFrames) -> IkFrames:
    """The same arrays, borrowed."""
    return IkFrames(
        borrowed(frames.seen),
        borrowed(frames.target),
        borrowed(frames.q),
        borrowed(frames.cost),
        borrowed(frames.ending),
        borrowed(frames.error),
        borrowed(frames.undetermined),
    )


@kernel
def partial(work: IkWork) -> bool:
    """Whether the markers leave a coordinate undetermined."""
    count = 0
    for j in range(work.held.shape[1]):
        count += work.held[FROZEN, j]
    return count > 0


@kernel
def keep(
    tables: IkTables, frames: IkFrames, row: int, i: int, q: Floats, ending: tuple[float, int, int], work: IkWork
) -> None:
    """Write the fit of frame i down in a row."""
    copy(q, frames.q[row])
    frames.cost[row, 0], frames.cost[row, 1] = ending[0], work.sums[0, 0]
    frames.ending[row, 0], frames.ending[row, 1] = ending[1], ending[2]
    for j in range(tables.free.shape[0]):
        frames.undetermined[row, j] = work.held[FROZEN, j]
    for m in range(tables.marker.shape[0]):
        marker = tables.marker[m]
        square = 0.0
        for r in range(3):
            off = work.origin[marker.segment, r] - frames.seen[i, marker.column, r]
            for c in range(3):
                off += work.rotation[marker.segment, r, c] * marker.location[c]
            square += off * off
        frames.error[row, m] = square**0.5


@kernel
def start(tables: IkTables, frames: IkFrames, row: int, near: int, far: int, q: Floats) -> None:
    """The start of a row into q: its own, that of the row near, or extrapolated from near and far; OWN for none."""
    copy(frames.q[row], q)
    if near == OWN:
        return
    for j in range(tables.free.shape[0]):
        c = tables.free[j].coordinate
        value = frames.q[near, c]
        q[c] = value if far == OWN else 2.0 * value - frames.q[far, c]


@kernel
def known(tables: IkTables, frames: IkFrames, row: int, q: Floats, found: float) -> bool:
    """Whether a row has the solution q already, or a better one."""
    apart = 0.0
    for j in range(tables.free.shape[0]):
        c = tables.free[j].coordinate
        apart = max(apart, abs(q[c] - frames.q[row, c]))
    return apart < SAME or found > NOT_WORSE * frames.cost[row, 0]


@kernel
def rows_loop(tree: Tree, tables: IkTables, frames: IkFrames, plan: Ints, mode: int, work: IkWork) -> int:
    """The same on borrowed arrays."""
    q = work.now[1]
    steady = 0
    for t in range(plan.shape[0]):
        row, i, before = plan[t, 0], plan[t, 1], plan[t, 2]
        far = plan[t - 1, 2] if mode == RUN and steady > 1 else OWN
        target = frames.target[min(i, frames.target.shape[0] - 1)]
        while True:
            start(tables, frames, row, before, far, q)
            near, rough = 1 if mode >= LOOK else 0, 1 if mode in (BASE, ROUGH) else 0
            ending = fit_frame(tree, tables, frames.seen[i], target, q, near, rough, work)
            whole = ending[1] == CONVERGED and not partial(work)
            if whole or far == OWN:
                break
            far = OWN
        if mode == CARRY:
            failed = ending[1] == EMPTY or (ending[1] != CONVERGED and frames.ending[row, 0] == CONVERGED)
            if failed or known(tables, frames, row, q, ending[0]):
                return t
        steady = steady + 1 if whole else 0
        keep(tables, frames, row, i, q, ending, work)
    count: int = plan.shape[0]
    return count


@kernel
def fit_rows(tree: Tree, tables: IkTables, frames: IkFrames, plan: Ints, mode: int) -> int:
    """Fit rows by a plan (n, 3) of row, frame, and the row to start from (or OWN); returns how many were written.

    SINGLE: each by itself, far from its optimum. ROUGH: the same, to a thousandth. BASE: that, moving only the joint to
    the ground. LOOK: nothing moves, cost and distances are written. RUN: each starts from its neighbours.
    CARRY: the same without extrapolation, ending at the first row that has this solution already or a better one.
    """
    work = new_work(tree, tables)
    for j in range(tables.free.shape[0]):
        work.held[LOOSE, j] = 0 if mode == LOOK else tables.free[j].base if mode == BASE else 1
    done: int = rows_loop(
        borrowed_tree(tree), borrowed_tables(tables), borrowed_frames(frames), plan, mode, borrowed_work(work)
    )
    work.held[LOOSE, 0] = 0  # its last use: scratch arrays live as long as the loop that borrows them
    return done
