"""Recordings of a phone on a shin with known truth: a leg that turns, a strap that sits anyhow, sensors that err.

World axes: forward, up, right. The thigh points from hip to knee. Foot out is internal rotation: on the right it turns
the shin about the direction from knee to hip, on the left about its opposite.
"""

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from scipy.interpolate import PchipInterpolator
from scipy.spatial.transform import Rotation

from trochanter.capture.phone_log import PhoneLog
from trochanter.core.arrays import Floats, frozen
from trochanter.core.sides import Side

G_M_S2 = 9.81
RADIUS_M = 0.25  # from knee to phone
FINE_HZ = 400.0


@dataclass(frozen=True)
class Course:
    """What the leg was asked to do: degrees at each hold, how long each is held and how long each way takes."""

    internal_deg: tuple[float, ...] = (32.0, 32.0, 32.0)
    external_deg: tuple[float, ...] = (41.0, 41.0, 41.0)
    rest_s: float = 3.0
    hold_s: float = 1.5
    between_s: float = 0.8
    move_s: float = 1.2
    inwards_first: bool = False

    def angles(self) -> tuple[Floats, Floats]:
        """Times of corners and the angles there in rad, internal positive."""
        times, angles, now = [0.0, self.rest_s], [0.0, 0.0], self.rest_s
        for out, back in zip(self.internal_deg, self.external_deg, strict=True):
            for end in (-back, out) if self.inwards_first else (out, -back):
                for target, held in ((end, self.hold_s), (0.0, self.between_s)):
                    times += [now + self.move_s, now + self.move_s + held]
                    angles += [target, target]
                    now += self.move_s + held
        return np.array([*times, now + self.rest_s]), np.deg2rad([*angles, 0.0])


@dataclass(frozen=True)
class Phone:
    """How the phone sits and errs. ``thigh_up_deg``: 0 level, 90 upright (lying, hip and knee bent)."""

    side: Side = Side.RIGHT
    mounting: Rotation = field(default_factory=Rotation.identity)
    thigh_up_deg: float = 0.0
    heading_deg: float = 0.0
    wobble_deg: float = 0.0
    gyroscope_hz: float = 100.0
    accelerometer_hz: float = 100.0
    clock_s: float = 0.0
    offset_rad_s: tuple[float, float, float] = (0.0, 0.0, 0.0)
    drift_rad_s: float = 0.0
    gyroscope_noise_rad_s: float = 0.0
    accelerometer_noise_m_s2: float = 0.0


FRONT = Rotation.from_matrix(np.array([[0.0, 0.0, 1.0], [0.0, 1.0, 0.0], [-1.0, 0.0, 0.0]]))  # screen forward, top up


@dataclass(frozen=True)
class Recorded:
    """Both sensors on their own times; rates in rad/s and accelerations in m/s2, gravity in them, in phone axes."""

    turning_s: Floats
    turning_rad_s: Floats
    felt_s: Floats
    felt_m_s2: Floats

    def log(self) -> PhoneLog:
        """The recording as the reader would hand it on, on the gyroscope's times."""
        felt = np.column_stack([np.interp(self.turning_s, self.felt_s, self.felt_m_s2[:, k]) for k in range(3)])
        return PhoneLog(frozen(self.turning_s), frozen(self.turning_rad_s), frozen(felt), None, "made", "", "made.csv")


