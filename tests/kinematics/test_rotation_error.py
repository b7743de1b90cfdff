from dataclasses import replace

import numpy as np
import pytest

from tests.kinematics.made_rotation import made_fit, made_motion, with_thigh_markers
from trochanter.anatomy.rotation_errors import HIP_CENTRE, KNEE_AXIS, PELVIS_AXIS, rotation_errors
from trochanter.core.arrays import Floats
from trochanter.core.rotations import axis_rotation
from trochanter.core.sides import Side
from trochanter.kinematics.demo import demo_body
from trochanter.kinematics.rotation_error import (
    ALIKE,
    APART,
    HIP,
    KNEE,
    OPPOSITE,
    PELVIS,
    SOFT_TISSUE,
    ErrorPart,
    difference_sigma,
    error_budget,
    fit_sigma_rad,
    hip_angles,
    hip_turn,
    thigh_length_m,
)


def running() -> Floats:
    """Mean angles (101, 3) shaped like running."""
    wave = 2.0 * np.pi * np.linspace(0.0, 1.0, 101)
    columns = (22 + 24 * np.cos(wave - 4.9), 2 + 6 * np.cos(wave - 1.2), 5 + 5 * np.sin(wave))
    return np.asarray(np.deg2rad(np.stack(columns, axis=1)))


def part(name: str) -> ErrorPart:
    return next(each for each in error_budget(running(), 0.42) if each.name == name)


def test_the_turn_of_a_hip_is_flexion_then_adduction_then_rotation() -> None:
    angles = np.array([[0.3, -0.2, 0.5], [-0.4, 0.1, -0.7]])
    for turn, (f, a, r) in zip(hip_turn(angles), angles, strict=True):
        slow = axis_rotation([0, 0, 1], f) @ axis_rotation([1, 0, 0], a) @ axis_rotation([0, 1, 0], r)
        assert np.allclose(turn, slow, atol=1e-14)
    assert np.allclose(hip_angles(hip_turn(angles)), angles, atol=1e-14)


def test_a_wrong_knee_axis_moves_the_offset_by_itself_and_nothing_else() -> None:
    knee = part(KNEE)
    assert knee.offset_sigma_rad == pytest.approx(np.deg2rad(rotation_errors()[KNEE_AXIS].value), rel=1e-12)
    assert knee.excursion_sigma_rad == pytest.approx(0.0, abs=1e-14)
    assert np.abs(knee.shape_rad).max() == pytest.approx(0.0, abs=1e-14)


def test_a_tilted_pelvis_is_read_as_rotation_that_follows_flexion() -> None:
    tilt = np.deg2rad(rotation_errors()[PELVIS_AXIS].value)
    forward, up, outward = part(PELVIS).shape_rad
    flexion = running()[:, 0]
    # To first order a pelvis wrong by e adds -(e . thigh axis) / cos(adduction): sin and cos of flexion.
    for found, expected in ((forward, tilt * np.sin(flexion)), (up, -tilt * np.cos(flexion))):
        assert np.corrcoef(found, expected)[0, 1] > 0.99
        assert np.abs(found - (expected - expected.mean())).max() < 0.1 * tilt
    assert np.abs(outward).max() < 0.02 * tilt


def test_a_hip_centre_that_is_off_hardly_enters_rotation() -> None:
    hip = part(HIP)
    tilt = 1e-3 * rotation_errors()[HIP_CENTRE].value / np.sqrt(3.0) / 0.42
    assert hip.excursion_sigma_rad < 0.2 * tilt
    assert hip.offset_sigma_rad < 0.2 * tilt


def test_the_budget_of_a_pelvis_is_the_spread_of_many_wrong_ones() -> None:
    rng = np.random.default_rng(6)
    size, hip, rotation = np.deg2rad(rotation_errors()[PELVIS_AXIS].value), hip_turn(running()), running()[:, 2]
    changes = []
    for e in rng.normal(0.0, size, (600, 3)):
        wrong = axis_rotation(e, -float(np.linalg.norm(e)))
        read = hip_angles(wrong @ hip)[:, 2]
        changes.append((np.mean(read - rotation), np.ptp(read) - np.ptp(rotation)))
    offset, excursion = np.std(changes, axis=0)
    pelvis = part(PELVIS)
    assert offset == pytest.approx(pelvis.offset_sigma_rad, rel=0.08)
    assert excursion == pytest.approx(pelvis.excursion_sigma_rad, rel=0.12)


def test_skin_is_the_largest_part_of_the_excursions_error() -> None:
    sizes = {each.name: each.excursion_sigma_rad for each in error_budget(running(), 0.42)}
    assert max(sizes, key=lambda name: sizes[name]) == SOFT_TISSUE


def test_errors_of_both_sides_add_up_as_they_go_together() -> None:
    one, other = np.array([3.0]), np.array([4.0])
    assert difference_sigma(one, other, (APART,)) == pytest.approx(5.0)
    assert difference_sigma(one, other, (ALIKE,)) == pytest.approx(1.0)
    assert difference_sigma(one, other, (OPPOSITE,)) == pytest.approx(7.0)


def test_a_pelvis_wrong_the_same_way_moves_the_sides_as_its_signs_say() -> None:
    """Both legs measured from one wrong pelvis frame: the left one in the mirror."""
    hip, size = hip_turn(running()), 0.02
    mirror = np.diag([1.0, 1.0, -1.0])
    for axis, sign in (
        (np.array([1.0, 0, 0]), OPPOSITE),
        (np.array([0, 1.0, 0]), OPPOSITE),
        (np.array([0, 0, 1.0]), ALIKE),
    ):
        wrong = axis_rotation(axis, size)
        right = hip_angles(wrong @ hip)[:, 2]
        left = hip_angles(mirror @ wrong @ mirror @ hip)[:, 2]
        as_told = hip_angles(axis_rotation(axis, sign * size) @ hip)[:, 2]
        assert np.allclose(left, as_told, atol=1e-12)
        assert np.allclose(right, as_told, atol=1e-12) == (sign == ALIKE)


def test_the_fits_error_is_that_of_markers_all_off_the_same_way_round() -> None:
    motion = made_motion()
    body, fit = made_fit(motion, 0.006)
    assert fit_sigma_rad(fit, body, Side.RIGHT) == pytest.approx(0.006 / np.sqrt(3.0) / 0.08)
    near = with_thigh_markers(motion.body, beside_m=0.04)
    assert fit_sigma_rad(fit, near, Side.RIGHT) == pytest.approx(0.006 / np.sqrt(3.0) / 0.04)


def test_a_fit_without_markers_on_the_thigh_has_no_known_error() -> None:
    body, fit = made_fit(made_motion())
    blind = replace(fit, error_m=np.where(fit.segment == body.segment("femur_l"), np.nan, fit.error_m))
    assert np.isnan(fit_sigma_rad(blind, body, Side.LEFT))
    assert np.isfinite(fit_sigma_rad(blind, body, Side.RIGHT))
    light = replace(fit, weight=np.where(fit.segment == body.segment("femur_l"), 0.0, fit.weight))
    assert np.isnan(fit_sigma_rad(light, body, Side.LEFT))


def test_the_thigh_of_the_demo_is_as_long_as_the_runners() -> None:
    assert thigh_length_m(demo_body(), Side.RIGHT) == pytest.approx(0.45, abs=0.03)
