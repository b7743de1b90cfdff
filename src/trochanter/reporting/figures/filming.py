"""How to film a leg that turns: sitting and lying, what the phone sees, and when it is held."""

import numpy as np

from trochanter.reporting.figures.drawn_people import arrows, limb, over_time, phone, swinging, three_views
from trochanter.reporting.figures.frame import Figure
from trochanter.reporting.svg import Drawing

SEATED = (
    "Somebody sits; a phone stands on a second chair, at knee height, 2 m away; how the foot swings; when it is held"
)
LYING = "Lying on the back, the phone above the knee; lying face down, the phone at the foot end; what it sees there"


def seated() -> Figure:
    """Sitting: from the side, what the phone sees, over time."""
    return three_views("filming-seated", (seated_from_the_side, seen_seated, over_time), SEATED)


def lying() -> Figure:
    """Lying: on the back from the side, face down from the side, and what the phone sees then."""
    return three_views("filming-lying", (on_the_back, face_down, seen_face_down), LYING)


def seated_from_the_side(drawing: Drawing, left: float, top: float) -> None:
    """Sitting on a table or high seat, and the phone on a second chair: thigh, lens and line of sight are level."""
    drawing.text("t1 b", left, top - 8, "Sitting, from the side")
    hip, knee, ankle = (left + 45.0, top + 130.0), (left + 138.0, top + 130.0), (left + 138.0, top + 250.0)
    drawing.rect("body-s", left, top + 152, 112, 12, 3)
    for leg_px in (12.0, 100.0):
        drawing.line("zero", left + leg_px, top + 164, left + leg_px, top + 316)
    drawing.line("zero", left, top + 316, left + 325, top + 316)
    limb(drawing, (left + 38.0, top + 42.0), hip, 32.0)
    limb(drawing, hip, knee, 28.0)
    limb(drawing, knee, ankle, 20.0)
    limb(drawing, ankle, (left + 168.0, top + 262.0), 13.0)
    drawing.circle("body-s", left + 40, top + 16, 16)
    drawing.rect("body-s", left + 268, top + 162, 52, 10, 3)
    for leg_px in (274.0, 314.0):
        drawing.line("zero", left + leg_px, top + 172, left + leg_px, top + 316)
    phone(drawing, left + 288.0, top + 108.0, 8.0, 54.0)
    drawing.line("level dash", left + 158, top + 130, left + 284, top + 130)
    drawing.text("t2 m halo", left + 222, top + 122, "2 m")
    drawing.text("t2 m", left + 222, top + 148, "at knee height")
    drawing.text("t2", left + 150, top + 43, "phone upright on a second")
    drawing.text("t2", left + 150, top + 60, "chair, its lens straight")
    drawing.text("t2", left + 150, top + 77, "in front of the knee")
    drawing.text("t2", left + 116, top + 298, "foot off the floor")


def seen_seated(drawing: Drawing, left: float, top: float) -> None:
    """What the phone sees: both legs, the right one on the left of the picture."""
    drawing.text("t1 b", left, top - 8, "What the phone sees: right leg")
    drawing.rect("body-s", left + 70, top + 84, 200, 14, 3)
    limb(drawing, (left + 236.0, top + 92.0), (left + 236.0, top + 240.0), 20.0)
    drawing.circle("body-s", left + 236, top + 90, 17)
    _swinging(drawing, left + 130.0, top + 90.0, down=True)
    drawing.text("t1 b", left, top + 286, "first: foot out")
    drawing.text("t2", left, top + 303, "(hip turns in)")
    drawing.text("t1 b", left + 190, top + 286, "then: foot in")
    drawing.text("t2", left + 190, top + 303, "(hip turns out)")
    drawing.text("t2", left + 90, top + 54, "all of you in view, feet too")


def on_the_back(drawing: Drawing, left: float, top: float) -> None:
    """Lying on the back, hip and knee at right angles, the phone above the knee."""
    drawing.text("t1 b", left, top - 8, "On the back, from the side")
    hip, knee, ankle = (left + 165.0, top + 288.0), (left + 165.0, top + 180.0), (left + 262.0, top + 180.0)
    drawing.line("zero", left, top + 312, left + 325, top + 312)
    drawing.circle("body-s", left + 22, top + 286, 16)
    limb(drawing, (left + 58.0, top + 290.0), hip, 32.0)
    limb(drawing, hip, knee, 28.0)
    limb(drawing, knee, ankle, 20.0)
    limb(drawing, ankle, (left + 272.0, top + 154.0), 13.0)
    phone(drawing, left + 138.0, top + 20.0, 54.0, 8.0)
    drawing.line("level dash", left + 165, top + 32, left + 165, top + 160)
    drawing.text("t2", left + 176, top + 92, "2 m above the knee,")
    drawing.text("t2", left + 176, top + 109, "looking straight down")
    drawing.text("t2", left + 204, top + 30, "held by somebody")
    drawing.text("t2", left + 186, top + 240, "thigh upright,")
    drawing.text("t2", left + 186, top + 257, "shin level")


def face_down(drawing: Drawing, left: float, top: float) -> None:
    """Lying face down, the knee at a right angle, the phone at the foot end."""
    drawing.text("t1 b", left, top - 8, "Face down, from the side")
    hip, knee, ankle = (left + 110.0, top + 288.0), (left + 200.0, top + 290.0), (left + 200.0, top + 180.0)
    drawing.line("zero", left, top + 312, left + 325, top + 312)
    drawing.circle("body-s", left + 18, top + 288, 16)
    limb(drawing, (left + 48.0, top + 290.0), hip, 32.0)
    limb(drawing, hip, knee, 26.0)
    limb(drawing, knee, ankle, 20.0)
    limb(drawing, ankle, (left + 226.0, top + 172.0), 13.0)
    phone(drawing, left + 306.0, top + 258.0, 8.0, 52.0)
    drawing.line("level dash", left + 220, top + 286, left + 302, top + 286)
    drawing.text("t2 m halo", left + 262, top + 279, "2 m")
    drawing.text("t2", left + 140, top + 60, "phone at the foot end,")
    drawing.text("t2", left + 140, top + 77, "its lens at knee height;")
    drawing.text("t2", left + 140, top + 94, "knee and ankle are tapped")


def seen_face_down(drawing: Drawing, left: float, top: float) -> None:
    """What the phone sees from the foot end: the shin stands up, the right leg is on the right."""
    drawing.text("t1 b", left, top - 8, "What it sees: right leg, face down")
    drawing.line("zero", left, top + 268, left + 325, top + 268)
    drawing.circle("body-s", left + 96, top + 246, 20)
    _swinging(drawing, left + 196.0, top + 244.0, down=False)
    drawing.text("t1 b", left + 215, top + 296, "first: foot out")
    drawing.text("t2", left + 215, top + 313, "(hip turns in)")
    drawing.text("t1 b", left, top + 296, "then: foot in")
    drawing.text("t2", left, top + 313, "(hip turns out)")


def _swinging(drawing: Drawing, x: float, y: float, *, down: bool) -> None:
    """A right shin with its knee and both ways."""
    knee = np.array([x, y])
    swinging(drawing, knee, 150.0, 20.0, down=down)
    drawing.circle("body-s", x, y, 17.0)
    arrows(drawing, knee, 172.0, down=down)
