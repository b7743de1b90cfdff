"""The ways of ``trochanter measure`` told apart: the demo, films and phone recordings, or readings typed in."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from trochanter.cli.film_options import FilmSaid
from trochanter.cli.options import usable_folder
from trochanter.cli.record_options import Records
from trochanter.core.errors import BadSetting, MissingInput, TrochanterError

if TYPE_CHECKING:
    from trochanter.kinematics.typed_check import About

Readings = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Results:
    """Where results go, and what they are compared with; records: of the person whom they are saved for."""

    out: Path
    screen: Path | None
    earlier: tuple[Path, ...]
    as_json: bool
    records: Records


@dataclass(frozen=True, slots=True)
class Named:
    """The files that were named: alone, of the right leg, of the left leg."""

    files: Sequence[Path]
    right: Sequence[Path]
    left: Sequence[Path]

    @property
    def legs(self) -> list[Path]:
        """Those that are of a leg."""
        return [*self.right, *self.left]


def run_demo(named: Named, results: Results, *, manual: bool) -> None:
    """Measure the films of the package; raises BadSetting where anything else was named."""
    from trochanter.cli.measure_demo import measured_demo

    given = [*named.files, *named.legs]
    if results.records.store is not None:
        raise BadSetting("--for", results.records.name, "a check of that person: the demo shows nobody")
    if given or manual:
        raise BadSetting("--demo", str(given[0]) if given else "with --manual", "alone: it brings its own films")
    measured_demo(usable_folder(results.out), as_json=results.as_json)


def run_recorded(
    named: Named,
    about: "About",
    readings: Readings,
    said: FilmSaid,
    results: Results,
    *,
    using: str | None,
    front: bool,
) -> None:
    """Measure films, or recordings of a phone; raises what measuring raises, MissingInput where nothing was named."""
    from trochanter.cli.measure_finish import finished
    from trochanter.cli.measure_recorded import measured_recordings, recordings

    taken = recordings(named.files, named.right, named.left)
    if not taken:
        raise _nothing_to_measure(named.files, readings)
    folder, screen = usable_folder(results.out), results.screen
    with _pain_kept(screen, results.records):
        done = measured_recordings(taken, about, readings, said, screen=screen, using=using, front=front)
    finished(
        done.found,
        (),
        folder,
        screen=screen,
        earlier=results.earlier,
        as_json=results.as_json,
        felt=done.felt,
        films=done.films,
        keep=partial(_keep, files=[*named.files, *named.legs], records=results.records),
    )


def run_typed(named: Named, about: "About", readings: Readings, results: Results) -> None:
    """Take readings from a file, from options, or by asking; raises what they raise."""
    from trochanter.cli.measure_finish import finished
    from trochanter.cli.measure_typed import recordings_typed

    if named.legs:
        raise BadSetting("--manual", "with --right or --left", "one of both", "leave one of them out")
    if named.files and readings:
        raise BadSetting("FILE", str(named.files[0]), "readings from a file or from options, not both", "leave one out")
    if len(named.files) > 1:
        raise BadSetting("FILE", str(named.files[1]), "one file of readings", "put all readings into one file")
    folder, screen = usable_folder(results.out), results.screen
    source = named.files[0] if named.files else None
    now, before = recordings_typed(source, readings, about, screen=screen)
    keep = partial(_keep, files=named.files, records=results.records)
    finished(now, before, folder, screen=screen, earlier=results.earlier, as_json=results.as_json, keep=keep)


@contextmanager
def _pain_kept(screen: Path | None, records: Records) -> Iterator[None]:
    """Save the screen where it was written anew with the pain of a check that could not be measured."""
    from trochanter.cli.measure_screen import screen_file, today
    from trochanter.exchange.screen_result import read_screen, screen_result, screen_text

    path = screen_file(screen)
    before = None if path is None or records.store is None else read_screen(path)
    try:
        yield
    except TrochanterError:
        now = None if path is None or before is None else read_screen(path)
        if now is not None and now != before:
            records.keep(screen_text(screen_result(now, today())))
        raise


def _keep(documents: Sequence[str], files: Sequence[Path], records: Records) -> None:
    """Save a check with the files that it came from, and after it the screen where it was written anew."""
    for number, each in enumerate(documents):
        records.keep(each, files if number == 0 else ())


def _nothing_to_measure(files: Sequence[Path], readings: Readings) -> MissingInput:
    return MissingInput(
        "it is not said where the readings come from",
        where=str(files[0]) if files else "",
        valid="a film; --right or --left with a film or a phone's recording; or --manual, with a .toml or .csv file, "
        "with options such as --right-in, or with nothing to be asked",
        next_step="add --manual" if files or readings else "trochanter measure --help shows an example",
    )
