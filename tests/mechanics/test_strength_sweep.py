"""Many strengths at once: each row of factors is the what-if of these factors."""

import numpy as np
import pytest

from tests.mechanics.test_explain import demo_account
from tests.mechanics.test_what_if import base
from trochanter.core.errors import BadSetting
from trochanter.mechanics.scenario import Scenario
from trochanter.mechanics.strength_sweep import strength_sweep
from trochanter.mechanics.what_if import what_if

MUSCLES = len(demo_account().muscles)
FACTORS = np.exp(np.random.default_rng(5).normal(0.0, 0.3, (4, MUSCLES)))
FACTORS[0] = 1.0
FACTORS[2, :10] = 0.0


def test_each_row_is_its_what_if() -> None:
    account = demo_account()
    swept = strength_sweep(account, FACTORS, keep=(3, 40), base=base())
    assert swept.solved.all()
    for k, row in enumerate(FACTORS):
        named = {muscle.name: float(factor) for muscle, factor in zip(account.muscles, row, strict=True)}
        case = what_if(account, Scenario(strength=named), base=base()).after
        np.testing.assert_allclose(swept.contact_N[k], case.contact_N, atol=1e-6)
        np.testing.assert_allclose(swept.reserve_Nm[k], case.reserve_Nm, atol=1e-8)
        np.testing.assert_allclose(swept.force_N[k], case.force_N[:, [3, 40]], atol=1e-6)


def test_results_do_not_depend_on_the_company_a_row_keeps() -> None:
    account = demo_account()
    alone = strength_sweep(account, FACTORS[3:], base=base())
    among = strength_sweep(account, FACTORS, base=base())
    np.testing.assert_array_equal(alone.contact_N[0], among.contact_N[3])
    assert alone.leg_frames == 2 * len(account.motion.time_s)


@pytest.mark.parametrize("bad", [np.ones(MUSCLES), np.ones((2, MUSCLES - 1)), np.ones((0, MUSCLES))])
def test_factors_of_another_shape_are_refused(bad: np.ndarray) -> None:
    with pytest.raises(BadSetting, match="factors"):
        strength_sweep(demo_account(), bad, base=base())


def test_more_than_memory_holds_is_refused_before_anything_is_made() -> None:
    factors = np.broadcast_to(np.ones(MUSCLES), (60_000, MUSCLES))
    with pytest.raises(BadSetting, match="sets at once"):
        strength_sweep(demo_account(), factors, base=base())


@pytest.mark.parametrize("value", [-0.5, np.nan, np.inf, 100.0])
def test_impossible_factors_are_refused(value: float) -> None:
    factors = np.ones((2, MUSCLES))
    factors[1, 7] = value
    with pytest.raises(BadSetting, match="factor of muscle 7 in set 1"):
        strength_sweep(demo_account(), factors, base=base())
