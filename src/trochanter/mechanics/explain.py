"""The verb ``explain``: a motion and its body make a muscle account."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from trochanter.anatomy.body import Body, Muscles
from trochanter.anatomy.deep_sets import deep_sets
from trochanter.anatomy.hip_model import with_set
from trochanter.anatomy.muscle_names import describe
from trochanter.anatomy.person import person_mass_kg
from trochanter.core.arrays import Floats, Ints, frozen
from trochanter.core.errors import BadSetting, ImpossibleData, MissingInput, UnknownName
from trochanter.core.expected import expect
from trochanter.core.quality import Notice
from trochanter.core.sides import SIDES, side_of
from trochanter.kinematics.motion import Motion, body_in
from trochanter.mechanics.account import Band, HipAccount, MuscleAccount, MuscleInfo, PlateCheck, SetShare, StrengthCase
from trochanter.mechanics.balance import (
    Parity,
    Sharing,
    balanced_coordinates,
    ideal_coordinates,
    of_ankle,
    share_loads,
)
from trochanter.mechanics.band import near_optimal_bands
from trochanter.mechanics.contact import hip_contact
from trochanter.mechanics.doubts import doubts, sharing_notices
from trochanter.mechanics.dynamics import Dynamics, inverse_dynamics
from trochanter.mechanics.geometry import Engine, Geometry, geometry, make_engine
from trochanter.mechanics.implausible import implausible_loads
from trochanter.mechanics.jumps import path_jumps
from trochanter.mechanics.moment_error import hip_columns, hip_moments, moment_sigma
from trochanter.mechanics.newton import force_against_acceleration
from trochanter.mechanics.plate import check_plate, without_bias
from trochanter.mechanics.sampling import FEWEST_SAMPLES, check_samples
from trochanter.mechanics.set_limits import beyond_limits, set_notice
from trochanter.mechanics.strength import strength_case

SLIGHTEST_STRENGTH, GREATEST_STRENGTH = 0.05, 20.0
EACH, BRIEF_INSTANTS = 12, 36  # of an account's own intervals: samples with one input alone, instants of the stride


@dataclass(frozen=True, slots=True)
class Settings:
    """Recorded choices of an account.

    power: of activations in the cost, 2 or 3; parity: 'opensim' reproduces OpenSim's static optimization (no passive
    force, its pennation), 'none' does not; reserve_optimal_Nm: what a reserve costs; strength_scale: on what every
    muscle can pull actively, passive forces stay; slacks: of the near-optimal bands, () for none; sets: parameter sets
    of the deep rotators to compare, None for all that the body can take, () for none; strength_cases: further factors
    on strength to sum up; mass_kg: of the person, None to take it from the body; samples: how many a Monte Carlo
    analysis draws for intervals (``monte_carlo``), 0 for none.
    """

    power: int = 2
    parity: Parity = "none"
    reserve_optimal_Nm: float = 1.0
    strength_scale: float = 1.0
    slacks: tuple[float, ...] = (0.05, 0.20)
    sets: tuple[str, ...] | None = None
    strength_cases: tuple[float, ...] = (1.0, 1.5, 2.0)
    mass_kg: float | None = None
    samples: int = 0

    def __post_init__(self) -> None:
        if self.power not in (2, 3):
            raise BadSetting("power of activations", self.power, "2 or 3")
        for name, value in (("strength scale", self.strength_scale), ("reserve", self.reserve_optimal_Nm)):
            expect(name, value, (int, float), "a number")
        if not SLIGHTEST_STRENGTH <= self.strength_scale <= GREATEST_STRENGTH:
            valid = f"{SLIGHTEST_STRENGTH:g} to {GREATEST_STRENGTH:g}, such as 1.5"
            raise BadSetting("strength scale", self.strength_scale, valid)
        if not (np.isfinite(self.reserve_optimal_Nm) and self.reserve_optimal_Nm > 0.0):
            raise BadSetting("reserve", self.reserve_optimal_Nm, "N m above 0, such as 1")
        expect("mass of the person", self.mass_kg, (int, float, type(None)), "10 to 300 kg")
        if self.mass_kg is not None and not 10.0 <= self.mass_kg <= 300.0:
            raise BadSetting("mass of the person", self.mass_kg, "10 to 300 kg")
        if self.samples:
            check_samples("samples", self.samples, FEWEST_SAMPLES)


def explain(motion: Motion, body: Body | None = None, settings: Settings | None = None) -> MuscleAccount:
    """What every muscle does in a motion; ``body`` must be the motion's own, or what it was made from, if it is given.

    Raises BadSetting for impossible settings, UnknownName for an unknown parameter set.
    """
    expect("motion", motion, Motion, "a motion, as solve() gives it")
    expect("body", body, (Body, type(None)), "the body of the motion, or None")
    expect("settings", settings, (Settings, type(None)), "Settings, or None for the usual ones")
    chosen = settings or Settings()
    if body is not None and body.coordinates.names != motion.body.coordinates.names:
        raise BadSetting("body", body.name, f"the body of the motion, '{motion.body.name}'")
    engine = make_engine(motion.body if body is None else body_in(motion, body))
    shape, dynamics = geometry(engine, motion.q), inverse_dynamics(motion, engine)
    balanced = balanced_coordinates(motion, shape)
    muscles = engine.body.muscles
    sharing = _share(motion, shape, dynamics, balanced, muscles, chosen)
    mass = chosen.mass_kg or person_mass_kg(engine.body)
    plate = check_plate(motion, mass)
    names = tuple(engine.body.coordinates.names[c] for c in balanced)
    infos = muscle_infos(muscles.names)
    arms = own_hip_arms(shape, engine)
    sets, unfit = _sets(motion, engine, shape, dynamics, balanced, arms[:, :, 2], chosen)
    notices, doubt = _quality(motion, sharing, names, infos, engine, balanced)
    hips = _hips(motion, engine, dynamics, shape, sharing, plate)
    account = MuscleAccount(
        motion=motion,
        muscles=infos,
        length_m=frozen(shape.length_m),
        fiber_length_norm=sharing.fibers.length_norm,
        fiber_velocity_norm=sharing.fibers.velocity_norm,
        activation=sharing.result.activation,
        force_N=frozen(sharing.force_N),
        passive_N=sharing.loads.passive_N,
        arm_m=frozen(arms),
        rotation_moment_Nm=frozen(np.nan_to_num(arms[:, :, 2]) * sharing.force_N),
        doubt=frozen(doubt, np.int64),
        bands=_bands(sharing, names, chosen),
        generalized_force=frozen(dynamics.tau),
        balanced=names,
        demand_Nm=sharing.loads.demand_Nm,
        reserve_Nm=sharing.result.reserve_Nm,
        reserve_optimal_Nm=sharing.loads.reserve_Nm,
        hips=hips,
        sets=sets,
        strength=_strengths(motion, engine, shape, dynamics, sharing, chosen, mass),
        plate=plate,
        settings=_recorded(chosen, motion, mass),
        notices=(
            *motion.notices,
            *engine.body.notices,
            *path_jumps(motion, shape),
            *implausible_loads(motion, dynamics, hips, mass),
            *force_against_acceleration(motion, mass),
            *notices,
            *unfit,
        ),
    )
    return _with_intervals(account, engine.body, chosen.samples) if chosen.samples else account


def _with_intervals(account: MuscleAccount, body: Body, samples: int) -> MuscleAccount:
    """The account with its intervals, or with a notice that says why there are none."""
    from trochanter.mechanics.monte_carlo import monte_carlo

    try:
        found = monte_carlo(account, samples, body=body, each=EACH, most_instants=BRIEF_INSTANTS)
    except (ImpossibleData, MissingInput) as error:
        return replace(account, notices=(*account.notices, Notice("no-intervals", f"no intervals: {error.what}")))
    return replace(account, uncertainty=found)


def muscle_infos(names: tuple[str, ...]) -> tuple[MuscleInfo, ...]:
    """Who each muscle of a model is."""
    known = [(name, describe(name)) for name in names]
    return tuple(MuscleInfo(name, side_of(name), k.group, k.muscle, k.label) for name, k in known)


def own_hip_arms(shape: Geometry, engine: Engine) -> Floats:
    """Moment arms (n, m, 3) of each muscle about its own hip: flexion, adduction, rotation; NaN where it has none."""
    arms = np.full((*shape.length_m.shape, 3), np.nan)
    for hip, columns in enumerate(hip_columns(engine)):
        crossing = np.flatnonzero(shape.hip == hip)
        for k, coordinate in enumerate(columns):
            arms[:, crossing, k] = shape.arm_about(int(coordinate))[:, crossing]
    return arms


def _share(
    motion: Motion,
    shape: Geometry,
    dynamics: Dynamics,
    balanced: Ints,
    muscles: Muscles,
    chosen: Settings,
    factor: float = 1.0,
) -> Sharing:
    return share_loads(
        motion,
        shape,
        dynamics,
        balanced,
        muscles,
        power=chosen.power,
        reserve_optimal_Nm=chosen.reserve_optimal_Nm,
        parity=chosen.parity,
        strength=chosen.strength_scale * factor,
    )


def _bands(sharing: Sharing, names: tuple[str, ...], chosen: Settings) -> tuple[Band, ...]:
    if not chosen.slacks:
        return ()
    return near_optimal_bands(sharing.plan, sharing.loads, sharing.result, of_ankle(names), chosen.slacks)


def _quality(
    motion: Motion,
    sharing: Sharing,
    names: tuple[str, ...],
    infos: tuple[MuscleInfo, ...],
    engine: Engine,
    balanced: Ints,
) -> tuple[tuple[Notice, ...], Ints]:
    ideal = ideal_coordinates(motion, balanced)
    return sharing_notices(motion, sharing, names, infos, engine.body, ideal), doubts(motion, sharing, names, infos)


def _hips(
    motion: Motion, engine: Engine, dynamics: Dynamics, shape: Geometry, sharing: Sharing, plate: PlateCheck | None
) -> tuple[HipAccount, ...]:
    columns = hip_columns(engine)
    moment = dynamics.demand[:, columns]
    biased = plate is not None and np.isfinite(plate.stance_bias_Nm)
    unbiased = hip_moments(without_bias(motion, plate), engine) if plate is not None and biased else moment
    sigma = moment_sigma(motion, engine, moment, unbiased)
    contact = hip_contact(motion, engine, dynamics, shape, sharing.force_N)
    reserve = np.zeros_like(dynamics.demand)
    reserve[:, list(sharing.plan.coordinates)] = sharing.result.reserve_Nm
    return tuple(
        HipAccount(
            side=side,
            angle_rad=frozen(motion.of_hips.q[:, columns[h]]),
            moment_Nm=frozen(moment[:, h]),
            moment_without_bias_Nm=frozen(unbiased[:, h]),
            moment_sigma_Nm=frozen(sigma[:, h]),
            reserve_Nm=frozen(reserve[:, columns[h]]),
            contact_N=frozen(contact[:, h]),
        )
        for h, side in enumerate(SIDES)
    )


def _sets(
    motion: Motion,
    engine: Engine,
    shape: Geometry,
    dynamics: Dynamics,
    balanced: Ints,
    rotation_arm_m: Floats,
    chosen: Settings,
) -> tuple[tuple[SetShare, ...], tuple[Notice, ...]]:
    """Load sharing under every set that fits the trial, and notices on those that do not; the body's own set stays."""
    shares, notices = [], []
    for name in _set_names(engine.body, chosen):
        muscles = with_set(engine.body, name).muscles
        sharing = _share(motion, shape, dynamics, balanced, muscles, chosen)
        beyond = beyond_limits(sharing.fibers, muscles, motion)
        if beyond:
            notices.append(set_notice(name, beyond, kept=name == _set_of(engine.body)))
        if beyond and name != _set_of(engine.body):
            continue
        force = sharing.force_N
        moment = frozen(np.nan_to_num(rotation_arm_m) * force)
        shares.append(SetShare(name, sharing.result.activation, frozen(force), moment))
    return tuple(shares), tuple(notices)


