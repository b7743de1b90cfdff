"""``control_test``: a single-leg squat or step-down filmed from the front, as it looks in the picture.

Hip, knee and ankle in the picture mix how the hip turns, how it moves sideways and how far the knee bends: the picture
cannot take them apart (from the front, this angle agrees poorly with three-dimensional motion: Schurr and others 2017,
Int J Sports Phys Ther 12:163). So it is appearance: for one person, against an earlier film of the same person.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Literal

import numpy as np

from trochanter.capture.keypoints import Keypoints
from trochanter.core.arrays import Floats, Ints
from trochanter.core.errors import ImpossibleData
from trochanter.core.quality import Notice
from trochanter.core.sides import SIDES, Side
from trochanter.kinematics.appearance import Appearance, AppearanceInstant, facts_of, number_of_repeats
from trochanter.kinematics.leg_swaps import legs_put_back
from trochanter.kinematics.picture_angles import bend_rad, tilt_rad
from trochanter.kinematics.picture_gates import (
    aside,
    refuse_hidden,
    refuse_jumps,
    refuse_lying_picture,
    refuse_other_view,
    refuse_slow_film,
)
from trochanter.kinematics.picture_track import PictureTrack, even_track
from trochanter.kinematics.squat_repetitions import (
    ASKED,
    Repetition,
    deep_samples,
    repetitions,
    standing_leg,
    standing_samples,
)

CUTOFF_HZ = 6.0
LEAST_HZ = 20.0
ControlExercise = Literal["single_leg_squat", "step_down"]
_NEEDED = ("hip", "knee", "ankle", "toe")
_STRAIGHT_RAD = np.deg2rad(15.0)  # more than that in standing is a camera that does not face the leg


def control_test(
    points: Keypoints,
    *,
    measured_on: dt.date,
    exercise: ControlExercise = "single_leg_squat",
    side: Side | None = None,
) -> Appearance:
    """What a film from the front shows of each repetition at its deepest point, and how that differs from standing.

    side: the leg that is stood on, as the person says; it is checked. Raises ImpossibleData with what to film again.
    """
    followed, exchanged = legs_put_back(points)
    raw = even_track(followed)
    refuse_slow_film(raw, LEAST_HZ, "for a movement")
    refuse_jumps(raw)
    refuse_lying_picture(raw)
    notices = list(refuse_other_view(raw, "front"))
    _refuse_turned_away(raw)
    track = raw.filtered(CUTOFF_HZ)
    leg = _leg(track, side)
    refuse_hidden(track, (points.width_px, points.height_px), _NEEDED, (leg,))
    found = repetitions(track, leg)
    standing = standing_samples(track, leg, found)
    if not len(standing):
        raise _never_stands(track)
    shown = shapes(track, leg)
    values = _values(track, shown, found, standing)
    notices += [*aside(track, points.width_px), *_notices(track, found, shown, standing, exchanged)]
    return Appearance(
        kind="control_test",
        view="front",
        exercise=exercise,
        side=leg,
        measured_on=measured_on,
        numbers=tuple(number_of_repeats(name, leg, each, points.model) for name, each in values.items()),
        instants=_instants(track, leg, found, standing),
        counts=(len(found), 0) if leg is Side.RIGHT else (0, len(found)),
        film=facts_of(points, track.rate_hz),
        quality=(*points.notices, *notices),
    )


def shapes(track: PictureTrack, side: Side) -> Mapping[str, Floats]:
    """The three readings over time (n,): bend and lean in degrees, the knee's offset in shin lengths.

    From the front the right leg is on the left of the picture, so that inwards is to the right of it.
    """
    inwards = 1.0 if side is Side.RIGHT else -1.0
    hip, knee, ankle, toe = (track.point(name, side) for name in _NEEDED)
    shin = np.linalg.norm(knee - ankle, axis=1)
    return {
        "frontal_angle": np.rad2deg(bend_rad(hip, knee, ankle, inwards)),
        "knee_offset": inwards * (knee[:, 0] - toe[:, 0]) / shin,
        "trunk_lean": np.rad2deg(tilt_rad(track.middle("hip"), track.middle("shoulder"), -inwards)),
    }


def _values(
    track: PictureTrack, shown: Mapping[str, Floats], found: tuple[Repetition, ...], standing: Ints
) -> Mapping[str, list[float]]:
    """Each quantity for each repetition."""
    values: dict[str, list[float]] = {}
    for name, curve in shown.items():
        deep = [float(np.median(curve[deep_samples(track, each)])) for each in found]
        rest = float(np.median(curve[standing]))
        values[name] = deep
        values[f"{name}_change"] = [each - rest for each in deep]
    return {**values, "hip_drop": [each.drop for each in found]}


def _leg(track: PictureTrack, said: Side | None) -> Side:
    """The leg stood on; raises ImpossibleData where it is another than the person says."""
    seen = standing_leg(track)
    if said not in (None, seen):
        raise ImpossibleData(
            f"the film shows standing on the {seen.word} leg, not on the {seen.other.word}",
            where=track.source,
            valid="the side that is stood on, which is the person's own left or right",
            next_step="if a selfie camera mirrored the film, add --mirrored; else correct --side",
        )
    return seen


def _refuse_turned_away(track: PictureTrack) -> None:
    """Raise ImpossibleData where the right hip is on the right of the picture: the person is seen from behind."""
    right, left = (np.median(track.point("hip", side)[track.known, 0]) for side in SIDES)
    if right > left:
        raise ImpossibleData(
            "the person is seen from behind",
            where=track.source,
            valid="a film from the front, facing the lens",
            next_step="film again from the front",
        )


def _never_stands(track: PictureTrack) -> ImpossibleData:
    return ImpossibleData(
        "standing still on the leg is not seen next to the repetitions",
        where=track.source,
        valid="a second of standing on the leg before, between and after the repetitions",
        next_step="film again and stand still for a second each time",
    )


def _instants(
    track: PictureTrack, side: Side, found: tuple[Repetition, ...], standing: Ints
) -> tuple[AppearanceInstant, ...]:
    """Standing, and the deepest point of the repetition of middle depth."""
    middle = sorted(found, key=lambda each: each.drop)[len(found) // 2]
    before = standing[np.argmin(np.abs(standing - middle.start))]
    return tuple(
        AppearanceInstant(what, side, float(track.time_s[k]), track.xy_px[k])
        for what, k in (("standing", int(before)), ("deepest", middle.deepest))
    )


def _notices(
    track: PictureTrack, found: tuple[Repetition, ...], shown: Mapping[str, Floats], standing: Ints, exchanged: int
) -> list[Notice]:
    told: list[Notice] = []
    if len(found) < ASKED:
        text = f"{len(found)} repetitions are found where {ASKED} were asked for: the spread is less well known"
        told.append(Notice("repetitions-few", text, track.source))
    if abs(np.deg2rad(np.median(shown["frontal_angle"][standing]))) > _STRAIGHT_RAD:
        text = "the leg looks bent sideways in standing: the camera may not face it, or the foot points elsewhere"
        told.append(Notice("standing-bent", text, track.source))
    drops = [each.drop for each in found]
    if np.ptp(drops) > 0.5 * np.median(drops):
        text = "the repetitions differ in depth, and a deeper one looks different for that alone"
        told.append(Notice("depth-differs", text, track.source))
    if exchanged:
        text = f"right and left leg were taken for each other in {exchanged} pictures, and put back"
        told.append(Notice("legs-put-back", text, track.source))
    return told
