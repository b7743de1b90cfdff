"""The hip model's pelvis and femur laid on those of a family's generic model, by landmarks that both use."""

from dataclasses import dataclass
from functools import cache

import numpy as np

from trochanter.anatomy.hip_model import hip_model
from trochanter.core.arrays import Floats, frozen
from trochanter.core.sides import Side
from trochanter.kinematics.deep_six_families import bone_places, generic_hip_centre_m
from trochanter.kinematics.deep_six_hips import hip_centres_m
from trochanter.kinematics.deep_six_maps import KINDS, BoneMap, fit_map, left_out_m


@dataclass(frozen=True, slots=True)
class Between:
    """A bone's map from the hip model to a generic model, right side; none of the places where the two are one model.

    names (n,); here_m, there_m (n, 3): landmarks in the hip model and in the generic model; missed_m (n, 3): by how
    much a map that was made without the landmark misses it.
    """

    map: BoneMap
    names: tuple[str, ...]
    here_m: Floats
    there_m: Floats
    missed_m: Floats


@cache
def between_families(family: str, bone: str) -> Between:
    """The map of the kind that misses a left-out landmark least; the hip joint centre is met exactly."""
    places = bone_places(family, bone)
    if places is None:
        nothing = frozen(np.zeros((0, 3)))
        return Between(BoneMap("axes", frozen(np.eye(3)), frozen(np.zeros(3))), (), nothing, nothing, nothing)
    here, there = places.here_m, places.there_m
    pivot = hip_model_centre_m(bone, Side.RIGHT), generic_hip_centre_m(family, bone)
    missed = {kind: left_out_m(kind, here, there, pivot=pivot) for kind in KINDS}
    kind = min(KINDS, key=lambda kind: float(np.sum(missed[kind] ** 2)))
    found = fit_map(kind, here, there, pivot=pivot)
    return Between(found, places.names, frozen(here), frozen(there), frozen(missed[kind]))


def hip_model_centre_m(bone: str, side: Side) -> Floats:
    """The hip model's hip joint centre (3,) in a bone's frame."""
    return hip_centres_m(hip_model(), side)[0 if bone == "pelvis" else 1]
