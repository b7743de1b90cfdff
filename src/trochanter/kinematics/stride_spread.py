"""What several strides say together: mean, spread, and the smallest difference of the sides that they could show."""

from dataclasses import dataclass

import numpy as np

from trochanter.core.arrays import Floats, frozen

COVERAGE = 0.95
FEWEST_STRIDES = 3


@dataclass(frozen=True, slots=True)
class Course:
    """A quantity along a hip's axis: each (s, k, ...), mean and sd (k, ...); sd is NaN below two strides."""

    each: Floats
    mean: Floats
    sd: Floats


def course(each: Floats) -> Course:
    """Mean and spread of (s, k, ...) over its strides."""
    spread = np.std(each, axis=0, ddof=1) if len(each) > 1 else np.full(each.shape[1:], np.nan)
    return Course(frozen(each), frozen(np.mean(each, axis=0)), frozen(spread))


def chance(right: Floats, left: Floats, comparisons: int = 1) -> float:
    """The largest difference of two means that strides right (s,) and left (t,) of like sides would make by chance.

    Student quantile times standard error of the difference, at COVERAGE over ``comparisons`` together (Bonferroni).
    Strides of one session: what differs from day to day is not in it. Infinite below two strides a side.
    """
    from scipy.special import stdtrit

    if min(len(right), len(left)) < 2:
        return float("inf")
    error = np.sqrt(np.var(right, ddof=1) / len(right) + np.var(left, ddof=1) / len(left))
    return float(stdtrit(len(right) + len(left) - 2, tail(comparisons)) * error)


def detectable(right: Floats, left: Floats, sigma: float, comparisons: int = 1) -> float:
    """The smallest difference of the sides that could be told: chance between strides with systematic errors.

    Hypotenuse of :func:`chance` and of the normal quantile times ``sigma``, the standard error of the difference that
    does not shrink with the number of strides.
    """
    from scipy.special import ndtri

    return float(np.hypot(chance(right, left, comparisons), ndtri(tail(comparisons)) * sigma))


def tail(comparisons: int) -> float:
    """Cumulative probability of a two-sided limit at COVERAGE over several comparisons together (Bonferroni).

    >>> tail(1), tail(5)
    (0.975, 0.995)
    """
    return 1.0 - (1.0 - COVERAGE) / (2.0 * comparisons)
