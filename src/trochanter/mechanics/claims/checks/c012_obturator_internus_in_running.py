"""Claim 12: obturator internus has a large part in running, as a rotator."""

from trochanter.core.sides import SIDES
from trochanter.kinematics.timeline import PHASES
from trochanter.mechanics.claims.arms import count
from trochanter.mechanics.claims.check import RUN, Check
from trochanter.mechanics.claims.finding import Finding, Number, Verdict
from trochanter.mechanics.claims.material import Material
from trochanter.mechanics.claims.runner import (
    LITTLE_NM,
    NOTICEABLE,
    all_outward_Nm,
    asked_for,
    frames,
    hips,
    moment,
    outward_Nm,
)

MUSCLE = "obturator_internus"


def _run(material: Material) -> Finding:
    numbers: list[Number] = []
    least, most = [], []
    for side, hip in zip(SIDES, hips(material), strict=True):
        for phase in PHASES:
            at = frames(hip, [phase])
            out, every = outward_Nm(hip, [MUSCLE], at), all_outward_Nm(hip, at)
            least.append(out.low / max(every, LITTLE_NM))
            most.append(out.high / max(every, LITTLE_NM))
            numbers.append(moment(f"{side.word}, {phase.replace('_', ' ')}, outward", out))
    asked = sum(share > NOTICEABLE for share in least)
    numbers.append(count("phases of both sides in which it has to give more than a tenth", asked, f"of {len(least)}"))
    verdict = asked_for(least, most)
    open_ = {
        Verdict.SUPPORTED: "which holds for all of them.",
        Verdict.CONTRADICTED: "and could not give as much in any.",
    }.get(verdict, "otherwise it may be used or not, at nearly the same total cost.")
    words = (
        f"Load sharing has to take more than a tenth of the outward turning from it in {asked} of the {len(least)} "
        f"phases of this runner's mean strides; {open_} Nobody has recorded its activity in running, so how much it "
        "does stays open."
    )
    return Finding(verdict, tuple(numbers), words)


CHECK = Check(12, "How much of the outward turning does load sharing have to give to it, phase by phase?", (RUN,), _run)
