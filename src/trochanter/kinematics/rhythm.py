"""How fast and how evenly somebody steps: cadence, step times of both sides, contact, flight."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from trochanter.core.arrays import Floats, frozen
from trochanter.core.sides import SIDES, Side
from trochanter.kinematics.motion import Motion
from trochanter.kinematics.stride_spread import chance
from trochanter.kinematics.timeline import usable_strides

S_PER_MIN = 60.0
LONGEST_STEP = 0.8  # of a stride: beyond it a contact in between was missed


@dataclass(frozen=True, slots=True)
class Repeated:
    """A duration measured several times: each (n,) s; mean NaN below one, sd NaN below two."""

    each: Floats

    @property
    def n(self) -> int:
        """How often it was measured."""
        return len(self.each)

    @property
    def mean(self) -> float:
        """Mean of all."""
        return float(np.mean(self.each)) if self.n else float("nan")

    @property
    def sd(self) -> float:
        """Standard deviation of one measurement."""
        return float(np.std(self.each, ddof=1)) if self.n > 1 else float("nan")


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Durations (s) over the usable strides of a record.

    stride_s, contact_s: by side; step_s: by the side whose contact ends the step; flight_s: from a toe-off to the next
    contact of the other foot, below zero where both feet stand at once.
    """

    stride_s: Mapping[Side, Repeated]
    contact_s: Mapping[Side, Repeated]
    step_s: Mapping[Side, Repeated]
    flight_s: Repeated

    @property
    def cadence_per_min(self) -> float:
        """Steps a minute, of both feet together."""
        return 2.0 * S_PER_MIN / self._all_strides().mean

    @property
    def cadence_sd_per_min(self) -> float:
        """Spread of the cadence from stride to stride."""
        return self.cadence_per_min * self._all_strides().sd / self._all_strides().mean

    @property
    def step_difference_s(self) -> float:
        """Mean step onto the right foot less mean step onto the left."""
        return self.step_s[Side.RIGHT].mean - self.step_s[Side.LEFT].mean

    @property
    def step_chance_s(self) -> float:
        """The largest step difference that like sides would show by chance; infinite below two steps a side."""
        return chance(self.step_s[Side.RIGHT].each, self.step_s[Side.LEFT].each)

    def _all_strides(self) -> Repeated:
        return Repeated(np.concatenate([self.stride_s[side].each for side in SIDES]))


def rhythm(motion: Motion) -> Rhythm:
    """Cadence and durations of a motion; empty where it holds no complete stride."""
    strides = {side: usable_strides(motion, side) for side in SIDES}
    return Rhythm(
        stride_s={side: _repeated(s.next_contact_s - s.contact_s for s in strides[side]) for side in SIDES},
        contact_s={side: _repeated(s.toe_off_s - s.contact_s for s in strides[side]) for side in SIDES},
        step_s={side: _repeated(_steps(motion, side)) for side in SIDES},
        flight_s=_repeated(_flights(motion)),
    )


def _repeated(values: Iterable[float]) -> Repeated:
    return Repeated(frozen(list(values)))


def _steps(motion: Motion, side: Side) -> Iterable[float]:
    """From a contact of the other foot, in a usable stride of it, to this foot's contact within that stride."""
    own = np.array([s.contact_s for s in motion.strides if s.side is side and np.isfinite(s.contact_s)])
    for other in usable_strides(motion, side.other):
        within = own[(own > other.contact_s) & (own < other.next_contact_s)]
        if len(within) == 1 and within[0] - other.contact_s < LONGEST_STEP * (other.next_contact_s - other.contact_s):
            yield float(within[0] - other.contact_s)


def _flights(motion: Motion) -> Iterable[float]:
    """From the toe-off of each usable stride to the other foot's contact within it."""
    for side in SIDES:
        starts = np.array([s.contact_s for s in motion.strides if s.side is side.other and np.isfinite(s.contact_s)])
        for stride in usable_strides(motion, side):
            within = starts[(starts > stride.contact_s) & (starts < stride.next_contact_s)]
            if len(within) == 1:
                yield float(within[0] - stride.toe_off_s)
