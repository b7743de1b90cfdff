"""An account as one versioned JSON object: every number with its unit and, where there is one, its error or range.

The shapes are the classes of ``exchange.schema``; ``docs/result.md`` explains them.
"""

import math
import platform
from collections.abc import Mapping
from typing import Any

import numpy as np

import trochanter
from trochanter.core.arrays import Floats
from trochanter.core.sides import SIDES
from trochanter.exchange.schema import (
    Curve,
    HipResult,
    InputFile,
    MuscleResult,
    NearOptimalResult,
    PhaseResult,
    PlateResult,
    Quantity,
    ReserveResult,
    Result,
    StrengthResult,
    StrideResult,
    WarningResult,
)
from trochanter.kinematics.motion import Stride
from trochanter.mechanics.account import Doubt, MuscleAccount, PlateCheck, StrengthCase
from trochanter.mechanics.summary import Course, Envelope, HipSummary, MuscleCourse, summarise

SCHEMA = "trochanter.result/1"
DIGITS = 6
MOVES = ("flexion", "adduction", "rotation")


def result_of(
    account: MuscleAccount, *, inputs: tuple[InputFile, ...] = (), timings_s: Mapping[str, float] | None = None
) -> Result:
    """The result object of an account; inputs and timings_s are recorded as given."""
    motion = account.motion
    return Result(
        schema=SCHEMA,
        name=motion.name,
        model=motion.body.name,
        versions=versions(),
        inputs=list(inputs),
        parameters={key: _plain(value) for key, value in account.settings.items()},
        duration=quantity(float(motion.time_s[-1] - motion.time_s[0]), "s"),
        rate=quantity(1.0 / float(motion.time_s[1] - motion.time_s[0]), "Hz"),
        coordinates=dict(zip(motion.body.coordinates.names, motion.roles, strict=True)),
        strides=[_stride(stride) for stride in motion.strides],
        plate=_plate(account.plate),
        reserves=[_reserve(account, j) for j in range(len(account.balanced))],
        strength=[_strength(case) for case in account.strength],
        hips={hip.side.word: _hip(hip) for hip in summarise(account).hips},
        warnings=[WarningResult(code=n.code, text=n.text, where=n.where) for n in account.notices],
        timings={key: quantity(value, "s") for key, value in (timings_s or {}).items()},
    )


def versions() -> dict[str, str]:
    """Versions that a number can depend on."""
    from importlib.metadata import version

    libraries = {name: version(name) for name in ("numpy", "scipy", "numba")}
    return {"trochanter": trochanter.__version__, "python": platform.python_version(), **libraries}


def quantity(value: float, unit: str, sigma: float | None = None) -> Quantity:
    """A number with its unit; NaN becomes null."""
    return Quantity(value=number(value), unit=unit, sigma=None if sigma is None else number(sigma))


def number(value: float) -> float | None:
    """A finite number to DIGITS significant digits, else None."""
    return float(f"{value:.{DIGITS}g}") if math.isfinite(value) else None


def numbers(values: Floats) -> list[float | None]:
    """Numbers (k,) as :func:`number` gives them."""
    return [number(value) for value in values.tolist()]


def _plain(value: Any) -> str | float | None:
    return value if value is None or isinstance(value, str) else float(value)


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
        factor=case.factor,
        saturated=case.saturated,
        peak_contact={side.word: quantity(value, "body weights") for side, value in peaks},
        peak_reserve=quantity(case.peak_reserve_Nm, "N m"),
    )


def _peak(values: Floats) -> float:
    return float(np.nanmax(np.abs(values))) if np.isfinite(values).any() else float("nan")


def _hip(hip: HipSummary) -> HipResult:
    return HipResult(
        axis=Curve(unit="percent of stride" if hip.strides else "s", values=numbers(hip.axis.x)),
        strides=hip.strides,
        toe_off=numbers(hip.axis.toe_off),
        phases=[PhaseResult(name=s.phase, start=s.start, end=s.end, whole=s.whole) for s in hip.axis.spans],
        angle=_by_move(hip.angle_deg, "deg"),
        moment=_by_move(hip.moment_Nm, "N m", hip.moment_sigma_Nm),
        moment_without_plate_bias=_by_move(hip.moment_without_bias_Nm, "N m", hip.moment_sigma_Nm),
        reserve=_by_move(hip.reserve_Nm, "N m"),
        contact=_curve(hip.contact_bw, "body weights"),
        contact_saturated=[bool(flag) for flag in np.any(hip.saturated, axis=0)],
        muscles=[_muscle(muscle) for muscle in hip.muscles],
    )


def _by_move(course: Course, unit: str, sigma: Floats | None = None) -> dict[str, Curve]:
    return {
        move: _curve(
            Course(course.each[..., k], course.mean[:, k], course.sd[:, k]),
            unit,
            None if sigma is None else sigma[:, k],
        )
        for k, move in enumerate(MOVES)
    }


def _curve(course: Course, unit: str, sigma: Floats | None = None) -> Curve:
    return Curve(
        unit=unit,
        values=numbers(course.mean),
        stride_sd=numbers(course.sd) if np.isfinite(course.sd).any() else None,
        sigma=None if sigma is None else numbers(sigma),
    )


def _muscle(muscle: MuscleCourse) -> MuscleResult:
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
        force=_ranged(muscle.force_N_kg, "N/kg", muscle.force_sets),
        arm={
            move: _curve(Course(a[0], a[1], a[2]), "m")
            for move, a in zip(MOVES, _moves(muscle.arm_m), strict=True)
            if np.isfinite(a[1]).any()
        },
        doubt={str(flag.name).lower(): number(share) for flag, share in muscle.doubt.items() if flag is not Doubt.NONE},
    )


def _moves(course: Course) -> list[tuple[Floats, Floats, Floats]]:
    return [(course.each[..., k], course.mean[:, k], course.sd[:, k]) for k in range(len(MOVES))]


def _ranged(course: Course, unit: str, sets: Envelope) -> Curve:
    curve = _curve(course, unit)
    return curve.model_copy(update={"set_low": numbers(sets.low), "set_high": numbers(sets.high)})