def _strengths(
    motion: Motion,
    engine: Engine,
    shape: Geometry,
    dynamics: Dynamics,
    sharing: Sharing,
    chosen: Settings,
    mass_kg: float,
) -> tuple[StrengthCase, ...]:
    balanced = np.array(sharing.plan.coordinates)
    cases = []
    for factor in chosen.strength_cases:
        muscles = engine.body.muscles
        again = sharing if factor == 1.0 else _share(motion, shape, dynamics, balanced, muscles, chosen, factor)
        cases.append(strength_case(factor, again, motion, engine, dynamics, shape, mass_kg))
    return tuple(cases)


def _set_names(body: Body, chosen: Settings) -> tuple[str, ...]:
    for name in chosen.sets or ():
        if name not in deep_sets():
            raise UnknownName("parameter set of the deep rotators", name, deep_sets())
    if chosen.sets is not None:
        return chosen.sets
    return deep_sets() if any(notice.code == "deep-set" for notice in body.notices) else ()


def _recorded(chosen: Settings, motion: Motion, mass_kg: float) -> Mapping[str, str | float | None]:
    return {
        "set": _set_of(motion.body),
        "power": chosen.power,
        "parity": chosen.parity,
        "reserve_optimal_Nm": chosen.reserve_optimal_Nm,
        "strength_scale": chosen.strength_scale,
        "cutoff_hz": motion.cutoff_hz,
        "person_mass_kg": mass_kg,
        "ground_forces": "yes" if motion.loads else "no",
        "samples": float(chosen.samples),
    }


def _set_of(body: Body) -> str:
    """The parameter set of a body's deep rotators, as its notice names it; 'model' for a model's own values."""
    texts = [notice.text for notice in body.notices if notice.code == "deep-set"]
    return texts[0].split("'")[1] if texts else "model"
