"""One kind of picture of a shin: what is known of it, and how far from that a seen one is, for Gauss-Newton steps."""

from dataclasses import dataclass, field

import numpy as np

from trochanter.capture.tapped_colours import Map
from trochanter.capture.tapped_picture import LegFrame
from trochanter.core.arrays import Flags, Floats

FITS = 0.25  # a pixel this near to the known one agrees
_FLAT, _LEAST_SPREAD, _LEAST_OFF = 0.02, 0.02, 0.08


@dataclass(slots=True)
class Layer:
    """One kind of picture of the shin: mean and variance of its pixels (height, width), and their slopes.

    slopes (n, 4): along size, turn, and the moves across and along, at the pixels (height, width) that count.
    """

    mean: Map
    spread: Map
    near: Flags
    pixels: Flags = field(init=False)
    slopes: Floats = field(init=False)
    weights: Floats = field(init=False)

    def learn(self, seen: Map, rate: float) -> None:
        """Take one more picture in."""
        off = seen - self.mean
        self.mean = self.mean + rate * off
        self.spread = (1.0 - rate) * (self.spread + rate * off * off)

    def prepare(self, frame: LegFrame, inside: Flags | None = None) -> None:
        """Slopes and weights of what is known now, where it is not flat."""
        down, right = (slope * frame.length for slope in np.gradient(self.mean))
        grid = frame.grid()
        self.pixels = self.near & (np.hypot(down, right) > _FLAT * frame.length)
        if inside is not None:
            self.pixels &= inside
        x, y = grid.real, grid.imag
        slopes = np.stack([right * x + down * y, down * x - right * y, right, down], axis=-1)
        self.slopes = slopes[self.pixels].astype(float)
        weights = 1.0 / (self.spread[self.pixels].astype(float) + _LEAST_SPREAD)
        self.weights = weights / weights.mean() if weights.size else weights

    def difference(self, seen: Map) -> Floats:
        """What is seen less what is known, at the pixels that count (n,)."""
        return np.asarray(seen[self.pixels] - self.mean[self.pixels], dtype=float)

    def normal(self, difference: Floats) -> tuple[Floats, Floats]:
        """Weighted normal equations (4, 4) and (4,) of a step."""
        telling = np.abs(difference[difference < FITS])
        spread = max(1.4826 * float(np.median(telling)) if telling.size else 0.0, _LEAST_OFF)
        fits = np.clip(np.abs(difference) / (4.0 * spread), 0.0, 1.0)
        weighted = self.slopes * (self.weights * (1.0 - fits * fits) ** 2)[:, None]
        return weighted.T @ self.slopes, weighted.T @ difference
