"""Holding still: against moments by hand, against the rest of the body, and against what must hold of any balance."""

from functools import cache

import numpy as np
import pytest

from trochanter.anatomy.hip_model import hip_model
from trochanter.core.arrays import Floats, read_only
from trochanter.core.constants import GRAVITY_M_S2
from trochanter.core.sides import SIDES, Side
from trochanter.kinematics.tree import poses
from trochanter.mechanics.dynamics import carry_over, tree_forces
from trochanter.mechanics.holding import Force, Hold, Leg, Prop, coupled, hold, make_leg, moments, own_case, prop_arms
from trochanter.mechanics.holding_range import Load, held_range, hip_muscles, misfits

UP = np.array([0.0, 1.0, 0.0])
FLEXION, ADDUCTION, ROTATION, KNEE = 0, 1, 2, 3


@cache
def leg(side: Side = Side.RIGHT) -> Leg:
    return make_leg(hip_model(), side)


def posture(side: Side = Side.RIGHT, **degrees: float) -> Floats:
    """One posture: angles by name, those of a leg for ``side``; pelvis list to the other side for a left one."""
    body = hip_model()
    q = np.array(body.coordinates.default[None])
    for name, value in degrees.items():
        own = name if name.startswith("pelvis") else f"{name}_{side}"
        mirrored = name in ("pelvis_list", "pelvis_rotation") and side is Side.LEFT
        q[0, body.coordinate(own)] = np.radians(-value if mirrored else value)
    return coupled(body, q)


def on_top(side: Side = Side.RIGHT, **degrees: float) -> Floats:
    """Lying on the other side: the leg is the upper one."""
    return posture(side, pelvis_list=-90.0, **degrees)


def at(which: Leg, q: Floats, segment: str, place: tuple[float, float, float]) -> tuple[int, Floats]:
    k = which.body.segment(segment)
    rotation, origin = poses(which.body, q)
    return k, origin[:, k] + rotation[:, k] @ np.array(place)


def solved(q: Floats, forces: tuple[Force, ...] = (), props: tuple[Prop, ...] = (), power: int = 2) -> Hold:
    case = own_case(leg(), q, moments(leg(), q, forces), len(props))
    return hold(leg(), [case], prop_arms(leg(), q, props), power)


def test_the_straight_leg_of_somebody_lying_on_the_side_by_hand() -> None:
    # Rajagopal 2016, standing: mass centres below the hip. The thigh's is 0.17 m below; the knee's joint 0.408, the
    # shank begins 0.0035 above it and its mass centre is 0.1867 down; the ankle 0.4 below the shank's origin; the heel
    # 0.04195 below the ankle with the foot's mass centre 0.03 above that; the toes 0.002 below the heel, theirs 0.006
    # up. The knee cap lies 0.0264 above the knee's joint, 0.0225 below the origin of the joint's own path.
    shank = 0.40796 - 0.0035
    ankle = shank + 0.4
    by_hand = GRAVITY_M_S2 * (
        9.3014 * 0.17
        + 3.7075 * (shank + 0.1867)
        + 0.1 * ankle
        + 1.25 * (ankle + 0.04195 - 0.03)
        + 0.2166 * (ankle + 0.04195 + 0.002 - 0.006)
        + 0.0862 * 0.40
    )
    found = moments(leg(), on_top())[0]
    assert found[ADDUCTION] == pytest.approx(-by_hand, rel=0.003)
    assert abs(found[FLEXION]) < 0.01 * by_hand


def test_the_bent_shank_turns_the_thigh_as_its_weight_says() -> None:
    # Hip and knee at right angles, lying on this side: shank and foot lie level, across the thigh; their weight pulls
    # the foot to the floor, which turns the thigh in, so that muscles have to turn it out.
    found = moments(leg(), posture(pelvis_list=90.0, hip_flexion=90.0, knee_angle=90.0))[0]
    shank_and_foot = 3.7075 * 0.187 + 0.1 * 0.4 + 1.25 * 0.41 + 0.2166 * 0.43
    assert found[ROTATION] == pytest.approx(-GRAVITY_M_S2 * shank_and_foot, rel=0.05)


