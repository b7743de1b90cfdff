"""The type of a measurement: what it holds, what it refuses, and what it puts together."""

import datetime as dt
from dataclasses import replace
from math import hypot, isnan
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.kinematics.made_ranges import L_IN, R_IN, R_OUT, USUAL, made_range, stopped
from trochanter.anatomy.measuring import method_named
from trochanter.core.errors import BadSetting, ImpossibleData
from trochanter.core.quality import Estimate
from trochanter.core.sides import Side
from trochanter.kinematics.rotation_range import EndRange, RotationRange
from trochanter.kinematics.rotation_range_readings import end_of_readings, together

GONIOMETER = method_named("goniometer")
ANGLE = st.floats(0.0, 90.0)


def changed(recording: RotationRange, **fields: Any) -> RotationRange:
    """A measurement with fields of any kind, also of kinds that there are not."""
    return replace(recording, **fields)


def test_total_and_balance_carry_unit_and_error() -> None:
    found = made_range()
    total, balance = found.total(Side.RIGHT), found.balance(Side.RIGHT)
    assert (total.value, balance.value, total.unit, balance.unit) == (71.0, -5.0, "deg", "deg")
    ends = [found.end(Side.RIGHT, "internal"), found.end(Side.RIGHT, "external")]
    assert total.sigma == balance.sigma == pytest.approx(hypot(*(end.angle.sigma for end in ends if end)))


def test_nothing_is_put_together_from_what_pain_limited_or_from_one_direction() -> None:
    limited = stopped(made_range(), R_IN)
    assert isnan(limited.total(Side.RIGHT).value)
    assert isnan(limited.balance(Side.RIGHT).value)
    assert limited.total(Side.LEFT).value == 73.0
    assert isnan(made_range({R_IN: 30.0}).total(Side.RIGHT).value)


@given(first=ANGLE, second=ANGLE)
def test_the_balance_changes_sign_when_the_directions_are_exchanged(first: float, second: float) -> None:
    one, other = made_range({R_IN: first, R_OUT: second}), made_range({R_IN: second, R_OUT: first})
    assert one.balance(Side.RIGHT).value == pytest.approx(-other.balance(Side.RIGHT).value, abs=1e-9)
    assert one.total(Side.RIGHT).value == pytest.approx(other.total(Side.RIGHT).value)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"angle": Estimate(0.6, 0.1, "rad")}, "in 'rad'"),
        ({"angle": Estimate(130.0, 1.0, "deg")}, "130 degrees cannot be"),
        ({"angle": Estimate(float("nan"), 1.0, "deg")}, "cannot be an end range"),
        ({"angle": Estimate(30.0, -1.0, "deg")}, "standard error"),
        ({"repeats_deg": (30.0, float("inf"))}, "cannot be an end range"),
        ({"pain": 11}, "pain cannot be 11"),
        ({"pain": -1}, "0 .none. to 10"),
        ({"direction": "inward"}, "internal or external"),
    ],
)
def test_an_impossible_end_range_is_refused(change: dict[str, Any], says: str) -> None:
    end = made_range().ends[0]
    with pytest.raises((ImpossibleData, BadSetting), match=says):
        replace(end, **change)


def test_an_end_range_stands_once_in_a_measurement_in_a_known_position_and_mode() -> None:
    found = made_range()
    with pytest.raises(ImpossibleData, match="right side, internal rotation: this end range is there twice"):
        replace(found, ends=(*found.ends, found.ends[0]))
    with pytest.raises(BadSetting, match="seated, supine or prone"):
        changed(found, position="standing")
    with pytest.raises(BadSetting, match="active or passive"):
        changed(found, mode="resisted")


@given(repeats=st.lists(ANGLE, min_size=1, max_size=12))
def test_repeats_never_make_the_error_smaller_than_the_methods(repeats: list[float]) -> None:
    found = end_of_readings(Side.LEFT, "internal", repeats, GONIOMETER)
    assert min(repeats) <= found.angle.value <= max(repeats)
    assert found.angle.sigma >= hypot(GONIOMETER.own_sigma_deg, GONIOMETER.shared_sigma_deg) - 1e-12


def test_set_ups_average_out_only_what_differs_between_them() -> None:
    one = end_of_readings(Side.LEFT, "internal", (30.0,), GONIOMETER)
    other = end_of_readings(Side.LEFT, "internal", (34.0,), GONIOMETER)
    both = together([one, other], GONIOMETER)
    assert both.angle.value == 32.0
    assert both.repeats_deg == (30.0, 34.0)
    own, shared = GONIOMETER.own_sigma_deg, GONIOMETER.shared_sigma_deg
    assert both.angle.sigma == pytest.approx(hypot(shared, own / 2**0.5))
    many = together([one] * 100, GONIOMETER)
    assert many.angle.sigma > shared


def test_one_set_up_limited_by_pain_limits_the_whole() -> None:
    ends = [made_range().end(*L_IN), stopped(made_range(), L_IN, angle=21.0, pain=4, place="groin").end(*L_IN)]
    both = together([end for end in ends if end], GONIOMETER)
    assert both.limited_by_pain
    assert (both.angle.value, both.pain, both.pain_place) == (21.0, 4, "groin")


def test_a_measurement_says_when_an_end_was_not_measured() -> None:
    found = RotationRange("prone", "passive", "goniometer", "", dt.date(2026, 1, 2), "1", ())
    assert found.end(Side.LEFT, "internal") is None
    assert set(USUAL) == {(end.side, end.direction) for end in made_range().ends}


def test_pain_is_told_also_where_only_the_stop_was() -> None:
    end = made_range(pain=None).ends[0]
    assert not end.pain_was_told
    assert replace(end, limited_by_pain=True).pain_was_told
    assert isinstance(end, EndRange)
