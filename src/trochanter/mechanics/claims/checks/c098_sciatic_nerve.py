"""Claim 98: the sciatic nerve runs beside or through piriformis."""

from trochanter.mechanics.claims.check import Check
from trochanter.mechanics.claims.finding import Finding, untestable
from trochanter.mechanics.claims.material import Material


def _run(_: Material) -> Finding:
    return untestable(
        "The model holds no nerves, and people differ in this. Dissections decide it, not geometry; the same model "
        "cannot show pressure on a nerve either."
    )


CHECK = Check(98, "Does the model hold nerves?", (), _run)