@pytest.mark.parametrize(
    ("q", "axis", "sign"),
    [
        (on_top(), ADDUCTION, -1.0),
        (posture(pelvis_list=90.0), ADDUCTION, 1.0),
        (on_top(hip_flexion=60.0, knee_angle=90.0), ROTATION, 1.0),
        (posture(pelvis_list=90.0, hip_flexion=60.0, knee_angle=90.0), ROTATION, -1.0),
        (posture(pelvis_tilt=90.0), FLEXION, 1.0),
        (posture(pelvis_tilt=-90.0), FLEXION, -1.0),
    ],
)
def test_what_gravity_asks_for(q: Floats, axis: int, sign: float) -> None:
    assert sign * moments(leg(), q)[0, axis] > 5.0


def test_moments_by_virtual_work_are_those_of_inverse_dynamics_at_rest() -> None:
    body, tree = leg().body, leg().engine.tree
    some = np.random.default_rng(7).uniform(-0.6, 0.6, (5, len(body.coordinates.names)))
    q = coupled(
        body,
        np.where(np.arange(some.shape[1]) < 6, some, np.clip(some, body.coordinates.lower, body.coordinates.upper)),
    )
    places = {name: at(leg(), q, name, (0.05, -0.03, 0.02)) for name in ("calcn_r", "femur_r", "pelvis")}
    forces = [Force(k, np.full((5, 3), (31.0, 250.0, -12.0)), point) for k, point in places.values()]
    segment = np.array([each.segment for each in forces])
    force, point = (np.array([getattr(each, name) for each in forces]) for name in ("force_N", "point_m"))
    still = np.zeros_like(q)
    loads = (segment, read_only(force), read_only(point), read_only(np.zeros_like(force)))
    tau, _ = tree_forces(tree, q, still, still, loads, np.zeros(0, np.int64))
    expected = carry_over(leg().engine, q, tau)[:, list(leg().coordinates)]
    np.testing.assert_allclose(moments(leg(), q, forces), expected, atol=1e-9)
    assert np.abs(expected).max() > 50.0


def test_both_legs_are_mirror_images() -> None:
    angles = {"hip_flexion": 40.0, "hip_adduction": -12.0, "hip_rotation": -20.0, "knee_angle": 80.0}
    found = []
    for side in SIDES:
        q = on_top(side, **angles)
        segment, point = at(leg(side), q, f"femur_{side}", (0.0, -0.36, 0.0))
        pull = Force(segment, np.array([[5.0, -20.0, 3.0 if side is Side.RIGHT else -3.0]]), point)
        held = held_range(leg(side), q, [Load((pull,))], samples=2)
        found.append((moments(leg(side), q, [pull]), held.nominal.activation))
    np.testing.assert_allclose(found[0][0], found[1][0], atol=1e-9)
    np.testing.assert_allclose(found[0][1], found[1][1], atol=1e-7)


@pytest.mark.parametrize("power", [2, 3])
@pytest.mark.parametrize("passive_share", [0.0, 1.0])
def test_muscles_props_and_reserves_balance_the_load(power: int, passive_share: float) -> None:
    q = posture(hip_flexion=70.0, hip_rotation=10.0, knee_angle=75.0)
    segment, point = at(leg(), q, "femur_r", (0.0, -0.36, 0.0))
    case = own_case(leg(), q, moments(leg(), q), 1)
    arms = prop_arms(leg(), q, (Prop(segment, point, UP[None]),))
    found = hold(leg(), [case], arms, power, passive_share=passive_share)
    assert np.abs(found.left_over_Nm).max() < 1e-6
    assert np.abs(found.reserve_Nm).max() < 1.0
    assert found.prop_N.min() > 0.0


def test_a_prop_pushes_and_never_pulls() -> None:
    q = on_top()
    segment, point = at(leg(), q, "femur_r", (0.0, -0.36, 0.0))
    held_up = solved(q, props=(Prop(segment, point, UP[None]),))
    pulled_down = solved(q, props=(Prop(segment, point, -UP[None]),))
    free = solved(q)
    masses = [leg().body.segments.mass_kg[leg().body.segment(f"{part}_r")] for part in ("femur", "tibia", "calcn")]
    weight = GRAVITY_M_S2 * sum(masses)
    assert 0.5 * weight < held_up.prop_N.item() < 1.5 * weight
    assert pulled_down.prop_N.item() < 1e-9
    np.testing.assert_allclose(pulled_down.activation, free.activation, atol=1e-6)
    assert (held_up.activation**2).sum() < 0.5 * (free.activation**2).sum()


