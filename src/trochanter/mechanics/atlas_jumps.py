"""Where in a grid of postures a muscle's path has jumped: its length there is not to be compared with the neutral one.

Between two neighbouring postures a smooth path changes its length by what its arms explain (see ``jumps``). Where it
does not, it has changed to the other side of a wrap. A posture counts as jumped if no way through the grid leads to it
from neutral without such a jump, or if a jump lies beside it: there the path is about to change sides.
"""

from collections.abc import Sequence

import numpy as np

from trochanter.core.arrays import Flags, Floats
from trochanter.mechanics.jumps import LEAST_JUMP_M

Index = tuple[slice, slice, slice]


def jumped(length_m: Floats, arm_m: Floats, axes_rad: Sequence[Floats], start: tuple[int, int, int]) -> Flags:
    """Postures that have jumped (f, a, r, m), by lengths (f, a, r, m) and arms (f, a, r, m, 3); ``start``: neutral."""
    cuts = [_cuts(length_m, arm_m, axes_rad[k], k) for k in range(3)]
    found = np.zeros(length_m.shape, dtype=np.bool_)
    for m in range(length_m.shape[-1]):
        own = [cut[..., m] for cut in cuts]
        if any(cut.any() for cut in own):
            found[..., m] = ~_reached(own, found.shape[:3], start) | _beside(own, found.shape[:3])
    return found


def _pair(axis: int) -> tuple[Index, Index]:
    """Indices of all postures but the last, and but the first, along an axis."""
    low, high = [slice(None)] * 3, [slice(None)] * 3
    low[axis], high[axis] = slice(None, -1), slice(1, None)
    return (low[0], low[1], low[2]), (high[0], high[1], high[2])


def _cuts(length_m: Floats, arm_m: Floats, angles_rad: Floats, axis: int) -> Flags:
    """Between which neighbours along an axis each path jumps: trapezoidal rule, dL = -mean(r) dq."""
    low, high = _pair(axis)
    step = np.diff(angles_rad).reshape([-1 if k == axis else 1 for k in range(4)])
    mean_arm = 0.5 * (arm_m[low][..., axis] + arm_m[high][..., axis])
    return np.asarray(np.abs(length_m[high] - length_m[low] + mean_arm * step) > LEAST_JUMP_M)


def _reached(cuts: Sequence[Flags], shape: tuple[int, ...], start: tuple[int, int, int]) -> Flags:
    """Postures that a way without a jump leads to."""
    reached = np.zeros(shape, dtype=np.bool_)
    reached[start] = True
    before = 0
    while (count := int(reached.sum())) > before:
        before = count
        for axis, cut in enumerate(cuts):
            low, high = _pair(axis)
            reached[high] |= reached[low] & ~cut
            reached[low] |= reached[high] & ~cut
    return reached


def _beside(cuts: Sequence[Flags], shape: tuple[int, ...]) -> Flags:
    """Postures on either side of a jump."""
    found = np.zeros(shape, dtype=np.bool_)
    for axis, cut in enumerate(cuts):
        low, high = _pair(axis)
        found[low] |= cut
        found[high] |= cut
    return found
