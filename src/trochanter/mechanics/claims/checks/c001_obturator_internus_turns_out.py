"""Claim 1: obturator internus is small, steadies the hip, and mainly turns the thigh outward."""

from trochanter.mechanics.claims.arms import OUTWARD, arm_mm, at_flexions, number, stretch_deg
from trochanter.mechanics.claims.check import HIP, Check
from trochanter.mechanics.claims.finding import Finding, judged
from trochanter.mechanics.claims.hip import ADDUCTION, FLEXION, WHOLE_RANGE, Range, ranged
from trochanter.mechanics.claims.material import Material

MUSCLE, CLAIM = "obturator_internus", 1


def _margin(material: Material) -> Range:
    """By how much its outward arm exceeds its arms about the two other axes, millimetres."""
    look = material.hip.look([MUSCLE], WHOLE_RANGE)
    arm = 1000.0 * (look.arm_m.swapaxes(2, 3) @ look.weight)
    others = abs(arm[..., [FLEXION, ADDUCTION]]).max(axis=-1)
    return ranged(-arm[..., 2] - others, look.samples)


def _run(material: Material) -> Finding:
    outward, margin = arm_mm(material, MUSCLE, OUTWARD, WHOLE_RANGE), _margin(material)
    force, gluteals = (material.hip.forces_N(word) for word in (MUSCLE, "gluteal"))
    where = stretch_deg(margin.low, WHOLE_RANGE) or "no posture for sure"
    words = (
        f"Its outward arm is larger than its other two arms for sure over {where}; it turns outward at all for sure "
        f"over {stretch_deg(outward.low, WHOLE_RANGE) or 'no posture'}. In deeper flexion its largest action is "
        "another one. That it steadies the joint is looked at in claims 60 and 102."
    )
    numbers = (
        *at_flexions("outward arm", outward, WHOLE_RANGE, 0, 60, 90, 120),
        number("greatest force", force, 0, "N"),
        number("greatest force of all gluteals", gluteals, 0, "N"),
    )
    return Finding(judged(margin.low, margin.high), numbers, words)


CHECK = Check(
    CLAIM, "Is turning outward the largest of its three actions, from 20 degrees of extension to 120 of flexion?",
    (HIP,), _run,
)  # fmt: skip
