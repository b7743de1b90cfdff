"""How filming is off: drawn from misalignment.csv, which was written down before there was any error budget."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from math import radians
from pathlib import Path

import numpy as np

TABLE = Path(__file__).with_name("misalignment.csv")
Pair = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Misaligned:
    """How one film is off; all zero is as the instructions ask. Quantities as in misalignment.csv.

    yaw, pitch and roll turn the camera against the level thigh straight ahead; knee_rad: bent beyond 90 degrees;
    off_centre_m: how far the knee is to the left of the picture's middle and below it; pelvis_roll_rad: how far the
    pelvis tilts along at the internal and at the external end, positive where more is read than the hip turns.
    """

    yaw_rad: float = 0.0
    pitch_rad: float = 0.0
    roll_rad: float = 0.0
    knee_rad: float = 0.0
    abduction_rad: float = 0.0
    elevation_rad: float = 0.0
    off_centre_m: Pair = (0.0, 0.0)
    distance_m: float = 2.0
    pelvis_roll_rad: Pair = (0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Draw:
    """One draw: how the film is off, and the true end ranges of the hip, both positive."""

    off: Misaligned
    internal_rad: float
    external_rad: float


def drawn(random: np.random.Generator) -> Draw:
    """One film drawn from the table: quantities are independent; beside the middle in any direction of the picture."""
    spread = _spreads()

    def angle(quantity: str) -> float:
        return radians(random.normal(0.0, float(spread[quantity])))

    aside_m, towards_rad = random.normal(0.0, float(spread["off_centre"])), random.uniform(0.0, np.pi)
    nearest_m, farthest_m = (float(end) for end in spread["distance"].split(" to "))
    off = Misaligned(
        angle("yaw"),
        angle("pitch"),
        angle("roll"),
        angle("knee"),
        angle("thigh_abduction"),
        angle("thigh_elevation"),
        (float(aside_m * np.cos(towards_rad)), float(aside_m * np.sin(towards_rad))),
        random.uniform(nearest_m, farthest_m),
        (angle("pelvis_roll"), angle("pelvis_roll")),
    )
    return Draw(off, _end_rad(random, "internal"), _end_rad(random, "external"))


def _end_rad(random: np.random.Generator, way: str) -> float:
    """An end range, around the mean that the table's distribution names."""
    mean_deg = float(_rows()[way]["distribution"].removeprefix("normal around "))
    return radians(random.normal(mean_deg, float(_rows()[way]["value"])))


@cache
def _rows() -> Mapping[str, Mapping[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as table:
        return {row["quantity"]: row for row in csv.DictReader(table)}


def _spreads() -> Mapping[str, str]:
    """Standard deviation of every quantity in the table's unit; the distance has its ends instead."""
    return {quantity: row["value"] for quantity, row in _rows().items()}
