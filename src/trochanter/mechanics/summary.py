"""A muscle account summed up per hip: mean stride and spread, or the one partial record, by group and by muscle.

Rotation moments: internal (thigh turned in) positive. Everything is in SI but angles, which are in degrees.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from trochanter.anatomy.muscle_names import DEEP_SIX
from trochanter.core.arrays import Flags, Floats, Ints, frozen
from trochanter.core.constants import GRAVITY_M_S2
from trochanter.core.sides import Side
from trochanter.kinematics.stride_spread import Course, course
from trochanter.kinematics.timeline import PERCENT, Timeline, bridged, sample, timeline
from trochanter.mechanics.account import Doubt, HipAccount, MuscleAccount, MuscleInfo

DEEP, GLUTEUS_MAXIMUS, GLUTEUS_SMALL = "deep", "gluteus_maximus", "gluteus_medius_minimus"
TENSOR = "tensor_fasciae_latae"
BUDGET_GROUPS = (DEEP, GLUTEUS_MAXIMUS, GLUTEUS_SMALL, TENSOR, "flexor", "adductor", "hamstring", "other")
LUMPED_GEMELLI = "gemelli"
ROTATION = 2
LEAST_ACTIVATION = 1e-6


@dataclass(frozen=True, slots=True)
class Envelope:
    """Least and most of a quantity along a hip's axis, (k,): a range, not an interval."""

    low: Floats
    high: Floats


@dataclass(frozen=True, slots=True)
class GroupCourse:
    """What one group turns in and out (N m, both positive).

    inward_cases, outward_cases (c, k): mean over strides, the account's own load sharing first, then every set; for the
    deep rotators two more: every line at its least and at its most within the narrowest near-optimal band, which no
    single solution does, so that their range holds all that the band allows.
    """

    group: str
    inward_Nm: Course
    outward_Nm: Course
    inward_cases: Floats
    outward_cases: Floats


@dataclass(frozen=True, slots=True)
class NearOptimal:
    """Least and most at a total cost of (1 + slack) times the optimum, mean over strides, (k,).

    range: activation of any of the muscle's lines; force_N_kg, moment_Nm: bounds of the summed force of its lines per
    body mass and of their summed rotation moment.
    """

    slack: float
    range: Envelope
    force_N_kg: Envelope
    moment_Nm: Envelope


@dataclass(frozen=True, slots=True)
class MuscleCourse:
    """One anatomical muscle of one hip; its lines joined. label: Latin name; lay: word for people.

    activation: mean of its lines; near_optimal: least and most of any of its lines; activation_sets,
    moment_sets, force_sets: range over the parameter sets; force_N_kg: summed over lines, per body mass;
    arm_m (s, k, 3): mean of its lines; doubt: share of frames with each Doubt bit, most frequent line.
    """

    muscle: str
    label: str
    lay: str
    group: str
    lines: tuple[int, ...]
    activation: Course
    activation_sets: Envelope
    near_optimal: tuple[NearOptimal, ...]
    moment_Nm: Course
    moment_sets: Envelope
    force_N_kg: Course
    force_sets: Envelope
    arm_m: Course
    doubt: dict[Doubt, float]


@dataclass(frozen=True, slots=True)
class HipSummary:
    """One hip along its axis; moments (flexion, adduction, rotation).

    moment_sigma_Nm (k, 3): mean standard error; contact_bw: size of the hip contact force in body weights; saturated
    (s, k): whether any muscle of this leg is at its upper bound, for all share the leg's moments; saturated_labels:
    which ever are.
    """

    side: Side
    axis: Timeline
    angle_deg: Course
    moment_Nm: Course
    moment_without_bias_Nm: Course
    moment_sigma_Nm: Floats
    reserve_Nm: Course
    contact_bw: Course
    saturated: Flags
    saturated_labels: tuple[str, ...]
    groups: tuple[GroupCourse, ...]
    muscles: tuple[MuscleCourse, ...]

    @property
    def strides(self) -> int:
        """Number of complete strides averaged; 0 where the record holds none."""
        return len(self.axis.stride_s)

    def group(self, name: str) -> GroupCourse | None:
        """One group of the budget, None where the model lacks it."""
        return next((each for each in self.groups if each.group == name), None)

    def muscle(self, name: str) -> MuscleCourse | None:
        """One anatomical muscle, None where the model lacks it."""
        return next((each for each in self.muscles if each.muscle == name), None)


@dataclass(frozen=True, slots=True)
class Summary:
    """Both hips of an account; instants without an answer are carried across by straight lines.

    unanswered: how many of the record's instants these are; edge_share: share of the instants summed up that lie
    within one filter time of the record's ends; deep_present: keys of the model's deep rotators, top of the hip to
    bottom; deep_missing: those of the six that it does not hold, lumped gemelli counting as both.
    """

    account: MuscleAccount
    hips: tuple[HipSummary, ...]
    unanswered: int
    edge_share: float
    deep_present: tuple[str, ...]
    deep_missing: tuple[str, ...]

    @property
    def whole_strides(self) -> bool:
        """Whether both hips are told per cent of complete strides."""
        return all(hip.axis.unit == PERCENT for hip in self.hips)


