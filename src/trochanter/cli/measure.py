"""``trochanter measure``: how far each hip turns, with its error, from typed-in readings or a phone on the shin."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from trochanter.cli.main import app
from trochanter.cli.options import folder_named, usable_folder
from trochanter.core.errors import BadSetting, MissingInput
from trochanter.core.sides import Side

READINGS, ABOUT, RESULTS = "Readings in degrees (repeat an option for each set-up)", "About the check", "Results"
HOW_TYPED = "Repeats, then if there was any: pain N, where, stopped; such as '33, 34 pain 2 groin'."


@dataclass(frozen=True, slots=True)
class About:
    """What is said of all set-ups by options; empty words were not said."""

    position: str
    mode: str
    method: str
    measured_by: str
    measured_on: str


def _reading(name: str, words: str) -> typer.models.OptionInfo:
    found: typer.models.OptionInfo = typer.Option(
        f"--{name}", metavar="TEXT", help=words, rich_help_panel=READINGS, show_default=False
    )
    return found


RightIn = Annotated[list[str] | None, _reading("right-in", f"Right, turning in (foot swings out). {HOW_TYPED}")]
RightOut = Annotated[list[str] | None, _reading("right-out", "Right, turning out (foot swings in).")]
LeftIn = Annotated[list[str] | None, _reading("left-in", "Left, turning in (foot swings out).")]
LeftOut = Annotated[list[str] | None, _reading("left-out", "Left, turning out (foot swings in).")]
PHONE = "Phone on the shin"
RightLog = Annotated[
    Path | None,
    typer.Option(
        "--right", metavar="LOG", help="Recording of the right leg: folder, .zip or .csv.", rich_help_panel=PHONE
    ),
]
LeftLog = Annotated[
    Path | None, typer.Option("--left", metavar="LOG", help="Recording of the left leg.", rich_help_panel=PHONE)
]
UsingName = Annotated[
    str | None,
    typer.Option(
        "--using", metavar="NAME", help="gravity, or gyroscope where the thigh stands upright.", rich_help_panel=PHONE
    ),
]
Front = Annotated[
    bool, typer.Option("--screen-forward", help="The phone's screen faced forward.", rich_help_panel=PHONE)
]
PositionName = Annotated[
    str, typer.Option("--position", metavar="NAME", help="seated, supine or prone.", rich_help_panel=ABOUT)
]
ModeName = Annotated[
    str,
    typer.Option(
        "--mode", metavar="NAME", help="active (moved by oneself) or passive (by an examiner).", rich_help_panel=ABOUT
    ),
]
MethodName = Annotated[
    str,
    typer.Option(
        "--method",
        metavar="NAME",
        help="goniometer, inclinometer, digital-inclinometer, phone-inclinometer or photographs.",
        rich_help_panel=ABOUT,
    ),
]
MeasuredBy = Annotated[
    str, typer.Option("--measured-by", metavar="NAME", help="Who measured; 'self' for yourself.", rich_help_panel=ABOUT)
]
MeasuredOn = Annotated[
    str, typer.Option("--measured-on", metavar="DAY", help="YYYY-MM-DD; today if left out.", rich_help_panel=ABOUT)
]
ScreenFile = Annotated[
    Path | None,
    typer.Option("--screen", metavar="FILE", help="What 'trochanter screen' wrote.", rich_help_panel=ABOUT),
]
Earlier = Annotated[
    list[Path] | None,
    typer.Option(
        "--earlier", metavar="FILE", help="An earlier measurement.json; repeat for several.", rich_help_panel=ABOUT
    ),
]
Out = Annotated[
    Path,
    typer.Option(
        "--out",
        metavar="FOLDER",
        parser=folder_named,
        help="Folder for check.html and measurement.json.",
        rich_help_panel=RESULTS,
    ),
]
AsJson = Annotated[
    bool, typer.Option("--json", help="Print measurement.json on standard output.", rich_help_panel=RESULTS)
]


@app.command()
def measure(
    source: Annotated[
        Path | None, typer.Argument(metavar="[FILE]", help="With --manual: a .toml or .csv file of readings.")
    ] = None,
    manual: Annotated[
        bool, typer.Option("--manual", help="Typed-in readings: from FILE, options, or asked for.")
    ] = False,
    right_in: RightIn = None,
    right_out: RightOut = None,
    left_in: LeftIn = None,
    left_out: LeftOut = None,
    right: RightLog = None,
    left: LeftLog = None,
    using: UsingName = None,
    screen_forward: Front = False,
    position: PositionName = "",
    mode: ModeName = "",
    method: MethodName = "",
    measured_by: MeasuredBy = "",
    measured_on: MeasuredOn = "",
    screen: ScreenFile = None,
    earlier: Earlier = None,
    out: Out = Path("trochanter-check"),
    as_json: AsJson = False,
) -> None:
    """Tell how far each hip turns, with error bars, and what may be compared.

    Readings of a goniometer or inclinometer, typed in, or recordings of a
    phone on the shin. Foot out is internal rotation. Sides are compared from
    two set-ups a side. Answer 'trochanter screen' first: the check is itself
    a hip test. Stop at the first pain.

    Phone: trochanter measure --right right.zip --left left.zip
      --position seated --screen screen.json --right-in "pain 0"
    Example: trochanter measure --manual --position seated --mode active
      --method goniometer --measured-by self --screen screen.json
      --right-in "33, 34, 32 pain 0" --right-in "35, 33, 34 pain 0"
    """
    from trochanter.cli.measure_finish import finished
    from trochanter.cli.measure_phone import measured_by_phone
    from trochanter.cli.measure_typed import recordings_typed

    typed = {"right-in": right_in, "right-out": right_out, "left-in": left_in, "left-out": left_out}
    readings = {name: tuple(texts) for name, texts in typed.items() if texts}
    about, logs = About(position, mode, method, measured_by, measured_on), _logs(right, left)
    if logs:
        found = measured_by_phone(logs, about, readings, screen=screen, using=using, front=screen_forward)
        finished((found,), (), usable_folder(out), screen=screen, earlier=tuple(earlier or ()), as_json=as_json)
        return
    if not manual:
        raise _nothing_to_measure(source, readings)
    if source is not None and readings:
        raise BadSetting("FILE", str(source), "readings from a file or from options, not both", "leave one out")
    folder = usable_folder(out)
    now, before = recordings_typed(source, readings, about)
    finished(now, before, folder, screen=screen, earlier=tuple(earlier or ()), as_json=as_json)


def _logs(right: Path | None, left: Path | None) -> dict[Side, Path]:
    return {side: path for side, path in ((Side.RIGHT, right), (Side.LEFT, left)) if path is not None}


def _nothing_to_measure(source: Path | None, readings: dict[str, tuple[str, ...]]) -> MissingInput:
    return MissingInput(
        "it is not said where the readings come from",
        where="" if source is None else str(source),
        valid="--right or --left with a phone's recording; or --manual, with a .toml or .csv file, with options such "
        "as --right-in, or with nothing to be asked",
        next_step="add --manual" if source or readings else "trochanter measure --help shows an example",
    )
