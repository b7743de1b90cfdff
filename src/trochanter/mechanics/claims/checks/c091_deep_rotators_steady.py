"""Claim 91: the deep rotators matter much for steadiness and movement of hip and pelvis."""

from trochanter.mechanics.claims.arms import number
from trochanter.mechanics.claims.check import BAND, HIP, Check
from trochanter.mechanics.claims.finding import Finding, Number, judged
from trochanter.mechanics.claims.hip import flexions
from trochanter.mechanics.claims.material import Material
from trochanter.mechanics.claims.socket import press, running_postures
from trochanter.mechanics.claims.torque import outward_share


def _run(material: Material) -> Finding:
    where = running_postures(material)
    deep = press(material, "deep", where).into
    least = int(deep.low.argmin())
    shares = {angle: outward_share(material, "deep", flexions(angle)) for angle in (0, 45, 90)}
    words = (
        "All through a running stride their joint pull presses the head into the socket, and they hold a good part "
        "of what could turn the thigh outward; how large a part hangs on the parameter set and the posture. That "
        "they could is not that they do: importance in daily life is not decided by this."
    )
    numbers: list[Number] = [
        number(f"pressing in where it is least, at {5 * least} % of the stride", deep, least,
               "of its pull"),
    ]  # fmt: skip
    numbers += [
        number(f"share of all outward capacity at {angle} degrees of flexion", found, 0, "of 1")
        for angle, found in shares.items()
    ]
    return Finding(judged(deep.low, deep.high), tuple(numbers), words)


CHECK = Check(
    91, "Do they press the head in over a stride, and how much of the outward capacity is theirs?", (HIP, BAND), _run
)
