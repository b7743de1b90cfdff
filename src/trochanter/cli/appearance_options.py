"""The options that a control test and a running video share, written down once, and what they mean before the film."""

import datetime as dt
from collections.abc import Callable
from dataclasses import MISSING, dataclass, fields
from functools import wraps
from inspect import Parameter, Signature, signature
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, get_type_hints

import typer

from trochanter.cli.appearance_film import FilmWish, film_day, refuse_other_pain, screened_for
from trochanter.cli.film_options import FilmSaid, Mirrored, ModelName, Person, SlowMotion, film_said
from trochanter.cli.measure_screen import screen_file
from trochanter.cli.options import folder_named, usable_folder
from trochanter.findings.limits import Activity

if TYPE_CHECKING:
    from trochanter.exchange.measurement_result import Screened
    from trochanter.kinematics.appearance import Appearance

ABOUT, RESULTS = "About it", "Results"

ScreenFile = Annotated[
    Path | None,
    typer.Option(
        "--screen", metavar="FILE", help="The screen of the day; screen.json here if left out.", rich_help_panel=ABOUT
    ),
]
Pain = Annotated[
    int | None,
    typer.Option("--pain", metavar="N", help="Pain while it was filmed, 0 to 10.", rich_help_panel=ABOUT),
]
MeasuredOn = Annotated[
    str, typer.Option("--measured-on", metavar="DAY", help="YYYY-MM-DD; today if left out.", rich_help_panel=ABOUT)
]
Earlier = Annotated[
    list[Path] | None,
    typer.Option(
        "--earlier", metavar="FILE", help="An earlier appearance.json; repeat for several.", rich_help_panel=ABOUT
    ),
]
Out = Annotated[
    Path,
    typer.Option(
        "--out",
        metavar="FOLDER",
        parser=folder_named,
        help="Folder for appearance.html and appearance.json.",
        rich_help_panel=RESULTS,
    ),
]
AsJson = Annotated[
    bool, typer.Option("--json", help="Print appearance.json on standard output.", rich_help_panel=RESULTS)
]


@dataclass(frozen=True, slots=True)
class FilmAsked:
    """The shared options as typed: each field is one, in the order in which help tells them."""

    video: Annotated[Path, typer.Argument(metavar="VIDEO", help="The film.")]
    screen: ScreenFile = None
    slow_motion: SlowMotion = None
    mirrored: Mirrored = None
    person: Person = None
    model: ModelName = None
    pain: Pain = None
    measured_on: MeasuredOn = ""
    earlier: Earlier = None
    out: Out = Path()
    as_json: AsJson = False

    @property
    def day(self) -> dt.date:
        """The day of the film; raises BadSetting."""
        return film_day(self.measured_on)

    def said(self, side: str | None = None) -> FilmSaid:
        """What was said of the film; raises BadSetting and UnknownName."""
        return film_said(side, self.person, self.slow_motion, self.model, mirrored=self.mirrored)

    def screened(self, activity: Activity) -> "Screened":
        """The screen that leaves an activity open; raises BadSetting, ScreenNeeded and NotOffered."""
        refuse_other_pain(self.pain)
        return screened_for(self.screen, activity, self.day)


@dataclass(frozen=True, slots=True)
class FilmReady:
    """All that is needed to read a film and to tell what was found, checked before the film is opened."""

    wish: FilmWish
    earlier: "tuple[Appearance, ...]"
    folder: Path
    screened: "Screened"
    as_json: bool

    def finish(self, found: "Appearance") -> None:
        """Write the page and the result and say what they tell."""
        from trochanter.cli.appearance_finish import finished_appearance

        finished_appearance(
            found, self.earlier, self.folder, wish=self.wish, screened=self.screened, as_json=self.as_json
        )


def ready(asked: FilmAsked, said: FilmSaid, screened: "Screened", most_hz: float) -> FilmReady:
    """Earlier films read, the folder tried out; raises what reading raises, and errors of files that cannot be."""
    from trochanter.cli.appearance_finish import WRITTEN, earlier_films
    from trochanter.cli.own_inputs import refuse_inputs_in

    given = tuple(asked.earlier or ())
    before = earlier_films(given, asked.day)
    folder = usable_folder(asked.out)
    refuse_inputs_in(folder, WRITTEN, (asked.video, screen_file(asked.screen), *given))
    return FilmReady(FilmWish(asked.video, said, most_hz), before, folder, screened, asked.as_json)


def asks_for_a_film(out: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """A command that takes the shared options as its first argument, a ``FilmAsked``, and others of its own.

    For the command line it is a function with all of them: the film, the command's own, the shared ones. out: the
    folder for results where none is said.
    """

    def wrapped(command: Callable[..., None]) -> Callable[..., None]:
        own = list(signature(command).parameters.values())[1:]
        film, *shared = _shared_parameters(out)
        every = (film, *own, *shared)

        @wraps(command)
        def run(**typed: Any) -> None:
            asked = FilmAsked(**{each.name: typed.pop(each.name) for each in (film, *shared)})
            command(asked, **typed)

        vars(run)["__signature__"] = Signature([each.replace(kind=Parameter.KEYWORD_ONLY) for each in every])
        run.__annotations__ = {each.name: each.annotation for each in every}
        return run

    return wrapped


def _shared_parameters(out: str) -> list[Parameter]:
    hints = get_type_hints(FilmAsked, include_extras=True)
    defaults = {each.name: Parameter.empty if each.default is MISSING else each.default for each in fields(FilmAsked)}
    defaults["out"] = Path(out)
    return [
        Parameter(name, Parameter.KEYWORD_ONLY, default=value, annotation=hints[name])
        for name, value in defaults.items()
    ]
