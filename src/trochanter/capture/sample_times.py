"""The time of samples from what a file says of it: a rounded column, an index, milliseconds, frames that are lost.

A laboratory's cameras tick evenly, files round. Where a column is the rounding of an even tick, the tick is what is
meant: 150 Hz written as 0.000, 0.007, 0.013 is k / 150 s. Speeds would carry the rounding otherwise, at 150 Hz by 7 %.
"""

from dataclasses import dataclass

import numpy as np

from trochanter.core.arrays import Floats, Ints
from trochanter.core.errors import ImpossibleData, MissingInput
from trochanter.core.quality import Notice

_DECIMALS = range(9)
_EXACT_S = 1e-9
_WHOLE = 2e-4  # a rate this near a whole number is that number
_MOST_ROUNDING = 0.06  # of the step: 0.007 s for 150 Hz
_LEAST_STEP = 0.01  # of the median step: below this two instants are one, written twice
_MOST_STEP_S = 0.2  # 5 Hz: nobody records movement slower; a longer step is no number of seconds
MOST_HZ = 1e6
MOST_GAPS = 1.0  # of the recorded samples: as many may be missing between them


@dataclass(frozen=True, slots=True)
class Sampling:
    """When samples were taken: time_s (n,) increasing; row (n,) of the file, -1 where the file has lost a frame."""

    time_s: Floats
    row: Ints
    notices: tuple[Notice, ...]


def sampling(time: Floats, where: str, *, stated_hz: float | None = None, frame: Floats | None = None) -> Sampling:
    """When the rows of a file were recorded, from its time column (n,) in s.

    stated_hz: the rate that the header says; frame (n,): frame numbers. The column decides: a rate or frame numbers
    that it contradicts are told and not used. Raises ImpossibleData where time does not increase and is no rounding of
    an even tick, MissingInput where it is a sample index and ``stated_hz`` is None.
    """
    if not np.isfinite(time).all():
        row = int(np.argmin(np.isfinite(time)))
        raise _impossible(f"time is {'missing' if np.isnan(time[row]) else 'infinite'}", row, where)
    if len(time) == 1:
        return Sampling(time, np.zeros(1, dtype=np.int64), ())
    if stated_hz is not None and not 0.0 < stated_hz < MOST_HZ:
        stated_hz = None
    notices: list[Notice] = []
    if is_index(time) and not (stated_hz and abs(stated_hz - 1.0) < _WHOLE):
        time, notices = _of_index(time, stated_hz, where)
    elif float(np.median(np.diff(time))) > _MOST_STEP_S:
        time = time / 1000.0
        notices.append(Notice("time-milliseconds", "time steps are too long for seconds: read as milliseconds", where))
    tick, told = _ticks(time, frame, where)
    rate, more = _rate(time, tick, stated_hz, where)
    if rate is None and (by_time := _ticks_by_time(time)) is not None:
        tick = by_time
        rate, more = _rate(time, tick, stated_hz, where)
    notices += [*told, *more]
    if rate is None:
        _check_increasing(time, where)
        return Sampling(time, np.arange(len(time)), tuple(notices))
    return _on_ticks(float(time[0]), tick, rate, notices, where)


def is_index(time: Floats) -> bool:
    """Whether a column counts samples: whole numbers, one after the other.

    >>> is_index(np.array([1.0, 2.0, 3.0])), is_index(np.array([0.0, 0.01, 0.02]))
    (True, False)
    """
    return len(time) > 1 and bool(np.all(time == np.round(time)) and np.all(np.diff(time) == 1.0))


def whole_rate(rate_hz: float) -> float:
    """The rate, or the whole number that it can hardly help to be.

    >>> whole_rate(149.999), whole_rate(59.94)
    (150.0, 59.94)
    """
    whole = float(np.round(rate_hz))
    return whole if whole > 0.0 and abs(rate_hz - whole) <= _WHOLE * whole else rate_hz


def _of_index(time: Floats, stated_hz: float | None, where: str) -> tuple[Floats, list[Notice]]:
    if stated_hz is None:
        raise MissingInput(
            f"time is a sample index ({time[0]:g} to {time[-1]:g}), and the file does not say its rate",
            where=where,
            valid="seconds, or a sample index and the rate at which it was recorded",
            next_step="give the rate in samples a second (rate_hz)",
        )
    text = f"time is a sample index: {len(time)} samples at {stated_hz:g} Hz last {len(time) / stated_hz:g} s"
    return (time - time[0]) / stated_hz, [Notice("time-is-index", text, where)]


def _ticks(time: Floats, frame: Floats | None, where: str) -> tuple[Ints, list[Notice]]:
    """Which tick of the camera each row is: by its frame number where time agrees, else one after the other."""
    even = np.arange(len(time))
    if frame is None or not np.isfinite(frame).all() or np.abs(frame).max() > 2**53:
        return even, []
    step = np.diff(frame)
    if np.all(step == 1.0) or np.all(step == step[0]):
        return even, []
    text = f"frame numbers jump ({np.count_nonzero(step != np.median(step))} times)"
    if (
        not np.all(step >= 1.0)
        or not np.all(frame == np.round(frame))
        or frame[-1] - frame[0] > (1.0 + MOST_GAPS) * len(time)
    ):
        return even, [Notice("frame-numbers", f"{text} and go back or far ahead: time is used, not they", where)]
    number = np.round(frame - frame[0]).astype(np.int64)
    # Does time pass in a lost frame?
    passes = abs(np.corrcoef(np.diff(time), step)[0, 1]) > 0.5 if np.ptp(np.diff(time)) > 0.0 else False
    if not passes:
        return even, [Notice("frame-numbers", f"{text} while time goes on evenly: time is used, not they", where)]
    return number, []


