"""Whether right and left differ by more than the method can miss."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from trochanter.core.arrays import Floats, Ints
from trochanter.kinematics.stride_spread import FEWEST_STRIDES, detectable
from trochanter.kinematics.timeline import SWING_PHASES
from trochanter.mechanics.account import PlateCheck
from trochanter.mechanics.phases import sigma_without_bias
from trochanter.mechanics.plate import BIAS_LIMIT_NM
from trochanter.mechanics.summary import DEEP, ROTATION, HipSummary, Summary

NET = "net"
DETECTABLE, NOT_DETECTABLE = "detectable", "not_detectable"
PARTIAL, FEW_STRIDES, PLATE = "partial", "few_strides", "plate"


@dataclass(frozen=True, slots=True)
class SideDifference:
    """Right minus left of a phase's mean moment (N m) beside the smallest difference that could be detected."""

    quantity: str
    phase: str
    difference_Nm: float
    detectable_Nm: float

    @property
    def found(self) -> bool:
        """Whether the difference passes the detectable one."""
        return abs(self.difference_Nm) > self.detectable_Nm


@dataclass(frozen=True, slots=True)
class SideVerdict:
    """Whether the sides differ; answer: DETECTABLE, NOT_DETECTABLE, or why not told: PARTIAL, FEW_STRIDES, PLATE."""

    answer: str
    differences: tuple[SideDifference, ...]


def side_verdict(summary: Summary) -> SideVerdict:
    """Whether the net rotation moment or the deep rotators' outward moment differ between the sides in any phase.

    Detectable: hypotenuse of Student quantile x standard error of the strides and normal quantile x systematic
    standard errors, both at 95 % over the phases together (Bonferroni), in stance on top of twice the plate's bias, by
    which that alone can move the sides apart.
    """
    right, left = summary.hips
    plate = summary.account.plate
    if not summary.whole_strides:
        return SideVerdict(PARTIAL, ())
    if min(right.strides, left.strides) < FEWEST_STRIDES:
        return SideVerdict(FEW_STRIDES, ())
    found = tuple(_differences(right, left, 0.0 if plate is None else _finite(plate.stance_bias_Nm)))
    passed = any(each.found for each in found)
    if plate is not None and not plate.believable and (passed or _more_than_bias(plate)):
        return SideVerdict(PLATE, found)
    return SideVerdict(DETECTABLE if passed else NOT_DETECTABLE, found)


def _more_than_bias(plate: PlateCheck) -> bool:
    """Whether something beside its bias, which the detectable difference allows for, speaks against the plate."""
    return len(plate.reasons) > int(abs(plate.free_moment_bias_Nm) > BIAS_LIMIT_NM)


def _finite(value: float) -> float:
    return abs(value) if np.isfinite(value) else 0.0


def _differences(right: HipSummary, left: HipSummary, bias_Nm: float) -> Iterable[SideDifference]:
    for here, there in zip(right.axis.spans, left.axis.spans, strict=True):
        swing = here.phase in SWING_PHASES
        at, at_left = right.axis.within(here), left.axis.within(there)
        for quantity in (NET, DEEP):
            a, b = _stride_means(right, quantity, at), _stride_means(left, quantity, at_left)
            if a is None or b is None:
                continue
            sigma = float(np.hypot(np.mean(sigma_without_bias(right)[at]), np.mean(sigma_without_bias(left)[at_left])))
            noise = detectable(a, b, sigma, len(right.axis.spans))
            shift = 0.0 if swing else 2.0 * bias_Nm
            yield SideDifference(quantity, here.phase, float(a.mean() - b.mean()), noise + shift)


def _stride_means(hip: HipSummary, quantity: str, at: Ints) -> Floats | None:
    if quantity == NET:
        return np.asarray(hip.moment_Nm.each[:, at, ROTATION].mean(axis=1))
    deep = hip.group(DEEP)
    return None if deep is None else np.asarray(deep.outward_Nm.each[:, at].mean(axis=1))
