"""The emphasis finder: in which posture a muscle has the largest share of what its hip can do in one direction.

For a direction d (such as external rotation) the capacity of a line is its isometric torque at full activation where
that turns the hip in the direction, else 0: c = max(0, +-F r). The share of a muscle is the sum over its lines over the
sum over all lines compared: s = sum_own c / sum_all c. It compares what muscles could do, all fully active at once; how
a person would share an effort among them is another question, and no posture turns a muscle on.
Only postures count in which the muscle keeps at least half of the capacity that it has in its own best posture of the
ranges, its fibres stay within 0.5 to 1.5 of their optimal length, and no compared path has jumped: a large share of
nearly nothing is no emphasis.
"""

from dataclasses import dataclass

import numpy as np

from trochanter.anatomy.body import Body
from trochanter.anatomy.deep_sets import deep_sets
from trochanter.anatomy.hip_model import with_set
from trochanter.anatomy.lines import deep_stems
from trochanter.core.arrays import Flags, Floats, frozen
from trochanter.core.errors import ImpossibleData, UnknownName
from trochanter.core.sides import SIDES, Side
from trochanter.mechanics.atlas import Atlas, posture_atlas
from trochanter.mechanics.hip_ranges import HipRanges, model_ranges

DIRECTIONS = {
    "flexion": ("flexion", 1),
    "extension": ("flexion", -1),
    "adduction": ("adduction", 1),
    "abduction": ("adduction", -1),
    "internal-rotation": ("rotation", 1),
    "external-rotation": ("rotation", -1),
}
COARSE_RAD = float(np.radians(5.0))
KEPT = 0.5
NEAR_SHARE = 0.01


@dataclass(frozen=True, slots=True)
class Share:
    """A posture (3,) with the muscle's share of the compared capacity and its own capacity there."""

    posture_rad: Floats
    share: float
    capacity_Nm: float


@dataclass(frozen=True, slots=True)
class Emphasis:
    """Where a muscle has its largest share of the capacity in a direction.

    lines: the muscle's; among: word for what it is compared with; best, neutral: shares there; strongest: where the
    muscle itself is strongest; near_rad (3, 2): lowest and highest angles of the usable postures within NEAR_SHARE of
    the best; sets: (name, share at the best posture, that set's own best) with other parameter sets of the deep
    rotators; ranking: muscles by their share at the best posture, largest first; left_out: share of postures left out.
    """

    muscle: str
    side: Side
    direction: str
    among: str
    lines: tuple[str, ...]
    ranges: HipRanges
    knee_rad: float
    best: Share
    neutral: Share
    strongest: Share
    near_rad: Floats
    sets: tuple[tuple[str, float, Share], ...]
    ranking: tuple[tuple[str, float], ...]
    left_out: float


@dataclass(frozen=True, slots=True)
class _Search:
    """Shares over a grid: own and all capacity (f, a, r), where they count, and by muscle at a posture."""

    atlas: Atlas
    capacity_Nm: Floats
    own: tuple[int, ...]

    @property
    def own_Nm(self) -> Floats:
        return np.asarray(self.capacity_Nm[..., list(self.own)].sum(axis=-1))

    @property
    def share(self) -> Floats:
        total = self.capacity_Nm.sum(axis=-1)
        return np.asarray(self.own_Nm / np.where(total > 0.0, total, 1.0))

    @property
    def usable(self) -> Flags:
        """Where the muscle's own fibres are to be read, no compared path has jumped, and it keeps its strength."""
        clear = self.atlas.valid[..., list(self.own)].all(axis=-1) & ~self.atlas.jumped.any(axis=-1)
        strongest = np.max(np.where(clear, self.own_Nm, 0.0))
        return np.asarray(clear & (self.own_Nm >= KEPT * strongest) & (self.own_Nm > 0.0))

    def at(self, index: tuple[int, ...]) -> Share:
        posture = frozen([axis[k] for axis, k in zip(self.atlas.axes_rad, index, strict=True)])
        return Share(posture, float(self.share[index]), float(self.own_Nm[index]))

    def best(self) -> tuple[int, ...]:
        return _peak(np.where(self.usable, self.share, -1.0))


