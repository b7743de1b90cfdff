"""Claim 93: piriformis, gemelli, obturators, quadratus femoris are the six that turn outward."""

from trochanter.mechanics.claims.arms import OUTWARD, Entry, entry_verdicts, six_names, told
from trochanter.mechanics.claims.check import HIP, Check
from trochanter.mechanics.claims.finding import Finding, all_of
from trochanter.mechanics.claims.hip import flexions
from trochanter.mechanics.claims.material import Material


def _run(material: Material) -> Finding:
    entries = [Entry(key, name, OUTWARD, flexions(0)) for key, name in six_names()]
    verdicts, numbers = entry_verdicts(material, entries)
    words = f"A list of names cannot be computed; that each of the six turns outward in standing can: {told(verdicts)}"
    return Finding(all_of(verdicts.values()), numbers, words)


CHECK = Check(93, "Does each of the six turn the thigh outward in standing?", (HIP,), _run)
