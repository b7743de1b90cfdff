"""A planar squatter and a planar runner, drawn with sticks and seen through a camera, with their truth."""

from dataclasses import dataclass, replace
from math import asin, atan2, cos, hypot, pi, radians, sin

import numpy as np
from scipy.interpolate import CubicHermiteSpline

from trochanter.capture.keypoints import POINTS, Keypoints
from trochanter.core.arrays import Flags, Floats
from trochanter.core.sides import Side
from trochanter.kinematics.running_picture import RunningView

WIDTH_PX, HEIGHT_PX = 720, 1280
THIGH_M, SHIN_M = 0.42, 0.43
HEAD = POINTS[:11]


@dataclass(frozen=True, slots=True)
class Seen:
    """A camera: how many pixels a metre is at the person, its distance, height and place aside, and its angles."""

    px_m: float = 450.0
    distance_m: float = 3.0
    height_m: float = 0.8
    aside_m: float = 0.0
    yaw_rad: float = 0.0
    roll_rad: float = 0.0

    def project(self, points_m: Floats) -> Floats:
        """Points (..., 3), x to the right of the picture, y up, z towards the camera, in pixels (..., 2)."""
        turned = points_m @ np.array(
            [[cos(self.yaw_rad), 0.0, -sin(self.yaw_rad)], [0.0, 1.0, 0.0], [sin(self.yaw_rad), 0.0, cos(self.yaw_rad)]]
        )
        depth = self.distance_m - turned[..., 2]
        scale = self.px_m * self.distance_m / depth
        x, y = scale * (turned[..., 0] - self.aside_m), scale * (turned[..., 1] - self.height_m)
        c, s = cos(self.roll_rad), sin(self.roll_rad)
        return np.stack([0.5 * WIDTH_PX + c * x - s * y, 0.55 * HEIGHT_PX - (s * x + c * y)], axis=-1)


def filmed(
    time_s: Floats, points_m: Floats, camera: Seen, *, noise_px: float = 1.0, seed: int = 0, near: Side | None = None
) -> Keypoints:
    """Points as a pose model would give them, with noise; near: the side that is seen more clearly."""
    rng = np.random.default_rng(seed)
    xy_px = camera.project(points_m)
    xy_px = xy_px + rng.normal(0.0, noise_px, xy_px.shape) if noise_px else xy_px
    visibility = np.full(xy_px.shape[:2], 0.95)
    if near is not None:
        visibility[:, [k for k, name in enumerate(POINTS) if name.endswith(f"_{near.other}")]] = 0.7
    return Keypoints(time_s, xy_px, visibility, WIDTH_PX, HEIGHT_PX, "heavy", "made.mp4", "00")


def _put(points_m: Floats, name: str, place: Floats) -> None:
    points_m[:, POINTS.index(name)] = place


def _upper_body(points_m: Floats, middle: Floats, shoulders: Floats, across: Floats) -> None:
    """Shoulders half of ``across`` to either side (right: against it), the head above, arms hanging."""
    for side, sign in ((Side.RIGHT, -0.5), (Side.LEFT, 0.5)):
        _put(points_m, f"shoulder_{side}", shoulders + sign * across)
        for k, name in enumerate(("elbow", "wrist", "little_finger", "index_finger", "thumb")):
            _put(points_m, f"{name}_{side}", shoulders + sign * 1.3 * across - np.array([0.0, 0.2 + 0.1 * k, 0.0]))
    for name in HEAD:
        _put(points_m, name, shoulders + 0.4 * (shoulders - middle) / 0.5)


