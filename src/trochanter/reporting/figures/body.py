"""How the ground turns the thigh: a free-body picture in two views, drawn from the record."""

import math

import numpy as np

from trochanter.core.arrays import Floats
from trochanter.core.sides import Side
from trochanter.mechanics.free_body import FreeBody
from trochanter.reporting.figures.frame import Figure, Numbers, drawn_twice
from trochanter.reporting.numbers import rounded
from trochanter.reporting.sentences import say
from trochanter.reporting.svg import Drawing, number

_VIEW_PX = 300.0


def way(moment_Nm: float) -> str:
    """The word for a turning direction."""
    return say("answer.sides_word_in" if moment_Nm > 0.0 else "answer.sides_word_out")


def body_figure(free: FreeBody, at_words: str) -> Figure:
    """Side view and view along the thigh."""
    numbers = Numbers("quantity", np.array([0.0]))
    for name in ("force_N", "across_N", "arm_m", "moment_Nm", "net_Nm", "thigh_rad", "force_rad"):
        numbers.add(name, [getattr(free, name)])

    def draw(drawing: Drawing) -> float:
        if drawing.wide:
            _side_view(drawing, 40.0, 30.0, free)
            _axis_view(drawing, 560.0, 30.0, free)
            return 30.0 + _VIEW_PX + 30.0
        _side_view(drawing, 0.0, 26.0, free)
        _axis_view(drawing, 0.0, 26.0 + _VIEW_PX + 56.0, free)
        return 2 * (_VIEW_PX + 46.0) + 36.0

    caption = say("figure.body.caption", at=at_words, side=free.side.word)
    return drawn_twice("body", draw, say("figure.body.alt"), caption, numbers)


def _side_view(drawing: Drawing, left: float, top: float, free: FreeBody) -> None:
    drawing.text("t1 b", left, top - 8, say("figure.body.side_view"))
    reach = np.array([*free.leg_m, free.pressure_m])
    scale = (_VIEW_PX - 60.0) / max(0.3, -float(reach[:, 1].min()))
    hip = np.array([left + 145.0 - scale * float(reach[:, 0].mean()), top + 40.0])
    flip = np.array([scale, -scale])
    leg = [hip + flip * np.array(point) for point in free.leg_m]
    for start, end, width in zip(leg, leg[1:], (26.0, 19.0, 13.0, 13.0, 13.0, 13.0), strict=False):
        _limb(drawing, start, end, width)
    pressure = hip + flip * np.array(free.pressure_m)
    _limb(drawing, leg[-1], pressure + np.array([14.0, -4.0]), 11.0)
    drawing.circle("body-s", float(hip[0]), float(hip[1]), 13.0)
    drawing.text("e t2", float(hip[0]) - 22, float(hip[1]) + 4, say("figure.body.hip"))
    thigh = np.array([math.sin(free.thigh_rad), math.cos(free.thigh_rad)])
    _dashed(drawing, hip - 26.0 * thigh, hip + 210.0 * thigh)
    end = hip + 210.0 * thigh
    drawing.text("t2 halo", float(end[0]) + 8, float(end[1]) + 4, say("figure.body.axis"))
    drawing.line("zero", left, float(pressure[1]) + 2, left + 330.0, float(pressure[1]) + 2)
    _forces(drawing, pressure, thigh, free)


def _forces(drawing: Drawing, pressure: Floats, thigh: Floats, free: FreeBody) -> None:
    """The ground force with its parts along and across the thigh, as a parallelogram at the centre of pressure."""
    force = 135.0 * np.array([math.sin(free.force_rad), -math.cos(free.force_rad)])
    across = force - (force @ thigh) * thigh
    tip = pressure + force
    _dashed(drawing, pressure + across, tip)
    _arrow(drawing, pressure, tip)
    _arrow(drawing, pressure, pressure + across)
    total, part = rounded(free.force_N, 10.0), rounded(free.across_N, 10.0)
    ahead = float(across[0]) > 0.0
    leans_back = float(force[0]) < 0.0
    beside = float(tip[0]) + (-10.0 if leans_back else 10.0)
    words = say("figure.body.ground", force=total)
    drawing.text("t1 e halo" if leans_back else "t1 halo", beside, float(tip[1]) + 4, words)
    end = pressure + across
    drawing.text(
        "t1 halo", float(end[0]) + (10.0 if ahead else -10.0), float(end[1]) - 4, say("figure.body.across", across=part)
    )


