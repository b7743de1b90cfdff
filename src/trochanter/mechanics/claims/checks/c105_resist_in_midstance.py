"""Claim 105: as the body passes over the foot, the deep rotators keep resisting turning in."""

from trochanter.anatomy.muscle_names import DEEP_SIX
from trochanter.kinematics.timeline import MIDSTANCE
from trochanter.mechanics.claims.check import RUN, Check
from trochanter.mechanics.claims.finding import Finding
from trochanter.mechanics.claims.material import Material
from trochanter.mechanics.claims.runner import resisting


def _run(material: Material) -> Finding:
    return resisting(material, DEEP_SIX, (MIDSTANCE,), "the deep rotators", "in mid stance")


CHECK = Check(
    105, "Which way do all muscles turn the thigh in mid stance, and what do the six have to give?", (RUN,), _run
)