def summarise(account: MuscleAccount) -> Summary:
    """Sum an account up, hip by hip, right first."""
    present = {muscle.muscle for muscle in account.muscles if muscle.group == DEEP}
    hips = tuple(_hip(account, hip) for hip in sorted(account.hips, key=lambda hip: hip.side is Side.LEFT))
    order = (*DEEP_SIX[:1], LUMPED_GEMELLI, *DEEP_SIX[1:])
    lumped = tuple(key for key in DEEP_SIX if key.startswith("gemellus") and LUMPED_GEMELLI in present)
    missing = tuple(key for key in DEEP_SIX if key not in present and key not in lumped)
    return Summary(
        account=account,
        hips=hips,
        unanswered=int(np.sum(~np.isfinite(account.activation).all(axis=1))),
        edge_share=_edge_share(account, hips),
        deep_present=tuple(key for key in order if key in present),
        deep_missing=missing,
    )


def _edge_share(account: MuscleAccount, hips: tuple[HipSummary, ...]) -> float:
    edge, time_s = account.motion.edge.astype(float), account.motion.time_s
    return float(np.mean([np.mean(sample(edge, time_s, hip.axis.times_s) > 0.5) for hip in hips]))


def latin(muscle: str) -> str:
    """Latin name of a muscle's key.

    >>> latin("obturator_internus")
    'obturator internus'
    """
    return muscle.replace("_", " ")


def budget_group(muscle: MuscleInfo) -> str:
    """Group of the rotation budget: tensor fasciae latae and the gluteals are told apart, for they turn both ways."""
    if muscle.muscle == TENSOR:
        return TENSOR
    if muscle.group != "gluteal":
        return muscle.group if muscle.group in BUDGET_GROUPS else "other"
    return GLUTEUS_MAXIMUS if "maximus" in muscle.muscle else GLUTEUS_SMALL


def envelope(means: Iterable[Floats]) -> Envelope:
    """Range over several mean courses (k,)."""
    rows = np.array(list(means))
    return Envelope(frozen(rows.min(axis=0)), frozen(rows.max(axis=0)))


class _Cutter:
    """Samples an account's arrays on one hip's axis, nominal load sharing first, then every parameter set."""

    def __init__(self, account: MuscleAccount, axis: Timeline) -> None:
        self.account, self.axis = account, axis

    def cut(self, values: Floats) -> Floats:
        return sample(bridged(values), self.account.motion.time_s, self.axis.times_s)

    def lines(self, field: str, lines: Ints) -> list[Floats]:
        """Columns ``lines`` of a field of the account and of every set, each (s, k, lines)."""
        owners = (self.account, *self.account.sets)
        return [self.cut(getattr(owner, field)[:, lines]) for owner in owners]


def _hip(account: MuscleAccount, hip: HipAccount) -> HipSummary:
    cutter = _Cutter(account, timeline(account.motion, hip.side))
    crossing = _crossing(account, hip.side)
    leg = np.array([i for i, m in enumerate(account.muscles) if m.side is hip.side], dtype=np.int64)
    at_bound = (account.doubt[:, leg] & Doubt.SATURATED) > 0
    saturated = cutter.cut(np.any(at_bound, axis=1).astype(float)) > 0.5
    weight_N = person_kg(account) * GRAVITY_M_S2
    return HipSummary(
        side=hip.side,
        axis=cutter.axis,
        angle_deg=course(np.rad2deg(cutter.cut(hip.angle_rad))),
        moment_Nm=course(cutter.cut(hip.moment_Nm)),
        moment_without_bias_Nm=course(cutter.cut(hip.moment_without_bias_Nm)),
        moment_sigma_Nm=frozen(np.mean(cutter.cut(hip.moment_sigma_Nm), axis=0)),
        reserve_Nm=course(cutter.cut(hip.reserve_Nm)),
        contact_bw=course(cutter.cut(np.linalg.norm(hip.contact_N, axis=1)) / weight_N),
        saturated=frozen(saturated, np.bool_),
        saturated_labels=_labels(account, leg[np.any(at_bound, axis=0)]),
        groups=tuple(_groups(cutter, crossing)),
        muscles=tuple(_muscles(cutter, crossing)),
    )


def person_kg(account: MuscleAccount) -> float:
    """Mass of the person: the recorded one, else that of the body."""
    recorded = account.settings.get("person_mass_kg")
    return float(recorded) if recorded is not None else account.motion.body.mass_kg


def _crossing(account: MuscleAccount, side: Side) -> Ints:
    crosses = np.all(np.isfinite(account.arm_m), axis=(0, 2))
    return np.array([i for i, m in enumerate(account.muscles) if m.side is side and crosses[i]], dtype=np.int64)


