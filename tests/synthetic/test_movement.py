from math import radians

import numpy as np
import pytest

from tests.synthetic.misaligned import drawn
from tests.synthetic.movement import Turning, course, frame_times, sway
from tests.synthetic.stride import Stride

STILL = Turning(radians(30), radians(45), scatter_rad=0.0, sway_rad=0.0)


def test_out_and_in_are_held_as_long_and_as_far_as_asked() -> None:
    time_s = frame_times(STILL.seconds, 50.0)
    turned = course(STILL, time_s)
    np.testing.assert_allclose(turned.internal_ends_rad, [radians(30)] * 3)
    np.testing.assert_allclose(turned.external_ends_rad, [radians(45)] * 3)
    held_s = (turned.rotation_rad > radians(29.999)).sum() / 50.0
    assert held_s == pytest.approx(3 * STILL.hold_s, abs=0.4)
    first = np.flatnonzero(np.abs(turned.rotation_rad) > radians(20))[0]
    assert turned.rotation_rad[first] > 0.0, "first the foot goes out, which is internal"
    assert np.abs(np.diff(turned.rotation_rad)).max() * 50.0 < 2.0 * radians(45) / STILL.move_s


def test_ends_scatter_from_repeat_to_repeat_and_are_told_as_they_were() -> None:
    turning = Turning(scatter_rad=radians(2), repeats=40)
    time_s = frame_times(turning.seconds, 15.0)
    turned = course(turning, time_s, seed=3)
    assert np.degrees(turned.internal_ends_rad.std()) == pytest.approx(2.0, abs=0.7)
    assert turned.internal_ends_rad[0] == pytest.approx(turned.rotation_rad[time_s < 6].max(), abs=radians(0.7))


def test_sway_is_slow_and_of_about_unit_size() -> None:
    time_s = frame_times(400.0, 20.0)
    waves = sway(time_s, np.random.default_rng(0))
    assert waves.std() == pytest.approx(1.0, abs=0.2)
    assert np.abs(np.diff(waves)).max() * 20.0 < 2 * np.pi * 1.25 * 6 / np.sqrt(3)


def test_pictures_of_a_phone_come_at_uneven_times() -> None:
    even, uneven = frame_times(10.0, 30.0), frame_times(10.0, 30.0, 0.01, seed=2)
    assert len(even) == len(uneven) == 300
    assert np.ptp(np.diff(even)) < 1e-12 < 0.005 < np.ptp(np.diff(uneven)) < 0.02
    assert uneven[0] == 0.0


def test_draws_have_the_spread_that_was_written_down() -> None:
    draws = [drawn(np.random.default_rng(seed)) for seed in range(2000)]
    spread_deg = np.degrees(np.std([(d.off.yaw_rad, d.off.roll_rad, d.off.knee_rad) for d in draws], axis=0))
    np.testing.assert_allclose(spread_deg, [8.0, 1.5, 10.0], rtol=0.06)
    ends_deg = np.degrees([d.internal_rad for d in draws])
    assert (ends_deg.mean(), ends_deg.std()) == (pytest.approx(38.0, abs=0.6), pytest.approx(8.0, rel=0.06))
    distances_m = np.array([d.off.distance_m for d in draws])
    assert 1.5 <= distances_m.min() < 1.51 < 2.99 < distances_m.max() <= 3.0
    aside_m = np.linalg.norm([d.off.off_centre_m for d in draws], axis=1)
    assert np.sqrt(np.mean(aside_m**2)) == pytest.approx(0.2, rel=0.06)


def test_a_stride_has_no_jump_and_no_kink_where_the_foot_lands_or_leaves() -> None:
    stride = Stride()
    for at_s in (0.0, stride.contact_s, stride.period_s):
        step_s = 1e-6
        places = stride.foot(at_s + step_s * np.arange(-2.0, 3.0))
        speeds = np.diff(places) / step_s
        assert np.ptp(places, axis=1).max() < 1e-4
        assert np.ptp(speeds, axis=1).max() < 0.01
    on_belt = np.linspace(0.0, 0.4 * stride.contact_s, 5)
    ankle_m, height_m, pitch_rad = stride.foot(on_belt)
    np.testing.assert_allclose(np.diff(ankle_m) / np.diff(on_belt), -stride.speed_m_s)
    assert np.ptp(height_m) < 1e-12
    assert not pitch_rad.any()


def test_hips_fall_freely_in_flight() -> None:
    stride = Stride()
    in_flight = np.linspace(stride.contact_s, 0.5 * stride.period_s, 50)
    height_m = stride.hip_height(in_flight)
    np.testing.assert_allclose(np.diff(height_m, 2) / np.diff(in_flight)[0] ** 2, -9.81, rtol=1e-6)
