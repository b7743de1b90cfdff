"""Claim 163: at push-off the rear leg is turned inward."""

from trochanter.mechanics.claims.arms import number
from trochanter.mechanics.claims.check import BAND, Check
from trochanter.mechanics.claims.finding import Finding, Number, judged
from trochanter.mechanics.claims.material import Material
from trochanter.mechanics.claims.strides import PUSH_OFF, change_deg, either_lab, mean_deg, spread

EARLY = 10  # per cent of the stride


def _run(material: Material) -> Finding:
    labs = mean_deg(material, "rotation", PUSH_OFF)
    change = change_deg(material, "rotation", EARLY, PUSH_OFF[-1])
    either = either_lab(labs)
    numbers: list[Number] = [
        number(f"{lab}, turned inward at {percent} % of the stride", found, k, "degrees")
        for lab, found in labs.items()
        for k, percent in enumerate(PUSH_OFF)
    ]
    numbers += [
        number(f"{lab}, change from {EARLY} to {PUSH_OFF[-1]} %", found, 0, "degrees") for lab, found in change.items()
    ]
    numbers.append(spread(material, "rotation", PUSH_OFF[-1]))
    outward = all(found.high[0] < 0.0 for found in change.values())
    words = (
        "Over both laboratories, whose zero of this angle differs by several degrees, the mean hip is turned inward "
        f"for sure at {_held(either.low.tolist())}. From early stance to toe-off it turns "
        f"{'outward in both' if outward else 'in no common direction'}. Power lost through a lack of inward rotation "
        "cannot be told: nobody's range at rest was recorded."
    )
    return Finding(judged(either.low, either.high), tuple(numbers), words)


def _held(low: list[float]) -> str:
    held = [f"{percent}" for percent, least in zip(PUSH_OFF, low, strict=True) if least > 0.0]
    return f"{' and '.join(held)} % of the stride" if held else "no instant of push-off"


CHECK = Check(163, "Is the mean hip of runners turned inward at 25 to 40 % of the stride?", (BAND,), _run)
