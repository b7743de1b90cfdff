from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from tests.reporting.made_account import MASS_KG, made_account
from trochanter.core.arrays import frozen
from trochanter.core.errors import ImpossibleData
from trochanter.kinematics.timeline import sample
from trochanter.mechanics.account import Doubt, MuscleAccount, MuscleInfo
from trochanter.mechanics.phases import (
    INWARD,
    deep_share,
    loading_peak,
    needed_phases,
    net_interval,
    phase_rows,
    sigma_without_bias,
)
from trochanter.mechanics.summary import DEEP, ROTATION, Summary, budget_group, summarise


@pytest.fixture(scope="module")
def account() -> MuscleAccount:
    return made_account(4, bias_Nm=6.0)


@pytest.fixture(scope="module")
def summary(account: MuscleAccount) -> Summary:
    return summarise(account)


def test_groups_together_are_the_sum_of_all_muscles_of_the_hip(summary: Summary) -> None:
    for hip in summary.hips:
        total = sum(group.inward_Nm.each - group.outward_Nm.each for group in hip.groups)
        muscles = sum(course.moment_Nm.each for course in hip.muscles)
        assert np.allclose(total, muscles, atol=1e-12)
        assert np.allclose(total, hip.moment_Nm.each[:, :, ROTATION], atol=1e-9)


def test_each_muscle_counts_once_and_only_for_its_own_hip(summary: Summary) -> None:
    lines = [line for hip in summary.hips for course in hip.muscles for line in course.lines]
    assert sorted(lines) == list(range(len(summary.account.muscles)))
    for hip in summary.hips:
        assert all(summary.account.muscles[i].side is hip.side for course in hip.muscles for i in course.lines)


def test_a_muscle_that_does_not_cross_the_hip_stays_out(account: MuscleAccount) -> None:
    arms = account.arm_m.copy()
    arms[:, 0] = np.nan
    without = summarise(replace(account, arm_m=frozen(arms)))
    assert without.hips[0].muscle(account.muscles[0].muscle) is None


def test_lines_of_one_muscle_are_joined(account: MuscleAccount) -> None:
    second = replace(account.muscles[1], muscle=account.muscles[0].muscle)
    joined = summarise(replace(account, muscles=(account.muscles[0], second, *account.muscles[2:])))
    course = joined.hips[0].muscle(account.muscles[0].muscle)
    assert course is not None
    assert course.lines == (0, 1)
    apart = summarise(account).hips[0]
    both = [apart.muscle(account.muscles[i].muscle) for i in (0, 1)]
    assert np.allclose(course.moment_Nm.each, sum(each.moment_Nm.each for each in both if each is not None))
    assert np.allclose(course.activation.each, np.mean([e.activation.each for e in both if e is not None], axis=0))


def test_spread_needs_two_strides() -> None:
    assert np.all(np.isnan(summarise(made_account(1)).hips[0].angle_deg.sd))
    assert np.all(np.isfinite(summarise(made_account(2)).hips[0].moment_Nm.sd))


def test_contact_force_is_in_body_weights_of_the_person(summary: Summary, account: MuscleAccount) -> None:
    hip = summary.hips[0]
    size = np.linalg.norm(account.hip(hip.side).contact_N, axis=1) / (MASS_KG * 9.80665)
    assert np.allclose(hip.contact_bw.each, sample(size, account.motion.time_s, hip.axis.times_s))


def test_a_leg_is_saturated_wherever_one_of_its_muscles_is(account: MuscleAccount) -> None:
    doubt = np.zeros_like(account.doubt)
    right = next(i for i, m in enumerate(account.muscles) if m.name.endswith("_r"))
    doubt[:, right] = Doubt.SATURATED | Doubt.SLACK
    hips = summarise(replace(account, doubt=frozen(doubt, np.int64))).hips
    assert hips[0].saturated.all()
    assert not hips[1].saturated.any()
    assert hips[0].saturated_labels == (account.muscles[right].muscle.replace("_", " "),)
    course = hips[0].muscle(account.muscles[right].muscle)
    assert course is not None
    assert course.doubt[Doubt.SLACK] == 1.0
    assert course.doubt[Doubt.EDGE] == 0.0


def test_near_optimal_forces_hold_the_optimum(summary: Summary) -> None:
    for hip in summary.hips:
        for course in hip.muscles:
            for near in course.near_optimal:
                assert np.all(near.range.low <= course.activation.mean + 1e-9)
                assert np.all(near.range.high >= course.activation.mean - 1e-9)
                assert np.all(near.force_N_kg.low <= course.force_N_kg.mean + 1e-9)
                assert np.all(near.force_N_kg.high >= course.force_N_kg.mean - 1e-9)


def test_deep_rotators_that_the_model_lacks_are_named() -> None:
    lacking = summarise(made_account(deep=False))
    assert lacking.deep_present == ("piriformis",)
    assert len(lacking.deep_missing) == 5
    assert summarise(made_account()).deep_missing == ()


def test_lumped_gemelli_stand_for_both() -> None:
    account = made_account(deep=False)
    info = account.muscles[0]
    lumped = replace(info, muscle="gemelli", name="gem_r")
    found = summarise(replace(account, muscles=(lumped, *account.muscles[1:])))
    assert found.deep_present == ("piriformis", "gemelli")
    assert "gemellus_superior" not in found.deep_missing


def test_tensor_fasciae_latae_and_the_gluteals_are_told_apart() -> None:
    def group(muscle: str) -> str:
        return budget_group(MuscleInfo("x_r", None, "gluteal", muscle, ""))

    names = ("gluteus_maximus", "gluteus_medius", "gluteus_minimus", "tensor_fasciae_latae")
    assert [group(name) for name in names] == [
        "gluteus_maximus",
        "gluteus_medius_minimus",
        "gluteus_medius_minimus",
        "tensor_fasciae_latae",
    ]
    assert budget_group(MuscleInfo("x", None, "unheard of", "x", "")) == "other"


