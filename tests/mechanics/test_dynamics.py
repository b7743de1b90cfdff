"""Inverse dynamics against closed forms, the balance of power, and the sign of the hip-rotation moment."""

from dataclasses import replace

import numpy as np
import pytest

from tests.kinematics.test_tree import random_poses
from trochanter.anatomy.body import Body
from trochanter.anatomy.hip_model import hip_model
from trochanter.core.arrays import Floats, frozen
from trochanter.kinematics.motion import FREE, Load, Motion
from trochanter.kinematics.tree import poses
from trochanter.mechanics.dynamics import Dynamics, inverse_dynamics
from trochanter.mechanics.geometry import make_engine

BODY = hip_model()
STEP_S = 1e-3


def motion_of(body: Body, q: Floats, qd: Floats, qdd: Floats, loads: tuple[Load, ...] = ()) -> Motion:
    n = len(q)
    return Motion(
        name="made",
        body=body,
        time_s=frozen(np.arange(n) * STEP_S),
        q=frozen(q),
        qd=frozen(qd),
        qdd=frozen(qdd),
        roles=(FREE,) * q.shape[1],
        loads=loads,
        strides=(),
        cutoff_hz=None,
        edge=frozen(np.zeros(n), bool),
    )


def solved(motion: Motion) -> Dynamics:
    return inverse_dynamics(motion, make_engine(motion.body))


def standing(count: int = 1) -> Floats:
    q = np.tile(BODY.coordinates.default, (count, 1))
    q[:, BODY.coordinates.is_rotation] = 0.0
    return q


def ground_push(force_N: tuple[float, float, float], point_m: tuple[float, float, float], side: str = "r") -> Load:
    rows = [frozen([force_N]), frozen([point_m]), frozen([[0.0, 0.0, 0.0]])]
    return Load("made", BODY.segment(f"calcn_{side}"), *rows)


def test_a_resting_body_needs_its_weight_at_the_pelvis() -> None:
    q = standing()
    found = solved(motion_of(BODY, q, np.zeros_like(q), np.zeros_like(q)))
    weight = BODY.mass_kg * -BODY.gravity_m_s2[1]
    assert found.tau[0, BODY.coordinate("pelvis_ty")] == pytest.approx(weight, rel=1e-12)
    assert found.tau[0, BODY.coordinate("pelvis_tx")] == pytest.approx(0.0, abs=1e-9)


def test_the_ground_force_lifts_the_weight_off_the_pelvis() -> None:
    q = standing()
    weight = BODY.mass_kg * -BODY.gravity_m_s2[1]
    pushed = motion_of(BODY, q, np.zeros_like(q), np.zeros_like(q), (ground_push((0.0, weight, 0.0), (0.1, 0.0, 0.1)),))
    assert solved(pushed).tau[0, BODY.coordinate("pelvis_ty")] == pytest.approx(0.0, abs=1e-9)


def energy(body: Body, q: Floats, qd: Floats) -> Floats:
    """Kinetic and potential energy (n,) from finite differences of poses: independent of the recursion."""
    parts, h = body.segments, 1e-5
    kinetic = np.zeros(len(q))
    (ra, oa), (rb, ob) = poses(body, q - h * qd), poses(body, q + h * qd)
    rotation, origin = poses(body, q)
    centre = origin + np.einsum("nsij,sj->nsi", rotation, parts.mass_center_m)
    before = oa + np.einsum("nsij,sj->nsi", ra, parts.mass_center_m)
    after = ob + np.einsum("nsij,sj->nsi", rb, parts.mass_center_m)
    velocity = (after - before) / (2 * h)
    spin = np.einsum("nsji,nsjk->nsik", rotation, (rb - ra) / (2 * h))
    omega = np.stack([spin[..., 2, 1], spin[..., 0, 2], spin[..., 1, 0]], axis=-1)
    kinetic += 0.5 * np.einsum("s,nsi,nsi->n", parts.mass_kg, velocity, velocity)
    kinetic += 0.5 * np.einsum("nsi,sij,nsj->n", omega, parts.inertia_kgm2, omega)
    return np.asarray(kinetic - np.einsum("s,nsi,i->n", parts.mass_kg, centre, body.gravity_m_s2))


