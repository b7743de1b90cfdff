"""Claim 60: obturator internus steadies pelvis and hip with other muscles."""

from trochanter.mechanics.claims.arms import number
from trochanter.mechanics.claims.check import BAND, HIP, Check
from trochanter.mechanics.claims.finding import Finding, judged
from trochanter.mechanics.claims.material import Material
from trochanter.mechanics.claims.socket import press, running_postures


def _run(material: Material) -> Finding:
    where = running_postures(material)
    found = press(material, "obturator_internus", where).into
    least = int(found.low.argmin())
    words = (
        "Over the mean stride of runners most of its pull presses the head into the socket, which is what a "
        "steadying muscle does for the joint. Keeping a person upright and balanced takes a whole body and nerves, "
        "which are not decided here."
    )
    numbers = (
        number("pressing in, at contact", found, 0, "of its pull"),
        number(f"pressing in where it is least, at {5 * least} % of the stride", found, least, "of its pull"),
    )
    return Finding(judged(found.low, found.high), numbers, words)


CHECK = Check(
    60, "Does its pull press the head into the socket at every instant of a running stride?", (HIP, BAND), _run
)
