"""Fibre curves: the equations have their defining values, the tables equal the equations."""

import numpy as np
import pytest

from tests.mechanics.made_muscles import RAJAGOPAL, random_millard, random_thelen
from trochanter.anatomy.body import MillardCurves, ThelenCurves
from trochanter.core.errors import ImpossibleData
from trochanter.mechanics.curve_equations import FiberCurves, millard_curves, thelen_curves
from trochanter.mechanics.curves import curve_tables, curve_value, fiber_curves

RNG = np.random.default_rng(20030201)
SETS: list[ThelenCurves | MillardCurves] = [
    ThelenCurves(),
    ThelenCurves(0.6, 5.0, 0.45, 0.25, 1.4),
    MillardCurves(),
    RAJAGOPAL,
    *(random_thelen(RNG) for _ in range(4)),
    *(random_millard(RNG) for _ in range(6)),
]


def at(curve_index: int, x: np.ndarray, parameters: ThelenCurves | MillardCurves) -> np.ndarray:
    """The table's values."""
    tables = curve_tables([parameters])
    return np.array([curve_value(tables, 0, curve_index, value) for value in x])


@pytest.mark.parametrize("parameters", SETS, ids=lambda p: type(p).__name__)
@pytest.mark.parametrize("index", range(4))
def test_tables_equal_the_equations(index: int, parameters: ThelenCurves | MillardCurves) -> None:
    curve = fiber_curves(parameters)[index]
    width = curve.end - curve.start
    x = np.random.default_rng(index).uniform(curve.start - 0.2 * width, curve.end + 0.2 * width, 2_000)
    truth = curve(x)
    assert np.max(np.abs(at(index, x, parameters) - truth) / np.maximum(truth, 1.0)) <= 1e-8


@pytest.mark.parametrize("parameters", SETS, ids=lambda p: type(p).__name__)
def test_slopes_are_the_derivatives_of_the_values(parameters: ThelenCurves | MillardCurves) -> None:
    for curve in fiber_curves(parameters):
        x = np.linspace(curve.start, curve.end, 402)[1:-1]
        h = 1e-6 * (curve.end - curve.start)
        difference = (curve.inside(x + h)[0] - curve.inside(x - h)[0]) / (2.0 * h)
        _, slope = curve.inside(x)
        assert np.max(np.abs(difference - slope) / np.maximum(np.abs(slope), 1.0)) < 1e-4


@pytest.mark.parametrize("parameters", SETS, ids=lambda p: type(p).__name__)
def test_defining_values(parameters: ThelenCurves | MillardCurves) -> None:
    curves = fiber_curves(parameters)
    one = np.array([1.0])
    assert curves.active(one) == pytest.approx(1.0, abs=1e-14)
    assert curves.velocity(0.0 * one) == pytest.approx(1.0, abs=1e-14)
    assert curves.velocity(-one) == pytest.approx(0.0, abs=1e-14)
    strain = (
        parameters.passive_strain_at_one
        if isinstance(parameters, ThelenCurves)
        else parameters.strain_at_one_norm_force
    )
    assert curves.passive(one + strain) == pytest.approx(1.0, abs=1e-12)


def test_millard_joins_without_a_jump_in_curvature() -> None:
    for curve in millard_curves(MillardCurves()):
        x, h = np.linspace(curve.start, curve.end, 40_001)[1:-1], 1e-7
        left, here, right = (curve.inside(x + k * h)[1] for k in (-1, 0, 1))
        assert np.max(np.abs((right - here) - (here - left))) / h < 1e-2


def test_eccentric_force_of_thelen_goes_on_straight_from_its_threshold() -> None:
    curves = thelen_curves(ThelenCurves(0.6, 5.0, 0.45, 0.25, 1.4))
    knee = curves.lengthening.end
    assert curves.lengthening(np.array([knee])) == pytest.approx(0.95 * 1.4, abs=1e-12)
    steps = np.diff(curves.lengthening(knee + np.arange(4.0)))
    assert steps == pytest.approx(steps[0], rel=1e-12)


def test_no_fibre_pushes() -> None:
    curves = fiber_curves(random_millard(np.random.default_rng(3)))
    far = np.array([-5.0, -1.01])
    assert np.all(curves.velocity(far) == 0.0)
    assert np.all(at(2, far, ThelenCurves()) == 0.0)
    assert np.all(at(0, np.array([-1.0, 9.0]), MillardCurves()) == 0.0)


def test_missing_stays_missing() -> None:
    for index in range(4):
        assert np.isnan(at(index, np.array([np.nan]), ThelenCurves()))


def test_a_rigid_tendon_needs_no_floor_of_active_force() -> None:
    assert millard_curves(MillardCurves(minimum_value=0.1)).active(np.array([0.2])) == 0.1
    assert fiber_curves(MillardCurves(minimum_value=0.1)).active(np.array([0.2])) == 0.0


def test_sets_do_not_mix() -> None:
    mixed = curve_tables(SETS)
    x = np.linspace(0.3, 2.0, 50)
    for s, parameters in enumerate(SETS):
        assert np.array_equal([curve_value(mixed, s, 1, value) for value in x], at(1, x, parameters))


def test_no_muscles_no_tables() -> None:
    assert curve_tables([]).start.shape == (0, 4)


@pytest.mark.parametrize(
    "parameters",
    [
        ThelenCurves(max_eccentric=1.0),
        ThelenCurves(velocity_shape=0.0),
        ThelenCurves(active_shape=-1.0),
        ThelenCurves(passive_shape=float("nan")),
        ThelenCurves(velocity_extrapolation=1.0),
        MillardCurves(transition_norm_fiber_length=0.4441),
        MillardCurves(strain_at_one_norm_force=0.0),
        MillardCurves(stiffness_at_one_norm_force=0.0),
        MillardCurves(isometric_slope=float("inf")),
    ],
)
def test_impossible_parameters_are_refused(parameters: ThelenCurves | MillardCurves) -> None:
    with pytest.raises(ImpossibleData, match="give no force curve"):
        curve_tables([parameters])


def test_fiber_curves_take_their_model() -> None:
    assert isinstance(fiber_curves(ThelenCurves()), FiberCurves)
    assert fiber_curves(ThelenCurves()).active.start == 0.0
    assert fiber_curves(MillardCurves()).active.start == 0.4441
