"""The instants of a record: one uniform step, gaps filled where they are short, refused where they are long."""

from dataclasses import dataclass

import numpy as np
from scipy.interpolate import make_interp_spline

from trochanter.core.arrays import Flags, Floats
from trochanter.core.errors import ImpossibleData
from trochanter.core.quality import Notice

SLOWEST_HZ, FASTEST_HZ = 20.0, 5000.0  # of what records a moving person
LONGEST_GAP_S = 0.05
JITTER = 0.01  # of the median step
LONGEST_STEP = 5.0  # median steps
_LEAST_INSTANTS = 4
_CLOCKS = (("milliseconds", 1e3), ("microseconds", 1e6), ("minutes", 1.0 / 60.0), ("hours", 1.0 / 3600.0))


@dataclass(frozen=True, slots=True)
class Sampled:
    """Columns (n, k) at instants time_s (n,)."""

    time_s: Floats
    values: Floats
    notices: tuple[Notice, ...] = ()


def refuse_wrong_clock(time_s: Floats, where: str) -> None:
    """Raise ImpossibleData where the median step of time_s (n,) is none of a recorded movement, in seconds.

    Between SLOWEST_HZ and FASTEST_HZ: a stride has to hold some instants, and no camera is faster.
    """
    steps = np.diff(time_s)
    if not len(steps) or SLOWEST_HZ <= 1.0 / float(np.median(steps)) <= FASTEST_HZ:
        return
    rate = 1.0 / float(np.median(steps))
    guess = next((unit for unit, per_s in _CLOCKS if SLOWEST_HZ <= rate * per_s <= FASTEST_HZ), "another unit")
    if np.all(steps == 1.0):
        guess = f"{guess}, or the number of the frame"
    raise ImpossibleData(
        f"the movement is sampled at {rate:.3g} Hz, from {time_s[0]:.6g} to {time_s[-1]:.6g} s: is time in {guess}?",
        where=f"{where}, column 'time'",
        valid=f"time in seconds; {SLOWEST_HZ:g} to {FASTEST_HZ:g} instants a second",
        next_step="bring the column to seconds",
    )


def without_gaps(record: Sampled, names: tuple[str, ...], where: str) -> Sampled:
    """Fill missing values inside each column over up to LONGEST_GAP_S by a cubic spline, cut short ones off the ends.

    Raises ImpossibleData, naming column and time range, where more is missing.
    """
    missing = np.isnan(record.values)
    if not missing.any():
        return record
    time, values = record.time_s, record.values.copy()
    for k in np.flatnonzero(missing.any(axis=0)):
        _refuse_long_gaps(time, missing[:, k], names[k], where)
    first, last = _common_range(~missing)
    inner = missing[first:last]
    for k in np.flatnonzero(inner.any(axis=0)):
        known = ~missing[:, k]
        values[~known, k] = make_interp_spline(time[known], values[known, k], k=3)(time[~known])
    notices = list(record.notices)
    if inner.any():
        notices.append(_notice_of_gaps(int(inner.sum()), [names[k] for k in np.flatnonzero(inner.any(axis=0))], where))
    if last - first < len(time):
        text = f"{len(time) - (last - first)} instants at the ends lack values and are left out"
        notices.append(Notice("ends-cut", text, where))
    return Sampled(time[first:last], values[first:last], tuple(notices))


def _common_range(present: Flags) -> tuple[int, int]:
    """Half-open range of rows from where every column has begun to where none has ended."""
    begins, ends = present.argmax(axis=0), len(present) - present[::-1].argmax(axis=0)
    return int(begins.max()), int(ends.min())


def _notice_of_gaps(count: int, names: list[str], where: str) -> Notice:
    shown = ", ".join(names[:6]) + (f" and {len(names) - 6} more" if len(names) > 6 else "")
    return Notice("gaps-filled", f"{count} missing values are interpolated ({shown})", where)


def _refuse_long_gaps(time: Floats, missing: Flags, name: str, where: str) -> None:
    step = float(np.median(np.diff(time)))
    for first, after in stretches(missing):
        if time[after - 1] - time[first] + step > LONGEST_GAP_S + 1e-9 or np.sum(~missing) < _LEAST_INSTANTS:
            raise ImpossibleData(
                f"'{name}' has no values from {time[first]:.3f} to {time[after - 1]:.3f} s",
                where=where,
                valid=f"gaps of up to {LONGEST_GAP_S:g} s, which are interpolated",
                next_step="cut the file to a range without long gaps, or fill them where the markers are processed",
            )


def stretches(flags: Flags) -> list[tuple[int, int]]:
    """Half-open index ranges over which ``flags`` (n,) is true.

    >>> stretches(np.array([True, True, False, True]))
    [(0, 2), (3, 4)]
    """
    edges = np.flatnonzero(np.diff(np.concatenate([[0], np.asarray(flags, dtype=np.int8), [0]])))
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def uniform(record: Sampled, where: str) -> Sampled:
    """The record at uniform instants.

    Time stamps that are a uniform clock rounded to fewer digits are replaced by that clock; steps that differ by more
    than JITTER are resampled at the median step by a cubic spline. Raises ImpossibleData for a step of more than
    LONGEST_STEP median steps.
    """
    time = record.time_s
    if len(time) < _LEAST_INSTANTS:
        raise ImpossibleData(
            f"the record holds {len(time)} instants",
            where=where,
            valid="a recording over time",
            next_step="give a longer recording",
        )
    steps = np.diff(time)
    step = float(np.median(steps))
    clock = _clock_of(time)
    if clock is not None:
        notices = record.notices
        if np.abs(steps / step - 1.0).max() > JITTER:
            text = f"time is rounded in the file; a uniform step of {clock[1] - clock[0]:.6g} s is used"
            notices = (*notices, Notice("time-rounded", text, where))
        return Sampled(clock, record.values, notices)
    late = np.flatnonzero(steps > LONGEST_STEP * step)
    if late.size:
        raise ImpossibleData(
            f"no instants between {time[late[0]]:.4f} and {time[late[0] + 1]:.4f} s; the usual step is {step:.4g} s",
            where=where,
            valid=f"steps of up to {LONGEST_STEP:g} times the usual one",
            next_step="cut the file there and give its parts one by one",
        )
    return _resampled(record, step, where)


def _clock_of(time: Floats) -> Floats | None:
    """A uniform clock that explains ``time`` to its own rounding or to JITTER, None if there is none."""
    n = len(time)
    clock = np.linspace(time[0], time[-1], n)
    step = clock[1] - clock[0]
    off = np.abs(time - clock).max()
    if off <= JITTER * step:
        return clock
    index = np.arange(n)
    slope, start = np.polyfit(index, time, 1)
    fitted: Floats = start + slope * index
    return fitted if np.abs(time - fitted).max() <= 0.75 * _resolution(time) < 0.5 * step else None


def _resolution(time: Floats) -> float:
    """Size of the last decimal digit in which ``time`` is written, 0 if it is written in full."""
    for digits in range(1, 6):
        if np.abs(time - np.round(time, digits)).max() < 1e-9:
            return float(10.0**-digits)
    return 0.0


def _resampled(record: Sampled, step: float, where: str) -> Sampled:
    time = record.time_s
    count = int(np.floor((time[-1] - time[0]) / step + 1e-6)) + 1
    clock = time[0] + step * np.arange(count)
    values = make_interp_spline(time, record.values, k=3)(clock)
    text = (
        f"time steps vary from {np.diff(time).min():.4g} to {np.diff(time).max():.4g} s; resampled every {step:.4g} s"
    )
    return Sampled(clock, values, (*record.notices, Notice("time-resampled", text, where)))
