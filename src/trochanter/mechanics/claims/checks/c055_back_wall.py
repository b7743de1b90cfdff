"""Claim 55: obturator internus belongs to the back wall of the pelvic floor."""

from trochanter.mechanics.claims.arms import number
from trochanter.mechanics.claims.check import HIP, Check
from trochanter.mechanics.claims.finding import Finding, judged
from trochanter.mechanics.claims.material import Material
from trochanter.mechanics.claims.places import wall_facing


def _run(material: Material) -> Finding:
    sideways, forward = wall_facing(material)
    words = (
        "A back wall would face forward; the sheet between its lines faces sideways. What the muscle does for the "
        "pelvic floor cannot be told from this model, which holds none."
    )
    numbers = (
        number("facing forward or back", forward, 0, "of 1"),
        number("facing sideways", sideways, 0, "of 1"),
    )
    return Finding(judged(forward.low - sideways.high, forward.high - sideways.low), numbers, words)


CHECK = Check(
    55, "Does the sheet between its lines face forward, as a back wall would?", (HIP,), _run, by_construction=True
)
