"""Makes ``.c3d`` files with markers and force plates whose truth is known."""

import struct
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from tests.capture.apart import apart, write_with_ezc3d
from trochanter.core.arrays import Floats

FRAMES, RATIO, RATE_HZ = 60, 5, 100.0
SAMPLES = FRAMES * RATIO


@dataclass(frozen=True)
class MadePlate:
    """A plate and what somebody does on it, in the laboratory (z up): m, N, N m; the moment about its normal."""

    centre_m: Floats
    turn: Floats  # columns: the plate's axes
    half_m: tuple[float, float]
    surface_m: Floats  # from the origin of the sensors to the centre of the surface, in the plate's axes
    force_N: Floats  # on the person
    point_m: Floats
    twist_Nm: Floats

    @property
    def corners_m(self) -> Floats:
        """Corners 1 to 4."""
        a, b = self.half_m
        signs = np.array([(1, 1), (-1, 1), (-1, -1), (1, -1)])
        found: Floats = self.centre_m + np.array([(a * x, b * y, 0.0) for x, y in signs]) @ self.turn.T
        return found

    def wrench(self) -> Floats:
        """Force and moment about the sensors' origin, in the plate's axes (n, 6)."""
        origin = self.centre_m - self.turn @ self.surface_m
        free = self.twist_Nm[:, None] * self.turn[:, 2]
        moment = np.cross(self.point_m - origin, self.force_N) + free
        return np.hstack((self.force_N @ self.turn, moment @ self.turn))


def turned(yaw_rad: float, tilt_rad: float) -> Floats:
    """Axes of a plate whose z points down, turned about the vertical and tilted."""
    c, s = np.cos(yaw_rad), np.sin(yaw_rad)
    yaw = np.array([[c, -s, 0.0], [s, c, 0.0], [0.0, 0.0, 1.0]])
    c, s = np.cos(tilt_rad), np.sin(tilt_rad)
    tilt = np.array([[1.0, 0.0, 0.0], [0.0, c, -s], [0.0, s, c]])
    found: Floats = yaw @ tilt @ np.diag([1.0, -1.0, -1.0])
    return found


def stance(
    seed: int, surface_m: tuple[float, float, float], samples: int = SAMPLES, tilt_rad: float = 0.05
) -> MadePlate:
    """A plate anywhere, and a person on it in the middle half of the record."""
    chance = np.random.default_rng(seed)
    turn = turned(chance.uniform(-3.0, 3.0), tilt_rad)
    centre = np.array([*chance.uniform(-2.0, 2.0, 2), 0.1])
    phase = np.clip((np.arange(samples) / samples - 0.25) * 2.0, 0.0, 1.0)
    push = np.sin(np.pi * phase)
    local = np.column_stack((0.15 - 0.25 * phase, 0.05 + 0.1 * phase, np.zeros(samples)))
    force = np.column_stack((60.0 * np.sin(2 * np.pi * phase), 30.0 * push, 900.0 * push)) * (push > 1e-9)[:, None]
    return MadePlate(
        centre, turn, (0.25, 0.3), np.array(surface_m), force, centre + local @ turn.T, 8.0 * push * np.cos(7.0 * phase)
    )


def four_corner_channels(wrench: Floats, a: float, b: float, chance: np.random.Generator) -> Floats:
    """Eight sums of corner sensors (n, 8) that make a wrench (n, 6), by laying each sensor's force at its corner."""
    corners = {1: (a, b), 2: (-a, b), 3: (-a, -b), 4: (a, -b)}
    axis = {"x": 0, "y": 1, "z": 2}
    columns = []
    for sensors, along in (
        ((1, 2), "x"),
        ((3, 4), "x"),
        ((1, 4), "y"),
        ((2, 3), "y"),
        *(((k,), "z") for k in range(1, 5)),
    ):
        force = np.eye(3)[axis[along]] / len(sensors)
        moment = sum(np.cross((*corners[k], 0.0), force) for k in sensors)
        columns.append(np.concatenate((np.eye(3)[axis[along]], moment)))
    matrix = np.column_stack(columns)
    channels = wrench @ np.linalg.pinv(matrix).T
    unseen = np.linalg.svd(matrix)[2][6:]
    found: Floats = channels + chance.normal(0.0, 20.0, (len(wrench), 2)) @ unseen
    return found


