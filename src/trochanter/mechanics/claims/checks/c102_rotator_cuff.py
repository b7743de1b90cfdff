"""Claim 102: the deep rotators are to the hip what the rotator cuff is to the shoulder."""

from collections.abc import Mapping

from trochanter.mechanics.claims.arms import number, six_names, told
from trochanter.mechanics.claims.check import BAND, HIP, Check
from trochanter.mechanics.claims.finding import Finding, Number, Verdict, judged, listed
from trochanter.mechanics.claims.hip import Range
from trochanter.mechanics.claims.material import Material
from trochanter.mechanics.claims.socket import Press, press, running_postures

LARGE = (("gluteus_maximus", "gluteus maximus"), ("gluteus_medius", "gluteus medius"))


def _over(one: Range, other: Range) -> Verdict:
    """Whether one quantity is larger than another."""
    return judged(one.low - other.high, one.high - other.low)


def _numbers(found: Mapping[str, Press]) -> list[Number]:
    into = [number(f"{name}, presses in at contact", each.into, 0, "of its pull") for name, each in found.items()]
    up = [number(f"{name}, shears upward at contact", each.up, 0, "of its pull") for name, each in found.items()]
    return [*into, *up]


def _run(material: Material) -> Finding:
    where = running_postures(material)
    found = {name: press(material, key, where) for key, name in six_names()}
    large = {name: press(material, key, where) for key, name in LARGE}
    pressing = {name: judged(each.into.low, each.into.high) for name, each in found.items()}
    downward = {name: judged(-each.up.high, -each.up.low) for name, each in found.items()}
    above = {name: _over(each.into, large["gluteus maximus"].into) for name, each in found.items()}
    words = (
        "Three things that cuff muscles do, over the mean stride of runners. Pressing the head into the socket: "
        f"{told(pressing)} Shearing it downward, against the upward shear of the gluteals: {told(downward)} Pressing "
        f"in by a larger share of the pull than gluteus maximus: {told(above)} This is what each newton could do; "
        "whether the six are used so is not decided by it."
    )
    parts = (*pressing.values(), *downward.values(), *above.values())
    return Finding(listed(parts), tuple(_numbers({**found, **large})), words)


CHECK = Check(
    102,
    "Does each of the six press the head in, shear it downward, and press in more of its pull than gluteus maximus?",
    (HIP, BAND),
    _run,
)
