"""Claim 166: runners need control of the joint, turning inward included."""

from trochanter.anatomy.norms import LABS, running_excursions
from trochanter.mechanics.claims.check import BAND, Check
from trochanter.mechanics.claims.finding import Finding, Number, untestable
from trochanter.mechanics.claims.material import Material


def _run(_: Material) -> Finding:
    numbers = []
    for lab in LABS:
        norm = running_excursions(lab)["rotation_range"]
        name = f"{norm.n} runners ({lab}), range of rotation over a stride"
        numbers.append(Number(name, norm.mean, norm.mean - norm.sd, norm.mean + norm.sd, "degrees"))
    words = (
        "That runners use rotation of the hip can be measured, and how much; whether more or less control of it "
        "would make a difference to anybody cannot: nobody is compared with himself."
    )
    return untestable(words, tuple(numbers))


CHECK = Check(166, "How much rotation do runners use?", (BAND,), _run)
