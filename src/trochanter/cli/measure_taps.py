"""Knee and ankle given by coordinates: ``--knee X,Y --ankle X,Y [--at SECONDS]``, in pixels or in percent."""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from trochanter.cli.options import number_for
from trochanter.core.errors import BadSetting, MissingInput
from trochanter.core.sides import Side

if TYPE_CHECKING:
    from trochanter.capture.film import Film, Frame, OpenFilm
    from trochanter.capture.leg_track import LegTrack
    from trochanter.capture.tapped import Glimpse, Tap

_NUMBER = r"\s*([0-9]+(?:\.[0-9]+)?)\s*"
_SPOT = re.compile(rf"{_NUMBER}(%?)\s*[,;]{_NUMBER}(%?)\s*")
_VALID = "x,y in pixels of the upright picture, such as 350,610, or in percent of it, such as 48%,47.5%, with points"
_FULL_PX = 8192
_SOON_S = 0.05
PANEL = "Knee and ankle tapped in a film"
Knees = Annotated[
    list[str] | None,
    typer.Option(
        "--knee",
        metavar="X,Y",
        help="Middle of the knee, in pixels or percent (48%,47%); repeat for further times.",
        rich_help_panel=PANEL,
    ),
]
Ankles = Annotated[
    list[str] | None,
    typer.Option("--ankle", metavar="X,Y", help="Middle of the ankle, in the same picture.", rich_help_panel=PANEL),
]
TapTimes = Annotated[
    list[float] | None,
    typer.Option(
        "--at",
        metavar="SECONDS",
        parser=number_for("--at"),
        help="When; the first picture if left out.",
        rich_help_panel=PANEL,
    ),
]


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a picture as typed: shares of its width and height, or pixels of its full size."""

    x: float
    y: float
    in_percent: bool

    def shares(self, full_px: tuple[int, int]) -> tuple[float, float]:
        """As shares of width and height."""
        return (0.01 * self.x, 0.01 * self.y) if self.in_percent else (self.x / full_px[0], self.y / full_px[1])


@dataclass(frozen=True, slots=True)
class TypedTap:
    """Knee and ankle at a time, as typed."""

    knee: Spot
    ankle: Spot
    at_s: float = 0.0


def spot_typed(text: str, option: str) -> Spot:
    """A place as typed; raises BadSetting.

    >>> spot_typed("48%, 47.5%", "--knee")
    Spot(x=48.0, y=47.5, in_percent=True)
    """
    found = _SPOT.fullmatch(text)
    if found is None:
        raise BadSetting(option, text, _VALID)
    x, x_percent, y, y_percent = found.groups()
    if x_percent != y_percent:
        raise BadSetting(option, text, _VALID, "write both numbers with % or both without")
    spot = Spot(float(x), float(y), bool(x_percent))
    if spot.in_percent and max(spot.x, spot.y) > 100.0:
        raise BadSetting(option, text, "0% to 100% of the picture's width and height, from its upper left corner")
    return spot


def taps_typed(
    knees: Sequence[str] | None, ankles: Sequence[str] | None, times_s: Sequence[float] | None
) -> tuple[TypedTap, ...]:
    """All taps as typed, by time; none where none was typed. Raises BadSetting and MissingInput."""
    knees, ankles, times_s = knees or (), ankles or (), times_s or ()
    if not knees and not ankles and not times_s:
        return ()
    if len(knees) != len(ankles) or not knees:
        raise MissingInput(
            f"--knee is given {len(knees)} times and --ankle {len(ankles)} times",
            valid="both in pairs, one pair for one moment of the film",
            next_step="look at one picture of the film and give both, such as --knee 48%,47% --ankle 48%,72%",
        )
    if len(times_s) not in ({0, 1} if len(knees) == 1 else {len(knees)}):
        raise BadSetting("--at", list(times_s), f"given {len(knees)} times, as --knee and --ankle are")
    for time_s in times_s:
        if not 0.0 <= time_s < float("inf"):
            raise BadSetting("--at", time_s, "seconds from the start of the film, 0 or more")
    spots = [
        (spot_typed(knee, "--knee"), spot_typed(ankle, "--ankle")) for knee, ankle in zip(knees, ankles, strict=True)
    ]
    taps = (TypedTap(*spot, time_s) for spot, time_s in zip(spots, times_s or (0.0,), strict=True))
    return tuple(sorted(taps, key=lambda tap: tap.at_s))


def track_by_taps(
    path: str | Path,
    side: Side,
    taps: Sequence[TypedTap],
    *,
    slow_motion: float | None = None,
    told: "Callable[[Glimpse], None] | None" = None,
) -> "LegTrack":
    """The tapped leg of a film, followed to its end; of a late tap also back to the film's start, by reading it again.

    Places are of the picture as it is stored, also where a film is mirrored; times are those of the movement. Raises
    MissingInput without taps, what reading a film raises, and what following taps raises.
    """
    from trochanter.capture.film import open_film
    from trochanter.capture.tapped import follow_taps

    if not taps:
        raise MissingInput(
            "no knee and ankle are given", valid="--knee X,Y and --ankle X,Y", next_step=f"give {_VALID}"
        )
    full_px = (1, 1) if _all_in_percent(taps) else _full_size(path)
    with open_film(path, slow_motion=slow_motion) as opened:
        film = opened.film
        first, *more = (_placed(tap, full_px, film) for tap in taps)
        again = _earlier(lambda: open_film(path, slow_motion=slow_motion)) if first.at_s > _SOON_S else ()
        track = follow_taps(
            opened, film, side, first.knee_px, first.ankle_px, at_s=first.at_s, taps=more, earlier=again, told=told
        )
        return replace(track, notices=(*opened.film.notices, *track.notices[len(film.notices) :]))


def _all_in_percent(taps: Sequence[TypedTap]) -> bool:
    return all(spot.in_percent for tap in taps for spot in (tap.knee, tap.ankle))


def _full_size(path: str | Path) -> tuple[int, int]:
    """Width and height of the upright picture as it was filmed: the reader gives smaller ones."""
    from trochanter.capture.film import open_film

    with open_film(path, longest_px=_FULL_PX) as opened:
        return opened.film.width_px, opened.film.height_px


def _placed(tap: TypedTap, full_px: tuple[int, int], film: "Film") -> "Tap":
    from trochanter.capture.tapped import Tap

    def pixels(spot: Spot) -> tuple[float, float]:
        x, y = spot.shares(full_px)
        return x * film.width_px, y * film.height_px

    return Tap(tap.at_s, pixels(tap.knee), pixels(tap.ankle))


def _earlier(opened: "Callable[[], AbstractContextManager[OpenFilm]]") -> "Iterator[Frame]":
    with opened() as again:
        yield from again
