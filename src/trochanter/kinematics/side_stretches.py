"""In which frames the right and left markers of a segment carry each other's labels.

Two witnesses. From frame to frame the markers go on as they went before, so where the right ones go on from where the
left ones were, the labels changed places; that tells the instant. And over a stretch the right ones are on the person's
right, which does not depend on labels (forward x up); that tells which part of the recording is wrong. Feet of runners
cross the middle for some frames, but never jump to each other's place.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from trochanter.core.arrays import Flags, Floats, Ints

WRONG_SIDE_M = 0.04  # on average over a stretch; feet of runners cross the middle by less
BRIEF_WRONG_SIDE_M = 0.1  # over less than a stride, in which one foot may pass before the other
STRIDE_S = 0.7
SHORTEST_S, SHORTEST = 0.04, 5  # of a stretch between gaps that is judged by itself
LONGEST_GAP_S = 0.1  # across which a marker can be said to go on as before
CLEARLY = 0.25  # of the squared way: clean recordings stay below 0.012, exchanged labels above 80
KEPT, UNKNOWN, EXCHANGED = 1, 0, -1


@dataclass(frozen=True, slots=True)
class Course:
    """How the pairs of a segment go on: seen (s,) frames in which a pair is in sight; link (s - 1,) between these."""

    seen: Ints
    link: Ints

    @property
    def steady(self) -> bool:
        """Whether nothing changes its place and nothing is in doubt."""
        return bool((self.link == KEPT).all())


def course(right_m: Floats, left_m: Floats, time_s: Floats) -> Course:
    """Follow right and left markers right_m, left_m (n, m, 3), NaN where not seen, from frame to frame."""
    both: Flags = np.asarray(np.isfinite(right_m + left_m).all(axis=2))
    seen = np.flatnonzero(both.any(axis=1))
    if len(seen) < len(time_s):
        right_m, left_m = right_m[seen], left_m[seen]
    return Course(seen, links(right_m, left_m, time_s[seen]))


def exchanged_frames(found: Course, off_m: Floats, time_s: Floats) -> Flags:
    """Frames (n,) with each other's labels; those in which no pair is seen are as the ones before.

    off_m (n,): how far the right markers are on the person's right of the left ones, NaN where it is not known.
    """
    if not len(found.seen):
        return np.zeros(len(time_s), dtype=np.bool_)
    flags = _judged(found.link, off_m[found.seen], time_s[found.seen])
    before = np.searchsorted(found.seen, np.arange(len(time_s)), side="right") - 1
    return flags[np.maximum(before, 0)]


def links(right_m: Floats, left_m: Floats, time_s: Floats) -> Ints:
    """Whether labels are KEPT from each frame to the next (n - 1,), EXCHANGED, or it is UNKNOWN."""
    if len(time_s) < 2:
        return np.zeros(0, dtype=np.int64)
    link = np.full(len(time_s) - 1, KEPT, dtype=np.int64)
    for i in np.flatnonzero(_doubtful(right_m, left_m, time_s)):
        link[i] = _link(right_m, left_m, time_s, int(i))
    return link


def _doubtful(right_m: Floats, left_m: Floats, time_s: Floats) -> Flags:
    """Steps that are long beside the way from right to left, or not seen: only these need a closer look."""
    moved = _squared(right_m[1:], right_m[:-1]) + _squared(left_m[1:], left_m[:-1])
    apart = _squared(right_m, left_m)
    near: Flags = moved < CLEARLY * np.minimum(apart[1:], apart[:-1])  # NaN, so False, where one is not seen
    step = np.diff(time_s)
    return np.asarray(~near.all(axis=1) | (step > 1.5 * float(np.median(step))))


def _link(right_m: Floats, left_m: Floats, time_s: Floats, i: int) -> int:
    """Compare the ways between what is expected half way from before, and half way from after."""
    if time_s[i + 1] - time_s[i] > LONGEST_GAP_S:
        return UNKNOWN
    before = [_half_way(path, time_s, i, -1) for path in (right_m, left_m)]
    after = [_half_way(path, time_s, i + 1, 1) for path in (right_m, left_m)]
    both = np.isfinite(np.concatenate([*before, *after], axis=1)).all(axis=1)
    stay, cross = (
        float(sum(_squared(one[both], other[both]).sum() for one, other in zip(before, to, strict=True)))
        for to in (after, after[::-1])
    )
    if stay < CLEARLY * cross:
        return KEPT
    return EXCHANGED if cross < CLEARLY * stay else UNKNOWN


def _half_way(path: Floats, time_s: Floats, i: int, back: int) -> Floats:
    """Places (m, 3) half a step on from frame i, by the speed since frame i + back; standing where that is unknown."""
    half = 0.5 * (time_s[i + 1] - time_s[i] if back < 0 else time_s[i - 1] - time_s[i])
    if not 0 <= i + back < len(time_s) or abs(time_s[i + back] - time_s[i]) > LONGEST_GAP_S:
        return np.asarray(path[i])
    speed = (path[i + back] - path[i]) / (time_s[i + back] - time_s[i])
    place: Floats = path[i] + half * np.nan_to_num(speed)
    return place


def _squared(one: Floats, other: Floats) -> Floats:
    off = one - other
    return np.asarray(np.einsum("...x,...x->...", off, off))


def _judged(link: Ints, off_m: Floats, time_s: Floats) -> Flags:
    """Exchanged frames (n,): changes by the links, and by the sides which frames between them are wrong."""
    turned = np.concatenate([[False], np.cumsum(link == EXCHANGED) % 2 == 1])
    flags = np.zeros(len(time_s), dtype=np.bool_)
    bounds = [0, *(np.flatnonzero(link == UNKNOWN) + 1).tolist(), len(time_s)]
    for first, last in pairwise(bounds):
        own = turned[first:last]
        wrong = _wrong(np.where(own, -off_m[first:last], off_m[first:last]), time_s[first:last])
        if wrong is None:  # nothing tells: as in the frame before
            wrong = bool(own[0] != (flags[first - 1] if first else False))
        flags[first:last] = own != wrong
    return flags


def _wrong(off_m: Floats, time_s: Floats) -> bool | None:
    """Whether a stretch is on the wrong side; None where it is too short or too near to the middle to tell."""
    known = off_m[np.isfinite(off_m)]
    lasted = float(time_s[-1] - time_s[0])
    if len(time_s) < SHORTEST or lasted < SHORTEST_S or not len(known):
        return None
    least = WRONG_SIDE_M if lasted >= STRIDE_S else BRIEF_WRONG_SIDE_M
    mean = float(known.mean())
    return mean < 0.0 if abs(mean) > least else None
