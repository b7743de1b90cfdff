"""The account of the packaged running trial: what every part of it promises, checked against each other."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from trochanter.anatomy.hip_model import with_set
from trochanter.core.arrays import frozen
from trochanter.core.errors import BadSetting, UnknownName
from trochanter.core.sides import SIDES, Side
from trochanter.kinematics.demo import DEMO_CUTOFF_HZ, demo_trial
from trochanter.kinematics.motion import Motion
from trochanter.kinematics.solve import solve
from trochanter.mechanics.account import Doubt, MuscleAccount
from trochanter.mechanics.explain import Settings, explain
from trochanter.mechanics.plate import check_plate, whole_cycles, without_bias


@cache
def demo_motion() -> Motion:
    trial, body = demo_trial()
    return solve(trial, body, cutoff_hz=DEMO_CUTOFF_HZ)


@cache
def demo_account() -> MuscleAccount:
    return explain(demo_motion())


def test_muscles_and_reserves_carry_the_demand() -> None:
    account = demo_account()
    for hip in account.hips:
        j = account.balanced.index(f"hip_rotation_{hip.side}")
        own = [m for m, info in enumerate(account.muscles) if info.side is hip.side]
        carried = account.rotation_moment_Nm[:, own].sum(axis=1) + account.reserve_Nm[:, j]
        np.testing.assert_allclose(carried, account.demand_Nm[:, j], atol=1e-6)
        np.testing.assert_allclose(hip.moment_Nm[:, 2], account.demand_Nm[:, j], atol=1e-9)


def test_bands_hold_the_optimum_and_widen_with_slack() -> None:
    account = demo_account()
    narrow, wide = account.bands
    assert (narrow.slack, wide.slack) == (0.05, 0.20)
    known = np.isfinite(narrow.low) & np.isfinite(wide.low)
    assert known.mean() > 0.99
    for low, high in ((narrow.low, narrow.high), (wide.low, wide.high)):
        assert np.all((low <= account.activation + 1e-6)[known])
        assert np.all((high >= account.activation - 1e-6)[known])
    assert np.all((wide.low <= narrow.low + 1e-6)[known])
    assert np.all((wide.high >= narrow.high - 1e-6)[known])


def test_hip_muscles_have_arms_about_their_own_hip_and_the_others_none() -> None:
    account = demo_account()
    for m, info in enumerate(account.muscles):
        known = np.isfinite(account.arm_m[:, m])
        assert known.all() == known.any(), info.name
        assert known.all() or info.group not in {"deep", "gluteal", "adductor"}, info.name


def test_sets_change_the_deep_rotators_and_the_nominal_one_is_the_account() -> None:
    account = demo_account()
    assert {share.name for share in account.sets} == {"cadaver", "young", "tlem2"}
    young = next(share for share in account.sets if share.name == "young")
    np.testing.assert_allclose(young.activation, account.activation, atol=1e-7)
    cadaver = next(share for share in account.sets if share.name == "cadaver")
    deep = [m for m, info in enumerate(account.muscles) if info.group == "deep"]
    assert np.max(np.abs(cadaver.force_N - account.force_N)[:, deep]) > 10.0


def test_the_plates_bias_is_found_and_taken_out() -> None:
    motion, account = demo_motion(), demo_account()
    plate = account.plate
    assert plate is not None
    assert plate.free_moment_bias_Nm == pytest.approx(8.7, abs=0.6)
    assert plate.stance_bias_Nm == pytest.approx(11.5, abs=1.0)
    assert plate.mean_vertical_bw == pytest.approx(1.0, abs=0.05)
    assert abs(plate.lag_s) < 0.02
    assert not plate.believable
    again = check_plate(without_bias(motion, plate), 62.0)
    assert again is not None
    assert abs(again.free_moment_bias_Nm) < 0.5


def test_the_bias_pulls_the_sides_apart() -> None:
    account = demo_account()
    standing = {side: demo_motion().loads[i].force_N[:, 1] > 400.0 for i, side in enumerate((Side.RIGHT, Side.LEFT))}
    shift = {
        side: np.mean((account.hip(side).moment_Nm - account.hip(side).moment_without_bias_Nm)[standing[side], 2])
        for side in SIDES
    }
    assert shift[Side.RIGHT] < -5.0
    assert shift[Side.LEFT] > 5.0


def test_early_stance_needs_an_inward_moment() -> None:
    account = demo_account()
    time = account.motion.time_s
    for hip in account.hips:
        strides = [s for s in account.motion.strides if s.side is hip.side and s.complete]
        early = np.any([(time >= s.contact_s + 0.06) & (time < s.contact_s + 0.12) for s in strides], axis=0)
        assert np.mean(hip.moment_without_bias_Nm[early, 2]) > 5.0


def test_contact_force_is_linear_in_muscle_force_and_pushes_down_on_the_femur() -> None:
    account = demo_account()
    weight = 62.0 * 9.80665
    for hip in account.hips:
        size = np.linalg.norm(hip.contact_N, axis=1) / weight
        assert np.all(size > 0.0)
        assert 4.0 < size.max() < 15.0
        strongest = int(np.argmax(size))
        assert hip.contact_N[strongest, 1] < 0.0


def test_saturated_instants_are_flagged() -> None:
    account = demo_account()
    flagged = (account.doubt & Doubt.SATURATED) > 0
    np.testing.assert_array_equal(flagged, account.activation >= 0.999)


def test_edges_are_flagged() -> None:
    account = demo_account()
    assert np.all(account.doubt[0] & Doubt.EDGE)
    middle = len(account.motion.time_s) // 2
    assert not np.any(account.doubt[middle] & Doubt.EDGE)


def test_opensim_parity_leaves_passive_forces_out() -> None:
    account = explain(demo_motion(), settings=Settings(parity="opensim", slacks=(), sets=(), strength_cases=()))
    assert not np.any(account.passive_N)
    assert account.bands == ()
    assert account.sets == ()


def test_strength_is_a_recorded_choice() -> None:
    strong = explain(demo_motion(), settings=Settings(strength_scale=2.0, slacks=(), sets=(), strength_cases=()))
    assert strong.settings["strength_scale"] == 2.0
    assert np.sum(strong.activation >= 0.999) < np.sum(demo_account().activation >= 0.999)


def test_strength_is_on_what_muscles_pull_actively_and_adds_no_load_by_itself() -> None:
    """With passive forces scaled too, twice the strength brought two saturated lines back and 1 body weight more."""
    brief = Settings(strength_scale=2.0, slacks=(), sets=(), strength_cases=())
    account, strong = demo_account(), explain(demo_motion(), settings=brief)
    np.testing.assert_array_equal(strong.passive_N, account.passive_N)
    active, stronger = account.force_N - account.passive_N, strong.force_N - strong.passive_N
    busy = (account.activation > 0.05) & (strong.activation > 0.05)
    ratio = (stronger / strong.activation)[busy] / (active / account.activation)[busy]
    np.testing.assert_allclose(ratio, 2.0, rtol=1e-6)
    usual, half_more, twice = account.strength
    assert (usual.factor, half_more.factor, twice.factor) == (1.0, 1.5, 2.0)
    assert twice.saturated <= half_more.saturated <= usual.saturated
    assert twice.peak_reserve_Nm <= half_more.peak_reserve_Nm <= usual.peak_reserve_Nm


def test_a_set_that_the_movement_stretches_beyond_belief_is_left_out_and_told() -> None:
    motion = demo_motion()
    q = motion.q.copy()
    for side in SIDES:
        q[:, motion.body.coordinate(f"hip_flexion_{side}")] += 0.45
    account = explain(replace(motion, q=frozen(q)), settings=Settings(slacks=(), strength_cases=()))
    assert [share.name for share in account.sets] == ["cadaver", "young"]
    (left_out,) = [notice.text for notice in account.notices if notice.code == "set-left-out"]
    assert left_out.startswith(
        "the parameter set 'tlem2' does not fit this movement and is left out of the ranges: pect"
    )
    assert not [notice for notice in demo_account().notices if notice.code.startswith("set-")]


def test_the_bodys_own_set_stays_and_is_told() -> None:
    motion = demo_motion()
    q = motion.q.copy()
    for side in SIDES:
        q[:, motion.body.coordinate(f"hip_flexion_{side}")] += 0.9
    account = explain(replace(motion, q=frozen(q)), settings=Settings(slacks=(), strength_cases=()))
    assert [share.name for share in account.sets] == ["young"]
    (told,) = [notice.text for notice in account.notices if notice.code == "set-beyond-limits"]
    assert "'young' of the deep rotators hardly fits this movement: quadfem" in told
    assert sum(notice.code == "set-left-out" for notice in account.notices) == 2


def test_settings_say_what_is_valid() -> None:
    with pytest.raises(BadSetting, match=r"0\.05 to 20"):
        Settings(strength_scale=0.0)
    with pytest.raises(BadSetting, match="10 to 300 kg"):
        Settings(mass_kg=5.0)
    with pytest.raises(UnknownName, match="young"):
        explain(demo_motion(), settings=Settings(sets=("yung",)))
    with pytest.raises(BadSetting, match="2 or 3"):
        explain(demo_motion(), settings=Settings(power=4))


def test_a_body_of_another_shape_is_refused() -> None:
    motion = demo_motion()
    names = tuple(f"other_{name}" for name in motion.body.coordinates.names)
    other = replace(motion.body, coordinates=replace(motion.body.coordinates, names=names))
    with pytest.raises(BadSetting, match="body of the motion"):
        explain(motion, other)


def test_a_body_with_another_set_is_taken() -> None:
    motion = demo_motion()
    cadaver = explain(motion, with_set(motion.body, "cadaver"), Settings(slacks=(), sets=(), strength_cases=()))
    share = next(share for share in demo_account().sets if share.name == "cadaver")
    np.testing.assert_allclose(cadaver.activation, share.activation, atol=1e-7)


def test_whole_cycles_are_a_whole_number_of_strides() -> None:
    motion = demo_motion()
    inside = motion.time_s[whole_cycles(motion)]
    strides = [s for s in motion.strides if s.side is Side.RIGHT and s.complete]
    assert inside[0] == pytest.approx(strides[0].contact_s, abs=0.01) or inside[0] == pytest.approx(
        min(s.contact_s for s in motion.strides if s.complete), abs=0.01
    )
    assert inside[-1] <= max(s.next_contact_s for s in motion.strides if s.complete)
