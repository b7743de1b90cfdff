"""Claim 122: each of the six is small; together they matter."""

import numpy as np

from trochanter.mechanics.claims.arms import count, number, six_names
from trochanter.mechanics.claims.check import HIP, Check
from trochanter.mechanics.claims.finding import Finding, Number, Verdict
from trochanter.mechanics.claims.hip import flexions
from trochanter.mechanics.claims.material import Material
from trochanter.mechanics.claims.torque import outward_share

BESIDE = "gluteus_minimus"


def _run(material: Material) -> Finding:
    each = {name: material.hip.forces_N(key) for key, name in six_names()}
    together, beside = material.hip.forces_N("deep"), material.hip.forces_N(BESIDE)
    shares = [outward_share(material, key, flexions(0)) for key, _ in six_names()]
    joint = outward_share(material, "deep", flexions(0))
    small = max(float(share.high[0]) for share in shares)
    numbers: list[Number] = [number(f"{name}, greatest force", found, 0, "N") for name, found in each.items()]
    numbers += [
        number("all six, greatest force", together, 0, "N"),
        number("gluteus minimus, greatest force", beside, 0, "N"),
        number("all six, share of the outward capacity in standing", joint, 0, "of 1"),
        count("the largest share that any one of them can have", small, "of 1"),
    ]
    words = (
        f"Of all that could turn the thigh outward in standing no single one holds more than {100.0 * small:.0f} %, "
        f"whatever the parameter set; all six together hold {100.0 * joint.low[0]:.0f} to {100.0 * joint.high[0]:.0f} "
        "%. The smallest of these sets was measured in cadavers, and stands beside gluteals that were not."
    )
    return Finding(_verdict(small, float(joint.low[0])), tuple(numbers), words)


def _verdict(largest_of_one: float, least_of_all: float) -> Verdict:
    """Small: no single one can hold a quarter; many: together they hold at least that, whatever the range."""
    quarter = 0.25
    if largest_of_one < quarter <= least_of_all:
        return Verdict.SUPPORTED
    return Verdict.CONTRADICTED if np.isclose(least_of_all, 0.0) else Verdict.CONTESTED


CHECK = Check(122, "Does no single one hold a quarter of the outward capacity in standing, and all together that much?",
              (HIP,), _run)  # fmt: skip
