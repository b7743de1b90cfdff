"""Scenarios: what can be asked, and what is refused."""

import math
import pickle
from typing import Any

import numpy as np
import pytest

from trochanter.anatomy.hip_model import hip_model
from trochanter.core.errors import BadSetting, UnknownName
from trochanter.mechanics.scenario import Scenario, changes_of

NAMES = hip_model().muscles.names


def test_nothing_asked_is_no_change() -> None:
    found = changes_of(Scenario(), NAMES)
    assert Scenario().empty
    assert not found.touched.any()
    assert np.all(found.strength == 1.0)
    assert np.all(found.stiffness == 1.0)


def test_words_reach_their_lines_and_no_others() -> None:
    scenario = Scenario(strength={"obturator_internus": 0.5}, removed=("piri_r",), floor={"gluteal_l": 0.1})
    found = changes_of(scenario, NAMES)
    assert [NAMES[i] for i in np.flatnonzero(found.strength == 0.5)] == [
        "obtint_sup_r", "obtint_inf_r", "obtint_sup_l", "obtint_inf_l"
    ]  # fmt: skip
    assert [NAMES[i] for i in np.flatnonzero(found.removed)] == ["piri_r"]
    assert all(NAMES[i].endswith("_l") for i in np.flatnonzero(found.floor))
    assert found.touched.sum() == 4 + 1 + np.count_nonzero(found.floor)


def test_a_scenario_can_go_to_another_process() -> None:
    scenario = Scenario(strength={"deep": 0.5}, pelvic_tilt_rad=0.1)
    assert pickle.loads(pickle.dumps(scenario)) == scenario


def test_what_the_caller_changes_later_does_not_change_the_scenario() -> None:
    given = {"deep": 0.5}
    scenario = Scenario(strength=given)
    given["deep"] = 9.0
    assert scenario.strength == {"deep": 0.5}


def test_mirroring_exchanges_the_sides_and_twice_is_nothing() -> None:
    scenario = Scenario(strength={"deep_r": 0.5, "psoas": 0.9}, removed=("tfl_l",), floor={"glmed1_r": 0.1})
    turned = scenario.mirrored()
    assert turned.strength == {"deep_l": 0.5, "psoas": 0.9}
    assert turned.removed == ("tfl_r",)
    assert turned.floor == {"glmed1_l": 0.1}
    assert turned.mirrored() == scenario


@pytest.mark.parametrize("value", [-0.1, math.nan, math.inf, 21.0, "half", True, None])
@pytest.mark.parametrize("field", ["strength", "stiffness"])
def test_impossible_factors_are_refused(field: str, value: Any) -> None:
    given: dict[str, Any] = {field: {"deep": value}}
    with pytest.raises(BadSetting, match=f"{field} of deep cannot be"):
        Scenario(**given)


@pytest.mark.parametrize(("field", "value"), [("floor", 1.1), ("floor", -0.1), ("shortened", 0.6), ("floor", math.nan)])
def test_impossible_floors_and_tendons_are_refused(field: str, value: float) -> None:
    given: dict[str, Any] = {field: {"deep": value}}
    with pytest.raises(BadSetting, match=f"{field} of deep cannot be"):
        Scenario(**given)


@pytest.mark.parametrize("field", ["pelvic_tilt_rad", "anteversion_rad"])
@pytest.mark.parametrize("value", [math.nan, 1.0, -1.0, "10"])
def test_impossible_angles_are_refused(field: str, value: Any) -> None:
    given: dict[str, Any] = {field: value}
    with pytest.raises(BadSetting, match=field):
        Scenario(**given)


def test_a_table_in_place_of_a_list_is_refused() -> None:
    word: Any = "piriformis"
    with pytest.raises(BadSetting, match="removed"):
        Scenario(removed=word)
    with pytest.raises(BadSetting, match="strength"):
        Scenario(strength=word)


def test_an_unknown_muscle_is_answered_with_the_nearest() -> None:
    with pytest.raises(UnknownName, match="did you mean 'obturator_internus'"):
        changes_of(Scenario(strength={"obturator_interna": 0.5}), NAMES, "the model")


@pytest.mark.parametrize(
    "scenario",
    [
        Scenario(strength={"deep": 0.5, "piriformis": 0.2}),
        Scenario(strength={"deep": 0.5}, removed=("piriformis",)),
        Scenario(removed=("deep",), floor={"piri_r": 0.1}),
        Scenario(strength={"deep": 0.0}, floor={"piri_r": 0.1}),
        Scenario(stiffness={"deep_l": 2.0}, removed=("gem_sup",)),
    ],
)
def test_contradictions_are_refused_and_name_the_line(scenario: Scenario) -> None:
    with pytest.raises(BadSetting, match=r"(piri_r|gem_sup_l|obtint_sup_r)"):
        changes_of(scenario, NAMES)


def test_the_same_value_twice_is_no_contradiction() -> None:
    found = changes_of(Scenario(strength={"deep": 0.5, "piriformis": 0.5}), NAMES)
    assert np.count_nonzero(found.strength == 0.5) == 18
