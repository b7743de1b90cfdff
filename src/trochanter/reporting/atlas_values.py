"""Quantities of the posture atlas as they are shown: by line, by muscle, and where they cannot be relied on."""

from dataclasses import dataclass

import numpy as np

from trochanter.anatomy.muscle_names import DEEP_SIX
from trochanter.core.arrays import Flags, Floats
from trochanter.core.errors import UnknownName
from trochanter.mechanics.atlas import Atlas, axis_index
from trochanter.mechanics.shows import SHOWS

_SUMS = ("torque", "passive")


@dataclass(frozen=True, slots=True)
class MuscleValues:
    """One muscle over the grid: values (f, a, r), mean of its lines, torques their sum; bad: not to be relied on.

    key; places: of its lines in the atlas.
    """

    key: str
    places: tuple[int, ...]
    values: Floats
    bad: Flags


def line_values(atlas: Atlas, axis: str, show: str) -> tuple[Floats, Flags]:
    """Values (f, a, r, m), and where they cannot be relied on; raises UnknownName for what cannot be shown.

    arm: mm; torque at full activation, passive: N m; length: mm longer than in neutral; fibres: over their optimum.
    Lengths and arms hang on the path alone, the others also on the fibres.
    """
    if show == "arm":
        return 1e3 * atlas.arm_m[..., axis_index(axis)], atlas.jumped
    if show == "length":
        return 1e3 * atlas.longer_m, atlas.jumped
    if show == "fibres":
        return atlas.fiber_norm, ~atlas.valid
    if show not in _SUMS:
        raise UnknownName("quantity", show, SHOWS)
    return (atlas.active_Nm(axis) if show == "torque" else atlas.passive_Nm(axis)), ~atlas.valid


def muscle_values(atlas: Atlas, axis: str, show: str) -> tuple[MuscleValues, ...]:
    """Every muscle of an atlas: the deep six from top to bottom first, then the others in their order."""
    values, bad = line_values(atlas, axis, show)
    places: dict[str, list[int]] = {}
    for k, known in enumerate(atlas.muscles):
        places.setdefault(known.muscle, []).append(k)
    ordered = [key for key in DEEP_SIX if key in places] + [key for key in places if key not in DEEP_SIX]
    return tuple(
        MuscleValues(
            key,
            tuple(places[key]),
            np.sum(own, axis=-1) if show in _SUMS else np.mean(own, axis=-1),
            np.any(bad[..., places[key]], axis=-1),
        )
        for key in ordered
        for own in (values[..., places[key]],)
    )
