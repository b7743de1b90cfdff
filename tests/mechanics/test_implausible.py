"""Loads that no runner bears and forces that do not fit the motion are told."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache, partial

import numpy as np
import pytest

from trochanter.core.arrays import Floats, frozen
from trochanter.kinematics.demo import DEMO_CUTOFF_HZ, demo_trial
from trochanter.kinematics.motion import Motion
from trochanter.kinematics.solve import solve
from trochanter.mechanics.dynamics import Dynamics, inverse_dynamics
from trochanter.mechanics.explain import Settings, explain
from trochanter.mechanics.geometry import make_engine
from trochanter.mechanics.implausible import implausible_loads
from trochanter.mechanics.plate import check_plate

QUICK = Settings(slacks=(), sets=(), strength_cases=())
MASS_KG = 62.0


@cache
def motion() -> Motion:
    trial, body = demo_trial()
    return solve(trial, body, cutoff_hz=DEMO_CUTOFF_HZ)


def codes(motion: Motion, dynamics: Dynamics | None = None, factor: float = 1.0) -> dict[str, str]:
    """What is said of a motion, its hips' loads multiplied by a factor."""
    hips = tuple(
        replace(hip, moment_Nm=frozen(factor * hip.moment_Nm), contact_N=frozen(factor * hip.contact_N))
        for hip in explain(motion, settings=QUICK).hips
    )
    found = dynamics or inverse_dynamics(motion, make_engine(motion.body))
    return {notice.code: notice.text for notice in implausible_loads(motion, found, hips, MASS_KG)}


def with_trunk(motion: Motion) -> Motion:
    """The same motion of a body that calls a segment its trunk."""
    segments = motion.body.segments
    names = tuple("torso" if name == "toes_l" else name for name in segments.names)
    return replace(motion, body=replace(motion.body, segments=replace(segments, names=names)))


def with_base_force(motion: Motion, change: Callable[[Floats], Floats]) -> Dynamics:
    """Dynamics whose forces at the pelvis are replaced."""
    found = inverse_dynamics(motion, make_engine(motion.body))
    base = [k for k, name in enumerate(motion.body.coordinates.names) if name.startswith("pelvis_")]
    tau = found.tau.copy()
    tau[:, base] = change(tau[:, base])
    return replace(found, tau=tau)


def test_a_sound_trial_of_a_body_without_trunk_has_nothing_to_tell() -> None:
    assert codes(motion()) == {}


def test_a_whole_body_has_a_residual() -> None:
    whole = with_trunk(motion())
    assert "forces and motion do not balance" in codes(whole)["residual-large"]
    assert codes(whole, with_base_force(whole, np.zeros_like)) == {}


def test_the_limits_of_hicks() -> None:
    whole = with_trunk(motion())
    peak = max(np.linalg.norm(np.sum([load.force_N for load in whole.loads], axis=0), axis=1))
    for share, silent in ((0.049, True), (0.051, False)):
        names = [name for name in whole.body.coordinates.names if name.startswith("pelvis_")]
        force = np.array([share * peak if name == "pelvis_ty" else 0.0 for name in names])
        held = with_base_force(whole, partial(np.full_like, fill_value=force))
        assert (codes(whole, held) == {}) is silent


@pytest.mark.parametrize(("factor", "silent"), [(1.0, True), (5.0, False)])
def test_loads_beyond_any_runner(factor: float, silent: bool) -> None:
    found = codes(motion(), factor=factor)
    assert (found == {}) is silent
    assert silent or "more than any runner" in found["load-implausible"]


def flipped(*names: str) -> Motion:
    """The demo with hip angles of the wrong sign."""
    trial, body = demo_trial()
    table = trial.angles
    signs = [-1.0 if name in names else 1.0 for name in table.columns]
    turned = replace(table, values=frozen(table.values * np.array(signs)))
    return solve(replace(trial, coordinates=turned), body, cutoff_hz=DEMO_CUTOFF_HZ)


def test_hips_spread_the_wrong_way_bear_what_no_runner_does() -> None:
    account = explain(flipped("hip_adduction_r", "hip_adduction_l"), settings=QUICK)
    told = {notice.code: notice.text for notice in account.notices}
    assert "N m/kg in adduction (4.5)" in told["load-implausible"]
    assert "sign, side and unit of the hip's angles" in told["load-implausible"]
    assert "muscle lines reach full activation, which no walk or run asks for" in told["muscles-exhausted"]
    sound = {notice.code for notice in explain(motion(), settings=QUICK).notices}
    assert not sound & {"load-implausible", "muscles-exhausted", "fibres-implausible"}


@pytest.mark.parametrize(("axis", "most"), [(0, 8.0), (1, 4.5), (2, 1.5)])
def test_each_axis_of_a_hip_has_its_own_limit(axis: int, most: float) -> None:
    hips = explain(motion(), settings=QUICK).hips
    for factor, silent in ((0.99, True), (1.01, False)):
        moment = np.zeros_like(hips[0].moment_Nm)
        moment[:, axis] = -factor * most * MASS_KG
        pushed = tuple(replace(hip, moment_Nm=frozen(moment)) for hip in hips)
        found = implausible_loads(motion(), inverse_dynamics(motion(), make_engine(motion().body)), pushed, MASS_KG)
        assert (not found) is silent


@pytest.mark.parametrize(("factor", "tendon"), [(0.02, 1.0), (1.0, 3.0)])
def test_fibres_that_never_fit_are_named(factor: float, tendon: float) -> None:
    muscles = motion().body.muscles
    m = muscles.names.index("glmed1_r")
    scale = np.ones((2, len(muscles.names)))
    scale[:, m] = factor, tendon
    changed = replace(
        muscles,
        optimal_fiber_length_m=frozen(muscles.optimal_fiber_length_m * scale[0]),
        tendon_slack_length_m=frozen(muscles.tendon_slack_length_m * scale[1]),
    )
    odd = replace(motion(), body=replace(motion().body, muscles=changed))
    told = [n.text for n in explain(odd, settings=QUICK).notices if n.code == "fibres-implausible"]
    assert len(told) == 1
    assert "the fibres of 'glmed1_r' are slack or outside 0.2 to 2" in told[0]


def test_a_record_that_is_all_ends() -> None:
    short = replace(motion(), edge=np.ones(len(motion().time_s), dtype=bool))
    assert list(codes(short)) == ["record-short"]


def test_gravity_of_another_world() -> None:
    moon = replace(motion(), body=replace(motion().body, gravity_m_s2=np.array([0.0, -1.62, 0.0])))
    assert "1.62 m/s2" in codes(moon)["gravity-unusual"]


def test_a_plate_that_is_silent_has_no_lag() -> None:
    nothing = tuple(replace(load, force_N=frozen(load.force_N * 0.0)) for load in motion().loads)
    found = check_plate(replace(motion(), loads=nothing), MASS_KG)
    assert found is not None
    assert np.isnan(found.lag_s)
    assert any("0.00 body weights" in reason for reason in found.reasons)
