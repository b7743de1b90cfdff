"""The ways of ``trochanter measure`` told apart: the demo, films and phone recordings, or readings typed in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from trochanter.cli.film_options import FilmSaid
from trochanter.cli.options import usable_folder
from trochanter.core.errors import BadSetting, MissingInput

if TYPE_CHECKING:
    from trochanter.cli.measure import About

Readings = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Results:
    """Where results go, and what they are compared with."""

    out: Path
    screen: Path | None
    earlier: tuple[Path, ...]
    as_json: bool


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
    folder = usable_folder(results.out)
    source = named.files[0] if named.files else None
    now, before = recordings_typed(source, readings, about, screen=results.screen)
    finished(now, before, folder, screen=results.screen, earlier=results.earlier, as_json=results.as_json)


def _nothing_to_measure(files: Sequence[Path], readings: Readings) -> MissingInput:
    return MissingInput(
        "it is not said where the readings come from",
        where=str(files[0]) if files else "",
        valid="a film; --right or --left with a film or a phone's recording; or --manual, with a .toml or .csv file, "
        "with options such as --right-in, or with nothing to be asked",
        next_step="add --manual" if files or readings else "trochanter measure --help shows an example",
    )
