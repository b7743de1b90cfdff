"""How a stored picture is turned to be upright, from the display matrix that a phone writes into its film."""

import struct
from typing import Literal

Filter = tuple[Literal["transpose", "hflip", "vflip"], str]
# Signs of (a, b, c, d) to filters; the picture's x is sent to (a, b) of the screen and its y, which is down, to (c, d).
_FILTERS: dict[tuple[int, int, int, int], tuple[Filter, ...]] = {
    (1, 0, 0, 1): (),
    (0, 1, -1, 0): (("transpose", "clock"),),
    (-1, 0, 0, -1): (("hflip", ""), ("vflip", "")),
    (0, -1, 1, 0): (("transpose", "cclock"),),
    (-1, 0, 0, 1): (("hflip", ""),),
    (1, 0, 0, -1): (("vflip", ""),),
    (0, 1, 1, 0): (("transpose", "cclock_flip"),),
    (0, -1, -1, 0): (("transpose", "clock_flip"),),
}
_DEGREES = {
    (1, 0, 0, 1): 0,
    (0, 1, -1, 0): 90,
    (-1, 0, 0, -1): 180,
    (0, -1, 1, 0): 270,
    (-1, 0, 0, 1): 0,
    (1, 0, 0, -1): 180,
    (0, 1, 1, 0): 90,
    (0, -1, -1, 0): 270,
}
_UPRIGHT = (1, 0, 0, 1)


class Turn:
    """A turn by quarters, and a reflection where ``mirrors``; ``slanted`` where the file asks for anything else."""

    def __init__(self, matrix: bytes | None = None) -> None:
        """Read a display matrix: nine 32-bit numbers of the machine's order, a b u c d v x y w (16.16, u v w 2.30).

        Source: ISO/IEC 14496-12, section 6.2.2; as libavutil/display.h hands it on. None is upright.
        """
        signs, self.slanted = _signs(matrix) if matrix and len(matrix) >= 36 else (_UPRIGHT, False)
        self.filters = _FILTERS[signs]
        self.degrees = _DEGREES[signs]
        self.mirrors = signs[0] * signs[3] - signs[1] * signs[2] < 0

    @property
    def swaps_sides(self) -> bool:
        """Whether width becomes height."""
        return self.degrees in {90, 270}


def _signs(matrix: bytes) -> tuple[tuple[int, int, int, int], bool]:
    a, b, _, c, d = struct.unpack("=5i", matrix[:20])
    most = max(abs(a), abs(b), abs(c), abs(d))
    near = tuple(round(value / most) if most else 0 for value in (a, b, c, d))
    signs = (near[0], near[1], near[2], near[3])
    if signs not in _FILTERS:
        return _UPRIGHT, most != 0
    left_over = max(abs(value - sign * most) for value, sign in zip((a, b, c, d), signs, strict=True))
    return signs, left_over > 0.01 * most
