"""Right and left leg exchanged by a pose model for some pictures: found because a leg does not jump, and put back.

Of all ways to exchange the legs, picture by picture, the one in which their points move most evenly is taken: the sum

    sum_t sum_p min(|x_p(t) - 2 x_p(t-1) + x_p(t-2)|, m)  +  c * (number of pictures exchanged)

is least, with t counting the pictures in which the person is found, x_p the place of point p of a leg, m a limit that
one bad point cannot pass, and c a small cost, since the model is right more often than not. Found exactly by dynamic
programming over the last two pictures (Bellman 1957).
"""

from dataclasses import replace

import numpy as np

from trochanter.capture.keypoints import Keypoints
from trochanter.core.arrays import Flags, Floats, Ints, frozen
from trochanter.core.sides import SIDES, Side
from trochanter.kinematics.picture_track import PictureTrack, number_of

LEG = ("hip", "knee", "ankle", "heel", "toe")
PAIRED = (*LEG, "shoulder", "elbow", "wrist", "ear", "eye", "mouth", "eye_inner", "eye_outer")
_LIMIT = 0.5  # leg lengths that one point can add
_COST = 0.05  # leg lengths for a picture that is exchanged
_LEAST = 3  # pictures


def legs_put_back(points: Keypoints) -> tuple[Keypoints, int]:
    """The points with each leg followed from picture to picture, and in how many pictures they were exchanged."""
    found = np.flatnonzero(points.found)
    if len(found) < _LEAST:
        return points, 0
    rows = found[exchanged_legs(points.xy_px[found])]
    if not len(rows):
        return points, 0
    xy_px, visibility = (_exchanged(each, rows, LEG) for each in (points.xy_px, points.visibility))
    return replace(points, xy_px=xy_px, visibility=visibility), len(rows)


def all_exchanged(track: PictureTrack) -> PictureTrack:
    """The track with right and left exchanged in every picture."""
    rows = np.arange(len(track.time_s))
    xy_px, visibility = (_exchanged(each, rows, PAIRED) for each in (track.xy_px, track.visibility))
    return replace(track, xy_px=xy_px, visibility=visibility)


def exchanged_legs(xy_px: Floats) -> Flags:
    """In which pictures (n,) the legs are exchanged; xy_px (n, 33, 2): all points, none missing."""
    hips, ankles = (xy_px[:, [number_of(name, side) for side in SIDES]] for name in ("hip", "ankle"))
    leg_px = max(float(np.percentile(np.linalg.norm(hips - ankles, axis=-1), 90.0)), 1.0)
    legs = np.stack([xy_px[:, [number_of(name, side) for name in LEG]] for side in SIDES], axis=1) / leg_px
    both = np.stack([legs, legs[:, ::-1]], axis=1)  # (n, exchanged or not, leg, point, 2)
    return _cheapest(_unevenness(both))


def _unevenness(both: Floats) -> Floats:
    """What each way of three pictures costs (n - 2, 2, 2, 2): the oldest first."""
    oldest, middle, newest = both[:-2, :, None, None], both[1:-1, None, :, None], both[2:, None, None, :]
    apart = np.linalg.norm(newest - 2.0 * middle + oldest, axis=-1)
    return np.asarray(np.minimum(apart, _LIMIT).sum(axis=(-1, -2)))


def _cheapest(costs: Floats) -> Flags:
    """The way of least cost through all pictures."""
    prior = _COST * np.arange(2.0)
    total = prior[:, None] + prior[None, :]
    came = np.zeros((len(costs), 2, 2), dtype=np.int8)
    for t, cost in enumerate(costs):
        options = total[:, :, None] + cost + prior
        came[t] = options.argmin(axis=0)
        total = options.min(axis=0)
    middle, newest = np.unravel_index(int(total.argmin()), (2, 2))
    way = [int(newest), int(middle)]
    for step in came[::-1]:
        way.append(int(step[way[-1], way[-2]]))
    return np.array(way[::-1], dtype=np.bool_)


def _exchanged(values: Floats, rows: Ints, names: tuple[str, ...]) -> Floats:
    """Values (n, 33, ...) with the right and the left points of some names exchanged in some rows."""
    right, left = ([number_of(name, side) for name in names] for side in (Side.RIGHT, Side.LEFT))
    other, where = values.copy(), np.asarray(rows)[:, None]
    other[where, right], other[where, left] = values[where, left], values[where, right]
    return np.asarray(frozen(other))
