"""Parameter sets of the deep hip rotators and pectineus: what published cross-sections and fibre lengths make of them.

Force F = specific tension x strength factor x share x cross-section. Tendon slack length, with the cadaver posture
assumed neutral: L - l_opt (s / 2.7 um) cos(p), L the neutral path length, s the sarcomere length, p the pennation,
but at least 5 % of L. On a scaled body the optimal fibre length grows with the neutral path length.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from trochanter.anatomy.body import Body
from trochanter.anatomy.lines import deep_stems
from trochanter.anatomy.neutral import neutral_lengths
from trochanter.anatomy.rows import Row, rows
from trochanter.core.arrays import Floats, Ints, frozen
from trochanter.core.errors import MissingInput, UnknownName
from trochanter.core.quality import Notice
from trochanter.core.sides import SIDES

NOMINAL_SET = "young"
OPTIMAL_SARCOMERE_UM = 2.7
TENDON_FLOOR = 0.05
_NOTICE_CODES = ("deep-set", "fiber-length-substituted", "tendon-floor")


@dataclass(frozen=True, slots=True)
class LineParameters:
    """One line in one set: force, fibre at the hip model's size, sarcomere length over 2.7 um; what was substituted."""

    max_isometric_force_N: float
    optimal_fiber_length_m: float
    pennation_rad: float
    neutral_fiber_norm: float
    substitution: str = ""


def deep_sets() -> tuple[str, ...]:
    """Names of the parameter sets; 'young' is the nominal one."""
    return tuple(row["set"] for row in rows("deep_sets"))


@cache
def set_parameters(set_name: str) -> Mapping[str, LineParameters]:
    """Parameters of every deep line (name without side) in a set; raises UnknownName."""
    scale = next((row for row in rows("deep_sets") if row["set"] == set_name), None)
    if scale is None:
        raise UnknownName("parameter set of the deep rotators", set_name, deep_sets())
    facts = {(row["study"], row["muscle"], row["quantity"]): float(row["value"]) for row in _facts()}
    stress = float(scale["specific_tension_N_per_cm2"]) * float(scale["strength_factor"])
    return {row["line"]: _line(row, facts, stress) for row in rows("deep_six_sets") if row["set"] == set_name}


@cache
def _facts() -> tuple[Row, ...]:
    return rows("deep_six_architecture")


def _line(row: Row, facts: Mapping[tuple[str, str, str], float], stress_N_cm2: float) -> LineParameters:
    def fact(study: str, quantity: str) -> float:
        own = facts.get((study, row["line"], quantity))
        return facts[(study, row["muscle"], quantity)] if own is None else own

    fiber_cm, area_cm2 = fact(row["fiber_study"], "fiber_length"), fact(row["pcsa_study"], "pcsa")
    measured_cm = fact(row["set_fiber_study"], "fiber_length")
    detail = row["pennation_and_sarcomere_study"]
    substitution = "" if fiber_cm == measured_cm else f"{10 * fiber_cm:.1f} mm instead of {10 * measured_cm:.1f} mm"
    return LineParameters(
        max_isometric_force_N=stress_N_cm2 * float(row["pcsa_share"]) * area_cm2,
        optimal_fiber_length_m=fiber_cm / 100.0,
        pennation_rad=float(np.radians(fact(detail, "pennation"))),
        neutral_fiber_norm=fact(detail, "sarcomere_length") / OPTIMAL_SARCOMERE_UM,
        substitution=substitution,
    )


def apply_set(body: Body, set_name: str, reference_m: Mapping[str, float]) -> Body:
    """``body`` with the deep lines' force, fibre, tendon and pennation of a set; a pectineus of the model's own stays.

    ``reference_m``: neutral path length of each line in the hip model. Raises UnknownName for an unknown set,
    MissingInput where the body lacks one of the lines.
    """
    chosen = set_parameters(set_name)
    index = {f"{stem}_{side}": stem for side in SIDES for stem in described_stems(body.muscles.names)}
    missing = [name for name in index if name not in body.muscles.names]
    if missing:
        raise MissingInput(
            f"the model has no muscle line '{missing[0]}', which the parameter sets describe",
            where=body.name,
            valid="a model with all deep rotator lines, such as the built-in hip model",
            next_step="add the deep rotators to the model first",
        )
    at = np.array([body.muscle(name) for name in index])
    lengths = neutral_lengths(body, at.tolist())
    lines = [chosen[stem] for stem in index.values()]
    growth = lengths / np.array([reference_m[stem] for stem in index.values()])
    optimal = growth * np.array([line.optimal_fiber_length_m for line in lines])
    pennation = np.array([line.pennation_rad for line in lines])
    norm = np.array([line.neutral_fiber_norm for line in lines])
    tendon = lengths - optimal * norm * np.cos(pennation)
    floored = tendon < TENDON_FLOOR * lengths
    muscles = replace(
        body.muscles,
        max_isometric_force_N=_put(
            body.muscles.max_isometric_force_N, at, np.array([line.max_isometric_force_N for line in lines])
        ),
        optimal_fiber_length_m=_put(body.muscles.optimal_fiber_length_m, at, optimal),
        tendon_slack_length_m=_put(
            body.muscles.tendon_slack_length_m, at, np.where(floored, TENDON_FLOOR * lengths, tendon)
        ),
        pennation_rad=_put(body.muscles.pennation_rad, at, pennation),
    )
    kept = tuple(notice for notice in body.notices if notice.code not in _NOTICE_CODES)
    floor_names = [name for name, low in zip(index, floored, strict=True) if low]
    return replace(body, muscles=muscles, notices=(*kept, *_notices(set_name, floor_names)))


def described_stems(muscles: Collection[str]) -> tuple[str, ...]:
    """Lines (without side) that the sets describe, but for those that models of the family have themselves."""
    for row in rows("model_families"):
        if all(f"{stem}_{side}" in muscles for stem in row["recognised_by"].split() for side in SIDES):
            return tuple(stem for stem in deep_stems() if stem not in row["keeps"].split())
    return deep_stems()


def _put(values: Floats, at: Ints, new: Floats) -> Floats:
    changed = values.copy()
    changed[at] = new
    return frozen(changed)


def _notices(set_name: str, floored: list[str]) -> list[Notice]:
    found = [Notice("deep-set", f"the deep rotators have the parameter set '{set_name}'")]
    for line, values in set_parameters(set_name).items():
        if values.substitution:
            text = f"set '{set_name}', {line}: fibre length {values.substitution}, with which the line would leave 0.6 "
            found.append(Notice("fiber-length-substituted", f"{text}to 1.4 fibre lengths in running", line))
    if floored:
        text = f"the rule would make the tendon shorter than {TENDON_FLOOR:.0%} of the path: that much is kept for "
        found.append(Notice("tendon-floor", text + ", ".join(floored)))
    return found
