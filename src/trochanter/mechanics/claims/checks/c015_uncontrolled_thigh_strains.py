"""Claim 15: hip muscles that give too little steadiness end in strains and tears."""

from trochanter.mechanics.claims.check import Check
from trochanter.mechanics.claims.finding import Finding, untestable
from trochanter.mechanics.claims.material import Material


def _run(_: Material) -> Finding:
    return untestable(
        "This is about causes over months. The recordings here hold single minutes of healthy runners, and the model "
        "holds no labrum and no wear. Studies show associations only."
    )


CHECK = Check(15, "Can a cause of injury be computed here?", (), _run)
