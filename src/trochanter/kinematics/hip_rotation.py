"""Hip rotation in running, measured honestly: offset, excursion and shape apart, each with its error.

The offset (mean over the stride) rests on where the knee's axis was put, by markers on skin, and differs by 5 degrees
and more between laboratories and days. Excursion and shape do not know the knee's axis. So sides are compared in
excursion and shape, beside the smallest difference that could be seen, and never in offset.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from trochanter.core.arrays import Floats, frozen
from trochanter.core.quality import Estimate, Quality
from trochanter.core.sides import SIDES, Side
from trochanter.kinematics.marker_weights import FEWEST_THIGH_MARKERS, thigh_leads
from trochanter.kinematics.motion import Motion
from trochanter.kinematics.rhythm import Rhythm, rhythm
from trochanter.kinematics.rotation_error import (
    ErrorPart,
    difference_sigma,
    error_budget,
    fit_sigma_rad,
    thigh_length_m,
    thigh_markers,
)
from trochanter.kinematics.stride_spread import FEWEST_STRIDES, Course, chance, course, tail
from trochanter.kinematics.timeline import PERCENT, Timeline, sample, timeline

ROTATION = 2
HIP_AXES = ("hip_flexion", "hip_adduction", "hip_rotation")
EXCURSION, SHAPE = "excursion", "shape"
COMPARED = (EXCURSION, SHAPE)
DIFFERS, NOT_DETECTABLE, FEW_STRIDES = "differs", "not_detectable", "few_strides"


@dataclass(frozen=True, slots=True)
class PhaseRotation:
    """One phase of a side, radians: mean from the curve's own average, spread over strides, standard error."""

    phase: str
    start: float
    end: float
    mean_rad: float
    sd_rad: float
    sigma_rad: float


@dataclass(frozen=True, slots=True)
class SideRotation:
    """Rotation of one hip over its complete strides, internal positive, radians.

    curve_rad: (s, 101) and its mean; offset: mean over the stride; excursion: range of the mean curve; shape_rad,
    shape_sigma_rad (101,): the mean curve from its own average; at_contact, at_toe_off: of the mean curve, offset
    included; offset_sd_rad, excursion_sd_rad: from stride to stride; parts: the error budget. Standard errors hold
    the budget and what chance between strides leaves in a mean.
    """

    side: Side
    axis: Timeline
    curve_rad: Course
    offset: Estimate
    offset_sd_rad: float
    excursion: Estimate
    excursion_sd_rad: float
    shape_rad: Floats
    shape_sigma_rad: Floats
    at_contact: Estimate
    at_toe_off: Estimate
    phases: tuple[PhaseRotation, ...]
    parts: tuple[ErrorPart, ...]

    @property
    def strides(self) -> int:
        """Number of complete strides."""
        return len(self.curve_rad.each)

    @property
    def shapes_rad(self) -> Floats:
        """Every stride from its own average (s, 101)."""
        return np.asarray(self.curve_rad.each - self.curve_rad.each.mean(axis=1, keepdims=True))


@dataclass(frozen=True, slots=True)
class SideQuantity:
    """Right against left of one quantity, radians.

    EXCURSION: right minus left; SHAPE: root mean square over the stride of the difference of both curves, each from
    its own average. chance_rad: what like sides would reach by chance between these strides; detectable_rad: with the
    part of the error budget that can differ between the sides.
    """

    quantity: str
    difference_rad: float
    chance_rad: float
    detectable_rad: float

    @property
    def found(self) -> bool:
        """Whether the difference passes the detectable one."""
        return abs(self.difference_rad) > self.detectable_rad

    @property
    def beyond_chance(self) -> bool:
        """Whether the recorded curves differ by more than chance between strides; the bones need not."""
        return abs(self.difference_rad) > self.chance_rad


@dataclass(frozen=True, slots=True)
class RotationComparison:
    """Right against left; answer: DIFFERS, NOT_DETECTABLE or FEW_STRIDES.

    offset: right minus left with its standard error, told and never judged.
    """

    answer: str
    quantities: tuple[SideQuantity, ...]
    offset: Estimate

    def quantity(self, name: str) -> SideQuantity:
        """One quantity by name: EXCURSION or SHAPE."""
        return next(each for each in self.quantities if each.quantity == name)


