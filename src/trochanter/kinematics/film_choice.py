"""Which leg of a film was measured: the one whose shin sweeps more, or both where they moved one after the other.

A side that was said is held against it. A mirrored film shows the other leg, so a contradiction asks for that.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from trochanter.capture.leg_track import LegTrack
from trochanter.core.errors import ImpossibleData, MissingInput
from trochanter.core.quality import Notice
from trochanter.core.sides import Side
from trochanter.kinematics.film_legs import Legs
from trochanter.kinematics.film_turns import FilmTurns, cut, film_turns

_ALSO = 0.5  # a leg that sweeps half of what the other does has moved too
_ALIKE = 0.8  # at the same time only one that does nearly as much
_ALSO_RAD = np.deg2rad(15.0)
_TOGETHER_S = 0.3


@dataclass(frozen=True, slots=True)
class Chosen:
    """The legs that were measured, in the order in which they moved, and what was noticed in choosing them."""

    turns: tuple[FilmTurns, ...]
    notices: tuple[Notice, ...] = ()


def chosen_legs(legs: Legs, side: Side | None = None) -> Chosen:
    """The legs of a film that moved; side: the one that was said, and then that one alone.

    Raises ImpossibleData where no leg moved or another one than was said, MissingInput without any leg.
    """
    if not legs:
        raise MissingInput("there is no leg in this film", next_step="film knees and feet")
    found, refused = _told(legs)
    if not found:
        raise refused[side] if side in refused else next(iter(refused.values()))
    moved = _moved(found)
    if side is not None:
        if side not in {each.side for each in moved}:
            raise _other_leg(moved[0], side) if side not in refused or len(legs) > 1 else refused[side]
        return Chosen(tuple(each for each in moved if each.side is side))
    if len(moved) < 2:
        return Chosen(tuple(moved))
    return _one_after_the_other(moved)


def _told(legs: Legs) -> tuple[list[FilmTurns], dict[Side | None, ImpossibleData]]:
    found: list[FilmTurns] = []
    refused: dict[Side | None, ImpossibleData] = {}
    for side, track in legs.items():
        try:
            found.append(film_turns(track))
        except ImpossibleData as error:
            refused[side] = error
    return found, refused


def _reach(turns: FilmTurns) -> float:
    """How far its end ranges lie apart, rest among them."""
    return float(np.ptp([hold.angle_rad for hold in turns.holds]))


def _moved(found: Sequence[FilmTurns]) -> list[FilmTurns]:
    """The leg that sweeps more, and the other where it did much the same; in the order of time."""
    most = max(_reach(each) for each in found)
    moved = [each for each in found if _reach(each) == most or _reach(each) >= max(_ALSO * most, _ALSO_RAD)]
    return sorted(moved, key=lambda each: float(each.shin.time_s[each.ends[0].start]))


def _one_after_the_other(moved: Sequence[FilmTurns]) -> Chosen:
    """Each leg in its own part of the film, with its own rest; as a whole where both moved alike at once."""
    spans = [(each.shin.time_s[each.ends[0].start], each.shin.time_s[each.ends[-1].end - 1]) for each in moved]
    if any(a[1] >= b[0] for a, b in pairwise(spans)):
        most = max(moved, key=_reach)
        if min(map(_reach, moved)) < _ALIKE * _reach(most):
            return Chosen((most,), (_moved_along(most),))
        return Chosen(tuple(moved), tuple(_at_once(moved)))
    middle = 0.5 * float(spans[0][1] + spans[1][0])
    parts = [cut(moved[0].track, -np.inf, middle), cut(moved[1].track, middle, np.inf)]
    return Chosen(tuple(film_turns(part) for part in parts))


def _at_once(moved: Sequence[FilmTurns]) -> list[Notice]:
    one, other = ([(each.shin.time_s[h.start], each.shin.time_s[h.end - 1]) for h in each.ends] for each in moved)
    shared = max(min(a[1], b[1]) - max(a[0], b[0]) for a in one for b in other)
    if shared < _TOGETHER_S:
        return []
    text = "both legs were held out or in at the same time: turn one leg, while the other rests"
    return [Notice("film-legs-together", text, moved[0].track.source)]


def _moved_along(most: FilmTurns) -> Notice:
    text = (
        f"the {most.side.other.word} leg moved along while the {most.side.word} one turned: only the one that turned "
        "more is measured; next time: rest the other leg"
    )
    return Notice("film-other-leg", text, most.track.source)


def _other_leg(moved: FilmTurns, side: Side) -> ImpossibleData:
    track: LegTrack = moved.track
    return ImpossibleData(
        f"the film shows the {moved.side.word} leg moving, and the {side.word} one was said",
        where=track.source,
        valid="a film of the leg that is named; the person's own left and right",
        next_step=f"if the film is mirrored, as selfies can be, add --mirrored; if it was the {moved.side.word} leg, "
        f"say so (--side {moved.side.word}); if it was filmed from behind, tap knee and ankle (--knee, --ankle)",
    )
