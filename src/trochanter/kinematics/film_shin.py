"""The shin in the picture over time, on even steps: its angle, its length, its knee, the line through the hips.

    angle = turn of (ankle - knee), clockwise on the screen on the right, anticlockwise on the left

The camera looks along the thigh from knee to hip: seated from the front, on the back with hip and knee at 90 degrees
from above, face down from the foot end. Seen so, a hip that turns in (foot out) turns the right shin clockwise in each
of the three. y of a picture points down, so clockwise is the way in which atan2(y, x) grows.

Points are filtered raw and without delay (6 Hz); pictures come at their true times, which need not be even.
"""

from dataclasses import dataclass

import numpy as np

from trochanter.capture.leg_track import LegTrack
from trochanter.core.arrays import Flags, Floats, frozen
from trochanter.core.errors import ImpossibleData
from trochanter.core.sides import Side
from trochanter.kinematics.smooth import LEAST_SAMPLES, lowpass

SURE = 0.3  # a foot that crosses the other leg is found, and less sure of
CUTOFF_HZ = 6.0
CLOSED_S = 0.2  # what is missing for less is drawn straight
_MOST_HZ = 120.0
LEAST_HZ = 8.0


@dataclass(frozen=True, slots=True)
class FilmedShin:
    """One shin on even steps (n,): angle_rad is internal positive, its zero open; length_px and knee_px (n, 2).

    ankle_px (n, 2); hip_line_rad (n,): the line from the right to the left hip, None where hips were not followed;
    seen (n,): whether the leg was seen there or within 0.1 s; inside (n,): whether knee and ankle lie in the picture.
    """

    side: Side
    time_s: Floats
    step_s: float
    angle_rad: Floats
    length_px: Floats
    knee_px: Floats
    ankle_px: Floats
    hip_line_rad: Floats | None
    seen: Flags
    inside: Flags


def filmed_shin(track: LegTrack) -> FilmedShin:
    """The shin of a leg on even steps; raises ImpossibleData where it was hardly seen or too few pictures came."""
    seen = known(track)
    times = np.asarray(track.time_s)[seen]
    if len(times) < LEAST_SAMPLES or times[-1] - times[0] < 1.0:
        raise _not_seen(track)
    step_s = _step(np.asarray(track.time_s), track.source)
    grid = np.arange(times[0], times[-1] + 0.5 * step_s, step_s)
    knee, ankle = (_smoothed(xy[seen], times, grid, step_s) for xy in (track.knee_px, track.ankle_px))
    shin = ankle - knee
    way = 1.0 if track.side is Side.RIGHT else -1.0
    return FilmedShin(
        side=track.side,
        time_s=frozen(grid),
        step_s=step_s,
        angle_rad=frozen(way * np.unwrap(np.arctan2(shin[:, 1], shin[:, 0]))),
        length_px=frozen(np.linalg.norm(shin, axis=1)),
        knee_px=frozen(knee),
        ankle_px=frozen(ankle),
        hip_line_rad=_hip_line(track, seen, times, grid, step_s),
        seen=frozen(_near(grid, times), np.bool_),
        inside=frozen(_inside(knee, track) & _inside(ankle, track), np.bool_),
    )


def known(track: LegTrack) -> Flags:
    """In which pictures knee and ankle were found, and surely enough (n,)."""
    there = np.isfinite(track.knee_px).all(axis=1) & np.isfinite(track.ankle_px).all(axis=1)
    return np.asarray(there & (np.asarray(track.sureness) >= SURE))


def _step(times: Floats, where: str) -> float:
    step_s = max(float(np.median(np.diff(times))), 1.0 / _MOST_HZ)
    if 1.0 / step_s >= LEAST_HZ:
        return step_s
    raise ImpossibleData(
        f"the film has {1.0 / step_s:.1f} pictures a second",
        where=where,
        valid=f"at least {LEAST_HZ:g}, better 30",
        next_step="film with the phone's usual setting, not as a time lapse; say --slow-motion only for slow motion",
    )


def _smoothed(xy: Floats, times: Floats, grid: Floats, step_s: float) -> Floats:
    even = np.column_stack([np.interp(grid, times, xy[:, k]) for k in range(xy.shape[1])])
    return lowpass(even, step_s, min(CUTOFF_HZ, 0.4 / step_s))


def _hip_line(track: LegTrack, seen: Flags, times: Floats, grid: Floats, step_s: float) -> Floats | None:
    if track.hips_px is None or not np.isfinite(track.hips_px[seen]).all():
        return None
    both = _smoothed(track.hips_px[seen].reshape(-1, 4), times, grid, step_s).reshape(-1, 2, 2)
    line = both[:, 1] - both[:, 0]
    return frozen(np.unwrap(np.arctan2(line[:, 1], line[:, 0])))


def _near(grid: Floats, times: Floats) -> Flags:
    """Whether a picture in which the leg was seen lies within half the time that is closed."""
    after = np.clip(np.searchsorted(times, grid), 0, len(times) - 1)
    before = np.clip(after - 1, 0, len(times) - 1)
    away = np.minimum(np.abs(times[after] - grid), np.abs(grid - times[before]))
    return np.asarray(away <= 0.5 * CLOSED_S)


def _inside(xy: Floats, track: LegTrack) -> Flags:
    size = np.array([track.width_px, track.height_px])
    return np.asarray(((xy >= 0.0) & (xy <= size - 1.0)).all(axis=1))


def _not_seen(track: LegTrack) -> ImpossibleData:
    return ImpossibleData(
        f"knee and ankle of the {track.side.word} leg are hardly ever seen",
        where=track.source,
        valid="a film in which the whole lower leg is in the picture, well lit, from knee to foot",
        next_step="film again: phone at knee height, 2 m away, knees and feet in the picture, trousers above the knee "
        "or close-fitting; or tap knee and ankle (--knee, --ankle)",
    )
