"""The documented shapes of the intervals in ``result.json``."""

from pydantic import Field

from trochanter.exchange.shapes import Curve, Quantity, Shape


class UncertainInputResult(Shape):
    """An input that was drawn, and the distribution that was assumed for it."""

    name: str = Field(description="Name of the input.")
    distribution: str = Field(
        description="normal, lognormal (of a factor), uniform (from the value used to the spread), choice (all alike)."
    )
    spread: Quantity = Field(
        description="Standard deviation (lognormal: of a factor's logarithm), far end if uniform, null for choice."
    )
    population: str = Field(description="Whom or what the spread was found in.")
    status: str = Field(description="READ in the source or its abstract, RECALLED from memory, or an assumption.")
    source: str = Field(description="Citation.")


class IntervalCurve(Shape):
    """Intervals of one quantity at the instants of the hip: they hold 68 and 95 % of the assumed distributions."""

    quantity: str = Field(
        description="net_moment (rotation), outward_moment (of muscle deep: of the deep rotators together; else of all "
        "hip muscles), contact, force and moment (rotation, inward positive) of a deep rotator."
    )
    muscle: str = Field(description="Name of the muscle; empty where the quantity is of the hip.")
    unit: str = Field(description="Unit of all numbers.")
    nominal: list[float | None] = Field(description="With the values of the account itself.")
    median: list[float | None] = Field(description="50th percentile of the samples.")
    low68: list[float | None] = Field(description="16th percentile.")
    high68: list[float | None] = Field(description="84th percentile.")
    low95: list[float | None] = Field(description="2.5th percentile.")
    high95: list[float | None] = Field(description="97.5th percentile.")


class GrowthResult(Shape):
    """The interval as it was after fewer samples: where it no longer moves, there are enough."""

    samples: int = Field(description="How many samples.")
    low95: Quantity = Field(description="2.5th percentile after these.")
    median: Quantity = Field(description="50th percentile after these.")
    high95: Quantity = Field(description="97.5th percentile after these.")


class IntervalResult(Shape):
    """A named number with its intervals; sigma of each bound: what the number of samples leaves uncertain in it."""

    quantity: str = Field(
        description="outward_share of a muscle or deep_outward_share of all deep rotators where these together turn "
        "outward most, peak_force, peak_contact."
    )
    muscle: str = Field(description="Name of the muscle; empty where the number is of the hip.")
    nominal: Quantity = Field(description="With the values of the account itself.")
    median: Quantity = Field(description="50th percentile of the samples.")
    low68: Quantity = Field(description="16th percentile.")
    high68: Quantity = Field(description="84th percentile.")
    low95: Quantity = Field(description="2.5th percentile.")
    high95: Quantity = Field(description="97.5th percentile.")
    alone: dict[str, Quantity] = Field(
        description="By input half of the way from the 16th to the 84th percentile when only that input moves."
    )
    dominating: str | None = Field(description="The input with the largest of these; null where none moves the number.")
    growth: list[GrowthResult] = Field(description="The same with fewer samples.")


class SideIntervalsResult(Shape):
    """Intervals of one hip over one stride, or over the record where it holds no complete one."""

    axis: Curve = Field(description="Where the numbers lie: percent of the stride, or seconds.")
    start: Quantity = Field(description="Begin of the stride or the record.")
    end: Quantity = Field(description="Its end.")
    shares_at: Quantity = Field(description="Where on the axis shares are told: the deep rotators turn outward most.")
    curves: list[IntervalCurve] = Field(description="Intervals over time.")
    numbers: list[IntervalResult] = Field(description="Intervals of named numbers.")


class UncertaintyResult(Shape):
    """A Monte Carlo analysis: intervals under assumed distributions of the inputs."""

    samples: int = Field(description="How many samples.")
    seed: int = Field(description="Seed of the random numbers: the same seed gives the same intervals.")
    each: int = Field(description="How many samples with one input alone, for every input; 0 for none.")
    inputs: list[UncertainInputResult] = Field(description="What was drawn.")
    sets: list[str] = Field(description="Parameter sets of the deep rotators that were drawn from.")
    unsolved: Quantity = Field(description="Share of the sampled instants at which load sharing did not converge.")
    left_out: Quantity = Field(
        description="Share of the samples left out, because a path flipped to the other side of its wrap."
    )
    sides: dict[str, SideIntervalsResult] = Field(description="By side: right, left.")
