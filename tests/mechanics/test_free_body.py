"""The sign of the ground's turning moment against a closed form on the upright hip model."""

from dataclasses import replace

import numpy as np
import pytest

from tests.reporting.made_account import made_account
from trochanter.anatomy.hip_model import hip_model
from trochanter.core.arrays import frozen
from trochanter.core.sides import SIDES, Side
from trochanter.kinematics.demo import demo_trial
from trochanter.kinematics.motion import Load, Motion
from trochanter.kinematics.solve import solve
from trochanter.kinematics.tree import poses
from trochanter.mechanics.free_body import FreeBody, free_body, rotation_axis
from trochanter.mechanics.geometry import make_engine
from trochanter.mechanics.moment_error import hip_moments
from trochanter.mechanics.summary import ROTATION, summarise


def upright(side: Side, force_N: tuple[float, float, float], inner_m: float) -> FreeBody | None:
    """The hip model at its zero pose, a force at foot height, inner_m to the inner side of the hip."""
    body, made = hip_model(), made_account(2)
    n = len(made.motion.time_s)
    q = np.zeros((n, len(body.coordinates.names)))
    _, origin = poses(body, q[:1])
    hip = origin[0, body.segment(f"femur_{side}")]
    inward = -1.0 if side is Side.RIGHT else 1.0
    point = hip + np.array([0.0, -0.9, inward * inner_m])
    force = np.tile(force_N, (n, 1))
    load = Load(
        "ground", body.segment(f"calcn_{side}"), frozen(force), frozen(np.tile(point, (n, 1))), frozen(0.0 * force)
    )
    motion = replace(made.motion, body=body, q=frozen(q), loads=(load,))
    summary = summarise(made)
    return free_body(motion, summary.hips[SIDES.index(side)])


@pytest.mark.parametrize("side", SIDES)
def test_a_forward_force_to_the_inner_side_turns_the_thigh_out(side: Side) -> None:
    free = upright(side, (100.0, 0.0, 0.0), 0.05)
    assert free is not None
    assert free.moment_Nm == pytest.approx(-5.0, abs=1e-9)
    assert free.arm_m == pytest.approx(0.05)
    assert free.across_N == pytest.approx(100.0)
    assert free.across_direction == pytest.approx((1.0, 0.0))
    assert free.offset_m == pytest.approx((0.0, -0.05))


@pytest.mark.parametrize("side", SIDES)
def test_the_same_force_to_the_outer_side_turns_it_in(side: Side) -> None:
    free = upright(side, (100.0, 0.0, 0.0), -0.03)
    assert free is not None
    assert free.moment_Nm == pytest.approx(3.0, abs=1e-9)


def test_an_upright_force_along_an_upright_thigh_turns_nothing() -> None:
    turned = upright(Side.RIGHT, (30.0, 1000.0, 0.0), 0.05)
    assert turned is not None
    assert turned.moment_Nm == pytest.approx(-0.05 * 30.0)
    assert turned.thigh_rad == pytest.approx(0.0, abs=1e-9)
    assert turned.force_rad == pytest.approx(np.arctan2(30.0, 1000.0))


def test_without_a_force_across_the_thigh_there_is_no_picture() -> None:
    assert upright(Side.RIGHT, (0.0, 1000.0, 0.0), 0.05) is None
    assert upright(Side.RIGHT, (0.0, 0.0, 0.0), 0.0) is None
    made = made_account(2)
    motion = replace(made.motion, loads=())
    assert free_body(motion, summarise(made).hips[0]) is None


def test_the_axis_of_internal_rotation_points_up_on_the_right_and_down_on_the_left() -> None:
    body, made = hip_model(), made_account(2).motion
    q = frozen(np.zeros((len(made.time_s), len(body.coordinates.names))))
    motion = Motion(**{name: getattr(made, name) for name in Motion.__dataclass_fields__} | {"body": body, "q": q})
    for side, up in ((Side.RIGHT, 1.0), (Side.LEFT, -1.0)):
        axis, leg = rotation_axis(motion, side, body.segment(f"calcn_{side}"), made.time_s[:2])
        assert axis[1] * up == pytest.approx(1.0, abs=1e-6)
        assert np.all(np.diff(leg[:, 1]) < 0.0)


def test_the_ground_moment_is_what_the_ground_force_adds_to_inverse_dynamics() -> None:
    trial, body = demo_trial()
    motion = solve(trial, body, cutoff_hz=15.0)
    stride = next(s for s in motion.strides if s.side is Side.RIGHT and s.usable)
    forces = tuple(replace(load, moment_Nm=frozen(0.0 * load.moment_Nm)) for load in motion.loads)
    engine = make_engine(body)
    pushed, free_hanging = (hip_moments(replace(motion, loads=loads), engine)[:, 0, ROTATION] for loads in (forces, ()))
    made = summarise(made_account(2)).hips[0]
    times = np.linspace(stride.contact_s, stride.next_contact_s, 101)[None, :]
    hip = replace(made, axis=replace(made.axis, times_s=frozen(times), stride_s=frozen([1.0])))
    free = free_body(motion, hip)
    assert free is not None
    at = int(np.argmin(np.abs(hip.axis.x - free.x)))
    asked = float(np.interp(times[0, at], motion.time_s, pushed - free_hanging))
    assert abs(asked) > 5.0
    assert free.moment_Nm == pytest.approx(-asked, rel=0.02)
