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

import numpy as np

from trochanter.anatomy.hip_model import hip_model
from trochanter.anatomy.muscle_names import describe
from trochanter.mechanics.holding import HIP, make_leg
from trochanter.mechanics.holding_range import HeldRange, held_range
from trochanter.plan.demand import Demand, Span
from trochanter.plan.exercise import Exercise
from trochanter.plan.library import exercise_named
from trochanter.plan.physics_loads import setting
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


def outward_Nm(name: str) -> float:
    """The minimal case of an order: the most that the hip's muscles have to hold outward (abduction) in an exercise."""
    return float(-_held(name).muscles_Nm[:, 1].min())


def index_by_hand(name: str) -> float:
    """The minimal case of the index: one equation, the hip's largest moment, and no bound on any line.

    The least sum of squared shares a under sum a m = M, with m what a line could give along that moment, is a = M m /
    sum m^2: shares go with m and know no names. The index then follows as in ``tensor_index``, of means over lines.
    """
    found = _held(name)
    k = int(np.argmax(np.linalg.norm(found.muscles_Nm, axis=1)))
    size = float(np.linalg.norm(found.muscles_Nm[k]))
    nominal = found.nominal
    could = nominal.arm_m[0, k][:, list(HIP)] @ (found.muscles_Nm[k] / size) * nominal.capacity_N[0, k]
    could = np.maximum(could, 0.0)
    share = 100.0 * size * could / float(could @ could)
    muscle = [describe(line).muscle for line in nominal.lines]
    medius, maximus, tensor = (
        float(share[[each == name for each in muscle]].mean())
        for name in ("gluteus_medius", "gluteus_maximus", "tensor_fasciae_latae")
    )
    return 0.5 * (medius**2 + maximus**2) / tensor


@cache
def _held(name: str) -> HeldRange:
    leg, exercise = make_leg(hip_model()), exercise_named(name)
    laid_out = setting(leg, exercise, np.linspace(0.0, 1.0, 7).tolist())
    return held_range(leg, laid_out.q, laid_out.loads, laid_out.props, samples=1)
