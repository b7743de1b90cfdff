"""Single-leg squats of the synthetic person, from the front: the foot stays where it is, the knee may fall inwards."""

from dataclasses import dataclass, field
from math import radians

import numpy as np

from tests.synthetic.camera import Camera
from tests.synthetic.clothing import Clothing
from tests.synthetic.movement import frame_times, sway
from tests.synthetic.person import person
from tests.synthetic.play import Actor, Play
from tests.synthetic.posture import OUTWARD, ArmAngles, LegAngles, Posture, about, placed
from tests.synthetic.scene import FLOOR, TALL_RAD, WALL
from tests.synthetic.studio import Box, Light
from trochanter.core.arrays import Floats

SOLE_M = 0.072  # ankle above the floor when the foot is flat
FREE_KNEE_RAD = radians(75.0)


@dataclass(frozen=True, slots=True)
class SingleLegSquat:
    """Squats on one leg; the largest angles are reached at the bottom, the smallest while standing.

    knee_rad: flexion at the bottom; adduction_rad and rotation_rad of the hip take the knee inwards; lean_rad: the
    trunk's lean to the side that stands; step_m: height of a step on which the person stands (a step-down).
    """

    side: str = "r"
    knee_rad: float = radians(60.0)
    adduction_rad: float = radians(10.0)
    rotation_rad: float = radians(8.0)
    lean_rad: float = radians(5.0)
    repeats: int = 5
    way_s: float = 1.2
    bottom_s: float = 0.3
    stand_s: float = 0.8
    step_m: float = 0.0
    yaw_rad: float = 0.0
    distance_m: float = 2.6
    clothing: Clothing = "shorts"
    light: Light = field(default_factory=Light)
    size_px: tuple[int, int] = (480, 854)
    rate_hz: float = 30.0
    seed: int = 0

    def play(self) -> Play:
        """People, room, camera and truth: depth (n,) from 0 standing to 1 at the bottom, and the angles with it."""
        each_s = 2.0 * self.way_s + self.bottom_s + self.stand_s
        time_s = frame_times(self.stand_s + self.repeats * each_s, self.rate_hz)
        depth = np.array([_depth((t - self.stand_s) % each_s if t > self.stand_s else each_s, self) for t in time_s])
        wobble = radians(0.4) * sway(time_s, np.random.default_rng([self.seed, 3]))
        postures = [_posture(self, d, w) for d, w in zip(depth.tolist(), wobble.tolist(), strict=True)]
        bottoms_s = self.stand_s + self.way_s + 0.5 * self.bottom_s + each_s * np.arange(self.repeats)
        truth = {
            "depth": depth,
            "bottoms_s": bottoms_s,
            "knee_rad": _knee(self, depth),
            "side_lean_rad": self.lean_rad * depth + wobble,
        }
        boxes = [
            Box((0.0, -self.step_m - 0.02, 0.0), (6.0, 0.02, 6.0), FLOOR, mottled=True),
            Box((-1.6, 2.9 - self.step_m, 0.0), (0.02, 3.0, 6.0), WALL, mottled=True),
        ]
        if self.step_m:
            boxes.append(Box((0.03, -0.5 * self.step_m, 0.0), (0.16, 0.5 * self.step_m, 0.45), (0.45, 0.33, 0.22)))
        return Play(time_s, [Actor(postures, self.clothing)], _camera(self), boxes, self.light, truth=truth)


def _depth(at_s: float, scene: SingleLegSquat) -> float:
    """From 0 to 1 and back, as smooth as can be."""
    up_s = at_s - scene.way_s - scene.bottom_s
    part = np.clip(at_s / scene.way_s if up_s < 0.0 else 1.0 - up_s / scene.way_s, 0.0, 1.0)
    return float(part**3 * (10.0 - 15.0 * part + 6.0 * part**2))


def _knee(scene: SingleLegSquat, depth: Floats) -> Floats:
    return radians(8.0) + (scene.knee_rad - radians(8.0)) * depth


def _posture(scene: SingleLegSquat, depth: float, wobble_rad: float) -> Posture:
    """The pelvis goes where it has to, so that the foot stays."""
    knee_rad = float(_knee(scene, np.array(depth)))
    tilt_rad, shin_rad = radians(22.0) * depth, 0.40 * knee_rad
    stands = LegAngles(
        tilt_rad + knee_rad - shin_rad,
        radians(4.0) + scene.adduction_rad * depth + 0.5 * wobble_rad,
        scene.rotation_rad * depth,
        knee_rad,
        shin_rad,
    )
    free = LegAngles(radians(12.0) + tilt_rad, radians(-4.0), 0.0, FREE_KNEE_RAD)
    other = "l" if scene.side == "r" else "r"
    arms = {side: ArmAngles(radians(12.0), radians(35.0) + wobble_rad, 0.0, radians(25.0)) for side in "rl"}
    lean_rad = OUTWARD[scene.side] * scene.lean_rad * depth + wobble_rad
    hangs = Posture(
        about("z", -tilt_rad), np.zeros(3), {scene.side: stands, other: free}, arms, radians(8.0) * depth, lean_rad
    )
    foot_m = placed(person(), hangs).joints_m[f"ankle_{scene.side}"]
    return Posture(
        hangs.pelvis_turn, np.array((0.0, SOLE_M, 0.0)) - foot_m, hangs.legs, arms, hangs.lean_rad, hangs.side_lean_rad
    )


def _camera(scene: SingleLegSquat) -> Camera:
    """In front, at the height of the hips of somebody who stands."""
    middle_m = np.array((0.0, 0.75, -0.08 * OUTWARD[scene.side]))
    along = about("y", scene.yaw_rad) @ np.array((-1.0, 0.0, 0.0))
    return Camera.looking(middle_m, along, np.array((0.0, 1.0, 0.0)), scene.distance_m, scene.size_px, TALL_RAD)
