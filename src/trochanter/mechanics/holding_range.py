"""Holding still, with ranges: how much of what it could give each hip muscle gives, over what is not known well.

Cases: the leg as its body has it under the first load, with squared activations in the cost; then seeded shifts of the
attachments (``claims.hip``); then every parameter set of the deep rotators that fits no worse
than the body's own, every load, every power. A range
holds the middle 95 % of the shifts, widened to all other cases. Shifts keep the neutral length of every path: whoever
has other attachments has tendons that fit them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from trochanter.anatomy.body import Body
from trochanter.anatomy.deep_sets import deep_sets, described_stems
from trochanter.anatomy.hip_model import with_set
from trochanter.anatomy.muscle_names import describe
from trochanter.core.arrays import Flags, Floats, frozen
from trochanter.mechanics.atlas import chosen_muscles
from trochanter.mechanics.claims.hip import Range, moved_points, ranged
from trochanter.mechanics.doubts import RESERVE_FLOOR_NM, RESERVE_SHARE
from trochanter.mechanics.fibers import fiber_state
from trochanter.mechanics.geometry import Engine, Geometry, geometry
from trochanter.mechanics.holding import HIP, Case, Force, Hold, Leg, Prop, hold, moments, own_case, prop_arms
from trochanter.mechanics.sampling import POWERS
from trochanter.mechanics.set_limits import LARGEST_PASSIVE, LONGEST, SHORTEST

SAMPLES = 40


@dataclass(frozen=True, slots=True)
class Load:
    """One way in which n postures may be loaded: outside forces, and which props (b,) are there."""

    forces: tuple[Force, ...] = ()
    props: tuple[bool, ...] = ()


@dataclass(frozen=True, slots=True)
class HeldRange:
    """What holding n postures takes of M hip muscles, all lines of a muscle together.

    muscles: keys; shape: geometry at the postures; activation: share of what the muscle could give there, at each
    posture (n, M); peak: the largest of the postures (M,); demand_Nm: of load and limb, reserve_Nm (n, 3): of the hip
    as the body stands; out_of_reach (n,): a hip moment that muscles cannot give; sets: parameter sets that took part;
    nominal: the first case, all lines.
    """

    muscles: tuple[str, ...]
    activation: Range
    peak: Range
    demand_Nm: Floats
    reserve_Nm: Floats
    out_of_reach: Flags
    sets: tuple[str, ...]
    shape: Geometry
    nominal: Hold

    @property
    def muscles_Nm(self) -> Floats:
        """What is left for the hip's muscles (n, 3) in the first case, once props have carried their part."""
        pushed = np.einsum("nbd,nb->nd", self.nominal.prop_arm_m, self.nominal.prop_N[0])
        return np.asarray(self.demand_Nm - pushed[:, list(HIP)])


def held_range(
    leg: Leg, q: Floats, loads: Sequence[Load], props: Sequence[Prop] = (), samples: int = SAMPLES
) -> HeldRange:
    """Hold postures q (n, n_q) under the first of ``loads``, with the range over all that is not known.

    props: what the leg may rest on, in the order of ``Load.props``; q with coupled coordinates (``holding.coupled``).
    """
    arms = prop_arms(leg, q, props)
    cases = [_case(leg, q, load) for load in loads]
    first = hold(leg, [cases[0], *_shifted(leg, q, cases[0], samples)], arms)
    sets = _fitting(leg, cases[0].shape)
    every = [replace(case, muscles=chosen_muscles(b.muscles, leg.of_body)) for b in sets.values() for case in cases]
    others = [hold(leg, every, arms, power) for power in POWERS]
    keys, groups = hip_muscles(leg)
    activation = np.concatenate([_by_muscle(each, groups) for each in (first, *others)])
    reach = _out_of_reach(first)
    return HeldRange(
        muscles=keys,
        activation=ranged(activation, samples),
        peak=ranged(activation.max(axis=1), samples),
        demand_Nm=frozen(first.demand_Nm[0][:, list(HIP)]),
        reserve_Nm=frozen(first.reserve_Nm[0][:, list(HIP)]),
        out_of_reach=frozen(reach, np.bool_),
        sets=tuple(sets),
        shape=cases[0].shape,
        nominal=first,
    )


