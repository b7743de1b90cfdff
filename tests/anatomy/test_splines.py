"""Spline coefficients against what defines them: knots, smoothness, exactness for cubics, straight ends."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from trochanter.anatomy.functions import FunctionTable
from trochanter.anatomy.splines import end_cubic_spline, piecewise_linear
from trochanter.core.arrays import Floats

heights = st.floats(-2.0, 2.0)
knots = st.integers(2, 12).flatmap(
    lambda n: st.tuples(
        st.lists(st.floats(0.05, 1.0), min_size=n, max_size=n), st.lists(heights, min_size=n, max_size=n)
    )
)


def value(rows: Floats, x: float) -> float:
    table = FunctionTable()
    table.piecewise(rows)
    return table.freeze().value(0, x)


@given(knots)
def test_the_spline_goes_through_its_knots_and_is_smooth(made: tuple[list[float], list[float]]) -> None:
    x, y = np.cumsum(made[0]).tolist(), made[1]
    rows = end_cubic_spline(x, y)
    for x_k, y_k in zip(x, y, strict=True):
        assert value(rows, x_k) == pytest.approx(y_k, abs=1e-9)
    h = np.diff(rows[:, 0])
    size = 1.0 + np.abs(rows).max()
    for k in range(len(h)):
        _, y_k, b, c, d = rows[k]
        assert y_k + h[k] * (b + h[k] * (c + h[k] * d)) == pytest.approx(rows[k + 1, 1], abs=1e-12 * size)
        assert b + h[k] * (2 * c + 3 * h[k] * d) == pytest.approx(rows[k + 1, 2], abs=1e-12 * size)
        assert c + 3 * h[k] * d == pytest.approx(rows[k + 1, 3], abs=1e-12 * size)


@given(st.lists(heights, min_size=4, max_size=4), st.lists(st.floats(0.05, 1.0), min_size=4, max_size=9))
def test_a_cubic_is_reproduced_exactly(coefficients: list[float], steps: list[float]) -> None:
    x = np.cumsum(steps)
    y = np.polynomial.polynomial.polyval(x, coefficients)
    rows = end_cubic_spline(x.tolist(), y.tolist())
    for at in np.linspace(x[0], x[-1], 17):
        assert value(rows, at) == pytest.approx(np.polynomial.polynomial.polyval(at, coefficients), abs=1e-9)


@given(knots, st.floats(0.0, 5.0))
def test_ends_go_on_straight(made: tuple[list[float], list[float]], beyond: float) -> None:
    x, y = np.cumsum(made[0]).tolist(), made[1]
    for rows in (end_cubic_spline(x, y), piecewise_linear(x, y)):
        assert value(rows, x[0] - beyond) == pytest.approx(y[0] - beyond * rows[0, 2], abs=1e-9)
        assert value(rows, x[-1] + beyond) == pytest.approx(y[-1] + beyond * rows[-1, 2], abs=1e-9)


def test_three_knots_give_the_parabola_without_third_derivative() -> None:
    rows = end_cubic_spline([0.0, 1.0, 3.0], [0.0, 1.0, 9.0])
    assert [value(rows, at) for at in (0.5, 2.0)] == pytest.approx([0.25, 4.0])


def test_straight_pieces_lie_between_their_knots() -> None:
    rows = piecewise_linear([0.0, 1.0, 3.0], [0.0, 2.0, 0.0])
    assert [value(rows, at) for at in (-1.0, 0.5, 1.0, 2.0, 4.0)] == [-2.0, 1.0, 2.0, 1.0, -1.0]