def test_power_of_the_generalised_forces_is_the_rate_of_energy() -> None:
    rng = np.random.default_rng(4)
    free = BODY.coordinates.coupled_to < 0
    a, b, phase = (rng.uniform(-0.4, 0.4, len(free)) * free for _ in range(3))
    time = np.linspace(0.0, 0.02, 21)[:, None]
    centre = np.where(BODY.coordinates.is_rotation, 0.1, BODY.coordinates.default)
    q = centre + a * np.sin(5 * time + phase) + b * time
    qd = 5 * a * np.cos(5 * time + phase) + b
    qdd = -25 * a * np.sin(5 * time + phase)
    held = ~free
    q[:, held], qd[:, held], qdd[:, held] = 0.0, 0.0, 0.0
    tau = solved(motion_of(BODY, q, qd, qdd)).tau
    power = np.einsum("nc,nc->n", tau, qd)
    energies = energy(BODY, q, qd)
    rate = (energies[2:] - energies[:-2]) / (2 * 1e-3)
    np.testing.assert_allclose(power[1:-1], rate, rtol=2e-4, atol=0.05)


@pytest.mark.parametrize(("side", "outwards"), [("r", 1.0), ("l", -1.0)])
def test_a_ground_force_medial_to_a_flexed_thigh_needs_an_inward_moment(side: str, outwards: float) -> None:
    """The closed-form case behind the sign: vertical force F, thigh flexed by f, foot d medial to the hip.

    The force component across the femur points forward, F sin f, and acts d medially: it turns the thigh outwards by
    F d sin f, and the muscles have to turn it in by as much (internal rotation is positive on both sides).
    """
    flexion, medial, force = np.deg2rad(30.0), 0.04, 1800.0
    body = replace(BODY, segments=replace(BODY.segments, mass_kg=frozen(np.zeros_like(BODY.segments.mass_kg))))
    body = replace(
        body, segments=replace(body.segments, inertia_kgm2=frozen(np.zeros_like(BODY.segments.inertia_kgm2)))
    )
    q = standing()
    q[:, body.coordinate(f"hip_flexion_{side}")] = flexion
    _, origin = poses(body, q)
    hip = origin[0, body.segment(f"femur_{side}")]
    point = (hip[0], 0.0, hip[2] - outwards * medial)
    still = np.zeros_like(q)
    found = solved(motion_of(body, q, still, still, (ground_push((0.0, force, 0.0), point, side),)))
    moment = found.demand[0, body.coordinate(f"hip_rotation_{side}")]
    assert moment == pytest.approx(force * medial * np.sin(flexion), rel=1e-9)


def test_both_sides_need_the_same_in_mirrored_motion() -> None:
    names = BODY.coordinates.names
    q = standing(4)
    for name in ("hip_flexion", "hip_adduction", "hip_rotation", "knee_angle", "ankle_angle"):
        for side in "rl":
            q[:, names.index(f"{name}_{side}")] = 0.3
    rate = np.zeros_like(q)
    demand = solved(motion_of(BODY, q, rate, rate)).demand
    for name in ("hip_flexion", "hip_adduction", "hip_rotation", "knee_angle", "ankle_angle"):
        right, left = (demand[:, names.index(f"{name}_{side}")] for side in "rl")
        np.testing.assert_allclose(right, left, atol=1e-9)


def test_the_hip_carries_what_is_below_it() -> None:
    q = standing()
    found = solved(motion_of(BODY, q, np.zeros_like(q), np.zeros_like(q)))
    leg = sum(
        BODY.segments.mass_kg[BODY.segment(f"{part}_r")]
        for part in ("femur", "tibia", "patella", "talus", "calcn", "toes")
    )
    np.testing.assert_allclose(found.hip_force_N[0, 0], -leg * BODY.gravity_m_s2, atol=1e-9)


def test_random_poses_have_finite_forces() -> None:
    q = random_poses(BODY, 50)
    assert np.all(np.isfinite(solved(motion_of(BODY, q, q[::-1], q)).tau))
