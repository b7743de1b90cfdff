"""Claim 28: a pelvis tipped forward can shorten obturator internus."""

from trochanter.mechanics.claims.arms import number
from trochanter.mechanics.claims.check import HIP, Check
from trochanter.mechanics.claims.finding import Finding, Verdict, judged
from trochanter.mechanics.claims.hip import MM, flexions, ranged
from trochanter.mechanics.claims.material import Material

# A pelvis that tips forward over standing thighs bends the hips by as much.
TILTS = flexions(0, 5, 10, 15, 20)


def _run(material: Material) -> Finding:
    look = material.hip.look(["obturator_internus"], TILTS)
    length = MM * look.length_m @ look.weight
    longer = ranged(length[:, 1:] - length[:, :1], look.samples)
    verdict = judged(-longer.high, -longer.low)
    unsure = "too little to tell the direction" if verdict is Verdict.CONTESTED else "as the numbers say"
    words = (
        "Tipping the pelvis forward over standing thighs bends both hips. In the model that changes the muscle's "
        f"length {unsure}. Rotation of the thighs, the softness of the tissue and the months of a pregnancy are not "
        "in the model."
    )
    numbers = tuple(number(f"pelvis {TILTS[k + 1][0]:g} degrees forward", longer, k, "mm longer") for k in (0, 1, 3))
    return Finding(verdict, numbers, words)


CHECK = Check(28, "Is the muscle shorter with the pelvis 5 to 20 degrees further forward?", (HIP,), _run)
