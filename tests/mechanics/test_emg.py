from dataclasses import replace

import numpy as np
import pytest

from tests.reporting.made_account import made_account
from trochanter.capture.trial import Table
from trochanter.core.arrays import Floats, frozen
from trochanter.core.errors import ImpossibleData, MissingInput
from trochanter.core.sides import SIDES, Side
from trochanter.mechanics.account import MuscleAccount
from trochanter.mechanics.emg import ABSENT, EMPTY, OFF_HIP, UNKNOWN, LeftOut, compare_emg


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
    (found,) = compare_emg(account, table(account, gluteus_medius_r=signal)).compared
    (own,) = found.computed
    assert own.side is Side.RIGHT
    assert own.correlation == pytest.approx(1.0)
    assert own.on_s == found.on_s
    assert found.signal.max() == pytest.approx(1.0, abs=0.01)


def test_a_signal_without_a_side_stands_beside_both(account: MuscleAccount) -> None:
    signal = activation(account, "gluteus_maximus_l")
    (found,) = compare_emg(account, table(account, gluteus_maximus=signal)).compared
    assert tuple(own.side for own in found.computed) == SIDES
    assert found.computed[1].correlation == pytest.approx(1.0)


def test_a_shifted_burst_is_on_at_its_own_time(account: MuscleAccount) -> None:
    time_s = account.motion.time_s
    burst = np.where((time_s > 0.2) & (time_s < 0.3), 1.0, 0.0)
    (found,) = compare_emg(account, table(account, gluteus_medius_r=burst)).compared
    assert len(found.on_s) == 1
    assert found.on_s[0] == pytest.approx((0.2, 0.3), abs=0.01)


def test_what_stands_beside_nothing_is_told_with_its_reason(account: MuscleAccount) -> None:
    ones = np.ones(len(account.motion.time_s))
    missing = np.full(len(ones), np.nan)
    arm = account.arm_m.copy()
    arm[:, [m.muscle == "adductor_magnus" for m in account.muscles]] = np.nan
    emg = table(
        account, soleus_r=ones, adductor_magnus_r=ones, channel_7=ones, gluteus_medius_r=0.0 * ones,
        gluteus_maximus_r=missing, tfl_r=ones,
    )  # fmt: skip
    found = compare_emg(replace(account, arm_m=frozen(arm)), emg)
    assert [each.column for each in found.compared] == ["tfl_r"]
    assert found.left_out == (
        LeftOut("soleus_r", ABSENT),
        LeftOut("adductor_magnus_r", OFF_HIP),
        LeftOut("channel_7", UNKNOWN),
        LeftOut("gluteus_medius_r", EMPTY),
        LeftOut("gluteus_maximus_r", EMPTY),
    )


def test_a_signal_of_two_muscles_stands_beside_the_mean_of_their_lines(account: MuscleAccount) -> None:
    names = {"gluteus_maximus": "semimembranosus", "adductor_magnus": "semitendinosus"}
    muscles = tuple(replace(m, muscle=names.get(m.muscle, m.muscle)) for m in account.muscles)
    own = (activation(account, "gluteus_maximus_l") + activation(account, "adductor_magnus_l")) / 2.0
    emg = table(account, medial_hamstrings_l=own)
    (found,) = compare_emg(replace(account, muscles=muscles), emg).compared
    assert found.muscles == ("semimembranosus", "semitendinosus")
    assert found.computed[0].correlation == pytest.approx(1.0)
    (femoris,) = compare_emg(account, table(account, biceps_femoris=own)).compared
    assert femoris.muscles == ("biceps_femoris_long",)


def test_a_file_without_a_hip_muscle_is_refused(account: MuscleAccount) -> None:
    ones = np.ones(len(account.motion.time_s))
    with pytest.raises(MissingInput, match=r"none of the 2 columns is a signal.*'ground_force_vx', 'soleus_r'"):
        compare_emg(account, table(account, ground_force_vx=ones, soleus_r=ones))


def test_a_flat_signal_has_no_likeness(account: MuscleAccount) -> None:
    (found,) = compare_emg(account, table(account, gluteus_medius_r=np.ones(len(account.motion.time_s)))).compared
    assert np.isnan(found.computed[0].correlation)


def test_signals_of_another_time_are_refused(account: MuscleAccount) -> None:
    emg = Table("emg", frozen([90.0, 91.0]), ("gluteus_medius_r",), frozen([[1.0], [2.0]]), in_degrees=False)
    with pytest.raises(ImpossibleData, match=r"from 90 to 91 s, the movement from 0 to .* s: they do not overlap"):
        compare_emg(account, emg)
