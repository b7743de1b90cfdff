"""The part of a recording in which pelvis and legs are seen: people walk into the cameras' view and out of it.

Where a whole segment has not come into view, its angles would be carried over from other frames, and where nothing has,
there are none. What lies before the first and after the last frame with every part in view is therefore left out, and
so are holes in between during which the pelvis is out of view: what is told then are the parts around them.
"""

from dataclasses import replace

import numpy as np

from trochanter.anatomy.body import Body
from trochanter.capture.trial import Trajectories
from trochanter.core.arrays import Flags, Floats, frozen
from trochanter.core.quality import Notice
from trochanter.core.sides import SIDES
from trochanter.kinematics.instants import LONGEST_GAP_S, stretches
from trochanter.kinematics.marker_coverage import LEAST_ON_PELVIS, LEG_PARTS
from trochanter.kinematics.marker_match import MarkerMatch

_SHOWN = 6


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


def pelvis_holes(markers: Trajectories, match: MarkerMatch, body: Body) -> tuple[tuple[int, int], ...]:
    """Half-open spans of rows, longer than LONGEST_GAP_S, that show fewer than two markers of the pelvis.

    Spans at the ends are none: ``in_view`` leaves those out. Empty where the pelvis is never in view.
    """
    own = [markers.names.index(p.recorded) for p in match.pairs if _segment_of(body, p.marker) == "pelvis"]
    seen: Flags = np.all(np.isfinite(markers.position_m[:, own]), axis=2).sum(axis=1) >= LEAST_ON_PELVIS
    if not seen.any():
        return ()
    least = LONGEST_GAP_S * markers.rate_hz
    return tuple((a, b) for a, b in stretches(~seen) if a > 0 and b < len(seen) and b - a > least)


def parts_out_of_view(markers: Trajectories, match: MarkerMatch, body: Body) -> tuple[Notice, ...]:
    """A notice for each marked part of a leg that shows no marker for longer than LONGEST_GAP_S: others carry it."""
    told = []
    for side in SIDES:
        for part in LEG_PARTS:
            own = [
                markers.names.index(pair.recorded)
                for pair in match.pairs
                if _segment_of(body, pair.marker) in {f"{stem}_{side}" for stem in part.segments}
            ]
            seen: Flags = np.any(np.isfinite(markers.position_m[:, own]).all(axis=2), axis=1)
            least = LONGEST_GAP_S * markers.rate_hz
            spans = [(a, b) for a, b in stretches(~seen) if own and b - a > least]
            if spans:
                when = _spans(markers.time_s, spans)
                text = f"no marker of the {side.word} {part.name} is seen {when}: meanwhile {part.effect}"
                told.append(Notice("segment-out-of-view", text, markers.source or markers.name))
    return tuple(told)


def without_rows(markers: Trajectories, holes: tuple[tuple[int, int], ...]) -> Trajectories:
    """The recording without some spans of rows, and a notice that names them and the parts that stay."""
    if not holes:
        return markers
    kept = np.ones(len(markers.time_s), dtype=bool)
    for first, last in holes:
        kept[first:last] = False
    return replace(
        markers,
        time_s=frozen(markers.time_s[kept]),
        position_m=frozen(markers.position_m[kept]),
        notices=(*markers.notices, _hole_notice(markers, kept)),
    )


def _hole_notice(markers: Trajectories, kept: Flags) -> Notice:
    lost, parts = _spans(markers.time_s, stretches(~kept)), _spans(markers.time_s, stretches(kept))
    text = (
        f"the pelvis is out of view {lost}: angles are joined by straight lines there, nothing is read from them, and "
        f"strides that reach into it are left out; the parts {parts} are analysed"
    )
    return Notice("recording-holes", text, markers.source or markers.name)


def _spans(time_s: Floats, rows: list[tuple[int, int]]) -> str:
    shown = [f"from {time_s[a]:.2f} to {time_s[b - 1]:.2f} s" for a, b in rows[:_SHOWN]]
    more = f" and {len(rows) - _SHOWN} more" if len(rows) > _SHOWN else ""
    return ", ".join(shown) + more


def _segment_of(body: Body, marker: str) -> str:
    return body.segments.names[int(body.markers.segment[body.markers.names.index(marker)])]


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
