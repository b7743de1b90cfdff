"""Scenes of the hip's rotation at rest: sitting, on the back, on the front; the camera along the thigh, or off."""

from dataclasses import dataclass, field, replace
from math import radians
from typing import Literal

import numpy as np

from tests.synthetic.camera import Camera
from tests.synthetic.clothing import Clothing
from tests.synthetic.misaligned import Misaligned
from tests.synthetic.movement import Course, Turning, course, frame_times, sway
from tests.synthetic.person import person
from tests.synthetic.play import Actor, Play
from tests.synthetic.posture import OUTWARD, ArmAngles, LegAngles, Posture, about, placed
from tests.synthetic.studio import Box, Light
from trochanter.core.arrays import Floats

View = Literal["seated", "supine", "prone"]
QUARTER = 0.5 * np.pi
WOOD, FLOOR, WALL, MAT = (0.45, 0.33, 0.22), (0.60, 0.56, 0.50), (0.74, 0.72, 0.67), (0.30, 0.42, 0.40)
SHIRT_BESIDE = (0.55, 0.30, 0.25)
# The pelvis in the room, and in its frame: where the camera looks, and what is up in the picture.
PELVIS_TURN = {"seated": np.eye(3), "supine": about("z", QUARTER), "prone": about("z", -QUARTER)}
PELVIS_M = {"seated": (0.0, 0.58, 0.0), "supine": (0.0, 0.16, 0.0), "prone": (0.0, 0.62, 0.0)}
LOOKS_ALONG = {"seated": (-1.0, 0.0, 0.0), "supine": (-1.0, 0.0, 0.0), "prone": (0.0, 1.0, 0.0)}
UP = {"seated": (0.0, 1.0, 0.0), "supine": (0.0, 1.0, 0.0), "prone": (-1.0, 0.0, 0.0)}
FLEXED_RAD = {"seated": QUARTER, "supine": QUARTER, "prone": 0.0}
# Between the legs' turns; how much further the knee is bent while the leg waits, out of the other one's way.
CHANGE_S, TUCKED_RAD = 1.6, radians(18.0)
TALL_RAD = radians(62.0)  # a phone held upright
RAISED_M = 1.3  # by which a camera misses the legs


@dataclass(frozen=True, slots=True)
class AtRest:
    """One film of hip rotation at rest; ``sides``: which legs turn, one after the other.

    turning: of the first leg; other: of the second, as long as the first; None for the same.

    legs_lost: the camera is carried up, so that the legs are out of the picture; sideways: the film lies on its side.
    """

    view: View = "seated"
    sides: str = "r"
    turning: Turning = field(default_factory=Turning)
    misaligned: Misaligned = field(default_factory=Misaligned)
    other: Turning | None = None
    clothing: Clothing = "shorts"
    light: Light = field(default_factory=Light)
    size_px: tuple[int, int] = (480, 854)
    rate_hz: float = 15.0
    jitter_s: float = 0.0
    bystander: bool = False
    legs_lost: bool = False
    sideways: bool = False
    seed: int = 0

    def turning_of(self, side: str) -> Turning:
        """What a leg does."""
        return self.turning if side == self.sides[0] or self.other is None else self.other

    def begins_s(self, side: str) -> float:
        """When a leg begins its first rest."""
        return self.sides.index(side) * (self.turning.seconds + CHANGE_S)

    def play(self) -> Play:
        """People, room, camera and truth."""
        seconds = self.turning.seconds * len(self.sides) + CHANGE_S * (len(self.sides) - 1)
        time_s = frame_times(seconds, self.rate_hz, self.jitter_s, self.seed)
        courses = {
            side: course(self.turning_of(side), time_s, self.begins_s(side), self.seed + 97 * k)
            for k, side in enumerate(self.sides)
        }
        postures = _postures(self, time_s, courses)
        people = [Actor(postures, self.clothing)]
        if self.bystander:
            beside = [_standing(self.view, k) for k in sway(time_s, np.random.default_rng(self.seed))]
            people.append(Actor(beside, "tights", SHIRT_BESIDE))
        return Play(
            time_s, people, _camera(self), _room(self.view), self.light, turned=int(self.sideways),
            truth=_truth(courses),
        )  # fmt: skip


def _truth(courses: dict[str, Course]) -> dict[str, Floats]:
    found: dict[str, Floats] = {}
    for side, turned in courses.items():
        found[f"hip_rotation_{side}_rad"] = turned.rotation_rad
        found[f"internal_ends_{side}_rad"] = turned.internal_ends_rad
        found[f"external_ends_{side}_rad"] = turned.external_ends_rad
    return found


def _postures(scene: AtRest, time_s: Floats, courses: dict[str, Course]) -> list[Posture]:
    """One posture a picture: the moving leg turns, the pelvis tilts along, the rest sways a little."""
    off = scene.misaligned
    random = np.random.default_rng([scene.seed, 5])
    wobble = {side: radians(0.5) * sway(time_s, random) for side in "rl"}
    for side in scene.sides:
        wobble[side] = wobble[side] + TUCKED_RAD * _waiting(time_s - scene.begins_s(side), scene.turning.seconds)
    found = []
    for k in range(len(time_s)):
        rotation = {side: float(turned.rotation_rad[k]) for side, turned in courses.items()}
        roll = sum(OUTWARD[side] * _roll(angle, off, scene.turning_of(side)) for side, angle in rotation.items())
        legs = {side: _leg(scene, side, rotation.get(side), float(wobble[side][k])) for side in "rl"}
        axis = about("y", roll) if scene.view == "prone" else about("x", -roll)
        found.append(_lying_or_sitting(scene.view, PELVIS_TURN[scene.view] @ axis, legs))
    return found


