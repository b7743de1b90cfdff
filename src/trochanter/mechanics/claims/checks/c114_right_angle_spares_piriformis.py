"""Claim 114: turning out with the hip bent to 90 degrees leaves piriformis out."""

from trochanter.mechanics.claims.arms import OUTWARD, arm_mm, number
from trochanter.mechanics.claims.check import HIP, HOLD, Check
from trochanter.mechanics.claims.finding import Finding
from trochanter.mechanics.claims.held import share_number, spared, turning_out_on_the_side
from trochanter.mechanics.claims.hip import flexions
from trochanter.mechanics.claims.material import Material

MUSCLE = "piriformis"
FLEXIONS = (0.0, 60.0, 90.0)


def _run(material: Material) -> Finding:
    found = {degrees: turning_out_on_the_side(material, degrees) for degrees in FLEXIONS}
    arm = arm_mm(material, MUSCLE, OUTWARD, flexions(0.0, 90.0))
    words = (
        "Turning the lower leg out on the side, against its own weight: with the hip at a right angle load sharing "
        "asks nothing of piriformis, for there it would turn the thigh in; with a straight hip it takes part. The "
        "work goes to quadratus femoris, obturator externus and internus. Its path was chosen to give "
        "the arms at 0 and 90 degrees that a cadaver study published. Whether sparing it helps anybody is not computed."
    )
    numbers = tuple(
        share_number(f"{muscle.replace('_', ' ')}, hip at {degrees:g} degrees", found[degrees], muscle)
        for muscle in (MUSCLE, "obturator_internus", "quadratus_femoris", "obturator_externus")
        for degrees in FLEXIONS
    )
    arms = (number("outward arm of piriformis at 0", arm, 0, "mm"), number("outward arm at 90", arm, 1, "mm"))
    return Finding(spared(found[90.0], MUSCLE), (*numbers, *arms), words)


CHECK = Check(
    114, "Turning out on the side at 90 degrees: is less than 5 % of its most asked of piriformis?", (HIP, HOLD), _run
)
