"""Claim 103: piriformis turns the thigh inward from about 60 to 90 degrees of flexion on."""

import numpy as np

from trochanter.core.arrays import Floats
from trochanter.mechanics.claims.arms import INWARD, OUTWARD, arm_mm, at_flexions
from trochanter.mechanics.claims.check import HIP, Check
from trochanter.mechanics.claims.finding import Finding, Number, Verdict, all_of, judged
from trochanter.mechanics.claims.hip import ROTATION, Range, flexions, ranged
from trochanter.mechanics.claims.material import Material

MUSCLE = "piriformis"
CLAIMED_DEG = (60.0, 90.0)
GRID = flexions(*range(-20, 121, 5))


def crossing_deg(material: Material, word: str = MUSCLE) -> Range:
    """Flexion at which a rotation arm first turns from outward to inward (1,); the grid's ends if it does not."""
    look = material.hip.look([word], GRID)
    flexion = np.array([posture[0] for posture in GRID])
    found = np.array([_first(flexion, row) for row in look.arm_m[..., ROTATION] @ look.weight])
    return ranged(found[:, None], look.samples)


def _first(flexion: Floats, arm: Floats) -> float:
    (at,) = np.nonzero((arm[:-1] < 0.0) & (arm[1:] >= 0.0))
    if not len(at):
        return float(flexion[0] if arm[0] >= 0.0 else flexion[-1])
    k = int(at[0])
    return float(flexion[k] + (flexion[k + 1] - flexion[k]) * arm[k] / (arm[k] - arm[k + 1]))


def _within(found: Range) -> Verdict:
    low, high = CLAIMED_DEG
    if found.low[0] >= low and found.high[0] <= high:
        return Verdict.SUPPORTED
    apart = found.high[0] < low or found.low[0] > high
    return Verdict.CONTRADICTED if apart else Verdict.CONTESTED


def _run(material: Material) -> Finding:
    straight, bent = arm_mm(material, MUSCLE, OUTWARD, flexions(0)), arm_mm(material, MUSCLE, INWARD, flexions(90))
    crossing = crossing_deg(material)
    changes = all_of([judged(found.low, found.high) for found in (straight, bent)])
    words = (
        "That it turns outward when the hip is straight and inward at 90 degrees of flexion is "
        f"{'sure' if changes is Verdict.SUPPORTED else 'not sure'} in this model, whose path was chosen to give the "
        "two arms that a cadaver study published. At which angle it changes is less so: the range over attachments "
        "and other published paths is wide, and the change is gradual, so that a sharp angle says too much."
    )
    value, low, high = (float(v[0]) for v in (crossing.value, crossing.low, crossing.high))
    numbers = (
        Number("flexion at which it changes", value, low, high, "degrees"),
        *at_flexions("outward arm", straight, flexions(0), 0),
        *at_flexions("inward arm", bent, flexions(90), 90),
    )
    return Finding(all_of([changes, _within(crossing)]), numbers, words)


CHECK = Check(103, "Does it turn outward when straight and inward at 90, and change between 60 and 90?", (HIP,), _run)