@dataclass
class Recording:
    """What a file is made of; lengths in mm, as most laboratories have them."""

    labels: list[str] = field(default_factory=lambda: ["RASI", "LASI", "SACR"])
    units: str = "mm"
    point_groups: dict[str, list[str]] = field(default_factory=dict)
    analog: Floats | None = None
    analog_units: list[str] = field(default_factory=list)
    plates: dict[str, Any] = field(default_factory=dict)
    seed: int = 0

    def positions(self) -> Floats:
        """Markers (4, k, FRAMES) that move about, a metre above the floor."""
        chance = np.random.default_rng(self.seed)
        base = chance.uniform(-300.0, 300.0, (3, len(self.labels), 1)) + np.array([0.0, 0.0, 1000.0])[:, None, None]
        moving = base + 50.0 * np.sin(np.linspace(0.0, 6.0, FRAMES))
        return np.concatenate((moving, np.ones((1, len(self.labels), FRAMES))))

    def write(self, path: Path, points: Floats | None = None) -> Path:
        """Write the file with ezc3d."""
        parameters: dict[tuple[str, str], Any] = {
            ("POINT", "RATE"): [RATE_HZ],
            ("POINT", "UNITS"): [self.units],
            ("POINT", "LABELS"): self.labels,
        }
        if self.analog is not None:
            parameters |= {
                ("ANALOG", "RATE"): [RATE_HZ * RATIO],
                ("ANALOG", "LABELS"): [f"c{k}" for k in range(len(self.analog))],
                ("ANALOG", "UNITS"): self.analog_units or ["N"] * len(self.analog),
            }
        added = [("POINT", group, names) for group, names in self.point_groups.items()]
        added += [("FORCE_PLATFORM", name, value) for name, value in self.plates.items()]
        analog = None if self.analog is None else self.analog[None]
        apart(write_with_ezc3d, path, parameters, added, self.positions() if points is None else points, analog)
        return path


def plate_parameters(plates: list[MadePlate], kinds: list[int], channels: list[int], **more: Any) -> dict[str, Any]:
    """FORCE_PLATFORM parameters of plates, lengths in mm, channels one after the other."""
    first = np.concatenate(([0], np.cumsum(channels)[:-1]))
    most = max(channels)
    rows = np.zeros((most, len(plates)))
    for k, (start, count) in enumerate(zip(first, channels, strict=True)):
        rows[:count, k] = start + 1.0 + np.arange(count)
    return {
        "USED": [len(plates)],
        "TYPE": kinds,
        "ZERO": [0, 0],
        "CORNERS": np.stack([1000.0 * plate.corners_m.T for plate in plates], axis=2),
        "ORIGIN": np.column_stack([1000.0 * plate.surface_m for plate in plates]),
        "CHANNEL": rows,
        **more,
    }


def real_bytes(value: float, processor: int) -> bytes:
    """A real of 4 bytes: 84 Intel, 85 DEC (words exchanged, exponent two higher), 86 MIPS."""
    if processor == 85:
        raw = struct.pack("<f", 4.0 * value)
        return raw[2:] + raw[:2]
    return struct.pack(">f" if processor == 86 else "<f", value)


def plain_c3d(processor: int, scale: float, points: Floats, analog: Floats, labels: list[str]) -> bytes:
    """A whole file by the book: stored points (n, k, 4) and analog (n, samples, channels); negative scale: reals."""
    order = ">" if processor == 86 else "<"
    count, k, _ = points.shape
    samples, channels = analog.shape[1:]

    def word(value: int) -> bytes:
        return struct.pack(f"{order}H", value)

    def one(group: int, name: str, kind: int, dimensions: tuple[int, ...], data: bytes) -> bytes:
        body = struct.pack("<bB", kind, len(dimensions)) + bytes(dimensions) + data + b"\0"
        return bytes([len(name), group]) + name.encode() + word(2 + len(body)) + body

    def group(number: int, name: str) -> bytes:
        return bytes([len(name), 256 - number]) + name.encode() + word(3) + b"\0"

    def real(value: float) -> bytes:
        return real_bytes(value, processor)

    names = "".join(label.ljust(8) for label in labels).encode()
    parts = [
        group(1, "POINT"),
        one(1, "USED", 2, (), word(k)),
        one(1, "FRAMES", 2, (), word(count)),
        one(1, "SCALE", 4, (), real(scale)),
        one(1, "RATE", 4, (), real(50.0)),
        one(1, "DATA_START", 2, (), word(4)),
        one(1, "UNITS", -1, (2,), b"mm"),
        one(1, "LABELS", -1, (8, k), names),
        group(2, "ANALOG"),
        one(2, "USED", 2, (), word(channels)),
        one(2, "RATE", 4, (), real(50.0 * samples)),
        one(2, "GEN_SCALE", 4, (), real(0.5)),
        one(2, "SCALE", 4, (channels,), b"".join(real(0.25 * (c + 1)) for c in range(channels))),
        one(2, "OFFSET", 2, (channels,), b"".join(word(10 * c) for c in range(channels))),
    ]
    parameters = (bytes([1, 0x50, 2, processor]) + b"".join(parts)).ljust(1024, b"\0")
    header = bytes([2, 0x50]) + b"".join(map(word, (k, samples * channels, 1, count, 10))) + real(scale)
    header += word(4) + word(samples) + real(50.0)
    frames = np.hstack((points.reshape(count, -1), analog.reshape(count, -1)))
    if scale < 0.0:
        data = b"".join(real(float(value)) for value in frames.ravel())
    else:
        data = frames.astype(f"{order}i2").tobytes()
    return header.ljust(512, b"\0") + parameters + data
