"""Whether a parameter set of the deep rotators fits a trial: none of its lines may be stretched beyond belief.

The sets join cross-sections and fibre lengths of different cadavers; where that leaves a line too long or too short for
the movement, its force says more about the mismatch than about a muscle.
"""

import numpy as np

from trochanter.anatomy.body import Muscles
from trochanter.anatomy.deep_sets import described_stems
from trochanter.core.quality import Notice
from trochanter.core.sides import SIDES
from trochanter.kinematics.motion import Motion
from trochanter.mechanics.fibers import FiberState

SHORTEST, LONGEST = 0.6, 1.4  # optimal fibre lengths
LARGEST_PASSIVE = 0.2  # of the maximum isometric force
_MOST_LINES = 3


def beyond_limits(fibers: FiberState, muscles: Muscles, motion: Motion) -> tuple[str, ...]:
    """What deep lines do beyond SHORTEST to LONGEST or LARGEST_PASSIVE, in words, away from the record's ends."""
    inside = ~motion.edge if not motion.edge.all() else motion.edge
    found = []
    for name in (f"{stem}_{side}" for stem in described_stems(muscles.names) for side in SIDES):
        m = muscles.names.index(name)
        length = fibers.length_norm[inside, m]
        passive = fibers.passive_N[inside, m] / muscles.max_isometric_force_N[m]
        if np.nanmin(length) < SHORTEST or np.nanmax(length) > LONGEST:
            found.append(f"{name} has fibres of {np.nanmin(length):.2f} to {np.nanmax(length):.2f} optimal lengths")
        elif np.nanmax(passive) > LARGEST_PASSIVE:
            found.append(f"{name} pulls up to {np.nanmax(passive):.2f} of its maximum force passively")
    return tuple(found)


def set_notice(name: str, beyond: tuple[str, ...], *, kept: bool) -> Notice:
    """The notice on a set that does not fit; ``kept``: it is the body's own and stays."""
    more = f" and {len(beyond) - _MOST_LINES} more" if len(beyond) > _MOST_LINES else ""
    shown = f"{'; '.join(beyond[:_MOST_LINES])}{more}"
    limits = f"{SHORTEST:g} to {LONGEST:g} and {LARGEST_PASSIVE:g} are believed"
    if kept:
        text = f"the parameter set '{name}' of the deep rotators hardly fits this movement: {shown} ({limits})"
        return Notice("set-beyond-limits", text)
    text = f"the parameter set '{name}' does not fit this movement and is left out of the ranges: {shown} ({limits})"
    return Notice("set-left-out", text)
