"""A trend: points over days, and the change from the beginning to now with its interval, against what can be told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import hypot, isfinite, nan, sqrt
from typing import Literal

from trochanter.core.quality import Quality
from trochanter.kinematics.comparing_limits import NORMAL_95
from trochanter.progress.sentences import days, rule, say, say_count

DEGREES = " degrees"
NORMAL_90, SHORTER = 1.644854, 90
Measure = Literal["goal", "pain", "range"]


@dataclass(frozen=True, slots=True)
class Point:
    """One number of one day with its standard error, in the trend's unit; n: how many numbers are behind it."""

    on: date
    value: float
    sigma: float
    n: int = 1


@dataclass(frozen=True, slots=True)
class Trend:
    """Points, and what changed from the beginning to now, in ``unit``.

    change, sigma: with its standard error, NaN where the quality is not usable; detectable: what it has to pass;
    more_is: which way is better, '' where neither is; few: whether there are few points, as (first, last) numbers of
    them, else None; what: in words; apart: how many measurements could not be compared; level: of the interval, per
    cent, 90 where the detectable change is one of 90 %.
    """

    measure: Measure
    what: str
    unit: str
    points: tuple[Point, ...]
    change: float
    sigma: float
    detectable: float
    more_is: Literal["better", "worse", ""]
    quality: Quality
    few: tuple[int, int] | None = None
    apart: int = 0
    level: int = 95

    @property
    def found(self) -> bool:
        """Whether a change is likely: it reaches what can be told, and its interval leaves out none.

        At 90 % the detectable change is half of the interval itself, and reaching it is enough.
        """
        clear = self.low * self.high > 0.0 or self.level == SHORTER
        return self.quality.usable and abs(self.change) >= self.detectable and clear

    @property
    def low(self) -> float:
        """Lower bound of the interval of the change; NaN where there is none."""
        return self.change - self._half

    @property
    def high(self) -> float:
        """Upper bound of the interval of the change."""
        return self.change + self._half

    @property
    def _half(self) -> float:
        return (NORMAL_90 if self.level == SHORTER else NORMAL_95) * self.sigma

    @property
    def direction(self) -> Literal["better", "worse", "same", "unknown"]:
        """Where it went, as far as can be told."""
        if not self.quality.usable:
            return "unknown"
        if not self.found or not self.more_is:
            return "same"
        return "better" if (self.change > 0.0) == (self.more_is == "better") else "worse"

    @property
    def says(self) -> tuple[str, ...]:
        """The trend in sentences."""
        if not self.quality.usable:
            return (*self._refused, *self._asides)
        key = ("up" if self.change > 0.0 else "down") if self.found else "none"
        sign = -1.0 if key == "down" else 1.0
        ends = sorted((sign * self.low, sign * self.high))
        low, high = (amount(end, self.unit).removesuffix(DEGREES) for end in ends)
        told = amount(sign * self.change, self.unit)
        limit = amount(self.detectable, self.unit)
        return (
            say(f"trend.{key}", what=self._named, change=told, low=low, high=high, limit=limit, level=self.level),
            *self._asides,
        )

    @property
    def _named(self) -> str:
        """What it is a trend of, as a sentence begins with it."""
        return say("trend.goal", activity=self.what) if self.measure == "goal" else self.what

    @property
    def _refused(self) -> tuple[str, ...]:
        if not self.points:
            return (say("trend.absent", what=self.what),)
        if not self.quality.reasons:
            return (say("trend.once", what=self._named),)
        return (say("trend.refused", what=self._named, why="; ".join(self.quality.reasons)),)

    @property
    def _asides(self) -> tuple[str, ...]:
        said = [] if self.few is None else [say("trend.few", first=self.few[0], last=self.few[1])]
        return tuple(said + ([say_count("trend.unlike", self.apart)] if self.apart else []))


def nothing(measure: Measure, what: str, unit: str, points: Sequence[Point], reasons: Sequence[str] = ()) -> Trend:
    """A trend that cannot be told, with the reasons."""
    return Trend(measure, what, unit, tuple(points), nan, nan, nan, "", Quality(False, tuple(reasons)))


def difference(last: Point, first: Point) -> tuple[float, float]:
    """The change between two independent points, and its standard error."""
    return last.value - first.value, hypot(last.sigma, first.sigma)


def mean_of(numbers: Sequence[float], on: date, least_sigma: float) -> Point:
    """The mean of numbers of a time as one point; its error from their spread, never below the step of the scale.

    A number that stands alone has no spread: an assumed one is taken (``data/rules.csv``).
    """
    n = len(numbers)
    middle = sum(numbers) / n
    spread = sqrt(sum((each - middle) ** 2 for each in numbers) / (n - 1)) if n > 1 else nan
    spread = max(spread, least_sigma) if isfinite(spread) else rule("lone_spread")
    return Point(on, middle, spread / sqrt(n), n)


def is_few(first: int, last: int) -> tuple[int, int] | None:
    """The two numbers of points where either is few, else None."""
    return (first, last) if min(first, last) < days("few_points") else None


def amount(value: float, unit: str) -> str:
    """A number with its unit, to what its unit carries.

    >>> amount(-3.04, "deg"), amount(1.25, "points of 10")
    ('−3 degrees', '1.2')
    """
    text = f"{value:.0f}" if unit == "deg" else f"{value:.1f}".removesuffix(".0")
    text = "0" if float(text) == 0.0 else text
    return text.replace("-", "−") + (DEGREES if unit == "deg" else "")
