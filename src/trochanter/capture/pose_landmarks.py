"""The points of one person whose region is known, and the region in which to look for them in the next picture."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from trochanter.capture.keypoints import POINTS
from trochanter.capture.pose_network import Network, shares_of
from trochanter.capture.pose_refinement import refined
from trochanter.capture.pose_region import Region, region_around, shown_in
from trochanter.core.arrays import Floats

if TYPE_CHECKING:
    from trochanter.capture.film import Pixels

Box = tuple[float, float, float, float]  # left, top, right, bottom in pixels of the picture
SIDE = 256
# Beside the 33 points the model gives 2 of the alignment circle, which tells the next region, and 4 of the hands.
_CENTRE, _RIM, _ALL = len(POINTS), len(POINTS) + 1, len(POINTS) + 6
_NUMBERS = 5  # of each point: x and y in pixels of its picture, depth, and logits of visibility and presence
_CELLS = 64
_BODY = tuple(POINTS.index(f"{name}_{side}") for name in ("shoulder", "hip", "knee", "ankle") for side in "rl")


@dataclass(frozen=True, slots=True)
class Look:
    """What the model sees in a region: points_px (33, 2), visibility (33,), presence of a person, the next region.

    visibility and presence: 0 to 1.
    """

    points_px: Floats
    visibility: Floats
    presence: float
    region: Region

    @property
    def body(self) -> float:
        """How much of a body is seen, 0 to 1: mean visibility of shoulders, hips, knees and ankles."""
        return float(self.visibility[list(_BODY)].mean())

    def share_within(self, other: "Look") -> float:
        """How many of the points that can be seen are within the box of another look's points, as a share."""
        low, high = other.points_px.min(axis=0), other.points_px.max(axis=0)
        seen = self.points_px[self.visibility > 0.5]
        return float(((seen >= low) & (seen <= high)).all(axis=1).mean()) if len(seen) else 1.0

    def box_px(self, wide: int, high: int) -> Box:
        """The smallest box around all points that is in the picture."""
        left, top = np.clip(self.points_px.min(axis=0), 0.0, (wide, high))
        right, bottom = np.clip(self.points_px.max(axis=0), 0.0, (wide, high))
        return float(left), float(top), float(right), float(bottom)


class PointModel:
    """The model of points with its weights."""

    def __init__(self, weights: bytes) -> None:
        """Raises MissingExtra, ImpossibleData."""
        self._network = Network(weights, "model of points")

    def look(self, pixels: "Pixels", region: Region) -> Look:
        """Points of the person in the region, each as it is in this picture alone."""
        picture = shown_in(region, pixels, SIDE) / np.float32(255.0)
        numbers, presence, maps = self._network.run(picture, (1, _ALL * _NUMBERS), (1, 1), (1, _CELLS, _CELLS, _ALL))
        table = numbers.reshape(_ALL, _NUMBERS).astype(np.float64)
        found = region.to_picture(refined(table[:, :2] / SIDE, maps[0]))
        visibility = shares_of(table[: len(POINTS), 3])
        around = region_around(found[_CENTRE], found[_RIM])
        return Look(found[: len(POINTS)], visibility, float(presence[0, 0]), around)
