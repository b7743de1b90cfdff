"""A pin-hole camera of the synthetic room: where a point of the room is in the picture."""

from dataclasses import dataclass
from typing import Self

import numpy as np

from trochanter.core.arrays import Floats


@dataclass(frozen=True, slots=True)
class Camera:
    """place_m (3,) of the lens; turn (3, 3) with columns right, up and backwards of the camera, in the room.

    focal_px: distance of the picture's plane in its own pixels. Pixels count from the picture's upper left corner.
    """

    place_m: Floats
    turn: Floats
    focal_px: float
    width_px: int
    height_px: int

    @classmethod
    def looking(
        cls,
        at_m: Floats,
        along: Floats,
        up: Floats,
        distance_m: float,
        size_px: tuple[int, int],
        tall_rad: float,
        shift_m: tuple[float, float] = (0.0, 0.0),
        roll_rad: float = 0.0,
    ) -> Self:
        """A camera ``distance_m`` from a point, looking along a direction.

        shift_m: how far the camera is carried to its right and up, without turning; roll_rad: it is turned clockwise,
        seen from behind it; tall_rad: the angle between the picture's lower and upper edge.
        """
        back = -np.asarray(along, dtype=float) / np.linalg.norm(along)
        right = np.cross(up, back)
        right = right / np.linalg.norm(right)
        above = np.cross(back, right)
        place_m = at_m + distance_m * back + shift_m[0] * right + shift_m[1] * above
        c, s = np.cos(roll_rad), np.sin(roll_rad)
        turn = np.column_stack([c * right - s * above, s * right + c * above, back])
        width_px, height_px = size_px
        return cls(place_m, turn, 0.5 * height_px / np.tan(0.5 * tall_rad), width_px, height_px)

    def pixels(self, points_m: Floats) -> Floats:
        """Points of the room (..., 3) to pixels (..., 2): x to the right, y down."""
        seen = (np.asarray(points_m) - self.place_m) @ self.turn
        scale = self.focal_px / -seen[..., 2]
        return np.stack([0.5 * self.width_px + scale * seen[..., 0], 0.5 * self.height_px - scale * seen[..., 1]], -1)
