"""Claim 121: the deep rotators act on knee, thigh bone, hip, pelvis and sacrum."""

from trochanter.anatomy.muscle_names import DEEP_SIX, describe
from trochanter.mechanics.claims.arms import count
from trochanter.mechanics.claims.check import HIP, Check
from trochanter.mechanics.claims.finding import Finding, untestable
from trochanter.mechanics.claims.material import Material
from trochanter.mechanics.paths import path_segments


def _run(material: Material) -> Finding:
    body = material.body
    lines = [m for m, name in enumerate(body.muscles.names) if describe(name).muscle in DEEP_SIX]
    segments = {body.segments.names[k] for m in lines for k in path_segments(body, m)}
    words = (
        f"Their lines touch {', '.join(sorted(segments)).replace('_r', ' (right)').replace('_l', ' (left)')} and "
        "nothing else, so that they act on thigh bone, hip and pelvis. Knee and sacrum they could move only through "
        "the movement of these: for that one would have to know how a runner would move without them, which no "
        "recording holds; and the model's sacrum is one piece with its pelvis."
    )
    return untestable(
        words, (count("lines of the deep rotators", len(lines)), count("bones they touch", len(segments)))
    )


CHECK = Check(121, "Which bones do their lines touch?", (HIP,), _run)
