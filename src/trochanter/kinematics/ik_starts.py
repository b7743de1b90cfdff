"""Where the fit of a recording starts: one frame, fitted so that no limb stays in a wrong minimum.

A rigid body in its default posture is brought to the markers from 24 orientations; from the best of those the whole
body is fitted, then again from seeded postures of the limbs, of which each limb takes the one that meets its markers
best.
"""

from itertools import product

import numpy as np

from trochanter.core.arrays import Floats, Ints
from trochanter.kinematics.ik_problem import Problem
from trochanter.kinematics.ik_rows import TIE, least, put, row_of, single_fits
from trochanter.kinematics.ik_run_kernels import BASE, LOOK, ROUGH, IkFrames

_QUARTER_RAD = 0.5 * np.pi
_FULL_RAD = 2.0 * np.pi
_FULL_STARTS = 4  # of the orientations, those that a rigid body fits best
_SAME_COST = 1e-9
_POSTURES, _SEED = 12, 3
_WIDE_RAD = 2.0  # postures are drawn within this of zero


def from_everywhere(problem: Problem, frames: IkFrames, frame: int) -> IkFrames:
    """The best fit of one frame from orientations a quarter turn apart: one row."""
    turns = sorted(i for i in problem.free if _turns_base(problem, i))[:3]
    quarters = _orientations(len(turns))
    starts = np.tile(frames.q[frame], (len(quarters), 1))
    starts[:, list(problem.free)] = problem.body.coordinates.default[list(problem.free)]
    starts[:, turns] = _QUARTER_RAD * np.array(quarters)
    rigid = single_fits(problem, frames, np.full(len(starts), frame), starts, BASE)
    best = _distinct(rigid)
    full = single_fits(problem, frames, np.full(len(best), frame), rigid.q[best], ROUGH)
    return _from_postures(problem, frames, frame, full.q[least(problem, full)])


def _from_postures(problem: Problem, frames: IkFrames, frame: int, found: Floats) -> IkFrames:
    """The best fit of one frame from seeded postures; limbs are all but independent, so each takes its own best."""
    table, free = problem.body.coordinates, list(problem.free)
    posed = [i for i in free if problem.body.joints.parent[table.joint[i]] != 0]
    starts = np.tile(found, (_POSTURES + 1, 1))
    low = np.maximum(_by_coordinate(problem, "lower"), -_WIDE_RAD)[posed]
    high = np.minimum(_by_coordinate(problem, "upper"), _WIDE_RAD)[posed]
    shares = np.random.default_rng(_SEED).random((_POSTURES, len(posed)))
    starts[1:, posed] = np.where(table.is_rotation[posed] & (low < high), low + shares * (high - low), found[posed])
    fits = single_fits(problem, frames, np.full(len(starts), frame), starts, ROUGH)
    mixed = np.array([fits.q[least(problem, fits)], _best_of_limbs(problem, fits)])
    final = unwound(problem, frames, np.full(2, frame), mixed)
    return _smallest_angles(problem, frames, frame, row_of(final, least(problem, final)))


def unwound(problem: Problem, frames: IkFrames, chosen: Ints, starts: Floats) -> IkFrames:
    """Fits of the frames chosen, without full turns of a limb: where joints glide, those are minima of their own."""
    table = problem.body.coordinates
    limb = np.flatnonzero(table.is_rotation & (problem.body.joints.parent[table.joint] != 0))
    limb = np.intersect1d(limb, problem.free)
    fits = single_fits(problem, frames, chosen, starts)
    wound = np.flatnonzero((np.abs(fits.q[:, limb]) > np.pi).any(axis=1))
    if wound.size:
        starts = fits.q[wound].copy()
        starts[:, limb] -= _FULL_RAD * np.round(starts[:, limb] / _FULL_RAD)
        again = single_fits(problem, frames, chosen[wound], starts)
        for k, i in enumerate(wound):
            put(fits, int(i), row_of(again, k))
    return fits


