"""Dependent and prescribed coordinates: functions of another coordinate or of time, with their derivatives."""

import numpy as np

from trochanter.anatomy.body import Body
from trochanter.anatomy.functions import POLYNOMIAL, Functions
from trochanter.core.arrays import Floats
from trochanter.core.errors import ImpossibleData


def evaluate_function(functions: Functions, index: int, x: Floats) -> tuple[Floats, Floats, Floats]:
    """Value, first and second derivative of function ``index`` at x (n,)."""
    first, count = int(functions.start[index]), int(functions.count[index])
    if functions.kind[index] == POLYNOMIAL:
        series = np.polynomial.Polynomial(functions.data[first : first + count])
        return series(x), series.deriv(1)(x), series.deriv(2)(x)
    knots = functions.data[first : first + 5 * count].reshape(count, 5)
    row = np.clip(np.searchsorted(knots[:, 0], x, side="right") - 1, 0, count - 1)
    start, y, b, c, d = knots[row].T
    h = x - start
    inside = (h >= 0.0) & (row < count - 1)
    c, d = np.where(inside, c, 0.0), np.where(inside, d, 0.0)
    return y + h * (b + h * (c + h * d)), b + h * (2.0 * c + 3.0 * h * d), 2.0 * c + 6.0 * h * d


def coupling_order(body: Body) -> tuple[int, ...]:
    """Dependent coordinates, each after the one it depends on; raises ImpossibleData for a circle."""
    coupled_to = body.coordinates.coupled_to
    waiting = [int(i) for i in np.flatnonzero(coupled_to >= 0)]
    order: list[int] = []
    while waiting:
        ready = [i for i in waiting if int(coupled_to[i]) not in waiting]
        if not ready:
            names = ", ".join(body.coordinates.names[i] for i in waiting)
            raise ImpossibleData(
                f"the coordinates {names} depend on each other in a circle",
                where=body.source or body.name,
                valid="couplers that lead back to an independent coordinate",
                next_step="correct the coordinate couplers of the model",
            )
        order += ready
        waiting = [i for i in waiting if i not in ready]
    return tuple(order)


def couple(body: Body, q: Floats, qd: Floats, qdd: Floats) -> None:
    """Recompute dependent coordinates, speeds and accelerations (n, n_q) in place.

    q_d = f(q_i), so qd_d = f'(q_i) qd_i and qdd_d = f''(q_i) qd_i^2 + f'(q_i) qdd_i.
    """
    coordinates = body.coordinates
    for i in coupling_order(body):
        k = int(coordinates.coupled_to[i])
        value, slope, curve = evaluate_function(body.functions, int(coordinates.coupler_function[i]), q[:, k])
        q[:, i] = value
        qdd[:, i] = curve * qd[:, k] ** 2 + slope * qdd[:, k]
        qd[:, i] = slope * qd[:, k]


def prescribe(body: Body, time_s: Floats, q: Floats, qd: Floats, qdd: Floats) -> None:
    """Set prescribed coordinates to their function of time, with its derivatives, in place."""
    function = body.coordinates.prescribed_function
    for i in np.flatnonzero(function >= 0):
        q[:, i], qd[:, i], qdd[:, i] = evaluate_function(body.functions, int(function[i]), time_s)
