"""Angles of the synthetic person's joints, and where they put its segments. Radians; signs as in docs/conventions.md.

The hip turns by flexion about z, then adduction about x, then rotation about y, each axis carried along (ISB, Wu 2002):
rotation is about the thigh's own length, from the centre of the hip to the centre of the knee.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from tests.synthetic.person import SEGMENTS, SIDES, Person
from trochanter.core.arrays import Floats

OUTWARD = {"r": 1.0, "l": -1.0}
BEHIND_TWIST = 0.5  # share of the thigh's rotation that its upper end follows: skin near the hip turns less
HALF_OF_LEAN = 0.5  # share of the trunk's lean that the belly follows


@dataclass(frozen=True, slots=True)
class LegAngles:
    """One leg; the knee's flexion and the foot's lift (toes towards the shin) are positive."""

    flexion_rad: float = 0.0
    adduction_rad: float = 0.0
    rotation_rad: float = 0.0
    knee_rad: float = 0.0
    foot_lift_rad: float = 0.0


@dataclass(frozen=True, slots=True)
class ArmAngles:
    """One arm, from hanging: raised forward, away from the body, turned in, elbow bent."""

    flexion_rad: float = 0.0
    abduction_rad: float = 0.0
    rotation_rad: float = 0.0
    elbow_rad: float = 0.0


@dataclass(frozen=True, slots=True)
class Posture:
    """The whole person: the pelvis in the room (turn (3, 3) and place (3,) of its joint in metres), then joints.

    lean_rad (forward) and side_lean_rad (to the right) are the trunk's, against the pelvis.
    """

    pelvis_turn: Floats
    pelvis_m: Floats
    legs: Mapping[str, LegAngles] = field(default_factory=dict)
    arms: Mapping[str, ArmAngles] = field(default_factory=dict)
    lean_rad: float = 0.0
    side_lean_rad: float = 0.0
    head_turn_rad: float = 0.0


@dataclass(frozen=True, slots=True)
class Placed:
    """Segments placed in the room: turns (s, 3, 3) and shifts_m (s, 3) of SEGMENTS, and joints_m by their names."""

    turns: Floats
    shifts_m: Floats
    joints_m: dict[str, Floats]


def about(axis: str, angle_rad: float) -> Floats:
    """Rotation matrix (3, 3) about x, y or z."""
    c, s = np.cos(angle_rad), np.sin(angle_rad)
    i, j = {"x": (1, 2), "y": (2, 0), "z": (0, 1)}[axis]
    matrix = np.eye(3)
    matrix[[i, j, i, j], [i, j, j, i]] = c, c, -s, s
    return matrix


def hip_turn(side: str, leg: LegAngles) -> Floats:
    """Thigh against pelvis (3, 3)."""
    out = OUTWARD[side]
    return about("z", leg.flexion_rad) @ about("x", out * leg.adduction_rad) @ about("y", out * leg.rotation_rad)


def placed(person: Person, posture: Posture) -> Placed:
    """Where every segment goes in a posture."""
    build = _Build(person, posture.pelvis_turn, np.asarray(posture.pelvis_m, dtype=float))
    lean = about("z", -posture.lean_rad) @ about("x", posture.side_lean_rad)
    half = about("z", -posture.lean_rad * HALF_OF_LEAN) @ about("x", posture.side_lean_rad * HALF_OF_LEAN)
    build.segment("pelvis", posture.pelvis_turn, "pelvis")
    build.segment("belly", posture.pelvis_turn @ half, "waist")
    trunk = posture.pelvis_turn @ lean
    build.segment("trunk", trunk, "waist", "neck", *(f"shoulder_{side}" for side in SIDES))
    build.segment("head", trunk @ about("y", posture.head_turn_rad), "neck")
    for side in SIDES:
        build.leg(side, posture.legs.get(side, LegAngles()))
        build.arm(side, trunk, posture.arms.get(side, ArmAngles()))
    return Placed(build.turns, build.shifts_m, build.joints_m)


class _Build:
    """Collects segments from the pelvis outwards: a segment turns about a joint that is already in place."""

    def __init__(self, person: Person, pelvis_turn: Floats, pelvis_m: Floats) -> None:
        self.person = person
        self.turns = np.tile(np.eye(3), (len(SEGMENTS), 1, 1))
        self.shifts_m = np.zeros((len(SEGMENTS), 3))
        rest = person.joints_m
        carried = ("waist", *(f"hip_{side}" for side in SIDES))
        self.joints_m = {name: pelvis_m + pelvis_turn @ (rest[name] - rest["pelvis"]) for name in carried}
        self.joints_m["pelvis"] = pelvis_m
        self.pelvis_turn = pelvis_turn

    def segment(self, name: str, turn: Floats, about_joint: str, *carries: str) -> None:
        """Turn a segment about a joint; the joints that it carries come along."""
        rest, k = self.person.joints_m, SEGMENTS.index(name)
        self.turns[k] = turn
        self.shifts_m[k] = self.joints_m[about_joint] - turn @ rest[about_joint]
        for joint in carries:
            self.joints_m[joint] = self.turns[k] @ rest[joint] + self.shifts_m[k]

    def leg(self, side: str, leg: LegAngles) -> None:
        thigh_rest = self._along(f"hip_{side}", f"knee_{side}")
        shank_rest = self._along(f"knee_{side}", f"ankle_{side}")
        thigh = self.pelvis_turn @ hip_turn(side, leg)
        shank = thigh @ about("z", -leg.knee_rad)
        behind = LegAngles(leg.flexion_rad, leg.adduction_rad, BEHIND_TWIST * leg.rotation_rad)
        self.segment(f"hip_{side}", self.pelvis_turn @ hip_turn(side, behind) @ thigh_rest.T, f"hip_{side}")
        self.segment(f"thigh_{side}", thigh @ thigh_rest.T, f"hip_{side}", f"knee_{side}")
        self.segment(f"shank_{side}", shank @ shank_rest.T, f"knee_{side}", f"ankle_{side}")
        foot = shank @ about("z", leg.foot_lift_rad) @ shank_rest.T
        self.segment(f"foot_{side}", foot, f"ankle_{side}", f"toe_{side}")

    def arm(self, side: str, trunk: Floats, arm: ArmAngles) -> None:
        out = OUTWARD[side]
        upper_rest = self._along(f"shoulder_{side}", f"elbow_{side}")
        lower_rest = self._along(f"elbow_{side}", f"wrist_{side}")
        upper = trunk @ about("z", arm.flexion_rad) @ about("x", -out * arm.abduction_rad)
        upper = upper @ about("y", out * arm.rotation_rad)
        lower = upper @ about("z", arm.elbow_rad)
        self.segment(f"arm_{side}", upper @ upper_rest.T, f"shoulder_{side}", f"elbow_{side}")
        self.segment(f"forearm_{side}", lower @ lower_rest.T, f"elbow_{side}", f"wrist_{side}")

    def _along(self, upper: str, lower: str) -> Floats:
        """Frame (3, 3) of a limb at rest: y from its lower to its upper joint, z as far to the right as it can be."""
        y = self.person.joints_m[upper] - self.person.joints_m[lower]
        y = y / np.linalg.norm(y)
        x = np.cross(y, (0.0, 0.0, 1.0))
        x = x / np.linalg.norm(x)
        return np.column_stack([x, y, np.cross(x, y)])
