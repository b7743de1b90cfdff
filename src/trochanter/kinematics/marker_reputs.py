"""A marker that was taken off and put on again between the static trial and the movement.

The mean shape of a segment's markers in the movement is laid on their shape in the static trial. Soft tissue leaves a
few millimetres (``marker_shape_limits.csv``); a marker that sits elsewhere leaves more, and the others fit once it is
left out. A rigid segment takes up a part of any shift, so what remains is about a third of it.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from trochanter.anatomy.rows import rows
from trochanter.capture.trial import Trajectories
from trochanter.core.arrays import Floats
from trochanter.kinematics.marker_match import landmarks_of
from trochanter.kinematics.marker_sides import stem_of
from trochanter.kinematics.rigid_fit import FEWEST, rigid_fit, rigid_shape

EXPLAINED = 0.3  # of the squared misfit may remain without one marker: else more than one sits elsewhere
ALIKE = 2.0  # times the squared misfit of the others: so good is another marker as an explanation, too
INSTANT_TIMES = 1.25  # what the instants of clean recordings differ from their mean shape by
_MOVING_FRAMES, _STILL_FRAMES = 60, 12  # for a mean shape
_LEAST_LENGTH_M = 1e-9
_NEAR_JOINTS = ("greater_trochanter", "knee_", "ankle_", "fibula_head")


@dataclass(frozen=True, slots=True)
class Reput:
    """Markers of a segment that sit elsewhere than in the static trial.

    markers: one, or those of which any one may have been put on anew; shift_m: how far away the likeliest of them is,
    seen from the others, NaN where it takes more than one; misfit_m: root mean square misfit of the segment's markers;
    others_m: of the others, once the likeliest is left out; limit_m: what soft tissue does.
    """

    segment: str
    markers: tuple[str, ...]
    shift_m: float
    misfit_m: float
    others_m: float
    limit_m: float


def find_reputs(
    markers: Trajectories,
    static: Trajectories,
    segments: Sequence[str],
    mapping: Mapping[str, str] | None = None,
    without: Collection[str] = (),
) -> tuple[Reput, ...]:
    """Markers that sit elsewhere than in ``static``, one finding a segment at most.

    ``segments``: the segment of each marker, '' for points that no skin carries; ``without``: markers that are known to
    slide. Labels have to be right in both. A segment needs three markers in both trials.
    """
    near = {n for n, mark in landmarks_of(markers.names, mapping).landmark.items() if mark.startswith(_NEAR_JOINTS)}
    own: dict[str, list[str]] = {}
    for name, segment in zip(markers.names, segments, strict=True):
        if segment and name in static.names and name not in without:
            own.setdefault(segment, []).append(name)
    limit = limits_m(instant=len(static.time_s) == 1)
    found = []
    for segment, names in sorted(own.items()):
        firm = [name for name in names if name not in near]
        told = _judged(markers, static, segment, firm, limit.get((stem_of(segment), False)))
        if told is None and len(firm) < len(names):
            told = _judged(markers, static, segment, names, limit.get((stem_of(segment), True)))
        found += [] if told is None else [told]
    return tuple(found)


@cache
def limits_m(*, instant: bool = False) -> Mapping[tuple[str, bool], float]:
    """What soft tissue does to a segment's shape, by the segment without its side and whether joints are near.

    ``instant``: beside a single instant, which may be one of a movement, instead of a person who stands still.
    """
    return {
        (row["segment"], row["near_joints"] == "yes"): 1e-3
        * max(float(row["limit"]), INSTANT_TIMES * float(row["clean_instants"]) if instant else 0.0)
        for row in rows("marker_shape_limits")
    }


def _judged(
    markers: Trajectories, static: Trajectories, segment: str, names: list[str], limit_m: float | None
) -> Reput | None:
    if limit_m is None or len(names) < FEWEST:
        return None
    rest, shape = _shape(static, names, _STILL_FRAMES), _shape(markers, names, _MOVING_FRAMES)
    known = np.isfinite(rest).all(axis=1) & np.isfinite(shape).all(axis=1)
    rest, shape, names = rest[known], shape[known], [names[k] for k in np.flatnonzero(known)]
    misfit = float(rigid_fit(rest, shape[None]).misfit_m[0])
    return _likeliest(segment, names, rest, shape, limit_m) if misfit > limit_m else None


def _likeliest(segment: str, names: list[str], rest: Floats, shape: Floats, limit_m: float) -> Reput:
    """The marker without which the others (m, 3) fit best, and those without which they fit as well."""
    misfit, count = float(rigid_fit(rest, shape[None]).misfit_m[0]), len(names)
    left_out = [without_one(rest, shape, k) for k in range(count)]
    others, shifts = (np.array(values) for values in zip(*left_out, strict=True))
    best = int(others.argmin())
    found = Reput(segment, tuple(names), float("nan"), misfit, float(others[best]), limit_m)
    if (count - 1) * others[best] ** 2 > EXPLAINED * count * misfit**2:
        return found
    likely = [int(k) for k in others.argsort() if others[k] ** 2 <= ALIKE * max(others[best], 0.5 * limit_m) ** 2]
    return replace(found, markers=tuple(names[k] for k in likely), shift_m=float(shifts[best]))


def _shape(trial: Trajectories, names: list[str], frames: int) -> Floats:
    """Mean shape (m, 3) of markers over some frames."""
    own = trial.position_m[:: max(1, len(trial.time_s) // frames)]
    return rigid_shape(own[:, [trial.names.index(name) for name in names]])


def without_one(rest_m: Floats, shape_m: Floats, k: int) -> tuple[float, float]:
    """Misfit of all markers (m, 3) but one, root mean square, and how far that one has moved, seen from them.

    Beside two others a marker is known only along and away from their line: the least shift that this allows.
    """
    others = [i for i in range(len(rest_m)) if i != k]
    if len(others) >= FEWEST:
        fit = rigid_fit(rest_m[others], shape_m[None, others])
        return float(fit.misfit_m[0]), float(np.linalg.norm(fit.place_m(rest_m[k])[0] - shape_m[k]))
    ends = [_beside_line(points[others], points[k]) for points in (rest_m, shape_m)]
    length, place = (np.subtract(one, other) for one, other in zip(*ends, strict=True))
    return abs(float(length)) / 2.0, float(np.linalg.norm(place))


def _beside_line(ends: Floats, point: Floats) -> tuple[float, Floats]:
    """Length of the line between two points (2, 3), and a third (2,) along it from its middle and away from it."""
    way = ends[1] - ends[0]
    length = float(np.linalg.norm(way))
    off = point - ends.mean(axis=0)
    axis = way / max(length, _LEAST_LENGTH_M)
    along = float(off @ axis)
    return length, np.array([along, float(np.linalg.norm(off - along * axis))])
