"""Repetitions of a single-leg squat or step-down, found by how far the hip comes down over the foot that stands."""

from dataclasses import dataclass

import numpy as np

from trochanter.core.arrays import Floats, Ints
from trochanter.core.errors import ImpossibleData
from trochanter.core.sides import SIDES, Side
from trochanter.kinematics.picture_track import PictureTrack

ASKED, LEAST = 5, 3  # repetitions
LEAST_DROP = 0.04  # leg lengths: less is swaying
_BEGIN, _STANDING = 0.25, 0.12  # of the way down
_STAND_S, _DEEP_S = 1.0, 0.1  # before and after a repetition; around the deepest point
_SHORTEST_S = 0.4
_STILL, _MOVES = 0.05, 0.06  # leg lengths that an ankle moves about


@dataclass(frozen=True, slots=True)
class Repetition:
    """Samples [start, end) of one way down and up, the deepest sample, and how deep in leg lengths."""

    start: int
    end: int
    deepest: int
    drop: float


def standing_leg(track: PictureTrack) -> Side:
    """The leg that is stood on: its ankle keeps still while the other moves; raises ImpossibleData."""
    moved = {side: _wander(track, side) for side in SIDES}
    side = min(SIDES, key=lambda each: moved[each])
    if moved[side] > _STILL and moved[side] > 0.5 * moved[side.other]:
        raise _unclear(track, "both feet move about")
    if moved[side.other] < _MOVES or moved[side.other] < 1.5 * moved[side]:
        raise _unclear(track, "both feet keep still, as in a squat on two legs or in standing")
    return side


def hip_drop(track: PictureTrack, side: Side) -> Floats:
    """How far the hip is below where it is in standing (n,), in leg lengths, as it appears."""
    height = track.point("ankle", side)[:, 1] - track.point("hip", side)[:, 1]
    top = float(np.percentile(height[track.known], 95.0))
    return np.asarray((top - height) / track.leg_px(side))


def repetitions(track: PictureTrack, side: Side) -> tuple[Repetition, ...]:
    """All whole ways down and up; raises ImpossibleData where there are fewer than three."""
    drop = hip_drop(track, side)
    deep = float(np.percentile(drop[track.known], 97.0))
    found = [] if deep < LEAST_DROP else _found(drop, deep, track.step_s)
    kept = tuple(each for each in found if track.known[each.start : each.end].all())
    if len(kept) < LEAST:
        raise ImpossibleData(
            f"{len(kept)} whole repetitions are found, and {LEAST} are the least",
            where=track.source,
            valid=f"{ASKED} slow ways down and up on one leg, standing still for a second before, between and after",
            next_step="film again; go down as far as feels easy, not further",
        )
    return kept


def standing_samples(track: PictureTrack, side: Side, found: tuple[Repetition, ...]) -> Ints:
    """Numbers of the samples of standing next to the repetitions (k,)."""
    drop = hip_drop(track, side)
    deep = float(np.median([each.drop for each in found]))
    reach = round(_STAND_S / track.step_s)
    near = np.zeros(len(drop), dtype=np.bool_)
    for each in found:
        near[max(each.start - reach, 0) : each.end + reach] = True
    samples: Ints = np.flatnonzero(near & track.known & (drop < _STANDING * deep)).astype(np.int64)
    return samples


def deep_samples(track: PictureTrack, each: Repetition) -> slice:
    """The samples around the deepest point."""
    half = max(round(0.5 * _DEEP_S / track.step_s), 1)
    return slice(max(each.deepest - half, each.start), min(each.deepest + half + 1, each.end))


def _found(drop: Floats, deep: float, step_s: float) -> list[Repetition]:
    below = drop > _BEGIN * deep
    edges = np.flatnonzero(np.diff(below.astype(np.int8)))
    starts, ends = edges[~below[edges]] + 1, edges[below[edges]] + 1
    found = []
    for start in starts.tolist():
        after = ends[ends > start]
        if not len(after):
            continue  # the film ends on the way
        end = int(after[0])
        deepest = start + int(np.argmax(drop[start:end]))
        if drop[deepest] > 0.5 * deep and (end - start) * step_s >= _SHORTEST_S:
            found.append(Repetition(start, end, deepest, float(drop[deepest])))
    return found


def _wander(track: PictureTrack, side: Side) -> float:
    """How far an ankle moves about, in leg lengths."""
    ankle = track.point("ankle", side)[track.known]
    low, high = np.percentile(ankle, (10.0, 90.0), axis=0)
    return float(np.hypot(*(high - low))) / track.leg_px(side)


def _unclear(track: PictureTrack, what: str) -> ImpossibleData:
    return ImpossibleData(
        f"which leg is stood on cannot be seen: {what}",
        where=track.source,
        valid="one leg stood on throughout, the other foot off the floor or stepping down",
        next_step="film one leg at a time, from before the first repetition to after the last",
    )
