"""Filmed legs with known truth: a camera somewhere in front of a knee, a shin that turns, pictures at uneven times.

Camera axes: right, down, away from the camera. The thigh points at the camera (from hip to knee), the shin hangs
down (seated; on the back it lies so from above) or stands up (face down). Foot out is internal rotation: clockwise on
the screen on the right.
"""

from dataclasses import dataclass, replace

import numpy as np
from scipy.interpolate import PchipInterpolator
from scipy.spatial.transform import Rotation

from tests.kinematics.made_phone import Course, any_course
from trochanter.capture.keypoints import POINTS, Keypoints
from trochanter.capture.leg_track import LegTrack
from trochanter.core.arrays import Floats, frozen
from trochanter.core.sides import SIDES, Side

SHIN_M = 0.4
FOCAL = 0.75  # of the picture's longer side
WIDTH_PX, HEIGHT_PX = 720, 1280


@dataclass(frozen=True)
class Camera:
    """Where the camera stands against the thigh and how the knee is bent, degrees and metres."""

    yaw_deg: float = 0.0
    pitch_deg: float = 0.0
    roll_deg: float = 0.0
    knee_deg: float = 90.0
    distance_m: float = 2.0
    aside_m: float = 0.0
    noise_px: float = 0.0
    rate_hz: float = 30.0
    uneven: float = 0.0  # part of a step by which pictures come early or late
    shin_down: bool = True
    width_px: int = WIDTH_PX
    height_px: int = HEIGHT_PX


def course_at(course: Course, time_s: Floats) -> Floats:
    """The angle of a course in rad."""
    return np.asarray(PchipInterpolator(*course.angles())(time_s))


def picture_times(course: Course, camera: Camera, chance: np.random.Generator) -> Floats:
    """Times of the pictures of a whole course."""
    steps = np.arange(0.0, course.angles()[0][-1], 1.0 / camera.rate_hz)
    return np.sort(steps + camera.uneven / camera.rate_hz * chance.uniform(-0.5, 0.5, len(steps)))


def shin_px(angle_rad: Floats, side: Side, camera: Camera) -> tuple[Floats, Floats]:
    """Knee and ankle (n, 2) in the picture."""
    off = np.deg2rad(90.0 - camera.knee_deg)
    down = 1.0 if camera.shin_down else -1.0
    rest = SHIN_M * np.array([0.0, down * np.cos(off), np.sin(off)])
    way = 1.0 if side is Side.RIGHT else -1.0
    shin = Rotation.from_rotvec(way * angle_rad[:, None] * np.array([0.0, 0.0, 1.0])).apply(rest)
    seen = Rotation.from_euler("YX", [camera.yaw_deg, camera.pitch_deg], degrees=True).inv().apply(shin)
    seen = Rotation.from_euler("Z", camera.roll_deg, degrees=True).apply(seen)
    knee = np.array([camera.aside_m, 0.0, camera.distance_m])
    places = (np.broadcast_to(knee, seen.shape), knee + seen)
    focal = FOCAL * max(camera.width_px, camera.height_px)
    middle = 0.5 * np.array([camera.width_px, camera.height_px])
    knees, ankles = (middle + focal * each[:, :2] / each[:, 2:] for each in places)
    return np.asarray(knees), np.asarray(ankles)


def filmed_leg(
    course: Course | None = None, side: Side = Side.RIGHT, camera: Camera | None = None, seed: int = 0
) -> LegTrack:
    """One leg that follows its course."""
    course, camera, chance = course or Course(), camera or Camera(), np.random.default_rng(seed)
    time_s = picture_times(course, camera, chance)
    knee, ankle = shin_px(course_at(course, time_s), side, camera)
    return LegTrack(
        side=side,
        time_s=frozen(time_s),
        knee_px=frozen(knee + camera.noise_px * chance.standard_normal(knee.shape)),
        ankle_px=frozen(ankle + camera.noise_px * chance.standard_normal(ankle.shape)),
        sureness=frozen(np.full(len(time_s), 0.95)),
        found_by="heavy",
        width_px=camera.width_px,
        height_px=camera.height_px,
        source="made.mp4",
        sha256="00",
    )


