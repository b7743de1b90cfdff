"""Segments whose right and left labels are exchanged, throughout or from one instant to another.

What is exchanged throughout on every segment looks like a mirrored laboratory and is left to ``upright``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from trochanter.capture.trial import Trajectories
from trochanter.core.arrays import Flags, Floats
from trochanter.kinematics.body_directions import lateral_path
from trochanter.kinematics.label_swaps import runs_of
from trochanter.kinematics.marker_match import landmarks_of
from trochanter.kinematics.marker_sides import SidePairs, pairs_exchanged, side_pairs, stem_of
from trochanter.kinematics.side_stretches import course, exchanged_frames

_SAMPLED_FRAMES = 500
_LEFT_BEHIND_M = 0.05  # a marker without partner whose distances to its segment change by more did change its leg


@dataclass(frozen=True, slots=True)
class SideSwap:
    """Right and left labels of a segment that are exchanged.

    segment: without its side (a marker's name where nobody knows its segment); off_m: how far its right markers are
    left of its left ones, on average; spans: half-open intervals of samples; throughout: in all of them.
    """

    segment: str
    off_m: float
    spans: tuple[tuple[int, int], ...]
    throughout: bool

    def frames(self, count: int) -> Flags:
        """The exchanged samples (count,)."""
        flags = np.zeros(count, dtype=np.bool_)
        for first, last in self.spans:
            flags[first:last] = True
        return flags


def find_side_swaps(
    markers: Trajectories, segments: Sequence[str], mapping: Mapping[str, str] | None = None
) -> tuple[SideSwap, ...]:
    """Exchanged sides of each segment, and in which samples.

    ``segments``: the segment of each marker, '' where unknown: such a pair is told only for a part of the recording.
    """
    pairs = side_pairs(markers.names, segments, landmarks_of(markers.names, mapping).landmark)
    if not pairs or not len(markers.time_s):
        return ()
    time = np.asarray(markers.time_s)
    courses = [course(markers.position_m[:, own.right], markers.position_m[:, own.left], time) for own in pairs]
    step = 1 if any(not own.steady for own in courses) else max(1, len(time) // _SAMPLED_FRAMES)
    off = _offs_m(markers, pairs, mapping, step)
    frames = [exchanged_frames(own, path, time) for own, path in zip(courses, off, strict=True)]
    if _wholly_exchanged(pairs, frames):
        frames, off = [~flags for flags in frames], [-path for path in off]
    return tuple(
        _told(own, flags, path)
        for own, flags, path in zip(pairs, frames, off, strict=True)
        if flags.any() and (own.known or not flags.all())
    )


def sides_exchanged(position_m: Floats, pairs: Sequence[SidePairs], sides: Sequence[SideSwap]) -> Floats:
    """Positions (n, k, 3) with right and left exchanged where ``sides`` say; twice changes nothing."""
    swapped = {side.segment: side.frames(len(position_m)) for side in sides}
    for own in pairs:
        if own.part in swapped:
            position_m = pairs_exchanged(position_m, own, swapped[own.part])
    return position_m


def without_partner(
    position_m: Floats, segments: Sequence[str], pairs: Sequence[SidePairs], sides: Sequence[SideSwap]
) -> Flags:
    """Samples (n, k) of markers without a partner on the other side that lie on the other leg.

    position_m (n, k, 3) with sides put right. Throughout exchanged, nobody knows where such a marker was; for a while,
    its distances to its own segment tell.
    """
    lost = np.zeros(position_m.shape[:2], dtype=np.bool_)
    paired = {k for own in pairs for k in (*own.right, *own.left)}
    for side in sides:
        frames = side.frames(len(position_m))
        for k, segment in enumerate(segments):
            if k not in paired and segment != side.segment and stem_of(segment) == side.segment:
                mates = [i for i in paired if segments[i] == segment]
                lost[frames, k] = frames.all() or _elsewhere(position_m[:, k], position_m[:, mates], frames)
    return lost


def _elsewhere(path: Floats, mates: Floats, frames: Flags) -> bool:
    """Whether a marker (n, 3) has other distances to its mates (n, m, 3) in ``frames`` than outside."""
    apart = np.linalg.norm(mates - path[:, None], axis=2)
    seen = np.isfinite(apart)
    judged = [m for m in range(apart.shape[1]) if seen[frames, m].any() and seen[~frames, m].any()]
    change = [abs(np.nanmedian(apart[frames, m]) - np.nanmedian(apart[~frames, m])) for m in judged]
    return not change or float(np.median(change)) > _LEFT_BEHIND_M


def _offs_m(
    markers: Trajectories, pairs: Sequence[SidePairs], mapping: Mapping[str, str] | None, step: int
) -> list[Floats]:
    """How far right markers are on the person's right of left ones (n,), NaN where not known or not sampled."""
    lateral = lateral_path(markers, mapping, step)
    offs = []
    for own in pairs:
        way = markers.position_m[::step, own.right] - markers.position_m[::step, own.left]
        along = np.einsum("nmx,nx->nm", way, lateral)
        known = np.isfinite(along)
        off = np.full(len(markers.time_s), np.nan)
        count = known.sum(axis=1)
        off[::step] = np.where(count > 0, np.where(known, along, 0.0).sum(axis=1) / np.maximum(count, 1), np.nan)
        offs.append(off)
    return offs


def _wholly_exchanged(pairs: Sequence[SidePairs], frames: Sequence[Flags]) -> bool:
    """Whether the pelvis, or all where it has no pairs, is exchanged throughout: then all else is judged beside it."""
    known = [(own.part, flags) for own, flags in zip(pairs, frames, strict=True) if own.known]
    leading = [flags for part, flags in known if part == "pelvis"] or [flags for _, flags in known]
    return bool(leading) and all(flags.all() for flags in leading)


def _told(own: SidePairs, flags: Flags, off_m: Floats) -> SideSwap:
    spans = tuple((first, last) for first, last in runs_of(flags) if flags[first])
    inside = off_m[flags & np.isfinite(off_m)]
    off = -float(inside.mean()) if len(inside) else float("nan")
    return SideSwap(own.part, off, spans, bool(flags.all()))
