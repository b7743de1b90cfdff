"""Near-optimal bands: how well static optimization determines each activation.

A muscle's band at an instant holds every activation that it can have in some load sharing whose total cost is at most
(1 + slack) times the optimal cost of its block (a leg, say). Reserves of chosen coordinates can be held: they keep the
moment that they carry at the optimum and stay out of the cost, so that a large one does not buy freedom for everyone.
"""

from collections.abc import Sequence

import numpy as np

from trochanter.core.arrays import Flags, Floats, frozen
from trochanter.core.errors import BadSetting
from trochanter.core.threads import over_frames
from trochanter.mechanics.account import Band
from trochanter.mechanics.band_kernels import search_frames
from trochanter.mechanics.band_path_kernels import path_frames
from trochanter.mechanics.sharing import LoadSharing, SharingPlan, uniform
from trochanter.mechanics.sharing_kernels import CHUNK_FRAMES, Layout, Loads, Shares


def near_optimal_bands(
    plan: SharingPlan, loads: Loads, result: LoadSharing, held: Flags, slacks: Sequence[float] = (0.05, 0.20)
) -> tuple[Band, ...]:
    """Bands (n, m), one for each slack, around a result of ``share`` on the same loads.

    held (d,): coordinates whose reserves are held. NaN where the optimum is missing or an end could not be followed.
    Raises BadSetting unless the slacks are positive and rising.
    """
    slack = np.asarray(slacks, dtype=np.float64)
    if not (slack.size and np.all(np.isfinite(slack)) and np.all(np.diff(slack, prepend=0.0) > 0.0)):
        raise BadSetting("slacks of near-optimal bands", tuple(slacks), "positive numbers in rising order")
    ends = np.full((2, plan.muscles, len(loads.demand_Nm), slack.size), np.nan)
    shares = Shares(
        np.array(result.activation),
        np.array(result.reserve_Nm),
        np.array(result.multiplier),
        np.array(result.iterations),
        np.array(result.converged),
    )
    _fill(plan.layout, uniform(loads), shares, np.array(held, dtype=np.bool_), slack, ends)
    return tuple(Band(float(s), frozen(ends[0, :, :, k].T), frozen(ends[1, :, :, k].T)) for k, s in enumerate(slack))


def _fill(layout: Layout, loads: Loads, shares: Shares, held: Flags, slack: Floats, ends: Floats) -> None:
    """Ends by pieces where the power is 2; by search where it is not, or where pieces do not lead there."""
    missed, frames = np.full(ends.shape[:3], fill_value=loads.power != 2), ends.shape[2]
    if loads.power == 2:
        over_frames(
            lambda first, last: path_frames(layout, loads, shares, held, slack, ends, missed, first, last),
            frames,
            CHUNK_FRAMES,
        )
    if missed.any():
        over_frames(
            lambda first, last: search_frames(layout, loads, shares, held, slack, ends, missed, first, last),
            frames,
            CHUNK_FRAMES,
        )
