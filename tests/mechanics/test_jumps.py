"""The jump detector: a path that flips is found where it flips, a smooth motion has none."""

from dataclasses import replace

import numpy as np
import pytest

from trochanter.anatomy.hip_model import hip_model
from trochanter.core.arrays import Floats
from trochanter.kinematics.demo import DEMO_CUTOFF_HZ, demo_trial
from trochanter.kinematics.motion import Motion
from trochanter.kinematics.solve import solve
from trochanter.mechanics.geometry import geometry, make_engine
from trochanter.mechanics.jumps import LEAST_JUMP_M, path_jumps, unexplained_m


@pytest.fixture(scope="module")
def running() -> Motion:
    trial, body = demo_trial()
    return solve(trial, body, cutoff_hz=DEMO_CUTOFF_HZ)


def swept(running: Motion, angles_deg: dict[str, Floats]) -> Motion:
    """The hip model at rest but for the angles given."""
    body, n = hip_model(), len(next(iter(angles_deg.values())))
    q = np.tile(body.coordinates.default, (n, 1))
    for name, values in angles_deg.items():
        q[:, body.coordinate(name)] = np.radians(values)
    return replace(running, body=body, time_s=np.linspace(0.0, 0.01 * (n - 1), n), q=q)


def test_running_has_no_jump(running: Motion) -> None:
    shape = geometry(make_engine(running.body), running.q)
    assert path_jumps(running, shape) == ()
    assert np.abs(unexplained_m(shape, running.q)).max() < 0.25 * LEAST_JUMP_M


def test_a_flip_is_found_where_it_is(running: Motion) -> None:
    motion = swept(running, {"hip_flexion_r": np.linspace(0.0, 60.0, 121)})
    shape = geometry(make_engine(motion.body), motion.q)
    lengths = shape.length_m.copy()
    m = motion.body.muscle("glmax1_r")
    lengths[40:, m] += 0.19
    (notice,) = path_jumps(motion, replace(shape, length_m=lengths))
    assert notice.code == "path-jump"
    assert "glmax1_r jumps by up to 190.0 mm after 0.390 s" in notice.text


def test_the_largest_jump_comes_first_and_small_ones_are_not_told(running: Motion) -> None:
    motion = swept(running, {"hip_flexion_r": np.linspace(0.0, 60.0, 121)})
    shape = geometry(make_engine(motion.body), motion.q)
    lengths = shape.length_m.copy()
    for name, jump_m in (("psoas_r", 0.003), ("piri_r", 0.05), ("tfl_r", 0.001)):
        lengths[60:, motion.body.muscle(name)] -= jump_m
    found = path_jumps(motion, replace(shape, length_m=lengths))
    assert [notice.text.split()[3] for notice in found] == ["piri_r", "psoas_r"]


def test_a_path_that_leaves_its_cylinder_is_found(running: Motion) -> None:
    """Psoas slips off the front of its cylinder where the extended hip is adducted far; OpenSim's does the same."""
    n = 201
    ends = {"hip_flexion_r": np.full(n, -30.0), "hip_rotation_r": np.full(n, -24.0)}
    motion = swept(running, {**ends, "hip_adduction_r": np.linspace(0.0, 30.0, n)})
    (notice, *_) = [n for n in path_jumps(motion, geometry(make_engine(motion.body), motion.q)) if "psoas_r" in n.text]
    assert "jumps by up to 12." in notice.text


def test_deep_abduction_with_internal_rotation_takes_the_short_way(running: Motion) -> None:
    """OpenSim's glmax1 flips here to the long way round its cylinder, 0.19 m longer; the engine's does not."""
    rotation = np.linspace(0.0, 45.0, 91)
    ends = {"hip_flexion_r": np.full(91, 9.0), "hip_adduction_r": np.full(91, -50.0), "hip_rotation_r": rotation}
    motion = swept(running, ends)
    shape = geometry(make_engine(motion.body), motion.q)
    assert np.ptp(shape.length_m[:, motion.body.muscle("glmax1_r")]) < 0.05
    assert not [notice for notice in path_jumps(motion, shape) if "glmax1_r" in notice.text]
