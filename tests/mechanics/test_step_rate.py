"""Step rates: only trials that were really run at different rates stand beside each other."""

from dataclasses import replace

import numpy as np
import pytest

from tests.mechanics.test_explain import demo_account
from trochanter.core.arrays import frozen
from trochanter.core.errors import BadSetting, MissingInput
from trochanter.core.sides import Side
from trochanter.kinematics.timeline import PHASES
from trochanter.mechanics.account import MuscleAccount
from trochanter.mechanics.step_rate import compare_step_rates


def quicker(account: MuscleAccount, factor: float) -> MuscleAccount:
    """The same movement with its clock running faster: another step rate, the same angles and forces."""
    motion = account.motion
    strides = tuple(
        replace(s, contact_s=s.contact_s / factor, toe_off_s=s.toe_off_s / factor,
                next_contact_s=s.next_contact_s / factor)
        for s in motion.strides
    )  # fmt: skip
    moved = replace(motion, name="quicker", time_s=frozen(motion.time_s / factor), strides=strides)
    return replace(account, motion=moved)


def test_the_lower_rate_comes_first_and_impulses_know_the_duration() -> None:
    account = demo_account()
    found = compare_step_rates(quicker(account, 1.1), account)
    assert found.names == (account.motion.name, "quicker")
    assert found.cadence_per_min[1] == pytest.approx(1.1 * found.cadence_per_min[0])
    for side in found.sides:
        assert side.phases == (*PHASES, "whole")
        np.testing.assert_allclose(side.contact_bw[1], side.contact_bw[0], rtol=1e-6)
        np.testing.assert_allclose(side.impulse_bw_s[1], side.impulse_bw_s[0] / 1.1, rtol=1e-6)
        np.testing.assert_allclose(side.force_N[1], side.force_N[0], atol=1e-3)
        assert side.impulse_bw_s[0, :-1].sum() == pytest.approx(side.impulse_bw_s[0, -1], rel=0.02)
    assert [side.side for side in found.sides] == [Side.RIGHT, Side.LEFT]
    assert found.notices[0].code == "speed-unknown"


def test_the_same_rate_twice_is_refused() -> None:
    with pytest.raises(BadSetting, match="a step rate that nobody ran is not calculated"):
        compare_step_rates(demo_account(), quicker(demo_account(), 1.01))


def test_a_trial_without_strides_has_no_rate() -> None:
    account = demo_account()
    short = replace(account, motion=replace(account.motion, strides=()))
    with pytest.raises(MissingInput, match="no step rate"):
        compare_step_rates(account, short)


@pytest.mark.parametrize(
    ("setting", "value"), [("person_mass_kg", 70.0), ("strength_scale", 1.5), ("set", "cadaver"), ("power", 3)]
)
def test_other_people_and_other_choices_are_refused(setting: str, value: str | float) -> None:
    account = demo_account()
    other = replace(quicker(account, 1.1), settings={**account.settings, setting: value})
    with pytest.raises(BadSetting, match="second trial"):
        compare_step_rates(account, other)
