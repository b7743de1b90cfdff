"""A lag that was put in is found; none is told where nothing can be compared."""

import numpy as np
import pytest

from tests.kinematics.made_body import gait_angles, made_body
from trochanter.core.arrays import Floats
from trochanter.kinematics.force_lag import force_lag, mass_centre_m
from trochanter.kinematics.tree import poses


@pytest.mark.parametrize("lag_s", [-0.1, -0.02, 0.0, 0.007, 0.12])
def test_a_force_made_from_the_rise_of_the_mass_centre_has_the_lag_it_was_given(lag_s: float) -> None:
    time, later = np.arange(400) / 100.0, np.arange(4000) / 1000.0

    def height(t: Floats) -> Floats:
        return np.asarray(0.03 * np.sin(2 * np.pi * 2.6 * t) + 0.004 * np.sin(2 * np.pi * 5.2 * t + 1.0))

    h = 1e-3
    rise = (height(later - lag_s + h) - 2.0 * height(later - lag_s) + height(later - lag_s - h)) / h**2
    found = force_lag(time, height(time), later, 60.0 * (9.81 + rise), np.ones(len(later), dtype=bool))
    assert found.lag_s == pytest.approx(lag_s, abs=0.0011)
    assert found.likeness > 0.999


def test_a_lag_is_not_told_from_noise_or_from_too_little() -> None:
    time = np.arange(300) / 100.0
    noise = np.random.default_rng(2).normal(size=300)
    every = np.ones(300, dtype=bool)
    assert np.isnan(force_lag(time, 0.03 * np.sin(16.0 * time), time, 700.0 + 100.0 * noise, every).lag_s)
    few = time > 2.9
    assert force_lag(time, 0.03 * np.sin(16.0 * time), time, noise, few).compared_s == 0.0


def test_the_mass_centre_is_the_weighted_mean_of_the_segments() -> None:
    body = made_body()
    q = gait_angles(np.array([0.1, 0.4]), body.coordinates.names)
    _, origin = poses(body, q)
    mean = np.average(origin, axis=1, weights=np.asarray(body.segments.mass_kg))  # mass centres are the origins here
    np.testing.assert_allclose(mass_centre_m(body, q), mean, atol=1e-12)
