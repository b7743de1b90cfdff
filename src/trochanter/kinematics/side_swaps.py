"""Whole segments whose left and right labels are exchanged: the right thigh on the left of the pelvis."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from trochanter.capture.trial import Trajectories
from trochanter.core.arrays import Floats
from trochanter.kinematics.marker_match import landmarks_of

WRONG_SIDE_M = 0.04  # feet of runners may cross the middle by less
_SAMPLED_FRAMES, _FEWEST_FRAMES = 500, 3


@dataclass(frozen=True, slots=True)
class SideSwap:
    """A segment, without its side, whose right markers are left of its left ones, by off_m on average."""

    segment: str
    off_m: float


def find_side_swaps(
    markers: Trajectories, segments: Sequence[str], mapping: Mapping[str, str] | None = None
) -> tuple[SideSwap, ...]:
    """Segments on the wrong side of the pelvis, whose own right comes from its spines; none where these are unknown.

    ``segments``: the segment of each marker, '' where unknown.
    """
    right = _right(markers, mapping)
    if right is None:
        return ()
    found = []
    for stem in sorted({name[:-2] for name in segments if name.endswith(("_r", "_l"))} - {"pelvis"}):
        off = np.sum(
            (_middle(markers, segments, f"{stem}_r") - _middle(markers, segments, f"{stem}_l")) * right, axis=1
        )
        off = off[np.isfinite(off)]
        if len(off) >= _FEWEST_FRAMES and float(np.mean(off)) < -WRONG_SIDE_M:
            found.append(SideSwap(stem, -float(np.mean(off))))
    return tuple(found)


def _step(markers: Trajectories) -> int:
    return max(1, len(markers.time_s) // _SAMPLED_FRAMES)


def _right(markers: Trajectories, mapping: Mapping[str, str] | None) -> Floats | None:
    recorded = landmarks_of(markers.names, mapping).recorded
    for spine in ("asis", "psis"):
        if f"{spine}_r" in recorded and f"{spine}_l" in recorded:
            way = markers.of(recorded[f"{spine}_r"]) - markers.of(recorded[f"{spine}_l"])
            way = way[:: _step(markers)]
            return np.asarray(way / np.linalg.norm(way, axis=1, keepdims=True))
    return None


def _middle(markers: Trajectories, segments: Sequence[str], segment: str) -> Floats:
    own = [k for k, name in enumerate(segments) if name == segment]
    if not own:
        return np.full((len(markers.time_s[:: _step(markers)]), 3), np.nan)
    path = markers.position_m[:: _step(markers), own]
    seen = np.isfinite(path).all(axis=2).sum(axis=1)
    middle: Floats = np.nansum(path, axis=1) / np.where(seen > 0, seen, np.nan)[:, None]
    return middle
