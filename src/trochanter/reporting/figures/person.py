"""A person in the posture of an exercise, for pictures: legs of the hip model, trunk, head and arms drawn simply.

Legs and pelvis stand where the model's joints are. Trunk, head and arms are no part of the model: their sizes are those
of a person of the model's stature, and only show how somebody lies, sits or stands.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from trochanter.anatomy.hip_model import hip_model
from trochanter.anatomy.neutral import segment_poses
from trochanter.core.arrays import Floats
from trochanter.core.rotations import axis_rotation
from trochanter.plan.exercise import Exercise
from trochanter.plan.posture import coordinates_rad
from trochanter.reporting.figures.person_arms import arms

# Points on segments of the model (m): joints, heel and toes.
_ON_LEG = {
    "hip": ("femur", (0.0, 0.0, 0.0)),
    "knee": ("femur", (-0.005, -0.405, 0.0)),
    "ankle": ("tibia", (-0.01, -0.4, 0.0)),
    "heel": ("calcn", (0.01, 0.015, 0.0)),
    "toe": ("calcn", (0.22, 0.005, 0.0)),
}
# Points of the trunk about the middle between the shoulders' height and the waist (m): forward, up, right.
_ON_TRUNK = {
    "waist": (0.0, 0.03, 0.0),
    "chest_r": (0.0, 0.24, 0.075),
    "chest_l": (0.0, 0.24, -0.075),
    "shoulder_r": (0.0, 0.33, 0.17),
    "shoulder_l": (0.0, 0.33, -0.17),
    "neck": (0.0, 0.38, 0.0),
    "chin": (0.02, 0.50, 0.0),
    "crown": (0.02, 0.57, 0.0),
}
_BODY = (
    ("trunk", "side_r", "side_l", 0.105, 0.105),
    ("trunk", "side_r", "chest_r", 0.095, 0.105),
    ("trunk", "side_l", "chest_l", 0.095, 0.105),
    ("trunk", "chest_r", "shoulder_r", 0.105, 0.055),
    ("trunk", "chest_l", "shoulder_l", 0.105, 0.055),
    ("trunk", "neck", "chin", 0.05, 0.05),
    ("head", "chin", "crown", 0.085, 0.095),
)
_LIMBS = (("hip", "knee", 0.085, 0.056), ("knee", "ankle", 0.056, 0.036), ("heel", "toe", 0.034, 0.022))
SIDE_BEND_RAD = 0.15  # of somebody who lies on a side, whose shoulder and pelvis both rest on the floor
_ON_SIDE, _FACE_DOWN, _ON_KNEES_DEG = 0.9, -0.9, 45.0
_ARM = (("shoulder", "elbow", 0.045, 0.038), ("elbow", "hand", 0.036, 0.03))


@dataclass(frozen=True, slots=True)
class Part:
    """A rounded part between two points, metres in the room.

    role: 'trunk', 'head', 'arm', 'work' (the right leg, which works), 'left' (where it works too), 'other' or 'thing'.
    """

    role: str
    start_m: Floats
    end_m: Floats
    start_radius_m: float
    end_radius_m: float

    @property
    def lowest_m(self) -> float:
        """The height of its lowest point."""
        return min(float(self.start_m[1]) - self.start_radius_m, float(self.end_m[1]) - self.end_radius_m)


@dataclass(frozen=True, slots=True)
class Person:
    """A person at one instant: parts, named points, the coordinates behind them, and by how much all was shifted."""

    parts: tuple[Part, ...]
    points_m: Mapping[str, Floats]
    q: Floats
    shift_m: Floats

    @property
    def floor_m(self) -> float:
        """The height of the lowest part."""
        return min(part.lowest_m for part in self.parts)


@lru_cache(maxsize=64)
def person_at(exercise: Exercise, share: float) -> Person:
    """The person after a share (0 to 1) of an exercise's movement; what ``picture.fixed`` names stays in place."""
    fixed = _skeleton(exercise, 0.0)
    points, q = _skeleton(exercise, share)
    shift = _anchor(exercise, fixed[0]) - _anchor(exercise, points)
    points = {name: place if name.startswith("trunk_") else place + shift for name, place in points.items()}
    floor = min(part.lowest_m for part in (*_body(fixed[0]), *_legs(exercise, fixed[0])))
    points |= arms(exercise.picture.arms, points, floor, fixed[0])
    parts = (*_body(points), *_legs(exercise, points), *_arm_parts(points))
    return Person(parts, points, q, shift)


