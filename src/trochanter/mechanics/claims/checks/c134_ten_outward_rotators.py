"""Claim 134: ten muscles turn the thigh outward."""

from trochanter.mechanics.claims.arms import OUTWARD, Entry, entry_verdicts, told
from trochanter.mechanics.claims.check import HIP, Check
from trochanter.mechanics.claims.finding import Finding, listed
from trochanter.mechanics.claims.hip import WHOLE_RANGE, flexions
from trochanter.mechanics.claims.material import Material

ENTRIES = (
    Entry("gluteus_maximus", "gluteus maximus", OUTWARD, WHOLE_RANGE),
    Entry("glmed3", "back gluteus medius", OUTWARD, WHOLE_RANGE),
    Entry("addmagProx", "adductor part of adductor magnus", OUTWARD, WHOLE_RANGE),
    Entry("adductor_longus", "adductor longus", OUTWARD, WHOLE_RANGE),
    Entry("piriformis", "piriformis up to 60 degrees", OUTWARD, flexions(-20, -10, 0, 10, 20, 30, 40, 50, 60)),
    Entry("quadratus_femoris", "quadratus femoris", OUTWARD, WHOLE_RANGE),
    Entry("obturator_internus", "obturator internus", OUTWARD, WHOLE_RANGE),
    Entry("obturator_externus", "obturator externus", OUTWARD, WHOLE_RANGE),
    Entry("gemellus_superior", "gemellus superior", OUTWARD, WHOLE_RANGE),
    Entry("gemellus_inferior", "gemellus inferior", OUTWARD, WHOLE_RANGE),
)


def _run(material: Material) -> Finding:
    verdicts, numbers = entry_verdicts(material, ENTRIES)
    words = (
        "Entry by entry, from 20 degrees of extension to 120 of flexion where the claim names no posture: "
        f"{told(verdicts)}"
    )
    return Finding(listed(verdicts.values()), numbers, words)


CHECK = Check(134, "Does each of the ten turn outward in the postures that the claim gives it?", (HIP,), _run)
