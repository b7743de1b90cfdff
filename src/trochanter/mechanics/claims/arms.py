"""Which way muscles turn the thigh over postures, as numbers of a finding."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from trochanter.anatomy.muscle_names import DEEP_SIX
from trochanter.core.arrays import Floats
from trochanter.mechanics.claims.finding import Number, Verdict, judged
from trochanter.mechanics.claims.hip import ADDUCTION, ROTATION, Postures, Range
from trochanter.mechanics.claims.material import Material

OUTWARD, INWARD, SIDEWAYS = (ROTATION, -1.0), (ROTATION, 1.0), (ADDUCTION, -1.0)
Direction = tuple[int, float]


def arm_mm(material: Material, word: str, direction: Direction, where: Postures) -> Range:
    """Arm of a muscle, its lines weighted by force, positive in a direction, millimetres (n,)."""
    axis, sign = direction
    found = material.hip.look([word], where).arm_mm(axis)
    return found if sign > 0.0 else found.negative()


def number(name: str, found: Range, k: int, unit: str) -> Number:
    """One posture of a range as a number of a finding."""
    return Number(name, float(found.value[k]), float(found.low[k]), float(found.high[k]), unit)


def count(name: str, value: float, unit: str = "") -> Number:
    """A number without a range."""
    return Number(name, float(value), float("nan"), float("nan"), unit)


def at_flexions(name: str, found: Range, where: Postures, *degrees: float) -> tuple[Number, ...]:
    """Numbers of an arm at some of the flexions that were asked."""
    asked = [posture[0] for posture in where]
    return tuple(
        number(f"{name} at {_angle(d)} degrees of flexion", found, asked.index(float(d)), "mm") for d in degrees
    )


@dataclass(frozen=True, slots=True)
class Entry:
    """One muscle of a list: word, name for people, the direction and the postures that the claim gives it."""

    word: str
    name: str
    direction: Direction
    where: Postures


def entry_verdicts(material: Material, entries: Sequence[Entry]) -> tuple[dict[str, Verdict], tuple[Number, ...]]:
    """Verdict by name, and each entry's arm at the first and last of its postures."""
    verdicts: dict[str, Verdict] = {}
    numbers: list[Number] = []
    for entry in entries:
        found = arm_mm(material, entry.word, entry.direction, entry.where)
        verdicts[entry.name] = judged(found.low, found.high)
        way = "outward" if entry.direction == OUTWARD else "inward"
        ends = dict.fromkeys(entry.where[k][0] for k in (0, -1))
        numbers += at_flexions(f"{entry.name}, arm {way}", found, entry.where, *ends)
    return verdicts, tuple(numbers)


def told(verdicts: dict[str, Verdict]) -> str:
    """The entries of a list by verdict, as a sentence.

    >>> told({"a": Verdict.SUPPORTED, "b": Verdict.CONTRADICTED, "c": Verdict.SUPPORTED})
    'it holds for a and c; the opposite holds for b.'
    """
    words = {
        Verdict.SUPPORTED: "it holds for",
        Verdict.POSTURE_DEPENDENT: "it holds in part of the postures for",
        Verdict.CONTESTED: "it cannot be told for",
        Verdict.CONTRADICTED: "the opposite holds for",
    }
    groups = [(saying, [name for name, own in verdicts.items() if own is one]) for one, saying in words.items()]
    return "; ".join(f"{saying} {_listed(names)}" for saying, names in groups if names) + "."


def _listed(names: Sequence[str]) -> str:
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def stretch_deg(low: Floats, where: Postures) -> str:
    """Flexions in which a quantity is surely positive, in words; '' where there are none.

    >>> stretch_deg(np.array([-1.0, 1.0, 2.0]), ((0.0, 0.0, 0.0), (10.0, 0.0, 0.0), (20.0, 0.0, 0.0)))
    '10 to 20 degrees of flexion'
    """
    at = np.flatnonzero(low > 0.0)
    if not len(at):
        return ""
    first, last = where[int(at[0])][0], where[int(at[-1])][0]
    return f"{_angle(first)} to {_angle(last)} degrees of flexion"


def _angle(degrees: float) -> str:
    return f"{degrees:g}".replace("-", "−")


def six_names() -> tuple[tuple[str, str], ...]:
    """Keys and Latin names of the deep six."""
    return tuple((key, key.replace("_", " ")) for key in DEEP_SIX)
