"""The packaged trial as a motion, and its hip angles beside other curves of the same strides."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from trochanter.core.arrays import Floats
from trochanter.core.sides import Side
from trochanter.kinematics.demo import DEMO_CUTOFF_HZ, demo_trial
from trochanter.kinematics.motion import Motion, Stride
from trochanter.kinematics.solve import solve
from trochanter.kinematics.strides import normalise

ANGLES = {"hip_flexion": "hipAngZ25", "hip_adduction": "hipAngX25", "hip_rotation": "hipAngY25"}
STANCE_PERCENT = 36


def packaged_motion(folder: Path) -> Motion:
    """The packaged trial, filtered, with its strides."""
    return solve(*demo_trial(folder=folder), cutoff_hz=DEMO_CUTOFF_HZ)


def usable_strides(motion: Motion, side: Side) -> list[Stride]:
    """Complete strides of a side that enter averages."""
    return [s for s in motion.strides if s.side is side and s.complete and s.usable]


def mean_curve(values: Floats, motion: Motion, strides: list[Stride]) -> Floats:
    """Mean (101,) of values (n,) over strides."""
    curve: Floats = np.mean([normalise(values, motion.time_s, s) for s in strides], axis=0)
    return curve


@dataclass(frozen=True, slots=True)
class Likeness:
    """Two mean curves over the stride: correlation of the whole and of stance, mean difference, what it leaves (SD)."""

    correlation: float
    stance_correlation: float
    offset_deg: float
    remaining_deg: float
    range_deg: float
    other_range_deg: float


def likeness(ours: Floats, theirs: Floats) -> Likeness:
    """Compare two curves (101,) in degrees."""
    parts = (slice(None), slice(STANCE_PERCENT))
    whole, stance = (float(np.corrcoef(ours[part], theirs[part])[0, 1]) for part in parts)
    apart = ours - theirs
    ranges = float(np.ptp(ours)), float(np.ptp(theirs))
    return Likeness(whole, stance, float(np.mean(apart)), float(np.std(apart)), *ranges)
