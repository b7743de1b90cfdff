"""Inverse kinematics: the coordinates at which a body's markers come nearest to the recorded ones, frame by frame.

    minimise  sum_i w_i |x_i(q) - m_i|^2 / sum_i w_i + sum_j u_j (q_j - t_j)^2

over coordinates that are neither locked, prescribed nor dependent, within the range of those that are clamped: the
definition of OpenSim's tool (Lu and O'Connor 1999, doi 10.1016/S0021-9290(98)00158-4). Markers that are not seen in a
frame are left out there. Every frame is run to its optimum (see ``ik_solver_kernels``) or named in a notice.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from trochanter.anatomy.body import Body
from trochanter.capture.ik_tasks import IkTasks
from trochanter.capture.trial import Table, Trajectories
from trochanter.core.arrays import Floats, frozen
from trochanter.core.quality import Notice
from trochanter.kinematics.couplers import couple
from trochanter.kinematics.ik_problem import Problem, Tracked
from trochanter.kinematics.ik_setup import Match, matched, not_used, prepare, tracked_markers
from trochanter.kinematics.motion import MarkerFit

if TYPE_CHECKING:
    from trochanter.kinematics.ik_run_kernels import IkFrames


def fit_markers(
    markers: Trajectories,
    body: Body,
    *,
    match: Match = None,
    weights: Mapping[str, float] | None = None,
    tasks: IkTasks | None = None,
    targets: Table | None = None,
) -> tuple[Table, MarkerFit]:
    """Coordinates of ``body`` over a recording of markers, in radians and metres, and how well the markers are met.

    match: a MarkerMatch, or a mapping of recorded names to the body's; None matches by name, then by the table of
    marker sets. weights by the body's marker name: 1 where not given, 0 leaves a marker out. tasks: OpenSim's, in which
    an unnamed marker weighs 0 (``weights`` still go before). targets: table for tasks whose value is from a file.
    The table has a column for every coordinate but those that no marker tells of; rows without any marker are NaN.
    What was matched, left open, not converged or at a bound is in its notices. Raises ImpossibleData where the markers
    cannot place the body, UnknownName and BadSetting for names and weights, MissingInput for absent targets.
    """
    from trochanter.kinematics.ik_recording import fit_all

    where = markers.source or markers.name
    found = matched(markers, body, match)
    tracked = tracked_markers(markers, body, found, weights, tasks)
    problem, frames = prepare(markers, body, tracked, tasks, targets)
    fit_all(problem, frames)
    notices = (*found.notices, *not_used(found, tracked, tasks, body, where))
    table, fit = _results(markers, problem, frames, tracked, notices)
    return table, fit if tasks is None else replace(fit, wishes=tasks.coordinates)


def looked_at(problem: Problem, frames: "IkFrames", q: Floats) -> tuple[Floats, Floats]:
    """Weighted mean squared distance (n,) in m^2, tasks included, and each marker's distance (n, k) at q."""
    from trochanter.kinematics.ik_rows import mean_square_m2, single_fits
    from trochanter.kinematics.ik_run_kernels import LOOK

    seen = single_fits(problem, frames, np.arange(len(q)), q, LOOK)
    return mean_square_m2(seen), seen.error


def _results(
    markers: Trajectories, problem: Problem, frames: "IkFrames", tracked: Tracked, matched: tuple[Notice, ...]
) -> tuple[Table, MarkerFit]:
    """The coordinates as a table, and the fit."""
    from trochanter.kinematics.ik_notices import notices_of, refuse_lost
    from trochanter.kinematics.ik_solver_kernels import CONVERGED, EMPTY

    where = markers.source or markers.name
    refuse_lost(problem, frames, markers.time_s, where)
    body, q = problem.body, frames.q
    couple(body, q, np.zeros_like(q), np.zeros_like(q))
    fit = MarkerFit(
        body=body,
        time_s=frozen(markers.time_s),
        names=tracked.names,
        recorded=tracked.recorded,
        segment=frozen(tracked.segment, np.int64),
        weight=frozen(tracked.weight),
        error_m=frozen(frames.error),
        converged=frozen(frames.ending[:, 0] == CONVERGED, np.bool_),
        iterations=frozen(frames.ending[:, 1], np.int64),
    )
    told = [i for i in range(len(body.coordinates.names)) if i not in problem.undetermined]
    notices = (*matched, *notices_of(problem, frames, fit, where))
    q[frames.ending[:, 0] == EMPTY] = np.nan
    table = Table(
        name=markers.name,
        time_s=fit.time_s,
        columns=tuple(body.coordinates.names[i] for i in told),
        values=frozen(q[:, told]),
        in_degrees=False,
        source=markers.source,
        sha256=markers.sha256,
        notices=notices,
    )
    return table, fit
