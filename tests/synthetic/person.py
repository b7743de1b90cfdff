"""The synthetic person: a mesh that follows its bones (linear blend skinning), in metres.

Frame of the person, as in the project's conventions: x forward, y up, z to the person's right. Segments are few: whole
limbs, because films show limbs; every bone of the rig belongs to the segment of its nearest named ancestor.
"""

import json
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from tests.synthetic.body_files import MESH, RIG, WEIGHTS, body_folder
from trochanter.core.arrays import Floats, frozen

Indices = NDArray[np.int64]
DECIMETRE_M = 0.1
SIDES = ("r", "l")
# The bone at which a segment begins; bones below it follow, until another segment begins.
BEGINS = {
    "root": "pelvis",
    "spine05": "belly",
    "spine03": "trunk",
    "neck01": "head",
    **{f"upperleg01.{side.upper()}": f"hip_{side}" for side in SIDES},
    **{f"upperleg02.{side.upper()}": f"thigh_{side}" for side in SIDES},
    **{f"lowerleg01.{side.upper()}": f"shank_{side}" for side in SIDES},
    **{f"foot.{side.upper()}": f"foot_{side}" for side in SIDES},
    **{f"upperarm01.{side.upper()}": f"arm_{side}" for side in SIDES},
    **{f"lowerarm01.{side.upper()}": f"forearm_{side}" for side in SIDES},
}
SEGMENTS = tuple(BEGINS.values())
# The points at which segments turn, by the bone that has its head there.
JOINTS = {
    "pelvis": "root",
    "waist": "spine05",
    "neck": "neck01",
    **{f"hip_{side}": f"upperleg01.{side.upper()}" for side in SIDES},
    **{f"knee_{side}": f"lowerleg01.{side.upper()}" for side in SIDES},
    **{f"ankle_{side}": f"foot.{side.upper()}" for side in SIDES},
    **{f"toe_{side}": f"toe2-1.{side.upper()}" for side in SIDES},
    **{f"shoulder_{side}": f"upperarm01.{side.upper()}" for side in SIDES},
    **{f"elbow_{side}": f"lowerarm01.{side.upper()}" for side in SIDES},
    **{f"wrist_{side}": f"wrist.{side.upper()}" for side in SIDES},
}


@dataclass(frozen=True, slots=True)
class Person:
    """A body at rest: standing, arms half raised.

    vertices_m (v, 3); normals (v, 3), unit; texture (v, 2): place in a texture, 0 to 1; faces (f, 3), wound outwards;
    weights (v, segments), rows sum to 1; joints_m: where segments turn.
    """

    vertices_m: Floats
    normals: Floats
    texture: Floats
    faces: Indices
    weights: Floats
    joints_m: dict[str, Floats]

    def skinned(self, turns: Floats, shifts_m: Floats) -> tuple[Floats, Floats]:
        """Vertices (v, 3) and normals (v, 3) with each segment turned (s, 3, 3) and then shifted (s, 3)."""
        turn = np.einsum("vs,sij->vij", self.weights, turns)
        vertices_m = np.einsum("vij,vj->vi", turn, self.vertices_m) + self.weights @ shifts_m
        normals = np.einsum("vij,vj->vi", turn, self.normals)
        return vertices_m, normals / np.linalg.norm(normals, axis=1, keepdims=True)


@cache
def person() -> Person:
    """The person, read from the body's files (fetched at the first call; raises NoBody where they cannot be had)."""
    folder = body_folder()
    mesh = _mesh((folder / MESH).read_text(encoding="utf-8"))
    rig = json.loads((folder / RIG).read_text(encoding="utf-8"))
    weights = json.loads((folder / WEIGHTS).read_text(encoding="utf-8"))["weights"]
    of_vertex = _weights(rig, weights, len(mesh.vertices_m))
    corners, faces = np.unique(mesh.faces.reshape(-1, 2), axis=0, return_inverse=True)
    vertices_m = mesh.vertices_m[corners[:, 0]]
    return Person(
        frozen(vertices_m),
        frozen(_normals(mesh.vertices_m, mesh.faces[..., 0])[corners[:, 0]]),
        frozen(mesh.texture[corners[:, 1]]),
        frozen(faces.reshape(-1, 3), dtype=np.int64),
        frozen(of_vertex[corners[:, 0]]),
        {name: _head(rig[bone]["head"], mesh) for name, bone in JOINTS.items()},
    )


@dataclass(frozen=True, slots=True)
class _Mesh:
    vertices_m: Floats
    texture: Floats
    faces: Indices  # (f, 3, 2): vertex, place in the texture
    groups: dict[str, list[int]]  # vertices of the helper cubes that mark joints


def _mesh(text: str) -> _Mesh:
    """The body's faces as triangles, and the cubes that mark joints; the file is in decimetres, x left, z forward."""
    vertices: list[list[float]] = []
    texture: list[list[float]] = []
    faces: list[list[list[int]]] = []
    groups: dict[str, list[int]] = {}
    group = ""
    for line in text.splitlines():
        word, *rest = line.split() or [""]
        if word == "v":
            vertices.append([float(value) for value in rest[:3]])
        elif word == "vt":
            texture.append([float(value) for value in rest[:2]])
        elif word == "g":
            group = rest[0]
        elif word == "f":
            corners = [[int(index) - 1 for index in corner.split("/")[:2]] for corner in rest]
            if group == "body":
                faces += [[corners[0], corners[k], corners[k + 1]] for k in range(1, len(corners) - 1)]
            groups.setdefault(group, []).extend(corner[0] for corner in corners)
    left_up_forward = np.array(vertices) * DECIMETRE_M
    vertices_m = left_up_forward[:, [2, 1, 0]] * (1.0, 1.0, -1.0)
    return _Mesh(vertices_m, np.array(texture), np.array(faces, dtype=np.int64), groups)


def _head(place: dict[str, object], mesh: _Mesh) -> Floats:
    """Where a bone begins, by the rule that the rig gives."""
    of_cube = mesh.groups.get(str(place.get("cube_name")), [])
    chosen = {"CUBE": of_cube, "VERTEX": [place.get("vertex_index")], "MEAN": place.get("vertex_indices")}
    indices = np.unique(np.array(chosen[str(place["strategy"])], dtype=int))
    return frozen(mesh.vertices_m[indices].mean(axis=0))


def _weights(rig: dict[str, dict[str, str]], weights: dict[str, list[tuple[int, float]]], vertices: int) -> Floats:
    """Weight of every segment at every vertex (v, s)."""
    found = np.zeros((vertices, len(SEGMENTS)))
    for bone, pairs in weights.items():
        column = SEGMENTS.index(_segment(rig, bone))
        for vertex, weight in pairs:
            found[vertex, column] += weight
    total = found.sum(axis=1, keepdims=True)
    return found / np.where(total > 0.0, total, 1.0)


def _segment(rig: dict[str, dict[str, str]], bone: str) -> str:
    while bone not in BEGINS:
        bone = rig[bone]["parent"]
    return BEGINS[bone]


def _normals(vertices_m: Floats, faces: Indices) -> Floats:
    """Unit normals at the vertices, weighted by the area of the faces around them."""
    a, b, c = (vertices_m[faces[:, k]] for k in range(3))
    of_face = np.cross(b - a, c - a)
    summed = np.stack(
        [np.bincount(faces.ravel(), np.repeat(of_face[:, k], 3), minlength=len(vertices_m)) for k in range(3)], axis=1
    )
    length = np.linalg.norm(summed, axis=1, keepdims=True)
    return np.asarray(summed / np.where(length > 0.0, length, 1.0))