def _skeleton(exercise: Exercise, share: float) -> tuple[dict[str, Floats], Floats]:
    body = hip_model()
    q = coordinates_rad(body, exercise, [share])[0]
    rotation, origin = segment_poses(body, q)
    points: dict[str, Floats] = {}
    for side in "rl":
        for name, (segment, place) in _ON_LEG.items():
            s = body.segments.names.index(f"{segment}_{side}")
            points[f"{name}_{side}"] = origin[s] + rotation[s] @ np.array(place)
    pelvis = rotation[body.segments.names.index("pelvis")]
    middle = 0.5 * (points["hip_r"] + points["hip_l"])
    points["pelvis"] = middle
    for side, sign in (("r", 1.0), ("l", -1.0)):
        points[f"side_{side}"] = middle + pelvis @ np.array([-0.01, 0.04, 0.07 * sign])
    trunk = pelvis @ _spine(exercise, share)
    root = middle + pelvis @ np.array([-0.01, 0.12, 0.0])
    points |= {name: root + trunk @ np.array(place) for name, place in _ON_TRUNK.items()}
    points |= {f"trunk_{axis}": trunk[:, k] for k, axis in enumerate("xyz")}
    if exercise.up(share)[0] < _FACE_DOWN and exercise.at_deg(share)["hip_flexion"] > _ON_KNEES_DEG:
        points |= _feet_on_floor(points)
    return points, q


def _spine(exercise: Exercise, share: float) -> Floats:
    picture = exercise.picture
    start = np.array(picture.trunk_deg)
    end = start if picture.trunk_to_deg is None else np.array(picture.trunk_to_deg)
    forward, right, left_turn = np.radians(start + share * (end - start))
    on_side = float(exercise.up(share)[2])
    right += SIDE_BEND_RAD * on_side if abs(on_side) > _ON_SIDE else 0.0
    turned = axis_rotation([0, 1, 0], left_turn) @ axis_rotation([1, 0, 0], right) @ axis_rotation([0, 0, 1], -forward)
    return np.asarray(turned)


def _feet_on_floor(points: Mapping[str, Floats]) -> dict[str, Floats]:
    """Heels and toes of somebody on hands and knees, the back of the foot on the floor: the model's ankle stops before.

    Without it the toes would carry, and the knees hang in the air.
    """
    found: dict[str, Floats] = {}
    (*_, knee_m), (*_, ankle_m), (*_, heel_m, toe_m) = _LIMBS
    for side in "rl":
        knee, ankle = points[f"knee_{side}"], points[f"ankle_{side}"]
        back = (ankle - knee) * (1.0, 0.0, 1.0)
        back = back / float(np.linalg.norm(back))
        floor = float(knee[1]) - knee_m
        heel = ankle + max(ankle_m - heel_m, 0.0) * back
        long_m = float(np.linalg.norm(points[f"toe_{side}"] - points[f"heel_{side}"]))
        down_m = float(heel[1]) - floor - toe_m
        found[f"heel_{side}"] = heel
        found[f"toe_{side}"] = heel + np.sqrt(max(long_m**2 - down_m**2, 0.0)) * back - np.array([0.0, down_m, 0.0])
    return found


def _anchor(exercise: Exercise, points: Mapping[str, Floats]) -> Floats:
    """What stays where it is."""
    names = {
        "pelvis": ("pelvis",),
        "foot": ("heel_r",),
        "other_foot": ("heel_l",),
        "feet": ("heel_r", "heel_l"),
        "knee": ("knee_r",),
    }[exercise.picture.fixed]
    return np.asarray(np.mean([points[name] for name in names], axis=0))


def _body(points: Mapping[str, Floats]) -> tuple[Part, ...]:
    return tuple(Part(role, points[a], points[b], ra, rb) for role, a, b, ra, rb in _BODY)


def _legs(exercise: Exercise, points: Mapping[str, Floats]) -> tuple[Part, ...]:
    """Both legs; of an exercise that both legs do alike, both work."""
    roles = {"r": "work", "l": "other" if exercise.one_sided else "left"}
    if exercise.type == "breathing":
        roles = dict.fromkeys("rl", "other")
    return tuple(
        Part(roles[side], points[f"{a}_{side}"], points[f"{b}_{side}"], ra, rb)
        for side in "rl"
        for a, b, ra, rb in _LIMBS
    )


def _arm_parts(points: Mapping[str, Floats]) -> tuple[Part, ...]:
    return tuple(
        Part("arm", points[f"{a}_{side}"], points[f"{b}_{side}"], ra, rb) for side in "rl" for a, b, ra, rb in _ARM
    )
