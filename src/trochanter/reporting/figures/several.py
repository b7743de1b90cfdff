"""Hip rotation of one trial among several: both sides from their own average, on the scale that all trials share."""

from collections.abc import Sequence

import numpy as np

from trochanter.core.arrays import Floats
from trochanter.core.sides import Side
from trochanter.kinematics.hip_rotation import HipRotation
from trochanter.mechanics.summary import HipSummary, Summary
from trochanter.reporting.figures.angles import MOST_STRIDES
from trochanter.reporting.figures.frame import (
    Figure,
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
from trochanter.reporting.svg import Drawing


def common_limits(turnings: Sequence[HipRotation]) -> tuple[float, float]:
    """Degrees that hold every stride of every trial."""
    curves = [np.rad2deg(side.shapes_rad) for turning in turnings for side in turning.sides]
    return padded(curves, hold=(0.0,)) if curves else (-1.0, 1.0)


def several_figure(
    index: int, name: str, summary: Summary, turning: HipRotation, limits: tuple[float, float]
) -> Figure:
    """One panel of one trial; ``index`` tells its drawings from those of the other trials."""
    shape = {side.side: (np.rad2deg(side.shapes_rad), np.rad2deg(side.shape_rad)) for side in turning.sides}
    numbers = numbers_of(summary)
    for side in turning.sides:
        numbers.add(f"{letter(side.side)} {say('csv.rotation')}", shape[side.side][1])
        if side.strides > 1:
            spread = np.std(shape[side.side][0], axis=0, ddof=1)
            numbers.add(f"{letter(side.side)} {say('csv.rotation')} {say('csv.sd')}", spread)

    def draw(drawing: Drawing) -> float:
        left, right = (44.0, 1040.0) if drawing.wide else (36.0, 354.0)
        panel = Panel(drawing, left, 34.0, right, 34.0 + (170.0 if drawing.wide else 150.0), x_limits(summary), limits)
        drawing.text("", 0.0, 14.0, say("angle.rotation.unit_own"))
        panel.grid(nice_ticks(*limits))
        panel.arrows(say("angle.rotation.up"), say("angle.rotation.down"))
        panel.toe_offs(summary.hips[0].axis)
        side_curves(panel, summary.hips, lambda hip: _of(shape, hip)[0], lambda hip: _of(shape, hip)[1], MOST_STRIDES)
        side_labels(panel, summary.hips, lambda hip: _of(shape, hip)[1])
        drawing.hit(left, panel.top, right - left, panel.bottom - panel.top, list(numbers.columns))
        return panel.strips([hip.axis for hip in summary.hips])

    sample = sample_words(summary)
    alt = say("several.alt", name=name, sample=sample)
    caption = say("several.curves_caption", lines=lines_words(summary), sample=sample)
    return drawn_twice(f"trial-{index + 1}", draw, alt, caption, numbers)


def _of(shape: dict[Side, tuple[Floats, Floats]], hip: HipSummary) -> tuple[Floats, Floats]:
    return shape[hip.side]
