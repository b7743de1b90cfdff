"""Claim 160: the pelvis comes forward on the leading side, so the trailing hip has to turn inward."""

from trochanter.core.sides import SIDES
from trochanter.kinematics.timeline import PUSH_OFF
from trochanter.mechanics.claims.arms import number
from trochanter.mechanics.claims.check import BAND, RUN, Check
from trochanter.mechanics.claims.finding import Finding, Number, Verdict, all_of, judged
from trochanter.mechanics.claims.material import Material
from trochanter.mechanics.claims.pelvis import spread_of, turning_deg
from trochanter.mechanics.claims.strides import change_deg

START, END = 20, 40  # per cent of the stride: mid stance to just after toe-off


def _run(material: Material) -> Finding:
    labs = change_deg(material, "rotation", START, END)
    numbers: list[Number] = [
        number(f"{lab}, hip turns inward from {START} to {END} %", v, 0, "degrees") for lab, v in labs.items()
    ]
    for side in SIDES:
        own = turning_deg(material, side, (PUSH_OFF,))
        numbers += [
            spread_of(f"runner, {side.word} push-off, swing side of the pelvis forward", own["pelvis"]),
            spread_of(f"runner, {side.word} push-off, thigh turns inward over the ground", own["thigh"]),
            spread_of(f"runner, {side.word} push-off, hip turns inward", own["hip"]),
        ]
    verdict = all_of([judged(found.low, found.high) for found in labs.values()])
    way = {Verdict.SUPPORTED: "turns inward", Verdict.CONTRADICTED: "turns outward"}.get(verdict, "turns no common way")
    words = (
        "The geometry of the sentence is right: where a thigh keeps its heading while the swing side of the pelvis "
        "comes forward, the hip turns inward by as much. But from mid stance to toe-off the mean hip of runners "
        f"{way}. In the one runner whose pelvis and thigh can be followed, the numbers say how pelvis, thigh and hip "
        "turn in push-off."
    )
    return Finding(verdict, tuple(numbers), words)


CHECK = Check(160, "Does the hip of the trailing leg turn inward from mid stance to toe-off?", (BAND, RUN), _run)
