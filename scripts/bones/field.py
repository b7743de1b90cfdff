"""A bone as a field: at every point about how far away its surface is, negative inside; millimetres.

Parts are joined with rounded edges: with h = max(k - |a - b|, 0) the joint of two distances is min(a, b) - h^2 / (4 k),
which leaves both alone where they differ by more than the blend k (quadratic smooth minimum; own derivation: the
parabola that meets both branches with their slopes). Cuts are joints with the sign turned round.
"""

from collections.abc import Callable, Sequence
from itertools import groupby, pairwise

import numpy as np

from trochanter.anatomy.rows import Row
from trochanter.core.arrays import Floats

Field = Callable[[Floats], Floats]
_THICK_MM = 6.5  # of the wing, between its two faces
_FAR_MM = 1e3


def field_of(parts: Sequence[Row]) -> Field:
    """The field of one bone: rows of ``bone_parts.csv``, what is added first, then what is cut away."""
    grown: list[tuple[Field, float]] = []
    cuts: list[tuple[Field, float]] = []
    for _, each in groupby(parts, key=lambda row: (row["part"], row["kind"] in ("sheet", "outline"))):
        rows = list(each)
        made = _part(rows, parts)
        blend = float(rows[0]["blend_mm"])
        if made is not None:
            (cuts if rows[0]["kind"].startswith("cut_") else grown).append((made, blend))

    def field(points: Floats) -> Floats:
        value = np.full(len(points), _FAR_MM)
        for part, blend in grown:
            value = joined(value, part(points), blend)
        for part, blend in cuts:
            value = -joined(-value, part(points), blend)
        return value

    return field


def mirrored(field: Field) -> Field:
    """A field that is the same on both sides of the middle, as it is told for the right."""
    return lambda points: field(np.column_stack([points[:, :2], np.abs(points[:, 2])]))


def joined(a: Floats, b: Floats, blend_mm: float) -> Floats:
    """Two fields as one, the edge between them rounded."""
    if blend_mm <= 0.0:
        return np.asarray(np.minimum(a, b))
    h = np.maximum(blend_mm - np.abs(a - b), 0.0)
    return np.asarray(np.minimum(a, b) - h * h / (4.0 * blend_mm))


def _part(rows: Sequence[Row], bone: Sequence[Row]) -> Field | None:
    kind = rows[0]["kind"].removeprefix("cut_")
    places = [[float(row[f"{axis}_mm"] or 0.0) for axis in "xyz"] for row in rows]
    sizes = [[float(row[f"{size}_mm"] or 0.0) for size in "abc"] for row in rows]
    if kind == "tube":
        return tube(places, [size[0] for size in sizes])
    if kind == "ball":
        return ball(places[0], sizes[0])
    if kind == "plane":
        sign = 1.0 if rows[0]["kind"] == "cut_plane" else -1.0
        return plane(places[0], sizes[0], sign)
    if kind == "crest":
        outline = [row for row in bone if row["kind"] == "outline"]
        edge = _edge(bone, outline)
        return tube(edge, [sizes[0][0]] * len(edge))
    if rows[0]["kind"] == "sheet":
        return _wing(bone)
    return None


def tube(places: Sequence[Sequence[float]], radii: Sequence[float]) -> Field:
    """A chain of cones with round ends along a smooth line through places."""
    p, r = smooth(np.column_stack([np.array(places), np.array(radii)]))

    def field(points: Floats) -> Floats:
        value = np.full(len(points), _FAR_MM)
        for a, b, ra, rb in zip(p[:-1], p[1:], r[:-1], r[1:], strict=True):
            along = b - a
            share = np.clip((points - a) @ along / max(float(along @ along), 1e-12), 0.0, 1.0)
            off = points - a - share[:, None] * along
            value = np.minimum(value, np.sqrt(np.einsum("ij,ij->i", off, off)) - (ra + share * (rb - ra)))
        return value

    return field


