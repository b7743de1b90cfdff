"""A square of a picture, turned so that the person in it stands upright: where it is, and what it shows.

Coordinates are continuous: the picture's first pixel covers 0 to 1 in x and y, and its centre is at 0.5.
"""

from dataclasses import dataclass
from math import atan2, cos, hypot, sin
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from trochanter.core.arrays import Floats

if TYPE_CHECKING:
    from trochanter.capture.film import Pixels

# The alignment circle has its centre between the hips and reaches around the whole person (Bazarevsky et al. 2020,
# arXiv 2006.10204, section 3.2); the model sees a square with a quarter more than the circle's diameter.
SIDE_OVER_RADIUS = 2.5


@dataclass(frozen=True, slots=True)
class Region:
    """A square: centre and side in pixels of the picture, turned clockwise on the screen by ``turn_rad``."""

    x_px: float
    y_px: float
    side_px: float
    turn_rad: float = 0.0

    def axes(self) -> Floats:
        """The region's own axes as columns, in the picture's x and y (2, 2): a turn clockwise, for y points down."""
        c, s = cos(self.turn_rad), sin(self.turn_rad)
        return np.array([[c, -s], [s, c]])

    def to_picture(self, shares: Floats) -> Floats:
        """Points (..., 2) given as shares of the region's side, 0 to 1, in pixels of the picture."""
        turned: Floats = (shares - 0.5) @ self.axes().T * self.side_px + (self.x_px, self.y_px)
        return turned

    def to_shares(self, points_px: Floats) -> Floats:
        """The inverse of :meth:`to_picture`."""
        shares: Floats = (points_px - (self.x_px, self.y_px)) @ self.axes() / self.side_px + 0.5
        return shares


def region_around(centre_px: Floats, rim_px: Floats) -> Region:
    """The region of a person from the alignment circle: its centre, and the point of it above the head.

    The person's up is from the centre to that point, and becomes the region's up.
    """
    dx, dy = float(rim_px[0] - centre_px[0]), float(rim_px[1] - centre_px[1])
    return Region(float(centre_px[0]), float(centre_px[1]), SIDE_OVER_RADIUS * hypot(dx, dy), atan2(dx, -dy))


def whole_picture(width_px: int, height_px: int, turn_rad: float = 0.0) -> Region:
    """The smallest square around a picture (letter-boxed), turned."""
    return Region(width_px / 2.0, height_px / 2.0, float(max(width_px, height_px)), turn_rad)


def shown_in(region: Region, pixels: "Pixels", side: int) -> npt.NDArray[np.float32]:
    """What the region shows, as ``side`` x ``side`` pixels (1, side, side, 3) from 0 to 255, black beyond the picture.

    The centre of its pixel (i, j) is at the shares ((i + 1/2) / side, (j + 1/2) / side); between pixels it is linear.
    """
    import cv2

    scale = region.side_px / side
    axes = region.axes() * scale
    first = region.to_picture(np.full(2, 0.5 / side)) - 0.5  # OpenCV counts centres of pixels from 0
    matrix = np.column_stack([axes, first])
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    seen = cv2.warpAffine(pixels, matrix, (side, side), flags=flags, borderMode=cv2.BORDER_CONSTANT)
    return np.asarray(seen, dtype=np.float32)[np.newaxis]