@dataclass(frozen=True, slots=True)
class HipRotation:
    """Both hips, right first; empty sides and no comparison where the record holds no complete stride of each side.

    quality: whether rotation can be told at all, and what to read it with.
    """

    sides: tuple[SideRotation, ...]
    comparison: RotationComparison | None
    rhythm: Rhythm
    quality: Quality

    def side(self, side: Side) -> SideRotation:
        """One hip."""
        return next(each for each in self.sides if each.side is side)


def hip_rotation(motion: Motion) -> HipRotation:
    """Hip rotation of a motion over its complete strides; raises UnknownName where the body has no hip coordinates."""
    axes = [timeline(motion, side) for side in SIDES]
    steps = rhythm(motion)
    motion = motion.of_hips
    if any(axis.unit != PERCENT for axis in axes):
        reason = "the record holds no complete stride of both sides: no average, no excursion and no comparison"
        return HipRotation((), None, steps, Quality(usable=False, reasons=(reason,)))
    reasons = tuple(_reasons(motion))
    sides = tuple(_side(motion, axis) for axis in axes)
    usable = _led(motion) and all(np.isfinite(each.excursion.sigma) for each in sides)
    return HipRotation(sides, _compared(*sides) if usable else None, steps, Quality(usable, reasons))


def _led(motion: Motion) -> bool:
    return motion.fit is None or all(thigh_leads(motion.fit, motion.fit.body, side) for side in SIDES)


def _reasons(motion: Motion) -> Iterable[str]:
    if motion.fit is None:
        yield "the joint angles were given: how well they meet the markers is not known and not in the error"
        return
    for side in SIDES:
        count = len(thigh_markers(motion.fit, motion.fit.body, side))
        if count < FEWEST_THIGH_MARKERS:
            held = f"{count} markers lead" if count != 1 else "1 marker leads"
            yield (
                f"{held} the {side.word} thigh, where {FEWEST_THIGH_MARKERS} are needed to see it turn: its rotation "
                "comes from the shank through the model's knee"
            )
    if not _led(motion):
        yield (
            "the markers below the knee count nearly as much as the thigh's, and the model's knee only bends: part of "
            "what is read as rotation of the hip is the shank's"
        )
    if not bool(np.all(motion.fit.converged)):
        count = int(np.sum(~motion.fit.converged))
        yield f"the marker fit did not converge at {count} of {len(motion.fit.converged)} instants"


def _side(motion: Motion, axis: Timeline) -> SideRotation:
    columns = [motion.body.coordinate(f"{name}_{axis.side}") for name in HIP_AXES]
    angles = sample(motion.q[:, columns], motion.time_s, axis.times_s)
    fit = None if motion.fit is None else fit_sigma_rad(motion.fit, motion.fit.body, axis.side)
    parts = error_budget(angles.mean(axis=0), thigh_length_m(motion.body, axis.side), fit)
    curve = course(angles[:, :, ROTATION])
    offsets, excursions = curve.each.mean(axis=1), np.ptp(curve.each, axis=1)
    shape = curve.mean - curve.mean.mean()
    own = course(curve.each - offsets[:, None])
    offset_sigma = _norm([part.offset_sigma_rad for part in parts])
    shape_sigma = np.sqrt(sum((part.shape_sigma_rad**2 for part in parts), start=_error(own.each) ** 2))
    return SideRotation(
        side=axis.side,
        axis=axis,
        curve_rad=curve,
        offset=_estimate(offsets.mean(), _norm([offset_sigma, float(_error(offsets))])),
        offset_sd_rad=_sd(offsets),
        excursion=_estimate(
            np.ptp(curve.mean), _norm([*(part.excursion_sigma_rad for part in parts), float(_error(excursions))])
        ),
        excursion_sd_rad=_sd(excursions),
        shape_rad=frozen(shape),
        shape_sigma_rad=frozen(shape_sigma),
        at_contact=_at(curve, shape_sigma, offset_sigma, 0),
        at_toe_off=_at(curve, shape_sigma, offset_sigma, int(np.argmin(np.abs(axis.x - axis.toe_off[0])))),
        phases=tuple(_phases(axis, own, shape_sigma)),
        parts=parts,
    )


