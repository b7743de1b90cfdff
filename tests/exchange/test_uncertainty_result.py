"""Intervals in result.json: every bound with its unit and error, in order, and read back as written."""

from dataclasses import replace
from functools import cache

import numpy as np

from tests.mechanics.test_monte_carlo import account
from trochanter.exchange.result import result_of
from trochanter.exchange.schema import Result
from trochanter.exchange.uncertainty_result import uncertainty_result
from trochanter.exchange.uncertainty_schema import UncertaintyResult
from trochanter.mechanics.account import MuscleAccount
from trochanter.mechanics.monte_carlo import monte_carlo
from trochanter.mechanics.sampling import INPUTS


@cache
def sampled() -> MuscleAccount:
    return replace(account(), uncertainty=monte_carlo(account(), 60, each=20, most_instants=8))


@cache
def told() -> UncertaintyResult:
    found = result_of(sampled()).uncertainty
    assert found is not None
    return found


def test_an_account_without_intervals_has_none() -> None:
    assert uncertainty_result(None) is None
    assert result_of(account()).uncertainty is None


def test_the_whole_is_read_back_as_written() -> None:
    written = result_of(sampled()).model_dump_json(by_alias=True)
    assert Result.model_validate_json(written).uncertainty == told()


def test_bounds_lie_in_order_and_carry_unit_and_error() -> None:
    assert set(told().sides) == {"right", "left"}
    for side in told().sides.values():
        assert side.axis.unit == "percent of stride"
        assert len(side.axis.values) == 8
        quantities = {number.quantity for number in side.numbers}
        assert quantities == {"deep_outward_share", "outward_share", "peak_force", "peak_contact"}
        for number in side.numbers:
            bounds = [number.low95, number.low68, number.median, number.high68, number.high95]
            values = [bound.value for bound in bounds]
            assert None not in values
            assert values == sorted(values, key=lambda value: value or 0.0)
            assert all(bound.unit == number.nominal.unit and bound.sigma is not None for bound in bounds)
            assert set(number.alone) == set(INPUTS)
            assert number.dominating in INPUTS
            assert [each.samples for each in number.growth] == [30, 60]
        for curve in side.curves:
            rows = np.array([curve.low95, curve.low68, curve.median, curve.high68, curve.high95], dtype=float)
            assert rows.shape == (5, 8)
            assert np.all(np.diff(rows, axis=0) >= 0.0)


def test_every_input_says_where_its_distribution_comes_from() -> None:
    by_name = {each.name: each for each in told().inputs}
    assert set(by_name) == set(INPUTS)
    assert by_name["attachment"].spread.value == 5.0
    assert by_name["attachment"].spread.unit == "mm"
    assert by_name["parameter_set"].spread.value is None
    assert all(each.source and each.population and each.status for each in by_name.values())
    assert told().sets == ["cadaver", "young", "tlem2"]
    assert (told().samples, told().each, told().seed) == (60, 20, 0)
    assert told().left_out.value is not None