def _case(leg: Leg, q: Floats, load: Load) -> Case:
    return replace(own_case(leg, q, moments(leg, q, load.forces)), props=np.array(load.props, dtype=float))


def _shifted(leg: Leg, q: Floats, case: Case, samples: int) -> list[Case]:
    """The case with attachments shifted."""
    engine = leg.engine
    with_neutral = np.concatenate([q, leg.body.coordinates.default[None]])
    crossing = [m for m, crosses in zip(leg.of_body, leg.crosses, strict=True) if crosses]
    tables = moved_points(engine, crossing, samples)
    shapes = [geometry(Engine(engine.body, engine.tree, engine.plan._replace(point=t)), with_neutral) for t in tables]
    neutral = shapes[0].length_m[-1]
    return [replace(case, shape=_fitted(shape, neutral)) for shape in shapes[1:]]


def _fitted(shape: Geometry, neutral_m: Floats) -> Geometry:
    """Geometry without its last posture, in which every path is made as long as ``neutral_m`` (m,)."""
    length = shape.length_m[:-1] - (shape.length_m[-1] - neutral_m)
    return replace(shape, length_m=length, arm_m=np.ascontiguousarray(shape.arm_m[:-1]), pull=shape.pull[:-1])


def _fitting(leg: Leg, shape: Geometry) -> dict[str, Body]:
    """The body with its own parameter set, and with each other one that does not fit worse."""
    own = next((n.text.split("'")[1] for n in leg.body.notices if n.code == "deep-set"), "")
    if not own:
        return {"model": leg.body}
    bodies = {own: leg.body} | {name: with_set(leg.body, name) for name in deep_sets() if name != own}
    anyway = set(misfits(leg, leg.body, shape))
    return {name: body for name, body in bodies.items() if anyway.issuperset(misfits(leg, body, shape))}


def misfits(leg: Leg, body: Body, shape: Geometry) -> tuple[str, ...]:
    """Deep lines of a body that leave what is believed of fibres (``set_limits``) in one of n postures."""
    stems = described_stems(leg.body.muscles.names)
    deep = [k for k, line in enumerate(leg.lines) if line.rsplit("_", 1)[0] in stems]
    muscles = chosen_muscles(body.muscles, [leg.of_body[k] for k in deep])
    length = np.ascontiguousarray(shape.length_m[:, deep])
    fibers = fiber_state(muscles, length, np.zeros_like(length))
    off = (fibers.length_norm < SHORTEST) | (fibers.length_norm > LONGEST)
    off |= fibers.passive_N > LARGEST_PASSIVE * muscles.max_isometric_force_N
    return tuple(muscles.names[k] for k in np.flatnonzero(off.any(axis=0)))


def hip_muscles(leg: Leg) -> tuple[tuple[str, ...], list[list[int]]]:
    """Keys of the hip's muscles, and the lines of each."""
    groups: dict[str, list[int]] = {}
    for k, line in enumerate(leg.lines):
        if leg.crosses[k]:
            groups.setdefault(describe(line).muscle, []).append(k)
    return tuple(groups), list(groups.values())


def _by_muscle(found: Hold, groups: Sequence[Sequence[int]]) -> Floats:
    """Active force over capacity of each muscle's lines together (k, n, M)."""
    active = found.activation * found.capacity_N
    shares = [active[:, :, g].sum(axis=2) / np.maximum(found.capacity_N[:, :, g].sum(axis=2), 1e-9) for g in groups]
    return np.stack(shares, axis=2)


def _out_of_reach(found: Hold) -> Flags:
    """Postures of the first case whose hip leans on reserves (n,)."""
    demand, reserve = (np.abs(v[0][:, list(HIP)]) for v in (found.demand_Nm, found.reserve_Nm))
    limit = np.maximum(RESERVE_SHARE * demand.max(axis=0), RESERVE_FLOOR_NM)
    return np.asarray(np.any(reserve > limit, axis=1))
