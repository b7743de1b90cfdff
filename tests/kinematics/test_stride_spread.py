import numpy as np
import pytest
from scipy import stats

from trochanter.kinematics.stride_spread import chance, course, detectable, tail


def test_one_stride_has_no_spread() -> None:
    found = course(np.ones((1, 4)))
    assert found.mean.tolist() == [1.0] * 4
    assert np.isnan(found.sd).all()


def test_chance_is_the_limit_of_students_test() -> None:
    """At a difference equal to the limit, an ordinary two-sample t test gives p of 5 per cent."""
    rng = np.random.default_rng(1)
    right, left = rng.normal(0.0, 1.0, 8), rng.normal(0.0, 1.0, 8)
    limit = chance(right, left)
    moved = right - right.mean() + left.mean() + limit
    assert stats.ttest_ind(moved, left).pvalue == pytest.approx(0.05, rel=1e-6)


def test_like_sides_pass_the_limit_as_often_as_it_says() -> None:
    rng = np.random.default_rng(2)
    trials = [(rng.normal(size=10), rng.normal(size=10)) for _ in range(4000)]
    passed = np.mean([abs(r.mean() - l.mean()) > chance(r, l) for r, l in trials])
    assert passed == pytest.approx(0.05, abs=0.012)


def test_with_systematic_errors_the_limit_is_passed_no_oftener() -> None:
    """Sides that are alike, each measured with an error of its own that all its strides share."""
    rng = np.random.default_rng(4)
    passed = 0
    for _ in range(4000):
        right, left = (rng.normal(rng.normal(0.0, 2.0), 1.0, 6) for _ in range(2))
        passed += abs(right.mean() - left.mean()) > detectable(right, left, 2.0 * np.sqrt(2.0))
    assert passed / 4000 == pytest.approx(0.05, abs=0.012)


def test_several_comparisons_widen_and_systematic_errors_do_not_shrink_with_strides() -> None:
    rng = np.random.default_rng(3)
    right, left = rng.normal(size=9), rng.normal(size=9)
    assert chance(right, left, 5) > chance(right, left)
    many = np.tile(right, 400), np.tile(left, 400)
    assert detectable(*many, 2.0) == pytest.approx(1.96 * 2.0, rel=0.01)
    assert np.isinf(chance(right[:1], left))
    assert tail(1) == pytest.approx(0.975)
