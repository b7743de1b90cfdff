"""What the drawings of how to measure and to film share: three views, limbs, phones, a swinging shin, its course."""

from collections.abc import Callable, Sequence

import numpy as np

from trochanter.core.arrays import Floats
from trochanter.reporting.figures.frame import Figure, Numbers, drawn_twice
from trochanter.reporting.svg import Drawing, number, points

TALL_PX = 330.0
COURSE_S = (0, 3, 4.2, 5.7, 6.9, 7.9, 9.1, 10.6, 11.8, 12.8)
COURSE_DEG = (0, 0, 32, 32, 0, 0, -38, -38, 0, 0)
View = Callable[[Drawing, float, float], None]


def three_views(name: str, views: Sequence[View], sentence: str, numbers: Numbers | None = None) -> Figure:
    """Three views side by side, on a phone one under the other; numbers: the course of one round if None."""

    def draw(drawing: Drawing) -> float:
        places = [(350.0 * k, 26.0) for k in range(3)]
        if not drawing.wide:
            places = [(0.0, 26.0 + k * (TALL_PX + 40.0)) for k in range(3)]
        for view, (left, top) in zip(views, places, strict=True):
            view(drawing, left, top)
        return places[-1][1] + TALL_PX + 10.0

    return drawn_twice(name, draw, sentence, sentence, numbers or _course())


def _course() -> Numbers:
    numbers = Numbers("seconds", np.array(COURSE_S, dtype=float))
    numbers.add("hip turns in (degrees)", COURSE_DEG)
    return numbers


def over_time(drawing: Drawing, left: float, top: float) -> None:
    """One of three rounds."""
    drawing.text("t1 b", left, top - 8, "One round of three")
    x = left + 20.0 + 23.0 * np.array(COURSE_S, dtype=float)
    y = top + 150.0 - 3.0 * np.array(COURSE_DEG, dtype=float)
    drawing.line("zero", left + 10, top + 150, left + 325, top + 150)
    drawing.path("arrow", points(x, y))
    for words, at, up in (
        ("rest 3 s", 0, -12.0),
        ("hold", 2, -12.0),
        ("back", 4, -12.0),
        ("hold", 6, 22.0),
        ("back", 8, -12.0),
    ):
        aside = 16.0 if words == "back" and at < 8 else 0.0  # clear of the line that comes down
        drawing.text("t2 m", float(x[at] + x[at + 1]) / 2.0 + aside, float(y[at]) + up, words)
    drawing.text("t1", left + 10, top + 22, "foot out (hip turns in)")
    drawing.text("t1", left + 10, top + 300, "foot in (hip turns out)")


def limb(drawing: Drawing, start: tuple[float, ...], end: tuple[float, ...], width: float) -> None:
    """A part of a body as a thick line with round ends."""
    a, b = (f"{number(place[0])} {number(place[1])}" for place in (start, end))
    drawing.parts.append(f'<path class="limb" d="M{a}L{b}" stroke-width="{number(width)}"/>')


def swing(drawing: Drawing, knee: Floats, radius_px: float, ends_rad: Floats) -> None:
    """An arc with an arrow head about the knee, from one angle to another, out being positive."""
    angle = np.linspace(ends_rad[0], ends_rad[1], 20)
    arc = knee + radius_px * np.column_stack([-np.sin(angle), np.cos(angle)])
    drawing.path("turn", points(arc[:-1, 0], arc[:-1, 1]))
    tip, along = arc[-1], (arc[-1] - arc[-3]) / np.linalg.norm(arc[-1] - arc[-3])
    beside = np.array([-along[1], along[0]])
    corners = (tip + 4.0 * along, tip - 8.0 * along + 5.5 * beside, tip - 8.0 * along - 5.5 * beside)
    drawing.path("arrow-h", "M" + "L".join(f"{number(float(p[0]))} {number(float(p[1]))}" for p in corners) + "Z")


def swinging(drawing: Drawing, knee: Floats, long_px: float, wide_px: float, *, down: bool = True) -> None:
    """A right shin at rest, and faintly at both ends: foot out turns it clockwise on the screen."""
    rest = 0.0 if down else np.pi
    for angle_deg, faint in ((-38.0, True), (32.0, True), (0.0, False)):
        angle = rest + np.deg2rad(angle_deg)
        ankle = knee + long_px * np.array([-np.sin(angle), np.cos(angle)])
        if faint:
            drawing.line("bone-l", *knee.tolist(), *ankle.tolist())
            drawing.circle("body-s", float(ankle[0]), float(ankle[1]), 9.0)
        else:
            limb(drawing, tuple(knee.tolist()), tuple(ankle.tolist()), wide_px)


def arrows(drawing: Drawing, knee: Floats, radius_px: float, *, down: bool = True) -> None:
    """Both ways of a right shin about its knee: foot out first."""
    rest = 0.0 if down else np.pi
    for start, end in ((4.0, 28.0), (-4.0, -34.0)):
        swing(drawing, knee, radius_px, rest + np.deg2rad([start, end]))


def phone(drawing: Drawing, x: float, y: float, wide: float, high: float, round_px: float = 2.0) -> None:
    """A phone: a white rectangle with an outline."""
    drawing.rect("paper", x, y, wide, high, round_px)
    drawing.rect("body-s", x, y, wide, high, round_px)
