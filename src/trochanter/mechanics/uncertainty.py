"""What a Monte Carlo analysis says: intervals over time and of named numbers, how sure they are, what drives them.

An interval holds a share of the *assumed* distributions of the inputs: it is as good as these, and holds nothing that
they leave out. It is not the envelope over parameter sets, which knows no shares.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from trochanter.anatomy.uncertain_inputs import UncertainInput
from trochanter.core.arrays import Floats
from trochanter.core.quality import Notice
from trochanter.core.sides import Side

PERCENTILES = (2.5, 16.0, 50.0, 84.0, 97.5)
LOW95, LOW68, MEDIAN, HIGH68, HIGH95 = range(5)
COVERAGE_WIDE, COVERAGE_NARROW = 0.95, 0.68
FORCE, MOMENT, NET, OUTWARD, CONTACT = "force", "moment", "net_moment", "outward_moment", "contact"
SHARE, PEAK_FORCE, DEEP_SHARE, PEAK_CONTACT = "outward_share", "peak_force", "deep_outward_share", "peak_contact"


@dataclass(frozen=True, slots=True)
class SampledCourse:
    """A quantity over the instants of one hip: nominal (k,), percentiles (5, k) in the order of PERCENTILES.

    quantity: FORCE or MOMENT of the deep rotator ``muscle`` (internal rotation positive); NET rotation moment that the
    muscles must produce; OUTWARD moment of all hip muscles together (positive), of ``muscle`` 'deep' that of the deep
    rotators; CONTACT force.
    """

    quantity: str
    muscle: str
    unit: str
    nominal: Floats
    percentiles: Floats


@dataclass(frozen=True, slots=True)
class Growth:
    """The percentiles (5,) as they were after the first ``samples``."""

    samples: int
    percentiles: Floats


@dataclass(frozen=True, slots=True)
class SampledNumber:
    """A named number of one hip.

    quantity: SHARE of ``muscle`` in the outward moment of all hip muscles where the deep rotators together turn
    outward most, DEEP_SHARE of all of them there, PEAK_FORCE over the instants, PEAK_CONTACT; nominal: the account's;
    percentiles, standard_error (5,): of what the number of samples leaves uncertain in each; growth: fewer samples;
    alone: by input the half width between the 16th and 84th percentile where only that input moves.
    """

    quantity: str
    muscle: str
    unit: str
    nominal: float
    percentiles: Floats
    standard_error: Floats
    growth: tuple[Growth, ...]
    alone: Mapping[str, float] = field(default_factory=dict)

    @property
    def half_width(self) -> float:
        """Half the way from the 16th to the 84th percentile."""
        return float(self.percentiles[HIGH68] - self.percentiles[LOW68]) / 2.0

    @property
    def dominating(self) -> str | None:
        """The input that spreads the number most when it alone moves; None where none was tried or none moves it."""
        name = max(self.alone, key=lambda each: self.alone[each], default=None)
        return name if name is not None and self.alone[name] > 0.0 else None


@dataclass(frozen=True, slots=True)
class SideUncertainty:
    """One hip over its instants.

    unit: 'percent' of ``stride_s`` (contact, next contact) or 'second' where there is no complete stride; x, times_s
    (k,): the instants; peak: index of the instant at which shares are told.
    """

    side: Side
    unit: str
    stride_s: tuple[float, float]
    x: Floats
    times_s: Floats
    peak: int
    courses: tuple[SampledCourse, ...]
    numbers: tuple[SampledNumber, ...]

    def course(self, quantity: str, muscle: str = "") -> SampledCourse | None:
        """One course; None where the model lacks the muscle."""
        return next((c for c in self.courses if c.quantity == quantity and c.muscle == muscle), None)

    def number(self, quantity: str, muscle: str = "") -> SampledNumber | None:
        """One number; None where the model lacks the muscle."""
        return next((n for n in self.numbers if n.quantity == quantity and n.muscle == muscle), None)


@dataclass(frozen=True, slots=True)
class Uncertainty:
    """Intervals of an account under the assumed distributions of ``inputs``.

    samples, seed: how they were drawn; each: samples with one input alone, 0 where that was not tried; sets: the
    parameter sets that were drawn from; unsolved: share of the sampled instants at which load sharing did not
    converge; left_out: share of the samples in which a path flipped to the other side of its wrap, left out.
    """

    samples: int
    seed: int
    each: int
    inputs: tuple[UncertainInput, ...]
    sets: tuple[str, ...]
    sides: tuple[SideUncertainty, ...]
    unsolved: float
    left_out: float
    notices: tuple[Notice, ...] = ()

    def side(self, side: Side) -> SideUncertainty:
        """One hip."""
        return next(each for each in self.sides if each.side is side)
