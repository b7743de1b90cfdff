"""What a summary leaves out of its figures: each muscle's length, fibres, passive force and share of the turning.

Share of a muscle in what turns the thigh out, at one point of the axis: the outward moments of its lines over those of
all lines that cross the hip, both the mean over strides; inward alike.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from trochanter.core.arrays import Floats, frozen
from trochanter.kinematics.stride_spread import Course, course
from trochanter.kinematics.timeline import bridged, sample
from trochanter.mechanics.account import MuscleAccount
from trochanter.mechanics.summary import Envelope, HipSummary, MuscleCourse, envelope, person_kg

LEAST_SHARED_NM = 0.5


@dataclass(frozen=True, slots=True)
class Share:
    """Part of all that turns one way (k,), 0 to 1, and its range over the parameter sets.

    NaN where all muscles together turn that way by less than LEAST_SHARED_NM: there a share says nothing.
    """

    value: Floats
    sets: Envelope


@dataclass(frozen=True, slots=True)
class MuscleDetail:
    """One anatomical muscle of one hip, along the hip's axis.

    length_m, fiber_length (optimal fibre lengths), fiber_velocity (maximum contraction velocities, lengthening
    positive): mean of its lines; passive_N_kg: summed over lines, per body mass.
    """

    length_m: Course
    fiber_length: Course
    fiber_velocity: Course
    passive_N_kg: Course
    inward: Share
    outward: Share


def muscle_details(account: MuscleAccount, hip: HipSummary) -> tuple[MuscleDetail, ...]:
    """One detail a muscle of ``hip.muscles``, in their order; ``hip`` must be summed up from ``account``."""
    moments = (account.rotation_moment_Nm, *(each.rotation_moment_Nm for each in account.sets))
    cases = [_turning(account, hip, moment_Nm) for moment_Nm in moments]
    totals = [np.sum(case, axis=1) for case in cases]
    mass_kg = person_kg(account)
    return tuple(
        MuscleDetail(
            length_m=_mean(account, hip, account.length_m, muscle),
            fiber_length=_mean(account, hip, account.fiber_length_norm, muscle),
            fiber_velocity=_mean(account, hip, account.fiber_velocity_norm, muscle),
            passive_N_kg=course(_cut(account, hip, account.passive_N, muscle).sum(axis=2) / mass_kg),
            inward=_share([(case[0, k], total[0]) for case, total in zip(cases, totals, strict=True)]),
            outward=_share([(case[1, k], total[1]) for case, total in zip(cases, totals, strict=True)]),
        )
        for k, muscle in enumerate(hip.muscles)
    )


def _cut(account: MuscleAccount, hip: HipSummary, values: Floats, muscle: MuscleCourse) -> Floats:
    """Values of a muscle's lines on the hip's axis, (s, k, lines)."""
    return sample(bridged(values[:, list(muscle.lines)]), account.motion.time_s, hip.axis.times_s)


def _mean(account: MuscleAccount, hip: HipSummary, values: Floats, muscle: MuscleCourse) -> Course:
    return course(_cut(account, hip, values, muscle).mean(axis=2))


def _turning(account: MuscleAccount, hip: HipSummary, moment_Nm: Floats) -> Floats:
    """Inward and outward moment of each muscle (2, muscles, k), both positive, mean over strides."""
    moments = [_cut(account, hip, moment_Nm, muscle) for muscle in hip.muscles]
    parts = ([np.maximum(sign * each, 0.0).sum(axis=2).mean(axis=0) for each in moments] for sign in (1.0, -1.0))
    return np.array(list(parts))


def _share(cases: Iterable[tuple[Floats, Floats]]) -> Share:
    shares = [
        np.where(total >= LEAST_SHARED_NM, own / np.maximum(total, LEAST_SHARED_NM), np.nan) for own, total in cases
    ]
    return Share(frozen(shares[0]), envelope(shares))
