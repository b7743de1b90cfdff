"""Where an angle over time is held still: the neutral position and the end ranges that a person was asked to hold.

The angle is filtered at 2 Hz; it is held where it turns slower than 12 degrees a second for at least 0.35 s, with gaps
below 0.2 s closed. Who moves slowly has to be slower to be still: 0.3 of the speed that is passed 5 % of the time. The
highest single sample overshoots an end range by several degrees, the middle of a hold does not.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

import numpy as np

from trochanter.core.arrays import Flags, Floats
from trochanter.kinematics.smooth import lowpass

CUTOFF_HZ = 2.0
SLOW_RAD_S = np.deg2rad(12.0)
_SLOWEST_RAD_S = np.deg2rad(5.0)  # people sway faster than that
_OF_FAST = 0.3
LEAST_S = 0.35
GAP_S = 0.2
APART_RAD = np.deg2rad(8.0)  # nearer to neutral than this is neutral
NEUTRAL, POSITIVE, NEGATIVE = 0, 1, -1


@dataclass(frozen=True, slots=True)
class Hold:
    """Samples [start, end) in which an angle was held; way: NEUTRAL, POSITIVE or NEGATIVE from the first hold."""

    start: int
    end: int
    angle_rad: float
    way: int = NEUTRAL

    @property
    def samples(self) -> slice:
        """The samples of the hold."""
        return slice(self.start, self.end)

    @property
    def middle(self) -> int:
        """The sample in its middle."""
        return (self.start + self.end) // 2


def held(angle_rad: Floats, step_s: float) -> tuple[Hold, ...]:
    """All holds of an angle (n,) sampled every ``step_s``, each at the median of its samples, not yet told apart."""
    smoothed = lowpass(np.asarray(angle_rad, dtype=float)[:, None], step_s, CUTOFF_HZ)[:, 0]
    speed = np.abs(np.gradient(smoothed, step_s))
    found = runs(speed < slow_rad_s(speed), LEAST_S, step_s, closing_s=GAP_S)
    return tuple(Hold(a, b, float(np.median(angle_rad[a:b]))) for a, b in found)


def slow_rad_s(speed: Floats) -> float:
    """The speed below which a leg is held, from all its speeds (n,).

    >>> [round(float(np.rad2deg(slow_rad_s(np.deg2rad([fast, fast])))), 1) for fast in (60.0, 30.0, 6.0)]
    [12.0, 9.0, 5.0]
    """
    return float(np.clip(_OF_FAST * np.percentile(speed, 95.0), _SLOWEST_RAD_S, SLOW_RAD_S))


def runs(flags: Flags, least_s: float, step_s: float, *, closing_s: float = 0.0) -> list[tuple[int, int]]:
    """Stretches [start, end) of true flags that last ``least_s`` or more, after gaps below ``closing_s`` are closed.

    >>> runs(np.array([True, True, False, True, False, False]), 2.0, 1.0, closing_s=1.5)
    [(0, 4)]
    """
    edges = np.flatnonzero(np.diff(np.concatenate([[False], flags, [False]]).astype(np.int8)))
    joined: list[tuple[int, int]] = []
    for a, b in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        if joined and (a - joined[-1][1]) * step_s < closing_s:
            joined[-1] = joined[-1][0], b
        else:
            joined.append((a, b))
    return [(a, b) for a, b in joined if (b - a) * step_s >= least_s]


def labelled(holds: Sequence[Hold], angle_rad: Floats) -> tuple[Hold, ...]:
    """Holds with their ways from the first, which is neutral and gets angle 0; neighbours of one way become one."""
    if not holds:
        return ()
    zero = holds[0].angle_rad
    ways = [replace(hold, angle_rad=hold.angle_rad - zero, way=_way(hold.angle_rad - zero)) for hold in holds]
    found = [list(group) for _, group in groupby(ways, key=lambda hold: hold.way)]
    return tuple(_as_one(group, angle_rad, zero) for group in found)


def _way(angle_rad: float) -> int:
    return NEUTRAL if abs(angle_rad) <= APART_RAD else POSITIVE if angle_rad > 0.0 else NEGATIVE


def _as_one(group: Sequence[Hold], angle_rad: Floats, zero: float) -> Hold:
    if len(group) == 1:
        return group[0]
    samples = np.concatenate([angle_rad[hold.samples] for hold in group])
    return replace(group[0], end=group[-1].end, angle_rad=float(np.median(samples)) - zero)
