"""Claim 13: obturator internus turns outward when the hip is straight, and moves it sideways when it is bent."""

from trochanter.mechanics.claims.arms import OUTWARD, SIDEWAYS, arm_mm, at_flexions, stretch_deg
from trochanter.mechanics.claims.check import HIP, Check
from trochanter.mechanics.claims.finding import Finding, all_of, judged
from trochanter.mechanics.claims.hip import WHOLE_RANGE, flexions
from trochanter.mechanics.claims.material import Material

MUSCLE = "obturator_internus"
STRAIGHT, BENT = flexions(-20, -10, 0, 10), flexions(60, 70, 80, 90)


def _run(material: Material) -> Finding:
    straight, bent = arm_mm(material, MUSCLE, OUTWARD, STRAIGHT), arm_mm(material, MUSCLE, SIDEWAYS, BENT)
    outward, sideways = (arm_mm(material, MUSCLE, way, WHOLE_RANGE) for way in (OUTWARD, SIDEWAYS))
    words = (
        "Both halves are checked where they are said to hold. What the sentence leaves out: it turns outward for "
        f"sure over {stretch_deg(outward.low, WHOLE_RANGE) or 'no posture'}, not only when straight, and moves the "
        f"thigh sideways for sure over {stretch_deg(sideways.low, WHOLE_RANGE) or 'no posture'}."
    )
    numbers = (
        *at_flexions("outward arm", outward, WHOLE_RANGE, 0, 60, 90),
        *at_flexions("sideways arm", sideways, WHOLE_RANGE, 0, 60, 90),
    )
    verdict = all_of([judged(found.low, found.high) for found in (straight, bent)])
    return Finding(verdict, numbers, words)


CHECK = Check(13, "Does it turn outward at −20 to 10 degrees, and move the thigh sideways at 60 to 90?", (HIP,), _run)