@dataclass(frozen=True, slots=True)
class Squat:
    """Repetitions of a squat from the front; in_m: how far the knee comes in at the deepest point."""

    side: Side = Side.RIGHT
    repetitions: int = 5
    in_m: float = 0.06
    lean_rad: float = radians(6.0)
    deep_rad: float = radians(22.0)  # how far the shin leans forwards; the thigh half as much again, backwards
    step_down: bool = False
    two_legs: bool = False

    @property
    def seconds(self) -> float:
        """How long the film is."""
        return 3.5 * self.repetitions + 2.0

    def depth(self, time_s: Floats) -> Floats:
        """0 standing, 1 at the deepest point, for each time; 2.5 s down and up, 1 s of standing between."""
        since = (time_s - 1.5) % 3.5
        moving = (since < 2.5) & (time_s > 1.5) & (time_s < 1.5 + 3.5 * self.repetitions)
        return np.where(moving, 0.5 - 0.5 * np.cos(2.0 * pi * np.clip(since / 2.5, 0.0, 1.0)), 0.0)

    def points_m(self, time_s: Floats) -> Floats:
        """All points (n, 33, 3): x to the person's left, y up, z forwards, that is towards the camera."""
        deep, zero = self.depth(time_s), np.zeros_like(time_s)
        inwards = 1.0 if self.side is Side.RIGHT else -1.0
        found = np.zeros((len(time_s), len(POINTS), 3))
        foot_x = -0.05 * inwards
        shin, thigh = 0.03 + deep * self.deep_rad, 0.03 + deep * 1.5 * self.deep_rad
        knee_x = foot_x + inwards * deep * self.in_m
        ankle = np.stack([foot_x + zero, 0.08 + zero, zero], axis=1)
        knee = np.stack([knee_x, 0.08 + SHIN_M * np.cos(shin), SHIN_M * np.sin(shin)], axis=1)
        hip = np.stack([foot_x + zero, knee[:, 1] + THIGH_M * np.cos(thigh), knee[:, 2] - THIGH_M * np.sin(thigh)], 1)
        middle = hip + np.array([inwards * 0.09, 0.0, 0.0])
        lean = -inwards * deep * self.lean_rad
        shoulders = middle + 0.5 * np.stack([np.sin(lean), np.cos(lean), zero], axis=1)
        free_hip = hip + np.array([inwards * 0.18, 0.0, 0.0])
        own = {"hip": hip, "knee": knee, "ankle": ankle, **_foot(ankle)}
        for name, place in own.items():
            _put(found, f"{name}_{self.side}", place)
        for name, place in self._free_leg(free_hip, own, inwards).items():
            _put(found, f"{name}_{self.side.other}", place)
        _upper_body(found, middle, shoulders, np.array([0.36, 0.0, 0.0]))
        return found

    def _free_leg(self, hip: Floats, own: dict[str, Floats], inwards: float) -> dict[str, Floats]:
        if self.two_legs:
            return {name: place + np.array([inwards * 0.18, 0.0, 0.0]) for name, place in own.items()}
        forwards = np.array([0.0, 0.0, 0.15]) if self.step_down else np.array([0.0, 0.0, -0.1])
        knee = hip + np.array([0.0, -0.40, 0.05])
        ankle = knee + np.array([0.0, -0.36, 0.0]) + forwards
        return {"hip": hip, "knee": knee, "ankle": ankle, **_foot(ankle)}

    def film(self, rate_hz: float = 30.0, camera: Seen | None = None, noise_px: float = 1.0) -> Keypoints:
        """The film of it."""
        time_s = np.arange(0.0, self.seconds, 1.0 / rate_hz)
        return filmed(time_s, self.points_m(time_s), camera or Seen(), noise_px=noise_px)


def _foot(ankle: Floats) -> dict[str, Floats]:
    return {"heel": ankle + np.array([0.0, -0.06, -0.05]), "toe": ankle + np.array([0.0, -0.06, 0.16])}