def _labels(account: MuscleAccount, lines: Ints) -> tuple[str, ...]:
    return tuple(dict.fromkeys(latin(account.muscles[int(i)].muscle) for i in lines))


def _groups(cutter: _Cutter, crossing: Ints) -> Iterable[GroupCourse]:
    keys = np.array([budget_group(cutter.account.muscles[int(i)]) for i in crossing])
    for group in BUDGET_GROUPS:
        lines = crossing[keys == group]
        if not len(lines):
            continue
        cases = cutter.lines("rotation_moment_Nm", lines)
        if group == DEEP:
            cases += list(_banded_moments(cutter, lines))
        inward = [np.sum(np.maximum(case, 0.0), axis=2) for case in cases]
        outward = [np.sum(np.maximum(-case, 0.0), axis=2) for case in cases]
        yield GroupCourse(
            group,
            course(inward[0]),
            course(outward[0]),
            frozen([case.mean(axis=0) for case in inward]),
            frozen([case.mean(axis=0) for case in outward]),
        )


def _banded_moments(cutter: _Cutter, lines: Ints) -> Iterable[Floats]:
    """Rotation moments (s, k, lines) with every line at its least, then at its most, in the narrowest band."""
    account = cutter.account
    band = min(account.bands, key=lambda each: each.slack, default=None)
    passive, capacity = _passive_and_capacity(account, lines)
    for activation in () if band is None else (band.low, band.high):
        yield cutter.cut(account.arm_m[:, lines, ROTATION] * (passive + activation[:, lines] * capacity))


def _passive_and_capacity(account: MuscleAccount, lines: Ints) -> tuple[Floats, Floats]:
    """What lines pull at zero activation, and what full activation adds (n, lines), N."""
    force = account.force_N[:, lines]
    passive = np.zeros_like(force) if account.settings.get("parity") == "opensim" else account.passive_N[:, lines]
    return passive, (force - passive) / np.maximum(account.activation[:, lines], LEAST_ACTIVATION)


def _muscles(cutter: _Cutter, crossing: Ints) -> Iterable[MuscleCourse]:
    muscles = cutter.account.muscles
    for key in dict.fromkeys(muscles[int(i)].muscle for i in crossing):
        lines = np.array([i for i in crossing if muscles[int(i)].muscle == key], dtype=np.int64)
        yield _muscle(cutter, muscles[int(lines[0])], lines)


def _muscle(cutter: _Cutter, info: MuscleInfo, lines: Ints) -> MuscleCourse:
    account = cutter.account
    activation = [case.mean(axis=2) for case in cutter.lines("activation", lines)]
    moment = [case.sum(axis=2) for case in cutter.lines("rotation_moment_Nm", lines)]
    force = [case.sum(axis=2) / person_kg(account) for case in cutter.lines("force_N", lines)]
    return MuscleCourse(
        muscle=info.muscle,
        label=latin(info.muscle),
        lay=info.label.split(" (")[0].split(",")[0],
        group=info.group,
        lines=tuple(int(i) for i in lines),
        activation=course(activation[0]),
        activation_sets=envelope(case.mean(axis=0) for case in activation),
        near_optimal=tuple(_near_optimal(cutter, lines)),
        moment_Nm=course(moment[0]),
        moment_sets=envelope(case.mean(axis=0) for case in moment),
        force_N_kg=course(force[0]),
        force_sets=envelope(case.mean(axis=0) for case in force),
        arm_m=course(cutter.cut(account.arm_m[:, lines]).mean(axis=2)),
        doubt={bit: float(np.mean((account.doubt[:, lines] & bit) > 0, axis=0).max()) for bit in Doubt if bit},
    )


def _near_optimal(cutter: _Cutter, lines: Ints) -> Iterable[NearOptimal]:
    account, mass_kg = cutter.account, person_kg(cutter.account)
    passive, capacity = _passive_and_capacity(account, lines)
    for band in sorted(account.bands, key=lambda band: band.slack):
        low, high = (cutter.cut(values[:, lines]).mean(axis=0) for values in (band.low, band.high))
        least, most = (
            cutter.cut((passive + values[:, lines] * capacity).sum(axis=1)).mean(axis=0) / mass_kg
            for values in (band.low, band.high)
        )
        ends = [
            account.arm_m[:, lines, ROTATION] * (passive + values[:, lines] * capacity)
            for values in (band.low, band.high)
        ]
        inmost = cutter.cut(np.maximum(*ends).sum(axis=1)).mean(axis=0)
        outmost = cutter.cut(np.minimum(*ends).sum(axis=1)).mean(axis=0)
        yield NearOptimal(
            band.slack,
            Envelope(frozen(low.min(axis=1)), frozen(high.max(axis=1))),
            Envelope(frozen(least), frozen(most)),
            Envelope(frozen(outmost), frozen(inmost)),
        )