def recorded(course: Course, phone: Phone, seed: int = 0) -> Recorded:
    """What a phone records while a leg follows its course."""
    chance = np.random.default_rng(seed)
    corner_s, corner_rad = course.angles()
    fine_s = np.arange(0.0, corner_s[-1], 1.0 / FINE_HZ)
    angle = PchipInterpolator(corner_s, corner_rad)(fine_s)
    thigh = Rotation.from_euler("YZ", [-phone.heading_deg, phone.thigh_up_deg], degrees=True).apply([1.0, 0.0, 0.0])
    shank = Rotation.from_euler("YZ", [-phone.heading_deg, phone.thigh_up_deg], degrees=True).apply([0.0, -1.0, 0.0])
    way = -1.0 if phone.side is Side.RIGHT else 1.0
    leg = _wobble(fine_s, phone.wobble_deg, chance) * Rotation.from_rotvec(way * angle[:, None] * thigh)
    attitude = leg * phone.mounting
    place = leg.apply(RADIUS_M * shank)
    step = 1.0 / FINE_HZ
    turning = (attitude[:-1].inv() * attitude[1:]).as_rotvec() / step
    speed_up = np.gradient(np.gradient(place, step, axis=0), step, axis=0)
    felt = attitude.inv().apply(speed_up + np.array([0.0, G_M_S2, 0.0]))
    turning_s = np.arange(0.0, fine_s[-2], 1.0 / phone.gyroscope_hz)
    felt_s = np.arange(abs(phone.clock_s), fine_s[-2], 1.0 / phone.accelerometer_hz)
    rates = _at(turning_s, fine_s[:-1] + 0.5 * step, turning) + phone.offset_rad_s
    rates += phone.drift_rad_s * (turning_s / turning_s[-1])[:, None]
    rates += phone.gyroscope_noise_rad_s * chance.standard_normal(rates.shape)
    pulls = _at(felt_s, fine_s, felt)
    pulls += phone.accelerometer_noise_m_s2 * chance.standard_normal(pulls.shape)
    return Recorded(turning_s, rates, felt_s + phone.clock_s, pulls)


def any_course(chance: np.random.Generator) -> Course:
    """Three times out and in, as people do it: no two ends alike, slowly or briskly."""
    out, back = chance.uniform(20.0, 50.0), chance.uniform(20.0, 55.0)
    return Course(
        internal_deg=tuple(out + chance.normal(0.0, 1.5, 3)),
        external_deg=tuple(back + chance.normal(0.0, 1.5, 3)),
        rest_s=float(chance.uniform(2.2, 4.0)),
        hold_s=float(chance.uniform(1.0, 2.0)),
        between_s=float(chance.uniform(0.7, 1.5)),
        move_s=float(chance.uniform(0.6, 1.6)),
    )


def any_phone(chance: np.random.Generator) -> Phone:
    """A phone on a side, strapped on anyhow, on a thigh that is nearly level and not quite still."""
    return Phone(
        side=Side.RIGHT if chance.uniform() < 0.5 else Side.LEFT,
        mounting=Rotation.random(rng=chance),
        thigh_up_deg=float(chance.normal(0.0, 6.0)),
        heading_deg=float(chance.uniform(-180.0, 180.0)),
        wobble_deg=2.0,
        gyroscope_hz=float(chance.choice([50.0, 100.0, 200.0])),
        accelerometer_hz=float(chance.choice([50.0, 99.0, 100.0, 200.0])),
        clock_s=float(chance.uniform(-0.03, 0.03)),
        offset_rad_s=tuple(chance.normal(0.0, 0.01, 3)),
        drift_rad_s=float(chance.normal(0.0, 0.002)),
        gyroscope_noise_rad_s=0.005,
        accelerometer_noise_m_s2=0.05,
    )


def write_sensor_logger(folder: Path, made: Recorded, *, total: bool = True) -> Path:
    """The recording as Sensor Logger exports it on Android: columns z, y, x."""
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / "Gyroscope.csv", "time,seconds_elapsed,z,y,x", made.turning_s, made.turning_rad_s)
    name = "TotalAcceleration.csv" if total else "AccelerometerUncalibrated.csv"
    _write(folder / name, "time,seconds_elapsed,z,y,x", made.felt_s, made.felt_m_s2)
    (folder / "Metadata.csv").write_text("version,platform,appVersion,standardisation\n3,android,1.49,false\n")
    return folder


def _write(path: Path, head: str, time_s: Floats, xyz: Floats) -> None:
    rows = np.column_stack([1.7e18 + 1e9 * time_s, time_s, xyz[:, ::-1]])
    np.savetxt(path, rows, delimiter=",", header=head, comments="", fmt=["%.0f", "%.6f", "%.6f", "%.6f", "%.6f"])


def _wobble(time_s: Floats, size_deg: float, chance: np.random.Generator) -> Rotation:
    """Slow turns of the thigh about all three axes."""
    pace = chance.uniform(0.1, 0.4, 3)
    phase = chance.uniform(0.0, 2.0 * np.pi, 3)
    turns = np.deg2rad(size_deg) / np.sqrt(3.0) * np.sin(2.0 * np.pi * time_s[:, None] * pace + phase)
    return Rotation.from_rotvec(turns)


def _at(time_s: Floats, known_s: Floats, values: Floats) -> Floats:
    return np.column_stack([np.interp(time_s, known_s, values[:, k]) for k in range(3)])
