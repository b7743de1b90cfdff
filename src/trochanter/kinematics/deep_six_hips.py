"""The hips of a model that is to get the deep six: joints, centres, and what no such model can be without."""

import numpy as np

from trochanter.anatomy.body import ROTATION, TRANSLATION, Body
from trochanter.anatomy.neutral import neutral_coordinates, segment_poses
from trochanter.core.arrays import Floats
from trochanter.core.errors import MissingInput
from trochanter.core.sides import SIDES, Side

_HIPS = ("hip_flexion", "hip_adduction", "hip_rotation")
_SOURCES = "use a model made from Rajagopal2016 or gait2392"


def need_hips(body: Body) -> None:
    """Raise MissingInput where a body has no pelvis, or no femur, hip joint or hip coordinate on either side."""
    missing = [n for n in ("pelvis", *(f"femur_{side}" for side in SIDES)) if n not in body.segments.names]
    if missing:
        valid = "a model of the pelvis and both legs, its segments named pelvis, femur_r and femur_l"
        raise _missing(body, f"no segment {_listed(missing)}", valid, "give the model of both legs")
    for side in SIDES:
        hip_joint(body, side)
    wanted = [f"{stem}_{side}" for side in SIDES for stem in _HIPS]
    lost = [name for name in wanted if name not in body.coordinates.names]
    if lost:
        valid = "hips that turn by flexion, adduction and rotation, named hip_flexion_r and so on"
        raise _missing(body, f"no coordinate {_listed(lost)}", valid, _SOURCES)


def hip_joint(body: Body, side: Side) -> int:
    """Index of the joint between pelvis and femur; raises MissingInput where the femur hangs on something else."""
    femur, pelvis = body.segment(f"femur_{side}"), body.segment("pelvis")
    joint = int(np.flatnonzero(body.joints.child == femur)[0])
    if int(body.joints.parent[joint]) != pelvis:
        parent = body.segments.names[body.joints.parent[joint]]
        what = f"no hip: its {side.word} femur hangs on '{parent}', not on the pelvis"
        raise _missing(body, what, "a joint from the pelvis straight to each femur", _SOURCES)
    return joint


def hip_centres_m(body: Body, side: Side) -> tuple[Floats, Floats]:
    """The hip joint centre in pelvis and femur, (3,) each, in the neutral posture."""
    j, joints, q = hip_joint(body, side), body.joints, neutral_coordinates(body)
    shift = np.zeros(3)
    for k in range(TRANSLATION, TRANSLATION + 3):
        driver = int(joints.axis_coordinate[j, k])
        x = float(q[driver]) if driver >= 0 else 0.0
        shift += body.functions.value(int(joints.axis_function[j, k]), x) * joints.axis[j, k]
    return joints.parent_point_m[j] + joints.parent_rotation[j] @ shift, np.asarray(joints.child_point_m[j])


def femur_in_pelvis(body: Body, side: Side) -> Floats:
    """Rotation (3, 3) of the femur's axes in the pelvis' in the neutral posture."""
    rotation, _ = segment_poses(body, neutral_coordinates(body))
    return np.asarray(rotation[body.segment("pelvis")].T @ rotation[body.segment(f"femur_{side}")])


def hip_order(body: Body, side: Side) -> tuple[str, ...]:
    """The coordinates of a hip in the order in which they turn and then shift it."""
    drivers = body.joints.axis_coordinate[hip_joint(body, side)]
    found = [body.coordinates.names[c] for c in drivers[ROTATION:TRANSLATION] if c >= 0]
    return (*found, *(body.coordinates.names[c] for c in drivers[TRANSLATION:] if c >= 0))


def usual_order(body: Body, side: Side) -> bool:
    """Whether a hip turns by flexion, adduction, rotation in this order and moves in no other way."""
    return hip_order(body, side) == tuple(f"{stem}_{side}" for stem in _HIPS)


def _listed(names: list[str]) -> str:
    return " or ".join(repr(name) for name in names)


def _missing(body: Body, what: str, valid: str, next_step: str) -> MissingInput:
    return MissingInput(f"the model '{body.name}' has {what}", where=body.source, valid=valid, next_step=next_step)
