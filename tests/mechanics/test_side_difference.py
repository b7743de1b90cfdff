from dataclasses import replace

import numpy as np
import pytest

from tests.reporting.made_account import made_account
from trochanter.mechanics.account import PlateCheck
from trochanter.mechanics.side_difference import (
    DETECTABLE,
    FEW_STRIDES,
    NET,
    NOT_DETECTABLE,
    PARTIAL,
    PLATE,
    SideVerdict,
    side_verdict,
)
from trochanter.mechanics.summary import summarise


def verdict(strides: int = 5, **made: float) -> SideVerdict:
    return side_verdict(summarise(made_account(strides, **made)))  # type: ignore[arg-type]


def test_like_sides_show_no_detectable_difference() -> None:
    assert verdict().answer == NOT_DETECTABLE


def test_a_large_difference_is_found_in_its_phases() -> None:
    found = verdict(left_scale=2.5)
    assert found.answer == DETECTABLE
    landing = next(d for d in found.differences if d.quantity == NET and d.phase == "landing")
    assert landing.found
    assert landing.difference_Nm < 0.0


@pytest.mark.parametrize("strides", [1, 2])
def test_few_strides_give_no_verdict(strides: int) -> None:
    assert verdict(strides).answer == FEW_STRIDES


def test_a_partial_record_gives_no_verdict() -> None:
    assert verdict(0, left_scale=3.0) == SideVerdict(PARTIAL, ())


def test_in_stance_the_plate_bias_alone_never_makes_a_difference() -> None:
    clean, biased = verdict(), verdict(bias_Nm=8.7)
    assert biased.answer == NOT_DETECTABLE
    for before, after in zip(clean.differences, biased.differences, strict=True):
        stance = after.phase in ("landing", "midstance", "push_off")
        floor = 2.0 * 8.7 / 0.76 if stance else 0.0
        assert after.detectable_Nm >= floor
        assert after.detectable_Nm == pytest.approx(before.detectable_Nm + floor, rel=0.02)


def test_a_difference_beyond_the_bias_gives_no_verdict_on_an_unbelievable_plate() -> None:
    assert verdict(left_scale=4.0, bias_Nm=8.7).answer == PLATE


def test_a_plate_with_other_trouble_gives_no_verdict_at_all() -> None:
    plate = PlateCheck(0.5, 0.7, 0.8, 0.0, believable=False, reasons=("the mean vertical force is 0.80 body weights",))
    account = replace(made_account(5), plate=plate)
    assert side_verdict(summarise(account)).answer == PLATE


def test_more_strides_see_smaller_differences() -> None:
    few, many = verdict(3), verdict(12)
    pairs = zip(few.differences, many.differences, strict=True)
    assert np.mean([a.detectable_Nm > b.detectable_Nm for a, b in pairs]) > 0.5
