"""Claim 152: usual hip work such as clamshells aims at the outward rotators."""

import numpy as np

from trochanter.mechanics.claims.arms import count
from trochanter.mechanics.claims.check import HOLD, Check
from trochanter.mechanics.claims.finding import Finding, judged
from trochanter.mechanics.claims.held import clamshell, share_number, turning_out_on_the_side
from trochanter.mechanics.claims.hip import ROTATION
from trochanter.mechanics.claims.material import Material

WITHOUT_BAND = (0.0, 0.0, 0.0)


def _run(material: Material) -> Finding:
    found, out = clamshell(material, WITHOUT_BAND), turning_out_on_the_side(material, 60.0)
    resting, lifted = found.muscles_Nm[:, ROTATION], found.demand_Nm[:, ROTATION]
    outward = np.array([-np.maximum(resting, lifted).max(), -np.minimum(resting, lifted).min()])
    words = (
        "Computed for the clamshell alone, of which the knee's way outward looks like turning. The weight of the lower "
        "leg turns the thigh outward by itself, so muscles would have to turn it inward if the foot were just off the "
        "other one; with the foot resting there next to no turning is left. What has to be done is to lift the thigh "
        "sideways, and in a bent hip obturator internus and piriformis can: that is why they take part. A band at the "
        "knees adds to the lift, not to the turning. Side steps and pigeon are not computed: what the floor does is "
        "not known."
    )
    numbers = (
        count("outward turning by muscles, foot resting, most", float(-resting.min()), "N m"),
        count("outward turning by muscles, foot just lifted, most", float(-lifted.min()), "N m"),
        count("outward turning by muscles, turning out on the side", float(-out.muscles_Nm[:, ROTATION].min()), "N m"),
        share_number("obturator internus, clamshell", found, "obturator_internus"),
        share_number("gluteus medius, clamshell", found, "gluteus_medius"),
        share_number("tensor fasciae latae, clamshell", found, "tensor_fasciae_latae"),
    )
    return Finding(judged(outward[:1], outward[1:]), numbers, words)


CHECK = Check(152, "Do muscles have to turn the thigh outward in a clamshell?", (HOLD,), _run)
