"""Arms with their range, read as a direction."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from trochanter.core.arrays import Floats
from trochanter.mechanics.crossings import INTERVAL, sign_changes
from trochanter.web.hip.shapes import Arm, Way

if TYPE_CHECKING:
    from trochanter.web.hip.posture import Seen

HARDLY_MM = 2.0
UNSURE_MM = 5.0  # as much as an attachment is moved


def way_of(value_mm: float, low_mm: float, high_mm: float) -> Way:
    """Which way an arm turns the thigh, as far as its range lets one say.

    >>> way_of(-28.0, -35.0, -25.0), way_of(1.0, -3.0, 6.0), way_of(-7.0, -15.0, 1.0)
    ('negative', 'hardly', 'either')
    """
    if low_mm < 0.0 < high_mm:
        return "hardly" if abs(value_mm) < UNSURE_MM else "either"
    if abs(value_mm) < HARDLY_MM:
        return "hardly"
    return "positive" if value_mm > 0.0 else "negative"


def arms_of(arm_mm: Floats, low_mm: Floats, high_mm: Floats) -> tuple[Arm, Arm, Arm]:
    """Arms for flexion, abduction and rotation from those for flexion, adduction and rotation (3,)."""
    flexion, adduction, rotation = zip(arm_mm.tolist(), low_mm.tolist(), high_mm.tolist(), strict=True)
    value, low, high = adduction
    return _arm(*flexion), _arm(-value, -high, -low), _arm(*rotation)


def _arm(value: float, low: float, high: float) -> Arm:
    return Arm(
        value=round(value, 1) + 0.0, low=round(low, 1) + 0.0, high=round(high, 1) + 0.0, way=way_of(value, low, high)
    )


def mean_arms(seen: "Seen", groups: Sequence[Sequence[int]]) -> list[tuple[Arm, Arm, Arm]]:
    """The mean arms of groups of lines (places in the leg), each with the range of its mean."""
    at_hip = {m: k for k, m in enumerate(seen.at.hip.of_hip.tolist())}
    sampled = np.stack([seen.at.sampled_m[:, [at_hip[m] for m in group]].mean(axis=1) for group in groups], axis=1)
    low, high = 1e3 * np.quantile(sampled, INTERVAL, axis=0)
    return [arms_of(1e3 * seen.at.arm_m[list(group)].mean(axis=0), low[k], high[k]) for k, group in enumerate(groups)]


def longer_percent(seen: "Seen", lines: Sequence[int]) -> float:
    """By how many per cent lines are longer than in the neutral posture, their mean."""
    shares = [float(seen.at.length_m[m] / seen.at.hip.neutral_m[m]) for m in lines]
    return round(100.0 * (sum(shares) / len(shares) - 1.0), 1) + 0.0


def turns_over_deg(
    seen: "Seen", lines: Sequence[int], flexions_deg: Floats, least_mm: float = HARDLY_MM
) -> list[float]:
    """Flexions at which the mean arm of lines for rotation changes its sign, where it grows to ``least_mm`` beyond."""
    arm = 1e3 * seen.at.over_flexion_m[:, list(lines)].mean(axis=1)
    if arm.min() >= 0.0 or arm.max() <= 0.0:
        return []
    turns = [angle for _, angle in sign_changes(flexions_deg, arm)]
    peaks = [float(np.max(np.abs(part))) for part in np.split(arm, np.searchsorted(flexions_deg, turns))]
    return [
        round(angle)
        for angle, before, after in zip(turns, peaks[:-1], peaks[1:], strict=True)
        if min(before, after) >= least_mm
    ]
