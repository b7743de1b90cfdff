"""The two cases of a what-if: the muscles as they are and as a scenario has them, sharing the same joint moments.

What stays: motion, ground forces, net joint forces and moments of the legs, the cost of load sharing. Geometry and
fibres are used again where the scenario leaves them. Hip contact force is linear in the muscle forces F and the net
force N on the femur stays, so that contact = contact of the account - (P' F' - P F), P the pulls of all muscles.
"""

from dataclasses import dataclass, replace

import numpy as np

from trochanter.anatomy.body import Body, Muscles
from trochanter.anatomy.femoral_torsion import with_anteversion
from trochanter.anatomy.hip_model import with_set
from trochanter.anatomy.pelvic_tilt import tilt_rotation, with_pelvic_tilt
from trochanter.core.arrays import Floats, frozen
from trochanter.core.errors import BadSetting, ImpossibleData
from trochanter.core.sides import SIDES
from trochanter.kinematics.tree import tree_poses
from trochanter.mechanics.account import MuscleAccount
from trochanter.mechanics.cup import Cup, standard_cup
from trochanter.mechanics.explain import own_hip_arms
from trochanter.mechanics.fibers import FiberState, Pennation, fiber_state
from trochanter.mechanics.geometry import Engine, Geometry, geometry, make_engine
from trochanter.mechanics.scenario import Changes, Scenario
from trochanter.mechanics.sharing import LoadSharing, SharingPlan, make_loads, plan_sharing, share
from trochanter.mechanics.sharing_kernels import Loads

SAME_ACTIVATION, SAME_FORCE_N = 1e-4, 1.0


@dataclass(frozen=True, slots=True)
class Anatomy:
    """A body whose geometry is known over the motion's n frames.

    arm_m (n, m, 3): about the own hip, NaN where a muscle does not cross it; pull (n, m, 3): force on everything beyond
    the hip a newton of tension, in the pelvis's frame; cup_axis (2, 3): out of the sockets, right and left, there too.
    """

    body: Body
    shape: Geometry
    arm_m: Floats
    pull: Floats
    cup_axis: Floats


@dataclass(frozen=True, slots=True)
class Case:
    """Load sharing of one case over n frames, m muscles and d balanced coordinates.

    activation, force_N, passive_N, capacity_N (n, m); reserve_Nm (n, d); contact_N (n, 2, 3): hip contact force on the
    femur, right and left, in the pelvis's frame.
    """

    anatomy: Anatomy
    activation: Floats
    force_N: Floats
    passive_N: Floats
    capacity_N: Floats
    reserve_Nm: Floats
    contact_N: Floats

    @property
    def rotation_moment_Nm(self) -> Floats:
        """What each muscle turns its own thigh with, internal positive, (n, m); 0 where it does not cross the hip."""
        return np.asarray(np.nan_to_num(self.anatomy.arm_m[:, :, 2]) * self.force_N)


@dataclass(frozen=True, slots=True)
class Bench:
    """An account laid out for sharing its moments again.

    femur_in_pelvis (n, 2, 3, 3); unloaded_N (n, 2, 3): contact without any muscle, in the pelvis's frame.
    """

    account: MuscleAccount
    cup: Cup
    anatomy: Anatomy
    femur_in_pelvis: Floats
    plan: SharingPlan
    unloaded_N: Floats


@dataclass(frozen=True, slots=True)
class Base:
    """An account prepared for what-ifs, and its own case: make it once, ask it many scenarios."""

    bench: Bench
    case: Case


def prepare(account: MuscleAccount, cup: Cup | None = None) -> Base:
    """Geometry, fibres and load sharing of an account as it is; cup: the stated one, None for the table's.

    Raises ImpossibleData where sharing the account's own moments again does not give its own activations.
    """
    body = account.motion.body
    bench = _bench(account, cup or standard_cup())
    case = solve_case(bench, bench.anatomy, body.muscles, unchanged(len(body.muscles.names)))
    _refuse_other(account, case)
    return Base(bench, case)


def _bench(account: MuscleAccount, cup: Cup) -> Bench:
    body, engine = account.motion.body, make_engine(account.motion.body)
    turned = _femur_in_pelvis(engine, account.motion.q)
    anatomy = _anatomy(engine, account.motion.q, turned, cup, np.eye(3))
    shape, balanced = anatomy.shape, [body.coordinate(name) for name in account.balanced]
    plan = plan_sharing(len(body.muscles.names), shape.arm_muscle, shape.arm_coordinate, balanced)
    contact = np.stack([hip.contact_N for hip in account.hips], axis=1)
    unloaded = np.einsum("nhij,nhj->nhi", turned, contact) + _muscle_pull(anatomy, account.force_N)
    return Bench(account, cup, anatomy, turned, plan, unloaded)


def _refuse_other(account: MuscleAccount, again: Case) -> None:
    """Raise ImpossibleData where activations or forces are not those of the account, away from its record's ends."""
    inside = ~account.motion.edge if not account.motion.edge.all() else account.motion.edge
    for what, ours, theirs, most in (
        ("activation", again.activation, account.activation, SAME_ACTIVATION),
        ("force", again.force_N, account.force_N, SAME_FORCE_N),
    ):
        off = np.abs(ours - theirs)[inside]
        worst = float(np.nanmax(off, initial=0.0))
        if worst > most:
            name = account.muscles[int(np.argmax(np.nanmax(off, axis=0, initial=0.0)))].name
            raise ImpossibleData(
                f"sharing the loads again gives another {what} of {name}, by up to {worst:.3g}: the parts of this "
                "account do not belong together",
                where=account.motion.name,
                valid=f"the same {what} to {most:g}",
                next_step="analyze the recording again with this version",
            )


