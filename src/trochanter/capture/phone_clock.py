"""Times of a phone's samples: seconds, epochs in milliseconds to nanoseconds, and times of day as words."""

import re
from collections.abc import Sequence

import numpy as np

from trochanter.core.arrays import Floats

# 2026-01-31 12:30:15.1234 and 12:30:15:123: hours, minutes, seconds, and what follows them.
_CLOCK = re.compile(
    r"(?:[0-9]{2,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4}[ T]+)?([0-9]{1,2}):([0-9]{2}):([0-9]{2})(?:([.:,])([0-9]+))?Z?"
)
_DAY_S = 86400.0
_EPOCHS = ((1e17, 1e-9), (1e14, 1e-6), (1e11, 1e-3))  # a number of today's date in ns, us and ms, and the unit


def clock_seconds(texts: Sequence[str]) -> Floats | None:
    """Times of day in s, going on past midnight; None where a text is none.

    What follows a second colon is a number of milliseconds (12:30:15:7 is 7 ms), unless that makes time go back: then
    it is the decimals of the second. Behind a point it is decimals.

    >>> clock_seconds(["23:59:59:990", "00:00:00:010"]).round(3).tolist()
    [86399.99, 86400.01]
    """
    found = [_CLOCK.fullmatch(text) for text in texts]
    parts = [match.groups() for match in found if match]
    if not parts or len(parts) < len(texts):
        return None
    whole = np.array([3600.0 * int(h) + 60.0 * int(m) + int(s) for h, m, s, _, _ in parts])
    decimals = np.array([float(f"0.{rest or 0}") for *_, rest in parts])
    thousandths = np.array([float(rest or 0) * 1e-3 for *_, rest in parts])
    if any(mark == ":" for *_, mark, _ in parts) and thousandths.max() < 1.0:
        as_thousandths = _unwrapped(whole + thousandths)
        if np.count_nonzero(np.diff(as_thousandths) < 0.0) <= np.count_nonzero(
            np.diff(_unwrapped(whole + decimals)) < 0.0
        ):
            return as_thousandths
    return _unwrapped(whole + decimals)


def seconds_of(time: Floats, unit: str) -> tuple[Floats, bool]:
    """Times in s and whether they are dates: epochs are told by their size, milliseconds by the unit or the step.

    >>> seconds_of(np.array([0.0, 10.0, 20.0]), "")[0].tolist()
    [0.0, 0.01, 0.02]
    """
    known = time[np.isfinite(time)]
    if known.size == 0:
        return time, False
    size = float(np.abs(known[0]))
    for least, factor in _EPOCHS:
        if size > least:
            return time * factor, True
    if size > 1e8:
        return time, True
    step = float(np.median(np.diff(known))) if known.size > 1 else 0.0
    return (time * 1e-3 if unit == "ms" or (not unit and step > 0.9) else time), False


def _unwrapped(time: Floats) -> Floats:
    days = np.concatenate(([0.0], np.cumsum(np.diff(time) < -0.5 * _DAY_S)))
    return np.asarray(time + _DAY_S * days)
