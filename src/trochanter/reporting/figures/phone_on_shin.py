"""How a phone sits on the shin: from the side, from in front, and when it is held."""

import numpy as np

from trochanter.reporting.figures.drawn_people import arrows, limb, over_time, phone, swinging, three_views
from trochanter.reporting.figures.frame import Figure
from trochanter.reporting.svg import Drawing

SENTENCE = "A phone strapped to the front of the shin of a person who sits; how the foot swings; when it is held"


def figure() -> Figure:
    """Three drawings: from the side, from in front, and over time."""
    return three_views("phone-on-shin", (from_the_side, from_in_front, over_time), SENTENCE)


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
    phone(drawing, left + 217.0, top + 165.0, 9.0, 62.0)
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
    swinging(drawing, knee, 165.0, 22.0)
    phone(drawing, float(knee[0]) - 15, float(knee[1]) + 48, 30, 58, 4)
    drawing.circle("body-s", float(knee[0]), float(knee[1]), 19.0)
    arrows(drawing, knee, 190.0)
    drawing.text("t1 b", left, top + 286, "first: foot out")
    drawing.text("t2", left, top + 303, "(hip turns in)")
    drawing.text("t1 b", left + 218, top + 286, "then: foot in")
    drawing.text("t2", left + 218, top + 303, "(hip turns out)")
    drawing.text("t2", left + 100, top + 54, "the knee stays where it is")
