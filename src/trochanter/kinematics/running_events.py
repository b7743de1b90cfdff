"""When a foot meets and leaves the belt of a treadmill, in a film: from the side by its speed, from behind by the hips.

From the side. A foot on the belt goes backwards with the belt; before that it comes to meet it, slower. A filter that
does not delay blurs this step of speed evenly to both sides of the true instant, so that the filtered speed passes half
of the belt's speed at contact, whatever the cut-off and the frame rate, and whichever part of the foot lands first. A
foot that goes with the belt already in the air is not on it before it is down. So

    contact:  the last time before mid-stance at which v(t) passes 0.5 v_belt or the foot comes below h
    toe-off:  the first time after it at which the toe is back at 0.7 v_belt or comes above h

v: level speed of the foot (halfway between heel and toe) or of the toe; v_belt: its median around mid-stance, which is
where the ankle passes under the hips; h: 0.03 leg lengths above where the foot's lowest point, or the toe, is then.
Against a force plate (one runner, RBDS of Fukuchi and others 2017, doi 10.7717/peerj.3298, seen through a drawn camera
at 30 to 120 pictures a second) contact is found 3 to 8 ms early with a spread of 3 to 4 ms, toe-off within 6 ms with
one of 4 to 11 ms. 0.7 and h were chosen on the run at 2.5 m/s and on a drawn one, 0.5 by reasoning; the run at 3.5 m/s
was looked at afterwards.

From behind. The hips are lowest in the middle of each stance; the foot that is lower then is the one on the belt. Steps
are timed by the instant at which its ankle is lowest, which came 186 and 187 ms after contact on both sides of that
runner, where the hips were lowest 123 and 131 ms after it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from trochanter.core.arrays import Floats, Ints, frozen
from trochanter.core.sides import SIDES, Side
from trochanter.kinematics.picture_track import PictureTrack

FINE_S = 0.002
SHORTEST_STRIDE_S, LONGEST_STRIDE_S = 0.4, 1.6
_LIKE = 0.5  # correlation of a movement with itself a stride later
_CONTACT, _TOE_OFF = 0.5, 0.7  # of the belt's speed
_HEIGHT = 0.03  # leg lengths
_AROUND_S = 0.03
_ALL = 0.99
_MOST_STANCE_S = 0.9


@dataclass(frozen=True, slots=True)
class Stance:
    """One time of a foot on the belt: its contact, when the ankle is under the hips, its toe-off (NaN: not seen)."""

    side: Side
    contact_s: float
    under_s: float
    off_s: float


def stride_s(track: PictureTrack) -> float | None:
    """The time of a stride, by the likeness of both ankles' heights with themselves; None where nothing repeats.

    A stride is the shortest time after which they are as alike as after any other.
    """
    heights = np.stack([track.point("ankle", side)[:, 1] - track.middle("hip")[:, 1] for side in SIDES], axis=1)
    even = heights - heights.mean(axis=0)
    first, last = (round(each * track.rate_hz) for each in (SHORTEST_STRIDE_S, LONGEST_STRIDE_S))
    last = min(last, len(even) // 2)
    if last <= first or float(np.ptp(heights, axis=0).min()) < 0.05 * track.leg_px(Side.RIGHT):
        return None
    like = np.array([_likeness(even, lag) for lag in range(first, last + 1)])
    peaks = [k for k in range(1, len(like) - 1) if like[k] >= max(like[k - 1], like[k + 1])]
    good = [k for k in peaks if like[k] >= max(_LIKE, 0.9 * max(like[j] for j in peaks))]
    return (first + good[0] + _beside(like, good[0])) / track.rate_hz if good else None


def _beside(values: Floats, k: int) -> float:
    """How far beside sample k the top of the parabola through it and its neighbours lies."""
    before, here, after = values[k - 1 : k + 2].tolist()
    bend = before - 2.0 * here + after
    return 0.5 * (before - after) / bend if bend < 0.0 else 0.0


def _likeness(columns: Floats, lag: int) -> float:
    early, late = columns[:-lag], columns[lag:]
    scale = float(np.sqrt((early**2).sum() * (late**2).sum()))
    return float((early * late).sum()) / scale if scale > 0.0 else 0.0


def fine_times(track: PictureTrack) -> Floats:
    """Times every 2 ms (k,)."""
    return np.arange(track.time_s[0], track.time_s[-1], FINE_S)


@dataclass(frozen=True, slots=True)
class _Foot:
    """A foot over fine times (k,), in leg lengths and seconds: level speeds, heights of its lowest point and toe."""

    times: Floats
    speed: Floats
    toe_speed: Floats
    height: Floats
    toe_height: Floats


def side_stances(track: PictureTrack, side: Side, facing: float) -> tuple[Stance, ...]:
    """Stances of a foot seen from the side, whole ones; facing: +1 where the runner faces the right of the picture."""
    times, leg_px = fine_times(track), track.leg_px(side)
    places = {name: _fine(track, times, track.point(name, side)) / leg_px for name in ("ankle", "heel", "toe")}
    hips = _fine(track, times, track.middle("hip")) / leg_px
    heel, toe = places["heel"], places["toe"]
    foot = _Foot(
        times,
        facing * np.gradient(0.5 * (heel + toe)[:, 0], FINE_S),
        facing * np.gradient(toe[:, 0], FINE_S),
        -np.maximum(heel[:, 1], toe[:, 1]),
        -toe[:, 1],
    )
    ahead = facing * (places["ankle"] - hips)[:, 0]
    middles = np.flatnonzero((ahead[:-1] > 0.0) & (ahead[1:] <= 0.0))
    found = (_stance(foot, int(k), side) for k in middles)
    known = np.interp(times, track.time_s, track.known.astype(float)) > _ALL
    return tuple(each for each in found if each is not None and _all_known(each, times, known))


def _stance(foot: _Foot, middle: int, side: Side) -> Stance | None:
    """The stance around a passing of the ankle under the hips; None where the foot swings, or the film ends."""
    around, reach = round(_AROUND_S / FINE_S), round(_MOST_STANCE_S / FINE_S)
    near = slice(max(middle - around, 0), middle + around + 1)
    belt, toe_belt = float(np.median(foot.speed[near])), float(np.median(foot.toe_speed[near]))
    if belt >= 0.0:
        return None
    before, after = slice(max(middle - reach, 0), middle), slice(middle, middle + reach)
    up, toe_up = (float(np.median(each[near])) + _HEIGHT for each in (foot.height, foot.toe_height))
    apart = np.flatnonzero((foot.speed[before] > _CONTACT * belt) | (foot.height[before] > up))
    leaving = np.flatnonzero((foot.toe_speed[after] > _TOE_OFF * toe_belt) | (foot.toe_height[after] > toe_up))
    if not len(apart) or not len(leaving):
        return None
    contact, off = before.start + int(apart[-1]), middle + int(leaving[0])
    return Stance(side, float(foot.times[contact]), float(foot.times[middle]), float(foot.times[off]))


def _all_known(each: Stance, times: Floats, known: Floats) -> bool:
    inside = (times >= each.contact_s) & (times <= each.under_s)
    return bool(np.all(known[inside]))


def rear_mid_stances(track: PictureTrack, period_s: float) -> tuple[tuple[Side, float], ...]:
    """Mid-stances seen from behind: side and time of each lowest point of the hips, in order."""
    times = fine_times(track)
    hips = _fine(track, times, track.middle("hip")[:, 1])  # down is positive
    ankles = {side: _fine(track, times, track.point("ankle", side)[:, 1]) for side in SIDES}
    known = np.interp(times, track.time_s, track.known.astype(float)) > _ALL
    lowest = _peaks(hips, round(0.3 * period_s / FINE_S))
    return tuple((max(SIDES, key=lambda side: ankles[side][k]), float(times[k])) for k in lowest.tolist() if known[k])


def rear_foot_lows(
    track: PictureTrack, middles: Sequence[tuple[Side, float]], period_s: float
) -> tuple[tuple[Side, float], ...]:
    """When the ankle of each stance is lowest: side and time, which every step repeats alike."""
    times = fine_times(track)
    ankles = {side: _fine(track, times, track.point("ankle", side)[:, 1]) for side in SIDES}
    found = []
    for side, time_s in middles:
        near = np.flatnonzero((times > time_s - 0.1 * period_s) & (times < time_s + 0.2 * period_s))
        lowest = int(near[np.argmax(ankles[side][near])])
        if near[0] < lowest < near[-1]:
            found.append((side, float(times[lowest])))
    return tuple(found)


def _peaks(values: Floats, apart: int) -> Ints:
    """Highest samples (k,), at least ``apart`` samples from a higher one and from both ends."""
    from scipy.ndimage import maximum_filter1d

    highest = maximum_filter1d(values, 2 * apart + 1, mode="nearest")
    found = np.flatnonzero(values >= highest)
    inside = found[(found >= apart // 2) & (found < len(values) - apart // 2)]
    return np.asarray(frozen(inside, dtype=np.int64))


def _fine(track: PictureTrack, times: Floats, values: Floats) -> Floats:
    from scipy.interpolate import make_interp_spline

    return np.asarray(make_interp_spline(track.time_s, values, k=3)(times))


def points_at(track: PictureTrack, times_s: Floats) -> Floats:
    """Points (k, 33, 2) between the pictures, at times (k,): a cubic spline through the filtered track."""
    from scipy.interpolate import make_interp_spline

    columns = track.xy_px.reshape(len(track.time_s), -1)
    spline = make_interp_spline(track.time_s, columns, k=3)
    return np.asarray(spline(times_s).reshape(len(times_s), *track.xy_px.shape[1:]))
