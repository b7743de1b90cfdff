"""How to film a single-leg squat and a run: where the phone stands, what it sees, what is read."""

from collections.abc import Sequence
from functools import cache
from math import cos, radians, sin

import numpy as np

from trochanter.reporting.figures.drawn_people import View, limb, three_views
from trochanter.reporting.figures.frame import Figure, Numbers
from trochanter.reporting.svg import Drawing, points

Place = tuple[float, float]
CONTROL = (
    "A phone 2 to 3 m in front of a person who stands on one leg; the foot points at the lens; what the phone sees"
)
RUNNING = (
    "A phone on a stand beside a treadmill, and one behind it; what is read at contact and in the middle of a step"
)


@cache
def control_test() -> Figure:
    """The control test: from above, standing as the phone sees it, and the deepest point."""
    return _figure("control-test", (from_above, seen_standing, seen_deepest), CONTROL)


@cache
def running_video() -> Figure:
    """The run: the phone's places, contact from the side, mid-stance from behind."""
    return _figure("running-video", (both_places, seen_contact, seen_from_behind), RUNNING)


def _figure(name: str, views: Sequence[View], sentence: str) -> Figure:
    return three_views(name, views, sentence, Numbers("place", np.zeros(1)))


def from_above(drawing: Drawing, left: float, top: float) -> None:
    """The person and the phone from above: the foot points at the lens."""
    drawing.text("t1 b", left, top - 8, "From above")
    drawing.path(
        "body-s", points([left + 132, left + 188, left + 188, left + 132], [top + 52] * 2 + [top + 68] * 2) + "Z"
    )
    drawing.circle("body-s", left + 160, top + 56, 15)
    drawing.rect("body-f", left + 140, top + 66, 13, 40, 6)
    drawing.line("level dash", left + 147, top + 108, left + 160, top + 262)
    drawing.rect("body-s", left + 134, top + 264, 52, 8, 3)
    drawing.text("t2 halo", left + 168, top + 180, "2 to 3 m")
    drawing.text("t2", left + 4, top + 112, "the foot points")
    drawing.text("t2", left + 4, top + 129, "straight at the lens")
    drawing.text("t2 m", left + 160, top + 294, "phone upright on a stand, at knee height")


def seen_standing(drawing: Drawing, left: float, top: float) -> None:
    """Standing on the right leg, as the phone sees it."""
    drawing.text("t1 b", left, top - 8, "What the phone sees: standing")
    _front(drawing, left + 150.0, top + 22.0, drop_px=0.0, in_px=0.0, lean_deg=0.0)
    drawing.text("t2", left + 206, top + 60, "on the right leg;")
    drawing.text("t2", left + 206, top + 77, "stand still for")
    drawing.text("t2", left + 206, top + 94, "a second between")


def seen_deepest(drawing: Drawing, left: float, top: float) -> None:
    """The deepest point, with the angle in the picture."""
    drawing.text("t1 b", left, top - 8, "At the deepest point")
    _front(drawing, left + 150.0, top + 22.0, drop_px=38.0, in_px=20.0, lean_deg=-7.0)
    drawing.text("t2", left + 206, top + 60, "five slow ways down,")
    drawing.text("t2", left + 206, top + 77, "as far as feels easy")
    drawing.text("t2", left + 206, top + 222, "read: the bend from")
    drawing.text("t2", left + 206, top + 239, "the dashed line, knee")
    drawing.text("t2", left + 206, top + 256, "over foot, trunk lean")


def _front(drawing: Drawing, x: float, y: float, *, drop_px: float, in_px: float, lean_deg: float) -> None:
    """A person from the front on the right leg, which is on the left: the hip ``drop_px`` lower, the knee in."""
    hips = (x - 20.0, y + 128.0 + drop_px), (x + 20.0, y + 128.0 + drop_px)
    knee, ankle = (x - 20.0 + in_px, y + 206.0 + 0.5 * drop_px), (x - 20.0, y + 282.0)
    middle = (x, hips[0][1])
    chest = _from(middle, 96.0, lean_deg)
    limb(drawing, middle, chest, 54.0)
    head = _from(middle, 128.0, lean_deg)
    drawing.circle("body-s", *head, 15.0)
    limb(drawing, hips[1], (hips[1][0] + 4.0, hips[1][1] + 74.0), 20.0)
    limb(drawing, hips[0], knee, 24.0)
    limb(drawing, knee, ankle, 18.0)
    limb(drawing, ankle, (ankle[0] - 3.0, ankle[1] + 10.0), 15.0)
    drawing.line("zero", x - 110.0, y + 300.0, x + 110.0, y + 300.0)
    drawing.line("level dash", *hips[0], *ankle)
    _joined(drawing, (hips[0], knee, ankle))
    drawing.line("ln lnK", *middle, *chest)


