"""Claim 132: seven muscles turn the thigh inward."""

from trochanter.mechanics.claims.arms import INWARD, Entry, entry_verdicts, told
from trochanter.mechanics.claims.check import HIP, Check
from trochanter.mechanics.claims.finding import Finding, listed
from trochanter.mechanics.claims.hip import WHOLE_RANGE, flexions
from trochanter.mechanics.claims.material import Material

ENTRIES = (
    Entry("tensor_fasciae_latae", "tensor fasciae latae", INWARD, WHOLE_RANGE),
    Entry("gluteus_minimus", "gluteus minimus", INWARD, WHOLE_RANGE),
    Entry("glmed1", "front gluteus medius", INWARD, WHOLE_RANGE),
    Entry("adductor_brevis", "adductor brevis", INWARD, WHOLE_RANGE),
    Entry("addmagIsch", "hamstring part of adductor magnus", INWARD, WHOLE_RANGE),
    Entry("gracilis", "gracilis", INWARD, WHOLE_RANGE),
    Entry("piriformis", "piriformis beyond 60 degrees", INWARD, flexions(60, 70, 80, 90, 100, 110, 120)),
)


def _run(material: Material) -> Finding:
    verdicts, numbers = entry_verdicts(material, ENTRIES)
    words = (
        "Entry by entry, from 20 degrees of extension to 120 of flexion where the claim names no posture: "
        f"{told(verdicts)} Arms of a few millimetres, as those of the adductors and gracilis, say little either way."
    )
    return Finding(listed(verdicts.values()), numbers, words)


CHECK = Check(132, "Does each of the seven turn inward in the postures that the claim gives it?", (HIP,), _run)