@dataclass(frozen=True, slots=True)
class Run:
    """A run on a belt: x forwards, y up, z to the runner's right; the right foot lands at whole multiples of period_s.

    limp_s: how much later the left foot lands than half a period.
    """

    period_s: float = 0.72
    stance_s: float = 0.26
    belt_m_s: float = 2.8
    land_m: float = 0.25
    lean_rad: float = radians(6.0)
    side_lean_rad: float = 0.0
    width_m: float = 0.06
    rise_m: float = 0.035
    limp_s: float = 0.0
    drift_m_s: float = 0.0

    def points_m(self, time_s: Floats) -> Floats:
        """All points (n, 33, 3)."""
        found = np.zeros((len(time_s), len(POINTS), 3))
        zero = np.zeros_like(time_s)
        phase = 4.0 * pi * (time_s - 0.5 * self.stance_s) / self.period_s
        middle = np.stack([self.drift_m_s * time_s, 0.84 - self.rise_m * np.cos(phase), zero], axis=1)
        for side in Side:
            out = 1.0 if side is Side.RIGHT else -1.0
            since = time_s if side is Side.RIGHT else time_s - 0.5 * self.period_s - self.limp_s
            hip = middle + np.array([0.0, 0.0, 0.09 * out])
            ankle, pitch = self._ankle(since % self.period_s)
            ankle = ankle + np.stack([middle[:, 0], zero, 0.5 * out * self.width_m + zero], axis=1)
            _put(found, f"hip_{side}", hip)
            _put(found, f"knee_{side}", _knee(hip, ankle))
            _put(found, f"ankle_{side}", ankle)
            for name, (ahead, down) in {"heel": (-0.05, -0.06), "toe": (0.17, -0.06)}.items():
                c, s = np.cos(pitch), np.sin(pitch)
                _put(found, f"{name}_{side}", ankle + np.stack([c * ahead - s * down, s * ahead + c * down, zero], 1))
        sway = self.side_lean_rad * np.cos(2.0 * pi * (time_s - 0.5 * self.stance_s) / self.period_s)
        lean = np.stack([np.sin(self.lean_rad) + zero, np.cos(self.lean_rad) + zero, np.sin(sway)], axis=1)
        _upper_body(found, middle, middle + 0.5 * lean, np.array([0.0, 0.0, -0.36]))
        return found

    def _ankle(self, since: Floats) -> tuple[Floats, Floats]:
        """The ankle from below the hips (n, 3), and the foot's pitch, toes up positive."""
        on_belt = np.minimum(since, self.stance_s)
        push = np.clip((on_belt / self.stance_s - 0.5) / 0.5, 0.0, 1.0) ** 2
        x, y = self.land_m - self.belt_m_s * on_belt, 0.08 + 0.10 * push
        leave = self.land_m - self.belt_m_s * self.stance_s
        swing_s = self.period_s - self.stance_s
        share = np.clip((since - self.stance_s) / swing_s, 0.0, 1.0)
        path = CubicHermiteSpline(
            [0.0, 0.4, 0.75, 1.0],
            [(leave, 0.18), (-0.35, 0.42), (0.25, 0.28), (self.land_m, 0.08)],
            [
                (-1.2 * swing_s, 1.2 * swing_s),
                (1.3, 0.2),
                (0.9, -0.6),
                (-0.15 * self.belt_m_s * swing_s, -0.9 * swing_s),
            ],
        )(share)
        flying = since > self.stance_s
        place = np.where(flying[:, None], path, np.stack([x, y], axis=1))
        tip = -asin(0.10 / 0.18)
        pitch = np.where(flying, tip * (1.0 - np.clip(1.2 * share, 0.0, 1.0)), tip * push)
        return np.concatenate([place, np.zeros((len(since), 1))], axis=1), pitch

    def film(
        self, view: RunningView = "side", rate_hz: float = 60.0, seconds: float = 12.0, camera: Seen | None = None,
        *, from_left: bool = False, noise_px: float = 1.0,
    ) -> Keypoints:  # fmt: skip
        """The film of it, from the right side (or the left) or from behind."""
        time_s = np.arange(0.0, seconds, 1.0 / rate_hz)
        x, y, z = np.moveaxis(self.points_m(time_s), 2, 0)
        turned = (z, y, -x) if view == "rear" else (-x, y, -z) if from_left else (x, y, z)
        near = None if view == "rear" else Side.LEFT if from_left else Side.RIGHT
        return filmed(time_s, np.stack(turned, axis=2), camera or Seen(), noise_px=noise_px, near=near)

    def truth(self, side: Side = Side.RIGHT) -> dict[str, float]:
        """What a film from the side should give, in degrees, leg lengths and centimetres."""
        late = 0.0 if side is Side.RIGHT else 0.5 * self.period_s + self.limp_s
        contact = self._angles(late, side)
        under_s = self.land_m / self.belt_m_s
        return {
            "cadence": 120.0 / self.period_s,
            "trunk_lean_forward": float(np.degrees(atan2(sin(self.lean_rad), cos(self.lean_rad)))),
            "shin_at_contact": contact[0],
            "knee_at_contact": contact[1],
            "knee_mid_stance": self._angles(late + under_s, side)[1],
            "overstride": self.land_m / (THIGH_M + SHIN_M),
            "vertical_oscillation": 200.0 * self.rise_m,
            "contact_time": 1e3 * self.stance_s,
        }

    def _angles(self, at_s: float, side: Side) -> tuple[float, float]:
        points = self.points_m(np.array([at_s + 1e-9]))[0]
        hip, knee, ankle = (points[POINTS.index(f"{name}_{side}")] for name in ("hip", "knee", "ankle"))
        shin = atan2(ankle[0] - knee[0], knee[1] - ankle[1])
        thigh = atan2(knee[0] - hip[0], hip[1] - knee[1])
        return float(np.degrees(shin)), float(np.degrees(thigh - shin))


def _knee(hip: Floats, ankle: Floats) -> Floats:
    """The knee of a leg of two links in the plane of running, in front of the line from hip to ankle."""
    found = np.empty_like(hip)
    for k, (h, a) in enumerate(zip(hip, ankle, strict=True)):
        along = a[:2] - h[:2]
        reach = min(hypot(*along), 0.9995 * (THIGH_M + SHIN_M))
        bend = np.arccos((reach**2 + THIGH_M**2 - SHIN_M**2) / (2.0 * reach * THIGH_M))
        direction = atan2(along[1], along[0]) + bend
        found[k] = h[0] + THIGH_M * cos(direction), h[1] + THIGH_M * sin(direction), 0.5 * (h[2] + a[2])
    return found


def exchanged(
    points: Keypoints, where: Flags, names: tuple[str, ...] = ("hip", "knee", "ankle", "heel", "toe")
) -> Keypoints:
    """A film in whose pictures ``where`` right and left leg are taken for each other."""
    xy_px = points.xy_px.copy()
    right, left = ([POINTS.index(f"{name}_{side}") for name in names] for side in Side)
    rows = np.flatnonzero(where)[:, None]
    xy_px[rows, right], xy_px[rows, left] = points.xy_px[rows, left], points.xy_px[rows, right]
    return replace(points, xy_px=xy_px)