def _ticks_by_time(time: Floats) -> Ints | None:
    """Which tick each row is where time jumps by whole ticks, by the mean of the steps that are no jump."""
    steps = np.diff(time)
    usual = float(np.median(steps))
    if usual <= 0.0 or not (steps > 0.0).all():
        return None
    ticks = np.round(steps / steps[steps < 1.5 * usual].mean())
    if not ticks.min() >= 1.0 or not len(steps) < ticks.sum() <= (1.0 + MOST_GAPS) * len(time):
        return None
    return np.concatenate(([0], np.cumsum(ticks))).astype(np.int64)


def _rate(time: Floats, tick: Ints, stated_hz: float | None, where: str) -> tuple[float | None, list[Notice]]:
    """The rate whose ticks the column is, exactly or rounded; None where it is no even tick."""
    decimals = _decimals(time)
    if stated_hz is not None and (_fits(time, tick, stated_hz, decimals) or _adds_up(time, tick, stated_hz, decimals)):
        return stated_hz, _rounded_notice(time, tick, stated_hz, where)
    span = float(time[-1] - time[0])
    if span <= 0.0:
        return None, []
    found = float(tick[-1]) / span
    for rate in dict.fromkeys((_whole_within(found, decimals, span), whole_rate(found), found)):
        if _fits(time, tick, rate, decimals):
            return rate, [*_stated_notice(rate, stated_hz, where), *_rounded_notice(time, tick, rate, where)]
    return None, _stated_notice((len(time) - 1) / span, stated_hz, where)


def _whole_within(rate: float, decimals: int, span: float) -> float:
    """The whole rate that differs no more than rounding the ends of the column can make it; else the same."""
    whole = float(np.round(rate))
    return whole if whole > 0.0 and abs(rate - whole) <= rate * 10.0**-decimals / span else rate


def _decimals(time: Floats) -> int:
    """Digits after the point with which the column is written (8 where more).

    >>> _decimals(np.array([0.0, 0.007, 0.013])), _decimals(np.array([0.0, 1 / 3]))
    (3, 8)
    """
    for decimals in _DECIMALS:
        scaled = time * 10.0**decimals
        if np.abs(scaled - np.round(scaled)).max() < 1e-5:
            return decimals
    return _DECIMALS[-1]


def _fits(time: Floats, tick: Ints, rate_hz: float, decimals: int) -> bool:
    """Whether the column is k / rate, rounded or cut off at its last digit (also of its first value)."""
    off = time - tick / rate_hz
    return bool(np.isfinite(rate_hz) and np.ptp(off) <= 1.001 * 10.0**-decimals + _EXACT_S)


def _adds_up(time: Floats, tick: Ints, rate_hz: float, decimals: int) -> bool:
    """Whether the column adds up a rounded step: 0.017, 0.034, 0.051 for 60 Hz, but not 0.01 for 120 Hz."""
    step = round(1.0 / rate_hz, decimals)
    if step <= 0.0 or abs(step * rate_hz - 1.0) > _MOST_ROUNDING or whole_rate(1.0 / step).is_integer():
        return False
    return bool(np.abs(time - time[0] - tick * step).max() <= 0.5 * 10.0**-decimals)


def _rounded_notice(time: Floats, tick: Ints, rate_hz: float, where: str) -> list[Notice]:
    off = float(np.abs(time - time[0] - tick / rate_hz).max())
    if off <= 1e-6:
        return []
    text = f"time is written rounded (by up to {off * 1000:.3g} ms): rebuilt from {rate_hz:g} samples a second"
    return [Notice("time-rounded", text, where)]


def _stated_notice(rate_hz: float, stated_hz: float | None, where: str) -> list[Notice]:
    if stated_hz is None or abs(stated_hz - rate_hz) <= 1e-3 * rate_hz:
        return []
    text = f"{stated_hz:g} Hz are stated, the time column has {rate_hz:.6g} Hz: the column is used"
    return [Notice("rate-contradicted", text, where)]


def _on_ticks(start_s: float, tick: Ints, rate_hz: float, notices: list[Notice], where: str) -> Sampling:
    count = int(tick[-1]) + 1
    row = np.full(count, -1, dtype=np.int64)
    row[tick] = np.arange(len(tick))
    lost = count - len(tick)
    if lost:
        text = f"{lost} frames are missing between the first and the last: they stay in the record, without data"
        notices.append(Notice("frames-missing", text, where))
    return Sampling(start_s + np.arange(count) / rate_hz, row, tuple(notices))


def _check_increasing(time: Floats, where: str) -> None:
    steps = np.diff(time)
    bad = np.flatnonzero(~(steps > max(_LEAST_STEP * float(np.median(steps)), 0.0)))
    if bad.size:
        row = int(bad[0]) + 1
        now, before = float(time[row]), float(time[row - 1])
        word = "goes back" if now < before else "stands still" if now == before else "hardly moves"
        raise _impossible(f"time {word}: {now!r} follows {before!r}", row, where)


def _impossible(what: str, row: int, where: str) -> ImpossibleData:
    return ImpossibleData(
        what,
        where=f"{where}, row {row + 1} of the data",
        valid="seconds that increase from row to row",
        next_step="write time with more digits, remove the repeated rows, or cut the file there",
    )