def test_an_arm_of_a_prop_is_the_moment_of_its_push() -> None:
    q = on_top(hip_flexion=30.0, knee_angle=50.0)
    segment, point = at(leg(), q, "tibia_r", (0.0, -0.2, 0.0))
    arm = prop_arms(leg(), q, (Prop(segment, point, UP[None]),))[0, 0]
    with_push = moments(leg(), q, [Force(segment, 37.0 * UP[None], point)])
    np.testing.assert_allclose(with_push[0], moments(leg(), q)[0] - 37.0 * arm, atol=1e-9)
    hip = poses(leg().body, q)[1][0, leg().body.segment("femur_r")]
    # About the flexion axis, which is the pelvis's own and points up here, a push upward has no arm.
    assert abs(arm[FLEXION]) < 1e-9
    assert np.hypot(*(point[0] - hip)[[0, 2]]) > abs(arm[ADDUCTION]) > 0.1


def test_a_stronger_pull_asks_more_of_the_muscles_that_answer_it() -> None:
    q = posture(hip_flexion=90.0, knee_angle=90.0)
    segment, point = at(leg(), q, "femur_r", (0.0, -0.36, 0.0))
    inward = np.array([[0.0, 0.0, -1.0]])
    soft, hard = (solved(q, (Force(segment, size * inward, point),)) for size in (10.0, 60.0))
    k = leg().lines.index("piri_r")
    assert hard.activation[0, 0, k] > soft.activation[0, 0, k] + 0.01


def test_a_range_holds_its_middle_and_grows_with_what_is_unknown() -> None:
    q = on_top(hip_flexion=45.0, knee_angle=90.0)
    segment, point = at(leg(), q, "femur_r", (0.0, -0.36, 0.0))
    pulls = [Load((Force(segment, np.array([[0.0, -size, 0.0]]), point),)) for size in (10.0, 2.0, 80.0)]
    one, three = held_range(leg(), q, pulls[:1]), held_range(leg(), q, pulls)
    for found in (one, three):
        assert np.all(found.peak.low <= found.peak.value)
        assert np.all(found.peak.value <= found.peak.high)
        assert np.all(found.peak.low >= 0.0)
        assert np.all(found.peak.high <= 1.0 + 1e-9)
    np.testing.assert_allclose(one.peak.value, three.peak.value, atol=1e-12)
    assert np.all(three.peak.high >= one.peak.high - 1e-12)
    k = one.muscles.index("gluteus_medius")
    assert three.peak.high[k] - three.peak.low[k] > one.peak.high[k] - one.peak.low[k] + 0.02
    again = held_range(leg(), q, pulls)
    np.testing.assert_array_equal(three.peak.low, again.peak.low)


def test_a_load_beyond_the_muscles_is_said_to_be() -> None:
    q = on_top()
    segment, point = at(leg(), q, "tibia_r", (0.0, -0.38, 0.0))
    heavy = Load((Force(segment, np.array([[0.0, -600.0, 0.0]]), point),))
    found = held_range(leg(), q, [heavy], samples=2)
    assert found.out_of_reach.tolist() == [True]
    assert np.abs(found.reserve_Nm[0, ADDUCTION]) > 20.0
    assert held_range(leg(), q, [Load()], samples=2).out_of_reach.tolist() == [False]


def test_a_set_that_fits_worse_than_the_bodys_own_is_left_out() -> None:
    q = posture(pelvis_list=90.0, hip_flexion=90.0, hip_rotation=-30.0, knee_angle=90.0)
    found = held_range(leg(), q, [Load()], samples=2)
    assert found.sets == ("young", "cadaver")
    own = misfits(leg(), leg().body, found.shape)
    assert "piri_r" not in own
    assert "piri_r" in misfits(leg(), hip_model("tlem2"), found.shape)


def test_every_line_of_the_hip_belongs_to_one_muscle() -> None:
    muscles, groups = hip_muscles(leg())
    lines = [leg().lines[k] for group in groups for k in group]
    assert sorted(lines) == sorted(line for line, crosses in zip(leg().lines, leg().crosses, strict=True) if crosses)
    assert len(muscles) == len(set(muscles)) == len(groups)
    assert "soleus" not in muscles