def smooth(rows: Floats, steps: int = 4) -> tuple[Floats, Floats]:
    """Places and radii (n, 4) with ``steps`` pieces between each two: cubics through four neighbours (Catmull-Rom)."""
    if len(rows) == 2:
        return rows[:, :3], rows[:, 3]
    padded = np.vstack([2.0 * rows[0] - rows[1], rows, 2.0 * rows[-1] - rows[-2]])
    found = [rows[:1]]
    t = np.arange(1, steps + 1)[:, None] / steps
    for k in range(1, len(rows)):
        a, b, c, d = padded[k - 1], padded[k], padded[k + 1], padded[k + 2]
        found.append(b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a))))
    both = np.vstack(found)
    return both[:, :3], both[:, 3]


def ball(place: Sequence[float], radii: Sequence[float]) -> Field:
    """An ellipsoid along the axes; away from a sphere the distance is only about right."""
    centre, size = np.array(place), np.array(radii)

    def field(points: Floats) -> Floats:
        scaled = (points - centre) / size
        length = np.linalg.norm(scaled, axis=1)
        steep = np.linalg.norm(scaled / size, axis=1)
        return np.asarray(length * (length - 1.0) / np.maximum(steep, 1e-9))

    return field


def plane(place: Sequence[float], normal: Sequence[float], sign: float) -> Field:
    """Half of space: what lies where the normal points is inside for sign +1."""
    n = np.array(normal) / np.linalg.norm(normal)
    return lambda points: np.asarray(-sign * ((points - np.array(place)) @ n))


def _wing(bone: Sequence[Row]) -> Field:
    """The wing of the hip bone: a bent sheet z(x, y) of even thickness within an outline."""
    height = _height(bone)
    outline = np.array([[float(row["x_mm"]), float(row["y_mm"])] for row in bone if row["kind"] == "outline"])

    def field(points: Floats) -> Floats:
        z, slope = height(points[:, :2])
        across = np.abs(points[:, 2] - z + 0.5 * _THICK_MM) / np.sqrt(1.0 + slope**2) - 0.5 * _THICK_MM
        return -joined(-across, -inside(points[:, :2], outline), 4.0)

    return field


def _height(bone: Sequence[Row]) -> Callable[[Floats], tuple[Floats, Floats]]:
    """The sheet through its rows, as a thin plate (Duchon 1977) that may miss them by a little; and its slope."""
    from scipy.interpolate import RBFInterpolator

    rows = np.array([[float(row[f"{axis}_mm"]) for axis in "xyz"] for row in bone if row["kind"] == "sheet"])
    plate = RBFInterpolator(rows[:, :2], rows[:, 2], kernel="thin_plate_spline", smoothing=60.0)

    def height(xy: Floats) -> tuple[Floats, Floats]:
        z = plate(xy)
        by = [(plate(xy + np.eye(2)[k]) - z) for k in range(2)]
        return np.asarray(z), np.hypot(*by)

    return height


def _edge(bone: Sequence[Row], outline: Sequence[Row]) -> list[list[float]]:
    """The crest in space: the outline from the front to the back upper spine, half a thickness within the sheet."""
    height = _height(bone)
    last = next(k for k, row in enumerate(outline) if row["note"] == "back upper spine")
    xy = np.array([[float(row["x_mm"]), float(row["y_mm"])] for row in outline[: last + 1]])
    z, _ = height(xy)
    rows: list[list[float]] = np.column_stack([xy, z - 0.5 * _THICK_MM]).tolist()
    return rows


def inside(xy: Floats, outline: Floats) -> Floats:
    """Distance of points (n, 2) from an outline (m, 2), negative within it."""
    best = np.full(len(xy), _FAR_MM)
    within = np.zeros(len(xy), dtype=bool)
    for a, b in pairwise([*outline, outline[0]]):
        along = b - a
        share = np.clip((xy - a) @ along / (along @ along), 0.0, 1.0)
        best = np.minimum(best, np.linalg.norm(xy - a - share[:, None] * along, axis=1))
        crosses = (a[1] > xy[:, 1]) != (b[1] > xy[:, 1])
        at = a[0] + (xy[:, 1] - a[1]) / np.where(along[1] == 0.0, 1e-12, along[1]) * along[0]
        within ^= crosses & (xy[:, 0] < at)
    return np.asarray(np.where(within, -best, best))
