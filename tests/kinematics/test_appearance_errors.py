"""What a camera that is not squarely in front adds to a control test: a drawn leg, projected, against the table."""

from math import cos, radians, sin

import numpy as np
import pytest

from trochanter.anatomy.appearance import quantities
from trochanter.core.arrays import Floats

# Written down with the table: standard deviations of a person who points the foot at the lens.
FACING_DEG, PITCH_DEG, ROLL_DEG, HEIGHT_M, ASIDE_M = 3.0, 5.0, 1.5, 0.15, 0.05
NEAREST_M, FURTHEST_M, LENS_M = 2.0, 3.5, 0.5
SHIN_M, THIGH_M, HIPS_M, TRUNK_M = 0.43, 0.42, 0.17, 0.50


def body(shin_rad: float, thigh_rad: float, in_rad: float, trunk_rad: float, lean_rad: float) -> Floats:
    """Toe, ankle, knee, hip, middle of the hips and of the shoulders (6, 3): x inwards, y up, z to the camera."""
    toe, ankle = np.array([0.0, 0.02, 0.18]), np.array([0.0, 0.08, 0.0])
    knee = ankle + SHIN_M * np.array([0.55 * sin(in_rad), cos(shin_rad), sin(shin_rad)])
    hip = knee + THIGH_M * np.array([-0.45 * sin(in_rad), cos(thigh_rad), -sin(thigh_rad)])
    middle = hip + np.array([0.5 * HIPS_M, 0.0, 0.0])
    shoulders = middle + TRUNK_M * np.array([-sin(lean_rad), cos(trunk_rad), sin(trunk_rad)])
    return np.stack([toe, ankle, knee, hip, middle, shoulders])


def turn(axis: int, angle_rad: float) -> Floats:
    first, second = [(1, 2), (2, 0), (0, 1)][axis]
    found = np.eye(3)
    found[first, first] = found[second, second] = cos(angle_rad)
    found[first, second], found[second, first] = -sin(angle_rad), sin(angle_rad)
    return found


def seen(points_m: Floats, facing: float, pitch: float, roll: float, lens_m: Floats) -> Floats:
    """Points in the picture, x to the right and y up, over the distance."""
    there = (points_m @ turn(1, facing).T - lens_m) @ turn(0, pitch).T
    return np.asarray((there[:, :2] / -there[:, 2:]) @ turn(2, roll)[:2, :2].T)


def readings(picture: Floats) -> Floats:
    toe, ankle, knee, hip, middle, shoulders = picture

    def tilt(low: Floats, high: Floats) -> float:
        return float(np.degrees(np.arctan2(*(high - low))))

    offset = (knee[0] - toe[0]) / np.hypot(*(knee - ankle))
    return np.array([tilt(ankle, knee) - tilt(knee, hip), offset, -tilt(middle, shoulders)])


@pytest.fixture(scope="module")
def errors() -> tuple[Floats, Floats]:
    """Root mean squares of the error at the deepest point, and of the change from standing (3,)."""
    deepest = body(radians(25.0), radians(40.0), radians(10.0), radians(25.0), radians(5.0))
    standing = body(0.05, 0.05, 0.02, 0.05, 0.0)
    rng = np.random.default_rng(1)
    deep, change = [], []
    true_deep, true_standing = readings(deepest[:, :2]), readings(standing[:, :2])
    for _ in range(3000):
        facing, pitch, roll = (radians(rng.normal(0.0, sd)) for sd in (FACING_DEG, PITCH_DEG, ROLL_DEG))
        place = np.array(
            [rng.normal(0.0, ASIDE_M), LENS_M + rng.normal(0.0, HEIGHT_M), rng.uniform(NEAREST_M, FURTHEST_M)]
        )
        now, before = (readings(seen(each, facing, pitch, roll, place)) for each in (deepest, standing))
        deep.append(now - true_deep)
        change.append(now - before - (true_deep - true_standing))
    first, second = (np.sqrt(np.mean(np.square(each), axis=0)) for each in (deep, change))
    return first, second


def test_the_error_of_the_camera_is_that_of_the_table(errors: tuple[Floats, Floats]) -> None:
    for ending, found in zip(("", "_change"), errors, strict=True):
        for name, size in zip(("frontal_angle", "knee_offset", "trunk_lean"), found, strict=True):
            table = next(each.sigma for each in quantities()[f"{name}{ending}"].causes if each.name == "camera")
            assert table == pytest.approx(size, rel=0.10), (name, ending)
