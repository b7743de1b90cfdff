"""Two trials of one person at different step rates beside each other: only what was really run is compared.

No motion at another step rate can be calculated from one recording: steps, ground forces and angles all change with it.
"""

from dataclasses import dataclass

import numpy as np

from trochanter.core.arrays import Floats, frozen
from trochanter.core.constants import GRAVITY_M_S2
from trochanter.core.errors import BadSetting, MissingInput
from trochanter.core.quality import Notice
from trochanter.core.sides import SIDES, Side
from trochanter.kinematics.rhythm import Rhythm, rhythm
from trochanter.kinematics.timeline import Timeline, bridged, sample, timeline
from trochanter.mechanics.account import MuscleAccount
from trochanter.mechanics.summary import person_kg

LEAST_DIFFERENCE = 0.02  # of the lower rate: below it a person has not changed the step rate
SAME_MASS = 0.02


@dataclass(frozen=True, slots=True)
class RateSide:
    """One side at the lower and the higher rate; every array has these two rows.

    phases (p,): names, the whole stride last; contact_bw (2, p): mean hip contact force; impulse_bw_s (2, p): the same
    times the phase's duration, a stride; rotation_moment_Nm (2, p): mean net moment, internal positive; muscles (q,),
    force_N (2, p, q): mean force of each muscle, its lines joined.
    """

    side: Side
    phases: tuple[str, ...]
    contact_bw: Floats
    impulse_bw_s: Floats
    rotation_moment_Nm: Floats
    muscles: tuple[str, ...]
    force_N: Floats


@dataclass(frozen=True, slots=True)
class StepRates:
    """Two trials: names and cadence_per_min (2,) of the lower and the higher rate; sides: right, left."""

    names: tuple[str, str]
    cadence_per_min: Floats
    sides: tuple[RateSide, ...]
    notices: tuple[Notice, ...]


def compare_step_rates(first: MuscleAccount, second: MuscleAccount) -> StepRates:
    """Accounts of two trials that were run at different step rates.

    Raises MissingInput where a trial has no complete stride on both sides, BadSetting where the rates do not differ by
    2 % and more than they vary from stride to stride, where the masses are of different people, or where the accounts
    were made with other models or choices.
    """
    rates = [_rhythm(account) for account in (first, second)]
    _refuse_same_rate(rates)
    _refuse_other_settings(first, second)
    ordered = sorted(zip(rates, (first, second), strict=True), key=lambda pair: pair[0].cadence_per_min)
    low, high = (account for _, account in ordered)
    text = (
        "nothing in a recording says how fast the belt or the person was: if that differs too, both effects are mixed"
    )
    return StepRates(
        names=(low.motion.name, high.motion.name),
        cadence_per_min=frozen([rate.cadence_per_min for rate, _ in ordered]),
        sides=tuple(_side(side, (low, high)) for side in SIDES),
        notices=(Notice("speed-unknown", text),),
    )


def _rhythm(account: MuscleAccount) -> Rhythm:
    found = rhythm(account.motion)
    if not np.isfinite(found.cadence_per_min):
        raise MissingInput(
            "the trial holds no complete stride of both sides, so that it has no step rate",
            where=account.motion.name,
            valid="trials with at least one complete stride a side",
            next_step="record some seconds of running at each rate",
        )
    return found


def _refuse_same_rate(rates: list[Rhythm]) -> None:
    cadence = [rate.cadence_per_min for rate in rates]
    apart, spread = abs(cadence[1] - cadence[0]), float(np.nanmax([0.0, *(r.cadence_sd_per_min for r in rates)]))
    if apart < max(LEAST_DIFFERENCE * min(cadence), spread):
        raise BadSetting(
            "the second trial",
            f"{cadence[1]:.1f} steps a minute beside {cadence[0]:.1f}",
            f"trials whose step rates differ by {100.0 * LEAST_DIFFERENCE:g} % and by more than their own spread",
            "record the second trial with steps to a metronome; a step rate that nobody ran is not calculated",
        )


def _refuse_other_settings(first: MuscleAccount, second: MuscleAccount) -> None:
    masses = [person_kg(account) for account in (first, second)]
    if abs(masses[1] / masses[0] - 1.0) > SAME_MASS:
        raise BadSetting(
            "the second trial", f"a person of {masses[1]:.1f} kg", f"the same person, of {masses[0]:.1f} kg"
        )
    for name in ("set", "power", "parity", "strength_scale", "reserve_optimal_Nm"):
        if first.settings.get(name) != second.settings.get(name):
            raise BadSetting(f"{name} of the second trial", second.settings.get(name), str(first.settings.get(name)))
    if first.motion.body.muscles.names != second.motion.body.muscles.names:
        raise BadSetting("the second trial's model", second.motion.body.name, "the model of the first trial")


def _side(side: Side, accounts: tuple[MuscleAccount, MuscleAccount]) -> RateSide:
    axes = [timeline(account.motion, side) for account in accounts]
    keys = tuple(dict.fromkeys(m.muscle for m in accounts[0].muscles if m.side is side))
    parts = [_parts(account, axis, side, keys) for account, axis in zip(accounts, axes, strict=True)]
    contact, impulse, moment, force = (frozen([part[k] for part in parts]) for k in range(4))
    return RateSide(side, (*(span.phase for span in axes[0].spans), "whole"), contact, impulse, moment, keys, force)


def _parts(
    account: MuscleAccount, axis: Timeline, side: Side, keys: tuple[str, ...]
) -> tuple[Floats, Floats, Floats, Floats]:
    """Contact, impulse (p,), net rotation moment (p,) and muscle forces (p, q) of one trial."""
    hip, weight_N = account.hip(side), person_kg(account) * GRAVITY_M_S2
    lines = [[i for i, m in enumerate(account.muscles) if m.side is side and m.muscle == key] for key in keys]
    joined = np.stack([account.force_N[:, own].sum(axis=1) for own in lines], axis=1)
    contact = np.linalg.norm(hip.contact_N, axis=1) / weight_N

    def mean(values: Floats) -> Floats:
        course = sample(bridged(values), account.motion.time_s, axis.times_s).mean(axis=0)
        return np.stack([*(course[axis.within(span)].mean(axis=0) for span in axis.spans), course.mean(axis=0)])

    shares = np.array([*((span.end - span.start) / 100.0 for span in axis.spans), 1.0])
    size = mean(contact)
    return size, size * shares * float(axis.stride_s.mean()), mean(hip.moment_Nm[:, 2]), mean(joined)
