"""Claim 101: in loading and mid stance the deep rotators turn outward against the thigh's turning in."""

from trochanter.anatomy.muscle_names import DEEP_SIX
from trochanter.kinematics.timeline import LANDING, MIDSTANCE
from trochanter.mechanics.claims.check import RUN, Check
from trochanter.mechanics.claims.finding import Finding
from trochanter.mechanics.claims.material import Material
from trochanter.mechanics.claims.runner import resisting


def _run(material: Material) -> Finding:
    return resisting(material, DEEP_SIX, (LANDING, MIDSTANCE), "the deep rotators", "in landing and mid stance")


CHECK = Check(101, "Which way do all muscles turn the thigh in landing and mid stance, and what is asked of the six?",
              (RUN,), _run)  # fmt: skip
