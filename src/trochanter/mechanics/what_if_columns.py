"""The columns in which a what-if sums a hip up: phases, the whole axis, all that is told, the instant of the peak."""

import numpy as np

from trochanter.core.arrays import Flags, Floats
from trochanter.core.sides import Side
from trochanter.kinematics.motion import Motion
from trochanter.kinematics.timeline import Timeline, bridged, sample, timeline, usable_strides
from trochanter.mechanics.account import MuscleAccount

WHOLE, TOLD, PEAK = "whole", "told", "peak"


class Columns:
    """Means over the columns of one hip: phases, the whole axis, the instant of the peak."""

    def __init__(self, account: MuscleAccount, side: Side, contact_N: Floats) -> None:
        self.axis = timeline(account.motion, side)
        self.spans = self.axis.spans
        self.names = (*(span.phase for span in self.spans), WHOLE, TOLD, PEAK)
        everything = np.arange(len(self.axis.x))
        self._parts = [*(self.axis.within(span) for span in self.spans), everything, everything]
        self._time_s = account.motion.time_s
        self._inside = _looked_at(account.motion, self.axis)
        self.peak = int(np.nanargmax(np.where(self._inside, np.linalg.norm(contact_N, axis=1), np.nan)))

    def highest(self, values: Floats) -> float:
        """The highest of values (n,) while peaks are looked for."""
        return float(np.nanmax(values[self._inside]))

    def tell_only(self, conclusive: Flags) -> None:
        """Let the column 'told' be the phases that are conclusive (p,); the whole axis where there is no phase."""
        kept = [self._parts[p] for p in range(len(self.spans)) if conclusive[p]]
        if not self.spans and conclusive[0]:
            kept = [self._parts[0]]
        self._parts[-1] = np.concatenate(kept) if kept else np.array([], dtype=np.int64)

    def mean(self, values: Floats) -> Floats:
        """Mean of values (n, ...) in each column, (p, ...); over strides where there are some."""
        filled = bridged(values)
        course = sample(filled, self._time_s, self.axis.times_s).mean(axis=0)
        nothing = np.full(course.shape[1:], np.nan)
        parts = [course[part].mean(axis=0) if len(part) else nothing for part in self._parts]
        return np.stack([*parts, filled[self.peak]])

    def most(self, values: Floats) -> Floats:
        """Largest of values (n, ...) in each column and over strides, (p, ...); NaN counts as nothing."""
        known = np.where(np.isfinite(values), values, -np.inf)
        at = np.clip(np.searchsorted(self._time_s, self.axis.times_s), 0, len(self._time_s) - 1)
        found = known[at].max(axis=0)
        parts = [found[part].max(axis=0, initial=-np.inf) for part in self._parts]
        stacked = np.stack([*parts, known[self.peak]])
        return np.where(np.isfinite(stacked), stacked, np.nan)


def _looked_at(motion: Motion, axis: Timeline) -> Flags:
    """Instants (n,) in which a peak is looked for: of the strides told, or of the record away from its ends."""
    strides = usable_strides(motion, axis.side) if len(axis.stride_s) else ()
    inside = np.zeros(len(motion.time_s), dtype=bool)
    for stride in strides:
        inside |= (motion.time_s >= stride.contact_s) & (motion.time_s < stride.next_contact_s)
    if not strides:
        inside = ~motion.edge
    return inside if inside.any() else np.ones(len(inside), dtype=bool)
