"""Claim 14: when the leg lands in running, obturator internus first gives force and then absorbs it."""

import numpy as np

from trochanter.anatomy.norms import POOLED
from trochanter.mechanics.claims.arms import number
from trochanter.mechanics.claims.check import BAND, HIP, Check
from trochanter.mechanics.claims.finding import Finding, all_of, judged
from trochanter.mechanics.claims.hip import MM, Range, ranged
from trochanter.mechanics.claims.material import Material

MUSCLE = "obturator_internus"
REACHING, LANDING = (85, 100), (0, 12)  # per cent of the stride


def _change_mm(material: Material, lab: str, span: tuple[int, int]) -> Range:
    """By how much longer it is at the end of a stretch of a laboratory's mean stride than at its start."""
    angles = np.degrees(material.bands[lab].mean_rad[list(span)])
    (a, b, c), (d, e, f) = angles.tolist()
    look = material.hip.look([MUSCLE], ((a, b, c), (d, e, f)))
    length = MM * look.length_m @ look.weight
    return ranged(length[:, 1:] - length[:, :1], look.samples)


def _run(material: Material) -> Finding:
    labs = [lab for lab in material.bands if lab != POOLED]
    reaching = {lab: _change_mm(material, lab, REACHING) for lab in labs}
    landing = {lab: _change_mm(material, lab, LANDING) for lab in labs}
    parts = [judged(-found.high, -found.low) for found in reaching.values()]
    parts += [judged(found.low, found.high) for found in landing.values()]
    words = (
        "Giving force while moving means to shorten, absorbing it means to lengthen. Over the mean stride of two "
        "laboratories the muscle's length changes by a few millimetres before and after contact; the numbers say "
        "which way. How hard it pulls meanwhile nobody has recorded."
    )
    numbers = [number(f"{lab}, 85 to 100 % of the stride", found, 0, "mm longer") for lab, found in reaching.items()]
    numbers += [number(f"{lab}, 0 to 12 % of the stride", found, 0, "mm longer") for lab, found in landing.items()]
    return Finding(all_of(parts), tuple(numbers), words)


CHECK = Check(14, "Does it shorten while the leg reaches forward, and lengthen in landing?", (HIP, BAND), _run)
