"""Claim 95: their nerves come from L4 to S2."""

from trochanter.mechanics.claims.check import Check
from trochanter.mechanics.claims.finding import Finding, untestable
from trochanter.mechanics.claims.material import Material


def _run(_: Material) -> Finding:
    return untestable(
        "The model holds bones, joints and muscle paths, but no nerves. Anatomy decides this, not geometry."
    )


CHECK = Check(95, "Does the model hold nerves?", (), _run)
