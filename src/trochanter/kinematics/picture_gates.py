"""Whether a film shows what a reading of it needs: the leg whole and clear, one person, the camera where it belongs."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from trochanter.core.arrays import Floats
from trochanter.core.errors import ImpossibleData
from trochanter.core.quality import Notice
from trochanter.core.sides import Side
from trochanter.kinematics.picture_track import PictureTrack

SURE = 0.5  # visibility that a point needs
_UPRIGHT = 0.5  # of the trunk's length
_OUTSIDE = 0.1  # share of the pictures in which a point may lie outside
_JUMP = 0.35  # trunk lengths in one picture, and 12 in a second: no hip does that
_JUMP_A_SECOND = 12.0
_ASIDE = 0.25  # of the picture's width
_WIDE, _NARROW = 0.80, 0.60  # shoulders and hips together, over the trunk


def breadth(track: PictureTrack) -> float:
    """How broad shoulders and hips are in the picture together, over the trunk: 1 from the front, near 0 beside."""
    apart = [track.point(name, Side.RIGHT) - track.point(name, Side.LEFT) for name in ("shoulder", "hip")]
    across = sum(np.abs(each[track.known, 0]) for each in apart)
    return float(np.median(across)) / max(track.trunk_px(), 1.0)


def refuse_other_view(track: PictureTrack, view: str) -> tuple[Notice, ...]:
    """Notices on an oblique camera; raises ImpossibleData where the view is another than what was said."""
    broad = breadth(track)
    beside = view == "side"
    if broad > _NARROW if beside else broad < _NARROW:
        seen = "from the front or from behind" if beside else "from the side"
        raise ImpossibleData(
            f"the person is seen {seen}: shoulders and hips together are {broad:.1f} trunk lengths wide",
            where=track.source,
            valid="a film from the side, the camera square to the belt" if beside else f"a film from the {view}",
            next_step="say --view as it was filmed, or film again",
        )
    if broad > 0.75 * _NARROW if beside else broad < _WIDE:
        text = (
            "the camera does not stand square to the person: angles in the picture are off by more than the error bar"
        )
        return (Notice("camera-oblique", text, track.source),)
    return ()


def refuse_lying_picture(track: PictureTrack) -> None:
    """Raise ImpossibleData where shoulders, hips and ankles do not stand above each other."""
    middles = [track.middle(name)[track.known, 1] for name in ("shoulder", "hip", "ankle")]
    trunk, legs = (float(np.median(low - high)) for high, low in pairwise(middles))
    if min(trunk, legs) < _UPRIGHT * track.trunk_px():
        raise ImpossibleData(
            "the person does not stand upright in the picture: the film lies on its side, or upside down",
            where=track.source,
            valid="a film that shows the person upright when it is played",
            next_step="turn the film upright in the phone's own editor, or film again",
        )


def refuse_hidden(track: PictureTrack, size_px: tuple[int, int], names: Sequence[str], sides: Sequence[Side]) -> None:
    """Raise ImpossibleData where a point that is needed is hidden or outside the picture."""
    limits = np.array(size_px, dtype=float)
    for side in sides:
        for name in names:
            place = track.point(name, side)[track.known]
            outside = float(((place < 0.0) | (place > limits)).any(axis=1).mean())
            if outside > _OUTSIDE or track.seen(name, side) < SURE:
                why = "is outside the picture" if outside > _OUTSIDE else "is not seen clearly"
                raise ImpossibleData(
                    f"the {side.word} {name} {why}",
                    where=track.source,
                    valid="the whole body in the picture throughout, with some room around it, and nothing in front",
                    next_step="move the camera back, not the zoom; film against a plain, bright background",
                )


def refuse_jumps(track: PictureTrack) -> None:
    """Raise ImpossibleData where the hips jump through the picture, as when another person is taken for this one."""
    moved = np.linalg.norm(np.diff(track.middle("hip"), axis=0), axis=1) / max(track.trunk_px(), 1.0)
    jumps = (moved > max(_JUMP, _JUMP_A_SECOND * track.step_s)) & track.known[1:] & track.known[:-1]
    if jumps.any():
        at = float(track.time_s[int(np.argmax(jumps))])
        raise ImpossibleData(
            f"the hips jump through the picture at {at:.1f} s, as if there were two persons",
            where=track.source,
            valid="one person in view, or a box around the one who is meant (--person)",
            next_step="film again with nobody else in the picture, or give --person",
        )


def refuse_slow_film(track: PictureTrack, least_hz: float, why: str) -> None:
    """Raise ImpossibleData where a film has too few pictures a second; why: what they are too few for."""
    if track.rate_hz < least_hz - 0.5:
        raise ImpossibleData(
            f"the film has {track.rate_hz:.0f} pictures a second, too few {why}",
            where=track.source,
            valid=f"at least {least_hz:g} pictures for each second of the movement itself",
            next_step="set the camera to 60 or more; if it is slow motion, say how much with --slow-motion",
        )


def aside(track: PictureTrack, width_px: int) -> tuple[Notice, ...]:
    """A notice where the person is far from the middle of the picture."""
    off = abs(float(np.median(track.middle("hip")[track.known, 0])) / width_px - 0.5)
    if off <= _ASIDE:
        return ()
    text = "the person is far from the middle of the picture, where a lens shows angles least truly"
    return (Notice("person-aside", text, track.source),)


def drift(track: PictureTrack, window_s: float) -> Floats:
    """Where the middle of the hips is, level, averaged over a window (k,), in leg lengths."""
    hips = track.middle("hip")[:, 0] / max(track.leg_px(Side.RIGHT), track.leg_px(Side.LEFT))
    width = max(round(window_s / track.step_s), 1)
    if len(hips) <= width:
        return np.asarray(hips)
    total = np.concatenate([[0.0], np.cumsum(hips)])
    return np.asarray((total[width:] - total[:-width]) / width)
