"""When a foot is on the ground, from the vertical force under it.

A contact is confirmed where the force exceeds CONFIRMED_N; it lasts from the first sample of at least LOADED_N before
that to the first sample below LOADED_N after it. Two levels keep noise from making contacts; a gap shorter than
MERGED_GAP_S is a drop-out of the plate, for no foot comes back as fast.
"""

from dataclasses import dataclass

import numpy as np

from trochanter.core.arrays import Floats

CONFIRMED_N, LOADED_N = 100.0, 20.0
MERGED_GAP_S = 0.0665  # 20 samples at 300 Hz are not merged, 19 are
UNKNOWN = float("nan")


@dataclass(frozen=True, slots=True)
class Contact:
    """A foot on the ground over [start_s, end_s); NaN where the record begins or ends within it.

    drop_outs: gaps in the force that were bridged.
    """

    start_s: float
    end_s: float
    drop_outs: int = 0

    @property
    def duration_s(self) -> float:
        """Duration, NaN where an end is unknown."""
        return self.end_s - self.start_s


def contacts_from_force(
    time_s: Floats, vertical_N: Floats, *, merged_gap_s: float = MERGED_GAP_S, longest_s: float = float("inf")
) -> tuple[Contact, ...]:
    """Contacts from a vertical force (n,); drop-outs are bridged unless that makes a contact longer than longest_s."""
    runs = _loaded_runs(vertical_N)
    merged: list[tuple[int, int, int]] = []
    for first, after in runs:
        if merged:
            start, end, gaps = merged[-1]
            if time_s[first] - time_s[end] < merged_gap_s and time_s[after - 1] - time_s[start] <= longest_s:
                merged[-1] = (start, after, gaps + 1)
                continue
        merged.append((first, after, 0))
    return tuple(
        Contact(
            UNKNOWN if first == 0 else float(time_s[first]),
            UNKNOWN if after == len(time_s) else float(time_s[after]),
            gaps,
        )
        for first, after, gaps in merged
    )


def _loaded_runs(vertical_N: Floats) -> list[tuple[int, int]]:
    """Half-open sample ranges at or above LOADED_N that somewhere exceed CONFIRMED_N."""
    loaded = np.asarray(vertical_N) >= LOADED_N
    edges = np.flatnonzero(np.diff(np.concatenate([[0], loaded.astype(np.int8), [0]])))
    pairs = zip(edges[::2], edges[1::2], strict=True)
    return [(int(a), int(b)) for a, b in pairs if np.max(vertical_N[a:b]) > CONFIRMED_N]
