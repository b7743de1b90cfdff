"""The fit of a whole recording, in chunks that do not wait for each other, joined so that no frame is left behind.

The frame with most markers is fitted from everywhere (``ik_starts``). Each chunk of frames starts from that posture and
from the default one, whichever fits better. Where chunks meet, or one frame fits much worse than the next, the better
solution is carried over. Chunks do not depend on the number of threads, and so the results do not.
"""

import numpy as np

from trochanter.core.arrays import Floats, Ints
from trochanter.core.threads import over_frames
from trochanter.kinematics.ik_problem import Problem
from trochanter.kinematics.ik_rows import anchor_frame, mean_square_m2, row_of, single_fits, take_if_better
from trochanter.kinematics.ik_run_kernels import BASE, CARRY, OWN, RUN, IkFrames, fit_rows
from trochanter.kinematics.ik_solver_kernels import UNFINISHED
from trochanter.kinematics.ik_starts import from_everywhere, unwound

CHUNK_FRAMES = 128
_WORSE = 4.0  # times the mean squared distance of a neighbour: twice its distance
_SMALL_M2 = 1e-8  # below a tenth of a millimetre nothing is worse


def fit_all(problem: Problem, frames: IkFrames) -> None:
    """Fit every frame; results in ``frames``, whose q holds defaults and fixed coordinates."""
    count = len(frames.q)
    anchor: Floats = from_everywhere(problem, frames, anchor_frame(problem, frames.seen)).q[0]
    firsts = np.arange(0, count, CHUNK_FRAMES)
    frames.q[firsts] = _chunk_starts(problem, frames, firsts, anchor)
    rows = np.arange(count)
    plan = np.column_stack([rows, rows, rows - 1])
    plan[firsts, 2] = OWN

    def run(first: int, last: int) -> None:
        fit_rows(problem.tree, problem.tables, frames, plan[first:last], RUN)

    over_frames(run, count, CHUNK_FRAMES)
    _retry(problem, frames, anchor)
    _join(problem, frames, firsts)


def _chunk_starts(problem: Problem, frames: IkFrames, chosen: Ints, anchor: Floats) -> Floats:
    """Coordinates (k, n_q) at the frames chosen: the better of two starts, of many where both are bad."""
    best = _from_two(problem, frames, chosen, anchor)
    square = mean_square_m2(best)
    limit = _WORSE * max(float(np.nanmin(square)), _SMALL_M2) if np.isfinite(square).any() else np.inf
    for k in np.flatnonzero(square > limit):
        take_if_better(best, int(k), from_everywhere(problem, frames, int(chosen[k])))
    return best.q


def _from_two(problem: Problem, frames: IkFrames, chosen: Ints, anchor: Floats) -> IkFrames:
    """Fits of the frames chosen from the anchor's posture and from the default one, the better of each."""
    free = list(problem.free)
    table = problem.body.coordinates
    base = [i for i in free if problem.body.joints.parent[table.joint[i]] == 0]
    still, neutral = frames.q[chosen].copy(), frames.q[chosen].copy()
    still[:, free] = anchor[free]
    neutral[:, free] = table.default[free]
    neutral[:, base] = anchor[base]
    first, second = (
        unwound(problem, frames, chosen, single_fits(problem, frames, chosen, start, BASE).q)
        for start in (still, neutral)
    )
    for k in range(len(chosen)):
        take_if_better(first, k, row_of(second, k))
    return first


def _retry(problem: Problem, frames: IkFrames, anchor: Floats) -> None:
    """Fit frames anew that fit much worse than the one before, or did not end; carry what is better onwards."""
    square = np.maximum(mean_square_m2(frames), _SMALL_M2)
    with np.errstate(invalid="ignore"):
        worse = np.append(False, square[1:] > _WORSE * square[:-1]) | (frames.ending[:, 0] == UNFINISHED)
    chosen = np.flatnonzero(worse)
    if not chosen.size:
        return
    again = _from_two(problem, frames, chosen, anchor)
    for k, i in enumerate(chosen):
        if take_if_better(frames, int(i), row_of(again, k)):
            _carry(problem, frames, int(i) + 1, 1)


def _join(problem: Problem, frames: IkFrames, firsts: Ints) -> None:
    """Carry solutions over the borders of chunks, and back from where the fit becomes much better."""
    square = np.maximum(mean_square_m2(frames), _SMALL_M2)
    with np.errstate(invalid="ignore"):
        better = np.flatnonzero(square[1:] * _WORSE < square[:-1]) + 1
    for i in np.union1d(firsts[1:], better):
        if not _carry(problem, frames, int(i), 1):
            _carry(problem, frames, int(i) - 1, -1)


def _carry(problem: Problem, frames: IkFrames, first: int, stride: int) -> int:
    """Fit from row ``first`` in one direction, each from the one before, while that is no worse; rows changed."""
    stop = len(frames.q) if stride > 0 else -1
    done = 0
    while first != stop:
        last = min(first + CHUNK_FRAMES, stop) if stride > 0 else max(first - CHUNK_FRAMES, stop)
        rows = np.arange(first, last, stride)
        plan = np.column_stack([rows, rows, rows - stride])
        changed = int(fit_rows(problem.tree, problem.tables, frames, plan, CARRY))
        done += changed
        if changed < len(rows):
            break
        first = last
    return done
