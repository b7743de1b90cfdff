"""``running_video``: a run on a treadmill, filmed from the side or from behind, as it looks in the picture.

From the side only the leg that faces the camera is read, from behind both. How the hip turns, how far the pelvis drops,
the shape of the thigh bone, how the foot rolls in, and forces cannot be seen this way and are not told.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Literal

import numpy as np

from trochanter.capture.keypoints import Keypoints
from trochanter.core.errors import ImpossibleData
from trochanter.core.quality import Notice
from trochanter.core.sides import SIDES, Side
from trochanter.kinematics.appearance import Appearance, facts_of
from trochanter.kinematics.leg_swaps import all_exchanged, legs_put_back
from trochanter.kinematics.picture_gates import (
    aside,
    drift,
    refuse_hidden,
    refuse_jumps,
    refuse_lying_picture,
    refuse_other_view,
    refuse_slow_film,
)
from trochanter.kinematics.picture_track import PictureTrack, even_track
from trochanter.kinematics.running_events import Stance, rear_foot_lows, rear_mid_stances, side_stances, stride_s
from trochanter.kinematics.running_rear import rear_instants, rear_numbers
from trochanter.kinematics.running_rhythm import rhythm
from trochanter.kinematics.running_side import camera_side, facing_of, left_out, side_instants, side_numbers

CUTOFF_HZ = 10.0
LEAST_HZ = 25.0
WELL_HZ = 50.0
LEAST_STEPS = 7  # a side: Dingenen and others 2018, doi 10.1016/j.ptsp.2018.06.009
RunningView = Literal["side", "rear"]
_LEG = ("hip", "knee", "ankle", "heel", "toe")
_MOST_ON_BELT = 0.55  # of a stride: 0.38 in a recorded run, more than 0.6 in walking
_LEAST_BOUNCE = 5.5  # leg lengths / s^2: 12.2 in a recorded run at 2.5 m/s, 2.8 in a recorded walk
_MOST_DRIFT = 0.75  # leg lengths that a runner on a treadmill goes to and fro
_TALLEST_M, _SHORTEST_M = 2.5, 1.0


def running_video(
    points: Keypoints,
    view: RunningView,
    *,
    measured_on: dt.date,
    height_m: float | None = None,
    speed_kmh: float | None = None,
) -> Appearance:
    """What a film of a run shows, the median over at least 7 steps of a side.

    height_m: of the runner, for how far the hips go up and down; speed_kmh: of the belt, without which two films are
    not compared. Raises ImpossibleData with what to film again.
    """
    followed, exchanged = legs_put_back(points)
    raw = even_track(followed)
    refuse_slow_film(raw, LEAST_HZ, "for a run")
    refuse_jumps(raw)
    refuse_lying_picture(raw)
    notices = [*points.notices, *refuse_other_view(raw, view)]
    track = raw.filtered(CUTOFF_HZ)
    period_s = _period(track)
    _refuse_other_movement(track, period_s)
    if exchanged:
        notices.append(_put_back(exchanged, track))
    if raw.rate_hz < WELL_HZ:
        text = f"{raw.rate_hz:.0f} pictures a second are few for a run: film with 60 or more to know contact better"
        notices.append(Notice("rate-low", text, track.source))
    notices += aside(track, points.width_px)
    read = _from_side if view == "side" else _from_behind
    return read(track, points, period_s, notices, measured_on=measured_on, height_m=height_m, speed_kmh=speed_kmh)


def _from_side(
    track: PictureTrack,
    points: Keypoints,
    period_s: float,
    notices: list[Notice],
    *,
    measured_on: dt.date,
    height_m: float | None,
    speed_kmh: float | None,
) -> Appearance:
    facing = facing_of(track)
    side = camera_side(facing)
    if track.seen("knee", side) + 0.1 < track.seen("knee", side.other):
        text = "the leg away from the camera is seen more clearly: if a selfie camera mirrored the film, add --mirrored"
        notices.append(Notice("sides-doubtful", text, track.source))
    refuse_hidden(track, (points.width_px, points.height_px), _LEG, (side,))
    stances = {each: side_stances(track, each, facing) for each in SIDES}
    _refuse_walking(track, stances[side], period_s)
    _refuse_few(track, {side: len(stances[side])})
    events = [(each.side, each.contact_s) for foot in stances.values() for each in foot]
    return Appearance(
        kind="running_video",
        view="side",
        exercise="running",
        side=side,
        measured_on=measured_on,
        numbers=(
            *rhythm(events, period_s, points.model),
            *side_numbers(track, stances[side], facing, points.model, height_m=_height(height_m)),
        ),
        instants=side_instants(track, stances[side]),
        counts=(len(stances[Side.RIGHT]), len(stances[Side.LEFT])),
        film=facts_of(points, track.rate_hz),
        left_out=tuple(left_out(track.rate_hz, height_m).items()),
        speed_kmh=speed_kmh,
        quality=tuple(notices),
    )


def _from_behind(
    track: PictureTrack,
    points: Keypoints,
    period_s: float,
    notices: list[Notice],
    *,
    measured_on: dt.date,
    height_m: float | None,
    speed_kmh: float | None,
) -> Appearance:
    right, left = (float(np.median(track.point("hip", side)[track.known, 0])) for side in SIDES)
    if right < left:
        track = all_exchanged(track)
        text = "the pose model takes the film for one from the front; it was read as one from behind, as was said"
        notices.append(Notice("view-doubtful", text, track.source))
    refuse_hidden(track, (points.width_px, points.height_px), ("hip", "knee", "ankle"), SIDES)
    middles = rear_mid_stances(track, period_s)
    counts = {side: sum(each is side for each, _ in middles) for side in SIDES}
    _refuse_few(track, counts)
    reason = "it is read from the side only"
    return Appearance(
        kind="running_video",
        view="rear",
        exercise="running",
        side=None,
        measured_on=measured_on,
        numbers=(
            *rhythm(rear_foot_lows(track, middles, period_s), period_s, points.model, beats=middles),
            *rear_numbers(track, middles, period_s, points.model),
        ),
        instants=rear_instants(track, middles),
        counts=(counts[Side.RIGHT], counts[Side.LEFT]),
        film=facts_of(points, track.rate_hz),
        left_out=(("contact_time", reason),)
        if height_m is None
        else (("contact_time", reason), ("vertical_oscillation", reason)),
        speed_kmh=speed_kmh,
        quality=tuple(notices),
    )


def _period(track: PictureTrack) -> float:
    """The time of a stride; raises ImpossibleData where nothing repeats."""
    found = stride_s(track)
    if found is None:
        raise ImpossibleData(
            "no stride repeats in the film: nobody runs in it, or the film is too short",
            where=track.source,
            valid="at least ten seconds of steady running",
            next_step="film again, the whole runner in the picture all the time",
        )
    return found


def bounce(track: PictureTrack, period_s: float) -> float:
    """How hard the hips bounce: the amplitude of their height at two a stride, as acceleration in leg lengths / s^2.

    In a flight they fall with 1 g, which no walk comes near.
    """
    phase = 4.0 * np.pi * track.time_s / period_s
    steady = np.stack([np.cos(phase), np.sin(phase), np.ones_like(phase), track.time_s], axis=1)
    height = track.middle("hip")[:, 1] / max(track.leg_px(side) for side in SIDES)
    share = np.linalg.lstsq(steady[track.known], height[track.known], rcond=None)[0]
    return float(np.hypot(*share[:2])) * (4.0 * np.pi / period_s) ** 2


def _refuse_other_movement(track: PictureTrack, period_s: float) -> None:
    """Raise ImpossibleData for walking (the hips hardly bounce) and for a run past the camera."""
    if bounce(track, period_s) < _LEAST_BOUNCE:
        raise _walking(track, "the hips hardly go up and down")
    moved = float(np.ptp(drift(track, 2.0 * period_s)))
    if moved > _MOST_DRIFT:
        raise ImpossibleData(
            f"the runner goes through the picture, by {moved:.1f} leg lengths",
            where=track.source,
            valid="a run on a treadmill, the camera on a stand",
            next_step="film on a treadmill: a run past the camera shows too few steps",
        )


def _refuse_walking(track: PictureTrack, stances: Sequence[Stance], period_s: float) -> None:
    lasting = [each.off_s - each.contact_s for each in stances]
    if lasting and float(np.median(lasting)) > _MOST_ON_BELT * period_s:
        raise _walking(track, f"a foot is on the belt for {100.0 * np.median(lasting) / period_s:.0f} % of the stride")


def _walking(track: PictureTrack, why: str) -> ImpossibleData:
    return ImpossibleData(
        f"this looks like walking: {why}",
        where=track.source,
        valid="a run: for a moment of each step both feet are in the air",
        next_step="film a run; if the film is slow motion, say how much with --slow-motion",
    )


def _refuse_few(track: PictureTrack, counts: dict[Side, int]) -> None:
    for side, count in counts.items():
        if count < LEAST_STEPS:
            raise ImpossibleData(
                f"{count} steps of the {side.word} leg are found, and {LEAST_STEPS} are the least",
                where=track.source,
                valid=f"at least {LEAST_STEPS} steps of a side, ten seconds of steady running",
                next_step="film for twenty seconds, the whole runner in the picture all the time",
            )


def _height(height_m: float | None) -> float | None:
    if height_m is not None and not _SHORTEST_M <= height_m <= _TALLEST_M:
        raise ImpossibleData(
            f"a runner cannot be {100.0 * height_m:.0f} cm tall", valid="100 to 250 cm", next_step="correct --height-cm"
        )
    return height_m


def _put_back(exchanged: int, track: PictureTrack) -> Notice:
    text = f"right and left leg were taken for each other in {exchanged} pictures, and put back"
    return Notice("legs-put-back", text, track.source)
