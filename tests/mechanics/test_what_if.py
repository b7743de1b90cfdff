"""What-ifs on the demo's account: identities that hold whatever the numbers are, and refusals."""

from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest

from tests.mechanics.mirrored_account import mirrored_account, recorded
from tests.mechanics.test_explain import demo_account, demo_motion
from trochanter.core.arrays import frozen
from trochanter.core.errors import BadSetting, ImpossibleData, UnknownName
from trochanter.core.sides import Side
from trochanter.mechanics.cup import Cup, centring
from trochanter.mechanics.doubts import RESERVE_SHARE
from trochanter.mechanics.explain import Settings, explain
from trochanter.mechanics.restored import restored
from trochanter.mechanics.scenario import Scenario
from trochanter.mechanics.what_if import WhatIf, what_if
from trochanter.mechanics.what_if_cases import Base, Case, prepare
from trochanter.mechanics.what_if_columns import WHOLE

SCENARIOS = {
    "half obturator internus": Scenario(strength={"obturator_internus": 0.5}),
    "without the deep rotators": Scenario(removed=("deep",)),
    "stiff hamstrings": Scenario(stiffness={"hamstring": 3.0}, shortened={"piriformis": 0.2}),
    "steady gluteals": Scenario(floor={"gluteal": 0.1}),
    "tilted": Scenario(pelvic_tilt_rad=0.15),
    "turned neck": Scenario(anteversion_rad=-0.2),
    "all at once": Scenario(strength={"deep_r": 1.5}, removed=("tfl",), pelvic_tilt_rad=-0.1, anteversion_rad=0.2),
}


@cache
def base() -> Base:
    return prepare(demo_account())


@cache
def found(name: str) -> WhatIf:
    return what_if(demo_account(), SCENARIOS[name], base=base())


def test_the_base_is_the_account() -> None:
    account, case = demo_account(), base().case
    np.testing.assert_allclose(case.activation, account.activation, atol=1e-12)
    np.testing.assert_allclose(case.force_N, account.force_N, atol=1e-9)
    for h, hip in enumerate(account.hips):
        size = np.linalg.norm(hip.contact_N, axis=1)
        np.testing.assert_allclose(np.linalg.norm(case.contact_N[:, h], axis=1), size, atol=1e-9)


@pytest.mark.parametrize(
    "scenario",
    [
        Scenario(),
        Scenario(strength={"deep": 1.0}, stiffness={"deep": 1.0}, shortened={"psoas": 0.0}, floor={"psoas": 0.0}),
        Scenario(pelvic_tilt_rad=0.0, anteversion_rad=0.0),
    ],
)
def test_a_factor_of_one_changes_nothing(scenario: Scenario) -> None:
    same = what_if(demo_account(), scenario, base=base())
    np.testing.assert_array_equal(same.after.activation, same.before.activation)
    np.testing.assert_array_equal(same.after.contact_N, same.before.contact_N)
    for hip in same.hips:
        assert not hip.force_change_N.any()
        assert not np.nan_to_num(hip.force_range_N).any()


@pytest.mark.parametrize("name", SCENARIOS)
def test_moments_balance_after_the_change(name: str) -> None:
    account, case = demo_account(), found(name).after
    for j, coordinate in enumerate(account.balanced):
        arm = np.nan_to_num(case.anatomy.shape.arm_about(account.motion.body.coordinate(coordinate)))
        carried = np.sum(arm * case.force_N, axis=1) + case.reserve_Nm[:, j]
        np.testing.assert_allclose(carried, account.demand_Nm[:, j], atol=1e-6)


@pytest.mark.parametrize("name", SCENARIOS)
def test_contact_is_the_net_force_less_what_muscles_pull(name: str) -> None:
    """Contact and pulls of all muscles together are the same in both cases: motion and ground forces are."""
    sums = [_with_pulls(case) for case in (found(name).before, found(name).after)]
    np.testing.assert_allclose(sums[1], sums[0], atol=1e-7)


def _with_pulls(case: Case) -> np.ndarray:
    hips = [np.flatnonzero(case.anatomy.shape.hip == h) for h in (0, 1)]
    return np.stack(
        [case.contact_N[:, h] + np.einsum("nmi,nm->ni", case.anatomy.pull[:, own], case.force_N[:, own])
         for h, own in enumerate(hips)]
    )  # fmt: skip


