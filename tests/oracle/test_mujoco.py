"""Exported models in MuJoCo: the same poses, the same path lengths, the same muscles."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy.stats import qmc

from trochanter.anatomy.body import Body
from trochanter.anatomy.hip_model import hip_model
from trochanter.capture.osim import read_osim
from trochanter.core.arrays import Floats
from trochanter.exchange.mjcf import joint_values, mjcf
from trochanter.kinematics.couplers import couple
from trochanter.kinematics.tree import poses
from trochanter.mechanics.geometry import geometry, make_engine

SAME_M = 1e-5  # the number of the issue: 0.01 mm
POSES = 512
RANGES_DEG = {"hip_flexion": (-20, 100), "hip_adduction": (-30, 20), "hip_rotation": (-30, 30), "knee_angle": (0, 100)}
FLIPPED = {"subject_walk_scaled.osim": {"glmax1_r", "glmax1_l"}}  # which way round its cylinder, at 1 pose of 512


def body_of(name: str, shared_data: Path) -> Body:
    return hip_model() if name == "hip model" else read_osim(shared_data / name)


def sampled(body: Body) -> Floats:
    low, high = np.radians(np.array(list(RANGES_DEG.values()), dtype=float)).T
    drawn = low + qmc.Sobol(len(low), rng=1).random(POSES) * (high - low)
    q = np.tile(body.coordinates.default, (POSES, 1))
    for k, name in enumerate(RANGES_DEG):
        for side in "rl":
            q[:, body.coordinate(f"{name}_{side}")] = drawn[:, k]
    couple(body, q, np.zeros_like(q), np.zeros_like(q))
    return q


def run(body: Body, q: Floats) -> tuple[Any, Floats, Floats]:
    """The loaded model, tendon lengths (n, m), and origins (n, n_s, 3) of the segments."""
    import mujoco

    model = mujoco.MjModel.from_xml_string(mjcf(body).text)
    state = mujoco.MjData(model)
    lengths, origins = [], []
    for values in joint_values(body, q):
        state.qpos[:] = values
        mujoco.mj_kinematics(model, state)
        mujoco.mj_comPos(model, state)
        mujoco.mj_tendon(model, state)
        lengths.append(state.ten_length.copy())
        origins.append([state.body(name).xpos.copy() for name in body.segments.names[1:]])
    return model, np.array(lengths), np.array(origins)


@pytest.mark.needs("mujoco", "shared-data")
@pytest.mark.parametrize("name", ["hip model", "models/Rajagopal2016.osim", "walk_3d/subject_walk_scaled.osim"])
def test_poses_and_lengths_are_the_same(name: str, shared_data: Path) -> None:
    body = body_of(name, shared_data)
    q = sampled(body)
    model, lengths_m, origins_m = run(body, q)
    assert model.nu == model.ntendon == len(body.muscles.names)
    np.testing.assert_allclose(origins_m, poses(body, q)[1][:, 1:], atol=1e-9)
    off_m = np.abs(lengths_m - geometry(make_engine(body), q).length_m)
    told = {notice.where for notice in mjcf(body).notices if notice.code == "surface-left-out"}
    assert told == {"gaslat_r", "gasmed_r", "gaslat_l", "gasmed_l"}
    flipped = FLIPPED.get(Path(name).name, set())
    whole = [m for m, muscle in enumerate(body.muscles.names) if muscle not in told | flipped]
    assert off_m[:, whole].max() < SAME_M
    for muscle in flipped:
        assert np.count_nonzero(off_m[:, body.muscle(muscle)] > SAME_M) <= 1


@pytest.mark.needs("mujoco")
def test_the_far_way_round_is_told() -> None:
    """Beyond the range above: MuJoCo leads the upper gluteus maximus round the other side, 0.2 m longer."""
    body = hip_model()
    q = np.tile(body.coordinates.default, (2, 1))
    for k, angles_deg in enumerate(((60.0, 0.0, 0.0), (110.0, 20.2, 31.8))):
        for name, angle in zip(RANGES_DEG, np.radians(angles_deg), strict=False):
            q[k, body.coordinate(f"{name}_r")] = angle
    _, lengths_m, _ = run(body, q)
    off_m = np.abs(lengths_m - geometry(make_engine(body), q).length_m)[:, body.muscle("glmax1_r")]
    assert off_m[0] < SAME_M
    assert off_m[1] > 0.1
    assert [notice.code for notice in mjcf(body).notices].count("side-by-site") == 1


@pytest.mark.needs("mujoco")
def test_muscles_and_masses_carry_over() -> None:
    import mujoco

    body = hip_model()
    model = mujoco.MjModel.from_xml_string(mjcf(body).text)
    assert float(model.body_mass.sum()) == pytest.approx(body.mass_kg, abs=1e-4)
    for m, name in enumerate(body.muscles.names):
        actuator = model.actuator(name)
        (low, high), (first, last) = actuator.lengthrange, actuator.gainprm[:2]
        optimal = (high - low) / (last - first)
        assert optimal == pytest.approx(body.muscles.optimal_fiber_length_m[m], rel=1e-9)
        assert low - first * optimal == pytest.approx(body.muscles.tendon_slack_length_m[m], abs=1e-9)
        assert actuator.gainprm[2] == pytest.approx(body.muscles.max_isometric_force_N[m])


@pytest.mark.needs("mujoco")
def test_ties_hold_dependent_joints_within_what_is_told() -> None:
    import mujoco

    body = hip_model()
    made = mjcf(body)
    model = mujoco.MjModel.from_xml_string(made.text)
    q = np.tile(body.coordinates.default, (9, 1))
    q[:, body.coordinate("knee_angle_r")] = np.linspace(0.0, 2.0, 9)
    exact = joint_values(body, q)
    for tie in (tie for tie in made.ties if tie.move.coordinate == body.coordinate("knee_angle_r")):
        column = int(model.joint(tie.move.name).qposadr[0])
        followed = np.polynomial.polynomial.polyval(q[:, tie.move.coordinate], tie.coefficients)
        assert np.abs(followed - exact[:, column]).max() <= tie.error + 1e-12
