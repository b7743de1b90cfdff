"""The similarity on which most followed points agree: random pairs propose, the largest agreement is fitted.

Fischler and Bolles (1981), doi:10.1145/358669.358692; the fit is the least-squares similarity of Umeyama (1991),
doi:10.1109/34.88573, which in the plane is a line through complex numbers.
"""

from dataclasses import dataclass

import numpy as np

from trochanter.capture.tapped_pose import Points, Similarity
from trochanter.core.arrays import Flags

PROPOSALS = 96
STRETCH = (0.85, 1.18)  # a leg does not come nearer or go farther by more than that from picture to picture
_REFITS = 3


@dataclass(frozen=True, slots=True)
class Agreement:
    """A similarity and which points (n,) agree on it."""

    motion: Similarity
    agree: Flags

    @property
    def share(self) -> float:
        """Share of all points that agree."""
        return float(self.agree.mean()) if self.agree.size else 0.0


def agreement(start: Points, end: Points, tolerance: float) -> Agreement | None:
    """The similarity from ``start`` to ``end`` (n,) on which most agree within ``tolerance``; None below 4 points.

    The random pairs are the same each time, so that the same film gives the same result.
    """
    if start.size < 4:
        return None
    pairs = np.random.default_rng(start.size).integers(start.size, size=(2, PROPOSALS))
    apart = start[pairs[1]] - start[pairs[0]]
    far = np.abs(apart) > 4.0 * tolerance
    if not far.any():
        return None
    pairs, apart = pairs[:, far], apart[far]
    turns = (end[pairs[1]] - end[pairs[0]]) / apart
    shifts = end[pairs[0]] - turns * start[pairs[0]]
    near = np.abs(turns[:, None] * start + shifts[:, None] - end) < tolerance
    votes = near.sum(axis=1) * ((np.abs(turns) > STRETCH[0]) & (np.abs(turns) < STRETCH[1]))
    return _refitted(start, end, near[int(votes.argmax())], tolerance) if votes.max() >= 4 else None


def _refitted(start: Points, end: Points, agree: Flags, tolerance: float) -> Agreement | None:
    motion = fitted(start[agree], end[agree])
    for _ in range(_REFITS):
        agree = np.abs(motion.of(start) - end) < tolerance
        if agree.sum() < 4:
            return None
        motion = fitted(start[agree], end[agree])
    return Agreement(motion, agree)


def fitted(start: Points, end: Points) -> Similarity:
    """The similarity with the least squares from ``start`` to ``end`` (n,).

    >>> corners = np.array([0, 1, 1j])
    >>> found = fitted(corners, 2j * corners + 3)
    >>> bool(np.isclose(found.turn, 2j) and np.isclose(found.shift, 3))
    True
    """
    middle, there = start.mean(), end.mean()
    centred = start - middle
    turn = np.vdot(centred, end - there) / max(float(np.vdot(centred, centred).real), 1e-12)
    return Similarity(complex(turn), complex(there - turn * middle))
