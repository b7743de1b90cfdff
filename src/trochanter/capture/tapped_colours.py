"""Which pixels look like the leg: its colours against those beside it, as two histograms."""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from trochanter.capture.film import Pixels
from trochanter.core.arrays import Flags

_BITS = 5  # of each of red, green and blue
_STEPS = 2**_BITS
_RARE = 1e-5
Map = npt.NDArray[np.float32]


def _empty() -> Map:
    return np.zeros((_STEPS,) * 3, dtype=np.float32)


@dataclass(slots=True)
class Colours:
    """Shares of colours of the leg and of what is beside it, both (32, 32, 32)."""

    inside: Map = field(default_factory=_empty)
    beside: Map = field(default_factory=_empty)
    _chances: Map = field(default_factory=lambda: np.zeros(_STEPS**3, dtype=np.float32))

    def learn(self, colours: Pixels, inside: Flags, beside: Flags, rate: float) -> None:
        """Take the colours of a picture (height, width, 3) in; rate: 0 to 1, how much the new ones count."""
        self.inside += rate * (_shares(colours[inside]) - self.inside)
        self.beside += rate * (_shares(colours[beside]) - self.beside)
        leg, other = _spread(self.inside), _spread(self.beside)
        self._chances = ((leg + _RARE) / (leg + other + 2.0 * _RARE)).ravel()

    def likeness(self, colours: Pixels) -> Map:
        """How much each pixel looks like the leg, 0 to 1 (height, width)."""
        return np.asarray(self._chances[_places(colours)])


def _places(colours: Pixels) -> npt.NDArray[np.int64]:
    steps = (colours >> (8 - _BITS)).astype(np.int64)
    return np.asarray((steps[..., 0] << 2 * _BITS) | (steps[..., 1] << _BITS) | steps[..., 2])


def _shares(colours: Pixels) -> Map:
    counts = np.bincount(_places(colours), minlength=_STEPS**3).reshape((_STEPS,) * 3)
    return (counts / max(len(colours), 1)).astype(np.float32)


def _spread(shares: Map) -> Map:
    """Each colour lends half to its neighbours, so that noise does not make a colour unknown."""
    for axis in range(3):
        moved = np.moveaxis(shares, axis, 0)
        wide = moved.copy()
        wide[1:] += 0.5 * moved[:-1]
        wide[:-1] += 0.5 * moved[1:]
        shares = np.moveaxis(wide, 0, axis) / 2.0
    return shares
