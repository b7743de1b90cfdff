"""An account as one versioned JSON object: every number with its unit and, where there is one, its error or range.

The shapes are the classes of ``exchange.schema``; ``docs/result.md`` explains them.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np

from trochanter.capture.trial import Table
from trochanter.core.arrays import Floats
from trochanter.core.places import file_place, without_folders
from trochanter.core.sides import SIDES
from trochanter.exchange.quantities import numbers, quantity, versions
from trochanter.exchange.schema import (
    HipResult,
    InputFile,
    LeftOutSignalResult,
    MuscleResult,
    NearOptimalResult,
    PhaseResult,
    PlateResult,
    ReserveResult,
    Result,
    SideDifferenceResult,
    SidesResult,
    SignalResult,
    SignalSideResult,
    SignalsResult,
    StrengthResult,
    StretchResult,
    StrideResult,
    WarningResult,
)
from trochanter.exchange.shapes import Curve, Quantity
from trochanter.kinematics.motion import Stride
from trochanter.kinematics.stride_spread import Course
from trochanter.kinematics.timeline import PERCENT
from trochanter.mechanics.account import Doubt, MuscleAccount, PlateCheck, StrengthCase
from trochanter.mechanics.emg import EmgComparison, Stretches, compare_emg
from trochanter.mechanics.muscle_detail import MuscleDetail, Share, muscle_details
from trochanter.mechanics.side_difference import side_verdict
from trochanter.mechanics.summary import Envelope, HipSummary, MuscleCourse, Summary, summarise

SCHEMA = "trochanter.result/2"
MOVES = ("flexion", "adduction", "rotation")
UNITS = {"_hz": "Hz", "_kg": "kg", "_Nm": "N m", "_m": "m", "_s": "s"}  # of recorded choices, by the end of their name


def result_of(
    account: MuscleAccount,
    *,
    inputs: tuple[InputFile, ...] = (),
    emg: Table | None = None,
    timings_s: Mapping[str, float] | None = None,
    summary: Summary | None = None,
) -> Result:
    """The result object of an account; inputs and timings_s are recorded as given; summary: where it is made already.

    emg: muscle signals of the same recording. Raises ImpossibleData and MissingInput where they cannot be compared.
    """
    from trochanter.exchange.motion_result import hip_rotation_result, marker_fit_result, residuals_result
    from trochanter.exchange.uncertainty_result import uncertainty_result

    motion, summary = account.motion, summarise(account) if summary is None else summary
    return Result(
        schema=SCHEMA,
        name=motion.name,
        model=motion.body.name,
        versions=versions(),
        inputs=list(inputs),
        parameters={key: _choice(key, value) for key, value in account.settings.items()},
        duration=quantity(float(motion.time_s[-1] - motion.time_s[0]), "s"),
        rate=quantity(1.0 / float(motion.time_s[1] - motion.time_s[0]), "Hz"),
        coordinates=dict(zip(motion.body.coordinates.names, motion.roles, strict=True)),
        strides=[_stride(stride) for stride in motion.strides],
        plate=_plate(account.plate),
        reserves=[_reserve(account, j) for j in range(len(account.balanced))],
        strength=[_strength(case) for case in account.strength],
        hips={hip.side.word: _hip(account, hip) for hip in summary.hips},
        sides=_sides(summary),
        emg=None if emg is None else _signals(account, emg),
        marker_fit=marker_fit_result(motion),
        hip_rotation=hip_rotation_result(motion),
        residuals=residuals_result(account),
        uncertainty=uncertainty_result(account.uncertainty),
        warnings=[
            WarningResult(code=n.code, text=without_folders(n.text), where=file_place(n.where)) for n in account.notices
        ],
        timings={key: quantity(value, "s") for key, value in (timings_s or {}).items()},
    )


def _choice(name: str, value: Any) -> str | Quantity | None:
    if value is None or isinstance(value, str):
        return value
    return quantity(float(value), next((unit for end, unit in UNITS.items() if name.endswith(end)), "1"))


def _stride(stride: Stride) -> StrideResult:
    return StrideResult(
        side=stride.side.word,
        contact=quantity(stride.contact_s, "s"),
        toe_off=quantity(stride.toe_off_s, "s"),
        next_contact=quantity(stride.next_contact_s, "s"),
        complete=stride.complete,
        used=stride.complete and stride.usable,
        reason=stride.reason,
    )


def _plate(plate: PlateCheck | None) -> PlateResult | None:
    if plate is None:
        return None
    return PlateResult(
        free_moment_bias=quantity(plate.free_moment_bias_Nm, "N m"),
        stance_bias=quantity(plate.stance_bias_Nm, "N m"),
        mean_vertical=quantity(plate.mean_vertical_bw, "body weights"),
        lag=quantity(plate.lag_s, "s"),
        believable=plate.believable,
        reasons=list(plate.reasons),
    )


def _reserve(account: MuscleAccount, j: int) -> ReserveResult:
    return ReserveResult(
        coordinate=account.balanced[j],
        optimal=quantity(float(account.reserve_optimal_Nm[j]), "N m"),
        peak=quantity(_peak(account.reserve_Nm[:, j]), "N m"),
        peak_demand=quantity(_peak(account.demand_Nm[:, j]), "N m"),
    )


def _strength(case: StrengthCase) -> StrengthResult:
    peaks = zip(SIDES, case.peak_contact_bw, strict=True)
    return StrengthResult(
        factor=quantity(case.factor, "1"),
        saturated=case.saturated,
        peak_contact={side.word: quantity(value, "body weights") for side, value in peaks},
        peak_reserve=quantity(case.peak_reserve_Nm, "N m"),
    )


def _peak(values: Floats) -> float:
    return float(np.nanmax(np.abs(values))) if np.isfinite(values).any() else float("nan")


def _hip(account: MuscleAccount, hip: HipSummary) -> HipResult:
    unit = "percent of stride" if hip.axis.unit == PERCENT else "s"
    return HipResult(
        axis=Curve(unit=unit, values=numbers(hip.axis.x)),
        strides=hip.strides,
        toe_off=[quantity(float(at), unit) for at in hip.axis.toe_off],
        phases=[
            PhaseResult(name=s.phase, start=quantity(s.start, unit), end=quantity(s.end, unit), whole=s.whole)
            for s in hip.axis.spans
        ],
        angle=_by_move(hip.angle_deg, "deg"),
        moment=_by_move(hip.moment_Nm, "N m", hip.moment_sigma_Nm),
        moment_without_plate_bias=_by_move(hip.moment_without_bias_Nm, "N m", hip.moment_sigma_Nm),
        reserve=_by_move(hip.reserve_Nm, "N m"),
        contact=_curve(hip.contact_bw, "body weights", each=hip.contact_bw.each),
        contact_saturated=[bool(flag) for flag in np.any(hip.saturated, axis=0)],
        muscles=[_muscle(*pair) for pair in zip(hip.muscles, muscle_details(account, hip), strict=True)],
    )


def _by_move(course: Course, unit: str, sigma: Floats | None = None) -> dict[str, Curve]:
    return {
        move: _curve(
            Course(course.each[..., k], course.mean[:, k], course.sd[:, k]),
            unit,
            None if sigma is None else sigma[:, k],
            course.each[..., k],
        )
        for k, move in enumerate(MOVES)
    }


def _curve(course: Course, unit: str, sigma: Floats | None = None, each: Floats | None = None) -> Curve:
    return Curve(
        unit=unit,
        values=numbers(course.mean),
        strides=None if each is None or len(each) < 2 else [numbers(stride) for stride in each],
        stride_sd=numbers(course.sd) if np.isfinite(course.sd).any() else None,
        sigma=None if sigma is None else numbers(sigma),
    )


def _muscle(muscle: MuscleCourse, detail: MuscleDetail) -> MuscleResult:
    return MuscleResult(
        muscle=muscle.muscle,
        label=muscle.label,
        group=muscle.group,
        activation=_ranged(muscle.activation, "1", muscle.activation_sets),
        near_optimal=[
            NearOptimalResult(
                slack=quantity(near.slack, "1"), low=numbers(near.range.low), high=numbers(near.range.high)
            )
            for near in muscle.near_optimal
        ],
        rotation_moment=_ranged(muscle.moment_Nm, "N m", muscle.moment_sets),
        outward_share=_share(detail.outward),
        inward_share=_share(detail.inward),
        force=_ranged(muscle.force_N_kg, "N/kg", muscle.force_sets),
        passive_force=_curve(detail.passive_N_kg, "N/kg"),
        length=_curve(detail.length_m, "m"),
        fiber_length=_curve(detail.fiber_length, "optimal fibre lengths"),
        fiber_velocity=_curve(detail.fiber_velocity, "maximum contraction velocities"),
        arm={
            move: _curve(Course(a[0], a[1], a[2]), "m")
            for move, a in zip(MOVES, _moves(muscle.arm_m), strict=True)
            if np.isfinite(a[1]).any()
        },
        doubt={
            str(flag.name).lower(): quantity(share, "1")
            for flag, share in muscle.doubt.items()
            if flag is not Doubt.NONE
        },
    )


def _moves(course: Course) -> list[tuple[Floats, Floats, Floats]]:
    return [(course.each[..., k], course.mean[:, k], course.sd[:, k]) for k in range(len(MOVES))]


def _ranged(course: Course, unit: str, sets: Envelope) -> Curve:
    curve = _curve(course, unit, each=course.each)
    return curve.model_copy(update={"set_low": numbers(sets.low), "set_high": numbers(sets.high)})


def _share(share: Share) -> Curve:
    return Curve(
        unit="1", values=numbers(share.value), set_low=numbers(share.sets.low), set_high=numbers(share.sets.high)
    )


def _sides(summary: Summary) -> SidesResult:
    verdict = side_verdict(summary)
    return SidesResult(
        verdict=verdict.answer,
        differences=[
            SideDifferenceResult(
                quantity=each.quantity,
                phase=each.phase,
                difference=quantity(each.difference_Nm, "N m"),
                detectable=quantity(each.detectable_Nm, "N m"),
                found=each.found,
            )
            for each in verdict.differences
        ],
    )


def _signals(account: MuscleAccount, emg: Table) -> SignalsResult:
    found = compare_emg(account, emg)
    return SignalsResult(
        compared=[_signal(each) for each in found.compared],
        left_out=[LeftOutSignalResult(column=each.column, reason=each.reason) for each in found.left_out],
    )


def _signal(each: EmgComparison) -> SignalResult:
    return SignalResult(
        column=each.column,
        muscles=list(each.muscles),
        on=_stretches(each.on_s),
        computed=[
            SignalSideResult(side=own.side.word, correlation=quantity(own.correlation, "1"), on=_stretches(own.on_s))
            for own in each.computed
        ],
    )


def _stretches(found: Stretches) -> list[StretchResult]:
    return [StretchResult(start=quantity(start, "s"), end=quantity(end, "s")) for start, end in found]
