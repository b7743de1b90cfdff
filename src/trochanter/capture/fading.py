"""Points of a ground force while it fades: below what confirms a centre of pressure, but still where the foot is.

Leaving them out changes the moment that the force makes by its size times the distance to where the point is then
held: up to 1.5 N m at the end of a stance, which ankle, knee and hip all carry.
"""

import numpy as np

from trochanter.core.arrays import Flags, Floats

FADING_S = 0.05
FADING_M = 0.5  # a belt carries a foot 0.2 m in that time, the point runs off the foot as far again
FADING_NM = 3.0  # 20 N at half a foot's length
_VERTICAL = 1


def runs(flags: Flags) -> list[tuple[int, int]]:
    """Half-open runs of samples that are True."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], flags.astype(np.int8), [0]))))
    return [(int(start), int(stop)) for start, stop in edges.reshape(-1, 2)]


def with_fading(time_s: Floats, force: Floats, point: Floats, loaded: Flags) -> Flags:
    """``loaded`` (n,) and the samples before and after each of its runs whose points (n, 3) in m can be kept.

    From the edge of a run on, as long as the foot pushes down on the ground, for FADING_S, and while the point stays
    within FADING_M of the edge's along each axis and moves the force's moment (n, 3 in N) by at most FADING_NM.
    """
    kept = loaded.copy()
    first = np.searchsorted(time_s, time_s - FADING_S)
    after = np.searchsorted(time_s, time_s + FADING_S, side="right")
    for start, stop in runs(loaded):
        for edge, beyond in (
            (start, np.arange(start - 1, first[start] - 1, -1)),
            (stop - 1, np.arange(stop, after[stop - 1])),
        ):
            apart = point[beyond] - point[edge]
            lasts = (force[beyond, _VERTICAL] > 0.0) & (np.abs(apart).max(axis=1) <= FADING_M)
            moved = np.cross(np.where(lasts[:, None], apart, 0.0), force[beyond])
            lasts &= np.linalg.norm(moved, axis=1) <= FADING_NM
            kept[beyond[: lasts.size if lasts.all() else int(lasts.argmin())]] = True
    return kept
