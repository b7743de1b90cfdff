"""What the synthetic person wears: its surface cut into pieces, each with a colour; wide trousers are blown up."""

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from tests.synthetic.person import SEGMENTS, Indices, Person
from trochanter.core.arrays import Floats, frozen

Clothing = Literal["shorts", "tights", "wide trousers"]
CLOTHING: tuple[Clothing, ...] = ("shorts", "tights", "wide trousers")
LEGS = ("hip_r", "hip_l", "thigh_r", "thigh_l", "shank_r", "shank_l")
SKIN, HAIR, SHOES = (0.80, 0.60, 0.48), (0.20, 0.14, 0.10), (0.15, 0.15, 0.18)
COLOURS = {"shirt": (0.25, 0.42, 0.62), "shorts": (0.16, 0.17, 0.24), "tights": (0.13, 0.13, 0.16)}
WIDE_COLOUR = (0.36, 0.38, 0.33)
WIDE_BY_M = 0.035


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of the surface: which of the person's vertices (k,), its faces (f, 3) among them, colour and contrast."""

    name: str
    vertices: Indices
    faces: Indices
    rest_m: Floats
    texture: Floats
    colour: tuple[float, float, float]
    mottle: float = 0.18

    def body(self, person: Person) -> Person:
        """The person as far as this piece goes, for skinning."""
        return replace(
            person, vertices_m=self.rest_m, normals=person.normals[self.vertices], weights=person.weights[self.vertices]
        )


def dressed(
    person: Person, clothing: Clothing = "shorts", shirt: tuple[float, float, float] = COLOURS["shirt"]
) -> tuple[Piece, ...]:
    """The pieces of one person; every face of the body belongs to one."""
    kind = _kinds(person, clothing)
    colours = {"skin": SKIN, "hair": HAIR, "shoes": SHOES, "shirt": shirt, "below": _below(clothing)}
    return tuple(
        _piece(person, name, np.flatnonzero(kind == name), colours[name], clothing) for name in np.unique(kind)
    )


def _below(clothing: Clothing) -> tuple[float, float, float]:
    return WIDE_COLOUR if clothing == "wide trousers" else COLOURS[clothing]


def _kinds(person: Person, clothing: Clothing) -> NDArray[np.str_]:
    """Name of the piece of every face (f,)."""
    segment = person.weights[person.faces].mean(axis=1).argmax(axis=1)
    middle_m = person.vertices_m[person.faces].mean(axis=1)
    joints = person.joints_m
    height = middle_m[:, 1]

    def within(*names: str) -> NDArray[np.bool_]:
        return np.isin(segment, [SEGMENTS.index(name) for name in names])

    kind = np.full(len(segment), "skin", dtype="<U8")
    arm = within("arm_r", "arm_l")
    along = np.abs(middle_m[:, 2]) < 0.5 * (joints["shoulder_r"][2] + joints["elbow_r"][2])
    kind[within("trunk", "belly", "pelvis") & (height < joints["neck"][1] - 0.03)] = "shirt"
    kind[arm & along & (height < joints["neck"][1] - 0.03)] = "shirt"
    kind[within("pelvis", "belly", *LEGS) & (height < joints["waist"][1] + 0.03)] = "below"
    hem = joints["hip_r"][1] + (joints["knee_r"][1] - joints["hip_r"][1]) * 0.62
    if clothing == "shorts":
        kind[(kind == "below") & (height < hem)] = "skin"
    kind[within("foot_r", "foot_l")] = "shoes"
    crown = joints["neck"][1] + 0.155
    kind[within("head") & ((height > crown + 0.06) | ((height > crown - 0.09) & (middle_m[:, 0] < 0.02)))] = "hair"
    return kind


def _piece(
    person: Person, name: str, faces: NDArray[np.intp], colour: tuple[float, float, float], clothing: Clothing
) -> Piece:
    vertices, corners = np.unique(person.faces[faces], return_inverse=True)
    rest_m = person.vertices_m[vertices]
    if name == "below" and clothing == "wide trousers":
        knee_m, hip_m = person.joints_m["knee_r"][1], person.joints_m["hip_r"][1]
        lower = np.clip((hip_m - rest_m[:, 1]) / (hip_m - knee_m), 0.0, 1.0)
        rest_m = rest_m + WIDE_BY_M * lower[:, None] * person.normals[vertices]
    return Piece(
        name,
        vertices,
        corners.reshape(-1, 3),
        frozen(rest_m),
        frozen(person.texture[vertices]),
        colour,
    )
