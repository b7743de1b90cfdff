"""``trochanter running-video``: a run on a treadmill, filmed from the side or from behind, as it looks."""

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from trochanter.cli.appearance_film import points_of
from trochanter.cli.appearance_options import ABOUT, FilmAsked, asks_for_a_film, ready
from trochanter.cli.film_options import FilmSaid
from trochanter.cli.main import app
from trochanter.cli.options import number_for
from trochanter.core.errors import BadSetting, UnknownName
from trochanter.core.quality import Notice

if TYPE_CHECKING:
    from trochanter.kinematics.running_picture import RunningView

MOST_HZ = 240.0
ViewName = Annotated[str, typer.Option("--view", metavar="NAME", help="side or rear.", rich_help_panel=ABOUT)]
HeightCm = Annotated[
    float | None,
    typer.Option(
        "--height-cm",
        metavar="CM",
        parser=number_for("--height-cm"),
        help="Your height: for how far the hips go up and down.",
        rich_help_panel=ABOUT,
    ),
]
SpeedKmh = Annotated[
    float | None,
    typer.Option(
        "--speed-kmh",
        metavar="KM/H",
        parser=number_for("--speed-kmh"),
        help="Speed of the belt; without it two films are not compared.",
        rich_help_panel=ABOUT,
    ),
]
HEIGHT_CM, SPEED_KMH = (100.0, 250.0), (3.0, 30.0)


@app.command("running-video")
@asks_for_a_film(out="trochanter-running-video")
def running_video(
    film: FilmAsked,
    view: ViewName = "",
    height_cm: HeightCm = None,
    speed_kmh: SpeedKmh = None,
) -> None:
    """Tell how a run on a treadmill looks, filmed from the side or from behind.

    Two-dimensional appearance: compared with your own earlier films only.
    From the side only the leg that faces the camera is read. How the hip
    turns, the pelvis drops, the foot rolls, and forces cannot be seen this
    way. Answer 'trochanter screen' first. Twenty seconds at 60 pictures a
    second or more, the camera level on a stand.

    Example: trochanter running-video run.mp4 --view side --height-cm 172
      --speed-kmh 10 --screen screen.json
    """
    from trochanter.findings.limits import RUNNING_VIDEO
    from trochanter.kinematics.running_picture import running_video as read_running_video

    day, seen, said = film.day, _view(view), film.said()
    height = _within(height_cm, HEIGHT_CM, "--height-cm", "cm")
    speed = _within(speed_kmh, SPEED_KMH, "--speed-kmh", "km/h")
    prepared = ready(film, said, film.screened(RUNNING_VIDEO), MOST_HZ)
    points = points_of(prepared.wish)
    found = read_running_video(
        replace(points, notices=(*points.notices, *_unsaid(said, seen))),
        seen,
        measured_on=day,
        height_m=None if height is None else height / 100.0,
        speed_kmh=speed,
    )
    prepared.finish(replace(found, pain=film.pain))


def _view(text: str) -> "RunningView":
    known: dict[str, RunningView] = {"side": "side", "rear": "rear"}
    if text not in known:
        raise UnknownName("view", text, known, "--view")
    return known[text]


def _unsaid(said: FilmSaid, view: "RunningView") -> tuple[Notice, ...]:
    """That nobody said whether the film is mirrored, which nothing in it tells, and which changes the side."""
    if said.mirrored is not None:
        return ()
    what = "the other leg" if view == "side" else "right and left exchanged"
    text = f"the film was taken as it plays: if a selfie camera mirrored it, it shows {what}, so add --mirrored"
    return (Notice("mirror-unsaid", text),)


def _within(value: float | None, limits: tuple[float, float], option: str, unit: str) -> float | None:
    if value is not None and not limits[0] <= value <= limits[1]:
        raise BadSetting(option, value, f"{limits[0]:g} to {limits[1]:g} {unit}")
    return value
