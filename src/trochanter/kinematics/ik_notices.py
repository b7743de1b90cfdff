"""What a person must know about a fit: what the markers do not tell, what failed, what stands at a bound."""

from contextlib import suppress

import numpy as np

from trochanter.core.arrays import Flags, Floats
from trochanter.core.errors import ImpossibleData, one_of
from trochanter.core.quality import Notice
from trochanter.kinematics.ik_problem import Problem
from trochanter.kinematics.ik_rows import anchor_frame
from trochanter.kinematics.ik_run_kernels import IkFrames
from trochanter.kinematics.ik_solver_kernels import CONVERGED, EMPTY, UNFINISHED
from trochanter.kinematics.motion import MarkerFit
from trochanter.kinematics.plausibility import in_words

POOR_RMS_M = 0.02  # a choice: what the notes on practice of OpenSim ask of bony landmarks (simtk.org, ToolTips)
_AT_BOUND_RAD = 1e-7
_NULL = 1e-6  # of the scaled Gauss-Newton matrix's diagonal
_SHARE = 0.01
_MOST_TIMES = 4


def refuse_lost(problem: Problem, frames: IkFrames, time_s: Floats, where: str) -> None:
    """Raise ImpossibleData where even the frame with most markers does not tell where the body is."""
    anchor = anchor_frame(problem, frames.seen)
    lost = [i for i in _always_loose(problem, frames, anchor) if _of_base(problem, i)]
    if lost:
        joints, names = problem.body.joints, problem.body.coordinates.names
        base = problem.body.segments.names[int(joints.child[problem.body.coordinates.joint[lost[0]]])]
        raise ImpossibleData(
            f"the markers do not tell where '{base}' is: they leave {one_of([names[i] for i in lost])} open even where "
            f"most of them are seen, at {time_s[anchor]:g} s",
            where=where,
            valid=f"three markers on '{base}' that are not in line, or as many on the segments that hang on it",
            next_step="give a recording with more markers, or a mapping for those that were not matched",
        )


def _always_loose(problem: Problem, frames: IkFrames, anchor: int) -> list[int]:
    """Coordinates that are loose in the frame with most markers, also where a bound holds them."""
    own, table = frames.q[anchor, list(problem.free)], problem.tables.free
    bound = (np.abs(own - table["lower"]) < _AT_BOUND_RAD) | (np.abs(own - table["upper"]) < _AT_BOUND_RAD)
    if frames.ending[anchor, 0] == CONVERGED and not (frames.undetermined[anchor].any() or bound.any()):
        return []
    return loose_coordinates(problem, frames, anchor)


def loose_coordinates(problem: Problem, frames: IkFrames, row: int) -> list[int]:
    """Coordinates that can change together without moving a marker that is seen in a frame."""
    from trochanter.kinematics.ik_kernels import objective_parts

    target = frames.target[min(row, len(frames.target) - 1)]
    even = problem.tables.marker.copy()
    even["weight"] = 1.0  # a marker of little weight tells as much as another
    tables = problem.tables._replace(marker=even)
    _, _, lower = objective_parts(problem.tree, tables, frames.seen[row], target, frames.q[row], 0)
    diagonal = np.diag(lower)
    still = diagonal <= 0.0
    size = np.where(still, 1.0, np.sqrt(np.where(still, 1.0, diagonal)))
    scaled = (np.tril(lower) + np.tril(lower, -1).T) / np.outer(size, size)
    with suppress(np.linalg.LinAlgError):  # it fails unless all are above: far faster than the vectors, rarely needed
        np.linalg.cholesky(scaled - _NULL * np.eye(len(scaled)))
        return []
    values, vectors = np.linalg.eigh(scaled)
    null = np.abs(vectors[:, values < _NULL])
    loose = (null > _SHARE).any(axis=1) | still
    return [problem.free[k] for k in np.flatnonzero(loose)]


def notices_of(problem: Problem, frames: IkFrames, fit: MarkerFit, where: str) -> tuple[Notice, ...]:
    """Everything worth saying about a fit."""
    return (
        *_undetermined(problem, where),
        *_bare_segments(problem, where),
        *_empty(frames, fit.time_s, where),
        *_open(problem, frames, fit.time_s, where),
        *_unfinished(frames, fit.time_s, where),
        *_at_bounds(problem, frames, where),
        *_poor(fit, where),
    )


def _of_base(problem: Problem, coordinate: int) -> bool:
    return bool(problem.body.joints.parent[problem.body.coordinates.joint[coordinate]] == 0)


def _undetermined(problem: Problem, where: str) -> list[Notice]:
    if not problem.undetermined:
        return []
    table = problem.body.coordinates
    shown = ", ".join(f"{table.names[i]} {in_words(problem.body, i, table.default[i])}" for i in problem.undetermined)
    text = f"no marker tells of {len(problem.undetermined)} coordinates, which are held at their default: {shown}"
    return [Notice("coordinates-unseen", text, where)]


def _bare_segments(problem: Problem, where: str) -> list[Notice]:
    """Segments that turn freely against both neighbours and carry no marker, although segments further out do."""
    joints, moved = problem.body.joints, set(problem.tables.move["segment"].tolist())
    cluster = list(range(len(problem.body.segments.names)))
    for parent, child in zip(joints.parent, joints.child, strict=True):
        if int(child) not in moved:
            cluster[child] = cluster[parent]
    marked = {cluster[s] for s in problem.tables.marker["segment"]}
    bare = [problem.body.segments.names[s] for s in sorted(moved) if cluster[s] == s and s not in marked]
    if not bare:
        return []
    text = (
        f"no marker is on {one_of(bare)}: the angles there come from the markers of the segments around, "
        "and an error of those goes into them whole"
    )
    return [Notice("segments-unseen", text, where)]


