"""What is said of a film by options: whose leg, mirrored or not, slow motion, which person, which pose model."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from trochanter.capture.keypoints import PoseModel
from trochanter.cli.measure_taps import TypedTap
from trochanter.cli.options import number_for
from trochanter.core.errors import BadSetting, ImpossibleData, UnknownName
from trochanter.core.sides import SIDES, Side

if TYPE_CHECKING:
    from trochanter.capture.film import Film

Box = tuple[float, float, float, float]
PANEL = "Film"
_FASTEST, _MOST_PX = 64.0, 1e5

SideName = Annotated[
    str | None,
    typer.Option("--side", metavar="NAME", help="right or left: whose leg the film shows.", rich_help_panel=PANEL),
]
Mirrored = Annotated[
    bool | None,
    typer.Option(
        "--mirrored/--not-mirrored",
        help="Whether left and right are exchanged, as in some selfies.",
        rich_help_panel=PANEL,
        show_default=False,
    ),
]
Person = Annotated[
    str | None,
    typer.Option(
        "--person", metavar="X,Y,W,H", help="Box around the person, pixels or percent.", rich_help_panel=PANEL
    ),
]
SlowMotion = Annotated[
    float | None,
    typer.Option(
        "--slow-motion",
        metavar="N",
        parser=number_for("--slow-motion"),
        help="The film plays N times slower.",
        rich_help_panel=PANEL,
    ),
]
ModelName = Annotated[
    str | None,
    typer.Option("--model", metavar="NAME", help="Pose model: heavy, or full (less exact).", rich_help_panel=PANEL),
]


@dataclass(frozen=True, slots=True)
class TypedBox:
    """Left, top, width and height as typed: pixels of the upright picture as it was filmed, or percent of it."""

    text: str
    box: Box
    in_percent: bool


@dataclass(frozen=True, slots=True)
class FilmSaid:
    """What was said of films; None where nothing was. taps: knee and ankle, as typed."""

    side: Side | None = None
    mirrored: bool | None = None
    slow_motion: float | None = None
    person: TypedBox | None = None
    model: PoseModel | None = None
    taps: tuple[TypedTap, ...] = ()


def film_said(
    side: str | None,
    person: str | None,
    slow_motion: float | None,
    model: str | None,
    taps: tuple[TypedTap, ...] = (),
    *,
    mirrored: bool | None,
) -> FilmSaid:
    """The options of a film, understood; raises BadSetting and UnknownName."""
    if taps and (person is not None or model is not None):
        other = "--person" if person is not None else "--model"
        raise BadSetting(other, person or model, "left out beside --knee and --ankle: no pose model runs then")
    if slow_motion is not None and not 1.0 <= slow_motion <= _FASTEST:
        raise BadSetting("--slow-motion", slow_motion, f"1 to {_FASTEST:g}: how many times slower the film plays")
    return FilmSaid(_side(side), mirrored, slow_motion, _box(person), _model(model), taps)


def as_it_is_shown(said: FilmSaid, film: "Film", full_px: tuple[int, int]) -> Box | None:
    """Left, top, right and bottom of the box around the person, in pixels of the pictures as they are given.

    Those are turned round where the film is mirrored. full_px: width and height of the upright picture as it was
    filmed, of which pixels are typed. Raises BadSetting where the box does not lie in the picture.
    """
    if said.person is None:
        return None
    whole = (100.0, 100.0) if said.person.in_percent else full_px
    x, y, wide, high = (
        part / whole[k % 2] * (film.width_px, film.height_px)[k % 2] for k, part in enumerate(said.person.box)
    )
    if x + wide > film.width_px + 1.0 or y + high > film.height_px + 1.0:
        size = f"a box inside the picture of {full_px[0]} x {full_px[1]} pixels"
        raise BadSetting("--person", said.person.text, size, "use percent: 30%,10%,40%,80%")
    left = film.width_px - x - wide if said.mirrored else x
    return left, y, left + wide, y + high


@contextmanager
def persons_by_options(said: FilmSaid, film: "Film") -> Iterator[None]:
    """Where two persons are in a film, tell their boxes as ``--person`` takes them: raises ImpossibleData."""
    from trochanter.capture.pose_words import ALONE, TwoPersons

    try:
        yield
    except TwoPersons as two:
        one, other = (_typed(box, film, mirrored=said.mirrored is True) for box in two.boxes)
        raise ImpossibleData(
            two.what,
            where=two.where,
            valid=f"--person with the box of the one who is meant: left, top, width and height, here {one} or {other}",
            next_step=f"{ALONE}; or add --person",
        ) from None


def _typed(box: Box, film: "Film", *, mirrored: bool) -> str:
    """A box (left, top, right, bottom) of the pictures as they are given, in percent as it is typed."""
    left, top, right, bottom = box
    left, right = (film.width_px - right, film.width_px - left) if mirrored else (left, right)
    whole = (film.width_px, film.height_px) * 2
    parts = zip((left, top, right - left, bottom - top), whole, strict=True)
    return ",".join(f"{int(100.0 * part / size)}%" for part, size in parts)


def _side(text: str | None) -> Side | None:
    if text is None:
        return None
    for side in SIDES:
        if text.strip().lower() in (side.word, side.value):
            return side
    raise UnknownName("side", text, [side.word for side in SIDES], "--side")


def _model(text: str | None) -> PoseModel | None:
    known: dict[str, PoseModel] = {"heavy": "heavy", "full": "full"}
    if text is None:
        return None
    if text not in known:
        raise UnknownName("pose model", text, known, "--model")
    return known[text]


def _box(text: str | None) -> TypedBox | None:
    if text is None:
        return None
    parts = [part.strip() for part in text.split(",")]
    percent = [part.endswith("%") for part in parts]
    try:
        x, y, wide, high = (float(part.removesuffix("%")) for part in parts)
    except ValueError:
        raise _no_box(text) from None
    if not (0.0 <= x < _MOST_PX and 0.0 <= y < _MOST_PX and 0.0 < wide < _MOST_PX and 0.0 < high < _MOST_PX):
        raise _no_box(text)
    if any(percent) and not all(percent):
        raise _no_box(text)
    return TypedBox(text, (x, y, wide, high), all(percent))


def _no_box(text: str) -> BadSetting:
    return BadSetting(
        "--person",
        text,
        "left, top, width and height with commas between, in pixels of the upright picture such as 300,100,500,900, or "
        "in percent of it such as 30%,10.5%,40%,80%: decimals with a point",
    )
