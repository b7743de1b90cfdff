"""Ground forces at the instants of a motion.

A force F with free moment M at a point p acts on the body as the wrench (F, M + p x F) about the ground's origin.
Filter and interpolation are linear, so they are applied to the wrench, never to the point: a point jumps and means
nothing where the foot is unloaded, the wrench is smooth there. The point is recovered as filter(w p) / filter(w) with
the vertical force w as weight, which for a plate is its centre of pressure, and the free moment as what is left.
Between samples a monotone cubic (Fritsch and Carlson 1980, doi 10.1137/0717021) is used: no overshoot at contact.
"""

import re
from dataclasses import dataclass

import numpy as np
from scipy.interpolate import PchipInterpolator

from trochanter.anatomy.body import Body
from trochanter.capture.trial import ExternalForce, Forces
from trochanter.core.arrays import Flags, Floats, Ints, frozen
from trochanter.core.errors import ImpossibleData, UnknownName
from trochanter.core.quality import Notice
from trochanter.kinematics.instants import Sampled, uniform
from trochanter.kinematics.motion import Load
from trochanter.kinematics.smooth import lowpass

HELD_S = 0.05  # a point is held this long where its force fades below what gives a centre of pressure
RINGING_N = 1.0  # a filter leaves tails as small; unfiltered forces are zero only where the file says so
_LEAST_WEIGHT_N = 10.0
_FOOT = re.compile("calcn|talus|toe|foot|feet|heel|shoe", re.IGNORECASE)
_COLUMNS = 10


@dataclass(frozen=True, slots=True)
class Synchronised:
    """Loads at the motion's n instants; unknown (n,): instants that the force record does not hold."""

    loads: tuple[Load, ...]
    unknown: Flags
    notices: tuple[Notice, ...]


def loads_at(forces: Forces, body: Body, time_s: Floats, cutoff_hz: float | None) -> Synchronised:
    """Filter ``forces`` (None: not) and bring them to ``time_s`` (n,).

    Forces are zero, with a notice, where their record has no samples. Raises UnknownName for a segment that the body
    lacks, ImpossibleData where the two records do not overlap, BadSetting for an impossible cut-off.
    """
    where = forces.source or "forces"
    _refuse_no_overlap(forces, time_s, where)
    segments = [_segment_of(body, load, where) for load in forces.loads]
    columns = np.concatenate([_columns(load, forces, body) for load in forces.loads], axis=1)
    even = uniform(Sampled(forces.time_s, columns), where)
    step = float(even.time_s[1] - even.time_s[0])
    values = even.values if cutoff_hz is None else lowpass(even.values, step, cutoff_hz)
    unknown = (time_s < even.time_s[0] - 0.5 * step) | (time_s > even.time_s[-1] + 0.5 * step)
    here = _between(even.time_s, values, time_s)
    least = 0.0 if cutoff_hz is None else RINGING_N
    here[unknown] = 0.0
    loads = tuple(
        _load(load, segment, here[:, _COLUMNS * k : _COLUMNS * (k + 1)], least)
        for k, (load, segment) in enumerate(zip(forces.loads, segments, strict=True))
    )
    told = (*even.notices, *_notice_of_unknown(unknown, time_s, where), *_not_on_feet(forces, where))
    return Synchronised(loads, unknown, told)


def _refuse_no_overlap(forces: Forces, time_s: Floats, where: str) -> None:
    if forces.time_s[-1] > time_s[0] and forces.time_s[0] < time_s[-1]:
        return
    raise ImpossibleData(
        f"forces run from {forces.time_s[0]:.4g} to {forces.time_s[-1]:.4g} s, "
        f"coordinates from {time_s[0]:.4g} to {time_s[-1]:.4g} s: they do not overlap",
        where=where,
        valid="forces of the same trial on the same clock",
        next_step="give the forces of this trial, or shift their time",
    )


def _segment_of(body: Body, load: ExternalForce, where: str) -> int:
    name = load.segment.rsplit("/", 1)[-1]
    if name not in body.segments.names[1:]:
        raise UnknownName("segment", name, body.segments.names[1:], f"{where}, force '{load.name}'")
    return body.segment(name)


def _not_on_feet(forces: Forces, where: str) -> tuple[Notice, ...]:
    others = [load for load in forces.loads if not _FOOT.search(load.segment.rsplit("/", 1)[-1])]
    return tuple(
        Notice(
            "force-not-on-foot",
            f"the force '{load.name}' acts on '{load.segment}', which is no foot: every joint between it and the "
            "ground feels nothing of it",
            where,
        )
        for load in others
    )


