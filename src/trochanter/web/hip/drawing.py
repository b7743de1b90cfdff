"""The hip as a flat drawing, for browsers without WebGL or script: the same bones and lines, seen from one side.

Parallel projection. Bones are drawn triangle by triangle from the furthest to the nearest, in a few tints; lines of
muscles lie among them by the depth of their pieces.
"""

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np

from trochanter.anatomy.muscle_names import DEEP_SIX
from trochanter.core.arrays import Floats, Ints
from trochanter.web.hip.bones import BONES, SEGMENT, bone, twisted_femur_m
from trochanter.web.hip.shapes import Leg, Line, Posture

WIDTH, HEIGHT, REACH_M = 720, 560, 0.26
VIEWS = {"front": (0.0, 0.06), "side": (np.pi / 2, 0.04), "back": (np.pi, 0.05), "below": (np.pi + 0.5, -0.5)}
TINTS = ("#9C9686", "#B3AD9C", "#C9C3B2", "#DDD8C9", "#EFE9DC")
DEEP = ("#CD689B", "#B94F87", "#A13972", "#87285D", "#6C1A49", "#510F35")
GROUPS = {"gluteal": "#8F7232", "adductor": "#5D7C63", "flexor": "#55787F", "hamstring": "#8A6A5E"}
CELL_M = 0.0055  # points of a bone that lie so close are one in the drawing


@dataclass(frozen=True, slots=True)
class Eye:
    """Where the drawing is seen from: right, up and towards the eye (3,) each, middle of the drawing, scale in px/m."""

    right: Floats
    up: Floats
    towards: Floats
    middle: Floats
    scale: float

    def flat(self, points: Floats) -> tuple[Floats, Floats]:
        """Places in the drawing (n, 2) and nearness (n,) of points (n, 3)."""
        off = points - self.middle
        x = 0.5 * WIDTH + self.scale * (off @ self.right)
        y = 0.5 * HEIGHT - self.scale * (off @ self.up)
        return np.stack([x, y], axis=1), off @ self.towards


def eye_of(view: str, sides: tuple[str, ...], near: float) -> Eye:
    """The eye of a named view; the side view of the left leg is from the left."""
    azimuth, height = VIEWS[view]
    azimuth = -azimuth if sides == ("left",) else azimuth
    towards = np.array([np.cos(height) * np.cos(azimuth), np.sin(height), np.cos(height) * np.sin(azimuth)])
    right = np.cross([0.0, 1.0, 0.0], towards)
    right /= np.linalg.norm(right)
    aside = 0.0 if len(sides) > 1 else 0.052 if sides == ("right",) else -0.052
    return Eye(right, np.cross(towards, right), towards, np.array([-0.03, 0.0, aside]), 0.5 * HEIGHT / REACH_M * near)


def drawing(posture: Posture, view: str, group: str, chosen: str, near: float, alt: str) -> str:
    """The drawing as SVG; group: 'deep', 'gluteal' or 'all'; chosen: the entry that is drawn with a dark edge."""
    eye = eye_of(view, tuple(leg.side for leg in posture.legs), near)
    parts: list[tuple[float, str]] = []
    for leg in posture.legs:
        parts += _bones(leg, eye, posture.asked.anteversion_deg, alone=len(posture.legs) == 1)
        entry_of = {line: entry for entry in leg.entries for line in entry.lines}
        for line in leg.lines:
            entry = entry_of.get(line.name)
            if entry is not None and (group in ("all", entry.group) or entry.key == chosen):
                parts += _line(line, eye, marked=entry.key == chosen)
    body = "".join(text for _, text in sorted(parts, key=lambda part: part[0]))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{alt}">'
        f'<title>{alt}</title><g stroke-linejoin="round" stroke-linecap="round">{body}</g></svg>'
    )


def _bones(leg: Leg, eye: Eye, anteversion_deg: int, *, alone: bool) -> list[tuple[float, str]]:
    found = []
    for name in BONES:
        mirrored = [leg.side == "left"]
        if SEGMENT[name] == "pelvis":
            if leg.side == "left" and not alone:
                continue
            mirrored = [False, True] if name == "hip_bone" else [False]
        matrix = np.array(leg.bones[SEGMENT[name]]).reshape(4, 4)
        for flip in mirrored:
            found += _faces(name, matrix, eye, anteversion_deg, flip=flip)
    return found


