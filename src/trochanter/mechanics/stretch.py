"""The stretch finder: in which posture within stated ranges a muscle's path is longest, and how much that matters.

Length is compared with the neutral posture; of a muscle of several lines, the mean of its lines counts. Postures in
which a line's fibres would leave 0.5 to 1.5 of their optimal length, or in which its path has jumped, are left out. The
search takes a grid of 5 degrees, then one of 1 degree around its best posture. Bones and muscles only: a capsule, a
nerve, another muscle or pain may stop a person before.
"""

from dataclasses import dataclass

import numpy as np

from trochanter.anatomy.body import Body
from trochanter.core.arrays import Flags, Floats, frozen
from trochanter.core.errors import ImpossibleData
from trochanter.core.sides import Side
from trochanter.mechanics.atlas import Atlas, posture_atlas
from trochanter.mechanics.atlas_grid import AXES
from trochanter.mechanics.doubts import LONGEST_NORM
from trochanter.mechanics.hip_ranges import HipRanges, model_ranges

COARSE_RAD, FINE_RAD = float(np.radians(5.0)), float(np.radians(1.0))
NEAR_M = 0.001
LIMIT_NORM = 0.02


@dataclass(frozen=True, slots=True)
class Place:
    """A posture (3,) in radians and by how much the muscle is longer there than in neutral."""

    posture_rad: Floats
    longer_m: float


@dataclass(frozen=True, slots=True)
class Stretch:
    """Where a muscle of k lines is longest within ranges.

    best; lines_m (k,): by how much each line is longer there; fiber_norm, neutral_fiber_norm (k,): fibre length over
    its optimum there and in neutral; near_rad (3, 2): how far each angle alone can go from the best posture while the
    muscle stays within ``near_m`` of it; near_share: share of the usable postures that do; ties: other regions of
    postures that do, longest first; single: the best posture of each movement alone; at_end: which angles are at an
    end of their range, so that a wider range might lengthen it more; at_limit: a line's fibres are about to leave what
    is believed of them, so that the limit and not the path decides; left_out: share of the postures left out.
    """

    muscle: str
    side: Side
    lines: tuple[str, ...]
    ranges: HipRanges
    knee_rad: float
    best: Place
    lines_m: Floats
    fiber_norm: Floats
    neutral_fiber_norm: Floats
    near_m: float
    near_rad: Floats
    near_share: float
    ties: tuple[Place, ...]
    single: tuple[Place, Place, Place]
    at_end: tuple[bool, bool, bool]
    at_limit: bool
    left_out: float


def stretch(
    body: Body,
    muscle: str,
    ranges: HipRanges | None = None,
    *,
    knee_rad: float = 0.0,
    side: Side = Side.RIGHT,
    near_m: float = NEAR_M,
) -> Stretch:
    """The posture that lengthens a muscle (a word as ``choose_lines`` takes it) most.

    ranges: what the body is made for if None. Raises UnknownName for an unknown muscle, ImpossibleData where no posture
    of the ranges is usable.
    """
    within = model_ranges(body, side) if ranges is None else ranges

    def over(axes: tuple[Floats, Floats, Floats]) -> tuple[Atlas, Floats]:
        atlas = posture_atlas(body, *axes, knee_rad=knee_rad, lines=[muscle], side=side)
        return atlas, _usable(atlas)

    coarse, values = over(within.spans(COARSE_RAD))
    if not np.any(np.isfinite(values)):
        raise _nowhere(coarse, muscle)
    middle = _posture(coarse, _best(values))
    fine, fine_values = over(within.around(middle, COARSE_RAD).spans(FINE_RAD))
    at = _best(fine_values)
    best = Place(_posture(fine, at), float(fine_values[at]))
    return Stretch(
        muscle=muscle,
        side=side,
        lines=fine.lines,
        ranges=within,
        knee_rad=knee_rad,
        best=best,
        lines_m=frozen(fine.longer_m[at]),
        fiber_norm=frozen(fine.fiber_norm[at]),
        neutral_fiber_norm=fine.neutral_fiber_norm,
        near_m=near_m,
        near_rad=frozen([_reach(*over(_along(within, best.posture_rad, k)), k, best, near_m) for k in range(3)]),
        near_share=float(np.mean(values[np.isfinite(values)] >= best.longer_m - near_m)),
        ties=_ties(coarse, values, best, near_m),
        single=_singles([over(_along(within, np.zeros(3), k)) for k in range(3)]),
        at_end=_ends(within, best.posture_rad),
        at_limit=bool(np.max(fine.fiber_norm[at]) > LONGEST_NORM - LIMIT_NORM),
        left_out=float(np.mean(~np.isfinite(values))),
    )


