"""Claim 107: further outward rotators are gluteus maximus, the smaller gluteals when straight, psoas, sartorius."""

from trochanter.mechanics.claims.arms import OUTWARD, Entry, entry_verdicts, number, told
from trochanter.mechanics.claims.check import HIP, Check
from trochanter.mechanics.claims.finding import Finding, listed
from trochanter.mechanics.claims.hip import WHOLE_RANGE, flexions
from trochanter.mechanics.claims.material import Material
from trochanter.mechanics.claims.torque import outward_share

STRAIGHT = flexions(-20, -10, 0, 10)
ENTRIES = (
    Entry("gluteus_maximus", "gluteus maximus", OUTWARD, WHOLE_RANGE),
    Entry("gluteus_medius", "gluteus medius (hip straight)", OUTWARD, STRAIGHT),
    Entry("gluteus_minimus", "gluteus minimus (hip straight)", OUTWARD, STRAIGHT),
    Entry("psoas", "psoas", OUTWARD, WHOLE_RANGE),
    Entry("sartorius", "sartorius", OUTWARD, WHOLE_RANGE),
)


def _run(material: Material) -> Finding:
    verdicts, numbers = entry_verdicts(material, ENTRIES)
    share = outward_share(material, "gluteus_maximus", flexions(0))
    words = (
        f"Entry by entry, with each muscle's parts taken together: {told(verdicts)} Psoas and sartorius have arms of "
        "a few millimetres, so that they are no prime rotators whichever way they turn."
    )
    numbers = (*numbers, number("gluteus maximus, share of the outward capacity in standing", share, 0, "of 1"))
    return Finding(listed(verdicts.values()), numbers, words)


CHECK = Check(107, "Does each of them turn outward in the postures that the claim gives it?", (HIP,), _run)
