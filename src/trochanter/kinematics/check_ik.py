"""How far joint angles from another program are from the optimum of their own marker fit.

OpenSim's tool stops where its optimiser's ``accuracy`` says. At the shipped 1e-4 that is up to 5 degrees short of the
optimum of its own objective. Here the same objective is run to its optimum and both are compared, frame by frame.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from trochanter.anatomy.body import Body
from trochanter.capture.ik_tasks import IkTasks
from trochanter.capture.tables import bare_name
from trochanter.capture.trial import Table, Trajectories
from trochanter.core.arrays import Flags, Floats, Ints, frozen
from trochanter.core.errors import ImpossibleData, one_of
from trochanter.core.quality import Notice
from trochanter.kinematics.couplers import couple, prescribe
from trochanter.kinematics.ik import fit_markers, looked_at
from trochanter.kinematics.ik_belonging import absent_coordinates, refuse_strangers
from trochanter.kinematics.ik_problem import Problem
from trochanter.kinematics.ik_setup import Match, matched, prepare, tracked_markers
from trochanter.kinematics.motion import MarkerFit

NOTABLE_DEG, NOTABLE_MM = 0.1, 1.0
_SAME_INSTANT = 0.1  # of the step between two marker frames
_ROUNDING = 1e-7  # of the objective: files keep eight digits
_OUTSIDE = 1e-6  # rad or m beyond the range of a clamped coordinate


@dataclass(frozen=True, slots=True)
class IkCheck:
    """Our optimum beside another program's coordinates, at the instants that both have.

    time_s (n,); ours, theirs: tables with the same columns (k coordinates) in radians and metres, ready for ``solve``;
    is_rotation (k,); fit: ours; their_error_m (n, markers): distances at their coordinates; our_objective,
    their_objective (n,): weighted mean squared distances in m^2, tasks included; outside (n,): whether theirs leaves
    the range of a clamped coordinate; better (n,): whether theirs is better although it does not, which is our fault.
    """

    time_s: Floats
    ours: Table
    theirs: Table
    is_rotation: Flags
    fit: MarkerFit
    their_error_m: Floats
    our_objective: Floats
    their_objective: Floats
    outside: Flags
    better: Flags
    notices: tuple[Notice, ...]

    @property
    def difference(self) -> Floats:
        """Theirs less ours (n, k), radians and metres; NaN where either has no value."""
        apart: Floats = self.theirs.values - self.ours.values
        return apart

    @property
    def largest(self) -> Floats:
        """Largest difference of each coordinate (k,)."""
        most: Floats = np.nanmax(np.abs(self.difference), axis=0)
        return most

    @property
    def rms(self) -> Floats:
        """Root mean square difference of each coordinate (k,)."""
        return np.asarray(np.sqrt(np.nanmean(self.difference**2, axis=0)))

    @property
    def their_rms_m(self) -> float:
        """Root mean square distance of markers at their coordinates; ours is ``fit.rms_m``."""
        return float(np.sqrt(np.nanmean(self.their_error_m**2)))

    @property
    def objective_ratio(self) -> float:
        """Their objective over ours, summed over all frames: 1 at the optimum."""
        return float(np.nansum(self.their_objective) / np.nansum(self.our_objective))

    def rows(self) -> tuple[tuple[str, float, float, str], ...]:
        """Coordinate, largest and root mean square difference, unit (deg or mm); the largest first, metres last."""
        factor = np.where(self.is_rotation, 180.0 / math.pi, 1e3)
        most, mean = self.largest * factor, self.rms * factor
        order = np.lexsort((-most, ~self.is_rotation))
        return tuple(
            (self.ours.columns[k], float(most[k]), float(mean[k]), "deg" if self.is_rotation[k] else "mm")
            for k in order
        )


def check_ik(
    markers: Trajectories,
    body: Body,
    user: Table,
    *,
    match: Match = None,
    weights: Mapping[str, float] | None = None,
    tasks: IkTasks | None = None,
    targets: Table | None = None,
) -> IkCheck:
    """Compare joint angles in ``user`` with the optimum of the fit of ``body`` to ``markers`` at the same instants.

    Weights, tasks and targets are those that the angles were computed with (see ``fit_markers``). Raises
    ImpossibleData where the table shares no instants or no coordinates with recording and body, or leaves the markers
    so far away that another unit, clock, model or trial must be the cause; MissingInput where it lacks a coordinate
    that the markers tell of; and what ``fit_markers`` raises.
    """
    rows, chosen = _common(markers, user)
    part = replace(markers, time_s=frozen(markers.time_s[chosen]), position_m=frozen(markers.position_m[chosen]))
    found = matched(part, body, match)
    ours, fit = fit_markers(part, body, match=found, weights=weights, tasks=tasks, targets=targets)
    theirs, notices = _coordinates(body, user, rows, part.time_s)
    problem, frames = prepare(part, body, tracked_markers(part, body, found, weights, tasks), tasks, targets)
    told = [body.coordinates.names.index(name) for name in ours.columns]
    mine = theirs.copy()
    mine[:, told] = ours.values
    refuse_strangers(problem, frames, mine, theirs, user)
    our_objective, _ = looked_at(problem, frames, mine)
    their_objective, their_error = looked_at(problem, frames, theirs)
    outside = _outside(problem, theirs)
    check = IkCheck(
        time_s=fit.time_s,
        ours=ours,
        theirs=replace(ours, name=user.name, values=frozen(theirs[:, told]), source=user.source, notices=notices),
        is_rotation=frozen(body.coordinates.is_rotation[told], np.bool_),
        fit=fit,
        their_error_m=frozen(their_error),
        our_objective=frozen(our_objective),
        their_objective=frozen(their_objective),
        outside=frozen(outside, np.bool_),
        better=frozen(~outside & (their_objective < (1.0 - _ROUNDING) * our_objective), np.bool_),
        notices=(*ours.notices, *notices),
    )
    return replace(check, notices=(*check.notices, *_verdict(check)))


def _common(markers: Trajectories, user: Table) -> tuple[Ints, Ints]:
    """Rows of the table and frames of the recording at the same instants; raises ImpossibleData for none."""
    step = float(np.median(np.diff(markers.time_s))) if len(markers.time_s) > 1 else 1.0
    after = np.clip(np.searchsorted(markers.time_s, user.time_s), 1, max(len(markers.time_s) - 1, 1))
    last = len(markers.time_s) - 1
    before, after = np.minimum(after - 1, last), np.minimum(after, last)
    nearer = np.abs(markers.time_s[before] - user.time_s) < np.abs(markers.time_s[after] - user.time_s)
    frame = np.where(nearer, before, after)
    rows = np.flatnonzero(np.abs(markers.time_s[frame] - user.time_s) <= _SAME_INSTANT * step)
    frames, first = np.unique(frame[rows], return_index=True)
    if not frames.size:
        spans = [f"{t[0]:g} to {t[-1]:g} s" for t in (user.time_s, markers.time_s)]
        raise ImpossibleData(
            f"the joint angles ({spans[0]}) and the markers ({spans[1]}) share no instant",
            where=user.source or user.name,
            valid="joint angles at the instants of the marker frames, as inverse kinematics writes them",
            next_step="give the angles and the markers of the same trial, not resampled",
        )
    return rows[first], frames


def _coordinates(body: Body, user: Table, rows: Ints, time_s: Floats) -> tuple[Floats, tuple[Notice, ...]]:
    """The user's coordinates (n, n_q) in SI, completed by what the model computes or by its defaults."""
    table, where = body.coordinates, user.source or user.name
    column = {bare_name(name): k for k, name in enumerate(user.columns)}
    free = (table.coupled_to < 0) & (table.prescribed_function < 0) & ~table.locked
    wanted = [table.names[i] for i in np.flatnonzero(free)]
    absent = [table.names[i] for i in absent_coordinates(body, user)]
    if len(absent) == len(wanted):
        raise ImpossibleData(
            f"no column is a coordinate of the model '{body.name}'; the file has {one_of(column, 6)}",
            where=where,
            valid=f"columns named as the model's coordinates: {one_of(wanted)}",
            next_step="give the model that these angles were computed with",
        )
    q = np.tile(table.default, (len(rows), 1))
    for i, name in enumerate(table.names):
        if name in column:
            turns = user.in_degrees and table.is_rotation[i]
            q[:, i] = user.values[rows, column[name]] * (math.pi / 180.0 if turns else 1.0)
    still = np.zeros_like(q)
    prescribe(body, time_s, q, still, still)
    couple(body, q, still.copy(), still.copy())
    text = f"{len(absent)} coordinates have no column and count as at their default: {one_of(absent)}"
    return q, (Notice("coordinates-absent", text, where),) if absent else ()


