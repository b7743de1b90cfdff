"""The recording RBDS001 as it is published: a static trial, a run at 2.5 m/s and the belt's ground force.

Laboratory axes are X in the running direction, Y up, Z to the runner's right: the same as the model's ground, so
no axis is turned. Markers are in mm at 150 Hz (the time column is rounded to 1 ms, so time is row / 150); the belt
force is in N and N mm at 300 Hz (the "Time" column counts samples from 1).

Fukuchi, Fukuchi, Duarte 2017, PeerJ 5:e3298, doi 10.7717/peerj.3298, figshare 4543435, CC BY 4.0.
"""

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from trochanter.core.arrays import Floats

MARKER_RATE_HZ = 150.0
FORCE_RATE_HZ = 300.0
BODY_MASS_KG = 62.0
BODY_HEIGHT_M = 1.81
STATIC_FILE = "RBDS001static.txt"
MARKER_FILE = "RBDS001runT25markers.txt"
FORCE_FILE = "RBDS001runT25forces.txt"
PUBLISHED_FILE = "RBDS001processed.txt"


@dataclass(frozen=True, slots=True)
class Markers:
    """Marker positions over time: time_s (n,), position_m (n, len(names), 3) in ground axes, NaN where missing."""

    names: tuple[str, ...]
    time_s: Floats
    position_m: Floats

    def of(self, name: str) -> Floats:
        """Path (n, 3) of one marker."""
        path: Floats = self.position_m[:, self.names.index(name)]
        return path

    def rows(self, first: int, last: int) -> "Markers":
        """Samples first to last - 1."""
        return replace(self, time_s=self.time_s[first:last], position_m=self.position_m[first:last])


@dataclass(frozen=True, slots=True)
class BeltForce:
    """Force of the single belt on the runner: time_s (n,), force_N (n, 3), pressure_m (n, 3), free_moment_Nm (n,).

    The free moment is about the upward axis through the centre of pressure.
    """

    time_s: Floats
    force_N: Floats
    pressure_m: Floats
    free_moment_Nm: Floats


def read_markers(path: Path) -> Markers:
    """Read a marker table: one time column, then X, Y, Z of each marker in mm."""
    header = path.read_text(encoding="utf-8").split("\n", 1)[0].split("\t")
    table = np.genfromtxt(path, skip_header=1, delimiter="\t")
    names = tuple(name.strip()[:-1] for name in header[1::3])
    position_m = 1e-3 * table[:, 1:].reshape(len(table), len(names), 3)
    return Markers(names, np.arange(len(table)) / MARKER_RATE_HZ, position_m)


def read_belt_force(path: Path) -> BeltForce:
    """Read the belt force; millimetres become metres."""
    columns = path.read_text(encoding="utf-8").split("\n", 1)[0].split()
    table = dict(zip(columns, np.genfromtxt(path, skip_header=1).T, strict=True))
    force = np.column_stack([table["Fx"], table["Fy"], table["Fz"]])
    pressure = 1e-3 * np.column_stack([table["COPx"], table["COPy"], table["COPz"]])
    return BeltForce((table["Time"] - 1.0) / FORCE_RATE_HZ, force, pressure, 1e-3 * table["Ty"])


def read_published_angles(path: Path) -> dict[str, Floats]:
    """Columns of the published ensemble angles at 2.5 m/s, degrees, 101 points of a stride."""
    columns = path.read_text(encoding="utf-8").split("\n", 1)[0].split()
    table = np.genfromtxt(path, skip_header=1)
    return {name: table[:, k] for k, name in enumerate(columns) if name.endswith("25")}
