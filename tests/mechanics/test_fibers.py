"""Fibre state: the kernel against the equations written out, and where they end."""

from dataclasses import replace

import numpy as np
import pytest

from tests.mechanics.made_muscles import RAJAGOPAL, random_muscles
from trochanter.anatomy.body import MillardCurves, Muscles, ThelenCurves
from trochanter.core.arrays import Floats
from trochanter.mechanics.curves import fiber_curves
from trochanter.mechanics.fibers import Pennation, fiber_state

CURVES = (MillardCurves(), ThelenCurves(), RAJAGOPAL)


@pytest.fixture
def muscles() -> Muscles:
    return random_muscles(np.random.default_rng(5), 30, CURVES)


def motion(muscles: Muscles, frames: int = 300) -> tuple[Floats, Floats]:
    """Path lengths with every tendon taut, and lengthening speeds up to the fastest."""
    rng = np.random.default_rng(6)
    shape = (frames, len(muscles.names))
    length = muscles.tendon_slack_length_m + muscles.optimal_fiber_length_m * rng.uniform(0.05, 1.8, shape)
    speed = muscles.optimal_fiber_length_m * muscles.max_contraction_velocity * rng.uniform(-1.3, 1.3, shape)
    return length, speed


def test_kernel_equals_the_equations(muscles: Muscles) -> None:
    length, speed = motion(muscles)
    state = fiber_state(muscles, length, speed)
    for m in range(len(muscles.names)):
        optimal, force = muscles.optimal_fiber_length_m[m], muscles.max_isometric_force_N[m]
        extent = length[:, m] - muscles.tendon_slack_length_m[m]
        fiber = np.hypot(extent, optimal * np.sin(muscles.pennation_rad[m]))
        cosine = extent / fiber
        velocity = speed[:, m] * cosine / optimal / muscles.max_contraction_velocity[m]
        curves = fiber_curves(muscles.curves[muscles.curve[m]])
        active = curves.active(fiber / optimal) * curves.velocity(velocity)
        assert state.length_norm[:, m] == pytest.approx(fiber / optimal, rel=1e-12)
        assert state.velocity_norm[:, m] == pytest.approx(velocity, rel=1e-12, abs=1e-14)
        assert state.cos_pennation[:, m] == pytest.approx(cosine, rel=1e-12)
        assert state.capacity_N[:, m] == pytest.approx(force * active * cosine, abs=1e-7 * force)
        passive = curves.passive(fiber / optimal)
        assert np.all(
            np.abs(state.passive_N[:, m] - force * passive * cosine) <= 1e-8 * force * np.maximum(passive, 1.0)
        )
    assert not state.slack.any()


def test_at_optimal_length_and_rest_a_muscle_has_its_isometric_force(muscles: Muscles) -> None:
    cosine = np.cos(muscles.pennation_rad)
    length = muscles.tendon_slack_length_m + muscles.optimal_fiber_length_m * cosine
    state = fiber_state(muscles, length[None], np.zeros((1, 30)))
    assert state.length_norm == pytest.approx(np.ones((1, 30)))
    assert state.capacity_N[0] == pytest.approx(muscles.max_isometric_force_N * cosine, rel=1e-8)
    assert np.all(state.passive_N < 0.02 * muscles.max_isometric_force_N)


def test_fiber_speed_is_the_rate_of_fiber_length(muscles: Muscles) -> None:
    length, speed = motion(muscles, 50)
    h = 1e-7
    ahead, behind = (fiber_state(muscles, length + k * h * speed, speed).length_norm for k in (1, -1))
    rate = (ahead - behind) / (2.0 * h) / muscles.max_contraction_velocity
    assert fiber_state(muscles, length, speed).velocity_norm == pytest.approx(rate, abs=1e-6)


@pytest.mark.parametrize("below", [0.0, 1e-3, 0.5])
def test_a_slack_tendon_carries_nothing_and_says_so(muscles: Muscles, below: float) -> None:
    length = muscles.tendon_slack_length_m[None] - below
    state = fiber_state(muscles, length, np.ones((1, 30)))
    assert state.slack.all()
    assert state.length_norm[0] == pytest.approx(np.sin(muscles.pennation_rad))
    for none in (state.velocity_norm, state.cos_pennation, state.capacity_N, state.passive_N):
        assert np.all(none == 0.0)


def test_force_fades_as_the_tendon_goes_slack(muscles: Muscles) -> None:
    state = fiber_state(muscles, muscles.tendon_slack_length_m[None] + 1e-7, np.zeros((1, 30)))
    assert not state.slack.any()
    pennate = muscles.pennation_rad > 0.05
    assert np.all(state.capacity_N[0, pennate] < 1e-3 * muscles.max_isometric_force_N[pennate])


def test_missing_lengths_and_speeds_stay_missing(muscles: Muscles) -> None:
    length, speed = motion(muscles, 3)
    length[1, 4], speed[2, 7] = np.nan, np.nan
    state = fiber_state(muscles, length, speed)
    assert np.argwhere(np.isnan(state.capacity_N)).tolist() == [[1, 4], [2, 7]]
    assert np.isnan(state.length_norm[1, 4])
    assert np.isnan(state.passive_N[1, 4])
    assert not state.slack.any()


def test_no_frames_and_no_muscles() -> None:
    none = random_muscles(np.random.default_rng(0), 0, CURVES)
    assert fiber_state(none, np.empty((3, 0)), np.empty((3, 0))).capacity_N.shape == (3, 0)
    some = random_muscles(np.random.default_rng(0), 2, CURVES)
    assert fiber_state(some, np.empty((0, 2)), np.empty((0, 2))).slack.shape == (0, 2)


def test_results_are_read_only_and_inputs_untouched(muscles: Muscles) -> None:
    length, speed = motion(muscles, 3)
    before = length.copy()
    state = fiber_state(muscles, length, speed)
    assert np.array_equal(length, before)
    assert length.flags.writeable
    with pytest.raises(ValueError, match="read-only"):
        state.capacity_N[0, 0] = 1.0


def test_opensims_pennation_touches_only_the_capacity_of_millard_muscles(muscles: Muscles) -> None:
    length, speed = motion(muscles)
    right, theirs = fiber_state(muscles, length, speed), fiber_state(muscles, length, speed, Pennation.OPENSIM)
    millard = np.array([isinstance(muscles.curves[k], MillardCurves) for k in muscles.curve])
    assert np.array_equal(right.capacity_N[:, ~millard], theirs.capacity_N[:, ~millard])
    assert np.array_equal(right.passive_N, theirs.passive_N)
    assert np.array_equal(right.cos_pennation, theirs.cos_pennation)
    assert np.all(theirs.capacity_N >= right.capacity_N)
    assert np.any(theirs.capacity_N > 1.05 * right.capacity_N)


def test_without_pennation_the_two_ways_agree(muscles: Muscles) -> None:
    straight = replace(muscles, pennation_rad=np.zeros(30))
    length, speed = motion(straight)
    right, theirs = fiber_state(straight, length, speed), fiber_state(straight, length, speed, Pennation.OPENSIM)
    assert np.array_equal(right.capacity_N, theirs.capacity_N)
