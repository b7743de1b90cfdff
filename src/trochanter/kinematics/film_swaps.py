"""Left and right exchanged by a pose model: from one picture to the next both shins jump to each other's place.

A body does not do that, so the pictures between two such jumps are wrong. Which are the wrong ones: the fewer. A model
that has the sides exchanged all the time jumps nowhere and cannot be found out here.
"""

import numpy as np

from trochanter.core.arrays import Flags, Floats

_NEARER = 0.5  # exchanged, the shins are at most half as far from where they were
_FAR = 0.25  # and as named they have jumped at least this part of a shin


def exchanged(right: Floats, left: Floats) -> Flags:
    """In which pictures the two shins have each other's names (n,).

    right, left: (n, 2, 2), knee and ankle of the leg that is called so, in pixels; NaN where they were not found.
    """
    legs = np.stack([right, left], axis=1)
    known = np.flatnonzero(np.isfinite(legs).all(axis=(1, 2, 3)))
    wrong = np.zeros(len(legs), dtype=np.bool_)
    if len(known) < 2:
        return wrong
    seen = legs[known]
    as_named = _moved(seen[1:], seen[:-1])
    other_way = _moved(seen[1:], seen[:-1, ::-1])
    shin_px = np.median(np.linalg.norm(seen[:, :, 1] - seen[:, :, 0], axis=-1))
    jumps = (other_way < _NEARER * as_named) & (as_named > _FAR * shin_px)
    odd = np.concatenate([[0], np.cumsum(jumps)]) % 2 == 1
    wrong[known] = odd if np.count_nonzero(odd) <= 0.5 * len(odd) else ~odd
    return wrong


def _moved(now: Floats, before: Floats) -> Floats:
    """How far knees and ankles of both legs are from where they were, on average, in pixels (n,)."""
    return np.asarray(np.linalg.norm(now - before, axis=-1).mean(axis=(1, 2)))
