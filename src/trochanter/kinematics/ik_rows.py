"""Fits as rows: many starts of a frame, or many frames, side by side, and which of them is the better."""

import numpy as np

from trochanter.core.arrays import Floats, Ints
from trochanter.core.threads import over_frames
from trochanter.kinematics.ik_problem import Problem
from trochanter.kinematics.ik_run_kernels import OWN, SINGLE, IkFrames, fit_rows
from trochanter.kinematics.ik_solver_kernels import CONVERGED

TIE = 1e-6  # of the objective: below this two fits are equally good
_FITS_A_CALL = 4


def mean_square_m2(frames: IkFrames) -> Floats:
    """Objective of each frame as a mean squared distance (n,), weighted; NaN where nothing was seen."""
    weight = frames.cost[:, 1]
    square: Floats = np.divide(2.0 * frames.cost[:, 0], weight, out=np.full(len(weight), np.nan), where=weight > 0.0)
    return square


def single_fits(problem: Problem, frames: IkFrames, chosen: Ints, q: Floats, mode: int = SINGLE) -> IkFrames:
    """Fit the frames ``chosen`` (k,), each from a row of q (k, n_q), far from its optimum; rows of the result."""
    rows = empty_frames(problem, frames.seen, frames.target, np.array(q))
    plan = np.column_stack([np.arange(len(chosen)), chosen, np.full(len(chosen), OWN)])

    def fit(first: int, last: int) -> None:
        fit_rows(problem.tree, problem.tables, rows, plan[first:last], mode)

    over_frames(fit, len(chosen), _FITS_A_CALL)
    return rows


def empty_frames(problem: Problem, seen: Floats, target: Floats, q: Floats) -> IkFrames:
    """Results to be filled, one a row of q (n, n_q)."""
    count, markers, free = len(q), len(problem.tables.marker), len(problem.free)
    return IkFrames(
        seen=seen,
        target=target,
        q=q,
        cost=np.zeros((count, 2)),
        ending=np.zeros((count, 2), dtype=np.int64),
        error=np.full((count, markers), np.nan),
        undetermined=np.zeros((count, free), dtype=np.int8),
    )


def anchor_frame(problem: Problem, seen: Floats) -> int:
    """The first frame with most of the tracked markers."""
    count = np.zeros(len(seen), dtype=np.int64)
    for column in problem.tables.marker["column"]:
        count += ~np.isnan(seen[:, column]).any(axis=1)
    return int(np.argmax(count))


def least(problem: Problem, rows: IkFrames) -> int:
    """The row of the least objective; of those as good, that of the smallest angles."""
    good = rows.cost[:, 0] <= (1.0 + TIE) * rows.cost[:, 0].min()
    turns = problem.body.coordinates.is_rotation
    size = np.where(good, np.abs(rows.q[:, turns]).sum(axis=1), np.inf)
    return int(np.argmin(size))


def row_of(rows: IkFrames, i: int) -> IkFrames:
    """One row of results as results of their own."""
    own = slice(i, i + 1)
    return rows._replace(
        q=rows.q[own].copy(),
        cost=rows.cost[own].copy(),
        ending=rows.ending[own].copy(),
        error=rows.error[own].copy(),
        undetermined=rows.undetermined[own].copy(),
    )


def take_if_better(rows: IkFrames, i: int, other: IkFrames) -> bool:
    """Replace row i by the only row of ``other`` where that has the lower objective; whether it did."""
    failed = rows.ending[i, 0] == CONVERGED and other.ending[0, 0] != CONVERGED
    if failed or not other.cost[0, 0] < (1.0 - TIE) * rows.cost[i, 0]:
        return False
    put(rows, i, other)
    return True


def put(rows: IkFrames, i: int, other: IkFrames) -> None:
    """Replace row i by the only row of ``other``."""
    for mine, its in zip(rows[2:], other[2:], strict=True):
        mine[i] = its[0]
