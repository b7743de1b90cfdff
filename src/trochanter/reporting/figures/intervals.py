"""Intervals of the deep rotators' forces over one stride, as small multiples on one scale."""

import numpy as np

from trochanter.core.arrays import Floats
from trochanter.core.sides import Side
from trochanter.mechanics.summary import HipSummary, MuscleCourse, Summary, person_kg
from trochanter.mechanics.uncertainty import FORCE, HIGH68, HIGH95, LOW68, LOW95, Uncertainty
from trochanter.reporting.figures.frame import Figure, drawn_twice, letter, numbers_of
from trochanter.reporting.figures.six import deep_courses, multiples
from trochanter.reporting.panel import Panel, nice_ticks
from trochanter.reporting.sentences import say
from trochanter.reporting.svg import Drawing

_ENDS = (("csv_low95", LOW95), ("csv_low68", LOW68), ("csv_high68", HIGH68), ("csv_high95", HIGH95))


def intervals_figure(summary: Summary, found: Uncertainty, where: str) -> Figure:
    """Force of each deep rotator, N/kg: bands that hold 95 % of the samples, line the account's own values.

    where: what it is over, in words.
    """
    keys = summary.deep_present
    curves = {
        (key, hip.side): _on_axis(summary, found, hip, key) for key in keys for hip, _ in deep_courses(summary, key)
    }
    numbers = numbers_of(summary)
    for key in keys:
        for hip, course in deep_courses(summary, key):
            own, ends = curves[key, hip.side]
            name = f"{letter(hip.side)} {course.label}"
            numbers.add(f"{name} {say('sampled.csv_own')}", own)
            for word, place in _ENDS:
                numbers.add(f"{name} {say(f'sampled.{word}')}", ends[place])
    top = max(float(ends[HIGH95].max()) for _, ends in curves.values())

    def draw(panel: Panel, courses: list[tuple[HipSummary, MuscleCourse]]) -> None:
        _bands(panel, [(hip, curves[course.muscle, hip.side]) for hip, course in courses])

    def drawn(drawing: Drawing) -> float:
        return multiples(drawing, summary, (say("sampled.unit"), keys), (0.0, 1.04 * max(top, 0.1)), draw, numbers)

    caption = say("sampled.figure_caption", samples=found.samples, where=where)
    return drawn_twice("intervals", drawn, say("sampled.alt"), caption, numbers)


def _on_axis(summary: Summary, found: Uncertainty, hip: HipSummary, key: str) -> tuple[Floats, Floats]:
    """The account's own force (k,) and its percentiles (5, k) in N/kg at the points of the hip's axis."""
    side = found.side(Side(hip.side))
    course = side.course(FORCE, key)
    if course is None:
        nothing = np.full(len(hip.axis.x), np.nan)
        return nothing, np.tile(nothing, (5, 1))
    mass_kg = person_kg(summary.account)
    own = np.interp(hip.axis.x, side.x, course.nominal) / mass_kg
    return own, np.array([np.interp(hip.axis.x, side.x, row) / mass_kg for row in course.percentiles])


def _bands(panel: Panel, sides: list[tuple[HipSummary, tuple[Floats, Floats]]]) -> None:
    for hip, (_, ends) in reversed(sides):
        panel.band(f"iv{letter(hip.side)}", hip.axis.x, ends[LOW95], ends[HIGH95])
        panel.curve(f"edge ln{letter(hip.side)}", hip.axis.x, ends[HIGH95])
    panel.grid(nice_ticks(*panel.y_limits, most=4), "plain")
    for hip, _ in sides[: 1 if sides[0][0].strides else 2]:
        panel.toe_offs(hip.axis)
    for hip, (own, _) in reversed(sides):
        panel.curve(f"ln ln{letter(hip.side)}", hip.axis.x, own)
