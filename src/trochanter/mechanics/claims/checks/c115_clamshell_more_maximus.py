"""Claim 115: the clamshell is less isolated than turning out on the side, with more gluteus maximus."""

import numpy as np

from trochanter.mechanics.claims.check import HOLD, Check
from trochanter.mechanics.claims.finding import Finding, all_of, judged
from trochanter.mechanics.claims.held import clamshell, share, share_number, turning_out_on_the_side
from trochanter.mechanics.claims.material import Material

WITHOUT_BAND, BAND_N = (0.0, 0.0, 0.0), (20.0, 5.0, 40.0)
SIDEWAYS = ("gluteus_maximus", "gluteus_medius", "tensor_fasciae_latae")


def _run(material: Material) -> Finding:
    free, banded = clamshell(material, WITHOUT_BAND), clamshell(material, BAND_N)
    out = turning_out_on_the_side(material, 60.0)
    verdicts = []
    for muscle in SIDEWAYS:
        there, here = share(out, muscle), share(free, muscle)
        verdicts.append(judged(np.asarray(here.low - there.high), np.asarray(here.high - there.low)))
    words = (
        "The clamshell lifts the whole thigh against its weight, and is above all a lift outward: gluteus maximus and "
        "medius and tensor fasciae latae do more than in turning out on the side, where the thigh lies on the mat and "
        "the deep rotators do most. Load sharing asks as much of tensor fasciae latae as of the gluteals; measured "
        "activity in living people gives it clearly less, so that number is not to be trusted."
    )
    numbers = tuple(
        share_number(f"{muscle.replace('_', ' ')}, {name}", found, muscle)
        for muscle in (*SIDEWAYS, "obturator_internus", "quadratus_femoris")
        for name, found in (("clamshell", free), ("clamshell, band of 5 to 40 N", banded), ("turning out at 60", out))
    )
    return Finding(all_of(verdicts), numbers, words)


CHECK = Check(
    115,
    "Does the clamshell ask more of gluteus maximus, medius and tensor fasciae latae than turning out on the side?",
    (HOLD,),
    _run,
)
