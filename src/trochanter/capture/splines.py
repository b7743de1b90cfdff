"""Coefficients of interpolating cubic splines, as rows x, y, b, c, d of a piecewise cubic with linear ends."""

from collections.abc import Sequence

import numpy as np

from trochanter.core.arrays import Floats


def end_cubic_spline(x: Sequence[float], y: Sequence[float]) -> Floats:
    """Cubic spline through the knots, rows (n, 5); x strictly increasing, at least two knots.

    The third derivative in the first and last interval is that of the cubic through the four end knots (zero where
    there are only three). With s_i = S''(x_i)/6, h_i = x_{i+1} - x_i and slopes m_i = (y_{i+1} - y_i)/h_i:
    h_{i-1} s_{i-1} + 2 (h_{i-1} + h_i) s_i + h_i s_{i+1} = m_i - m_{i-1} inside,
    -h_0 s_0 + h_0 s_1 = h_0^2 D_0 and h_{n-2} s_{n-2} - h_{n-2} s_{n-1} = -h_{n-2}^2 D_{n-4} at the ends,
    D the third divided difference. Source: Forsythe, Malcolm and Moler (1977), Computer Methods for Mathematical
    Computations, chapter 4. Two knots give the straight line.
    """
    n = len(x)
    h = [x[i + 1] - x[i] for i in range(n - 1)]
    m = [(y[i + 1] - y[i]) / h[i] for i in range(n - 1)]
    if n == 2:
        return np.array([[x[0], y[0], m[0], 0.0, 0.0], [x[1], y[1], m[0], 0.0, 0.0]])
    diagonal = [-h[0], *(2.0 * (h[i - 1] + h[i]) for i in range(1, n - 1)), -h[-1]]
    right = [0.0, *(m[i] - m[i - 1] for i in range(1, n - 1)), 0.0]
    if n > 3:
        right[0] = h[0] ** 2 * _third_divided_difference(x, m, 0)
        right[-1] = -(h[-1] ** 2) * _third_divided_difference(x, m, n - 4)
    return _rows(x, y, h, m, _tridiagonal(h, diagonal, right))


def piecewise_linear(x: Sequence[float], y: Sequence[float]) -> Floats:
    """Straight lines between the knots, the end lines going on beyond them; rows (n, 5), at least two knots."""
    slopes = [(y[i + 1] - y[i]) / (x[i + 1] - x[i]) for i in range(len(x) - 1)]
    return np.array([[*row, 0.0, 0.0] for row in zip(x, y, [*slopes, slopes[-1]], strict=True)])


def _third_divided_difference(x: Sequence[float], m: Sequence[float], i: int) -> float:
    first = (m[i + 1] - m[i]) / (x[i + 2] - x[i])
    second = (m[i + 2] - m[i + 1]) / (x[i + 3] - x[i + 1])
    return (second - first) / (x[i + 3] - x[i])


def _tridiagonal(off: Sequence[float], diagonal: list[float], right: list[float]) -> list[float]:
    """Solve a symmetric tridiagonal system by elimination (overwrites its arguments)."""
    n = len(diagonal)
    for i in range(1, n):
        factor = off[i - 1] / diagonal[i - 1]
        diagonal[i] -= factor * off[i - 1]
        right[i] -= factor * right[i - 1]
    right[-1] /= diagonal[-1]
    for i in range(n - 2, -1, -1):
        right[i] = (right[i] - off[i] * right[i + 1]) / diagonal[i]
    return right


def _rows(x: Sequence[float], y: Sequence[float], h: Sequence[float], m: Sequence[float], s: Sequence[float]) -> Floats:
    rows = [
        (x[i], y[i], m[i] - h[i] * (s[i + 1] + 2.0 * s[i]), 3.0 * s[i], (s[i + 1] - s[i]) / h[i])
        for i in range(len(x) - 1)
    ]
    last_slope = m[-1] + h[-1] * (2.0 * s[-1] + s[-2])
    return np.array([*rows, (x[-1], y[-1], last_slope, 3.0 * s[-1], rows[-1][4])])