def test_the_net_interval_holds_the_moment_with_and_without_the_plate_bias(summary: Summary) -> None:
    for hip in summary.hips:
        low, high = net_interval(hip)
        for moment in (hip.moment_Nm, hip.moment_without_bias_Nm):
            assert np.all(low <= moment.mean[:, ROTATION])
            assert np.all(high >= moment.mean[:, ROTATION])
        clean = 1.96 * sigma_without_bias(hip)
        bias = np.abs(hip.moment_Nm.mean - hip.moment_without_bias_Nm.mean)[:, ROTATION]
        assert np.all(high - low >= 2.0 * clean + bias - 1e-2)


def test_the_interval_shrinks_with_strides_but_not_below_the_systematic_error() -> None:
    widths = []
    for strides in (2, 6):
        hip = summarise(made_account(strides)).hips[0]
        low, high = net_interval(hip)
        widths.append(float(np.mean(high - low)))
        assert np.all(high - low >= 2 * 1.95 * hip.moment_sigma_Nm[:, ROTATION])
    assert widths[1] < widths[0] * 1.05


def test_a_phase_row_holds_the_means_of_its_points(summary: Summary) -> None:
    hip = summary.hips[1]
    for row in phase_rows(hip):
        at = hip.axis.within(row.span)
        assert row.net_Nm.value == pytest.approx(float(np.mean(hip.moment_Nm.mean[at, ROTATION])))
        inward = sum(share.moment_Nm.value for share in row.inward)
        outward = sum(share.moment_Nm.value for share in row.outward)
        assert inward - outward == pytest.approx(row.net_Nm.value, abs=1e-6)
        assert [s.moment_Nm.value for s in row.outward] == sorted(
            (s.moment_Nm.value for s in row.outward), reverse=True
        )
        assert all(share.moment_Nm.low <= share.moment_Nm.value <= share.moment_Nm.high for share in row.inward)


def test_the_deep_share_is_a_share_of_what_turns_out(summary: Summary) -> None:
    hip = summary.hips[0]
    deep, late = hip.group(DEEP), hip.axis.within(hip.axis.spans[3])
    assert deep is not None
    share = deep_share(hip, late)
    total = sum(float(np.mean(group.outward_Nm.mean[late])) for group in hip.groups)
    assert share.value == pytest.approx(float(np.mean(deep.outward_Nm.mean[late])) / total)
    assert 0.0 <= share.low <= share.value <= share.high <= 1.0


def test_without_sets_a_deep_share_has_no_range() -> None:
    hip = summarise(replace(made_account(), sets=())).hips[0]
    share = deep_share(hip, hip.axis.within(hip.axis.spans[4]))
    assert np.isfinite(share.value)
    assert np.isnan(share.low)


def test_the_loading_peak_is_where_the_muscles_turn_the_thigh_most() -> None:
    peak = loading_peak(summarise(made_account()).hips[0])
    assert peak is not None
    assert peak.direction == INWARD
    assert 8.0 < peak.x < 17.0


def test_a_muscle_at_its_lower_bound_is_needed_nowhere() -> None:
    account = made_account()
    lines = [i for i, m in enumerate(account.muscles) if m.muscle == "obturator_internus"]
    activation = account.activation.copy()
    activation[:, lines] = 0.01
    hip = summarise(replace(account, activation=frozen(activation))).hips[0]
    assert needed_phases(hip, "obturator_internus") == ()
    assert "late_swing" in needed_phases(summarise(account).hips[0], "obturator_internus")


def test_the_band_of_a_muscles_turning_goes_with_that_of_its_force(account: MuscleAccount) -> None:
    for hip in summarise(account).hips:
        outward = [muscle for muscle in hip.muscles if np.all(muscle.arm_m.each[..., ROTATION] < 0.0)]
        assert len(outward) >= 6
        for muscle in outward:
            arm = muscle.arm_m.mean[:, ROTATION]
            for near in muscle.near_optimal:
                least, most = (MASS_KG * arm * force for force in (near.force_N_kg.high, near.force_N_kg.low))
                np.testing.assert_allclose(near.moment_Nm.low, least, rtol=0.02, atol=0.02)
                np.testing.assert_allclose(near.moment_Nm.high, most, rtol=0.02, atol=0.02)


def test_instants_without_an_answer_are_carried_across_and_counted(account: MuscleAccount) -> None:
    gap = slice(100, 104)
    holed: dict[str, Any] = {}
    for name in ("activation", "force_N", "rotation_moment_Nm"):
        values = getattr(account, name).copy()
        values[gap] = np.nan
        holed[name] = frozen(values)
    found = summarise(replace(account, **holed))
    assert found.unanswered == 4
    whole = summarise(account)
    for hip, before in zip(found.hips, whole.hips, strict=True):
        for course, complete in zip(hip.muscles, before.muscles, strict=True):
            assert np.all(np.isfinite(course.moment_Nm.each))
            assert np.max(np.abs(course.moment_Nm.each - complete.moment_Nm.each)) < 1.0


def test_an_account_without_any_answer_is_refused(account: MuscleAccount) -> None:
    with pytest.raises(ImpossibleData, match="nothing to sum up"):
        summarise(replace(account, activation=frozen(np.full_like(account.activation, np.nan))))


def test_the_share_near_the_ends_is_told(account: MuscleAccount) -> None:
    edge = np.ones(len(account.motion.time_s), dtype=bool)
    assert summarise(replace(account, motion=replace(account.motion, edge=edge))).edge_share == 1.0
    assert summarise(account).edge_share == 0.0
