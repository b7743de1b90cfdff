"""Samples of markers that cannot be where they are said to be: jumps out and back, and a marker that stands still."""

from dataclasses import dataclass

import numpy as np

from trochanter.capture.trial import Trajectories
from trochanter.core.arrays import Flags, Floats
from trochanter.kinematics.label_swaps import runs_of

LEAST_SPIKE_M, SPIKE_SPREADS = 0.015, 30.0
WIDEST_SPIKE = 3  # samples
LEAST_FROZEN_S, LEAST_FROZEN = 0.1, 8
_SAMPLED_FRAMES = 200
_STILL_M, _MOVING_M = 1e-7, 0.01


@dataclass(frozen=True, slots=True)
class Spike:
    """A marker that jumps out and back between samples ``first`` and ``last`` - 1, by height_m at most."""

    marker: str
    first: int
    last: int
    height_m: float


@dataclass(frozen=True, slots=True)
class Frozen:
    """A marker whose numbers do not change from sample ``first`` to ``last`` - 1 while the others move."""

    marker: str
    first: int
    last: int


def find_spikes(markers: Trajectories) -> tuple[Spike, ...]:
    """Jumps of up to three samples, higher than 15 mm and 30 times what the marker is usually off a smooth curve."""
    found: list[Spike] = []
    taken = np.zeros(markers.position_m.shape[:2], dtype=np.bool_)
    for width in range(WIDEST_SPIKE, 0, -1):
        off = _off_cubic_m(markers.position_m, width)
        usual = np.median(off[:: max(1, len(off) // _SAMPLED_FRAMES)], axis=0)
        high = off > np.maximum(LEAST_SPIKE_M, SPIKE_SPREADS * usual)
        for k in np.flatnonzero(high.any(axis=0)):
            found += _spikes_of(markers.names[k], off[:, k], high[:, k], taken[:, k], width)
    return tuple(sorted(found, key=lambda spike: (markers.names.index(spike.marker), spike.first)))


def _spikes_of(name: str, off: Floats, high: Flags, taken: Flags, width: int) -> list[Spike]:
    """The peaks of ``off`` (n,) among ``high`` whose surroundings are not ``taken`` (n,) yet, which they then are."""
    spikes = []
    for peak in np.argsort(-off)[: int(high.sum())]:
        near = slice(max(0, int(peak) - 2 * width), int(peak) + 2 * width + 1)
        if not taken[near].any():
            first, last = _extent(off, int(peak), width)
            taken[near] = True
            spikes.append(Spike(name, first, last, float(off[peak])))
    return spikes


def _extent(off: Floats, peak: int, width: int) -> tuple[int, int]:
    """Samples around the peak that are off by more than 0.8 of it: a spike makes its neighbours off by two thirds."""
    high = off > 0.8 * off[peak]
    first, last = peak, peak + 1
    while last - first < width and high[first - 1]:
        first -= 1
    while last - first < width and last < len(off) and high[last]:
        last += 1
    return first, last


def _off_cubic_m(path: Floats, h: int) -> Floats:
    """Distance (n, k) of samples from the cubic through those h and 2 h before and after; 0 where one is missing.

    So many samples may jump together: with h three apart, a jump of three samples touches none of its own neighbours.
    """
    off = np.zeros(path.shape[:2])
    if len(path) > 4 * h:
        near = path[h : -3 * h] + path[3 * h : -h]
        far = path[: -4 * h] + path[4 * h :]
        away = path[2 * h : -2 * h] - (4.0 * near - far) / 6.0
        off[2 * h : -2 * h] = np.nan_to_num(np.sqrt(np.einsum("nkx,nkx->nk", away, away)))
    return off


def find_frozen(markers: Trajectories) -> tuple[Frozen, ...]:
    """Markers whose numbers stand still for 0.1 s or more while half of the others move by more than 10 mm."""
    shortest = max(LEAST_FROZEN, round(LEAST_FROZEN_S * markers.rate_hz)) if len(markers.time_s) > 1 else LEAST_FROZEN
    still = np.linalg.norm(np.diff(markers.position_m, axis=0), axis=2) < _STILL_M
    found = []
    for k in map(int, np.flatnonzero(still.any(axis=0))):
        for first, last in runs_of(still[:, k]):
            if still[first, k] and last + 1 - first >= shortest and _others_move(markers, k, first, last + 1):
                found.append(Frozen(markers.names[k], first, last + 1))
    return tuple(found)


def _others_move(markers: Trajectories, k: int, first: int, last: int) -> bool:
    span = np.delete(markers.position_m[first:last], k, axis=1)
    seen = span[:, np.isfinite(span).all(axis=(0, 2))]
    return bool(seen.shape[1]) and float(np.median(np.ptp(seen, axis=0).max(axis=1))) > _MOVING_M
