"""Fibre curves as tables that one kernel evaluates, whichever muscle model they come from.

Every curve is tabulated as values and slopes on a uniform grid, fine enough that the cubic Hermite interpolant stays
within ``TABLE_ERROR`` of the equations, and goes straight on beyond its ends.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from trochanter.anatomy.body import MillardCurves, ThelenCurves
from trochanter.core.arrays import Floats, Ints
from trochanter.core.errors import ImpossibleData
from trochanter.core.kernels import kernel
from trochanter.mechanics.curve_equations import Curve, FiberCurves, millard_curves, thelen_curves

ACTIVE, PASSIVE, SHORTENING, LENGTHENING = 0, 1, 2, 3
TABLE_ERROR = 1e-9
_FEWEST, _MOST = 256, 1 << 16


class CurveTables(NamedTuple):
    """Tables of s parameter sets, each with the curves ACTIVE, PASSIVE, SHORTENING, LENGTHENING.

    start, step (s, 4): the uniform grids; first, intervals (s, 4): where a grid begins in ``value_slope`` and how many
    intervals it has; value_slope (p, 2): value and slope at every grid point.
    """

    start: Floats
    step: Floats
    first: Ints
    intervals: Ints
    value_slope: Floats


def fiber_curves(parameters: ThelenCurves | MillardCurves) -> FiberCurves:
    """The curves of a parameter set as a rigid tendon needs them.

    Millard's minimum active force is set to 0: it keeps an elastic tendon's equilibrium solvable, which a rigid tendon
    does not need (OpenSim does the same for a rigid tendon or a damped fibre).
    """
    if isinstance(parameters, ThelenCurves):
        return thelen_curves(parameters)
    return millard_curves(replace(parameters, minimum_value=0.0))


def curve_tables(parameter_sets: Sequence[ThelenCurves | MillardCurves]) -> CurveTables:
    """Tabulate parameter sets; raises ImpossibleData for parameters that give no curve."""
    tables = [table for parameters in parameter_sets for table in _set_tables(parameters)]
    shape = (len(parameter_sets), 4)
    intervals = np.array([len(values) - 1 for _, _, values in tables], dtype=np.int64)
    first = np.cumsum(intervals + 1) - intervals - 1
    return CurveTables(
        np.array([start for start, _, _ in tables]).reshape(shape),
        np.array([step for _, step, _ in tables]).reshape(shape),
        first.reshape(shape),
        intervals.reshape(shape),
        np.concatenate([np.empty((0, 2)), *(values for _, _, values in tables)]),
    )


@lru_cache(maxsize=256)
def _set_tables(parameters: ThelenCurves | MillardCurves) -> tuple[tuple[float, float, Floats], ...]:
    """Start, step and table of each curve; remembered, as a body is evaluated many times."""
    tables = [(curve, _table(curve, parameters)) for curve in _checked(parameters)]
    return tuple((curve.start, (curve.end - curve.start) / (len(table) - 1), table) for curve, table in tables)


def _checked(parameters: ThelenCurves | MillardCurves) -> FiberCurves:
    try:
        with np.errstate(all="ignore"):
            curves = fiber_curves(parameters)
    except ZeroDivisionError:
        raise _no_curve(parameters) from None
    if not all(np.isfinite(c.start) and np.isfinite(c.end) and c.start < c.end for c in curves):
        raise _no_curve(parameters)
    return curves


def _table(curve: Curve, parameters: ThelenCurves | MillardCurves) -> Floats:
    """Values and slopes (n + 1, 2), n doubled until interpolation is exact enough between the grid points."""
    n = _FEWEST
    while n <= _MOST:
        with np.errstate(all="ignore"):
            table = np.stack(curve.inside(np.linspace(curve.start, curve.end, n + 1)), axis=1)
            worst = _interpolation_error(curve, table)
        if not np.all(np.isfinite(table)):
            break
        if worst <= TABLE_ERROR:
            return table
        n *= 2
    raise _no_curve(parameters)


def _interpolation_error(curve: Curve, table: Floats) -> float:
    """Largest error half-way and a quarter from either end of the intervals, over the value where that exceeds 1."""
    n = len(table) - 1
    step = (curve.end - curve.start) / n
    (y0, m0), (y1, m1) = table[:-1].T, table[1:].T
    worst = 0.0
    for t in (0.25, 0.5, 0.75):
        truth, _ = curve.inside(curve.start + (np.arange(n, dtype=np.float64) + t) * step)
        near, far = (1.0 + 2.0 * t) * (1.0 - t) ** 2, t * t * (3.0 - 2.0 * t)
        guess = near * y0 + far * y1 + step * t * (1.0 - t) * ((1.0 - t) * m0 - t * m1)
        worst = max(worst, float(np.max(np.abs(guess - truth) / np.maximum(np.abs(truth), 1.0))))
    return worst


def _no_curve(parameters: ThelenCurves | MillardCurves) -> ImpossibleData:
    return ImpossibleData(
        f"these muscle parameters give no force curve: {parameters}",
        valid="lengths and strains that ascend, positive stiffness and shape, a greatest eccentric force above 1",
        next_step="correct the curve parameters of the muscles in the model file",
    )


@kernel
def curve_value(tables: CurveTables, parameter_set: int, curve: int, x: float) -> float:
    """Value of a tabulated curve at ``x``: cubic Hermite inside, straight outside, never below 0; NaN for NaN.

    On an interval of width h from y0 (slope m0) to y1 (slope m1), with t in [0, 1]:
    y = (1 + 2 t)(1 - t)^2 y0 + t^2 (3 - 2 t) y1 + h t (1 - t) ((1 - t) m0 - t m1).
    """
    h = tables.step[parameter_set, curve]
    first, n = tables.first[parameter_set, curve], tables.intervals[parameter_set, curve]
    t = (x - tables.start[parameter_set, curve]) / h
    if not (t > 0.0):
        value = tables.value_slope[first, 0] + tables.value_slope[first, 1] * h * t
    elif t >= n:
        value = tables.value_slope[first + n, 0] + tables.value_slope[first + n, 1] * h * (t - n)
    else:
        k = int(t)
        t -= k
        y0, m0 = tables.value_slope[first + k]
        y1, m1 = tables.value_slope[first + k + 1]
        value = (1.0 + 2.0 * t) * (1.0 - t) ** 2 * y0 + t * t * (3.0 - 2.0 * t) * y1
        value += h * t * (1.0 - t) * ((1.0 - t) * m0 - t * m1)
    if value < 0.0:
        return 0.0
    return float(value)
