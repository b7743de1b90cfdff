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
    assert "forces and motion do not balance" in codes(whole)["residual"]
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
