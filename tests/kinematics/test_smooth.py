"""The filter's gain, the derivatives' exactness, and what happens at the ends."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from trochanter.core.arrays import Floats
from trochanter.core.errors import BadSetting, ImpossibleData
from trochanter.kinematics.smooth import END_SAMPLES, differentiate, lowpass, near_ends, smooth

STEP = 0.005


def wave(frequency_hz: float, n: int = 400) -> Floats:
    time = STEP * np.arange(n)
    values: Floats = np.sin(2.0 * np.pi * frequency_hz * time + 0.3)[:, None]
    return values


def gain(frequency_hz: float, cutoff_hz: float) -> float:
    inner = slice(100, -100)
    passed, original = lowpass(wave(frequency_hz), STEP, cutoff_hz)[inner, 0], wave(frequency_hz)[inner, 0]
    return float(passed @ original / (original @ original))


@pytest.mark.parametrize("frequency_hz", [1.0, 3.0, 6.0, 9.0])
def test_the_gain_is_that_of_two_third_order_passes(frequency_hz: float) -> None:
    """|H|^2 = 1 / (1 + (tan(w/2) / tan(wc/2))^6) for the bilinear Butterworth filter, once per direction."""
    warped = np.tan(np.pi * frequency_hz * STEP) / np.tan(np.pi * 6.0 * STEP)
    assert gain(frequency_hz, 6.0) == pytest.approx(1.0 / (1.0 + warped**6), abs=2e-3)


def test_half_of_the_amplitude_is_left_at_the_cut_off() -> None:
    assert gain(6.0, 6.0) == pytest.approx(0.5, abs=2e-3)


@given(slope=st.floats(-5.0, 5.0), start=st.floats(-3.0, 3.0), cutoff_hz=st.floats(20.0, 90.0))
def test_straight_lines_pass_unchanged(slope: float, start: float, cutoff_hz: float) -> None:
    line: Floats = (start + slope * STEP * np.arange(200))[:, None].astype(float)
    found = smooth(line, STEP, cutoff_hz)
    np.testing.assert_allclose(found.value, line, atol=1e-8 * (1.0 + abs(slope) + abs(start)))
    np.testing.assert_allclose(found.rate, slope, atol=1e-5)


@given(st.floats(2.0, 50.0))
def test_filter_and_derivatives_are_linear(cutoff_hz: float) -> None:
    a, b = wave(1.3), wave(4.7) ** 3
    both, first, second = (smooth(v, STEP, cutoff_hz) for v in (2.0 * a - 3.0 * b, a, b))
    for part in ("value", "rate", "acceleration"):
        expected = 2.0 * getattr(first, part) - 3.0 * getattr(second, part)
        np.testing.assert_allclose(getattr(both, part), expected, atol=1e-7 * np.abs(expected).max())


def test_time_reversed_data_filter_to_time_reversed_data_away_from_the_start() -> None:
    values = wave(1.0) + 0.3 * wave(11.0)
    forwards, backwards = lowpass(values, STEP, 6.0), lowpass(values[::-1], STEP, 6.0)[::-1]
    np.testing.assert_allclose(forwards, backwards, atol=1e-6)


def test_quintics_are_differentiated_exactly_inside() -> None:
    time = STEP * np.arange(200)
    line = np.polynomial.Polynomial([0.1, -1.0, 2.0, 3.0, -1.0, 0.7])
    found = differentiate(line(time)[:, None], STEP)
    inner = slice(40, -40)
    np.testing.assert_allclose(found.rate[inner, 0], line.deriv(1)(time)[inner], rtol=1e-8)
    np.testing.assert_allclose(found.acceleration[inner, 0], line.deriv(2)(time)[inner], rtol=1e-6)


def test_accelerations_are_good_to_a_thousandth_outside_the_flagged_ends() -> None:
    frequency_hz = 6.0
    found = differentiate(wave(frequency_hz), STEP).acceleration[:, 0]
    truth = -((2.0 * np.pi * frequency_hz) ** 2) * wave(frequency_hz)[:, 0]
    off = np.abs(found - truth) / np.abs(truth).max()
    assert off[~near_ends(len(off), STEP, None)].max() < 1e-3 < off[0]


def test_the_flagged_ends_last_one_filter_time() -> None:
    flags = near_ends(400, STEP, 6.0)
    assert flags[:34].all()
    assert not flags[34:-34].any()
    assert near_ends(400, STEP, None).sum() == 2 * END_SAMPLES


@pytest.mark.parametrize("cutoff_hz", [0.0, -6.0, 100.0, 250.0, float("nan"), float("inf")])
def test_impossible_cut_offs_are_refused(cutoff_hz: float) -> None:
    with pytest.raises(BadSetting, match="100 Hz"):
        smooth(wave(1.0), STEP, cutoff_hz)


def test_too_few_samples_are_refused() -> None:
    with pytest.raises(ImpossibleData, match="at least 8"):
        smooth(wave(1.0, 7), STEP, None)


def test_eight_samples_are_enough_with_and_without_filter() -> None:
    for cutoff_hz in (None, 6.0):
        assert np.isfinite(smooth(wave(1.0, 8), STEP, cutoff_hz).acceleration).all()
