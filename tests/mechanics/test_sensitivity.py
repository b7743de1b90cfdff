"""Variance-based sensitivity: indices that are known, inputs that cannot matter, and what is missing."""

import sys
from typing import Any

import numpy as np
import pytest

from tests.mechanics.test_monte_carlo import account
from trochanter.anatomy.uncertain_inputs import BIAS, PRESSURE, SETS, STRENGTH, TENSION
from trochanter.core.errors import BadSetting, MissingExtra
from trochanter.core.sides import SIDES
from trochanter.mechanics.sensitivity import Sensitivity, sensitivity
from trochanter.mechanics.uncertainty import PEAK_CONTACT, PEAK_FORCE, SHARE


def analysed(inputs: tuple[str, ...], base: int = 64) -> Sensitivity:
    return sensitivity(account(), base, inputs=inputs, most_instants=12)


@pytest.mark.needs("salib")
def test_indices_tell_which_assumption_dominates() -> None:
    found = analysed((SETS, STRENGTH, BIAS))
    assert (found.base, found.runs) == (64, 64 * 5)
    for side in SIDES:
        of_share = found.number(side, SHARE, "obturator_internus")
        assert of_share is not None
        assert of_share.dominating == SETS
        by_input = {each.input: each for each in of_share.indices}
        assert by_input[BIAS].total < 0.05  # in swing no foot stands on the plate
        assert by_input[SETS].total > 0.5
        for each in of_share.indices:
            assert -0.15 < each.first <= each.total + each.total_error + each.first_error
            assert each.total_error >= 0.0
        assert 0.7 < sum(each.first for each in of_share.indices) < 1.3
    assert found.number(SIDES[0], SHARE, "gemelli") is None


@pytest.mark.needs("salib")
def test_the_contact_force_hangs_on_where_the_ground_pushes_more_than_on_specific_tension() -> None:
    found = analysed((PRESSURE, TENSION), 32)
    for side in SIDES:
        contact = found.number(side, PEAK_CONTACT)
        force = found.number(side, PEAK_FORCE, "obturator_internus")
        assert contact is not None
        assert force is not None
        assert contact.dominating == PRESSURE
        assert {each.input for each in force.indices} == {PRESSURE, TENSION}


@pytest.mark.needs("salib")
def test_the_seed_decides() -> None:
    one, same = analysed((SETS, STRENGTH), 16), analysed((SETS, STRENGTH), 16)
    assert [n.indices for n in one.numbers] == [n.indices for n in same.numbers]
    assert all(np.isfinite(i.total) for n in one.numbers for i in n.indices)


@pytest.mark.parametrize("base", [0, 8, 100, 4096, True])
def test_impossible_bases_are_refused(base: Any) -> None:
    with pytest.raises(BadSetting, match="a power of two from 16 to 909"):
        sensitivity(account(), base)


def test_one_input_has_nothing_to_be_compared_with() -> None:
    with pytest.raises(BadSetting, match="two or more inputs"):
        sensitivity(account(), 16, inputs=(SETS,))


def test_a_missing_library_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "SALib.sample.sobol", None)
    monkeypatch.setitem(sys.modules, "SALib.analyze.sobol", None)
    with pytest.raises(MissingExtra, match=r"trochanter\[uncertainty\]"):
        sensitivity(account(), 16)