def test_contact_is_linear_in_the_forces() -> None:
    """Half of the way in every muscle's force is half of the way in contact."""
    before, after = found("without the deep rotators").before, found("without the deep rotators").after
    pull, hip = before.anatomy.pull, before.anatomy.shape.hip
    own = np.flatnonzero(hip == 0)
    half = before.contact_N[:, 0] - np.einsum(
        "nmi,nm->ni", pull[:, own], 0.5 * (after.force_N - before.force_N)[:, own]
    )
    np.testing.assert_allclose(half, 0.5 * (before.contact_N + after.contact_N)[:, 0], atol=1e-8)


def test_removing_is_no_force_of_either_kind() -> None:
    both = what_if(demo_account(), Scenario(strength={"deep": 0.0}, stiffness={"deep": 0.0}), base=base()).after
    gone = found("without the deep rotators").after
    np.testing.assert_allclose(gone.force_N, both.force_N, atol=1e-9)
    np.testing.assert_allclose(gone.contact_N, both.contact_N, atol=1e-8)
    deep = found("without the deep rotators").changes.removed
    assert deep.sum() == 18
    assert not gone.force_N[:, deep].any()
    assert not gone.activation[:, deep].any()  # the least activation does not hold for what is not there


def test_every_muscle_stronger_is_an_account_of_that_strength() -> None:
    stronger = explain(demo_motion(), settings=Settings(strength_scale=1.5, slacks=(), sets=(), strength_cases=()))
    groups = ("deep", "gluteal", "adductor", "flexor", "hamstring", "other")
    case = what_if(demo_account(), Scenario(strength=dict.fromkeys(groups, 1.5)), base=base()).after
    np.testing.assert_allclose(case.activation, stronger.activation, atol=1e-9)
    for h, hip in enumerate(stronger.hips):
        ours, theirs = (np.linalg.norm(each, axis=1) for each in (case.contact_N[:, h], hip.contact_N))
        np.testing.assert_allclose(ours, theirs, atol=1e-7)


def test_a_floor_holds_and_only_where_it_is_declared() -> None:
    steady, account = found("steady gluteals"), demo_account()
    gluteal = np.array([muscle.group == "gluteal" for muscle in account.muscles])
    assert steady.after.activation[:, gluteal].min() >= 0.1 - 1e-12
    assert steady.after.activation[:, ~gluteal].min() < 0.02
    assert np.all(steady.hip(Side.RIGHT).contact_bw[1] >= steady.hip(Side.RIGHT).contact_bw[0] - 0.05)


def test_passive_changes_are_what_they_say() -> None:
    stiff = found("stiff hamstrings")
    names = [muscle.name for muscle in demo_account().muscles]
    m = names.index("semimem_r")
    np.testing.assert_allclose(stiff.after.passive_N[:, m], 3.0 * stiff.before.passive_N[:, m], rtol=1e-12)
    longer = names.index("piri_r")
    assert np.all(stiff.after.passive_N[:, longer] >= stiff.before.passive_N[:, longer])
    assert stiff.after.passive_N[:, longer].max() > stiff.before.passive_N[:, longer].max()


def test_a_mirrored_scenario_on_the_mirrored_account_is_the_mirrored_result() -> None:
    scenario = Scenario(
        strength={"obturator_internus_r": 0.3}, removed=("piri_l",), pelvic_tilt_rad=0.1, anteversion_rad=0.1
    )
    straight = what_if(demo_account(), scenario, base=base())
    turned = what_if(mirrored_account(), scenario.mirrored())
    for side in Side:
        ours, theirs = straight.hip(side), turned.hip(side.other)
        order = [theirs.muscles.index(name) for name in ours.muscles]
        np.testing.assert_allclose(theirs.force_N[:, :, order], ours.force_N, atol=1e-5)
        np.testing.assert_allclose(theirs.rotation_moment_Nm[:, :, order], ours.rotation_moment_Nm, atol=1e-6)
        np.testing.assert_allclose(theirs.contact_bw, ours.contact_bw, atol=1e-7)
        np.testing.assert_allclose(theirs.cup_angle_rad, ours.cup_angle_rad, atol=1e-8)
        np.testing.assert_allclose(theirs.centring_N[:, :, order], ours.centring_N, atol=1e-5)


def test_ranges_hold_the_accounts_own_change() -> None:
    hip = found("half obturator internus").hip(Side.RIGHT)
    assert found("half obturator internus").sets == ("young", "cadaver", "tlem2")
    assert np.all(hip.force_range_N[0] <= hip.force_change_N + 1e-9)
    assert np.all(hip.force_range_N[1] >= hip.force_change_N - 1e-9)
    assert np.all(hip.contact_range_bw[0] <= hip.contact_bw[1] - hip.contact_bw[0] + 1e-9)


