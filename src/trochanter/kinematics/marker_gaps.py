"""Gaps of markers: found, and filled up to a stated length only.

Where three other markers of the segment are in sight they carry the missing one along as a rigid body, shifted so that
it joins both ends; else a cubic through its own neighbours in time bridges it. Longer gaps stay: the fit of a body does
without a marker that is not there.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from trochanter.capture.trial import Trajectories
from trochanter.core.arrays import Flags, Floats, frozen
from trochanter.core.errors import BadSetting
from trochanter.core.quality import Notice
from trochanter.kinematics.label_swaps import runs_of
from trochanter.kinematics.marker_match import landmarks_of
from trochanter.kinematics.rigid_fit import FEWEST, rigid_fit, rigid_shape

LONGEST_BRIDGE_S = 0.2  # a curve in time alone knows nothing about a longer gap
_AROUND_S, _NEIGHBOURS = 0.25, 8


@dataclass(frozen=True, slots=True)
class Gap:
    """A marker that is missing from sample ``first`` to ``last`` - 1; seconds."""

    marker: str
    first: int
    last: int
    length_s: float


def find_gaps(markers: Trajectories) -> tuple[Gap, ...]:
    """Every gap of every marker, also at the record's ends."""
    step = 1.0 / markers.rate_hz if len(markers.time_s) > 1 else 0.0
    missing: Flags = np.asarray(np.isnan(markers.position_m).any(axis=2))
    found = []
    for k in np.flatnonzero(missing.any(axis=0)):
        spans = [(a, b) for a, b in runs_of(missing[:, k]) if missing[a, k]]
        found += [Gap(markers.names[k], a, b, (b - a) * step) for a, b in spans]
    return tuple(found)


def without_marker_gaps(
    markers: Trajectories, longest_s: float, *, segment: Mapping[str, str] | None = None
) -> Trajectories:
    """``markers`` with gaps up to ``longest_s`` filled, and a notice that counts what was filled and what was left.

    A gap without other markers of its segment is bridged up to 0.2 s, and not at the record's ends. ``segment``: the
    segment of each marker's name; by default from the known marker sets. Raises BadSetting for a negative length.
    """
    if not 0.0 <= longest_s < np.inf:
        raise BadSetting("the longest gap to fill", longest_s, "a time of 0 s or more")
    groups = landmarks_of(markers.names).segment if segment is None else segment
    filled = np.array(markers.position_m)
    counts = {"rigid": 0, "time": 0}
    touched, left = set(), set()
    for gap in find_gaps(markers):
        k = markers.names.index(gap.marker)
        values, how = (None, "") if gap.length_s > longest_s else _fill(markers, groups, k, gap)
        if values is None:
            left.add(gap.marker)
            continue
        filled[gap.first : gap.last, k] = values
        counts[how] += gap.last - gap.first
        touched.add(gap.marker)
    notices = _notices(markers, longest_s, counts, sorted(touched), sorted(left))
    return replace(markers, position_m=frozen(filled), notices=(*markers.notices, *notices))


def _fill(markers: Trajectories, groups: Mapping[str, str], k: int, gap: Gap) -> tuple[Floats | None, str]:
    own = groups.get(gap.marker, "")
    others = [i for i, name in enumerate(markers.names) if own and i != k and groups.get(name, "") == own]
    if len(others) >= FEWEST:
        values = _carried(markers, others, k, gap)
        if values is not None:
            return values, "rigid"
    if gap.length_s <= LONGEST_BRIDGE_S:
        return _bridged(markers, k, gap), "time"
    return None, ""


def _carried(markers: Trajectories, others: list[int], k: int, gap: Gap) -> Floats | None:
    """The marker (n, 3) carried by the others of its segment; None where they are not in sight throughout."""
    around = max(2, round(_AROUND_S * markers.rate_hz))
    first, last = max(0, gap.first - around), min(len(markers.time_s), gap.last + around)
    cluster = markers.position_m[first:last][:, [*others, k]]
    whole: Flags = np.asarray(np.isfinite(cluster).all(axis=2))
    inside = slice(gap.first - first, gap.last - first)
    steady = [i for i in range(len(others)) if whole[inside, i].all()]
    known: Flags = np.asarray(whole[:, [*steady, len(others)]].all(axis=1))
    if len(steady) < FEWEST or not known.any():
        return None
    shape = rigid_shape(cluster[known][:, [*steady, len(others)]])
    place = rigid_fit(shape[:-1], cluster[:, steady]).place_m(shape[-1])
    shift = _joining(cluster[:, -1] - place, known, gap.first - first, gap.last - first)
    return np.asarray(place[inside] + shift)


def _joining(off: Floats, known: Flags, first: int, last: int) -> Floats:
    """A shift (n, 3) that goes from what is off before the gap to what is off after it."""
    before, after = np.flatnonzero(known[:first]), np.flatnonzero(known[last:])
    start = off[before[-1]] if len(before) else off[last + after[0]]
    end = off[last + after[0]] if len(after) else start
    share = (np.arange(first, last) - first + 1.0) / (last - first + 1.0)
    shift: Floats = start + share[:, None] * (end - start)
    return shift


def _bridged(markers: Trajectories, k: int, gap: Gap) -> Floats | None:
    """The marker (n, 3) on a cubic spline through its neighbours in time; None at the record's ends."""
    from scipy.interpolate import CubicSpline

    seen = np.flatnonzero(np.isfinite(markers.position_m[:, k]).all(axis=1))
    before, after = seen[seen < gap.first][-_NEIGHBOURS:], seen[seen >= gap.last][:_NEIGHBOURS]
    if len(before) < 2 or len(after) < 2:
        return None
    near = np.concatenate([before, after])
    curve = CubicSpline(markers.time_s[near], markers.position_m[near, k])
    return np.asarray(curve(markers.time_s[gap.first : gap.last]))


def _notices(
    markers: Trajectories, longest_s: float, counts: Mapping[str, int], touched: list[str], left: list[str]
) -> list[Notice]:
    where, notices = markers.source or markers.name, []
    if touched:
        text = (
            f"gaps up to {longest_s:g} s were filled in {len(touched)} markers: {counts['rigid']} samples from the "
            f"other markers of the segment, {counts['time']} by a curve in time"
        )
        notices.append(Notice("gaps-filled", text, where))
    if left:
        shown = ", ".join(left[:8]) + (f" and {len(left) - 8} more" if len(left) > 8 else "")
        text = f"gaps that were too long, or could not be filled, stay in {shown}: the fit does without them there"
        notices.append(Notice("gaps-left", text, where))
    return notices