def _usable(atlas: Atlas) -> Floats:
    """Mean lengthening of the lines (f, a, r), -inf where any of them is not to be read."""
    return np.where(atlas.valid.all(axis=-1), atlas.longer_m.mean(axis=-1), -np.inf)


def _best(values: Floats) -> tuple[int, int, int]:
    """The largest; among equals the first in the order of the grid."""
    flexion, adduction, rotation = np.unravel_index(int(np.argmax(values)), values.shape)
    return int(flexion), int(adduction), int(rotation)


def _posture(atlas: Atlas, at: tuple[int, int, int]) -> Floats:
    return frozen([axis[k] for axis, k in zip(atlas.axes_rad, at, strict=True)])


def _along(ranges: HipRanges, posture_rad: Floats, axis: int) -> tuple[Floats, Floats, Floats]:
    """One angle over its range, the others as in a posture."""
    spans, fixed = ranges.spans(FINE_RAD), [np.array([float(angle)]) for angle in posture_rad]
    kept = [np.unique(np.append(spans[k], posture_rad[k])) if k == axis else fixed[k] for k in range(3)]
    return kept[0], kept[1], kept[2]


def _reach(atlas: Atlas, values: Floats, axis: int, best: Place, near_m: float) -> tuple[float, float]:
    """Ends of the run of angles around the best one in which the muscle stays within ``near_m``."""
    angles, row = atlas.axes_rad[axis], values.reshape(-1)
    near = row >= best.longer_m - near_m
    low = high = int(np.argmin(np.abs(angles - best.posture_rad[axis])))
    while low > 0 and near[low - 1]:
        low -= 1
    while high < len(angles) - 1 and near[high + 1]:
        high += 1
    return float(angles[low]), float(angles[high])


def _singles(alone: list[tuple[Atlas, Floats]]) -> tuple[Place, Place, Place]:
    places = [Place(_posture(atlas, _best(values)), float(values[_best(values)])) for atlas, values in alone]
    return places[0], places[1], places[2]


def _ends(ranges: HipRanges, posture_rad: Floats) -> tuple[bool, bool, bool]:
    flexion, adduction, rotation = (
        low < high and min(abs(at - low), abs(at - high)) < 0.5 * FINE_RAD
        for at, (low, high) in zip(posture_rad.tolist(), ranges.all_rad, strict=True)
    )
    return flexion, adduction, rotation


def _ties(atlas: Atlas, values: Floats, best: Place, near_m: float) -> tuple[Place, ...]:
    """The best posture of every other region of the grid that comes within ``near_m`` of the best."""
    left = values >= best.longer_m - near_m
    places = []
    while left.any():
        at = _best(np.where(left, values, -np.inf))
        region = _region(left, at)
        posture = _posture(atlas, at)
        if np.max(np.abs(posture - best.posture_rad)) > COARSE_RAD + FINE_RAD:
            places.append(Place(posture, float(values[at])))
        left = left & ~region
    return tuple(sorted(places, key=lambda place: -place.longer_m))


def _region(allowed: Flags, start: tuple[int, int, int]) -> Flags:
    """Everything that hangs together with ``start``, over corners too."""
    found = np.zeros(allowed.shape, dtype=np.bool_)
    found[start] = True
    before = 0
    while (count := int(found.sum())) > before:
        before = count
        for axis in range(3):
            grown = found.copy()
            low, high = [slice(None)] * 3, [slice(None)] * 3
            low[axis], high[axis] = slice(None, -1), slice(1, None)
            grown[tuple(high)] |= found[tuple(low)]
            grown[tuple(low)] |= found[tuple(high)]
            found = grown
        found &= allowed
    return found


def _nowhere(atlas: Atlas, muscle: str) -> ImpossibleData:
    return ImpossibleData(
        f"in no posture of this range do the fibres of '{muscle}' stay within 0.5 to 1.5 of their optimal length",
        where=atlas.body.name,
        valid=f"ranges of {', '.join(AXES)}, and a knee angle, that a person can take",
        next_step="change the range, or the knee angle for a muscle that crosses both joints",
    )