def _empty(frames: IkFrames, time_s: Floats, where: str) -> list[Notice]:
    empty = frames.ending[:, 0] == EMPTY
    if not empty.any():
        return []
    text = f"no marker of the body was seen in {_how_many(empty)}, {_when(empty, time_s)}: no angles there"
    return [Notice("frames-empty", text, where)]


def _open(problem: Problem, frames: IkFrames, time_s: Floats, where: str) -> list[Notice]:
    """What some frames, or all of them, leave open."""
    names = problem.body.coordinates.names
    always = _always_loose(problem, frames, anchor_frame(problem, frames.seen))
    notices = []
    if always:
        text = (
            f"the recording has too few markers to tell {one_of([names[i] for i in always])}: what stands there is "
            "where the fit began or a range ends, not a measurement"
        )
        notices.append(Notice("coordinates-open", text, where))
    flags = frames.undetermined.any(axis=1) & (frames.ending[:, 0] != EMPTY)
    counts = {i: n for i, n in _open_counts(problem, frames, flags).items() if i not in always}
    if counts:
        shown = ", ".join(f"{names[i]} ({n})" for i, n in sorted(counts.items(), key=lambda item: -item[1]))
        text = (
            f"in {_how_many(flags)}, {_when(flags, time_s)}, markers are missing that tell {shown}: "
            "what they leave open is held as in the frame before"
        )
        notices.append(Notice("frames-open", text, where))
    return notices


def _open_counts(problem: Problem, frames: IkFrames, flags: Flags) -> dict[int, int]:
    """In how many frames each coordinate is open; frames that leave the same open are looked at once."""
    patterns: dict[bytes, list[int]] = {}
    for row in np.flatnonzero(flags):
        patterns.setdefault(frames.undetermined[row].tobytes(), []).append(int(row))
    counts: dict[int, int] = {}
    for rows in patterns.values():
        for i in loose_coordinates(problem, frames, rows[0]):
            counts[i] = counts.get(i, 0) + len(rows)
    return counts


def _unfinished(frames: IkFrames, time_s: Floats, where: str) -> list[Notice]:
    flags = frames.ending[:, 0] == UNFINISHED
    if not flags.any():
        return []
    text = f"the fit did not reach an optimum in {_how_many(flags)}, {_when(flags, time_s)}: take no value from there"
    return [Notice("frames-unconverged", text, where)]


def _at_bounds(problem: Problem, frames: IkFrames, where: str) -> list[Notice]:
    parts = []
    for k, i in enumerate(problem.free):
        low, high = problem.tables.free["lower"][k], problem.tables.free["upper"][k]
        for bound in (low, high):
            share = float(np.mean(np.abs(frames.q[:, i] - bound) < _AT_BOUND_RAD)) if np.isfinite(bound) else 0.0
            if share > 0.0:
                name = problem.body.coordinates.names[i]
                parts.append(f"{name} at {in_words(problem.body, i, bound)} in {_percent(share)} of the frames")
    if not parts:
        return []
    text = f"the markers would move further than the model allows: {'; '.join(parts)}"
    return [Notice("coordinates-at-bound", text, where)]


def _poor(fit: MarkerFit, where: str) -> list[Notice]:
    if not np.isfinite(fit.error_m).any() or fit.rms_m <= POOR_RMS_M:
        return []
    square = np.nanmean(np.where(np.isnan(fit.error_m).all(axis=0), 0.0, fit.error_m) ** 2, axis=0)
    worst = [f"{fit.recorded[k]} {1e3 * np.sqrt(square[k]):.0f} mm" for k in np.argsort(-square)[:4]]
    text = (
        f"body and markers are {1e3 * fit.rms_m:.0f} mm apart (root mean square), more than {1e3 * POOR_RMS_M:.0f}: "
        f"another person's body, exchanged labels or wrong marker places; worst are {', '.join(worst)}"
    )
    return [Notice("fit-poor", text, where)]


def _percent(share: float) -> str:
    """A share for people.

    >>> _percent(0.004), _percent(0.421)
    ('under 1 %', '42 %')
    """
    return f"{100.0 * share:.0f} %" if share >= 0.01 else "under 1 %"


def _how_many(flags: Flags) -> str:
    count = int(flags.sum())
    return f"{'all' if count == len(flags) else count} {'frame' if count == 1 else 'frames'}"


def _when(flags: Flags, time_s: Floats) -> str:
    """The stretches of time that are flagged.

    >>> _when(np.array([True, True, False, True]), np.array([0.0, 0.1, 0.2, 0.3]))
    'at 0 to 0.1 s and 0.3 s'
    """
    edges = np.flatnonzero(np.diff(np.concatenate([[False], flags, [False]]).astype(int)))
    spans = [_span(time_s, first, last - 1) for first, last in zip(edges[::2], edges[1::2], strict=True)]
    more = len(spans) - _MOST_TIMES
    if more > 0:
        return f"at {', '.join(spans[:_MOST_TIMES])} and {more} more stretches"
    return f"at {' and '.join([', '.join(spans[:-1]), spans[-1]] if len(spans) > 1 else spans)}"


def _span(time_s: Floats, first: int, last: int) -> str:
    return f"{time_s[first]:g} s" if first == last else f"{time_s[first]:g} to {time_s[last]:g} s"
