"""From the points of a person to the two shins, without the pictures in which a pose model exchanged them.

A mirror turns a right leg that turns in into a left leg that turns in: a mirrored film shows the other side, and the
same direction. Nothing in the picture tells, so it is asked; ``open_film`` then turns the pictures round. Until
somebody has said that a film is not mirrored, the sides of a pose model are those of the picture.
"""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from trochanter.capture.keypoints import POINTS, Keypoints
from trochanter.capture.leg_track import LegTrack
from trochanter.core.arrays import Flags, Floats, frozen
from trochanter.core.quality import Notice
from trochanter.core.sides import SIDES, Side
from trochanter.kinematics.film_swaps import exchanged

Legs = Mapping[Side, LegTrack]
_OFTEN = 0.1


def legs_of(points: Keypoints) -> Legs:
    """Both shins of a person, as a pose model names them, without the pictures in which it exchanged them."""
    shins = {side: np.stack([points.point("knee", side), points.point("ankle", side)], axis=1) for side in SIDES}
    wrong = exchanged(shins[Side.RIGHT], shins[Side.LEFT])
    hips = np.stack([points.point("hip", side) for side in SIDES], axis=1)
    told = (*points.notices, *_told(float(np.mean(wrong)) if len(wrong) else 0.0, points.source))
    return {
        side: LegTrack(
            side=side,
            time_s=points.time_s,
            knee_px=_without(shin[:, 0], wrong),
            ankle_px=_without(shin[:, 1], wrong),
            sureness=frozen(np.minimum(_seen(points, "knee", side), _seen(points, "ankle", side))),
            found_by=points.model,
            width_px=points.width_px,
            height_px=points.height_px,
            hips_px=_without(hips, wrong),
            source=points.source,
            sha256=points.sha256,
            notices=told,
        )
        for side, shin in shins.items()
    }


def turned_round(track: LegTrack) -> LegTrack:
    """A shin that was followed in the pictures of a mirrored film, as in pictures that are turned round."""

    def flipped(xy: Floats) -> Floats:
        return frozen(np.stack([track.width_px - 1.0 - xy[..., 0], xy[..., 1]], axis=-1))

    hips = None if track.hips_px is None else flipped(track.hips_px)
    return replace(track, knee_px=flipped(track.knee_px), ankle_px=flipped(track.ankle_px), hips_px=hips)


def _seen(points: Keypoints, name: str, side: Side) -> Floats:
    return np.asarray(points.visibility[:, POINTS.index(f"{name}_{side}")])


def _without(xy: Floats, wrong: Flags) -> Floats:
    left = np.array(xy, dtype=float)
    left[wrong] = np.nan
    return frozen(left)


def _told(share: float, where: str) -> list[Notice]:
    if share < _OFTEN:
        return []
    text = (
        f"right and left leg were taken for each other in {100.0 * share:.0f} % of the pictures, which are left out: "
        "light from the front and legs that do not cross make them easier to tell apart"
    )
    return [Notice("film-legs-exchanged", text, where)]
