"""``trochanter control-test``: a single-leg squat or step-down filmed from the front, as it looks in the picture."""

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from trochanter.cli.appearance_film import points_of
from trochanter.cli.appearance_options import ABOUT, FilmAsked, asks_for_a_film, ready
from trochanter.cli.film_options import FilmSaid
from trochanter.cli.main import app
from trochanter.core.errors import MissingInput, UnknownName

if TYPE_CHECKING:
    from trochanter.kinematics.squat_picture import ControlExercise

MOST_HZ = 60.0
STAND_S = 10


@app.command("control-test")
@asks_for_a_film(out="trochanter-control-test")
def control_test(
    film: FilmAsked,
    side: Annotated[
        str | None,
        typer.Option("--side", metavar="NAME", help="The leg stood on: right or left.", rich_help_panel=ABOUT),
    ] = None,
    exercise: Annotated[
        str, typer.Option("--exercise", metavar="NAME", help="squat or step-down.", rich_help_panel=ABOUT)
    ] = "squat",
    pain_free: Annotated[
        bool,
        typer.Option(
            "--one-leg-pain-free",
            help=f"Standing on this leg for {STAND_S} s beforehand was free of pain.",
            rich_help_panel=ABOUT,
        ),
    ] = False,
) -> None:
    """Tell how knee and trunk look in a single-leg squat, filmed from the front.

    Two-dimensional appearance: compared with your own earlier films only. It
    is no rotation of the hip. Answer 'trochanter screen' first, stand on the
    leg for 10 s, and film only if that is free of pain. Stop at the first
    pain. Five slow repetitions, a second of standing between.

    Example: trochanter control-test squat.mp4 --side right
      --one-leg-pain-free --screen screen.json
    """
    from trochanter.findings.limits import CONTROL_TEST
    from trochanter.kinematics.squat_picture import control_test as read_control_test

    day, what = film.day, _exercise(exercise)
    said = film.said(side)
    _refuse_no_side(said)
    screened = film.screened(CONTROL_TEST)
    _refuse_untried(said=pain_free)
    prepared = ready(film, said, screened, MOST_HZ)
    found = read_control_test(points_of(prepared.wish), measured_on=day, exercise=what, side=said.side)
    prepared.finish(replace(found, pain=film.pain))


def _refuse_no_side(said: FilmSaid) -> None:
    if said.side is None:
        raise MissingInput(
            "it is not said which leg is stood on",
            valid="--side right or left, the person's own",
            next_step="add --side",
        )


def _exercise(text: str) -> "ControlExercise":
    known: dict[str, ControlExercise] = {"squat": "single_leg_squat", "step-down": "step_down"}
    if text not in known:
        raise UnknownName("exercise", text, known, "--exercise")
    return known[text]


def _refuse_untried(*, said: bool) -> None:
    """Raise MissingInput where it is not said that standing on the leg is free of pain."""
    if not said:
        raise MissingInput(
            f"it is not said that standing on this leg for {STAND_S} s is free of pain",
            valid=f"a leg that can be stood on for {STAND_S} s without pain, with a hand on a wall if you like",
            next_step="try that first; if it is free of pain, add --one-leg-pain-free; if not, leave this test out and "
            "answer the questions of 'trochanter screen' again",
        )