def filmed_person(
    courses: dict[Side, Course], camera: Camera | None = None, seed: int = 0, apart_s: float = 0.0
) -> Keypoints:
    """Both legs as a pose model gives them: the right leg on the left of the picture; a leg without a course rests.

    apart_s: how long the left leg waits after the right one has ended; 0 begins both at once.
    """
    camera, chance = camera or Camera(noise_px=0.5), np.random.default_rng(seed)
    ends = {side: course.angles()[0][-1] for side, course in courses.items()}
    whole = max(ends.values()) if not apart_s else sum(ends.values()) + apart_s
    time_s = np.arange(0.0, whole, 1.0 / camera.rate_hz)
    xy = 300.0 + 5.0 * chance.standard_normal((len(time_s), len(POINTS), 2))
    for side in SIDES:
        start = ends[Side.RIGHT] + apart_s if side is Side.LEFT and apart_s else 0.0
        angle = np.zeros(len(time_s))
        if side in courses:
            angle = course_at(courses[side], np.clip(time_s - start, 0.0, ends[side]))
        aside = -0.12 if side is Side.RIGHT else 0.12
        knee, ankle = shin_px(angle, side, replace(camera, aside_m=camera.aside_m + aside))
        hip = knee + np.array([-10.0 if side is Side.RIGHT else 10.0, -40.0])
        for name, place in (("knee", knee), ("ankle", ankle), ("hip", hip)):
            xy[:, POINTS.index(f"{name}_{side}")] = place + camera.noise_px * chance.standard_normal(place.shape)
    seen = np.full((len(time_s), len(POINTS)), 0.95)
    return Keypoints(frozen(time_s), frozen(xy), frozen(seen), camera.width_px, camera.height_px, "heavy", "made.mp4")


def any_camera(chance: np.random.Generator) -> Camera:
    """A camera that stands nearly in front of the knee, and pictures as phones take them."""
    return Camera(
        yaw_deg=float(chance.normal(0.0, 3.0)),
        pitch_deg=float(chance.normal(0.0, 3.0)),
        knee_deg=float(90.0 + chance.normal(0.0, 4.0)),
        noise_px=float(chance.uniform(0.5, 2.0)),
        rate_hz=float(chance.choice([24.0, 30.0, 60.0])),
        uneven=float(chance.choice([0.0, 0.4])),
        distance_m=float(chance.uniform(1.5, 3.0)),
    )


@dataclass(frozen=True)
class Hesitant(Course):
    """A course of somebody who pauses on the way out and stops short of rest on the way back."""

    pause_s: float = 0.6
    short_deg: float = 10.0

    def angles(self) -> tuple[Floats, Floats]:
        """Times of corners and the angles there in rad."""
        times, angles, now = [0.0, self.rest_s], [0.0, 0.0], self.rest_s
        for out, back in zip(self.internal_deg, self.external_deg, strict=True):
            for end in (out, -back):
                parts = (
                    (0.5 * end, self.pause_s),
                    (end, self.hold_s),
                    (np.sign(end) * self.short_deg, 0.8),
                    (0.0, 0.8),
                )
                for target, held in parts:
                    times += [now + 0.6 * self.move_s, now + 0.6 * self.move_s + held]
                    angles += [target, target]
                    now += 0.6 * self.move_s + held
        return np.array([*times, now + self.rest_s]), np.deg2rad([*angles, 0.0])


def any_person(chance: np.random.Generator) -> Course:
    """Three times out and in: briskly, slowly, or with pauses on the way out and back."""
    course = any_course(chance)
    if chance.uniform() < 0.3:
        return Hesitant(
            **{name: getattr(course, name) for name in ("internal_deg", "external_deg", "rest_s", "hold_s")}
        )
    return replace(course, move_s=float(chance.choice([0.5, 1.2, 2.5, 4.0]) * chance.uniform(0.9, 1.1)))
