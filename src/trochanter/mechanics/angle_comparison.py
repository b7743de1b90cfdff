"""Hip angles beside healthy runners: shape and excursion only, never the absolute offset."""

from dataclasses import dataclass

import numpy as np

from trochanter.anatomy.norms import running_band, running_excursions
from trochanter.core.arrays import Floats, frozen
from trochanter.core.sides import Side
from trochanter.mechanics.summary import ROTATION, HipSummary, Summary

WALKING_STANCE_PERCENT = 50.0
_AXES = ("flexion", "adduction", "rotation")


@dataclass(frozen=True, slots=True)
class AngleBand:
    """Healthy runners' curve of one axis at 101 points, degrees: mean, mean less and plus one standard deviation.

    excursion_deg, excursion_sd_deg: from end to end over a stride, mean and standard deviation over runners.
    """

    mean_deg: Floats
    low_deg: Floats
    high_deg: Floats
    excursion_deg: float
    excursion_sd_deg: float


@dataclass(frozen=True, slots=True)
class AngleLikeness:
    """One side's mean curve beside a band: excursion and correlation with the band's mean curve."""

    side: Side
    excursion_deg: float
    correlation: float


def is_walking(summary: Summary) -> bool:
    """Whether a foot is on the ground for more than half of the stride."""
    return any(float(hip.axis.toe_off[0]) > WALKING_STANCE_PERCENT for hip in summary.hips)


def running_bands(summary: Summary) -> tuple[AngleBand, ...]:
    """Bands for flexion, adduction, rotation; none for a record without complete running strides.

    Rotation without the mean curve's own average, for the two laboratories disagree on its offset.
    """
    if not summary.whole_strides or is_walking(summary):
        return ()
    return tuple(_band(axis) for axis in range(len(_AXES)))


def _band(axis: int) -> AngleBand:
    band, ranges = running_band(), running_excursions()[f"{_AXES[axis]}_range"]
    mean, sd = np.rad2deg(band.mean_rad[:, axis]), np.rad2deg(band.sd_rad[:, axis])
    mean = mean - np.mean(mean) if axis == ROTATION else mean
    return AngleBand(frozen(mean), frozen(mean - sd), frozen(mean + sd), ranges.mean, ranges.sd)


def likeness(hip: HipSummary, axis: int, band: AngleBand) -> AngleLikeness:
    """Excursion and likeness of shape of one hip's mean angle (axis 0 flexion, 1 adduction, 2 rotation)."""
    curve = hip.angle_deg.mean[:, axis]
    return AngleLikeness(hip.side, float(np.ptp(curve)), float(np.corrcoef(curve, band.mean_deg)[0, 1]))
