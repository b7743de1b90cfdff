"""Low-pass filter and derivatives of coordinates over time.

The filter is the one of OpenSim's tools: a third-order Butterworth filter run forwards and backwards, so that it does
not delay, with no correction of the cut-off (half of the amplitude is left at the cut-off frequency), on a record that
is continued on both sides by half its length, turned by half a turn about its end points. The derivatives are those of
the natural quintic spline through the filtered samples, which is the limit of Woltring's generalised cross-validation
spline for zero error variance (Woltring 1986, doi 10.1016/0141-1195(86)90098-7).
"""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.interpolate import make_interp_spline

from trochanter.core.arrays import Flags, Floats
from trochanter.core.errors import BadSetting, ImpossibleData
from trochanter.kinematics.filter_kernels import coefficients, one_way

LEAST_SAMPLES = 8
MARGIN_SAMPLES = 40  # a quintic spline forgets a neighbour by a factor 0.43 a sample: 1e-14 after 40
END_SAMPLES = 5  # the natural end conditions reach as far into accelerations


@dataclass(frozen=True, slots=True)
class Smoothed:
    """Values and their first two derivatives by time, each (n, k)."""

    value: Floats
    rate: Floats
    acceleration: Floats


def smooth(values: Floats, step_s: float, cutoff_hz: float | None) -> Smoothed:
    """Filter (None: not) and differentiate columns (n, k) sampled every ``step_s``.

    Raises BadSetting for a cut-off that the sampling rate cannot carry, ImpossibleData for too few samples.
    """
    if len(values) < LEAST_SAMPLES:
        raise ImpossibleData(
            f"{len(values)} instants are too few for speeds and accelerations",
            valid=f"at least {LEAST_SAMPLES} instants",
            next_step="give a longer recording",
        )
    if cutoff_hz is None:
        return differentiate(values, step_s)
    check_cutoff(cutoff_hz, 1.0 / step_s)
    pad = len(values) // 2
    margin = min(pad, MARGIN_SAMPLES)
    filtered = _both_ways(continued(values, pad), step_s, cutoff_hz)
    whole = differentiate(filtered[pad - margin : pad + len(values) + margin], step_s)
    keep = slice(margin, margin + len(values))
    return Smoothed(whole.value[keep], whole.rate[keep], whole.acceleration[keep])


def lowpass(values: Floats, step_s: float, cutoff_hz: float) -> Floats:
    """The filter alone on columns (n, k); raises as ``smooth`` does."""
    check_cutoff(cutoff_hz, 1.0 / step_s)
    pad = len(values) // 2
    filtered: Floats = _both_ways(continued(values, pad), step_s, cutoff_hz)[pad : pad + len(values)]
    return filtered


def check_cutoff(cutoff_hz: float, rate_hz: float) -> None:
    """Raise BadSetting unless a filter at ``cutoff_hz`` makes sense for samples at ``rate_hz``."""
    if not (math.isfinite(cutoff_hz) and 0.5 <= cutoff_hz < 0.5 * rate_hz):
        raise BadSetting(
            "the cut-off frequency",
            cutoff_hz,
            f"0.5 Hz to less than half the sampling rate ({0.5 * rate_hz:g} Hz), or 'none' for data already filtered",
        )


def differentiate(values: Floats, step_s: float) -> Smoothed:
    """Values, speeds and accelerations of the natural quintic spline through columns (n, k)."""
    n, k = values.shape
    time = step_s * np.arange(n)
    natural: Any = [(3, np.zeros(k)), (4, np.zeros(k))]  # third and fourth derivative vanish at both ends
    ends: Any = (natural, natural)
    spline = make_interp_spline(time, values, k=5, bc_type=ends)
    return Smoothed(np.array(values, dtype=float), spline(time, nu=1), spline(time, nu=2))


def continued(values: Floats, pad: int) -> Floats:
    """Columns (n, k) continued by ``pad`` samples on both sides, turned by half a turn about the end points."""
    before = 2.0 * values[0] - values[pad:0:-1]
    after = 2.0 * values[-1] - values[-2 : -pad - 2 : -1]
    return np.concatenate([before, values, after])


def near_ends(n: int, step_s: float, cutoff_hz: float | None) -> Flags:
    """Flags (n,): within one filter time, 1 / cut-off, of the ends; unfiltered, within END_SAMPLES samples."""
    reach = END_SAMPLES if cutoff_hz is None else max(END_SAMPLES, math.ceil(1.0 / (cutoff_hz * step_s)))
    index = np.arange(n)
    flags: Flags = (index < reach) | (index >= n - reach)
    return flags


def _both_ways(values: Floats, step_s: float, cutoff_hz: float) -> Floats:
    b, a = coefficients(cutoff_hz, step_s)
    forwards = one_way(b, a, np.ascontiguousarray(values, dtype=np.float64))
    return one_way(b, a, np.ascontiguousarray(forwards[::-1]))[::-1]
