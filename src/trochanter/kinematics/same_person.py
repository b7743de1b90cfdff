"""Whether a static trial and a movement show the same person: distances within each segment, both times."""

from itertools import combinations

import numpy as np

from trochanter.capture.trial import Trajectories
from trochanter.core.quality import Notice
from trochanter.kinematics.standing import Standing

TOLD_SHARE = 0.06  # of a segment's distances, on most segments; skin moves a pair by 1 to 3 %
FEWEST_SEGMENTS = 3
_SAMPLES = 300


def same_person(person: Standing, movement: Trajectories) -> tuple[Notice, ...]:
    """A notice where most segments have other distances between their markers in ``movement`` than in stance.

    One segment alone may carry exchanged labels; when most differ it is another person, or the markers were put on
    anew.
    """
    change = segment_changes(person, movement)
    other = {segment: share for segment, share in change.items() if share > TOLD_SHARE}
    if len(change) < FEWEST_SEGMENTS or len(other) <= len(change) / 2:
        return ()
    listed = ", ".join(f"{segment} by {100 * share:.0f} %" for segment, share in other.items())
    text = f"distances between markers of one segment differ from the static trial's: {listed}"
    why = "the static trial is of another person, or markers were put on anew between the trials"
    return (Notice("static-of-another", f"{text}; {why}", movement.source or movement.name),)


def segment_changes(person: Standing, movement: Trajectories) -> dict[str, float]:
    """By segment with two markers or more: median share by which its distances changed since stance."""
    rows = slice(None, None, max(1, len(movement.time_s) // _SAMPLES))
    by_segment: dict[str, list[str]] = {}
    for name in movement.names:
        if name in person.point_m and name in person.segment:
            by_segment.setdefault(person.segment[name], []).append(name)
    found = {}
    for segment, names in by_segment.items():
        shares = []
        for a, b in combinations(names, 2):
            apart = np.linalg.norm(movement.of(a)[rows] - movement.of(b)[rows], axis=1)
            if np.isfinite(apart).any():
                stood = float(np.linalg.norm(person.point_m[a] - person.point_m[b]))
                shares.append(abs(float(np.nanmedian(apart)) / stood - 1.0))
        if shares:
            found[segment] = float(np.median(shares))
    return found