def _axis_view(drawing: Drawing, left: float, top: float, free: FreeBody) -> None:
    drawing.text("t1 b", left, top - 8, say("figure.body.axis_view"))
    middle, outer = np.array([left + 165.0, top + 160.0]), 1.0 if free.side is Side.RIGHT else -1.0
    scale = 80.0 / max(0.06, math.hypot(*free.offset_m))
    drawing.circle("body-f", float(middle[0]), float(middle[1]), 58.0)
    drawing.circle("body-s", float(middle[0]), float(middle[1]), 15.0)
    drawing.circle("dot", float(middle[0]), float(middle[1]), 3.0)
    drawing.text("m s", float(middle[0]), top + 14, "↑ " + say("figure.body.front"))
    for word, sign in (("figure.body.outer", outer), ("figure.body.inner", -outer)):
        drawing.text("e s" if sign > 0 else "s", left + (330.0 if sign > 0 else 0.0), float(middle[1]) - 62, say(word))
    foot = middle + scale * np.array([outer * free.offset_m[1], -free.offset_m[0]])
    across = np.array([outer * free.across_direction[1], -free.across_direction[0]])
    nearest = foot + ((middle - foot) @ across) * across
    _dashed(drawing, foot - 30.0 * across, foot + 170.0 * across)
    drawing.line("wh", float(middle[0]), float(middle[1]), float(nearest[0]), float(nearest[1]))
    _arrow(drawing, foot, foot + 95.0 * across)
    drawing.circle("dot", float(foot[0]), float(foot[1]), 4.0)
    _turn(drawing, middle, free, outer)
    base = top + _VIEW_PX + 2.0
    across_N, arm_mm = rounded(free.across_N, 10.0), rounded(1000.0 * free.arm_m, 1.0)
    moment = rounded(abs(free.moment_Nm), 1.0)
    drawing.text(
        "t1", left, base, f"{say('figure.body.across', across=across_N)}, {say('figure.body.arm', arm=arm_mm)}"
    )
    drawing.text("t1 b", left, base + 18, say("figure.body.turns", way=way(free.moment_Nm), moment=moment))


def _limb(drawing: Drawing, start: Floats, end: Floats, width: float) -> None:
    a, b = (f"{number(float(p[0]))} {number(float(p[1]))}" for p in (start, end))
    drawing.parts.append(f'<path class="limb" d="M{a}L{b}" style="stroke-width:{number(width)}"/>')


def _dashed(drawing: Drawing, start: Floats, end: Floats) -> None:
    drawing.line("bone-l", *(float(v) for v in (*start, *end)))


def _arrow(drawing: Drawing, start: Floats, tip: Floats) -> None:
    along = tip - start
    length = float(np.linalg.norm(along))
    if length < 4.0:
        return
    along = along / length
    beside = np.array([-along[1], along[0]])
    neck = tip - 11.0 * along
    drawing.line("arrow", *(float(v) for v in (*start, *(tip - 8.0 * along))))
    corners = (tip, neck + 5.5 * beside, neck - 5.5 * beside)
    drawing.path("arrow-h", "M" + "L".join(f"{number(float(p[0]))} {number(float(p[1]))}" for p in corners) + "Z")


def _turn(drawing: Drawing, middle: Floats, free: FreeBody, outer: float) -> None:
    """An arc round the axis: internal rotation brings the front of the thigh towards the inner side."""
    inward = free.moment_Nm > 0.0
    clockwise = inward != (outer > 0.0)
    angles = np.linspace(-0.9, 0.9, 25) * (1.0 if clockwise else -1.0) - math.pi / 2
    arc = middle + 74.0 * np.stack([np.cos(angles), np.sin(angles)], axis=1)
    drawing.path("turn", "M" + "L".join(f"{number(float(p[0]))} {number(float(p[1]))}" for p in arc[:-2]))
    _arrow(drawing, arc[-4], arc[-1])