def emphasis(
    body: Body,
    muscle: str,
    direction: str,
    ranges: HipRanges | None = None,
    *,
    among: str | None = None,
    knee_rad: float = 0.0,
    side: Side = Side.RIGHT,
) -> Emphasis:
    """The posture in which a muscle (a word as ``choose_lines`` takes it) has its largest share in a direction.

    direction: one of DIRECTIONS; ranges: what the body is made for if None; among: a group to compare with, all lines
    of the hip if None. Raises UnknownName, and ImpossibleData where the muscle nowhere acts in that direction.
    """
    if direction not in DIRECTIONS:
        raise UnknownName("direction", direction, DIRECTIONS)
    within = model_ranges(body, side) if ranges is None else ranges

    def search(own_body: Body, axes: tuple[Floats, Floats, Floats]) -> _Search:
        words = None if among is None else [among, muscle]
        return _search(posture_atlas(own_body, *axes, knee_rad=knee_rad, lines=words, side=side), muscle, direction)

    found = search(body, within.spans(COARSE_RAD))
    usable = found.usable
    if not usable.any():
        raise ImpossibleData(
            f"'{muscle}' has no {direction.replace('-', ' ')} to give in this range, or its fibres do not fit it",
            where=body.name,
            valid="a direction in which the muscle pulls, and ranges that a person can take",
            next_step="ask for another direction, or change the ranges or the knee angle",
        )
    at = found.best()
    best = found.at(at)
    point = tuple(np.array([float(angle)]) for angle in best.posture_rad)
    zero = (np.zeros(1), np.zeros(1), np.zeros(1))
    return Emphasis(
        muscle=muscle,
        side=side,
        direction=direction,
        among=among or "all",
        lines=tuple(found.atlas.lines[k] for k in found.own),
        ranges=within,
        knee_rad=knee_rad,
        best=best,
        neutral=search(body, zero).at((0, 0, 0)),
        strongest=found.at(_peak(np.where(usable, found.own_Nm, -1.0))),
        near_rad=_near(found, best.share),
        sets=tuple(
            (name, search(other, (point[0], point[1], point[2])).at((0, 0, 0)).share, again.at(again.best()))
            for name, other in _other_sets(body)
            for again in (search(other, within.spans(COARSE_RAD)),)
        ),
        ranking=_ranking(found, at),
        left_out=float(np.mean(~usable)),
    )


def _search(atlas: Atlas, muscle: str, direction: str) -> _Search:
    axis, sign = DIRECTIONS[direction]
    return _Search(atlas, np.maximum(sign * atlas.active_Nm(axis), 0.0), atlas.chosen(muscle))


def _peak(values: Floats) -> tuple[int, ...]:
    return tuple(int(k) for k in np.unravel_index(int(np.argmax(values)), values.shape))


def _near(found: _Search, best: float) -> Floats:
    where = np.nonzero(found.usable & (found.share >= best - NEAR_SHARE))
    return frozen([[axis[at.min()], axis[at.max()]] for axis, at in zip(found.atlas.axes_rad, where, strict=True)])


def _ranking(found: _Search, at: tuple[int, ...]) -> tuple[tuple[str, float], ...]:
    """Every muscle's share at a posture, largest first, those without any left out."""
    total: dict[str, float] = {}
    for known, value in zip(found.atlas.muscles, found.capacity_Nm[at], strict=True):
        total[known.muscle] = total.get(known.muscle, 0.0) + float(value)
    everything = sum(total.values())
    shares = [(name, value / everything) for name, value in total.items() if value > 0.0]
    return tuple(sorted(shares, key=lambda pair: -pair[1]))


def _other_sets(body: Body) -> list[tuple[str, Body]]:
    """The body with every parameter set of the deep rotators, where it has their lines."""
    if not {f"{stem}_{side}" for stem in deep_stems() for side in SIDES} <= set(body.muscles.names):
        return []
    return [(name, with_set(body, name)) for name in deep_sets()]
