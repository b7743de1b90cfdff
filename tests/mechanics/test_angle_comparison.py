from dataclasses import replace

import numpy as np
import pytest

from tests.reporting.made_account import made_account
from trochanter.core.arrays import frozen
from trochanter.mechanics.account import MuscleAccount
from trochanter.mechanics.angle_comparison import likeness, running_bands
from trochanter.mechanics.summary import ROTATION, summarise


def moved(account: MuscleAccount, offset_rad: float, factor: float = 1.0) -> MuscleAccount:
    hips = tuple(replace(hip, angle_rad=frozen(factor * hip.angle_rad + offset_rad)) for hip in account.hips)
    return replace(account, hips=hips)


def test_an_offset_changes_nothing_that_is_compared() -> None:
    account = made_account()
    bands = running_bands(summarise(account))
    for axis, band in enumerate(bands):
        before, after = (likeness(summarise(a).hips[0], axis, band) for a in (account, moved(account, 0.1)))
        assert after.excursion_deg == pytest.approx(before.excursion_deg)
        assert after.correlation == pytest.approx(before.correlation)


def test_a_larger_excursion_of_the_same_shape_is_told_by_its_size_only() -> None:
    account = made_account()
    band = running_bands(summarise(account))[1]
    before, after = (likeness(summarise(a).hips[0], 1, band) for a in (account, moved(account, 0.0, 2.0)))
    assert after.excursion_deg == pytest.approx(2.0 * before.excursion_deg)
    assert after.correlation == pytest.approx(before.correlation)


def test_the_band_of_rotation_is_about_its_own_average() -> None:
    band = running_bands(summarise(made_account()))[ROTATION]
    assert np.mean(band.mean_deg) == pytest.approx(0.0, abs=1e-12)
    assert np.all(band.high_deg > band.low_deg)


def test_a_partial_record_has_no_band() -> None:
    assert running_bands(summarise(made_account(0))) == ()
