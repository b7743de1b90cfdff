"""The part of ``result.json`` that holds intervals: a Monte Carlo analysis of an account."""

from trochanter.anatomy.uncertain_inputs import UncertainInput
from trochanter.exchange.quantities import numbers, quantity
from trochanter.exchange.shapes import Curve, Quantity
from trochanter.exchange.uncertainty_schema import (
    GrowthResult,
    IntervalCurve,
    IntervalResult,
    SideIntervalsResult,
    UncertainInputResult,
    UncertaintyResult,
)
from trochanter.mechanics.uncertainty import (
    HIGH68,
    HIGH95,
    LOW68,
    LOW95,
    MEDIAN,
    Growth,
    SampledCourse,
    SampledNumber,
    SideUncertainty,
    Uncertainty,
)

_UNIT = {"percent": "percent of stride", "second": "s"}


def uncertainty_result(found: Uncertainty | None) -> UncertaintyResult | None:
    """The intervals of an account; None where none were asked for."""
    if found is None:
        return None
    return UncertaintyResult(
        samples=found.samples,
        seed=found.seed,
        each=found.each,
        inputs=[_input(each) for each in found.inputs],
        sets=list(found.sets),
        unsolved=quantity(found.unsolved, "1"),
        left_out=quantity(found.left_out, "1"),
        sides={side.side.word: _side(side) for side in found.sides},
    )


def _input(each: UncertainInput) -> UncertainInputResult:
    return UncertainInputResult(
        name=each.name,
        distribution=each.distribution,
        spread=quantity(each.spread, each.unit),
        population=each.population,
        status=each.status,
        source=each.source.citation,
    )


def _side(side: SideUncertainty) -> SideIntervalsResult:
    unit = _UNIT[side.unit]
    return SideIntervalsResult(
        axis=Curve(unit=unit, values=numbers(side.x)),
        start=quantity(side.stride_s[0], "s"),
        end=quantity(side.stride_s[1], "s"),
        shares_at=quantity(float(side.x[side.peak]), unit),
        curves=[_curve(course) for course in side.courses],
        numbers=[_number(number) for number in side.numbers],
    )


def _curve(course: SampledCourse) -> IntervalCurve:
    low95, low68, median, high68, high95 = (numbers(row) for row in course.percentiles)
    return IntervalCurve(
        quantity=course.quantity,
        muscle=course.muscle,
        unit=course.unit,
        nominal=numbers(course.nominal),
        median=median,
        low68=low68,
        high68=high68,
        low95=low95,
        high95=high95,
    )


def _number(number: SampledNumber) -> IntervalResult:
    def bound(place: int) -> Quantity:
        return quantity(float(number.percentiles[place]), number.unit, float(number.standard_error[place]))

    return IntervalResult(
        quantity=number.quantity,
        muscle=number.muscle,
        nominal=quantity(number.nominal, number.unit),
        median=bound(MEDIAN),
        low68=bound(LOW68),
        high68=bound(HIGH68),
        low95=bound(LOW95),
        high95=bound(HIGH95),
        alone={name: quantity(width, number.unit) for name, width in number.alone.items()},
        dominating=number.dominating,
        growth=[_growth(each, number.unit) for each in number.growth],
    )


def _growth(each: Growth, unit: str) -> GrowthResult:
    low, median, high = (quantity(float(each.percentiles[place]), unit) for place in (LOW95, MEDIAN, HIGH95))
    return GrowthResult(samples=each.samples, low95=low, median=median, high95=high)
