"""Ground forces of one foot from several plates, as one force at one centre of pressure.

Each plate's force F_i with free moment T_i at p_i has the wrench (F_i, T_i + p_i x F_i) about the ground's origin; the
foot's is their sum (F, M). At the level y, the mean of the p_i weighted by vertical force, the centre of pressure is
where the horizontal moment vanishes: x = (M_z + y F_x) / F_y, z = (y F_z - M_x) / F_y; the free moment is what is left,
M - p x F, and is vertical. A sample to which one plate alone contributes keeps that plate's numbers as they are.
"""

from collections.abc import Sequence

import numpy as np

from trochanter.capture.trial import ExternalForce, PlateLoad
from trochanter.core.arrays import Flags, Floats, frozen

VERTICAL = 1
_LEAST_N = 20.0


def summed(name: str, segment: str, parts: Sequence[tuple[PlateLoad, Flags]], count: int) -> ExternalForce:
    """The force of one foot over ``count`` samples: each plate's load where its flags (n,) say that it is the foot's.

    Elsewhere force and moment are zero and there is no point.
    """
    force, moment, point = np.zeros((count, 3)), np.zeros((count, 3)), np.full((count, 3), np.nan)
    for load, own in parts:
        force[own], moment[own], point[own] = load.force_N[own], load.moment_Nm[own], load.point_m[own]
    several = np.sum([own for _, own in parts], axis=0) > 1 if len(parts) > 1 else np.zeros(count, dtype=bool)
    if several.any():
        force[several], moment[several], point[several] = _wrench_sum(parts, several)
    return ExternalForce(name, segment, frozen(force), frozen(point), frozen(moment))


def _wrench_sum(parts: Sequence[tuple[PlateLoad, Flags]], several: Flags) -> tuple[Floats, Floats, Floats]:
    force, about, weighted, weight = (np.zeros((int(several.sum()), k)) for k in (3, 3, 3, 1))
    for load, own in parts:
        here = own[several] & np.isfinite(load.point_m[several]).all(axis=1)
        f, p = (np.where(here[:, None], column[several], 0.0) for column in (load.force_N, load.point_m))
        force += f
        about += np.where(here[:, None], load.moment_Nm[several], 0.0) + np.cross(p, f)
        weight += f[:, [VERTICAL]]
        weighted += f[:, [VERTICAL]] * p
    firm = weight[:, 0] > _LEAST_N
    point = np.full_like(force, np.nan)
    level = weighted[firm, VERTICAL] / weight[firm, 0]
    (fx, fy, fz), (mx, _, mz) = force[firm].T, about[firm].T
    point[firm] = np.column_stack([(mz + level * fx) / fy, level, (level * fz - mx) / fy])
    free = np.where(firm[:, None], about - np.cross(np.nan_to_num(point), force), 0.0)
    return force, free, point