def both_places(drawing: Drawing, left: float, top: float) -> None:
    """Treadmill and phones from above."""
    drawing.text("t1 b", left, top - 8, "From above: beside it, or behind it")
    drawing.rect("body-f", left + 60, top + 60, 70, 150, 6)
    drawing.circle("body-s", left + 95, top + 120, 16)
    drawing.path("arrow-h", points([left + 95, left + 88, left + 102], [top + 34, top + 48, top + 48]) + "Z")
    drawing.text("t2", left + 108, top + 46, "the way of running")
    drawing.rect("body-s", left + 292, top + 94, 8, 52, 3)
    drawing.line("level dash", left + 114, top + 120, left + 288, top + 120)
    drawing.text("t2 m halo", left + 212, top + 112, "3 m, square to the belt")
    drawing.rect("body-s", left + 69, top + 284, 52, 8, 3)
    drawing.line("level dash", left + 95, top + 140, left + 95, top + 280)
    drawing.text("t2", left + 138, top + 252, "3 m, in the middle")
    drawing.text("t2", left + 138, top + 290, "level, upright, at hip height,")
    drawing.text("t2", left + 138, top + 307, "60 pictures a second or more")


def seen_contact(drawing: Drawing, left: float, top: float) -> None:
    """From the right side, at contact."""
    drawing.text("t1 b", left, top - 8, "From the side: contact")
    hip, knee, ankle = (left + 130.0, top + 146.0), (left + 166.0, top + 216.0), (left + 184.0, top + 290.0)
    chest = _from(hip, 92.0, 6.0)
    limb(drawing, hip, (left + 96.0, top + 218.0), 20.0)
    limb(drawing, (left + 96.0, top + 218.0), (left + 30.0, top + 224.0), 15.0)
    limb(drawing, hip, chest, 30.0)
    drawing.circle("body-s", *_from(hip, 126.0, 6.0), 15.0)
    limb(drawing, hip, knee, 24.0)
    limb(drawing, knee, ankle, 18.0)
    limb(drawing, ankle, (ankle[0] + 28.0, ankle[1] - 2.0), 12.0)
    drawing.line("zero", left, top + 302, left + 325, top + 302)
    drawing.line("level dash", *hip, hip[0], top + 302)
    _joined(drawing, (hip, knee, ankle))
    drawing.line("ln lnK", *hip, *chest)
    for k, words in enumerate(("trunk lean", "bend of the knee", "tilt of the shin", "ankle ahead of the hip")):
        drawing.text("t2", left + (130 if k == 3 else 200), top + (100, 205, 250, 322)[k], words)


def seen_from_behind(drawing: Drawing, left: float, top: float) -> None:
    """From behind, in the middle of a step on the right foot."""
    drawing.text("t1 b", left, top - 8, "From behind: on the right foot")
    x = left + 130.0
    middle = (x, top + 150.0)
    right, left_hip = (x + 20.0, top + 150.0), (x - 20.0, top + 150.0)
    chest = _from(middle, 94.0, 4.0)
    limb(drawing, middle, chest, 54.0)
    drawing.circle("body-s", *_from(middle, 126.0, 4.0), 15.0)
    limb(drawing, left_hip, (x - 22.0, top + 224.0), 20.0)
    limb(drawing, right, (x + 16.0, top + 222.0), 24.0)
    limb(drawing, (x + 16.0, top + 222.0), (x + 12.0, top + 290.0), 18.0)
    drawing.line("zero", left, top + 302, left + 325, top + 302)
    drawing.line("level dash", x, top + 150, x, top + 302)
    _joined(drawing, (right, (x + 16.0, top + 222.0), (x + 12.0, top + 290.0)))
    drawing.line("ln lnK", *middle, *chest)
    drawing.text("t2", left + 200, top + 100, "trunk lean")
    drawing.text("t2", left + 168, top + 268, "foot beside the middle,")
    drawing.text("t2", left + 168, top + 285, "over the hips' width")


def _from(place: Place, far_px: float, lean_deg: float) -> Place:
    """A place above another, leaning to the right of the picture."""
    return place[0] + far_px * sin(radians(lean_deg)), place[1] - far_px * cos(radians(lean_deg))


def _joined(drawing: Drawing, places: Sequence[Place]) -> None:
    """A line through the joints of the right leg, and its joints."""
    across, down = zip(*places, strict=True)
    drawing.path("ln lnR", points(across, down))
    for x, y in places:
        drawing.circle("mkR", x, y, 4.0)