def _columns(load: ExternalForce, forces: Forces, body: Body) -> Floats:
    """What is linear in the force: F, M + p x F, w, w p; shape (n, 10)."""
    up = -np.asarray(body.gravity_m_s2) / max(float(np.linalg.norm(body.gravity_m_s2)), 1e-9)
    point, near = held_points(forces.time_s, load.point_m)
    force = np.where(near[:, None], load.force_N, 0.0)
    moment = np.where(near[:, None], load.moment_Nm, 0.0) + np.cross(point, force)
    weight = (force @ up)[:, None]
    return np.concatenate([force, moment, weight, weight * point], axis=1)


def held_points(time_s: Floats, point_m: Floats) -> tuple[Floats, Flags]:
    """Points (n, 3) with missing ones taken from the nearest instant, and flags (n,) of those within HELD_S of one."""
    known = np.flatnonzero(~np.isnan(point_m).any(axis=1))
    if not known.size:
        return np.zeros_like(point_m), np.zeros(len(time_s), dtype=bool)
    nearest = known[_nearest(time_s[known], time_s)]
    return point_m[nearest], np.abs(time_s - time_s[nearest]) <= HELD_S


def _nearest(known: Floats, wanted: Floats) -> Ints:
    after = np.clip(np.searchsorted(known, wanted), 1, max(len(known) - 1, 1))
    if len(known) == 1:
        return np.zeros(len(wanted), dtype=np.int64)
    return np.where(wanted - known[after - 1] <= known[after] - wanted, after - 1, after)


def _between(known_s: Floats, values: Floats, wanted_s: Floats) -> Floats:
    """Values (n, k) at ``wanted_s``; instants that coincide with samples take them as they are."""
    first = max(int(np.searchsorted(known_s, wanted_s[0])) - 3, 0)
    last = int(np.searchsorted(known_s, wanted_s[-1])) + 3
    known_s, values = known_s[first:last], values[first:last]
    nearest = _nearest(known_s, wanted_s)
    if np.abs(known_s[nearest] - wanted_s).max() < 1e-9:
        return np.array(values[nearest])
    inside = np.clip(wanted_s, known_s[0], known_s[-1])
    with np.errstate(over="ignore"):  # the harmonic mean of slopes next to nothing is nothing
        result: Floats = PchipInterpolator(known_s, values, axis=0)(inside)
    return result


def _load(source: ExternalForce, segment: int, columns: Floats, least_N: float) -> Load:
    """Point and free moment from the filtered wrench; the point stays in the box of the unfiltered firm ones."""
    box = _box(source)
    force, moment, weight, weighted = columns[:, :3], columns[:, 3:6], columns[:, 6], columns[:, 7:]
    firm = weight > _LEAST_WEIGHT_N
    point = np.full_like(force, np.nan)
    point[firm] = np.clip(weighted[firm] / weight[firm, None], *box)
    acting = (np.linalg.norm(force, axis=1) > least_N) & firm.any()
    known = np.flatnonzero(firm)
    if known.size:
        point = point[known[_nearest(known.astype(float), np.arange(len(force), dtype=float))]]
    on = acting[:, None]
    free = moment - np.cross(point, force)
    return Load(
        source.name,
        segment,
        frozen(np.where(on, force, 0.0)),
        frozen(np.where(on, point, 0.0)),
        frozen(np.where(on, free, 0.0)),
    )


def _box(source: ExternalForce) -> tuple[Floats, Floats]:
    firm = np.linalg.norm(source.force_N, axis=1) > _LEAST_WEIGHT_N
    known = source.point_m[firm & ~np.isnan(source.point_m).any(axis=1)]
    return (known.min(axis=0), known.max(axis=0)) if len(known) else (np.zeros(3), np.zeros(3))


def _notice_of_unknown(unknown: Flags, time_s: Floats, where: str) -> tuple[Notice, ...]:
    if not unknown.any():
        return ()
    times = time_s[unknown]
    text = (
        f"the force record does not hold {len(times)} of the motion's {len(time_s)} instants "
        f"({times[0]:.4g} to {times[-1]:.4g} s): forces are taken as zero there, which is right only in the air"
    )
    return (Notice("forces-outside", text, where),)