@lru_cache(maxsize=8)
def _coarse(name: str) -> Ints:
    """A bone's triangles (t, 3), fewer of them: points are put together in cells of some millimetres."""
    own = bone(name)
    cell = np.rint(own.point_m / CELL_M).astype(np.int64)
    _, first, same = np.unique(cell, axis=0, return_index=True, return_inverse=True)
    faces = first[same.reshape(-1)][own.triangle.astype(np.int64)]
    different = (faces != np.roll(faces, 1, axis=1)).all(axis=1)
    return np.asarray(faces[different])


@lru_cache(maxsize=8)
def _normals(name: str) -> Floats:
    """Normals (n, 3) of a bone at its points: those of the triangles round a point, each as much as it is large."""
    own = bone(name)
    faces, normal = own.triangle.astype(np.int64), np.zeros_like(own.point_m)
    a, b, c = (own.point_m[faces[:, k]] for k in range(3))
    for k in range(3):
        np.add.at(normal, faces[:, k], np.cross(b - a, c - a))
    return np.asarray(normal / np.maximum(np.linalg.norm(normal, axis=1, keepdims=True), 1e-15))


def _faces(name: str, matrix: Floats, eye: Eye, anteversion_deg: int, *, flip: bool) -> list[tuple[float, str]]:
    point = twisted_femur_m(anteversion_deg) if name == "femur" else bone(name).point_m
    place = (point * [1.0, 1.0, -1.0] if flip else point) @ matrix[:3, :3].T + matrix[:3, 3]
    faces = _coarse(name)
    a, b, c = (place[faces[:, k]] for k in range(3))
    seen = np.cross(b - a, c - a) @ eye.towards * (-1.0 if flip else 1.0) > 0.0
    normal = _normals(name)[faces].mean(axis=1) * [1.0, 1.0, -1.0 if flip else 1.0] @ matrix[:3, :3].T
    normal /= np.maximum(np.linalg.norm(normal, axis=1, keepdims=True), 1e-12)
    light = eye.towards + 0.55 * eye.up - 0.35 * eye.right
    bright = np.clip(normal @ (light / np.linalg.norm(light)), 0.0, 1.0)
    open_ = bone(name).shade[faces].mean(axis=1) / 255.0
    tint = np.minimum((bright * (0.55 + 0.45 * open_) * len(TINTS)).astype(int), len(TINTS) - 1)
    flat, depth = eye.flat(place)
    nearness = depth[faces].mean(axis=1)
    found = []
    for k in np.flatnonzero(seen).tolist():
        corners = "L".join(f"{x:.0f},{y:.0f}" for x, y in flat[faces[k]].tolist())
        colour = TINTS[int(tint[k])]
        found.append((float(nearness[k]), f'<path d="M{corners}Z" fill="{colour}" stroke="{colour}"/>'))
    return found


def _line(line: Line, eye: Eye, *, marked: bool) -> list[tuple[float, str]]:
    """A line in pieces of some millimetres, each at its own depth, with an edge in paper or ink."""
    path = np.array(line.path)
    pieces = np.concatenate([*(np.linspace(p, q, 7)[:-1] for p, q in pairwise(path)), path[-1:]])
    flat, depth = eye.flat(pieces)
    share = np.linspace(0.0, 1.0, len(pieces))
    thick = 2.0 * eye.scale * 1e-3 * line.thick_mm * (0.42 + 0.58 * np.sin(np.pi * share) ** 0.9)
    at = DEEP_SIX.index(line.muscle) if line.muscle in DEEP_SIX else -1
    colour = DEEP[at] if at >= 0 else GROUPS.get(line.group, "#8D8F8C")
    edge = "#1B1E21" if marked else "#F1EFEA"
    found = []
    for k in range(len(pieces) - 1):
        (x, y), (u, v) = flat[k].tolist(), flat[k + 1].tolist()
        way = f'd="M{x:.1f},{y:.1f}L{u:.1f},{v:.1f}"'
        near = float(depth[k] + depth[k + 1]) / 2.0 + 1e-3 * line.thick_mm
        found.append((near - 0.014, f'<path {way} stroke="{edge}" stroke-width="{thick[k] + 2.5:.1f}"/>'))
        found.append((near, f'<path {way} stroke="{colour}" stroke-width="{thick[k]:.1f}"/>'))
    return found
