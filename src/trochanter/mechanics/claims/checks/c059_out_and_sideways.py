"""Claim 59: obturator internus turns outward and moves the thigh sideways, in whatever posture."""

from trochanter.mechanics.claims.arms import OUTWARD, SIDEWAYS, arm_mm, at_flexions, stretch_deg
from trochanter.mechanics.claims.check import HIP, Check
from trochanter.mechanics.claims.finding import Finding, all_of, judged
from trochanter.mechanics.claims.hip import WHOLE_RANGE
from trochanter.mechanics.claims.material import Material

MUSCLE = "obturator_internus"


def _run(material: Material) -> Finding:
    outward, sideways = (arm_mm(material, MUSCLE, way, WHOLE_RANGE) for way in (OUTWARD, SIDEWAYS))
    words = (
        f"Outward for sure over {stretch_deg(outward.low, WHOLE_RANGE) or 'no posture'}; sideways for sure over "
        f"{stretch_deg(sideways.low, WHOLE_RANGE) or 'no posture'}. Which of the two it does depends on the posture."
    )
    numbers = (
        *at_flexions("outward arm", outward, WHOLE_RANGE, 0, 60, 120),
        *at_flexions("sideways arm", sideways, WHOLE_RANGE, 0, 60, 120),
    )
    return Finding(all_of([judged(found.low, found.high) for found in (outward, sideways)]), numbers, words)


CHECK = Check(
    59, "Does it turn outward and move sideways, from 20 degrees of extension to 120 of flexion?", (HIP,), _run
)
