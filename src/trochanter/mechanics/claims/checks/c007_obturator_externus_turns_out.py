"""Claim 7: obturator externus turns outward too, in some postures only."""

from trochanter.mechanics.claims.arms import OUTWARD, arm_mm, at_flexions, stretch_deg
from trochanter.mechanics.claims.check import HIP, Check
from trochanter.mechanics.claims.finding import Finding, judged
from trochanter.mechanics.claims.hip import WHOLE_RANGE
from trochanter.mechanics.claims.material import Material


def _run(material: Material) -> Finding:
    found = arm_mm(material, "obturator_externus", OUTWARD, WHOLE_RANGE)
    words = (
        f"It turns outward for sure over {stretch_deg(found.low, WHOLE_RANGE) or 'no posture'}; the arm is small "
        "where the hip is straight. What the text says of the postures contradicts itself, and is left aside."
    )
    numbers = at_flexions("outward arm", found, WHOLE_RANGE, -20, 0, 30, 60, 90, 120)
    return Finding(judged(found.low, found.high), numbers, words)


CHECK = Check(7, "Does it turn outward, from 20 degrees of extension to 120 of flexion?", (HIP,), _run)
