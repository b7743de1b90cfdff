"""Holding still: what the muscles of one leg give in postures under gravity, outside forces and what the leg rests on.

At rest a coordinate's generalised force balances the weights W_s and the outside forces F_x, by virtual work, with
J_x how the point x of a segment moves with the coordinates:
    tau = -sum J_s^T W_s - sum J_x^T F_x.
That is what ``dynamics`` gives with all speeds zero, without its kernels, which take seconds to compile.
What the leg rests on (a mat, a seat, the other foot) is a prop: it pushes at a point p along a direction u with
whatever f >= 0 is needed and never pulls; J_p^T u is its arm. In load sharing it stands beside the muscles, with a
capacity so large that its share costs next to nothing. Muscles and props then solve

    minimise sum a^p + sum (r / w)^2 + sum (f / F_p)^p   so that   arms (a capacity + s passive) + J_p^T u f + r = tau.

Quasi-static: slow movement. No capsule, ligaments or skin; the knee's muscles are balanced with the hip's. Passive
forces of muscles are left out (s = 0) unless asked for: in postures like sitting and hinging those of Rajagopal 2016
come to 70 to 200 N m of hip extension, which no relaxed person has, and other muscles would have to work against them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from trochanter.anatomy.body import Body, Muscles
from trochanter.core.arrays import Flags, Floats, frozen, read_only
from trochanter.core.sides import SIDES, Side, side_of
from trochanter.kinematics.couplers import couple, evaluate_function
from trochanter.kinematics.tree import coordinates_above, tree_poses
from trochanter.mechanics.atlas import chosen_muscles, narrowed
from trochanter.mechanics.fibers import fiber_state
from trochanter.mechanics.geometry import Engine, Geometry, geometry, make_engine
from trochanter.mechanics.sharing import SharingPlan, make_loads, plan_sharing, share

PROP_N = 10_000.0  # capacity of a prop: body weight on it costs less than a muscle at a hundredth of its force
RESERVE_NM = 1.0
BALANCED = ("hip_flexion", "hip_adduction", "hip_rotation", "knee_angle", "ankle_angle")
HIP = (0, 1, 2)  # of BALANCED


@dataclass(frozen=True, slots=True)
class Force:
    """An outside force at n postures: acts on ``segment`` (its index); force_N, point_m (n, 3) in ground."""

    segment: int
    force_N: Floats
    point_m: Floats


@dataclass(frozen=True, slots=True)
class Prop:
    """What a leg rests on at n postures: pushes on ``segment`` at point_m along a unit direction (n, 3), in ground."""

    segment: int
    point_m: Floats
    direction: Floats


@dataclass(frozen=True, slots=True)
class Leg:
    """A leg of a body laid out for holding: its muscles, and where they stand in the body.

    lines: names; of_body (m,): their places among the body's muscles; coordinates: BALANCED as places in the body;
    crosses (m,): whether a line crosses the hip; moved (n_s, n_q): whether a coordinate moves a segment.
    """

    engine: Engine
    side: Side
    lines: tuple[str, ...]
    of_body: tuple[int, ...]
    coordinates: tuple[int, ...]
    crosses: Flags
    moved: Flags

    @property
    def body(self) -> Body:
        """The whole body."""
        return self.engine.body

    @property
    def muscles(self) -> Muscles:
        """The parameters of the leg's muscles."""
        return chosen_muscles(self.body.muscles, self.of_body)


@dataclass(frozen=True, slots=True)
class Hold:
    """What k cases of holding take, each at n postures; m lines, d balanced coordinates, b props.

    activation: active force over what the line could give there, capacity_N, passive_N (k, n, m); force_N both
    together; demand_Nm: what muscles, props and reserves balance, reserve_Nm: what nothing carries (k, n, d);
    arm_m (k, n, m, d); prop_N (k, n, b); prop_arm_m (n, b, d); fiber_norm (k, n, m).
    """

    lines: tuple[str, ...]
    activation: Floats
    capacity_N: Floats
    passive_N: Floats
    fiber_norm: Floats
    arm_m: Floats
    demand_Nm: Floats
    reserve_Nm: Floats
    prop_N: Floats
    prop_arm_m: Floats

    @property
    def force_N(self) -> Floats:
        """Force along the tendon (k, n, m)."""
        return np.asarray(self.activation * self.capacity_N + self.passive_N)

    @property
    def left_over_Nm(self) -> Floats:
        """What the balance misses (k, n, d): 0 but for rounding."""
        muscles = np.einsum("knmd,knm->knd", self.arm_m, self.force_N)
        props = np.einsum("nbd,knb->knd", self.prop_arm_m, self.prop_N)
        return np.asarray(self.demand_Nm - muscles - props - self.reserve_Nm)


def make_leg(body: Body, side: Side = Side.RIGHT) -> Leg:
    """One leg of a body; raises UnknownName where it lacks one of the coordinates."""
    engine = make_engine(body)
    own = tuple(m for m, name in enumerate(body.muscles.names) if side_of(name) is side)
    crosses = np.asarray(engine.plan.muscle["hip"][list(own)] == SIDES.index(side))
    return Leg(
        engine=narrowed(engine, own),
        side=side,
        lines=tuple(body.muscles.names[m] for m in own),
        of_body=own,
        coordinates=tuple(body.coordinate(f"{name}_{side}") for name in BALANCED),
        crosses=frozen(crosses, np.bool_),
        moved=frozen([coordinates_above(body, s) for s in range(len(body.segments.names))], np.bool_),
    )


def coupled(body: Body, q: Floats) -> Floats:
    """Coordinates (n, n_q) with the dependent ones recomputed."""
    full = np.array(q, dtype=float)
    couple(body, full, np.zeros_like(full), np.zeros_like(full))
    return frozen(full)