def _smallest_angles(problem: Problem, frames: IkFrames, frame: int, found: IkFrames) -> IkFrames:
    """The same posture in smaller angles: three rotations reach it by two sets of angles, each give or take full turns.

    Two sets are (a, b, c) and (a + pi, pi - b, c + pi); what changes the objective is not taken.
    """
    table = problem.body.coordinates
    endless = (
        np.isinf(_by_coordinate(problem, "lower")) & np.isinf(_by_coordinate(problem, "upper")) & table.is_rotation
    )
    best = found
    for joint in np.unique(table.joint[endless]):
        own = np.flatnonzero(endless & (table.joint == joint))
        plain, flipped = best.q[0].copy(), best.q[0].copy()
        flipped[own] += np.pi
        if len(own) == 3:
            flipped[own[1]] = np.pi - plain[own[1]]
        for q in (plain, flipped):
            q[own] -= _FULL_RAD * np.round(q[own] / _FULL_RAD)
            other = single_fits(problem, frames, np.full(1, frame), q[None], LOOK)
            same = abs(other.cost[0, 0] - found.cost[0, 0]) <= _SAME_COST * found.cost[0, 0] + _SAME_COST
            if same and np.abs(q[own]).sum() < np.abs(best.q[0, own]).sum() - TIE:
                best = best._replace(q=q[None].copy())
    return best


def _by_coordinate(problem: Problem, field: str) -> Floats:
    """A field of the free coordinates at the place of each in the body (n_q,); zero elsewhere."""
    values = np.zeros(len(problem.body.coordinates.names))
    values[list(problem.free)] = problem.tables.free[field]
    return values


def _best_of_limbs(problem: Problem, fits: IkFrames) -> Floats:
    """Coordinates (n_q,) in which each chain of segments is posed as in the fit that meets its markers best."""
    body, marker = problem.body, problem.tables.marker
    chain = _chains(problem)
    mixed: Floats = fits.q[int(np.argmin(fits.cost[:, 0]))].copy()
    square = np.nan_to_num(fits.error) ** 2 * marker["weight"]
    owner = chain[body.joints.child[body.coordinates.joint]]
    for k in np.unique(chain[marker["segment"]]):
        best = int(np.argmin(square[:, chain[marker["segment"]] == k].sum(axis=1)))
        mixed[owner == k] = fits.q[best, owner == k]
    return mixed


def _chains(problem: Problem) -> Ints:
    """A number for each segment (n_s,): the same along a chain, another after each branch."""
    joints = problem.body.joints
    kept = set(problem.tree.joint["child"].tolist())
    chain = np.arange(len(problem.body.segments.names))
    branches = np.bincount([int(p) for p, c in zip(joints.parent, joints.child, strict=True) if int(c) in kept])
    for parent, child in zip(joints.parent, joints.child, strict=True):
        if int(child) in kept and int(parent) != 0 and branches[parent] == 1:
            chain[child] = chain[parent]
    return chain


def _orientations(turns: int) -> list[tuple[int, ...]]:
    """Quarter turns about up to three axes: of three, the 24 that differ (a second half turn repeats the others).

    >>> len(_orientations(3)), _orientations(1)
    (24, [(0,), (1,), (2,), (-1,)])
    """
    quarters = (0, 1, 2, -1)
    if turns < 3:
        return list(product(quarters, repeat=turns))
    return [*((a, 0, c) for a, c in product(quarters, quarters)), *((a, b, 0) for a, b in product(quarters, (1, -1)))]


def _turns_base(problem: Problem, coordinate: int) -> bool:
    table = problem.body.coordinates
    return bool(table.is_rotation[coordinate]) and problem.body.joints.parent[table.joint[coordinate]] == 0


def _distinct(rows: IkFrames) -> list[int]:
    """Rows of the least objectives that differ."""
    found: list[int] = []
    for i in np.argsort(rows.cost[:, 0], kind="stable"):
        if all(abs(rows.cost[i, 0] - rows.cost[k, 0]) > TIE * rows.cost[k, 0] for k in found):
            found.append(int(i))
    return found[:_FULL_STARTS]
