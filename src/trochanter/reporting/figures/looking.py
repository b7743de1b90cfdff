"""Looking at something in the room from one side: projection, and rounded parts as outlines."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from trochanter.core.arrays import Floats
from trochanter.reporting.svg import number

NAMED_DEG = {"front": (0.0, 10.0), "side": (90.0, 8.0), "back": (180.0, 10.0), "left": (-90.0, 8.0)}


@dataclass(frozen=True, slots=True)
class Look:
    """A view without perspective: axes (3, 3) of the picture in the room, as rows: right, up, towards the eye."""

    axes: Floats

    def flat(self, points_m: Floats) -> Floats:
        """Points (..., 3) of the room as (right, up, near), metres."""
        return np.asarray(points_m @ self.axes.T)


def look_from(view: str) -> Look:
    """A view by its word, or by 'azimuth,elevation' in degrees: azimuth 0 from the front, 90 from the right side.

    >>> look_from("side").flat(np.array([1.0, 0.0, 0.0])).round(3)[0]  # forward is to the right
    np.float64(1.0)
    """
    azimuth, elevation = NAMED_DEG.get(view) or map(float, view.split(","))
    a, e = math.radians(azimuth), math.radians(elevation)
    near = np.array([math.cos(a) * math.cos(e), math.sin(e), math.sin(a) * math.cos(e)])
    right = np.array([math.sin(a), 0.0, -math.cos(a)])
    return Look(np.stack([right, np.cross(near, right), near]))


def rounded(a: Sequence[float], b: Sequence[float], ra: float, rb: float) -> str:
    """Path data of the outline round two circles (pixels); one circle where the other lies within it."""
    (ax, ay), (bx, by) = a, b
    apart = math.hypot(bx - ax, by - ay)
    if apart <= abs(ra - rb) + 1e-6:
        x, y, r = (ax, ay, ra) if ra >= rb else (bx, by, rb)
        half = f"a{number(r)} {number(r)} 0 1 1"
        return f"M{number(x - r)} {number(y)}{half} {number(2 * r)} 0{half} {number(-2 * r)} 0Z"
    base, lean = math.atan2(by - ay, bx - ax), math.acos((ra - rb) / apart)

    def at(x: float, y: float, r: float, angle: float) -> str:
        return f"{number(x + r * math.cos(angle))} {number(y + r * math.sin(angle))}"

    large = int(ra > rb)
    return (
        f"M{at(ax, ay, ra, base + lean)}A{number(ra)} {number(ra)} 0 {large} 1 {at(ax, ay, ra, base - lean)}"
        f"L{at(bx, by, rb, base - lean)}A{number(rb)} {number(rb)} 0 {1 - large} 1 {at(bx, by, rb, base + lean)}Z"
    )