def unchanged(muscles: int) -> Changes:
    """No change to so many muscle lines."""
    one, zero = np.ones(muscles), np.zeros(muscles)
    return Changes(frozen(one), frozen(one), frozen(zero), frozen(zero), frozen(zero, bool))


def changed_anatomy(bench: Bench, scenario: Scenario) -> tuple[Anatomy, Body]:
    """Geometry of a scenario, and the body whose muscle parameters hold in it."""
    body = bench.account.motion.body
    if scenario.same_geometry:
        return bench.anatomy, body
    grown = with_anteversion(body, scenario.anteversion_rad)
    tilted = with_pelvic_tilt(grown, scenario.pelvic_tilt_rad)
    turn = tilt_rotation(body, scenario.pelvic_tilt_rad)
    engine, q = make_engine(tilted), bench.account.motion.q
    return _anatomy(engine, q, bench.femur_in_pelvis, bench.cup, turn), grown


def muscles_of_set(body: Body, set_name: str | None) -> Muscles:
    """Muscle parameters of a parameter set of the deep rotators; the body's own for None."""
    return body.muscles if set_name is None else with_set(body, set_name).muscles


def solve_case(bench: Bench, anatomy: Anatomy, muscles: Muscles, changes: Changes) -> Case:
    """Share the account's moments among ``muscles`` with these changes."""
    fibers = case_fibers(bench, anatomy, muscles, changes)
    loads = case_loads(bench, anatomy, fibers, muscles, changes)
    found = share(bench.plan, loads)
    return _case(bench, anatomy, loads, found)


def case_fibers(bench: Bench, anatomy: Anatomy, muscles: Muscles, changes: Changes) -> FiberState:
    """Fibres under a scenario; raises BadSetting where a tendon would vanish."""
    slack = muscles.tendon_slack_length_m - changes.shortened * muscles.optimal_fiber_length_m
    if np.any(slack <= 0.0):
        worst = int(np.argmin(slack))
        most = float(muscles.tendon_slack_length_m[worst] / muscles.optimal_fiber_length_m[worst])
        raise BadSetting(
            f"shortened of {muscles.names[worst]}",
            float(changes.shortened[worst]),
            f"less than {most:.2f}, at which nothing would be left of its tendon",
        )
    pennation = Pennation.OPENSIM if _parity(bench.account) else Pennation.CONSTANT_HEIGHT
    speed = anatomy.shape.lengthening_m_s(bench.account.motion.qd)
    return fiber_state(replace(muscles, tendon_slack_length_m=frozen(slack)), anatomy.shape.length_m, speed, pennation)


def case_loads(bench: Bench, anatomy: Anatomy, fibers: FiberState, muscles: Muscles, changes: Changes) -> Loads:
    """What has to be balanced, and with what, when a scenario holds."""
    settings, kept = bench.account.settings, ~changes.removed
    strength = float(settings.get("strength_scale") or 1.0) * changes.strength * kept
    return make_loads(
        bench.plan,
        anatomy.shape.arm_m,
        fibers.capacity_N * strength,
        bench.account.demand_Nm,
        bench.account.reserve_optimal_Nm,
        np.where(kept, np.maximum(muscles.minimum_activation, changes.floor), 0.0),
        np.where(kept, 1.0, 0.0),
        None if _parity(bench.account) else fibers.passive_N * (changes.stiffness * kept),
        int(settings.get("power") or 2),
    )


def _case(bench: Bench, anatomy: Anatomy, loads: Loads, found: LoadSharing) -> Case:
    force = found.activation * loads.capacity_N + loads.passive_N
    contact = bench.unloaded_N - _muscle_pull(anatomy, force)
    return Case(
        anatomy,
        found.activation,
        frozen(force),
        loads.passive_N,
        loads.capacity_N,
        found.reserve_Nm,
        frozen(contact),
    )


def _muscle_pull(anatomy: Anatomy, force_N: Floats) -> Floats:
    """What all muscles together pull the legs with, (n, 2, 3), in the pelvis's frame."""
    hips = [np.flatnonzero(anatomy.shape.hip == h) for h in range(len(SIDES))]
    return np.stack([np.einsum("nmi,nm->ni", anatomy.pull[:, m], force_N[:, m]) for m in hips], axis=1)


def _anatomy(engine: Engine, q: Floats, femur_in_pelvis: Floats, cup: Cup, turn: Floats) -> Anatomy:
    shape = geometry(engine, q)
    pull = np.zeros_like(shape.pull)
    for h in range(len(SIDES)):
        own = np.flatnonzero(shape.hip == h)
        pull[:, own] = np.einsum("nij,nmj->nmi", femur_in_pelvis[:, h], shape.pull[:, own])
    axes = np.stack([turn @ cup.axis(side) for side in SIDES])
    return Anatomy(engine.body, shape, own_hip_arms(shape, engine), pull, axes)


def _femur_in_pelvis(engine: Engine, q: Floats) -> Floats:
    rotation, _ = tree_poses(engine.tree, q)
    joints = engine.body.joints
    pelvis = [int(joints.parent[list(joints.child).index(femur)]) for femur in engine.plan.hip_segment]
    turns = [
        np.einsum("nji,njk->nik", rotation[:, p], rotation[:, f])
        for p, f in zip(pelvis, engine.plan.hip_segment, strict=True)
    ]
    return np.stack(turns, axis=1)


def _parity(account: MuscleAccount) -> bool:
    return account.settings.get("parity") == "opensim"
