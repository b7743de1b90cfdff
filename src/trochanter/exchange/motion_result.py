"""The parts of ``result.json`` that tell of the motion: marker fit, hip rotation with its error, residuals."""

import numpy as np

from trochanter.core.arrays import Floats
from trochanter.core.quality import Estimate
from trochanter.core.sides import SIDES
from trochanter.exchange.quantities import numbers, quantity
from trochanter.exchange.schema import (
    ErrorPartResult,
    HipRotationResult,
    MarkerFitResult,
    MarkerResult,
    PhaseRotationResult,
    ResidualResult,
    ResidualsResult,
    RhythmResult,
    RotationDifferenceResult,
    SideRotationResult,
)
from trochanter.exchange.shapes import Curve, Quantity
from trochanter.kinematics.hip_rotation import SideQuantity, SideRotation, hip_rotation
from trochanter.kinematics.marker_table import marker_rows
from trochanter.kinematics.motion import Motion
from trochanter.kinematics.rhythm import Rhythm
from trochanter.kinematics.rotation_error import ErrorPart
from trochanter.mechanics.account import MuscleAccount
from trochanter.mechanics.residuals import Residual, residuals

NO_COMPARISON = "none"


def marker_fit_result(motion: Motion) -> MarkerFitResult | None:
    """The marker fit of a motion; None where joint angles were given."""
    if motion.fit is None:
        return None
    return MarkerFitResult(
        rms=quantity(motion.fit.rms_m, "m"),
        instants=len(motion.fit.converged),
        unconverged=int(np.sum(~motion.fit.converged)),
        markers=[
            MarkerResult(
                name=row.name,
                recorded=row.recorded,
                segment=row.segment,
                weight=quantity(row.weight, "1"),
                rms=quantity(row.rms_m, "m"),
                largest=quantity(row.largest_m, "m"),
                seen=quantity(row.seen, "1"),
            )
            for row in marker_rows(motion.fit, motion.fit.body)
        ],
    )


def hip_rotation_result(motion: Motion) -> HipRotationResult:
    """Hip rotation of a motion, in degrees."""
    found = hip_rotation(motion)
    comparison = found.comparison
    return HipRotationResult(
        usable=found.quality.usable,
        reasons=list(found.quality.reasons),
        sides={side.side.word: _side(side) for side in found.sides},
        verdict=NO_COMPARISON if comparison is None else comparison.answer,
        offset_difference=None if comparison is None else _estimate(comparison.offset),
        differences=[] if comparison is None else [_difference(each) for each in comparison.quantities],
        rhythm=_rhythm(found.rhythm),
    )


def residuals_result(account: MuscleAccount) -> ResidualsResult | None:
    """Residuals of an account's motion; None where there are none to speak of."""
    found = residuals(account.motion, account.generalized_force)
    if found is None:
        return None
    return ResidualsResult(
        force=_residual(found.force),
        moment=_residual(found.moment),
        external=quantity(found.external_N, "N"),
        height=quantity(found.height_m, "m"),
    )


def _residual(part: Residual) -> ResidualResult:
    return ResidualResult(
        peak=quantity(part.peak, part.unit),
        rms=quantity(part.rms, part.unit),
        limit=quantity(part.limit, part.unit),
        met=part.met,
    )


def _side(side: SideRotation) -> SideRotationResult:
    return SideRotationResult(
        strides=side.strides,
        offset=_estimate(side.offset),
        offset_stride_sd=_deg(side.offset_sd_rad),
        excursion=_estimate(side.excursion),
        excursion_stride_sd=_deg(side.excursion_sd_rad),
        at_contact=_estimate(side.at_contact),
        at_toe_off=_estimate(side.at_toe_off),
        shape=_shape(side),
        phases=[
            PhaseRotationResult(name=each.phase, mean=_deg(each.mean_rad, each.sigma_rad), stride_sd=_deg(each.sd_rad))
            for each in side.phases
        ],
        errors=[_part(part) for part in side.parts],
    )


def _shape(side: SideRotation) -> Curve:
    each = np.rad2deg(side.shapes_rad)
    several = len(each) > 1
    return Curve(
        unit="deg",
        values=_curve_deg(side.shape_rad),
        stride_sd=numbers(np.std(each, axis=0, ddof=1)) if several else None,
        sigma=_curve_deg(side.shape_sigma_rad),
        strides=[numbers(stride) for stride in each] if several else None,
    )


def _part(part: ErrorPart) -> ErrorPartResult:
    return ErrorPartResult(
        cause=part.name,
        offset=_deg(part.offset_sigma_rad),
        excursion=_deg(part.excursion_sigma_rad),
        shape=Curve(unit="deg", values=_curve_deg(part.shape_sigma_rad)),
    )


def _difference(each: SideQuantity) -> RotationDifferenceResult:
    return RotationDifferenceResult(
        quantity=each.quantity,
        difference=_deg(each.difference_rad),
        chance=_deg(each.chance_rad),
        detectable=_deg(each.detectable_rad),
        found=each.found,
    )


def _rhythm(found: Rhythm) -> RhythmResult:
    return RhythmResult(
        cadence=quantity(found.cadence_per_min, "1/min"),
        cadence_sd=quantity(found.cadence_sd_per_min, "1/min"),
        contact={side.word: quantity(found.contact_s[side].mean, "s") for side in SIDES},
        contact_sd={side.word: quantity(found.contact_s[side].sd, "s") for side in SIDES},
        step={side.word: quantity(found.step_s[side].mean, "s") for side in SIDES},
        step_difference=quantity(found.step_difference_s, "s"),
        step_chance=quantity(found.step_chance_s, "s"),
        flight=quantity(found.flight_s.mean, "s"),
    )


def _estimate(number: Estimate) -> Quantity:
    return _deg(number.value, number.sigma)


def _deg(value_rad: float, sigma_rad: float | None = None) -> Quantity:
    return quantity(float(np.rad2deg(value_rad)), "deg", None if sigma_rad is None else float(np.rad2deg(sigma_rad)))


def _curve_deg(values_rad: Floats) -> list[float | None]:
    return numbers(np.asarray(np.rad2deg(values_rad)))
