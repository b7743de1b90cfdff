"""Percentiles and their standard errors against distributions that are known, and against resampling."""

import numpy as np
import pytest
from scipy.special import ndtri

from trochanter.mechanics.percentiles import course_percentiles, growth, percentile_errors
from trochanter.mechanics.sampling import hypercube
from trochanter.mechanics.uncertainty import HIGH95, LOW95, PERCENTILES


def test_errors_are_those_of_resampling() -> None:
    generator = np.random.default_rng(4)
    values = np.exp(generator.normal(size=300))
    again = np.percentile(generator.choice(values, (20_000, 300)), PERCENTILES, axis=1)
    assert percentile_errors(values) == pytest.approx(np.std(again, axis=1), rel=0.15)


def test_errors_are_the_spread_of_percentiles_over_repeated_studies() -> None:
    generator = np.random.default_rng(2)
    studies = generator.normal(size=(400, 500))
    spread = np.std([course_percentiles(study) for study in studies], axis=0)
    told = np.mean([percentile_errors(study) for study in studies], axis=0)
    assert told == pytest.approx(spread, rel=0.2)


def test_intervals_of_a_known_case_cover_what_they_say() -> None:
    """y = 3 x1 - 4 x2 of normal inputs has standard deviation 5; intervals hold 95 and 68 % of new samples."""
    generator = np.random.default_rng(0)
    x = ndtri(hypercube(2000, 2, generator))
    found = course_percentiles(3.0 * x[:, 0] - 4.0 * x[:, 1])
    assert found == pytest.approx(5.0 * ndtri(np.array(PERCENTILES) / 100.0), abs=0.35)
    new = 5.0 * generator.normal(size=100_000)
    inside = [np.mean((new > found[low]) & (new < found[high])) for low, high in ((LOW95, HIGH95), (1, 3))]
    assert inside == pytest.approx([0.95, 0.68], abs=0.015)


def test_growth_ends_with_all_samples() -> None:
    values = np.arange(400.0)
    grown = growth(values)
    assert [each.samples for each in grown] == [50, 100, 200, 400]
    np.testing.assert_array_equal(grown[-1].percentiles, course_percentiles(values))
    assert [each.samples for each in growth(np.arange(20.0))] == [20]


def test_one_value_has_no_error() -> None:
    assert percentile_errors(np.full(30, 2.5)) == pytest.approx(0.0)
