"""A leg of three joints before a pin-hole camera: what of its hip's rotation is seen, without any picture.

Written apart from the person and its scenes, as vectors instead of rotation matrices, so that each can check the other;
and apart from everything that says how far a measurement can be off: this is what such words are judged by.

Right-handed: x forward from the pelvis, y up, z to the right. The thigh points along
w = (sin f cos a, -cos f cos a, -o sin a) for flexion f, adduction a, and o = 1 on the right, -1 on the left; the knee
bends about l = (o sin a sin f, -o sin a cos f, cos a). With the knee bent by k the shin points along
s = w cos k - (l x w) sin k, and the hip's rotation r turns s about -w by o r (Rodrigues).
"""

from dataclasses import dataclass

import numpy as np

from tests.synthetic.camera import Camera
from tests.synthetic.misaligned import Draw, Misaligned
from tests.synthetic.movement import Course, Turning, course, frame_times, sway
from tests.synthetic.pixel_noise import TURNS_ON_SCREEN, PixelNoise
from trochanter.core.arrays import Floats, frozen

THIGH_M, SHIN_M = 0.42, 0.39
TALL_RAD = np.radians(62.0)
SIZE_PX = (480, 854)
WOBBLE_RAD = np.radians(0.5)  # of the knee's bend
OUT = {"r": 1.0, "l": -1.0}
# Per view: the hip's flexion, where the aligned camera looks, and what is up in its picture, all from the pelvis.
FLEXED_RAD = {"seated": 0.5 * np.pi, "supine": 0.5 * np.pi, "prone": 0.0}
LOOKS = {"seated": (-1.0, 0.0, 0.0), "supine": (-1.0, 0.0, 0.0), "prone": (0.0, 1.0, 0.0)}
UP = {"seated": (0.0, 1.0, 0.0), "supine": (0.0, 1.0, 0.0), "prone": (-1.0, 0.0, 0.0)}


@dataclass(frozen=True, slots=True)
class SeenLeg:
    """Knee and ankle of one leg over time (n, 2), in pixels of the upright picture, and what is true."""

    side: str
    time_s: Floats
    knee_px: Floats
    ankle_px: Floats
    true: Course


def seen_leg(
    view: str,
    side: str,
    draw: Draw,
    turning: Turning,
    seed: int,
    noise: PixelNoise | None = None,
    rate_hz: float = 15.0,
    wobble_rad: float = WOBBLE_RAD,
) -> SeenLeg:
    """One recording; without noise the points are the joints' own. ``turning`` has the ends of the draw."""
    time_s = frame_times(turning.seconds, rate_hz, 0.004, seed)
    true = course(turning, time_s, 0.0, seed)
    random = np.random.default_rng([seed, 5])
    wobble = {leg: sway(time_s, random) for leg in "rl"}  # both legs', in the order in which a scene draws them
    knee_rad = 0.5 * np.pi + draw.off.knee_rad + wobble_rad * wobble[side]
    turned = true.rotation_rad / np.where(true.rotation_rad >= 0.0, turning.internal_rad, turning.external_rad)
    knee_m, ankle_m = _leg(view, side, draw.off, true.rotation_rad, turned, knee_rad)
    camera = _camera(view, draw.off)
    knee_px, ankle_px = camera.pixels(knee_m), camera.pixels(ankle_m)
    if noise is not None:
        shin = ankle_px - knee_px
        across = TURNS_ON_SCREEN[side] * np.column_stack([-shin[:, 1], shin[:, 0]])
        error = noise.errors(turned, time_s, random)
        knee_px = knee_px + error[:, :1] * shin + error[:, 1:2] * across
        ankle_px = ankle_px + error[:, 2:3] * shin + error[:, 3:] * across
    return SeenLeg(side, time_s, frozen(knee_px), frozen(ankle_px), true)


def _leg(
    view: str, side: str, off: Misaligned, rotation_rad: Floats, turned: Floats, knee_rad: Floats
) -> tuple[Floats, Floats]:
    """Knee and ankle over time (n, 3), from the hip; the pelvis tilts along in proportion to the turn."""
    f, a, out = FLEXED_RAD[view] + off.elevation_rad, -off.abduction_rad, OUT[side]
    w = np.array((np.sin(f) * np.cos(a), -np.cos(f) * np.cos(a), -out * np.sin(a)))
    bends = np.array((out * np.sin(a) * np.sin(f), -out * np.sin(a) * np.cos(f), np.cos(a)))
    shin = np.cos(knee_rad)[:, None] * w - np.sin(knee_rad)[:, None] * np.cross(bends, w)
    shin = _turned(shin, -w, out * rotation_rad)
    tilt = np.where(turned >= 0.0, *off.pelvis_roll_rad) * turned
    # Along the thigh towards the hip, as the camera looks: clockwise there is internal on the right.
    knee_m = _turned(np.tile(THIGH_M * w, (len(shin), 1)), np.array(LOOKS[view]), out * tilt)
    return knee_m, knee_m + SHIN_M * _turned(shin, np.array(LOOKS[view]), out * tilt)


def _turned(vectors: Floats, axis: Floats, angles_rad: Floats) -> Floats:
    """Vectors (n, 3) turned about an axis by angles (n,): Rodrigues' formula."""
    c, s = np.cos(angles_rad)[:, None], np.sin(angles_rad)[:, None]
    along = (vectors @ axis)[:, None] * axis
    return np.asarray(vectors * c + np.cross(axis, vectors) * s + along * (1.0 - c))


def _camera(view: str, off: Misaligned) -> Camera:
    """Aimed at where the knee would be without any error, then turned and carried aside."""
    along, up = np.array(LOOKS[view]), np.array(UP[view])
    aim = np.cos(off.yaw_rad) * along + np.sin(off.yaw_rad) * np.cross(along, up)
    aim = np.cos(off.pitch_rad) * aim + np.sin(off.pitch_rad) * up
    return Camera.looking(
        -THIGH_M * along, aim, up, off.distance_m, SIZE_PX, float(TALL_RAD), off.off_centre_m, off.roll_rad
    )
