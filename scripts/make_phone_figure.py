"""Draws how a phone sits on the shin: ``python -m scripts.make_phone_figure`` writes it into docs/figures."""

from pathlib import Path

import numpy as np

from trochanter.core.arrays import Floats
from trochanter.reporting.figures.frame import Figure, Numbers, drawn_twice
from trochanter.reporting.standalone import standalone
from trochanter.reporting.svg import Drawing, number, points

FIGURES = Path(__file__).parents[1] / "docs" / "figures"
VIEW_PX, TALL_PX = 330.0, 330.0
SENTENCE = "A phone strapped to the front of the shin of a person who sits; how the foot swings; when it is held"
COURSE_S = (0, 3, 4.2, 5.7, 6.9, 7.9, 9.1, 10.6, 11.8, 12.8)
COURSE_DEG = (0, 0, 32, 32, 0, 0, -38, -38, 0, 0)


def figure() -> Figure:
    """Three drawings: from the side, from in front, and over time."""
    numbers = Numbers("seconds", np.array(COURSE_S, dtype=float))
    numbers.add("hip turns in (degrees)", COURSE_DEG)

    def draw(drawing: Drawing) -> float:
        places = [(0.0, 26.0), (350.0, 26.0), (700.0, 26.0)]
        if not drawing.wide:
            places = [(0.0, 26.0 + k * (TALL_PX + 40.0)) for k in range(3)]
        for view, (left, top) in zip((from_the_side, from_in_front, over_time), places, strict=True):
            view(drawing, left, top)
        return places[-1][1] + TALL_PX + 10.0

    return drawn_twice("phone-on-shin", draw, SENTENCE, SENTENCE, numbers)


def from_the_side(drawing: Drawing, left: float, top: float) -> None:
    """A person on a chair, facing right: thigh level, shin hanging, phone in the middle of its front."""
    drawing.text("t1 b", left, top - 8, "From the side")
    hip, knee, ankle = (left + 80.0, top + 130.0), (left + 205.0, top + 130.0), (left + 205.0, top + 265.0)
    drawing.rect("body-s", left + 20, top + 152, 145, 12, 3)
    for leg_px in (40.0, 150.0):
        drawing.line("zero", left + leg_px, top + 164, left + leg_px, top + 316)
    drawing.line("zero", left, top + 316, left + 320, top + 316)
    limb(drawing, (left + 72.0, top + 40.0), hip, 34.0)
    limb(drawing, hip, knee, 30.0)
    limb(drawing, knee, ankle, 22.0)
    limb(drawing, ankle, (left + 240.0, top + 278.0), 14.0)
    drawing.circle("body-s", left + 74, top + 14, 16)
    drawing.rect("paper", left + 217, top + 165, 9, 62, 2)
    drawing.rect("body-s", left + 217, top + 165, 9, 62, 2)
    for strap_px in (178.0, 212.0):
        drawing.line("bone-l", left + 190, top + strap_px, left + 222, top + strap_px)
    drawing.text("t1", left + 234, top + 188, "phone,")
    drawing.text("t1", left + 234, top + 204, "two straps,")
    drawing.text("t1", left + 234, top + 220, "screen out")
    drawing.text("t2 halo", left + 96, top + 106, "thigh level")
    drawing.text("t2", left + 172, top + 298, "foot off the floor")


def from_in_front(drawing: Drawing, left: float, top: float) -> None:
    """The person's right leg, seen by somebody who sits opposite: out is to the left of the picture."""
    drawing.text("t1 b", left, top - 8, "From in front: the right leg")
    knee = np.array([left + 160.0, top + 90.0])
    for angle_deg, faint in ((-38.0, True), (32.0, True), (0.0, False)):
        angle = np.deg2rad(angle_deg)
        ankle = knee + 165.0 * np.array([-np.sin(angle), np.cos(angle)])
        if faint:
            drawing.line("bone-l", *knee.tolist(), *ankle.tolist())
            drawing.circle("body-s", float(ankle[0]), float(ankle[1]), 9.0)
        else:
            limb(drawing, tuple(knee.tolist()), tuple(ankle.tolist()), 22.0)
            drawing.rect("paper", float(knee[0]) - 15, float(knee[1]) + 48, 30, 58, 4)
            drawing.rect("body-s", float(knee[0]) - 15, float(knee[1]) + 48, 30, 58, 4)
    drawing.circle("body-s", float(knee[0]), float(knee[1]), 19.0)
    for start, end in ((4.0, 28.0), (-4.0, -34.0)):
        swing(drawing, knee, 190.0, np.deg2rad([start, end]))
    drawing.text("t1 b", left, top + 286, "first: foot out")
    drawing.text("t2", left, top + 303, "(hip turns in)")
    drawing.text("t1 b", left + 218, top + 286, "then: foot in")
    drawing.text("t2", left + 218, top + 303, "(hip turns out)")
    drawing.text("t2", left + 100, top + 54, "the knee stays where it is")


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
    drawing.parts.append(f'<path class="limb" d="M{a}L{b}" style="stroke-width:{number(width)}"/>')


def swing(drawing: Drawing, knee: Floats, radius_px: float, ends_rad: Floats) -> None:
    """An arc with an arrow head about the knee, from one angle to another, out being positive."""
    angle = np.linspace(ends_rad[0], ends_rad[1], 20)
    arc = knee + radius_px * np.column_stack([-np.sin(angle), np.cos(angle)])
    drawing.path("turn", points(arc[:-1, 0], arc[:-1, 1]))
    tip, along = arc[-1], (arc[-1] - arc[-3]) / np.linalg.norm(arc[-1] - arc[-3])
    beside = np.array([-along[1], along[0]])
    corners = (tip + 4.0 * along, tip - 8.0 * along + 5.5 * beside, tip - 8.0 * along - 5.5 * beside)
    drawing.path("arrow-h", "M" + "L".join(f"{number(float(p[0]))} {number(float(p[1]))}" for p in corners) + "Z")


def pictures() -> dict[str, str]:
    """The files by name."""
    drawn = figure()
    return {f"{drawn.name}.svg": standalone(drawn.wide), f"{drawn.name}-narrow.svg": standalone(drawn.narrow)}


if __name__ == "__main__":
    for name, text in pictures().items():
        (FIGURES / name).write_text(text, encoding="utf-8")
