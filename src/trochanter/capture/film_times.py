"""When the pictures of a film were taken: rates, gaps, slow motion; from the times that the file gives each picture."""

from collections.abc import Iterable

import numpy as np

from trochanter.core.arrays import Floats

SLOWED = 1.5  # recorded over played rate from which a film is in slow motion; below its inverse it is a time lapse
GAP_S = 0.25
_GAPS_OF = 3.0  # a gap is also longer than this many usual intervals
_WINDOW_S = 1.0
_RATES_DIFFER = 3.0
_USUAL = 0.2  # of the median: how far a usual interval is from it at most
_NEAR = 0.4  # of an interval: how much earlier than due a picture may be, so that jitter drops none


class Sieve:
    """Which pictures are given where the film has more a second than asked for: time by time, in order.

    >>> sieve = Sieve(interval_s=1 / 240, most_hz=60.0)
    >>> sum(sieve.keeps(k / 240) for k in range(240))
    60
    """

    def __init__(self, interval_s: float, most_hz: float) -> None:
        self._least_s = 1.0 / most_hz - _NEAR * interval_s
        self._last_s = -np.inf

    def keeps(self, time_s: float) -> bool:
        """Whether the picture of this time is given."""
        if time_s - self._last_s < self._least_s:
            return False
        self._last_s = time_s
        return True


def playing_times(stamps: Iterable[int], unit_s: float) -> Floats:
    """Times at which a player shows the pictures, in order, from 0, without repeats, in s (n,)."""
    found = sorted(set(stamps))
    return np.array([(stamp - found[0]) * unit_s for stamp in found], dtype=np.float64)


def interval_of(times_s: Floats) -> float:
    """Usual time from one picture to the next in s; 0 of fewer than two.

    The mean of those near the median: a median alone keeps what a file with whole milliseconds rounds away.
    """
    if times_s.size < 2:
        return 0.0
    steps = np.diff(times_s)
    median = np.median(steps)
    return float(steps[np.abs(steps - median) <= _USUAL * median].mean())


def sifted(times_s: Floats, most_hz: float) -> Floats:
    """The times of those pictures that are given (m,)."""
    sieve = Sieve(interval_of(times_s), most_hz)
    return times_s[[sieve.keeps(time_s) for time_s in times_s.tolist()]]


def gaps(times_s: Floats) -> list[tuple[float, float]]:
    """Stretches without pictures, from and to in s: longer than a quarter second and three usual intervals."""
    least_s = max(GAP_S, _GAPS_OF * interval_of(times_s))
    return [(float(times_s[k]), float(times_s[k + 1])) for k in np.flatnonzero(np.diff(times_s) > least_s)]


def rate_range(times_s: Floats) -> tuple[float, float] | None:
    """Lowest and highest rate over whole seconds in Hz, where they differ by more than threefold; else None.

    A film that was slowed down in parts when it was exported looks like this, and nothing in it tells the true times.
    """
    if times_s.size < 2 or times_s[-1] < 2.0 * _WINDOW_S:
        return None
    steps = np.diff(times_s)
    window = (times_s[:-1] // _WINDOW_S).astype(np.int64)
    medians = [float(np.median(steps[window == k])) for k in np.unique(window) if (window == k).sum() > 2]
    if not medians or max(medians) <= _RATES_DIFFER * min(medians):
        return None
    return 1.0 / max(medians), 1.0 / min(medians)
