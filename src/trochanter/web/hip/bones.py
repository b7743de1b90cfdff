"""The bones that are drawn: closed surfaces of the project's own making, in the frames of the hip model's segments."""

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from trochanter.anatomy.femoral_torsion import long_axis, torsion_share
from trochanter.anatomy.hip_model import hip_model
from trochanter.anatomy.rows import Row
from trochanter.core.arrays import Floats, frozen
from trochanter.core.sides import Side

BONES = ("hip_bone", "sacrum", "femur", "tibia", "patella")
PACKED_M = 5e-5
SEGMENT = {"hip_bone": "pelvis", "sacrum": "pelvis", "femur": "femur", "tibia": "tibia", "patella": "patella"}


@dataclass(frozen=True, slots=True)
class Bone:
    """One bone of the right side: point_m (n, 3) in its segment, triangle (t, 3), shade (n,) 0 to 255: how open."""

    name: str
    point_m: Floats
    triangle: NDArray[np.uint16]
    shade: NDArray[np.uint8]


def part_rows() -> tuple[Row, ...]:
    """The rows of ``bone_parts.csv``: what the surfaces are made of."""
    content = files("trochanter.web.hip").joinpath("data", "bone_parts.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(content.splitlines()))


def _metres(row: Row) -> tuple[float, float, float]:
    x, y, z = (1e-3 * float(row[f"{axis}_mm"]) for axis in "xyz")
    return x, y, z


@cache
def marks() -> tuple[tuple[str, str, tuple[float, float, float]], ...]:
    """Places with a name of their own: name, segment, place in it on the right side, metres."""
    rows = [row for row in part_rows() if row["kind"] == "mark"]
    return tuple((row["part"], SEGMENT[row["bone"]], _metres(row)) for row in rows)


@cache
def bone(name: str) -> Bone:
    """One of BONES, as the model has it."""
    with files("trochanter.web.hip").joinpath("data", "bones.npz").open("rb") as file, np.load(file) as kept:
        point = 1e-3 * float(kept["unit_mm"]) * kept[f"{name}_point"].astype(np.float64)
        return Bone(name, frozen(point), kept[f"{name}_triangle"], kept[f"{name}_shade"])


@cache
def _twisting() -> tuple[Floats, Floats, Floats]:
    """Head centre and long axis of the femur, and each vertex's part of an added anteversion (n,)."""
    axis = long_axis(hip_model(), Side.RIGHT)
    level = (axis.head_m - bone("femur").point_m) @ axis.up / axis.length_m
    knots = np.linspace(-0.2, 1.2, 281)
    return axis.head_m, axis.up, frozen(np.interp(level, knots, [torsion_share(k) for k in knots.tolist()]))


def twisted_femur_m(added_deg: int) -> Floats:
    """The femur's points (n, 3) with so much anteversion added, turned as ``femoral_torsion`` turns muscle points."""
    point = bone("femur").point_m
    if added_deg == 0:
        return point
    head, up, share = _twisting()
    angle = -np.radians(added_deg) * share[:, None]
    off = point - head
    beside, along = np.cross(up, off), np.outer(off @ up, up)
    return np.asarray(head + np.cos(angle) * (off - along) + np.sin(angle) * beside + along)


def packed(name: str, added_deg: int = 0) -> bytes:
    """A bone for the page, little-endian, part behind part.

    Counts of points and triangles (uint32), points (int16, in PACKED_M), triangles (uint16), shade (uint8).
    """
    own = bone(name)
    point = twisted_femur_m(added_deg) if name == "femur" else own.point_m
    parts = (
        np.array([len(point), len(own.triangle)], "<u4"),
        np.rint(point / PACKED_M).astype("<i2"),
        own.triangle.astype("<u2"),
        own.shade,
    )
    return b"".join(part.tobytes() for part in parts)