def _outside(problem: Problem, q: Floats) -> Flags:
    """Whether a frame's coordinates leave the range of a clamped one."""
    table = problem.tables.free
    own = q[:, table["coordinate"]]
    beyond = (own < table["lower"] - _OUTSIDE) | (own > table["upper"] + _OUTSIDE)
    flags: Flags = np.any(beyond, axis=1)
    return flags


def _verdict(check: IkCheck) -> list[Notice]:
    """What the comparison says, in words."""
    where = check.theirs.source or check.theirs.name
    rows = [row for row in check.rows() if row[1] > (NOTABLE_DEG if row[3] == "deg" else NOTABLE_MM)]
    shown = ", ".join(f"{name} {most:.2g} {unit}" for name, most, _, unit in rows[:6])
    ratio = f"its objective is {check.objective_ratio:.4g} times the least"
    text = (
        f"the joint angles are up to this far from the optimum of their own marker fit: {shown}; {ratio}"
        if rows
        else f"the joint angles are at the optimum of their marker fit: within {NOTABLE_DEG:g} degrees; {ratio}"
    )
    notices = [Notice("ik-far" if rows else "ik-converged", text, where)]
    if check.outside.any():
        count = int(check.outside.sum())
        text = f"in {count} frames the joint angles leave the range that the model allows: fitted by another model?"
        notices.append(Notice("ik-outside-range", text, where))
    if check.better.any():
        times = ", ".join(f"{t:g}" for t in check.time_s[check.better][:6])
        text = (
            f"in {int(check.better.sum())} frames (at {times} s) the joint angles fit better than our own fit: "
            "there our fit is at fault, not they"
        )
        notices.append(Notice("ik-ours-worse", text, where))
    return notices
