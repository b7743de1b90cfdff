"""The belt's force given to the two feet, over the samples of the packaged window."""

import numpy as np

from scripts.demo.recording import BeltForce, Markers
from trochanter.core.arrays import Floats
from trochanter.kinematics.belt import BeltSplit, split_by_foot

FOOT_MARKERS = ("Heel.Top", "Heel.Bottom", "Heel.Lateral", "MT1", "MT5")


def foot_middle_m(markers: Markers, side: str, time_s: Floats) -> Floats:
    """Middle (n, 3) of a foot's markers at ``time_s`` (n,)."""
    middle = np.mean([markers.of(f"{side}.{name}") for name in FOOT_MARKERS], axis=0)
    return np.column_stack([np.interp(time_s, markers.time_s, column) for column in middle.T])


def split_belt(belt: BeltForce, markers: Markers) -> BeltSplit:
    """Both feet's loads over the whole record of ``belt``; the free moment acts about the upward axis."""
    moment = np.zeros_like(belt.force_N)
    moment[:, 1] = belt.free_moment_Nm
    left, right = (foot_middle_m(markers, side, belt.time_s) for side in "LR")
    return split_by_foot(belt.time_s, belt.force_N, belt.pressure_m, moment, left, right)
