"""Evaluate samples of changed inputs on one leg: paths, fibres, load sharing, contact force.

The kernels of geometry, fibres and load sharing run sample by sample, each from a cold start, so that a sample's result
depends on nothing but its own numbers: not on its neighbours, the number of threads, or which other samples there are.
"""

from dataclasses import dataclass

import numpy as np

from trochanter.core.arrays import Flags, Floats, Ints
from trochanter.core.sides import SIDES
from trochanter.kinematics.tree import Tree
from trochanter.mechanics.fibers import fiber_frames
from trochanter.mechanics.path_kernels import bench, path_span
from trochanter.mechanics.paths import Plan
from trochanter.mechanics.sampled_leg import Leg
from trochanter.mechanics.sampling import Areas, Draws
from trochanter.mechanics.sharing_kernels import Loads, Shares, share_frames

ACROSS = 2  # the axis that a mirror turns round
SIDE_PLACE = {side: k for k, side in enumerate(SIDES)}
LONGEST_ARM_M, ROUNDING_M = 0.1, 0.001
BATCH = 8  # samples that a thread takes at a time
NET, OUTWARD, DEEP_OUTWARD, CONTACT, OF_MUSCLES = range(5)


def columns_of(leg: Leg) -> int:
    """Numbers an instant: NET, OUTWARD, DEEP_OUTWARD, CONTACT, then force and moment of every watched muscle."""
    return OF_MUSCLES + 2 * len(leg.watched)


@dataclass(frozen=True, slots=True)
class _Paths:
    """Paths of b samples: length (b, R + 1, C), the neutral posture last; arm (b, R, n_arm), pull (b, R, C, 3)."""

    length: Floats
    arm: Floats
    pull: Floats


def evaluate(leg: Leg, areas: Areas, draws: Draws, first: int, last: int, table: Floats, solved: Floats) -> None:
    """Write the samples first to last (half-open) into table (n, R, columns) and the share solved into solved (n,).

    Where a path has flipped to the other side of its wrap the sample says nothing of a hip: solved is NaN there.
    """
    own = slice(first, last)
    paths = _paths(leg, areas, draws, own)
    turn = draws.rotation_rad[own, SIDE_PLACE[leg.side]]
    centre = np.einsum("rij,bj->bri", leg.pelvis, draws.centre_m[own, SIDE_PLACE[leg.side]])
    force = _turned(leg.demand.force_N, leg.demand.force_turn, turn)
    femur = leg.femur + _wide(np.sin(turn), 3) * leg.spun[0] + _wide(1.0 - np.cos(turn), 3) * leg.spun[1]
    demand = _demand(leg, draws, own, turn, np.cross(centre, force))
    states = _fibers(leg, paths, draws.set[own])
    strength = draws.strength[own, None] * leg.strength
    crossed = states[:, 3] * strength[..., leg.crossing]
    capacity = leg.muscles.capacity_N * strength
    capacity[..., leg.crossing] = crossed
    passive = np.repeat((leg.muscles.passive_N * leg.stiffness)[None], last - first, axis=0)
    passive[..., leg.crossing] = states[:, 4] * leg.stiffness[leg.crossing]
    activation, solved[own] = _share(leg, draws.power[own], paths.arm, capacity, passive, demand)
    solved[own][_flipped(leg, areas, draws, own, paths)] = np.nan
    tension = activation[..., leg.crossing] * crossed + passive[..., leg.crossing]
    _write(leg, paths, demand, tension, np.einsum("brji,brj->bri", femur, force), table[own])


def _wide(values: Floats, dimensions: int) -> Floats:
    return values.reshape(-1, *([1] * dimensions))


def _turned(base: Floats, turn: Floats, offset_rad: Floats) -> Floats:
    """Base (R, k) plus the polynomial of each sample's offset, (b, R, k)."""
    found = np.repeat(base[None], len(offset_rad), axis=0)
    for k, part in enumerate(turn):
        found += _wide(offset_rad ** (k + 1), 2) * part
    return found


def _paths(leg: Leg, areas: Areas, draws: Draws, own: slice) -> _Paths:
    """Lengths, arms and pulls of the crossing lines; the arms of the others stay the account's."""
    count, rows, lines = own.stop - own.start, len(leg.q), len(leg.crossing)
    q = np.repeat(leg.q[None], count, axis=0)
    q[:, :-1, leg.rotation] += draws.rotation_rad[own, SIDE_PLACE[leg.side], None]
    q.setflags(write=False)
    length, pull = np.empty((count, rows, lines)), np.zeros((count, rows, lines, 3))
    arm = np.empty((count, rows, leg.muscles.arm_m.shape[1]))
    arm[:, :-1] = leg.muscles.arm_m
    on = bench(leg.muscles.tree)
    for b in range(count):
        tree, plan = _shifted(leg, areas, draws, own.start + b)
        path_span(tree, plan, q[b], 0, rows, length[b], arm[b], pull[b], on)
    return _Paths(length, arm[:, :-1], pull[:, :-1])


