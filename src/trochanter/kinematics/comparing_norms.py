"""Published ranges beside one's own: only where position, who moved the leg and method are the same."""

from collections.abc import Sequence
from dataclasses import dataclass

from trochanter.anatomy.measuring import methods
from trochanter.anatomy.rotation_norms import RotationNorm, rotation_norms
from trochanter.core.quality import Quality
from trochanter.kinematics.rotation_range import RotationRange

CONDITIONS = ("position", "mode", "method")
NOT_SAID = "not said"


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of a comparison: mine, theirs (``not said`` where the source does not tell), and whether alike."""

    name: str
    mine: str
    theirs: str
    alike: bool


@dataclass(frozen=True, slots=True)
class NormAnswer:
    """Published values that may stand beside a measurement, or why there is none.

    fair: read in their source and alike in all conditions; recalled: alike, but from memory, so never compared;
    nearest: the closest one that was read, where none is fair, with its conditions.
    """

    fair: tuple[RotationNorm, ...]
    recalled: tuple[RotationNorm, ...]
    nearest: RotationNorm | None
    conditions: tuple[Condition, ...]
    quality: Quality


def fair_norms(recording: RotationRange, norms: Sequence[RotationNorm] | None = None) -> NormAnswer:
    """Published values for a measurement; ``norms``: others than those of the table, such as a laboratory's own."""
    everything = rotation_norms() if norms is None else tuple(norms)
    alike = [norm for norm in everything if all(c.alike for c in conditions_of(recording, norm))]
    fair = tuple(norm for norm in alike if norm.was_read)
    recalled = tuple(norm for norm in alike if not norm.was_read)
    if fair:
        return NormAnswer(fair, recalled, None, (), Quality(True))
    nearest = _nearest(recording, everything)
    conditions = () if nearest is None else conditions_of(recording, nearest)
    reasons = tuple(f"{c.name}: {c.mine} here, {c.theirs} there" for c in conditions if not c.alike)
    return NormAnswer((), recalled, nearest, conditions, Quality(False, reasons or ("no published value was read",)))


def conditions_of(recording: RotationRange, norm: RotationNorm) -> tuple[Condition, ...]:
    """Position, mode and method beside those of a published value; what a source does not say is never alike."""
    found = []
    for name in CONDITIONS:
        mine, theirs = getattr(recording, name), getattr(norm, name)
        found.append(Condition(name, _words(mine), _words(theirs) if theirs else NOT_SAID, mine == theirs))
    return tuple(found)


def _nearest(recording: RotationRange, norms: Sequence[RotationNorm]) -> RotationNorm | None:
    """The value read with most conditions alike; of those in the same position first, then of most people."""
    read = [norm for norm in norms if norm.was_read]

    def closeness(norm: RotationNorm) -> tuple[int, bool, int]:
        alike = [condition.alike for condition in conditions_of(recording, norm)]
        return sum(alike), alike[0], norm.n

    return max(read, key=closeness, default=None)


def _words(name: str) -> str:
    known = methods().get(name)
    return name if known is None else known.words
