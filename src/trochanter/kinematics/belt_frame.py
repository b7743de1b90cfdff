"""The directions that a force record shows by itself, against those of the motion: progress, vertical, inclination.

Within a contact the ground first brakes and then drives, so the horizontal force of the second half less that of the
first points the way a person runs; over contacts its sum gives the direction of progress. The motion's is that of the
pelvis as seen from the standing foot, which on a belt moves backwards. Over whole strides at constant speed the mean
horizontal force is zero in axes whose y is the true vertical; its share of the mean vertical force is the tangent of
the angle by which the force's axes are tilted, as they are when an inclined belt's forces are given in the belt's axes.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from trochanter.core.arrays import Floats
from trochanter.core.constants import GRAVITY_M_S2
from trochanter.core.quality import Notice
from trochanter.kinematics.foot_points import VERTICAL
from trochanter.kinematics.plate_contacts import Feet, PlateContact

TURNED_RAD = math.radians(20.0)
TILTED_RAD = math.radians(1.0)
FEWEST_STRIDES = 3
_FEWEST_CONTACTS = 2
_STILL_M_S = 0.5


@dataclass(frozen=True, slots=True)
class BeltFrame:
    """Directions of a force record; NaN where it cannot tell.

    turned_rad: angle about the upward axis from the motion's direction of progress to the force's; speed_m_s: of the
    pelvis over the standing foot; belt_m_s: of the standing foot backwards over the room (about 0 overground);
    forward_tilt_rad, right_tilt_rad: mean force from the vertical, towards progress and to its right; strides: that
    many whole ones gave the tilt; forward_N: the mean force in the direction of progress that it stands for.
    """

    turned_rad: float
    speed_m_s: float
    belt_m_s: float
    forward_tilt_rad: float
    right_tilt_rad: float
    strides: int
    forward_N: float


def belt_frame(
    time_s: Floats, force_N: Floats, contacts: Sequence[PlateContact], feet: Feet, pelvis_m: Floats
) -> BeltFrame | None:
    """Directions of the whole ground force (n, 3) over time_s (n,); pelvis_m (n, 3) at the same instants.

    ``contacts``: those that a foot could be told for. None where there are too few whole contacts.
    """
    whole = [c for c in contacts if not np.isnan(c.contact.duration_s) and not c.problem and c.side]
    if len(whole) < _FEWEST_CONTACTS:
        return None
    onward, belt = (
        np.nanmedian([_speed(time_s, c, feet[c.side].heel_m, path) for c in whole if c.side], axis=0)
        for path in (pelvis_m, None)
    )
    driven = np.sum([_driven(force_N[c.samples]) for c in whole], axis=0)
    speed = float(np.linalg.norm(onward))
    forward = onward / speed if speed > _STILL_M_S else np.full(2, np.nan)
    right = np.array([-forward[1], forward[0]])  # horizontal vectors are (x, z); y is up, so right of x is z
    turned = -math.atan2(float(driven @ right), float(driven @ forward))
    tilt, strides = _tilt(time_s, force_N, whole, pelvis_m)
    mean = np.array([float(tilt[::2] @ forward), float(tilt[::2] @ right)])
    up = float(tilt[VERTICAL])
    return BeltFrame(
        turned_rad=turned,
        speed_m_s=speed,
        belt_m_s=float(-belt @ forward),
        forward_tilt_rad=math.atan2(mean[0], up),
        right_tilt_rad=math.atan2(mean[1], up),
        strides=strides,
        forward_N=float(mean[0]),
    )


def _speed(time_s: Floats, found: PlateContact, heel: Floats, pelvis_m: Floats | None) -> Floats:
    """Mean horizontal velocity (2,) over the middle half of a contact: of the pelvis over the foot, or of the foot."""
    quarter = (found.after - found.first) // 4
    a, b = found.first + quarter, found.after - 1 - quarter
    moved = heel[b] - heel[a] if pelvis_m is None else (pelvis_m[b] - pelvis_m[a]) - (heel[b] - heel[a])
    velocity: Floats = moved[::2] / max(float(time_s[b] - time_s[a]), 1e-9)
    return velocity


def _driven(force_N: Floats) -> Floats:
    """Horizontal force (2,) of the second half of a contact less that of the first."""
    half = len(force_N) // 2
    driven: Floats = (force_N[half:].sum(axis=0) - force_N[:half].sum(axis=0))[::2]
    return driven


def _tilt(time_s: Floats, force_N: Floats, whole: list[PlateContact], pelvis_m: Floats) -> tuple[Floats, int]:
    """Mean force (3,) over as many whole strides of one side as the record holds without a gap, and their number.

    What the pelvis gained in speed from the first to the last contact is taken off as the force that it took.
    """
    best: list[PlateContact] = []
    for side in {c.side for c in whole}:
        own = sorted((c for c in whole if c.side is side), key=lambda c: c.first)
        steps = [b.first - a.first for a, b in pairwise(own)]
        if steps and max(steps) < 1.5 * float(np.median(steps)) and len(own) > len(best):
            best = own
    if len(best) - 1 < FEWEST_STRIDES:
        return np.full(3, np.nan), max(len(best) - 1, 0)
    first, last = best[0].first, best[-1].first
    mean: Floats = force_N[first:last].mean(axis=0)
    gained = _velocity(time_s, pelvis_m, last) - _velocity(time_s, pelvis_m, first)
    taken = mean[VERTICAL] / GRAVITY_M_S2 * gained / (time_s[last] - time_s[first])
    mean = mean - np.where(np.isfinite(taken), taken, 0.0) * np.array([1.0, 0.0, 1.0])
    return mean, len(best) - 1


def _velocity(time_s: Floats, path_m: Floats, at: int) -> Floats:
    before, after = max(at - 10, 0), min(at + 10, len(time_s) - 1)
    velocity: Floats = (path_m[after] - path_m[before]) / (time_s[after] - time_s[before])
    return velocity


def frame_notices(found: BeltFrame | None, where: str) -> tuple[Notice, ...]:
    """What does not fit in words: a turned direction of progress, a tilted vertical."""
    if found is None:
        return ()
    notices = []
    if abs(found.turned_rad) > TURNED_RAD:
        text = (
            f"by its braking and driving phases the force's direction of progress is {_degrees(found.turned_rad)} "
            "degrees off the motion's: the force's axes are turned against the markers', or its sign is"
        )
        notices.append(Notice("force-direction", text, where))
    for word, tilt in (("forwards", found.forward_tilt_rad), ("to the right", found.right_tilt_rad)):
        if abs(tilt) > TILTED_RAD:
            text = (
                f"over {found.strides} whole strides the mean force leans {math.degrees(tilt):+.1f} degrees {word}, "
                "where constant speed asks for 0: the force is given in the axes of an inclined belt, or its axes are "
                "tilted, or the person speeds up; nothing is corrected"
            )
            notices.append(Notice("force-tilted", text, where))
    return tuple(notices)


def _degrees(angle_rad: float) -> str:
    return f"{abs(math.degrees(angle_rad)):.0f}"
