"""Films and phone recordings that were named: told apart by their first bytes, put together into set-ups, measured."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING

from trochanter.cli.film_options import FilmSaid
from trochanter.cli.measure_felt import day_said, felt_at, legs_of, of_set_up, without_end
from trochanter.cli.measure_screen import keep_pain, screen_before
from trochanter.core.errors import BadSetting, ImpossibleData, UnknownFormat, UnreadableFile
from trochanter.core.sides import Side
from trochanter.findings.after_pain import Felt
from trochanter.kinematics.rotation_range import RotationRange

if TYPE_CHECKING:
    from trochanter.kinematics.typed_check import About
    from trochanter.reporting.film import FilmShown

_SUFFIXES = (".mp4", ".mov", ".m4v", ".mkv", ".webm", ".avi", ".3gp", ".mts", ".wmv", ".gif", ".jpg", ".jpeg", ".heic")
_TYPED = (".toml", ".csv", ".txt", ".tsv")
UNMEASURABLE = (ImpossibleData, UnreadableFile, UnknownFormat)  # what a recording itself is refused with


@dataclass(frozen=True, slots=True)
class Recordings:
    """The recordings of one set-up by side (None: the film shows whose leg it is), all films or none."""

    files: Mapping[Side | None, Path]
    films: bool


@dataclass(frozen=True, slots=True)
class Measured:
    """Every set-up measured, the films with their pictures, and pain where no end was held."""

    found: tuple[RotationRange, ...]
    films: "tuple[FilmShown, ...]" = ()
    felt: tuple[Felt, ...] = ()


def recordings(films: Sequence[Path], right: Sequence[Path], left: Sequence[Path]) -> tuple[Recordings, ...]:
    """Set-ups in their order; empty where nothing was named that a person could have recorded.

    films: each a set-up of its own; right, left: the first of both make the first set-up. Raises BadSetting where films
    and phone recordings are mixed, or both ways of naming them.
    """
    if films and (right or left):
        raise BadSetting("VIDEO", str(films[0]), "named alone, or every film by --right or --left", "name each once")
    _refuse_twice([*films, *right, *left])
    if films:
        if any(not is_film(path) and path.suffix.lower() in _TYPED for path in films):
            return ()
        return tuple(Recordings({None: path}, films=True) for path in films)
    kinds = {is_film(path) for path in (*right, *left)}
    if len(kinds) > 1:
        raise BadSetting(
            "--right and --left", "a film and a phone's recording", "one kind in a check", "measure each alone"
        )
    pairs = zip_longest(right, left)
    return tuple(
        Recordings(
            {s: path for s, path in zip((Side.RIGHT, Side.LEFT), pair, strict=True) if path is not None}, True in kinds
        )
        for pair in pairs
    )


def _refuse_twice(paths: Sequence[Path]) -> None:
    """Raise ImpossibleData where one recording is named twice, which would be two readings of the same numbers."""
    seen: set[Path] = set()
    for path in paths:
        if path.resolve() in seen:
            raise _same(str(path))
        seen.add(path.resolve())


def _refuse_same_films(films: "Sequence[FilmShown]") -> None:
    seen: set[str] = set()
    for each in films:
        if each.film.sha256 in seen:
            raise _same(each.film.source)
        seen.add(each.film.sha256)


def _same(where: str) -> ImpossibleData:
    return ImpossibleData(
        "the same recording is given twice",
        where=where,
        valid="a recording of its own for each leg and each set-up; a film in which both legs turn, one after the "
        "other, is named once and without a side",
        next_step="name each recording once; a second set-up is filmed anew, with everything put in place afresh",
    )


def is_film(path: Path) -> bool:
    """Whether a file is a film by its first bytes, or is called one."""
    from trochanter.capture.film_kind import HEAD_BYTES, film_kind

    if path.suffix.lower() in _SUFFIXES:
        return True
    if not path.is_file():
        return False
    try:
        with path.open("rb") as stream:
            film_kind(stream.read(HEAD_BYTES), str(path))
    except (UnknownFormat, OSError):
        return False
    return True


def measured_recordings(
    taken: Sequence[Recordings],
    about: "About",
    felt: Mapping[str, Sequence[str]],
    said: FilmSaid,
    *,
    screen: Path | None,
    using: str | None,
    front: bool,
) -> Measured:
    """Every set-up measured in its turn; raises what measuring raises, BadSetting for options that do not belong.

    Pain that the screen has to know of, told of any set-up, is kept also where one of them cannot be measured.
    """
    _refuse_foreign(said, using, films=taken[0].films, front=front)
    if said.taps and sum(len(each.files) for each in taken) > 1:
        raise BadSetting(
            "--knee and --ankle", "with several films", "one film: a tap is of one picture", "name one film"
        )
    typed = [of_set_up(felt, k, len(taken)) for k in range(len(taken))]
    pains = [felt_at(texts, legs_of(each.files, said)) for texts, each in zip(typed, taken, strict=True)]
    done = Measured(())
    try:
        for k, each in enumerate(taken):
            name = "1" if len(taken) == 1 and not each.films else f"set-up {k + 1}"
            one = (
                _films(each, about, typed[k], said, screen, name)
                if each.films
                else _phone(each, about, typed[k], screen, name, using, front=front)
            )
            done = Measured((*done.found, *one.found), (*done.films, *one.films), (*done.felt, *one.felt))
        _refuse_same_films(done.films)
    except UNMEASURABLE:  # the screen was asked before a recording was opened
        keep_pain([pain for some in pains for pain in without_end(some, ())], screen_before(screen), day_said(about))
        raise
    return done


def _films(
    each: Recordings,
    about: "About",
    felt: Mapping[str, tuple[str, ...]],
    said: FilmSaid,
    screen: Path | None,
    name: str,
) -> Measured:
    from trochanter.cli.measure_film import measured_by_film

    found, films, more = measured_by_film(each.files, about, felt, said, screen=screen, set_up=name)
    return Measured((found,), films, more)


def _phone(
    each: Recordings,
    about: "About",
    felt: Mapping[str, tuple[str, ...]],
    screen: Path | None,
    name: str,
    using: str | None,
    *,
    front: bool,
) -> Measured:
    from trochanter.cli.measure_phone import measured_by_phone

    logs = {side: path for side, path in each.files.items() if side is not None}
    found, more = measured_by_phone(logs, about, felt, screen=screen, using=using, front=front, set_up=name)
    return Measured((found,), (), more)


def _refuse_foreign(said: FilmSaid, using: str | None, *, films: bool, front: bool) -> None:
    """Raise BadSetting for an option of the other kind of recording."""
    if films and (using is not None or front):
        raise BadSetting(
            "--using" if using else "--screen-forward", using or "set", "left out: it belongs to a phone's log"
        )
    if not films and said != FilmSaid():
        raise BadSetting("an option of films", "set", "left out: a phone's log has no picture")
