"""Claim 36: lying on the back, the deep muscle of the bent leg is tensed without hip flexors and thigh."""

from trochanter.mechanics.claims.check import HOLD, Check
from trochanter.mechanics.claims.finding import Finding, all_of
from trochanter.mechanics.claims.held import pushing_out_lying, share_number, spared
from trochanter.mechanics.claims.material import Material

LIGHT_NM = (5.0, 2.0, 10.0)
LEFT_OUT = ("iliacus", "psoas", "rectus_femoris", "sartorius")
SHOWN = ("obturator_internus", "quadratus_femoris", "gluteus_maximus", "biceps_femoris_long")


def _run(material: Material) -> Finding:
    found = pushing_out_lying(material, LIGHT_NM)
    words = (
        "To turn the thigh outward lightly, with the foot on the floor and the knee held by nothing else, the cheapest "
        "division of work hardly needs iliacus and psoas; rectus femoris and the hamstrings come in as the effort "
        "grows, because they steady what the others do besides. Obturator internus is never alone: quadratus femoris "
        "works beside it. How hard anybody presses, and whether somebody can tense one muscle at will, is not computed."
    )
    numbers = tuple(share_number(f"{m.replace('_', ' ')}, share of its most", found, m) for m in (*LEFT_OUT, *SHOWN))
    return Finding(all_of(spared(found, m) for m in LEFT_OUT), numbers, words)


CHECK = Check(
    36, "Can the bent leg be turned outward lightly (2 to 10 N m) with less than 5 % of each hip flexor?", (HOLD,), _run
)
