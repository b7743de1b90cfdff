"""What a film of a run from the side shows of the leg that faces the camera: at contact and at mid-stance."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from trochanter.anatomy.appearance import event_sigma_s
from trochanter.anatomy.rows import rows
from trochanter.core.arrays import Floats
from trochanter.core.sides import SIDES, Side
from trochanter.kinematics.appearance import AppearanceInstant, AppearanceNumber, number_of_repeats
from trochanter.kinematics.picture_angles import bend_rad, tilt_rad
from trochanter.kinematics.picture_track import PictureTrack, number_of
from trochanter.kinematics.running_events import Stance, points_at

CONTACT_TIME_HZ = 120.0
_SHIN_AND_THIGH = ("thigh length", "shank length")
_AROUND_S = 0.004


@dataclass(frozen=True, slots=True)
class LegSeen:
    """A leg in the picture: its side, which way the runner faces (+1 or -1), its length in pixels."""

    side: Side
    facing: float
    leg_px: float


def facing_of(track: PictureTrack) -> float:
    """+1 where the runner faces the right of the picture, -1 where the left: which way the toes point."""
    ahead = [track.point("toe", side) - track.point("heel", side) for side in SIDES]
    return 1.0 if float(np.median(np.concatenate(ahead)[:, 0])) > 0.0 else -1.0


def camera_side(facing: float) -> Side:
    """The side that a camera sees of a runner who faces the right (+1) or left of the picture, if it is not mirrored.

    >>> camera_side(1.0)
    <Side.RIGHT: 'r'>
    """
    return Side.RIGHT if facing > 0.0 else Side.LEFT


def side_numbers(
    track: PictureTrack,
    near: Sequence[Stance],
    facing: float,
    model: str,
    *,
    height_m: float | None = None,
) -> tuple[AppearanceNumber, ...]:
    """All readings of the leg that faces the camera, and of the trunk; near: its stances in order."""
    leg = LegSeen(near[0].side, facing, track.leg_px(near[0].side))
    contacts, unders = (np.array([getattr(each, name) for each in near]) for name in ("contact_s", "under_s"))
    found = [_lean(track, near, facing, model)]
    for name, read in _AT_CONTACT.items():
        values = read(points_at(track, contacts), leg)
        late = event_sigma_s() * float(np.median(np.abs(_speed(read, track, contacts, leg))))
        found.append(number_of_repeats(name, leg.side, values, model, instant_sigma=late))
    found.append(number_of_repeats("knee_mid_stance", leg.side, _knee(points_at(track, unders), leg), model))
    if height_m is not None:
        found.append(number_of_repeats("vertical_oscillation", None, _bounce_cm(track, near, height_m), model))
    if track.rate_hz >= CONTACT_TIME_HZ - 1.0:
        lasting = [1e3 * (each.off_s - each.contact_s) for each in near]
        found.append(number_of_repeats("contact_time", leg.side, lasting, model))
    return tuple(found)


def side_instants(track: PictureTrack, near: Sequence[Stance]) -> tuple[AppearanceInstant, ...]:
    """Contact and mid-stance of a step in the middle of the film."""
    each = near[len(near) // 2]
    times = np.array([each.contact_s, each.under_s])
    shown = points_at(track, times)
    return tuple(
        AppearanceInstant(what, each.side, float(time), points)
        for what, time, points in zip(("contact", "mid_stance"), times, shown, strict=True)
    )


def _lean(track: PictureTrack, near: Sequence[Stance], facing: float, model: str) -> AppearanceNumber:
    """The trunk's lean forwards, mean over each stride."""
    lean = np.rad2deg(tilt_rad(track.middle("hip"), track.middle("shoulder"), facing))
    means = []
    for this, following in pairwise(near):
        inside = (track.time_s >= this.contact_s) & (track.time_s < following.contact_s) & track.known
        if inside.any():
            means.append(float(lean[inside].mean()))
    return number_of_repeats("trunk_lean_forward", None, means, model)


def _bounce_cm(track: PictureTrack, near: Sequence[Stance], height_m: float) -> list[float]:
    """How far the hips go up and down in a step (half a stride), in centimetres by the length of the leg."""
    share = sum(float(row["share_of_stature"]) for row in rows("height_shares") if row["measure"] in _SHIN_AND_THIGH)
    cm_px = 100.0 * share * height_m / track.leg_px(near[0].side)
    hips = track.middle("hip")[:, 1]
    found = []
    for this, following in pairwise(near):
        half = 0.5 * (this.contact_s + following.contact_s)
        inside = (track.time_s >= this.contact_s) & (track.time_s < half)
        if inside.sum() > 2:
            found.append(cm_px * float(np.ptp(hips[inside])))
    return found


def _shin(points: Floats, leg: LegSeen) -> Floats:
    """Tilt of the shin in degrees: positive where the ankle is ahead of the knee."""
    knee, ankle = (points[:, number_of(name, leg.side)] for name in ("knee", "ankle"))
    return np.asarray(np.rad2deg(tilt_rad(ankle, knee, -leg.facing)))


def _knee(points: Floats, leg: LegSeen) -> Floats:
    """Bend of the knee in degrees: positive where the knee is ahead of the line from hip to ankle."""
    hip, knee, ankle = (points[:, number_of(name, leg.side)] for name in ("hip", "knee", "ankle"))
    return np.asarray(np.rad2deg(bend_rad(hip, knee, ankle, leg.facing)))


def _ahead(points: Floats, leg: LegSeen) -> Floats:
    """The ankle ahead of the hip, in leg lengths."""
    hip, ankle = (points[:, number_of(name, leg.side)] for name in ("hip", "ankle"))
    return np.asarray(leg.facing * (ankle[:, 0] - hip[:, 0]) / leg.leg_px)


_AT_CONTACT: Mapping[str, Callable[[Floats, LegSeen], Floats]] = {
    "shin_at_contact": _shin,
    "knee_at_contact": _knee,
    "overstride": _ahead,
}


def _speed(read: Callable[[Floats, LegSeen], Floats], track: PictureTrack, times_s: Floats, leg: LegSeen) -> Floats:
    """How fast a reading changes at times (k,), a second."""
    late, early = (read(points_at(track, times_s + shift), leg) for shift in (_AROUND_S, -_AROUND_S))
    return np.asarray((late - early) / (2.0 * _AROUND_S))


def left_out(rate_hz: float, height_m: float | None) -> Mapping[str, str]:
    """Quantities that a film from the side could give and this one cannot, with the reasons."""
    reasons = {}
    if height_m is None:
        reasons["vertical_oscillation"] = "the height of the runner was not told (--height-cm)"
    if rate_hz < CONTACT_TIME_HZ - 1.0:
        reasons["contact_time"] = (
            f"the film has {rate_hz:.0f} pictures a second: a foot's time on the belt needs {CONTACT_TIME_HZ:g} or more"
        )
    return reasons
