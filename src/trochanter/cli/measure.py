"""``trochanter measure``: how far each hip turns, with its error: a film, a phone on the shin, or typed-in readings."""

from pathlib import Path
from typing import Annotated

import typer

from trochanter.cli.film_options import Mirrored, ModelName, Person, SideName, SlowMotion, film_said
from trochanter.cli.main import app
from trochanter.cli.measure_taps import Ankles, Knees, TapTimes, taps_typed
from trochanter.cli.options import folder_named
from trochanter.cli.record_options import ForWhom, RecordsAt, records_of

READINGS, ABOUT, RESULTS = "Readings in degrees (repeat an option for each set-up)", "About the check", "Results"
HOW_TYPED = "Repeats, then if there was any: pain N, where, stopped; such as '33, 34 pain 2 groin'."


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
LEGS = "A recording a leg: film, or phone on the shin (repeat for each set-up)"
RightFile = Annotated[
    list[Path] | None,
    typer.Option(
        "--right",
        metavar="FILE",
        help="Of the right leg: film, or folder, .zip or .csv of a phone.",
        rich_help_panel=LEGS,
    ),
]
LeftFile = Annotated[
    list[Path] | None, typer.Option("--left", metavar="FILE", help="Of the left leg.", rich_help_panel=LEGS)
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
    typer.Option(
        "--screen", metavar="FILE", help="The screen of the day; screen.json here if left out.", rich_help_panel=ABOUT
    ),
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

Source = Annotated[
    list[Path] | None,
    typer.Argument(metavar="[VIDEO]", help="A film for each set-up; with --manual a .toml or .csv of readings."),
]
Manual = Annotated[bool, typer.Option("--manual", help="Typed-in readings: from FILE, options, or asked for.")]
Demo = Annotated[bool, typer.Option("--demo", help="Try it on two films of a drawn person.")]


@app.command()
def measure(
    source: Source = None,
    manual: Manual = False,
    demo: Demo = False,
    position: PositionName = "",
    side: SideName = None,
    mirrored: Mirrored = None,
    slow_motion: SlowMotion = None,
    person: Person = None,
    model: ModelName = None,
    knee: Knees = None,
    ankle: Ankles = None,
    at: TapTimes = None,
    right: RightFile = None,
    left: LeftFile = None,
    using: UsingName = None,
    screen_forward: Front = False,
    right_in: RightIn = None,
    right_out: RightOut = None,
    left_in: LeftIn = None,
    left_out: LeftOut = None,
    mode: ModeName = "",
    method: MethodName = "",
    measured_by: MeasuredBy = "",
    measured_on: MeasuredOn = "",
    screen: ScreenFile = None,
    earlier: Earlier = None,
    out: Out = Path("trochanter-check"),
    as_json: AsJson = False,
    whom: ForWhom = None,
    store: RecordsAt = None,
) -> None:
    """Tell how far each hip turns, with error bars, and what may be compared.

    From films along the thigh, a phone on the shin, or typed-in readings.
    Foot out is internal rotation. Sides are compared from two set-ups a side.
    A hip test: answer 'trochanter screen' first, and stop at the first pain.

    Film:  trochanter measure film.mp4 --position seated --side right
    Phone: trochanter measure --right right.zip --left left.zip --position seated
    Typed: trochanter measure --manual --position seated --mode active
             --method goniometer --measured-by self --right-in "33, 34 pain 0"
    """
    from trochanter.cli.measure_run import Named, Results, run_demo, run_recorded, run_typed
    from trochanter.kinematics.typed_check import About

    typed = {"right-in": right_in, "right-out": right_out, "left-in": left_in, "left-out": left_out}
    readings = {name: tuple(texts) for name, texts in typed.items() if texts}
    about = About(position, mode, method, measured_by, measured_on)
    named = Named(source or (), right or (), left or ())
    with records_of(whom, store) as records:
        results = Results(out, screen, tuple(earlier or ()), as_json, records)
        if demo:
            run_demo(named, results, manual=manual)
        elif manual:
            run_typed(named, about, readings, results)
        else:
            said = film_said(side, person, slow_motion, model, taps_typed(knee, ankle, at), mirrored=mirrored)
            run_recorded(named, about, readings, said, results, using=using, front=screen_forward)
