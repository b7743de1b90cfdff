"""What a film of a run from behind shows in the middle of each stance: where the feet land, how the trunk leans.

How far the pelvis drops is not read: the hip points of a pose model hardly see it (0.03 to 0.40 of the truth on a drawn
body).
"""

from collections.abc import Sequence

import numpy as np

from trochanter.core.arrays import Floats
from trochanter.core.sides import SIDES, Side
from trochanter.kinematics.appearance import AppearanceInstant, AppearanceNumber, number_of_repeats
from trochanter.kinematics.picture_angles import tilt_rad
from trochanter.kinematics.picture_track import PictureTrack, number_of
from trochanter.kinematics.running_events import points_at

MidStance = tuple[Side, float]


def rear_numbers(
    track: PictureTrack, middles: Sequence[MidStance], period_s: float, model: str
) -> tuple[AppearanceNumber, ...]:
    """Step width, each foot beside the middle, and the trunk's lean over each foot; right is right in the picture."""
    sides = [side for side, _ in middles]
    times = np.array([time_s for _, time_s in middles])
    points = points_at(track, times)
    wide_px = hips_px(track)
    feet = np.array([row[number_of("ankle", side), 0] for side, row in zip(sides, points, strict=True)]) / wide_px
    middle = _middle(track, times, period_s) / wide_px
    lean = np.rad2deg(tilt_rad(_mid(points, "hip"), _mid(points, "shoulder"), 1.0))
    found = [number_of_repeats("step_width", None, _widths(sides, feet), model)]
    for name, towards_right in (("foot_to_midline", feet - middle), ("trunk_lean_side", lean)):
        for side in SIDES:
            outwards = 1.0 if side is Side.RIGHT else -1.0
            own = np.array([each is side for each in sides])
            found.append(number_of_repeats(name, side, outwards * towards_right[own], model))
    return tuple(found)


def rear_instants(track: PictureTrack, middles: Sequence[MidStance]) -> tuple[AppearanceInstant, ...]:
    """A mid-stance of each side in the middle of the film."""
    found = []
    for side in SIDES:
        times = [time_s for each, time_s in middles if each is side]
        time_s = times[len(times) // 2]
        found.append(AppearanceInstant("mid_stance", side, time_s, points_at(track, np.array([time_s]))[0]))
    return tuple(found)


def hips_px(track: PictureTrack) -> float:
    """How far apart the hip points are, level, in the picture."""
    apart = track.point("hip", Side.RIGHT) - track.point("hip", Side.LEFT)
    return float(np.median(np.abs(apart[track.known, 0])))


def _widths(sides: Sequence[Side], feet: Floats) -> list[float]:
    """The right foot beside the left, for each pair of steps that follow each other."""
    pairs = zip(sides, sides[1:], feet, feet[1:], strict=False)
    return [float(b - a if second is Side.RIGHT else a - b) for first, second, a, b in pairs if first is not second]


def _middle(track: PictureTrack, times: Floats, period_s: float) -> Floats:
    """Where the middle of the hips is on average over the stride around each time (k,), in pixels."""
    hips = track.middle("hip")[:, 0]
    inside = np.abs(track.time_s - times[:, None]) <= 0.5 * period_s
    return np.asarray((inside * hips).sum(axis=1) / inside.sum(axis=1))


def _mid(points: Floats, name: str) -> Floats:
    return 0.5 * (points[:, number_of(name, Side.RIGHT)] + points[:, number_of(name, Side.LEFT)])