def _phases(axis: Timeline, own: Course, sigma_rad: Floats) -> Iterable[PhaseRotation]:
    for span in axis.spans:
        at = axis.within(span)
        each = own.each[:, at].mean(axis=1)
        yield PhaseRotation(
            span.phase, span.start, span.end, float(each.mean()), _sd(each), float(np.mean(sigma_rad[at]))
        )


def _compared(right: SideRotation, left: SideRotation) -> RotationComparison:
    pairs = list(zip(right.parts, left.parts, strict=True))
    apart_rad = right.offset.value - left.offset.value
    systematic = _norm([float(difference_sigma(r.offset_rad, l.offset_rad, r.sides)) for r, l in pairs])
    by_chance = _norm([_sd(side.curve_rad.each.mean(axis=1)) / np.sqrt(side.strides) for side in (right, left)])
    offset = _estimate(apart_rad, _norm([systematic, by_chance]))
    if min(right.strides, left.strides) < FEWEST_STRIDES:
        return RotationComparison(FEW_STRIDES, (), offset)
    quantities = (_excursions(right, left, pairs), _shapes(right, left, pairs))
    answer = DIFFERS if any(each.found for each in quantities) else NOT_DETECTABLE
    return RotationComparison(answer, quantities, offset)


def _excursions(right: SideRotation, left: SideRotation, pairs: list[tuple[ErrorPart, ErrorPart]]) -> SideQuantity:
    by_chance = chance(np.ptp(right.curve_rad.each, axis=1), np.ptp(left.curve_rad.each, axis=1), len(COMPARED))
    sigma = _norm([float(difference_sigma(r.excursion_rad, l.excursion_rad, r.sides)) for r, l in pairs])
    return _quantity(EXCURSION, right.excursion.value - left.excursion.value, by_chance, sigma)


def _shapes(right: SideRotation, left: SideRotation, pairs: list[tuple[ErrorPart, ErrorPart]]) -> SideQuantity:
    """Limits as if the errors of all instants went together, which no independence of instants can exceed."""
    apart = right.shape_rad - left.shape_rad
    variances = [chance(r, l, len(COMPARED)) ** 2 for r, l in zip(right.shapes_rad.T, left.shapes_rad.T, strict=True)]
    squares = [difference_sigma(r.shape_rad, l.shape_rad, r.sides) ** 2 for r, l in pairs]
    sigma = float(np.sqrt(np.mean(np.sum(squares, axis=0))))
    return _quantity(SHAPE, float(np.sqrt(np.mean(apart**2))), float(np.sqrt(np.mean(variances))), sigma)


def _quantity(name: str, difference_rad: float, chance_rad: float, sigma_rad: float) -> SideQuantity:
    from scipy.special import ndtri

    detectable = float(np.hypot(chance_rad, ndtri(tail(len(COMPARED))) * sigma_rad))
    return SideQuantity(name, difference_rad, chance_rad, detectable)


def _at(curve: Course, shape_sigma: Floats, offset_sigma: float, k: int) -> Estimate:
    return _estimate(curve.mean[k], float(np.hypot(shape_sigma[k], offset_sigma)))


def _estimate(value: float, sigma: float) -> Estimate:
    return Estimate(float(value), float(sigma), "rad")


def _error(each: Floats) -> Floats:
    """Standard error (...,) of the mean over strides (s, ...); zero for one stride, which has no spread."""
    return np.asarray(np.std(each, axis=0, ddof=1) / np.sqrt(len(each)) if len(each) > 1 else np.zeros(each.shape[1:]))


def _sd(each: Floats) -> float:
    return float(np.std(each, ddof=1)) if len(each) > 1 else float("nan")


def _norm(values: Iterable[float]) -> float:
    return float(np.sqrt(sum(value**2 for value in values)))
