"""Claim 8: obturator internus makes up part of the side wall of the pelvis."""

from trochanter.mechanics.claims.arms import number
from trochanter.mechanics.claims.check import HIP, Check
from trochanter.mechanics.claims.finding import Finding, judged
from trochanter.mechanics.claims.material import Material
from trochanter.mechanics.claims.places import wall_facing


def _run(material: Material) -> Finding:
    sideways, forward = wall_facing(material)
    words = (
        "The sheet between its lines faces sideways far more than forward or back: a side wall. Whether a muscle of "
        "that wall counts as one of the pelvic floor is a matter of names; the model holds no pelvic floor."
    )
    numbers = (
        number("facing sideways", sideways, 0, "of 1"),
        number("facing forward or back", forward, 0, "of 1"),
    )
    return Finding(judged(sideways.low - forward.high, sideways.high - forward.low), numbers, words)


CHECK = Check(8, "Does the sheet between its lines face sideways?", (HIP,), _run, by_construction=True)
