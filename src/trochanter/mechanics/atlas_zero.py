"""Where a model's zero hip angles lie, in the hip model's: models place the frames of the same bones differently."""

import numpy as np

from trochanter.anatomy.body import Body
from trochanter.core.arrays import Floats
from trochanter.core.errors import TrochanterError
from trochanter.core.quality import Notice
from trochanter.core.sides import Side
from trochanter.kinematics.deep_six_families import family_of
from trochanter.kinematics.deep_six_hips import femur_in_pelvis
from trochanter.kinematics.deep_six_registration import register_bones

LEAST_RAD = float(np.radians(2.0))


def zero_posture_rad(body: Body, side: Side) -> Floats | None:
    """Flexion, adduction, internal rotation (3,) that the hip model's bones have at the body's zero angles.

    By the landmarks of ``register_bones``; None where the body is of no family whose bones can be recognised. With R
    the femur in the pelvis, both in the hip model's axes, R = Rz(flexion) Rx(adduction) Ry(rotation), mirrored on the
    left.
    """
    try:
        found = register_bones(body, family_of(body).name)
    except TrochanterError:
        return None
    fit = next(each for each in found.sides if each.side is side)
    femur_turn = fit.turn.T @ found.pelvis_turn  # the hip model's femur axes in the body's femur
    r = found.pelvis_turn.T @ femur_in_pelvis(body, side) @ femur_turn
    way = 1.0 if side is Side.RIGHT else -1.0
    flexion, adduction = np.arctan2(-r[0, 1], r[1, 1]), way * np.arcsin(np.clip(r[2, 1], -1.0, 1.0))
    return np.array([flexion, adduction, way * np.arctan2(-r[2, 0], r[2, 2])])


def zero_notices(body: Body, side: Side) -> tuple[Notice, ...]:
    """A notice where the body's zero is another posture of the bones than the hip model's, by more than 2 degrees."""
    zero = zero_posture_rad(body, side)
    if zero is None or np.max(np.abs(zero)) <= LEAST_RAD:
        return ()
    flexion, adduction, rotation = (f"{round(angle) + 0:d}" for angle in np.degrees(zero).tolist())
    text = (
        f"angles are the model's own: at its zero the bones stand as the built-in hip model's with flexion {flexion}, "
        f"adduction {adduction}, rotation {rotation} degrees, so that the same posture has other numbers there"
    )
    return (Notice("other-zero", text, body.name),)
