"""What ``trochanter measure VIDEO`` does: films of one or both legs, after the screen, become one set-up."""

import datetime as dt
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from trochanter.cli.film_options import FilmSaid, as_it_is_shown, persons_by_options
from trochanter.cli.measure_felt import MYSELF, Pains, day_said, felt_at, legs_of, position_said, without_end
from trochanter.cli.measure_screen import asked_before
from trochanter.cli.measure_taps import track_by_taps
from trochanter.cli.progress import tell, tell_notices
from trochanter.core.errors import BadSetting, MissingInput
from trochanter.core.quality import Notice
from trochanter.core.sides import Side
from trochanter.findings.after_pain import Felt
from trochanter.kinematics.rotation_range import Mode, Position, RotationRange, mode_named, position_named

if TYPE_CHECKING:
    from trochanter.capture.film import Film, Frame, OpenFilm
    from trochanter.capture.keypoints import Keypoints
    from trochanter.capture.tapped import Glimpse
    from trochanter.kinematics.film_legs import Legs
    from trochanter.kinematics.film_rotation import FilmMeasured
    from trochanter.kinematics.typed_check import About
    from trochanter.reporting.film import FilmShown

Films = Mapping[Side | None, Path]  # None: whose leg it is, the film shows
TOLD_S = 5.0
_FULL_PX = 8192


@dataclass(frozen=True, slots=True)
class Conditions:
    """How one set-up was measured."""

    position: Position
    mode: Mode
    by: str
    day: dt.date
    set_up: str


def measured_by_film(
    films: Films,
    about: "About",
    felt: Mapping[str, tuple[str, ...]],
    said: FilmSaid,
    *,
    screen: Path | None,
    set_up: str,
) -> tuple[RotationRange, "tuple[FilmShown, ...]", tuple[Felt, ...]]:
    """The measurement of one set-up, its films with their pictures, and pain where no end was held.

    The screen is asked before a film is opened. Raises what it raises, BadSetting for words that are none, and what
    reading and measuring raise.
    """
    from trochanter.kinematics.film_rotation import refuse_prone

    day = day_said(about)
    position = position_named(position_said(about.position), "--position")
    if about.method:
        raise BadSetting("--method", about.method, "left out: the film says how it was measured")
    how = Conditions(position, mode_named(about.mode or "active", "--mode"), about.measured_by or MYSELF, day, set_up)
    refuse_prone(position, "taps" if said.taps else said.model or "heavy")
    pains = felt_at(felt, legs_of(films, said))
    asked_before((RotationRange(position, how.mode, "video", how.by, day, set_up, ()),), screen)
    shown = films_shown(films, how, said, pains)
    found = put_together([each.measured.found for each in shown])
    tell_notices(found.quality, all_of_them=True)
    return found, shown, without_end(pains, found.ends)


def films_shown(films: Films, how: Conditions, said: FilmSaid, pains: Pains | None = None) -> "tuple[FilmShown, ...]":
    """Each film of a set-up measured, with its pictures; raises what reading and measuring raise."""
    return tuple(_shown(path, side or said.side, how, said, pains or {}) for side, path in films.items())


def put_together(parts: list[RotationRange]) -> RotationRange:
    """The ends of the films of one set-up; raises ImpossibleData where two films show the same leg."""
    told = tuple(dict.fromkeys(notice for part in parts for notice in part.quality))
    return replace(parts[0], ends=tuple(end for part in parts for end in part.ends), quality=told)


def _shown(path: Path, side: Side | None, how: Conditions, said: FilmSaid, pains: Pains) -> "FilmShown":
    from trochanter.kinematics.film_rotation import film_measured
    from trochanter.reporting.film import FilmShown
    from trochanter.reporting.stills import stills_taken, stills_wanted

    film, legs, points = _followed(path, side, said)
    measured = film_measured(
        legs,
        how.position,
        measured_on=how.day,
        measured_by=how.by,
        set_up=how.set_up,
        mode=how.mode,
        side=side,
        mirrored=said.mirrored,
        pains=pains,
    )
    measured = _with_notices(measured, film.notices)
    tell("taking pictures of the leg at rest and at both ends")
    with _open(path, said) as again:
        stills = stills_taken(stills_wanted([leg.turns for leg in measured.legs]), again, points)
    return FilmShown(measured, film, stills, said.mirrored, said.slow_motion)


def _with_notices(measured: "FilmMeasured", notices: tuple[Notice, ...]) -> "FilmMeasured":
    found = measured.found
    return replace(measured, found=replace(found, quality=tuple(dict.fromkeys((*notices, *found.quality)))))


def _open(path: Path, said: FilmSaid) -> "OpenFilm":
    from trochanter.capture.film import open_film

    return open_film(path, slow_motion=said.slow_motion, mirrored=said.mirrored is True)


def _followed(path: Path, side: Side | None, said: FilmSaid) -> "tuple[Film, Legs, Keypoints | None]":
    """The film as it was read to its end, and knee and ankle in it: followed from taps, or found by the pose model."""
    if said.taps:
        return _by_taps(path, side, said)
    from trochanter.capture.pose import find_person
    from trochanter.capture.weights import load_weights
    from trochanter.kinematics import film_legs

    weights = load_weights(said.model)  # without them no film is opened
    full_px = (1, 1) if said.person is None or said.person.in_percent else _full_size(path)
    tell(f"reading {path.name}")
    with _open(path, said) as film:
        box = as_it_is_shown(said, film.film, full_px)
        with persons_by_options(said, film.film):
            points = find_person(_told_on_the_way(film), film.film, said.model, box, weights=weights)
        return film.film, film_legs.legs_of(points), points


def _by_taps(path: Path, side: Side | None, said: FilmSaid) -> "tuple[Film, Legs, Keypoints | None]":
    from trochanter.kinematics.film_legs import turned_round

    if side is None:
        raise MissingInput(
            "it is not said whose leg was tapped",
            valid="--side right or left, the person's own",
            next_step="add --side",
        )
    tell(f"reading {path.name}")
    last = -TOLD_S

    def told(glimpse: "Glimpse") -> None:
        nonlocal last
        if time.monotonic() - last > TOLD_S:
            last = time.monotonic()
            tell(f"following knee and ankle: {glimpse.share:.0%}")

    track = track_by_taps(path, side, said.taps, slow_motion=said.slow_motion, told=told)
    with _open(path, said) as film:
        return film.film, {side: turned_round(track) if said.mirrored else track}, None


def _full_size(path: Path) -> tuple[int, int]:
    """Width and height of the upright picture as it was filmed."""
    from trochanter.capture.film import open_film

    with open_film(path, longest_px=_FULL_PX) as film:
        return film.film.width_px, film.film.height_px


def _told_on_the_way(film: "OpenFilm") -> "Iterator[Frame]":
    """The pictures, with a line every few seconds on how far it is."""
    last = time.monotonic()
    for frame in film:
        if time.monotonic() - last > TOLD_S:
            last = time.monotonic()
            tell(f"looking for knee and ankle: {frame.time_s:.0f} of {film.film.duration_s:.0f} s")
        yield frame
