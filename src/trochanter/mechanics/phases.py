"""Who turns the thigh in and who out in each phase, and how sure the sum is."""

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from trochanter.core.arrays import Floats, Ints
from trochanter.core.sides import Side
from trochanter.kinematics.stride_spread import COVERAGE
from trochanter.kinematics.timeline import LANDING, MIDSTANCE, Span
from trochanter.mechanics.summary import DEEP, ROTATION, HipSummary

NEEDED_ACTIVATION = 0.05
LOADING_PHASES = (LANDING, MIDSTANCE)
INWARD, OUTWARD, UNCLEAR = "in", "out", "unclear"


@dataclass(frozen=True, slots=True)
class Ranged:
    """A number between two others: an interval or an envelope, as its owner says."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class GroupShare:
    """Mean moment of one group over a phase, N m, with its range over the parameter sets."""

    group: str
    moment_Nm: Ranged


@dataclass(frozen=True, slots=True)
class PhaseRow:
    """One phase of one hip. net_Nm: 95 % interval, internal positive; inward, outward: largest first.

    deep_share: share of the outward moment that the deep rotators give at the optimum, range over the sets; NaN where
    nothing turns out, low and high NaN where there is no set to compare.
    """

    side: Side
    span: Span
    net_Nm: Ranged
    inward: tuple[GroupShare, ...]
    outward: tuple[GroupShare, ...]
    deep_share: Ranged

    @property
    def direction(self) -> str:
        """Which way all muscles together turn the thigh over the phase."""
        return direction_of(self.net_Nm)


def phase_rows(hip: HipSummary) -> tuple[PhaseRow, ...]:
    """The phases of one hip in the order of its axis."""
    return tuple(_row(hip, span) for span in hip.axis.spans)


def stretch(hip: HipSummary, phase: str) -> Span | None:
    """The first whole phase of that name, None where the record holds none."""
    return next((span for span in hip.axis.spans if span.phase == phase and span.whole), None)


def net_interval(hip: HipSummary) -> tuple[Floats, Floats]:
    """95 % interval (k,) of the mean net rotation moment, wide enough for it with and without the plate's bias.

    Half width around both: normal quantile times the root of (systematic standard error squared, the bias apart, +
    spread squared / strides).
    """
    biased, without = hip.moment_Nm.mean[:, ROTATION], hip.moment_without_bias_Nm.mean[:, ROTATION]
    of_mean = np.nan_to_num(hip.moment_Nm.sd[:, ROTATION]) / np.sqrt(max(hip.strides, 1))
    half = NormalDist().inv_cdf(0.5 + COVERAGE / 2.0) * np.hypot(sigma_without_bias(hip), of_mean)
    return np.minimum(biased, without) - half, np.maximum(biased, without) + half


def sigma_without_bias(hip: HipSummary) -> Floats:
    """Standard error (k,) of the net rotation moment without the plate's bias, which is a shift and not chance."""
    bias = hip.moment_Nm.mean[:, ROTATION] - hip.moment_without_bias_Nm.mean[:, ROTATION]
    return np.sqrt(np.maximum(hip.moment_sigma_Nm[:, ROTATION] ** 2 - bias**2, 0.0))


@dataclass(frozen=True, slots=True)
class LoadingPeak:
    """Largest net rotation moment of landing and mid stance: index and place on the axis, N m with 95 % interval."""

    side: Side
    index: int
    x: float
    net_Nm: Ranged

    @property
    def direction(self) -> str:
        """Which way the muscles together turn the thigh there."""
        return direction_of(self.net_Nm)


def loading_peak(hip: HipSummary) -> LoadingPeak | None:
    """Where the net rotation moment, with and without the plate's bias on average, is largest; None if not recorded."""
    spans = [span for span in hip.axis.spans if span.phase in LOADING_PHASES and span.whole]
    if not spans:
        return None
    inside = np.concatenate([hip.axis.within(span) for span in spans])
    middle = (hip.moment_Nm.mean + hip.moment_without_bias_Nm.mean)[inside, ROTATION]
    at = int(inside[np.argmax(np.abs(middle))])
    low, high = net_interval(hip)
    net = Ranged(float(hip.moment_Nm.mean[at, ROTATION]), float(low[at]), float(high[at]))
    return LoadingPeak(hip.side, at, float(hip.axis.x[at]), net)


def direction_of(net_Nm: Ranged) -> str:
    """INWARD or OUTWARD; UNCLEAR where the interval holds zero."""
    if net_Nm.low > 0.0:
        return INWARD
    return OUTWARD if net_Nm.high < 0.0 else UNCLEAR


def bias_shows(hips: Iterable[HipSummary]) -> bool:
    """Whether the net rotation moment with and without the plate's bias are two different curves, over half an N m."""
    return any(
        float(np.max(np.abs((h.moment_Nm.mean - h.moment_without_bias_Nm.mean)[:, ROTATION]))) > 0.5 for h in hips
    )


def _row(hip: HipSummary, span: Span) -> PhaseRow:
    at = hip.axis.within(span)
    low, high = net_interval(hip)
    net = Ranged(*(float(np.mean(v[at])) for v in (hip.moment_Nm.mean[:, ROTATION], low, high)))
    inward = [GroupShare(g.group, _over_cases(g.inward_cases[:, at])) for g in hip.groups]
    outward = [GroupShare(g.group, _over_cases(g.outward_cases[:, at])) for g in hip.groups]
    return PhaseRow(hip.side, span, net, _largest_first(inward), _largest_first(outward), deep_share(hip, at))


def _over_cases(cases: Floats) -> Ranged:
    means = np.mean(cases, axis=1)
    return Ranged(float(means[0]), float(means.min()), float(means.max()))


def _largest_first(shares: Iterable[GroupShare]) -> tuple[GroupShare, ...]:
    return tuple(sorted(shares, key=lambda share: -share.moment_Nm.value))


def deep_share(hip: HipSummary, at: Ints) -> Ranged:
    """Share of the outward moment over the points ``at`` that the deep rotators give, as in PhaseRow."""
    deep = hip.group(DEEP)
    cases = min(len(group.outward_cases) for group in hip.groups)
    total = sum((np.mean(group.outward_cases[:cases, at], axis=1) for group in hip.groups), np.zeros(cases))
    if deep is None or not np.all(total > 0.0):
        return Ranged(np.nan, np.nan, np.nan)
    share = np.mean(deep.outward_cases[:cases, at], axis=1) / total
    if cases == 1:
        return Ranged(float(share[0]), np.nan, np.nan)
    return Ranged(float(share[0]), float(share.min()), float(share.max()))


def needed_phases(hip: HipSummary, muscle: str) -> tuple[str, ...]:
    """Whole phases in which a muscle's mean activation at the optimum passes NEEDED_ACTIVATION."""
    course = hip.muscle(muscle)
    if course is None:
        return ()
    spans = [span for span in hip.axis.spans if span.whole]
    mean = course.activation.mean
    return tuple(span.phase for span in spans if float(np.mean(mean[hip.axis.within(span)])) > NEEDED_ACTIVATION)
