"""Claim 125: photographs of standing on either leg show the stronger side."""

from trochanter.mechanics.claims.check import Check
from trochanter.mechanics.claims.finding import Finding, untestable
from trochanter.mechanics.claims.material import Material


def _run(_: Material) -> Finding:
    return untestable(
        "A photograph shows a posture, and a posture can be reached with many divisions of work among muscles: load "
        "sharing itself shows that. Which side is stronger takes a measurement of strength; there is none in these "
        "recordings."
    )


CHECK = Check(125, "Can strength be read off a posture?", (), _run)
