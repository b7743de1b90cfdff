"""Claim 106: the deep rotators steady the pelvis while it turns forward over the standing leg."""

from trochanter.anatomy.muscle_names import DEEP_SIX
from trochanter.core.sides import SIDES
from trochanter.kinematics.timeline import MIDSTANCE, PUSH_OFF
from trochanter.mechanics.claims.check import RUN, Check
from trochanter.mechanics.claims.finding import Finding, Number
from trochanter.mechanics.claims.material import Material
from trochanter.mechanics.claims.pelvis import swing_side_forward
from trochanter.mechanics.claims.runner import LITTLE_NM, all_outward_Nm, asked_for, frames, hips, moment, outward_Nm

PHASES = (MIDSTANCE, PUSH_OFF)


def _run(material: Material) -> Finding:
    numbers: list[Number] = []
    least, most, forward = [], [], []
    for side, hip in zip(SIDES, hips(material), strict=True):
        at = frames(hip, PHASES)
        out = outward_Nm(hip, DEEP_SIX, at)
        least.append(out.low / max(all_outward_Nm(hip, at), LITTLE_NM))
        most.append(out.high / max(all_outward_Nm(hip, at), LITTLE_NM))
        forward.append(swing_side_forward(material, side, PHASES))
        numbers += [moment(f"deep rotators, {side.word}, outward", out), forward[-1]]
    moved = "came forward" if all(each.low > 0.0 for each in forward) else "did not come forward in every stride"
    words = (
        "Turning the standing thigh outward and holding back the swing side of the pelvis are one and the same "
        "moment. In mid stance and push-off the deep rotators may give part of it; the numbers hold the least and "
        f"the most that load sharing leaves open. In these phases this runner's swing side {moved}. Whether the "
        "muscles steady the pelvis a recording without its disturbance cannot show."
    )
    return Finding(asked_for(least, most), tuple(numbers), words)


CHECK = Check(
    106, "Do the six have to hold back the swing side of the pelvis in mid stance and push-off?", (RUN,), _run
)
