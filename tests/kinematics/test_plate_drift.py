"""The offset of an empty plate is seen and taken out; a plate that bears someone is never touched."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.kinematics.made_plates import TIME_S, load_of, pulses
from tests.kinematics.recorded_plates import codes, demo, with_loads
from trochanter.core.arrays import frozen
from trochanter.kinematics.plate_drift import drift_notice, without_drift


def test_slow_drift_is_taken_out_of_each_channel_and_told() -> None:
    offset = np.array([3.0, 20.0, -5.0]) + TIME_S[:, None] * [0.0, 5.0, 1.0]
    found = without_drift(TIME_S, load_of(pulses(), offset))
    truth = load_of(pulses(), np.zeros(3))
    apart = np.abs(found.load.force_N - truth.force_N)
    assert apart.max() < 1.6  # held outside the first and the last flight, 0.25 s from the ends
    assert apart[400:2600].max() < 1e-9
    (notice,) = drift_notice(found, "run")
    assert notice.code == "plate-drift"
    assert "x +3.0" in notice.text


@given(st.floats(2.5, 60.0), st.floats(-60.0, 60.0), st.integers(0, 2**32 - 1))
def test_a_steady_offset_is_found_to_the_noise(vertical_N: float, fore_aft_N: float, seed: int) -> None:
    noise = np.random.default_rng(seed).normal(0.0, 4.0, (len(TIME_S), 3))
    found = without_drift(TIME_S, load_of(pulses(), noise + np.array([fore_aft_N, vertical_N, 0.0])))
    truth = load_of(pulses(), noise)
    assert np.abs(found.load.force_N - truth.force_N).max() < 1.5


@pytest.mark.parametrize("level_N", [0.0, 350.0, 700.0])
def test_a_plate_that_always_bears_someone_is_never_touched(level_N: float) -> None:
    noise = np.random.default_rng(1).normal(0.0, 3.0, len(TIME_S))
    sway = np.where(np.mod(TIME_S, 1.0) < 0.5, level_N, 700.0) if level_N else 700.0 * np.ones(len(TIME_S))
    load = load_of(sway + noise, np.zeros(3))
    found = without_drift(TIME_S, load)
    assert found.load is load
    assert not found.stretches
    assert drift_notice(found, "") == ()


def test_a_plate_that_is_true_while_empty_is_never_touched() -> None:
    load = load_of(pulses(), np.zeros(3))
    found = without_drift(TIME_S, load)
    assert found.load is load
    assert found.stretches > 5
    assert drift_notice(found, "") == ()


def test_the_chain_takes_drift_out_before_it_looks_for_contacts() -> None:
    run, _ = demo()
    plain = run.to_feet()
    ramp = np.linspace(15.0, 45.0, len(run.plates.time_s))[:, None] * [0.2, 1.0, 0.1]
    drifting = with_loads(run.plates, lambda load: replace(load, force_N=frozen(load.force_N + ramp)))
    found = run.to_feet(drifting)
    assert "plate-drift" in codes(found)
    assert len(found.contacts) == len(plain.contacts)
    for one, other in zip(found.forces.loads, plain.forces.loads, strict=True):
        firm = other.force_N[:, 1] > 300.0
        assert np.abs(one.force_N - other.force_N)[firm].max() < 8.0
