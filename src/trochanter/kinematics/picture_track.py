"""Points of a person in a film on even times: short holes filled, long ones flagged, filtered without delay."""

from dataclasses import dataclass, replace

import numpy as np

from trochanter.capture.keypoints import POINTS, Keypoints
from trochanter.core.arrays import Flags, Floats, frozen
from trochanter.core.errors import ImpossibleData, UnknownName
from trochanter.core.sides import Side
from trochanter.kinematics.smooth import lowpass

LONGEST_HOLE_S = 0.12  # three pictures at 25 a second: a limb moves on nearly evenly for so long
LEAST_FOUND = 0.8  # share of the pictures with the person in them
_LEAST_PICTURES = 20
_MOST_OF_RATE = 0.42  # of the frame rate: the filter needs less than half of it


@dataclass(frozen=True, slots=True)
class PictureTrack:
    """Points on even times: time_s (n,), xy_px (n, 33, 2) without holes, visibility (n, 33).

    known (n,): whether the person was found near that time; rate_hz: how many pictures a second, of the world.
    """

    time_s: Floats
    xy_px: Floats
    visibility: Floats
    known: Flags
    rate_hz: float
    source: str

    @property
    def step_s(self) -> float:
        """Seconds from one time to the next."""
        return 1.0 / self.rate_hz

    def point(self, name: str, side: Side) -> Floats:
        """A point of a side over time (n, 2)."""
        return np.asarray(self.xy_px[:, number_of(name, side)])

    def middle(self, name: str) -> Floats:
        """Halfway between the right and the left point of a name (n, 2)."""
        return 0.5 * (self.point(name, Side.RIGHT) + self.point(name, Side.LEFT))

    def seen(self, name: str, side: Side) -> float:
        """The median visibility of a point where the person was found."""
        return float(np.median(self.visibility[self.known, number_of(name, side)]))

    def leg_px(self, side: Side) -> float:
        """Length of a leg in the picture: thigh and shin, each at its 90th percentile over time."""
        parts = (("hip", "knee"), ("knee", "ankle"))
        return float(sum(np.percentile(self._length(*pair, side)[self.known], 90.0) for pair in parts))

    def trunk_px(self) -> float:
        """Length of the trunk in the picture, from the middle of the hips to that of the shoulders."""
        apart = np.linalg.norm(self.middle("shoulder") - self.middle("hip"), axis=1)
        return float(np.median(apart[self.known]))

    def _length(self, first: str, second: str, side: Side) -> Floats:
        apart: Floats = np.linalg.norm(self.point(first, side) - self.point(second, side), axis=1)
        return apart

    def filtered(self, cutoff_hz: float) -> "PictureTrack":
        """The same without what is faster than ``cutoff_hz``, or than the frame rate can carry; without delay."""
        columns = self.xy_px.reshape(len(self.time_s), -1)
        smooth = lowpass(columns, self.step_s, min(cutoff_hz, _MOST_OF_RATE * self.rate_hz))
        return replace(self, xy_px=frozen(smooth.reshape(self.xy_px.shape)))


def number_of(name: str, side: Side) -> int:
    """The place of a side's point in POINTS; raises UnknownName.

    >>> number_of("hip", Side.LEFT)
    23
    """
    if f"{name}_{side}" not in POINTS:
        raise UnknownName("point of the body", f"{name}_{side}", POINTS)
    return POINTS.index(f"{name}_{side}")


def even_track(points: Keypoints) -> PictureTrack:
    """Points on even times at the median rate of the film; raises ImpossibleData where nobody is seen for long."""
    found = points.found
    if len(found) < _LEAST_PICTURES or not found.any():
        raise _nobody(points, "no person was found in the film" if len(found) else "the film holds no picture")
    share = float(found.mean())
    if share < LEAST_FOUND:
        raise _nobody(points, f"the person is found in {100.0 * share:.0f} % of the pictures")
    step_s = float(np.median(np.diff(points.time_s)))
    if step_s <= 0.0 or not np.isfinite(step_s):
        raise _nobody(points, "its times do not run on")
    count = int(np.floor((points.time_s[-1] - points.time_s[0]) / step_s + 1e-6)) + 1
    time_s = points.time_s[0] + step_s * np.arange(count)
    times = points.time_s[found]
    columns = np.concatenate([points.xy_px[found].reshape(len(times), -1), points.visibility[found]], axis=1)
    even = np.stack([np.interp(time_s, times, column) for column in columns.T], axis=1)
    return PictureTrack(
        time_s=frozen(time_s),
        xy_px=frozen(even[:, : 2 * len(POINTS)].reshape(count, len(POINTS), 2)),
        visibility=frozen(even[:, 2 * len(POINTS) :]),
        known=frozen(_near(time_s, times, step_s), dtype=np.bool_),
        rate_hz=1.0 / step_s,
        source=points.source,
    )


def _near(time_s: Floats, times: Floats, step_s: float) -> Flags:
    """Whether the found pictures before and after each time are near each other."""
    after = np.clip(np.searchsorted(times, time_s - 1e-9), 1, len(times) - 1)
    hole = times[after] - times[after - 1]
    return np.asarray(hole <= max(LONGEST_HOLE_S, 2.5 * step_s))


def _nobody(points: Keypoints, what: str) -> ImpossibleData:
    return ImpossibleData(
        what,
        where=points.source,
        valid=f"one person, whole and alone, in at least {100.0 * LEAST_FOUND:.0f} % of the pictures",
        next_step="film again with the whole body in the picture, good light, and nobody else in view",
    )
