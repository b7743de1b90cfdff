"""What muscles could turn: greatest isometric force times arm, summed over lines, with ranges over sets and paths."""

import numpy as np

from trochanter.core.arrays import Floats
from trochanter.mechanics.claims.hip import ROTATION, Postures, Range, ranged
from trochanter.mechanics.claims.material import Material

HIP_GROUPS = ("deep", "gluteal", "adductor", "flexor", "hamstring")


def capacity_Nm(material: Material, word: str, axis: int, sign: float, where: Postures) -> Floats:
    """Torque capacity of some muscles in one direction: parameter sets, then cases, then postures (s, c, n).

    Sum over lines of the part of force times arm that turns in the direction; the first set is the body's own.
    """
    look = material.hip.look([word], where)
    bodies = (material.body, *material.hip.sets)
    own = [material.body.muscle(line) for line in look.lines]
    forces = np.array([body.muscles.max_isometric_force_N[own] for body in bodies])
    turning = np.clip(sign * look.arm_m[..., axis], 0.0, None)
    return np.asarray(np.einsum("cnm,sm->scn", turning, forces))


def over_sets(cases: Floats, samples: int) -> Range:
    """Range over parameter sets and cases of a quantity (s, c, n)."""
    each = [ranged(one, samples) for one in cases]
    low, high = (np.array([getattr(one, end) for one in each]) for end in ("low", "high"))
    return Range(each[0].value, low.min(axis=0), high.max(axis=0))


def outward_share(material: Material, word: str, where: Postures) -> Range:
    """Share of some muscles in the outward capacity of all muscles of the hip.

    Attachments are shifted for the muscles in question, the others stand as they are in the model.
    """
    own = capacity_Nm(material, word, ROTATION, -1.0, where)
    every = sum((capacity_Nm(material, group, ROTATION, -1.0, where)[:, :1] for group in HIP_GROUPS), np.zeros(1))
    rest = every - own[:, :1]
    return over_sets(own / np.maximum(own + rest, 1e-9), material.hip.look([word], where).samples)
