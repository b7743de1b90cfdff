"""Dependent coordinates: the chain rule against differences, and the readable twin of the functions."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.kinematics.made_body import made_body
from trochanter.anatomy.functions import Functions, FunctionTable
from trochanter.core.arrays import frozen
from trochanter.core.errors import ImpossibleData
from trochanter.kinematics.couplers import couple, coupling_order, evaluate_function

KNOTS = np.array([[-1.0, 0.2, 0.5, -0.3, 0.1], [0.5, 0.6125, 0.275, 0.15, -0.2], [2.0, 0.6875, -0.625, 0.0, 0.0]])


def functions() -> tuple[Functions, list[int]]:
    table = FunctionTable()
    made = [table.polynomial([0.3, -1.0, 0.5, 0.25]), table.polynomial([0.7]), table.piecewise(KNOTS)]
    return table.freeze(), made


@given(st.lists(st.floats(-4.0, 4.0), min_size=1, max_size=20))
def test_values_equal_the_slow_twin(points: list[float]) -> None:
    table, made = functions()
    for index in made:
        value, _, _ = evaluate_function(table, index, np.array(points))
        np.testing.assert_allclose(value, [table.value(index, x) for x in points], rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("x", [-2.0, -0.4, 0.9, 1.7, 3.0])
def test_derivatives_equal_differences(x: float) -> None:
    table, made = functions()
    for index in made:
        around = np.array([x - 1e-4, x, x + 1e-4])
        value, slope, curve = evaluate_function(table, index, around)
        assert slope[1] == pytest.approx((value[2] - value[0]) / 2e-4, abs=1e-7)
        assert curve[1] == pytest.approx((slope[2] - slope[0]) / 2e-4, abs=1e-7)


def test_coupled_speeds_and_accelerations_are_the_derivatives_of_the_coupled_value() -> None:
    body = made_body()
    time = np.linspace(0.0, 1.0, 2001)
    knee, patella = body.coordinate("knee_angle_l"), body.coordinate("patella_angle_l")
    q, qd, qdd = (np.zeros((len(time), len(body.coordinates.names))) for _ in range(3))
    q[:, knee], qd[:, knee], qdd[:, knee] = np.sin(5.0 * time), 5.0 * np.cos(5.0 * time), -25.0 * np.sin(5.0 * time)
    couple(body, q, qd, qdd)
    step = time[1]
    np.testing.assert_allclose(qd[1:-1, patella], (q[2:, patella] - q[:-2, patella]) / (2.0 * step), atol=1e-4)
    np.testing.assert_allclose(qdd[1:-1, patella], (qd[2:, patella] - qd[:-2, patella]) / (2.0 * step), atol=1e-3)


def test_a_chain_of_couplers_is_followed_in_order_and_a_circle_refused() -> None:
    from dataclasses import replace

    body = made_body()
    a, b, c = (body.coordinate(n) for n in ("knee_angle_r", "patella_angle_r", "ankle_angle_r"))
    coupled = np.array(body.coordinates.coupled_to)
    coupled[a] = c
    chained = replace(body, coordinates=replace(body.coordinates, coupled_to=frozen(coupled, np.int64)))
    assert coupling_order(chained).index(a) < coupling_order(chained).index(b)
    coupled[c] = b
    circle = replace(body, coordinates=replace(body.coordinates, coupled_to=frozen(coupled, np.int64)))
    with pytest.raises(ImpossibleData, match="circle"):
        coupling_order(circle)
