import numpy as np
import pytest

from tests.reporting.made_account import made_account
from trochanter.capture.trial import Table
from trochanter.core.arrays import Floats, frozen
from trochanter.core.sides import SIDES, Side
from trochanter.mechanics.account import MuscleAccount
from trochanter.mechanics.emg import compare_emg


def table(account: MuscleAccount, **columns: Floats) -> Table:
    values = np.stack(list(columns.values()), axis=1)
    return Table("emg", account.motion.time_s, tuple(columns), frozen(values), in_degrees=False)


def activation(account: MuscleAccount, name: str) -> Floats:
    return np.asarray(account.activation[:, [m.name for m in account.muscles].index(name)])


@pytest.fixture(scope="module")
def account() -> MuscleAccount:
    return made_account(0)


def test_a_signal_like_the_activation_agrees_in_shape_and_timing(account: MuscleAccount) -> None:
    signal = 3.0 * activation(account, "gluteus_medius_r") + 0.2
    (found,) = compare_emg(account, table(account, gluteus_medius_r=signal))
    (own,) = found.computed
    assert own.side is Side.RIGHT
    assert own.correlation == pytest.approx(1.0)
    assert own.on_s == found.on_s
    assert found.signal.max() == pytest.approx(1.0, abs=0.01)


def test_a_signal_without_a_side_stands_beside_both(account: MuscleAccount) -> None:
    signal = activation(account, "gluteus_maximus_l")
    (found,) = compare_emg(account, table(account, gluteus_maximus=signal))
    assert tuple(own.side for own in found.computed) == SIDES
    assert found.computed[1].correlation == pytest.approx(1.0)


def test_a_shifted_burst_is_on_at_its_own_time(account: MuscleAccount) -> None:
    time_s = account.motion.time_s
    burst = np.where((time_s > 0.2) & (time_s < 0.3), 1.0, 0.0)
    (found,) = compare_emg(account, table(account, gluteus_medius_r=burst))
    assert len(found.on_s) == 1
    assert found.on_s[0] == pytest.approx((0.2, 0.3), abs=0.01)


def test_muscles_off_the_hip_unknown_names_and_dead_channels_stay_out(account: MuscleAccount) -> None:
    ones = np.ones(len(account.motion.time_s))
    missing = np.full(len(ones), np.nan)
    emg = table(account, soleus_r=ones, channel_7=ones, gluteus_medius_r=0.0 * ones, gluteus_maximus_r=missing)
    assert compare_emg(account, emg) == ()


def test_a_flat_signal_has_no_likeness(account: MuscleAccount) -> None:
    (found,) = compare_emg(account, table(account, gluteus_medius_r=np.ones(len(account.motion.time_s))))
    assert np.isnan(found.computed[0].correlation)


def test_signals_of_another_time_are_not_compared(account: MuscleAccount) -> None:
    emg = Table("emg", frozen([90.0, 91.0]), ("gluteus_medius_r",), frozen([[1.0], [2.0]]), in_degrees=False)
    assert compare_emg(account, emg) == ()
