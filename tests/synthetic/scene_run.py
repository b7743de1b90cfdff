"""The synthetic person on a treadmill, from the side or from behind."""

from dataclasses import dataclass, field
from math import radians
from typing import Literal

import numpy as np

from tests.synthetic.camera import Camera
from tests.synthetic.clothing import Clothing
from tests.synthetic.movement import frame_times, sway
from tests.synthetic.person import person
from tests.synthetic.play import Actor, Play
from tests.synthetic.posture import OUTWARD, ArmAngles, LegAngles, Posture, about, placed
from tests.synthetic.scene import FLOOR, TALL_RAD, WALL
from tests.synthetic.stride import Stride, leg_to
from tests.synthetic.studio import Box, Light
from trochanter.core.arrays import Floats

LOOKS = {"side": (0.0, 0.0, -1.0), "rear": (1.0, 0.0, 0.0)}
ELBOW_RAD, ARM_SWING_RAD = radians(85.0), radians(28.0)


@dataclass(frozen=True, slots=True)
class Run:
    """Running on a belt; from the side means from the person's right.

    step_width_m: between the ankles' lines, negative where the feet cross over; lean_rad: the trunk's lean forward;
    drop_rad: how far the pelvis drops on the side of the swinging leg, at most.
    """

    view: Literal["side", "rear"] = "side"
    stride: Stride = field(default_factory=Stride)
    seconds: float = 6.5
    rate_hz: float = 60.0
    step_width_m: float = 0.07
    lean_rad: float = radians(7.0)
    drop_rad: float = radians(5.0)
    clothing: Clothing = "shorts"
    light: Light = field(default_factory=Light)
    distance_m: float = 2.6
    size_px: tuple[int, int] = (480, 854)
    seed: int = 0

    def play(self) -> Play:
        """People, room, camera and truth."""
        time_s = frame_times(self.seconds, self.rate_hz)
        drift_m = 0.01 * sway(time_s, np.random.default_rng([self.seed, 4]), 6.0)
        postures = [_posture(self, at_s, drift) for at_s, drift in zip(time_s.tolist(), drift_m.tolist(), strict=True)]
        boxes = [
            Box((0.0, -0.02, 0.0), (6.0, 0.02, 6.0), FLOOR, mottled=True),
            Box((0.0, -0.01, 0.0), (0.9, 0.012, 0.3), (0.22, 0.22, 0.24)),
            Box((0.0, 2.9, -1.8), (6.0, 3.0, 0.02), WALL, mottled=True),
            Box((2.2, 2.9, 0.0), (0.02, 3.0, 6.0), WALL, mottled=True),
        ]
        light = self.light if self.view == "side" else Light((-1.5, 2.6, 1.2), self.light.bright, self.light.around)
        return Play(
            time_s, [Actor(postures, self.clothing)], _camera(self), boxes, light, truth=_truth(self, postures, time_s)
        )


def _posture(scene: Run, at_s: float, drift_m: float) -> Posture:
    stride, body = scene.stride, person()
    phase_rad = 2.0 * np.pi * (at_s / stride.period_s - 0.5 * stride.contact_share)
    pelvis_turn = about("x", scene.drop_rad * -np.cos(phase_rad))
    rest = body.joints_m
    pelvis_m = np.array((drift_m, float(stride.hip_height(np.array(at_s))), 0.0))
    pelvis_m[1] += rest["pelvis"][1] - rest["hip_r"][1]
    pelvis_m[0] += rest["pelvis"][0] - rest["hip_r"][0]
    legs, arms = {}, {}
    for side in "rl":
        since_s = at_s if side == "r" else at_s + 0.5 * stride.period_s
        legs[side] = _leg(scene, side, since_s, pelvis_turn, pelvis_m, drift_m)
        swing = OUTWARD[side] * ARM_SWING_RAD * np.cos(phase_rad + 0.5 * np.pi * 0.4)
        arms[side] = ArmAngles(radians(-8.0) - swing, radians(10.0), radians(20.0), ELBOW_RAD)
    return Posture(pelvis_turn, pelvis_m, legs, arms, scene.lean_rad, 0.6 * scene.drop_rad * np.cos(phase_rad))


def _leg(scene: Run, side: str, since_s: float, pelvis_turn: Floats, pelvis_m: Floats, drift_m: float) -> LegAngles:
    """The angles that bring one foot to where it belongs."""
    rest, out = person().joints_m, OUTWARD[side]
    forward_m, height_m, pitch_rad = (float(value) for value in scene.stride.foot(np.array(since_s)))
    ankle_m = np.array((drift_m + forward_m, height_m, out * 0.5 * scene.step_width_m))
    hip_m = pelvis_m + pelvis_turn @ (rest[f"hip_{side}"] - rest["pelvis"])
    x, y, z = pelvis_turn.T @ (ankle_m - hip_m)
    thigh_m = float(np.linalg.norm(rest[f"hip_{side}"] - rest[f"knee_{side}"]))
    shank_m = float(np.linalg.norm(rest[f"knee_{side}"] - rest[f"ankle_{side}"]))
    flexion, adduction, knee = leg_to(np.array((x, y, out * z)), thigh_m, shank_m)
    return LegAngles(flexion, adduction, 0.0, knee, knee - flexion - pitch_rad)


def _truth(scene: Run, postures: list[Posture], time_s: Floats) -> dict[str, Floats]:
    """Contacts and toe-offs within the film, and angles over time.

    tibia: the shin against upright in the plane of running, positive where the ankle is before the knee; trunk_lean:
    the line from the middle of the hips to that of the shoulders, forward; trunk_side_lean: the same, to the right.
    """
    stride = scene.stride
    found = {
        "cadence_per_min": np.array(120.0 / stride.period_s),
        "contact_time_s": np.array(stride.contact_s),
        "step_width_m": np.array(scene.step_width_m),
    }
    joints = [placed(person(), posture).joints_m for posture in postures]
    middles = np.array(
        [[0.5 * (joint[f"{name}_r"] + joint[f"{name}_l"]) for name in ("hip", "shoulder")] for joint in joints]
    )
    trunk = middles[:, 1] - middles[:, 0]
    found["trunk_lean_rad"] = np.arctan2(trunk[:, 0], trunk[:, 1])
    found["trunk_side_lean_rad"] = np.arctan2(trunk[:, 2], trunk[:, 1])
    for side in "rl":
        first_s = 0.0 if side == "r" else 0.5 * stride.period_s
        contacts_s = first_s + stride.period_s * np.arange(-1, int(scene.seconds / stride.period_s) + 2)
        for name, events_s in (("contacts", contacts_s), ("toe_offs", contacts_s + stride.contact_s)):
            found[f"{name}_{side}_s"] = events_s[(events_s >= 0.0) & (events_s <= time_s[-1])]
        shin = np.array([joint[f"ankle_{side}"] - joint[f"knee_{side}"] for joint in joints])
        found[f"tibia_{side}_rad"] = np.arctan2(shin[:, 0], -shin[:, 1])
        found[f"knee_flexion_{side}_rad"] = np.array([posture.legs[side].knee_rad for posture in postures])
    return found


def _camera(scene: Run) -> Camera:
    middle_m = np.array((0.0, 0.82, 0.0))
    return Camera.looking(
        middle_m, np.array(LOOKS[scene.view]), np.array((0.0, 1.0, 0.0)), scene.distance_m, scene.size_px, TALL_RAD
    )
