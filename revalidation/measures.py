"""What a row of ``published.csv`` can ask of the project, by the name in its column ``measure``.

Arguments are words: lines or muscles (several joined by '+'), an axis, postures as flexion, adduction and internal
rotation in degrees. Arms and lengths in mm, flexion, adduction and internal rotation positive.
"""

from collections.abc import Callable, Mapping

import numpy as np

from revalidation.hips import (
    Posture,
    arms_at_mm,
    inward_capacity_Nm,
    lengthening_mm,
    lines_of,
    outward_capacity_Nm,
    stance_force_N_kg,
    swing_force_N_kg,
)
from trochanter.anatomy.deep_sets import set_parameters
from trochanter.anatomy.muscle_names import describe
from trochanter.anatomy.rows import rows
from trochanter.core.arrays import Floats

ROTATIONS_DEG = np.linspace(-30.0, 30.0, 61)
GROUP = (
    ("piriformis",),
    ("obturator_internus", "gemellus_superior", "gemellus_inferior"),
    ("obturator_externus",),
    ("quadratus_femoris",),
)


def _posture(words: list[str]) -> Posture:
    flexion, adduction, rotation = (float(word) for word in words)
    return flexion, adduction, rotation


def _arms(muscles: str, axis: str, words: list[str]) -> Floats:
    found: Floats = arms_at_mm(axis, lines_of(*muscles.split("+")), [_posture(words)])[0]
    return found


def _arm(line: str, axis: str, *words: str) -> float:
    return float(arms_at_mm(axis, [line], [_posture(list(words))])[0, 0])


def _relative_change(line: str, axis: str) -> float:
    first, last = arms_at_mm(axis, [line], [(0.0, 0.0, 0.0), (90.0, 0.0, 0.0)])[:, 0]
    return float((last - first) / first)


def _mean_rotation_arm(muscle: str) -> float:
    return float(arms_at_mm("rotation", lines_of(muscle), [(0.0, 0.0, float(r)) for r in ROTATIONS_DEG]).mean())


def _outward_lead(muscles: str, *flexions: str) -> float:
    """Least, over the flexions, of a muscle's outward capacity over that of the strongest other of the group."""
    angles, own = [float(word) for word in flexions], tuple(muscles.split("+"))
    others = np.array([outward_capacity_Nm(group, angles) for group in GROUP if group != own])
    return float((outward_capacity_Nm(own, angles) / others.max(axis=0)).min())


def _set_area(set_name: str, muscles: str) -> float:
    """Cross-section that a set's forces stand for, cm2."""
    scale = next(row for row in rows("deep_sets") if row["set"] == set_name)
    stress_N_cm2 = float(scale["specific_tension_N_per_cm2"]) * float(scale["strength_factor"])
    wanted = muscles.split("+")
    chosen = [p for stem, p in set_parameters(set_name).items() if describe(f"{stem}_r").muscle in wanted]
    return sum(p.max_isometric_force_N for p in chosen) / stress_N_cm2


def _capacity_ratio(_direction: str, first: str, last: str) -> float:
    start, end = inward_capacity_Nm([float(first), float(last)])
    return float(end / start)


MEASURES: Mapping[str, Callable[..., float]] = {
    "arm": _arm,
    "mean_arm": lambda muscles, axis, *words: float(_arms(muscles, axis, list(words)).mean()),
    "greatest_arm": lambda muscles, axis, *words: float(_arms(muscles, axis, list(words)).max()),
    "least_arm": lambda muscles, axis, *words: float(_arms(muscles, axis, list(words)).min()),
    "relative_change": _relative_change,
    "mean_rotation_arm": _mean_rotation_arm,
    "outward_lead": _outward_lead,
    "lengthening": lambda muscle, *words: lengthening_mm(muscle, _posture(list(words[:3])), _posture(list(words[3:]))),
    "set_area": _set_area,
    "stance_force": stance_force_N_kg,
    "swing_force": lambda muscle, first, last: swing_force_N_kg(muscle, float(first), float(last)),
    "capacity_ratio": _capacity_ratio,
}
