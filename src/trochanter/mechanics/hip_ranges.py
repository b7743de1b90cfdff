"""Ranges of hip angles to search in: as asked for, or what the body's hip is made for."""

from dataclasses import dataclass

import numpy as np

from trochanter.anatomy.body import Body
from trochanter.anatomy.hip_model import hip_model
from trochanter.core.arrays import Floats
from trochanter.core.errors import BadSetting
from trochanter.core.sides import Side
from trochanter.mechanics.atlas import hip_coordinates
from trochanter.mechanics.atlas_grid import AXES, span

Range = tuple[float, float]


@dataclass(frozen=True, slots=True)
class HipRanges:
    """Lowest and highest flexion, adduction, internal rotation in radians; raises BadSetting where low exceeds high."""

    flexion_rad: Range
    adduction_rad: Range
    rotation_rad: Range

    def __post_init__(self) -> None:
        for axis, (low, high) in zip(AXES, self.all_rad, strict=True):
            if not (np.isfinite(low) and np.isfinite(high) and -np.pi <= low <= high <= np.pi):
                shown = f"{np.degrees(low):g} to {np.degrees(high):g} degrees"
                raise BadSetting(f"the range of hip {axis}", shown, "a lower and a higher angle within 180 degrees")

    @property
    def all_rad(self) -> tuple[Range, Range, Range]:
        """Flexion, adduction, rotation."""
        return self.flexion_rad, self.adduction_rad, self.rotation_rad

    def spans(self, step_rad: float) -> tuple[Floats, Floats, Floats]:
        """Angles over each range in steps of at most ``step_rad``."""
        flexion, adduction, rotation = (span(low, high, step_rad) for low, high in self.all_rad)
        return flexion, adduction, rotation

    def around(self, posture_rad: Floats, reach_rad: float) -> "HipRanges":
        """The part of the ranges within ``reach_rad`` of a posture (3,) inside them."""
        flexion, adduction, rotation = (
            (max(low, float(at) - reach_rad), min(high, float(at) + reach_rad))
            for at, (low, high) in zip(posture_rad, self.all_rad, strict=True)
        )
        return HipRanges(flexion, adduction, rotation)


def model_ranges(body: Body, side: Side = Side.RIGHT) -> HipRanges:
    """What both the body and the hip model are made for: a generic file often allows its hip to turn right round."""
    limits = []
    hip = hip_model()
    for own, ours in zip(hip_coordinates(body, side), hip_coordinates(hip, side), strict=True):
        low = max(float(body.coordinates.lower[own]), float(hip.coordinates.lower[ours]))
        high = min(float(body.coordinates.upper[own]), float(hip.coordinates.upper[ours]))
        limits.append((float(np.radians(np.rint(np.degrees(low)))), float(np.radians(np.rint(np.degrees(high))))))
    return HipRanges(limits[0], limits[1], limits[2])