def moments(leg: Leg, q: Floats, forces: Sequence[Force] = ()) -> Floats:
    """What has to be balanced at each of BALANCED (n, d), N m, in postures q (n, n_q) with coupled coordinates."""
    from trochanter.kinematics.tree_kernels import column_frames

    body, at = leg.body, read_only(q)
    rotation, origin = tree_poses(leg.engine.tree, at)
    center = origin + np.einsum("nsij,sj->nsi", rotation, body.segments.mass_center_m)
    force = np.tile(body.segments.mass_kg[:, None] * body.gravity_m_s2, (len(at), 1, 1))
    turn = np.cross(center, force)  # about the ground's origin
    for each in forces:
        force[:, each.segment] += each.force_N
        turn[:, each.segment] += np.cross(each.point_m, each.force_N)
    omega, v = column_frames(leg.engine.tree, at)
    work = np.einsum("nqk,nsk->nqs", v, force) + np.einsum("nqk,nsk->nqs", omega, turn)
    return _carried_over(body, at, -np.einsum("nqs,sq->nq", work, leg.moved.astype(float)))[:, list(leg.coordinates)]


def _carried_over(body: Body, q: Floats, tau: Floats) -> Floats:
    """Generalised forces (n, n_q) with those of dependent coordinates carried over to the ones that they follow."""
    coordinates, demand = body.coordinates, tau.copy()
    for c in np.flatnonzero(coordinates.coupled_to >= 0):
        follows = int(coordinates.coupled_to[c])
        _, rate, _ = evaluate_function(body.functions, int(coordinates.coupler_function[c]), q[:, follows])
        demand[:, follows] += rate * tau[:, c]
    return demand


def prop_arms(leg: Leg, q: Floats, props: Sequence[Prop]) -> Floats:
    """Arms of props (n, b, d), metres: the moment about each of BALANCED that one newton of their push gives."""
    bare = moments(leg, q)
    arms = [bare - moments(leg, q, [Force(p.segment, p.direction, p.point_m)]) for p in props]
    return np.stack(arms, axis=1) if arms else np.zeros((len(q), 0, len(leg.coordinates)))


@dataclass(frozen=True, slots=True)
class Case:
    """One case of holding: parameters of the leg's muscles, geometry at n postures, demand (n, d), props there or not.

    props: factor on each prop's push (b,): 1 where it is there, 0 where it is not.
    """

    muscles: Muscles
    shape: Geometry
    demand_Nm: Floats
    props: Floats


def hold(leg: Leg, cases: Sequence[Case], prop_arm_m: Floats, power: int = 2, *, passive_share: float = 0.0) -> Hold:
    """Solve k cases of n postures at once; prop_arm_m (n, b, d). Raises BadSetting for a power other than 2 and 3.

    passive_share: how much of the model's passive forces acts, 0 to 1.
    """
    k, (n, b, d), m = len(cases), prop_arm_m.shape, len(leg.lines)
    fibers = [fiber_state(each.muscles, each.shape.length_m, np.zeros_like(each.shape.length_m)) for each in cases]
    capacity, passive, norm = (
        np.array([getattr(each, name) for each in fibers]) for name in ("capacity_N", "passive_N", "length_norm")
    )
    passive = passive_share * passive
    pushes = np.array([np.broadcast_to(PROP_N * each.props, (n, b)) for each in cases])
    plan = _plan(leg, cases[0].shape, b)
    arms = np.concatenate(
        [np.array([each.shape.arm_m for each in cases]), np.broadcast_to(prop_arm_m.reshape(n, -1), (k, n, b * d))], 2
    )
    loads = make_loads(
        plan,
        arms.reshape(k * n, -1),
        np.concatenate([capacity, pushes], axis=2).reshape(k * n, -1),
        np.array([each.demand_Nm for each in cases]).reshape(k * n, d),
        np.full(d, RESERVE_NM),
        np.concatenate([leg.muscles.minimum_activation, np.zeros(b)]),
        np.ones(m + b),
        np.concatenate([passive, np.zeros((k, n, b))], axis=2).reshape(k * n, -1),
        power,
    )
    found = share(plan, loads)
    activation = found.activation.reshape(k, n, m + b)
    return Hold(
        lines=leg.lines,
        activation=frozen(activation[:, :, :m]),
        capacity_N=frozen(capacity),
        passive_N=frozen(passive),
        fiber_norm=frozen(norm),
        arm_m=frozen([_arms(leg, each.shape) for each in cases]),
        demand_Nm=frozen([each.demand_Nm for each in cases]),
        reserve_Nm=frozen(found.reserve_Nm.reshape(k, n, d)),
        prop_N=frozen(activation[:, :, m:] * pushes),
        prop_arm_m=frozen(prop_arm_m),
    )


def _plan(leg: Leg, shape: Geometry, props: int) -> SharingPlan:
    m, d = len(leg.lines), len(leg.coordinates)
    muscle = np.concatenate([shape.arm_muscle, m + np.repeat(np.arange(props), d)])
    coordinate = np.concatenate([shape.arm_coordinate, np.tile(leg.coordinates, props)])
    return plan_sharing(m + props, muscle.astype(np.int64), coordinate.astype(np.int64), leg.coordinates)


def _arms(leg: Leg, shape: Geometry) -> Floats:
    """Arms (n, m, d) about BALANCED, 0 where a line does not move a coordinate."""
    return np.nan_to_num(np.stack([shape.arm_about(c) for c in leg.coordinates], axis=-1))


def own_case(leg: Leg, q: Floats, demand_Nm: Floats, props: int = 0) -> Case:
    """The leg as its body has it, all props there."""
    return Case(leg.muscles, geometry(leg.engine, q), demand_Nm, np.ones(props))
