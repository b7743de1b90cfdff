"""Hip angles of both sides, over the band of healthy runners where there are complete running strides."""

import numpy as np

from trochanter.core.arrays import Floats
from trochanter.mechanics.angle_comparison import AngleBand
from trochanter.mechanics.summary import ROTATION, HipSummary, Summary
from trochanter.reporting.figures.frame import (
    Figure,
    Numbers,
    drawn_twice,
    letter,
    lines_words,
    numbers_of,
    padded,
    sample_words,
    side_curves,
    side_labels,
    x_limits,
)
from trochanter.reporting.panel import Panel, nice_ticks
from trochanter.reporting.sentences import say
from trochanter.reporting.svg import Drawing, points

ROOM_FOR_WORDS = 0.08
MOST_STRIDES = 40  # all of half a minute of running
AXES = ("flexion", "adduction", "rotation")


def angles_figure(summary: Summary, bands: tuple[AngleBand, ...]) -> Figure:
    """Three panels: flexion, adduction, rotation. Rotation is drawn from each curve's own average over strides."""
    numbers = numbers_of(summary)
    for axis in range(3):
        _add_numbers(numbers, summary, bands, axis)

    def draw(drawing: Drawing) -> float:
        end = 0.0
        for axis in range(3):
            left = 38.0 + 352.0 * axis if drawing.wide else 36.0
            top = 52.0 if drawing.wide or axis == 0 else end + 56.0
            panel = Panel(
                drawing, left, top, left + (298.0 if drawing.wide else 318.0), top + (200.0 if drawing.wide else 150.0),
                x_limits(summary), _limits(summary, bands, axis),
            )  # fmt: skip
            end = _panel(panel, summary, bands, axis, numbers)
        return end

    sample = sample_words(summary)
    caption = say(
        "figure.angles.caption" if bands else "figure.angles.caption_alone", lines=lines_words(summary), sample=sample
    )
    return drawn_twice("angles", draw, say("figure.angles.alt", sample=sample), caption, numbers)


def drawn_angle(hip: HipSummary, axis: int) -> tuple[Floats, Floats]:
    """Angles as drawn (each, mean): rotation of complete strides without its own average."""
    each, mean = hip.angle_deg.each[:, :, axis], hip.angle_deg.mean[:, axis]
    if axis == ROTATION and hip.strides:
        return each - np.mean(mean), mean - np.mean(mean)
    return each, mean


def _limits(summary: Summary, bands: tuple[AngleBand, ...], axis: int) -> tuple[float, float]:
    curves = [drawn_angle(hip, axis)[k] for hip in summary.hips for k in (0, 1)]
    if bands:
        curves += [bands[axis].low_deg, bands[axis].high_deg]
    low, high = padded(curves, hold=(0.0,))
    return low - ROOM_FOR_WORDS * (high - low), high


def _panel(panel: Panel, summary: Summary, bands: tuple[AngleBand, ...], axis: int, numbers: Numbers) -> float:
    name, drawing = AXES[axis], panel.drawing
    head = panel.left - (38.0 if drawing.wide else 36.0)
    own = "_own" if axis == ROTATION and summary.whole_strides else ""
    title = [("t1 b h", say(f"angle.{name}.title")), ("", say(f"angle.{name}.unit{own}"))]
    drawing.text("", head, panel.top - 22, title)
    x = summary.hips[0].axis.x
    if bands:
        panel.band("band", x, bands[axis].low_deg, bands[axis].high_deg)
        panel.drawing.path("band-mid", _path(panel, x, bands[axis].mean_deg))
    panel.grid(nice_ticks(*panel.y_limits))
    panel.arrows(say(f"angle.{name}.up"), say(f"angle.{name}.down"))
    for hip in summary.hips[: 1 if summary.whole_strides else 2]:
        panel.toe_offs(hip.axis)
    side_curves(
        panel,
        summary.hips,
        lambda hip: drawn_angle(hip, axis)[0],
        lambda hip: drawn_angle(hip, axis)[1],
        MOST_STRIDES,
    )
    side_labels(panel, summary.hips, lambda hip: drawn_angle(hip, axis)[1])
    if bands and axis == 0:
        panel.label("t2", say("angle.band"), x, bands[axis].low_deg, (0.5, 0.97))
    drawing.hit(
        panel.left, panel.top, panel.right - panel.left, panel.bottom - panel.top,
        [column for column in numbers.columns if f" {say(f'csv.{name}')}" in column],
    )  # fmt: skip
    return panel.strips([hip.axis for hip in summary.hips])


def _path(panel: Panel, x: Floats, values: Floats) -> str:
    return points(panel.px(x), panel.py(values))


def _add_numbers(numbers: Numbers, summary: Summary, bands: tuple[AngleBand, ...], axis: int) -> None:
    words = say(f"csv.{AXES[axis]}")
    for hip in summary.hips:
        numbers.add(f"{letter(hip.side)} {words}", drawn_angle(hip, axis)[1])
        if hip.strides > 1:
            numbers.add(f"{letter(hip.side)} {words} {say('csv.sd')}", hip.angle_deg.sd[:, axis])
    if bands:
        numbers.add(f"{say('csv.band_low')} {words}", bands[axis].low_deg)
        numbers.add(f"{say('csv.band_high')} {words}", bands[axis].high_deg)
