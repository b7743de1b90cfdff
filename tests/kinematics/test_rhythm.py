import numpy as np
import pytest

from tests.kinematics.made_rotation import STANCE, STRIDE_S, made_motion
from trochanter.core.sides import SIDES, Side
from trochanter.kinematics.demo import demo_trial
from trochanter.kinematics.rhythm import rhythm
from trochanter.kinematics.solve import solve


def test_even_steps_give_their_cadence_and_durations() -> None:
    found = rhythm(made_motion())
    assert found.cadence_per_min == pytest.approx(120.0 / STRIDE_S)
    assert found.cadence_sd_per_min == pytest.approx(0.0, abs=1e-9)
    for side in SIDES:
        assert found.contact_s[side].mean == pytest.approx(STANCE * STRIDE_S)
        assert found.step_s[side].mean == pytest.approx(STRIDE_S / 2)
    assert found.flight_s.mean == pytest.approx((0.5 - STANCE) * STRIDE_S)
    assert found.step_difference_s == pytest.approx(0.0, abs=1e-12)


def test_a_late_left_foot_is_a_longer_step_onto_it() -> None:
    found = rhythm(made_motion(late_s=0.02))
    assert found.step_s[Side.LEFT].mean == pytest.approx(STRIDE_S / 2 + 0.02)
    assert found.step_difference_s == pytest.approx(-0.04)
    assert found.cadence_per_min == pytest.approx(120.0 / STRIDE_S)


def test_in_walking_both_feet_stand_at_once() -> None:
    found = rhythm(made_motion(stance=0.6))
    assert found.flight_s.mean == pytest.approx(-0.1 * STRIDE_S)


def test_a_record_without_complete_strides_has_no_rhythm() -> None:
    found = rhythm(made_motion(0))
    assert np.isnan(found.cadence_per_min)
    assert found.flight_s.n == 0


def test_the_demo_runner_steps_155_times_a_minute_with_a_flight() -> None:
    trial, body = demo_trial()
    found = rhythm(solve(trial, body, cutoff_hz=15.0))
    assert found.cadence_per_min == pytest.approx(155.5, abs=0.5)
    assert found.contact_s[Side.RIGHT].mean == pytest.approx(0.286, abs=0.003)
    assert 0.07 < found.flight_s.mean < 0.12