def _shifted(leg: Leg, areas: Areas, draws: Draws, sample: int) -> tuple[Tree, Plan]:
    """Joints and paths with a sample's attachments and hip centre."""
    tree, plan = leg.muscles.tree, leg.muscles.plan
    joint, point, surface = tree.joint.copy(), plan.point.copy(), plan.surface.copy()
    moved = np.flatnonzero(areas.of_point >= 0)
    shift = draws.shift_m[sample, areas.of_point[moved]]
    shift[:, ACROSS] *= areas.mirror[moved]
    point["location"][moved] += shift
    centre = draws.centre_m[sample, SIDE_PLACE[leg.side]]
    joint["frame_point"][leg.joint] += centre
    surface["center"][leg.centred] += centre
    return tree._replace(joint=joint), plan._replace(point=point, surface=surface)


def _demand(leg: Leg, draws: Draws, own: slice, turn: Floats, leverage: Floats) -> Floats:
    """Demand (b, R, d); leverage (b, R, 3): shift of the hip's centre times the force on the femur."""
    parts = leg.demand
    demand = _turned(parts.tau, parts.turn, turn)
    demand += _wide(draws.bias[own], 2) * parts.bias
    for axis in (0, 1):
        demand += _wide(draws.pressure_m[own, axis], 2) * parts.pressure[axis]
    for c, place in enumerate(leg.hip_place):
        if place >= 0:
            demand[..., place] -= np.einsum("ri,bri->br", leg.axes[:, c], leverage)
    return demand


def _flipped(leg: Leg, areas: Areas, draws: Draws, own: slice, paths: _Paths) -> Flags:
    """Samples (b,) in which a path has flipped to the other side of its wrap.

    No taut path that stays on its side changes by more than its points are shifted: the sum, over its stretches from
    bone to bone, of the shifts at both ends, that of the centre, and the turn times the longest arm there is.
    """
    shifts = np.linalg.norm(draws.shift_m[own], axis=2)
    ends = np.array([areas.ends[:, int(m)] for m in leg.crossing])
    most = np.einsum("ba,ca->bc", shifts, ends) + ROUNDING_M
    most += np.linalg.norm(draws.centre_m[own, SIDE_PLACE[leg.side]], axis=1)[:, None]
    most += LONGEST_ARM_M * np.abs(draws.rotation_rad[own, SIDE_PLACE[leg.side]])[:, None]
    return np.asarray(np.any(np.abs(paths.length - leg.muscles.length_m) > most[:, None], axis=(1, 2)))


def _fibers(leg: Leg, paths: _Paths, chosen: Ints) -> Floats:
    """States (b, 5, R, C) of the crossing lines' fibres, as ``fiber_frames`` gives them.

    In the neutral posture every path is as long as the account's: whoever has other attachments has tendons that fit
    them, so that a shift changes how a line lengthens, not how slack it is.
    """
    speed = -np.add.reduceat(paths.arm[..., leg.pair] * leg.qd[:, leg.pair_coordinate], leg.pair_start, axis=2)
    length = paths.length[:, :-1] + (leg.muscles.length_m[-1] - paths.length[:, -1:])
    states, slack = np.empty((len(chosen), 5, *speed.shape[1:])), np.empty(speed.shape, dtype=np.bool_)
    for b, k in enumerate(chosen):
        fiber_frames(length[b], speed[b], leg.muscles.fibers[k], leg.tables, states[b], slack[b], 0, len(leg.qd))
    return states


def _share(
    leg: Leg, power: Ints, arm: Floats, capacity: Floats, passive: Floats, demand: Floats
) -> tuple[Floats, Floats]:
    """Activations (b, R, n_m), 0 beyond this leg, and the share of instants that were solved (b,)."""
    blocks, (count, rows, d) = len(leg.layout.muscle_start) - 1, demand.shape
    arm = np.ascontiguousarray(arm)
    for values in (arm, capacity, passive, demand):
        values.setflags(write=False)
    activation, solved = np.zeros(capacity.shape), np.empty(count)
    for b in range(count):
        loads = Loads(arm[b], capacity[b], passive[b], demand[b], leg.reserve_Nm, leg.low, leg.high, int(power[b]))
        shares = Shares(
            activation[b],
            np.zeros((rows, d)),
            np.zeros((rows, d)),
            np.zeros((rows, blocks), dtype=np.int64),
            np.zeros((rows, blocks), dtype=np.bool_),
        )
        share_frames(leg.layout, loads, shares, 0, rows)
        solved[b] = shares.converged.all(axis=1).mean()
    return activation, solved


def _write(leg: Leg, paths: _Paths, demand: Floats, tension: Floats, net_N: Floats, table: Floats) -> None:
    """Fill table (b, R, columns); net_N (b, R, 3): force of the pelvis on the femur without muscles, its frame."""
    moment = paths.arm[..., leg.turning] * tension
    outward = np.maximum(-moment, 0.0)
    place = leg.hip_place[2]
    table[..., NET] = demand[..., place] if place >= 0 else np.nan
    table[..., OUTWARD] = outward.sum(axis=2)
    table[..., CONTACT] = np.linalg.norm(net_N - np.einsum("brmi,brm->bri", paths.pull, tension), axis=2)
    table[..., DEEP_OUTWARD] = outward[..., leg.deep].sum(axis=2)
    for k, lines in enumerate(leg.watched.values()):
        table[..., OF_MUSCLES + 2 * k] = tension[..., lines].sum(axis=2)
        table[..., OF_MUSCLES + 2 * k + 1] = moment[..., lines].sum(axis=2)
