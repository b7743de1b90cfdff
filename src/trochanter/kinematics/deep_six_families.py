"""Which family a model belongs to, and where its muscles are attached in the family's own generic model.

The Rajagopal family's generic model is the hip model itself. The Delp family's pelvis and femur are those of gait2392,
whose points are the table ``delp_points``; rows with a line name a place of a bone that both families use.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np

from trochanter.anatomy.body import FIXED_POINT, Body
from trochanter.anatomy.hip_model import hip_model
from trochanter.anatomy.lines import deep_stems
from trochanter.anatomy.rows import Row, rows, triple
from trochanter.core.arrays import Floats
from trochanter.core.errors import MissingInput
from trochanter.core.sides import Side

BONES = ("pelvis", "femur")
MIRROR = np.array([1.0, 1.0, -1.0])
HIP_MODEL_FAMILY = "rajagopal"
_CENTRE = "hip_centre"


@dataclass(frozen=True, slots=True)
class Family:
    """A family of models: muscles (without side) that the deep lines replace, and the lines that stand for each."""

    name: str
    title: str
    replaced: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Places:
    """Places known in two frames: names (n,), here_m (n, 3) in the first, there_m (n, 3) in the second."""

    names: tuple[str, ...]
    here_m: Floats
    there_m: Floats


def family_of(body: Body) -> Family:
    """The family that a model's muscles show; raises MissingInput where they show none."""
    for row in rows("model_families"):
        if all(f"{stem}_{side}" in body.muscles.names for stem in row["recognised_by"].split() for side in "rl"):
            own = [r for r in rows("deep_six_replaced") if r["family"] == row["family"]]
            replaced = {r["muscle"]: tuple(r["lines"].split()) for r in own}
            return Family(row["family"], row["title"], replaced)
    known = "; or ".join(
        f"{row['recognised_by'].replace(' ', ', ')} ({row['title']})" for row in rows("model_families")
    )
    raise MissingInput(
        f"the muscles of the model '{body.name}' are of no known family, so no bone of it can be recognised",
        where=body.source,
        valid=f"a model whose muscles, on both sides, have the names {known}",
        next_step="use a model made from Rajagopal2016 or gait2392",
    )


def generic_hip_centre_m(family: str, bone: str) -> Floats:
    """The right hip joint centre (3,) in a bone of the generic model of a family other than the hip model's."""
    if bone == "femur":
        return np.zeros(3)
    return np.array(next(triple(row) for row in rows(f"{family}_points") if row["muscle"] == _CENTRE))


def bone_places(family: str, bone: str) -> Places | None:
    """Places of a bone in the hip model and in the family's generic model, right side; None where they are one."""
    if family == HIP_MODEL_FAMILY:
        return None
    own = [row for row in _rows(family, bone) if row["line"]]
    hip = hip_model()
    here = [hip.paths.point_m[hip.muscle_points(hip.muscle(f"{r['line']}_r"))[int(r["line_point"]) - 1]] for r in own]
    names = tuple(f"{row['muscle']} {row['point']}" for row in own)
    return Places(names, np.array(here), np.array([triple(row) for row in own]))


def model_places(family: str, body: Body, bone: str, side: Side) -> Places:
    """Places of a bone in the family's generic model (mirrored for the left) and in ``body``, by equal muscles.

    A muscle whose path has another number of points than the generic one is left out.
    """
    segment, names, here, there = _segment(bone, side), [], [], []
    for (muscle, point, count), generic in _generic_points(family, bone).items():
        name = f"{muscle}_{side}"
        if name not in body.muscles.names:
            continue
        own = body.muscle_points(body.muscle(name))
        if count not in (0, len(own)) or point > len(own):
            continue
        k = own[point - 1]
        fits = body.segments.names[body.paths.point_segment[k]] == segment
        if fits and body.paths.point_kind[k] == FIXED_POINT:
            names.append(f"{muscle} {point}")
            here.append(generic if side is Side.RIGHT else generic * MIRROR)
            there.append(body.paths.point_m[k])
    return Places(tuple(names), np.array(here).reshape(-1, 3), np.array(there).reshape(-1, 3))


@cache
def _generic_points(family: str, bone: str) -> dict[tuple[str, int, int], Floats]:
    """Places (3,) of the generic model's right side by muscle, number of the point and of all points (0: unknown)."""
    if family == HIP_MODEL_FAMILY:
        return _hip_model_points(_segment(bone, Side.RIGHT))
    return {(row["muscle"], int(row["point"]), 0): np.array(triple(row)) for row in _rows(family, bone)}


def _rows(family: str, bone: str) -> list[Row]:
    segment = _segment(bone, Side.RIGHT)
    return [row for row in rows(f"{family}_points") if row["segment"] == segment and row["muscle"] != _CENTRE]


def _hip_model_points(segment: str) -> dict[tuple[str, int, int], Floats]:
    hip, found = hip_model(), {}
    for m, name in enumerate(hip.muscles.names):
        if not name.endswith("_r") or name[:-2] in deep_stems():
            continue
        points = hip.muscle_points(m)
        for number, k in enumerate(points, start=1):
            if hip.segments.names[hip.paths.point_segment[k]] == segment:
                found[(name[:-2], number, len(points))] = hip.paths.point_m[k]
    return found


def _segment(bone: str, side: Side) -> str:
    return bone if bone == "pelvis" else f"{bone}_{side}"
