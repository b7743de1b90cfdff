"""What a fit of markers is asked: which markers with which weight, which coordinates with which wish."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from trochanter.anatomy.body import Body
from trochanter.capture.ik_tasks import DEFAULT_VALUE, FROM_FILE, CoordinateTask, IkTasks
from trochanter.capture.tables import bare_name
from trochanter.capture.trial import Table, Trajectories
from trochanter.core.arrays import Flags, Floats, frozen, read_only
from trochanter.core.errors import BadSetting, ImpossibleData, MissingInput, UnknownName, one_of
from trochanter.core.quality import Notice
from trochanter.kinematics.couplers import prescribe
from trochanter.kinematics.ik_problem import Problem, Tracked, make_problem
from trochanter.kinematics.marker_match import MarkerMatch, match_markers

if TYPE_CHECKING:
    from trochanter.kinematics.ik_run_kernels import IkFrames

FEWEST_MARKERS = 3
LARGEST_M = 1e4
Match = MarkerMatch | Mapping[str, str] | None


def matched(markers: Trajectories, body: Body, match: Match) -> MarkerMatch:
    """The match that was given, or that of the names."""
    return match if isinstance(match, MarkerMatch) else match_markers(markers.names, body, match)


def tracked_markers(
    markers: Trajectories,
    body: Body,
    match: MarkerMatch,
    weights: Mapping[str, float] | None,
    tasks: IkTasks | None,
) -> Tracked:
    """The matched markers that weigh something and were seen; raises ImpossibleData where they are fewer than three."""
    weight_of = _weights(body, weights, tasks)
    seen: Flags = np.any(np.isfinite(markers.position_m).all(axis=2), axis=0)
    chosen = []
    for pair in match.pairs:
        column, own = markers.names.index(pair.recorded), body.markers.names.index(pair.marker)
        if seen[column] and weight_of[pair.marker] > 0.0:
            chosen.append((column, own))
    if len(chosen) < FEWEST_MARKERS:
        raise ImpossibleData(
            f"{len(chosen)} of {len(markers.names)} recorded markers are markers of the body, seen and of weight",
            where=markers.source or markers.name,
            valid=f"at least {FEWEST_MARKERS} of the body's markers: {one_of(body.markers.names)}",
            next_step="give a mapping from recorded names to the body's, or register the markers by a static trial",
        )
    columns, places = (np.array(part, dtype=np.int64) for part in zip(*chosen, strict=True))
    names = tuple(body.markers.names[k] for k in places)
    return Tracked(
        names=names,
        recorded=tuple(markers.names[c] for c in columns),
        column=columns,
        segment=body.markers.segment[places],
        location_m=body.markers.location_m[places],
        weight=frozen([weight_of[name] for name in names]),
    )


def _weights(body: Body, weights: Mapping[str, float] | None, tasks: IkTasks | None) -> dict[str, float]:
    """Weight of every marker of the body."""
    given = dict(weights or {})
    for name, value in given.items():
        if name not in body.markers.names:
            raise UnknownName("marker", name, body.markers.names, body.name)
        if not 0.0 <= value < np.inf:
            raise BadSetting(f"the weight of marker '{name}'", value, "a number from 0 up")
    if tasks is None:
        return dict.fromkeys(body.markers.names, 1.0) | given
    return {name: tasks.markers.get(name, 0.0) for name in body.markers.names} | given


def prepare(
    markers: Trajectories, body: Body, tracked: Tracked, tasks: IkTasks | None, targets: Table | None
) -> tuple[Problem, "IkFrames"]:
    """The problem for the kernels, and its frames with defaults and prescribed coordinates, not yet fitted."""
    from trochanter.kinematics.ik_rows import empty_frames

    wished = _checked_tasks(body, tasks)
    task_weight = np.zeros(len(body.coordinates.names))
    for i, task in wished.items():
        task_weight[i] = task.weight
    problem = make_problem(body, tracked, task_weight)
    _refuse_far(markers, tracked)
    q = np.tile(body.coordinates.default, (len(markers.time_s), 1))
    rate = np.zeros_like(q)
    prescribe(body, markers.time_s, q, rate, rate)
    target = _targets(problem, wished, targets, markers.time_s)
    return problem, empty_frames(problem, read_only(markers.position_m), read_only(target), q)


def _refuse_far(markers: Trajectories, tracked: Tracked) -> None:
    """Raise ImpossibleData for a place that no laboratory has; nothing can be fitted to it."""
    for column in tracked.column:
        place = markers.position_m[:, column]
        far = np.flatnonzero((np.abs(place) > LARGEST_M).any(axis=1))
        if far.size:
            raise ImpossibleData(
                f"marker '{markers.names[column]}' is {np.nanmax(np.abs(place[far[0]])):.3g} m from the origin",
                where=f"{markers.source or markers.name}, {markers.time_s[far[0]]:g} s",
                valid=f"positions within {LARGEST_M:g} m, NaN where a marker was not seen",
                next_step="correct the unit of the positions, or leave the marker out there",
            )


def _checked_tasks(body: Body, tasks: IkTasks | None) -> dict[int, CoordinateTask]:
    """Coordinate tasks by coordinate; raises UnknownName where the body lacks it."""
    names = body.coordinates.names
    for task in tasks.coordinates if tasks is not None else ():
        if task.name not in names:
            raise UnknownName("coordinate", task.name, names, tasks.source if tasks is not None else "")
    return {names.index(task.name): task for task in (tasks.coordinates if tasks is not None else ())}


def _targets(problem: Problem, wished: dict[int, CoordinateTask], table: Table | None, time_s: Floats) -> Floats:
    """Wished values (1 or n, n_free), NaN where there is no wish."""
    moving = any(task.kind == FROM_FILE for task in wished.values())
    target = np.full((len(time_s) if moving else 1, len(problem.free)), np.nan)
    for k, i in enumerate(problem.free):
        if i in wished:
            target[:, k] = _wish(problem.body, i, wished[i], table, time_s)
    return target


def _wish(body: Body, i: int, task: CoordinateTask, table: Table | None, time_s: Floats) -> Floats | float:
    if task.kind != FROM_FILE:
        return float(body.coordinates.default[i]) if task.kind == DEFAULT_VALUE else task.value
    columns = [] if table is None else [bare_name(column) for column in table.columns]
    if table is None or task.name not in columns:
        raise MissingInput(
            f"the task of '{task.name}' takes its value from a file that {'lacks it' if table else 'is not given'}",
            where=table.source if table else "",
            valid="a table with a column for the coordinate",
            next_step="give the table as targets, or change the task's value_type",
        )
    values = table.values[:, columns.index(task.name)]
    if table.in_degrees and body.coordinates.is_rotation[i]:
        values = np.radians(values)
    wish: Floats = np.interp(time_s, table.time_s, values, left=np.nan, right=np.nan)
    return wish


def not_used(match: MarkerMatch, tracked: Tracked, tasks: IkTasks | None, body: Body, where: str) -> list[Notice]:
    """Notices about recorded markers and tasks that have no part in the fit."""
    notices = [] if tasks is None else list(tasks.notices)
    if match.unmatched_recorded:
        count, names = len(match.unmatched_recorded), one_of(match.unmatched_recorded)
        notices.append(Notice("markers-unmatched", f"{count} recorded markers are none of the body's: {names}", where))
    idle = [pair.recorded for pair in match.pairs if pair.recorded not in tracked.recorded]
    if idle:
        text = f"{len(idle)} recorded markers of the body weigh nothing or are never seen: {one_of(idle)}"
        notices.append(Notice("markers-idle", text, where))
    absent = [n for n, w in tasks.markers.items() if w > 0.0 and n not in body.markers.names] if tasks else []
    if tasks and absent:
        text = f"{len(absent)} tasks are of markers that the body lacks, and have no effect: {one_of(absent)}"
        notices.append(Notice("tasks-without-marker", text, tasks.source))
    return notices
