"""Computed demand of exercises beside the activity that was measured in them, and how far both agree in order.

A share of what a muscle could give in a posture and a percentage of a maximal effort in another one are not the same
quantity, and every laboratory has its own maximal effort: orders can be compared, sizes hardly.
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from math import isnan, nan
from pathlib import Path
from types import MappingProxyType

from trochanter.plan.demand import Demand, Span
from trochanter.plan.exercise import Exercise
from trochanter.plan.library import exercise_named
from trochanter.plan.physics_steps import worked_out
from trochanter.plan.tables import rows

TABLE = Path(__file__).with_name("exercise_emg.csv")
READ = "READ"


@dataclass(frozen=True, slots=True)
class Measured:
    """An activity that was measured: percent of a maximal effort with its spread (nan where none is given).

    exercise: the one of the library that it is compared with, '' for none; flexion_deg: of the hip, in place of the
    library's, nan to leave it; read: whether the number was seen in the source, or is told from memory only;
    not_compared: why not, '' where it is.
    """

    study: str
    theirs: str
    exercise: str
    flexion_deg: float
    muscle: str
    percent: float
    spread: float
    read: bool
    not_compared: str
    note: str

    @property
    def citation(self) -> str:
        """The study."""
        return rows("sources", "source")[self.study]["citation"]


@cache
def measured() -> tuple[Measured, ...]:
    """All rows of the table."""
    with TABLE.open(encoding="utf-8", newline="") as lines:
        return tuple(
            Measured(
                study=row["study"],
                theirs=row["their_exercise"],
                exercise=row["exercise"],
                flexion_deg=float(row["hip_flexion_deg"] or nan),
                muscle=row["muscle"],
                percent=float(row["percent"] or nan),
                spread=float(row["spread"] or nan),
                read=row["status"] == READ,
                not_compared=row["not_compared"],
                note=row["note"],
            )
            for row in csv.DictReader(lines)
        )


def compared(muscle: str, *, read: bool = True) -> tuple[Measured, ...]:
    """Rows of a muscle that have a computed demand beside them; read: only numbers that were seen in their source."""
    return tuple(row for row in measured() if row.muscle == muscle and row.exercise and (row.read or not read))


def computed(row: Measured) -> Span:
    """The computed demand on the row's muscle in the row's exercise, share of 1."""
    return _demand(row.exercise, row.flexion_deg).of(row.muscle)


def _demand(name: str, flexion_deg: float) -> Demand:
    own = exercise_named(name).posture_deg.get("hip_flexion", 0.0)
    return _worked_out(name, 0.0 if isnan(flexion_deg) else flexion_deg - own)


@cache
def _worked_out(name: str, more_flexion_deg: float) -> Demand:
    return worked_out(bent(exercise_named(name), more_flexion_deg))


def bent(exercise: Exercise, more_deg: float) -> Exercise:
    """The exercise with the hip bent by so much more all the time."""
    moves = dict(exercise.moves)
    if "hip_flexion" in moves:
        low, high = moves["hip_flexion"]
        moves["hip_flexion"] = (low + more_deg, high + more_deg)
    posture = dict(exercise.posture_deg)
    posture["hip_flexion"] = posture.get("hip_flexion", 0.0) + more_deg
    return replace(exercise, moves=MappingProxyType(moves), posture_deg=MappingProxyType(posture))


def rank_correlation(pairs: Sequence[Measured]) -> float:
    """Spearman's rank correlation of computed and measured, over rows; nan below three."""
    from scipy.stats import spearmanr

    if len(pairs) < 3:
        return nan
    found = spearmanr([row.percent for row in pairs], [computed(row).nominal for row in pairs])
    return float(found.statistic)


def tensor_index(name: str) -> float:
    """The gluteal-to-tensor index of Selkowitz 2013 on computed shares, percent.

    ((medius / tensor) medius + (maximus / tensor) maximus) / 2; theirs takes the upper part of maximus, ours all of it.
    """
    demand = _demand(name, nan)
    medius, maximus, tensor = (
        100.0 * demand.of(muscle).nominal for muscle in ("gluteus_medius", "gluteus_maximus", "tensor_fasciae_latae")
    )
    return 0.5 * (medius**2 + maximus**2) / tensor