def _waiting(since_s: Floats, busy_s: float) -> Floats:
    """From 0, while a leg is busy, to 1, while the other one is (n,); the change takes as long as CHANGE_S."""
    part = np.clip(np.maximum(-since_s, since_s - busy_s) / CHANGE_S, 0.0, 1.0)
    return np.asarray(part * part * (3.0 - 2.0 * part))


def _roll(rotation_rad: float, off: Misaligned, turning: Turning) -> float:
    """The pelvis tilts along in proportion to how far the leg is turned."""
    if rotation_rad > 0.0:
        return off.pelvis_roll_rad[0] * rotation_rad / turning.internal_rad
    return off.pelvis_roll_rad[1] * rotation_rad / turning.external_rad


def _leg(scene: AtRest, side: str, rotation_rad: float | None, wobble_rad: float) -> LegAngles:
    """The leg that is measured, or the other: it hangs beside it, or lies flat."""
    off = scene.misaligned
    if rotation_rad is None and scene.view != "seated":
        return LegAngles(adduction_rad=radians(-6.0), rotation_rad=radians(-8.0), foot_lift_rad=radians(-20.0))
    if rotation_rad is None:
        return LegAngles(QUARTER, radians(-16.0), 0.0, radians(108.0) + wobble_rad)  # out of the other's way
    knee_rad = QUARTER + off.knee_rad + wobble_rad
    flexion_rad = FLEXED_RAD[scene.view] + off.elevation_rad
    return LegAngles(flexion_rad, -off.abduction_rad, rotation_rad, knee_rad)


def _lying_or_sitting(view: View, pelvis_turn: Floats, legs: dict[str, LegAngles]) -> Posture:
    arm = ArmAngles(radians(25.0), radians(8.0), radians(35.0), radians(50.0))
    if view == "supine":
        arm = ArmAngles(0.0, radians(22.0), 0.0, radians(8.0))
    if view == "prone":
        arm = ArmAngles(radians(35.0), radians(70.0), radians(-60.0), radians(95.0))
    head_rad = radians(70.0) if view == "prone" else 0.0
    return Posture(pelvis_turn, np.array(PELVIS_M[view]), legs, dict.fromkeys("rl", arm), head_turn_rad=head_rad)


def _standing(view: View, sway_by: float) -> Posture:
    """Somebody else, who stands beside and behind."""
    behind_m = (-0.7, 0.75, -0.78) if view == "seated" else (0.3, 0.75, -0.65)
    arms = {side: ArmAngles(radians(10.0 + 5.0 * sway_by), radians(8.0), 0.0, radians(20.0)) for side in "rl"}
    return Posture(about("y", radians(-10.0)), np.array(behind_m) + np.array((0.02 * sway_by, 0.06, 0.0)), {}, arms)


def _camera(scene: AtRest) -> Camera:
    """Along the thigh of the first leg, at its knee, then off as the scene says."""
    off, base = scene.misaligned, PELVIS_TURN[scene.view]
    leg = {scene.sides[0]: _leg(replace(scene, misaligned=Misaligned()), scene.sides[0], 0.0, 0.0)}
    knee_m = placed(person(), _lying_or_sitting(scene.view, base, leg)).joints_m[f"knee_{scene.sides[0]}"]
    along, up = np.array(LOOKS_ALONG[scene.view]), np.array(UP[scene.view])
    right = np.cross(along, up)
    c, s = np.cos(off.yaw_rad), np.sin(off.yaw_rad)
    turned = c * along + s * right
    turned = np.cos(off.pitch_rad) * turned + np.sin(off.pitch_rad) * up
    shift_m = (off.off_centre_m[0], off.off_centre_m[1] + (RAISED_M if scene.legs_lost else 0.0))
    return Camera.looking(
        knee_m, base @ turned, base @ up, off.distance_m, scene.size_px, TALL_RAD, shift_m, off.roll_rad
    )


def _room(view: View) -> list[Box]:
    """Floor, wall, and what one sits or lies on."""
    floor = Box((0.0, -0.02, 0.0), (6.0, 0.02, 6.0), FLOOR, mottled=True)
    shelf = Box((-1.4, 0.55, 1.35), (0.15, 0.55, 0.4), (0.55, 0.50, 0.45))
    if view == "supine":
        return [floor, Box((0.0, 0.015, 0.0), (1.15, 0.015, 0.45), MAT, mottled=True),
                Box((-0.2, 0.25, 1.0), (0.5, 0.25, 0.25), (0.55, 0.50, 0.45))]  # fmt: skip
    if view == "prone":
        return [floor, Box((0.35, 0.24, 0.0), (0.95, 0.24, 0.34), (0.35, 0.38, 0.45)),
                Box((2.2, 2.9, 0.0), (0.02, 3.0, 6.0), WALL, mottled=True)]  # fmt: skip
    wall = Box((-1.6, 2.9, 0.0), (0.02, 3.0, 6.0), WALL, mottled=True)
    return [floor, wall, shelf, Box((-0.01, 0.265, 0.0), (0.18, 0.265, 0.26), WOOD)]
