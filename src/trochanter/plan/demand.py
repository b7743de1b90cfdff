"""The type of an exercise's demand: how much of what it could give each hip muscle gives, and why that is not told."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from trochanter.core.arrays import Floats, frozen
from trochanter.core.errors import UnknownName


@dataclass(frozen=True, slots=True)
class Span:
    """A number as the model stands, and the ends of its range."""

    low: float
    nominal: float
    high: float


@dataclass(frozen=True, slots=True)
class Demand:
    """What an exercise asks of the muscles of the working hip, held still at places of its movement.

    muscles: keys; low, nominal, high (M,): the largest share (0 to 1) of what the muscle could give there, over the
    movement, as the model stands with the ends of its range; at_deg (M, 3): hip flexion, adduction and rotation where
    the nominal share is largest; moment_Nm: what is left for the hip's muscles where that is largest (flexion,
    adduction, internal rotation), once what the leg rests on carries its part; out_of_reach: shares of the movement at
    which the model's muscles cannot hold it. longer_mm, longer_low_mm, longer_high_mm (M,): the greatest lengthening of
    each muscle's path against neutral. computed: whether demand is told; why: the reason if not, '' if it is; sets:
    parameter sets in the range; misfits: lines of the deep rotators whose fibres are beyond belief there; rests: what
    the leg rests on, in words. Arrays of demand are empty where it is not computed; lengthening is told wherever there
    is a posture.
    """

    exercise: str
    computed: bool
    why: str
    muscles: tuple[str, ...]
    low: Floats
    nominal: Floats
    high: Floats
    at_deg: Floats
    moment_Nm: tuple[float, float, float]
    out_of_reach: tuple[float, ...]
    longer_mm: Floats
    longer_low_mm: Floats
    longer_high_mm: Floats
    sets: tuple[str, ...] = ()
    misfits: tuple[str, ...] = ()
    rests: str = ""

    def of(self, muscle: str) -> Span:
        """The demand on one muscle; raises UnknownName for one that is not told."""
        k = self._place(muscle) if self.computed else self._place("")
        return Span(float(self.low[k]), float(self.nominal[k]), float(self.high[k]))

    def longer(self, muscle: str) -> Span:
        """By how much a muscle gets longer, mm; raises UnknownName."""
        k = self._place(muscle)
        return Span(float(self.longer_low_mm[k]), float(self.longer_mm[k]), float(self.longer_high_mm[k]))

    @property
    def ranked(self) -> tuple[str, ...]:
        """Muscles by their nominal demand, largest first; none where it is not computed."""
        return tuple(self.muscles[k] for k in np.argsort(-self.nominal, kind="stable"))

    def _place(self, muscle: str) -> int:
        if muscle not in self.muscles:
            raise UnknownName("muscle", muscle, self.muscles, f"exercise '{self.exercise}'")
        return self.muscles.index(muscle)


ARRAYS = ("low", "nominal", "high", "at_deg", "longer_mm", "longer_low_mm", "longer_high_mm")
TUPLES = ("muscles", "moment_Nm", "out_of_reach", "sets", "misfits")


def as_json(demand: Demand) -> dict[str, Any]:
    """A demand as plain lists and numbers."""
    return {key: value.tolist() if key in ARRAYS else value for key, value in asdict(demand).items()}


def from_json(content: Mapping[str, Any]) -> Demand:
    """What ``as_json`` made; raises KeyError, TypeError or ValueError for anything else."""
    fields = dict(content)
    fields |= {key: frozen(content[key]) for key in ARRAYS} | {key: tuple(content[key]) for key in TUPLES}
    if not len(fields["longer_mm"]) == len(fields["muscles"]):
        raise ValueError("as many lengthenings as muscles are needed")
    return Demand(**fields)
