"""Claim 162: too little inward rotation leads to compensation elsewhere."""

from trochanter.mechanics.claims.check import Check
from trochanter.mechanics.claims.finding import Finding, untestable
from trochanter.mechanics.claims.material import Material


def _run(_: Material) -> Finding:
    return untestable(
        "That takes the same runners' range at rest beside their running. The 46 runners come without it, and the "
        "model does not predict how somebody with less range would run."
    )


CHECK = Check(162, "Do the recordings hold the range at rest of these runners?", (), _run)
