"""One leg over the instants of one stride, laid out so that samples of changed inputs cost as little as they can.

Evaluated anew for each sample: the paths of the muscles that cross the hip, their fibres, and load sharing. Prepared
once: what must be balanced, which depends on these inputs linearly or smoothly (``sampled_demand``).
Hip centre: in the pelvis it lies d off; the femur goes with it, and so does what is centred on it (the capsule's
sphere), while the pelvis's own attachments stay. Ground, foot and knee are where the recording has them, so that with
omega_q the axis of a hip coordinate and F the force of the pelvis on the femur  tau_q -= omega_q . (d x F).
Own derivation, from tau = omega . (N - c x F) with c moved to c + d.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from trochanter.anatomy.body import Body, Muscles
from trochanter.anatomy.neutral import neutral_coordinates
from trochanter.core.arrays import Floats, Ints, frozen, read_only
from trochanter.core.errors import MissingInput
from trochanter.core.sides import SIDES, Side
from trochanter.kinematics.motion import Motion
from trochanter.kinematics.tree import Tree, tree_poses
from trochanter.mechanics.account import MuscleAccount
from trochanter.mechanics.curves import CurveTables, curve_tables
from trochanter.mechanics.fibers import FiberParameters, Pennation, fiber_parameters, fiber_state
from trochanter.mechanics.geometry import Engine, Geometry, geometry
from trochanter.mechanics.moment_error import hip_columns
from trochanter.mechanics.paths import Plan
from trochanter.mechanics.sampled_demand import Demand, at_frames, leg_demand
from trochanter.mechanics.sharing import plan_sharing
from trochanter.mechanics.sharing_kernels import Layout
from trochanter.mechanics.summary import DEEP

CENTRED_M = 0.002


@dataclass(frozen=True, slots=True)
class LegMuscles:
    """Muscles of a leg at R instants; C lines cross its hip, of n_m of the body.

    tree, plan: joints, and paths of the crossing lines; arm_m (R, n_arm), capacity_N, passive_N (R, n_m): without any
    change; length_m (R + 1, C): the neutral posture in the last row; fibers: of the crossing lines in every set.
    """

    tree: Tree
    plan: Plan
    arm_m: Floats
    length_m: Floats
    capacity_N: Floats
    passive_N: Floats
    fibers: tuple[FiberParameters, ...]


@dataclass(frozen=True, slots=True)
class Leg:
    """One leg at R instants; C lines cross its hip, of n_m; d balanced coordinates.

    q (R + 1, n_q): coordinates, the neutral posture in the last row; qd (R, n_q); rotation: index of the hip-rotation
    coordinate; crossing (C,); pair (p,), pair_coordinate (p,), pair_start (C,): their columns of the arms, what they
    are about, where each line's begin; turning (C,): columns about the hip's rotation; hip_place (3,): places of the
    hip's coordinates in the demand, -1 if not balanced; axes (R, 3, 3): of the hip's coordinates in ground; pelvis,
    femur (R, 3, 3); spun (2, R, 3, 3): what the femur's rotation gains by sin e and 1 - cos e; joint: the hip; centred:
    wrap surfaces about its centre; low, high, strength, stiffness (n_m,): bounds of activation, factors on active and
    passive force; deep: places of the deep rotators' lines in ``crossing``; watched: the same by anatomical muscle.
    """

    side: Side
    engine: Engine
    q: Floats
    qd: Floats
    rotation: int
    crossing: Ints
    pair: Ints
    pair_coordinate: Ints
    pair_start: Ints
    turning: Ints
    hip_place: Ints
    muscles: LegMuscles
    axes: Floats
    pelvis: Floats
    femur: Floats
    spun: Floats
    demand: Demand
    tables: CurveTables
    layout: Layout
    joint: int
    centred: Ints
    reserve_Nm: Floats
    low: Floats
    high: Floats
    strength: Floats
    stiffness: Floats
    deep: Ints
    watched: Mapping[str, Ints]


def make_leg(
    account: MuscleAccount, engine: Engine, sets: tuple[Muscles, ...], side: Side, frames: Ints, *, every: bool = False
) -> Leg:
    """Lay one leg out at ``frames`` of an account's motion; sets: muscles under every parameter set to draw from.

    every: watch all muscles that cross the hip, not the deep rotators only. Raises MissingInput where no muscle
    balances a coordinate of the hip.
    """
    h, chosen, body = SIDES.index(side), at_frames(account.motion, frames), engine.body
    balanced = np.array([body.coordinate(name) for name in account.balanced], np.int64)
    shape, columns = geometry(engine, chosen.q), hip_columns(engine)[h].astype(np.int64)
    crossing = np.flatnonzero(shape.hip == h)
    joint = int(body.coordinates.joint[columns[2]])
    rotation, _ = tree_poses(engine.tree, chosen.q)
    axes, spun, femur = _hip_frames(engine, chosen, rotation[:, int(body.joints.child[joint])], columns)
    pulled = np.einsum("rmi,rm->ri", shape.pull[:, crossing], account.force_N[frames][:, crossing])
    net_N = np.einsum("rij,rj->ri", femur, account.hip(side).contact_N[frames] + pulled)
    pair = np.flatnonzero(np.isin(shape.arm_muscle, crossing))
    q, ones = np.vstack([chosen.q, neutral_coordinates(body)]), np.ones(len(body.muscles.names))
    groups = _muscles_of(account, crossing)
    return Leg(
        side=side,
        engine=engine,
        q=frozen(q),
        qd=frozen(chosen.qd),
        rotation=int(columns[2]),
        crossing=frozen(crossing, np.int64),
        pair=pair,
        pair_coordinate=shape.arm_coordinate[pair],
        pair_start=np.searchsorted(shape.arm_muscle[pair], crossing),
        turning=_arms_about(shape, crossing, int(columns[2])),
        hip_place=np.array([_place(balanced, int(c)) for c in columns]),
        muscles=lay_muscles(account, engine, body.muscles, sets, q, chosen.qd, crossing),
        axes=axes,
        pelvis=frozen(rotation[:, int(body.joints.parent[joint])]),
        femur=femur,
        spun=spun,
        demand=leg_demand(account, chosen, engine, frames, balanced, net_N, h),
        tables=curve_tables(body.muscles.curves),
        layout=_own_layout(shape, balanced, crossing, len(body.muscles.names), side),
        joint=joint,
        centred=_centred(body, joint),
        reserve_Nm=read_only(np.array(account.reserve_optimal_Nm)),
        low=read_only(body.muscles.minimum_activation),
        high=read_only(ones),
        strength=frozen(ones * float(account.settings.get("strength_scale") or 1.0)),
        stiffness=frozen(ones * (0.0 if account.settings.get("parity") == "opensim" else 1.0)),
        deep=np.concatenate([np.array([], np.int64), *(places for group, places in groups.values() if group == DEEP)]),
        watched={muscle: places for muscle, (group, places) in groups.items() if every or group == DEEP},
    )


def lay_muscles(
    account: MuscleAccount,
    engine: Engine,
    own: Muscles,
    sets: tuple[Muscles, ...],
    q: Floats,
    qd: Floats,
    crossing: Ints,
) -> LegMuscles:
    """Paths and fibres of a body at coordinates q (R + 1, n_q), the neutral posture last; own: its muscles."""
    shape = geometry(engine, q)
    moving = geometry(engine, q[:-1])
    opensim = account.settings.get("parity") == "opensim"
    pennation = Pennation.OPENSIM if opensim else Pennation.CONSTANT_HEIGHT
    fibers = fiber_state(own, moving.length_m, moving.lengthening_m_s(qd), pennation)
    return LegMuscles(
        tree=engine.tree,
        plan=engine.plan._replace(muscle=engine.plan.muscle[crossing]),
        arm_m=frozen(moving.arm_m),
        length_m=frozen(shape.length_m[:, crossing]),
        capacity_N=fibers.capacity_N,
        passive_N=fibers.passive_N,
        fibers=tuple(fiber_parameters(_only(muscles, crossing), pennation) for muscles in sets),
    )


def _place(balanced: Ints, coordinate: int) -> int:
    found = np.flatnonzero(balanced == coordinate)
    return int(found[0]) if len(found) else -1


def _arms_about(shape: Geometry, lines: Ints, coordinate: int) -> Ints:
    """Columns of the arms of some lines about a coordinate that each of them can move."""
    about = np.flatnonzero(shape.arm_coordinate == coordinate)
    return np.asarray(about[np.searchsorted(shape.arm_muscle[about], lines)])


def _centred(body: Body, joint: int) -> Ints:
    """Wrap surfaces of the pelvis that lie about the centre of a hip."""
    apart = np.linalg.norm(body.wraps.point_m - body.joints.parent_point_m[joint], axis=1)
    return np.flatnonzero((body.wraps.segment == body.joints.parent[joint]) & (apart < CENTRED_M))


def _hip_frames(engine: Engine, motion: Motion, bone: Floats, columns: Ints) -> tuple[Floats, Floats, Floats]:
    """Axes of the hip's coordinates, what turning about the last adds to the femur's rotation, and that rotation."""
    from trochanter.kinematics.tree_kernels import column_frames

    omega, _ = column_frames(engine.tree, np.ascontiguousarray(motion.q))
    axes = omega[:, columns]
    x, y, z = axes[:, 2].T
    zero = np.zeros_like(x)
    cross = np.moveaxis(np.array([[zero, -z, y], [z, zero, -x], [-y, x, zero]]), 2, 0)
    once = np.einsum("rij,rjk->rik", cross, bone)
    twice = np.einsum("rij,rjk->rik", cross, once)
    return frozen(axes), frozen([once, twice]), frozen(bone)


def _only(muscles: Muscles, lines: Ints) -> Muscles:
    """Parameters of some lines; all lines keep the curves of the model."""
    return Muscles(
        names=tuple(muscles.names[i] for i in lines),
        max_isometric_force_N=frozen(muscles.max_isometric_force_N[lines]),
        optimal_fiber_length_m=frozen(muscles.optimal_fiber_length_m[lines]),
        tendon_slack_length_m=frozen(muscles.tendon_slack_length_m[lines]),
        pennation_rad=frozen(muscles.pennation_rad[lines]),
        max_contraction_velocity=frozen(muscles.max_contraction_velocity[lines]),
        minimum_activation=frozen(muscles.minimum_activation[lines]),
        curve=frozen(muscles.curve[lines], np.int64),
        curves=muscles.curves,
    )


def _own_layout(shape: Geometry, balanced: Ints, crossing: Ints, muscles: int, side: Side) -> Layout:
    """The blocks of load sharing that hold lines which cross this hip and coordinates that they balance."""
    whole = plan_sharing(muscles, shape.arm_muscle, shape.arm_coordinate, [int(c) for c in balanced]).layout
    own = [
        b
        for b in range(len(whole.muscle_start) - 1)
        if np.isin(whole.muscle[whole.muscle_start[b] : whole.muscle_start[b + 1]], crossing).any()
        and whole.coordinate_start[b + 1] > whole.coordinate_start[b]
    ]
    if not own:
        raise MissingInput(
            f"no muscle balances a free coordinate of the {side.word} hip",
            valid="a motion in which the hip's coordinates are free",
            next_step="analyse a motion whose hips move by muscles, not by prescribed angles",
        )

    def parts(values: Ints, start: Ints) -> Ints:
        return np.concatenate([values[start[b] : start[b + 1]] for b in own])

    def starts(start: Ints) -> Ints:
        return np.concatenate([[0], np.cumsum([start[b + 1] - start[b] for b in own])]).astype(np.int64)

    return Layout(
        starts(whole.muscle_start),
        parts(whole.muscle, whole.muscle_start),
        starts(whole.coordinate_start),
        parts(whole.coordinate, whole.coordinate_start),
        starts(whole.pair_start),
        parts(whole.pair, whole.pair_start),
        parts(whole.pair_muscle, whole.pair_start),
        parts(whole.pair_coordinate, whole.pair_start),
    )


def _muscles_of(account: MuscleAccount, crossing: Ints) -> Mapping[str, tuple[str, Ints]]:
    """Anatomical muscles of the crossing lines: group, and places of their lines in ``crossing``."""
    found: dict[str, tuple[str, list[int]]] = {}
    for k, m in enumerate(crossing):
        info = account.muscles[int(m)]
        found.setdefault(info.muscle, (info.group, []))[1].append(k)
    return {muscle: (group, np.array(places, np.int64)) for muscle, (group, places) in found.items()}
