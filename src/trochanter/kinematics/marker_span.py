"""The part of a recording in which pelvis and legs are seen: people walk into the cameras' view and out of it.

Where a whole segment has not come into view, its angles would be carried over from other frames, and where nothing has,
there are none. What lies before the first and after the last frame with every part in view is therefore left out.
"""

from dataclasses import replace

import numpy as np

from trochanter.anatomy.body import Body
from trochanter.capture.trial import Trajectories
from trochanter.core.arrays import Flags, frozen
from trochanter.core.quality import Notice
from trochanter.core.sides import SIDES
from trochanter.kinematics.marker_coverage import LEAST_ON_PELVIS, LEG_PARTS
from trochanter.kinematics.marker_match import MarkerMatch


def in_view(markers: Trajectories, match: MarkerMatch, body: Body) -> Trajectories:
    """The recording from the first to the last frame with every marked part of pelvis and legs in view.

    A notice says what was left out. A recording without any such frame stays whole: its gaps are told elsewhere.
    """
    flags = _in_view(markers, match, body)
    if flags.all() or not flags.any():
        return markers
    first, last = int(np.argmax(flags)), len(flags) - int(np.argmax(flags[::-1]))
    if (first, last) == (0, len(flags)):
        return markers
    span = slice(first, last)
    return replace(
        markers,
        time_s=frozen(markers.time_s[span]),
        position_m=frozen(markers.position_m[span]),
        notices=(*markers.notices, _left_out(markers, first, last)),
    )


def _in_view(markers: Trajectories, match: MarkerMatch, body: Body) -> Flags:
    """Flags (n,): two markers of the pelvis are seen, and one of every part of the legs that carries any."""
    segment_of = dict(zip(body.markers.names, body.markers.segment.tolist(), strict=True))
    on: dict[str, list[int]] = {}
    for pair in match.pairs:
        name = body.segments.names[segment_of[pair.marker]]
        on.setdefault(name, []).append(markers.names.index(pair.recorded))
    seen: Flags = np.all(np.isfinite(markers.position_m), axis=2)
    parts: list[tuple[tuple[str, ...], int]] = [(("pelvis",), LEAST_ON_PELVIS)]
    parts += [(tuple(f"{stem}_{side}" for stem in part.segments), 1) for side in SIDES for part in LEG_PARTS]
    enough = []
    for segments, least in parts:
        columns = [column for name in segments for column in on.get(name, [])]
        enough.append(np.sum(seen[:, columns], axis=1) >= min(least, len(columns)))
    flags: Flags = np.all(enough, axis=0)
    return flags


def _left_out(markers: Trajectories, first: int, last: int) -> Notice:
    time = markers.time_s
    text = (
        f"pelvis and both legs are in view from {time[first]:.2f} to {time[last - 1]:.2f} s: the rest of the "
        f"recording ({time[0]:.2f} to {time[-1]:.2f} s) is left out"
    )
    return Notice("recording-cut", text, markers.source)
