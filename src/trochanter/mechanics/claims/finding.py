"""What a computed check finds of a claim: a verdict, numbers with units and ranges, words."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from trochanter.core.arrays import Floats


class Verdict(StrEnum):
    """What the computation says of a claim as it is worded."""

    SUPPORTED = "supported"
    POSTURE_DEPENDENT = "posture-dependent"
    CONTESTED = "contested"
    CONTRADICTED = "contradicted"
    CANNOT_BE_TESTED = "cannot be tested"


MEANING = {
    Verdict.SUPPORTED: "holds in every posture or phase that was asked, whatever the range of the inputs",
    Verdict.POSTURE_DEPENDENT: "holds in some postures or phases; in others it does not, or cannot be told",
    Verdict.CONTESTED: "hangs on what is not known well enough, or one part of it holds and another does not",
    Verdict.CONTRADICTED: "the opposite holds, whatever the range of the inputs",
    Verdict.CANNOT_BE_TESTED: "neither the model nor the recordings hold what would decide it",
}


@dataclass(frozen=True, slots=True)
class Number:
    """A named number in ``unit`` with its range; NaN ends where it has none, as for a count or a set value."""

    name: str
    value: float
    low: float
    high: float
    unit: str


@dataclass(frozen=True, slots=True)
class Finding:
    """Verdict, numbers, words for people."""

    verdict: Verdict
    numbers: tuple[Number, ...]
    words: str


def judged(low: Floats, high: Floats) -> Verdict:
    """Verdict on 'the quantity is positive' from its range over postures, low and high of one shape (n,).

    It holds where low > 0 and fails where high < 0.

    >>> judged(np.array([1.0, 2.0]), np.array([3.0, 4.0])).value
    'supported'
    >>> judged(np.array([1.0, -2.0]), np.array([3.0, 4.0])).value
    'posture-dependent'
    """
    holds, fails = low > 0.0, high < 0.0
    if np.all(holds):
        return Verdict.SUPPORTED
    if np.all(fails):
        return Verdict.CONTRADICTED
    return Verdict.POSTURE_DEPENDENT if np.any(holds) else Verdict.CONTESTED


_SEVEREST_FIRST = (
    Verdict.CANNOT_BE_TESTED,
    Verdict.CONTRADICTED,
    Verdict.CONTESTED,
    Verdict.POSTURE_DEPENDENT,
    Verdict.SUPPORTED,
)


def all_of(parts: Iterable[Verdict]) -> Verdict:
    """Verdict on a claim that needs all of its parts: that of its least fortunate part.

    >>> all_of([Verdict.SUPPORTED, Verdict.CONTRADICTED]).value
    'contradicted'
    """
    return min(parts, key=_SEVEREST_FIRST.index)


def listed(parts: Iterable[Verdict]) -> Verdict:
    """Verdict on a list of which each entry can hold by itself: contested where entries fare differently.

    A list whose entries all hold, though some in part of the postures only, is posture-dependent.

    >>> listed([Verdict.SUPPORTED, Verdict.CONTRADICTED]).value
    'contested'
    """
    found = set(parts)
    if len(found) == 1:
        return found.pop()
    return Verdict.POSTURE_DEPENDENT if found <= {Verdict.SUPPORTED, Verdict.POSTURE_DEPENDENT} else Verdict.CONTESTED


def untestable(words: str, numbers: tuple[Number, ...] = ()) -> Finding:
    """A finding that nothing here can decide the claim, with the reason."""
    return Finding(Verdict.CANNOT_BE_TESTED, numbers, words)
