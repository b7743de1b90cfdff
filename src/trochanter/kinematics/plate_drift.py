"""What a force plate shows while nobody stands on it: its offset, and the slow drift of it, seen and taken out.

An empty plate is a stretch of at least EMPTY_S in which the vertical force stays near its lowest level. The offset of
each stretch is the median of each channel; because one flight rings and drift is slow, the straight line through those
within SLOW_S of a stretch counts for it. Between stretches it is joined by straight lines, outside them held. It is
taken out of the force only. The point stays as the file has it: the moments of an empty plate are not known once the
file has turned them into a centre of pressure. A plate that is never seen empty is left alone.
"""

from dataclasses import dataclass, replace

import numpy as np

from trochanter.capture.trial import PlateLoad
from trochanter.core.arrays import Flags, Floats, frozen
from trochanter.core.quality import Notice
from trochanter.kinematics.instants import stretches

VERTICAL = 1
EMPTY_S = 0.03  # a flight of running lasts 0.08 s and more, and its ends still ring
EDGE_S = 0.015
NOISE_N = 35.0  # of a treadmill under its motor and the last step
LARGEST = 0.15  # of the largest force: what is more can be a person who stands still
LEAST_OFFSET_N = 2.0
SLOW_S = 2.0
_LEVEL_PERCENT = 5.0
_FEW = 3


@dataclass(frozen=True, slots=True)
class Drift:
    """Offset of one empty plate: first_N, last_N, largest_N (3,) by channel over its empty stretches, and their count.

    load: the plate with the offset taken out, or as it was where there is nothing to take out.
    """

    load: PlateLoad
    stretches: int
    first_N: Floats
    last_N: Floats
    largest_N: Floats

    @property
    def removed(self) -> bool:
        """Whether there was an offset worth taking out."""
        return bool(np.any(np.abs(self.largest_N) >= LEAST_OFFSET_N))


def without_drift(time_s: Floats, load: PlateLoad) -> Drift:
    """One plate's force (n, 3) over time_s (n,) with the offset of the empty plate taken out."""
    spans = _empty_spans(time_s, load.force_N[:, VERTICAL])
    if not spans:
        none = frozen(np.full(3, np.nan))
        return Drift(load, 0, none, none, none)
    middles = np.array([0.5 * (time_s[a] + time_s[b - 1]) for a, b in spans])
    each = np.array([np.median(load.force_N[a:b], axis=0) for a, b in spans])
    offsets = np.array([_line_at(middle, middles, each) for middle in middles])
    largest = offsets[np.abs(offsets).argmax(axis=0), range(3)]
    found = Drift(load, len(spans), frozen(offsets[0]), frozen(offsets[-1]), frozen(largest))
    if not found.removed:
        return found
    offset = np.column_stack([np.interp(time_s, middles, column) for column in offsets.T])
    return replace(found, load=replace(load, force_N=frozen(load.force_N - offset)))


def _line_at(middle_s: float, middles_s: Floats, offsets_N: Floats) -> Floats:
    """Offset (3,) at middle_s on the straight line through those (k, 3) within SLOW_S of it."""
    near = np.abs(middles_s - middle_s) <= SLOW_S
    if near.sum() < _FEW:
        return np.asarray(offsets_N[middles_s == middle_s][0])
    return np.asarray(np.polyfit(middles_s[near] - middle_s, offsets_N[near], 1)[1])


def _empty_spans(time_s: Floats, vertical_N: Floats) -> list[tuple[int, int]]:
    level = float(np.percentile(vertical_N, _LEVEL_PERCENT))
    if abs(level) > LARGEST * float(np.max(vertical_N)):
        return []
    spans = []
    for first, after in stretches(_near(vertical_N, level)):
        inner = int(np.searchsorted(time_s, time_s[first] + EDGE_S))
        outer = int(np.searchsorted(time_s, time_s[after - 1] - EDGE_S, side="right"))
        if outer - inner > 1 and time_s[outer - 1] - time_s[inner] >= EMPTY_S:
            spans.append((inner, outer))
    return spans


def _near(vertical_N: Floats, level_N: float) -> Flags:
    near: Flags = np.abs(vertical_N - level_N) < NOISE_N
    return near


def drift_notice(found: Drift, where: str) -> tuple[Notice, ...]:
    """What was seen of an offset, in words; nothing where the plate was empty and true, or never empty."""
    if not found.removed:
        return ()
    first, last = (
        ", ".join(f"{axis} {value:+.1f}" for axis, value in zip("xyz", v, strict=True))
        for v in (found.first_N, found.last_N)
    )
    change = f"{first} N" if found.stretches == 1 else f"{first} N at first, {last} N at last"
    text = (
        f"'{found.load.name}' shows a force while it is empty ({change}, {found.stretches} empty stretches): it is "
        "taken out, joined by straight lines between them; the centre of pressure is left as the file has it"
    )
    return (Notice("plate-drift", text, where),)
