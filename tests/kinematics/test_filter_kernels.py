"""The recursion against scipy.signal's."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.signal import butter, lfilter, lfiltic

from trochanter.kinematics.filter_kernels import coefficients, one_way


@given(st.floats(0.001, 0.499))
def test_the_coefficients_are_the_bilinear_butterworth_filters(cutoff_over_rate: float) -> None:
    expected = butter(3, cutoff_over_rate, fs=1.0)
    for found, theirs in zip(coefficients(cutoff_over_rate, 1.0), expected, strict=True):
        np.testing.assert_allclose(found, theirs, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("cutoff_hz", [2.0, 6.0, 15.0, 60.0])
def test_the_recursion_starts_from_the_first_three_inputs_and_goes_on_as_scipys(cutoff_hz: float) -> None:
    values = np.random.default_rng(3).normal(size=(200, 4))
    b, a = coefficients(cutoff_hz, 0.005)
    state = np.column_stack([lfiltic(b, a, column[2::-1], column[2::-1]) for column in values.T])
    rest, _ = lfilter(b, a, values[3:], axis=0, zi=state)
    found = one_way(b, a, values)
    np.testing.assert_array_equal(found[:3], values[:3])
    np.testing.assert_allclose(found[3:], rest, atol=1e-12)
