"""One leg in one posture: lengths, arms with moved attachments, and what speaks against reading them."""

from dataclasses import dataclass

import numpy as np

from trochanter.core.arrays import Flags, Floats
from trochanter.mechanics.doubts import LONGEST_NORM, SHORTEST_NORM
from trochanter.mechanics.fibers import fiber_state
from trochanter.mechanics.hip_leg import Hip
from trochanter.mechanics.jumps import LEAST_JUMP_M

ROTATION = 2
STEP_RAD = float(np.radians(5.0))


@dataclass(frozen=True, slots=True)
class LegPosture:
    """What the engine says of a leg in a posture; m lines of the leg, h of them at the hip.

    q (n_q,): of the body; length_m (m,); arm_m (m, 3): flexion, adduction, rotation, NaN off the hip; sampled_m
    (s, h, 3): with attachments moved; jumps (m,): lines that change sides of a wrap on the way here; unfit (m,): whose
    fibres have no length at which they pull; over_flexion_m (f, m): arms for rotation over flexions, the other angles
    as they are.
    """

    hip: Hip
    q: Floats
    length_m: Floats
    arm_m: Floats
    sampled_m: Floats
    jumps: Flags
    unfit: Flags
    over_flexion_m: Floats


def leg_posture(hip: Hip, angles_rad: Floats, knee_rad: float, flexions_rad: Floats) -> LegPosture:
    """A leg at hip angles (3,), flexion, adduction, rotation; flexions_rad (f,): over which arms turn over."""
    way = _way(angles_rad)
    fan = np.tile(angles_rad, (len(flexions_rad), 1))
    fan[:, 0] = flexions_rad
    q = hip.coordinates(np.concatenate([way, fan]), knee_rad)
    length, arms = hip.arms(q)
    here, end = len(way) - 2, len(way)
    return LegPosture(
        hip=hip,
        q=q[here],
        length_m=length[here],
        arm_m=arms[here],
        sampled_m=hip.sampled_arms(q[here])[1:],
        jumps=_jumped(length[:end], arms[:end], way),
        unfit=_unfit(hip, length[here]),
        over_flexion_m=arms[end:, :, ROTATION],
    )


def _way(target_rad: Floats) -> Floats:
    """Angles (n + 2, 3) straight from neutral to a posture in steps of at most 5 degrees, and one step beyond it."""
    n = max(1, int(np.ceil(float(np.max(np.abs(target_rad))) / STEP_RAD - 1e-9)))
    return np.asarray(np.arange(n + 2)[:, None] / n * target_rad)


def _jumped(length_m: Floats, arm_m: Floats, way_rad: Floats) -> Flags:
    """Lines (m,) that change sides of a wrap on the way, or are about to (see ``jumps``)."""
    mean = 0.5 * np.nan_to_num(arm_m[1:] + arm_m[:-1])
    left = np.diff(length_m, axis=0) + np.einsum("nmk,nk->nm", mean, np.diff(way_rad, axis=0))
    return np.asarray(np.any(np.abs(left) > LEAST_JUMP_M, axis=0))


def _unfit(hip: Hip, length_m: Floats) -> Flags:
    fibers = fiber_state(hip.muscles, length_m[None], np.zeros((1, len(length_m))))
    norm = fibers.length_norm[0]
    return np.asarray((norm < SHORTEST_NORM) | (norm > LONGEST_NORM) | fibers.slack[0])