def test_halving_obturator_internus_hardly_changes_the_joint_force() -> None:
    """Finding 6: halving it moves peak contact by 0.03 body weights, removing all six by 0.1 to 0.2."""
    half, gone = found("half obturator internus"), found("without the deep rotators")
    for hip in half.hips:
        assert abs(hip.peak_bw[1] - hip.peak_bw[0]) < 0.1
    assert max(float(np.abs(hip.contact_bw[1] - hip.contact_bw[0])[:5].max()) for hip in gone.hips) < 0.3


def test_no_conclusion_where_reserves_carry_the_movement() -> None:
    gone = what_if(demo_account(), Scenario(strength={"gluteus_medius": 0.3, "gluteus_minimus": 0.3}), base=base())
    left = gone.hip(Side.LEFT)
    assert not left.conclusive[left.column("midstance")]
    assert left.reserve_share[1].max() > RESERVE_SHARE
    assert left.conclusive[left.column("early_swing")]
    assert not left.conclusive[left.column(WHOLE)]
    leaned = {each.coordinate for each in gone.reserves if each.leaned_on and not each.of_ankle}
    assert "hip_adduction_l" in leaned or "hip_rotation_l" in leaned
    assert all(hip.conclusive.all() for hip in found("half obturator internus").hips)


def test_centring_of_the_deep_rotators_is_that_of_finding_6() -> None:
    """With a cup of 45 and 20 degrees in early stance: piriformis 0.98, obturator internus 0.71, externus 0.56 to 0.60.

    These come from another runner and model; the likeness is what is tested, and that the lower ones shear downwards.
    """
    cup = Cup(np.deg2rad(45.0), np.deg2rad(20.0), np.deg2rad(78.0), 0.024)
    anatomy = prepare(demo_account(), cup).case.anatomy
    part = centring(anatomy.cup_axis[0], anatomy.pull)
    names = [muscle.name for muscle in demo_account().muscles]
    at = int(np.argmin(np.abs(demo_account().motion.time_s - 10.0)))
    for name, expected in (("piri_r", 0.98), ("obtint_sup_r", 0.71), ("gem_sup_r", 0.77), ("obtext_sup_r", 0.60)):
        assert part.centring[at, names.index(name)] == pytest.approx(expected, abs=0.1), name
    for name in ("obtint_sup_r", "gem_inf_r", "quadfem_sup_r"):
        assert part.shear_up[at, names.index(name)] < -0.3
    assert part.shear_up[at, names.index("glmed1_r")] > 0.3


def test_what_is_no_scenario_or_base_is_refused() -> None:
    word: Any = "weaken"
    with pytest.raises(BadSetting, match="scenario"):
        what_if(demo_account(), word)
    with pytest.raises(UnknownName, match="piriformis"):
        what_if(demo_account(), Scenario(removed=("pirifomis",)), base=base())
    with pytest.raises(BadSetting, match="base"):
        what_if(mirrored_account(), Scenario(), base=base())
    with pytest.raises(BadSetting, match="nothing would be left of its tendon"):
        what_if(demo_account(), Scenario(shortened={"deep": 0.5}), base=base())


def test_passive_changes_of_an_account_without_passive_forces_are_refused() -> None:
    account = explain(demo_motion(), settings=Settings(parity="opensim", slacks=(), sets=(), strength_cases=()))
    with pytest.raises(BadSetting, match="no passive forces"):
        what_if(account, Scenario(stiffness={"deep": 2.0}))
    assert not what_if(account, Scenario(removed=("deep",))).after.passive_N.any()


def test_an_account_whose_parts_do_not_belong_together_is_refused() -> None:
    account = demo_account()
    other = replace(account, demand_Nm=frozen(1.02 * account.demand_Nm))
    with pytest.raises(ImpossibleData, match="do not belong together"):
        prepare(other)


def test_a_restored_account_answers_as_the_account_itself() -> None:
    account = demo_account()
    again = restored(replace(account.motion, loads=()), recorded(account))
    assert [share.name for share in again.sets] == [share.name for share in account.sets]
    np.testing.assert_allclose(again.demand_Nm, account.demand_Nm, atol=1e-9)
    ours = what_if(again, SCENARIOS["half obturator internus"])
    for mine, theirs in zip(ours.hips, found("half obturator internus").hips, strict=True):
        np.testing.assert_allclose(mine.force_N, theirs.force_N, atol=1e-6)
        np.testing.assert_allclose(mine.contact_range_bw, theirs.contact_range_bw, atol=1e-9)
