"""Claim 104: at foot contact deep rotators and gluteus maximus resist turning in."""

from trochanter.anatomy.muscle_names import DEEP_SIX
from trochanter.kinematics.timeline import LANDING
from trochanter.mechanics.claims.check import RUN, Check
from trochanter.mechanics.claims.finding import Finding
from trochanter.mechanics.claims.material import Material
from trochanter.mechanics.claims.runner import resisting


def _run(material: Material) -> Finding:
    muscles = (*DEEP_SIX, "gluteus_maximus")
    return resisting(material, muscles, (LANDING,), "the deep rotators and gluteus maximus", "in landing")


CHECK = Check(104, "Which way do all muscles turn the thigh in landing, and what do these have to give?", (RUN,), _run)
