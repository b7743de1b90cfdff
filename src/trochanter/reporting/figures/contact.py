"""Hip contact force of both sides in body weights; instants at which a muscle is at its limit are marked."""

import numpy as np

from trochanter.mechanics.summary import HipSummary, Summary
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


def contact_figure(summary: Summary) -> Figure:
    """One panel for both sides, with a strip a side where values are not to be read as peaks."""
    numbers = numbers_of(summary)
    for hip in summary.hips:
        numbers.add(f"{letter(hip.side)} {say('csv.contact')}", hip.contact_bw.mean)
        if hip.strides > 1:
            numbers.add(f"{letter(hip.side)} {say('csv.contact')} {say('csv.sd')}", hip.contact_bw.sd)
        numbers.add(f"{letter(hip.side)} {say('csv.saturated')}", np.mean(hip.saturated, axis=0))
    limits = padded([hip.contact_bw.each for hip in summary.hips], hold=(0.0,))
    limits = (0.0, limits[1])
    limited = any(np.any(hip.saturated) for hip in summary.hips)

    def draw(drawing: Drawing) -> float:
        left, right = (54.0, 1040.0) if drawing.wide else (36.0, 354.0)
        panel = Panel(drawing, left, 34.0, right, 270.0 if drawing.wide else 230.0, x_limits(summary), limits)
        drawing.text("t2", left if drawing.wide else 0.0, 16, say("figure.contact.unit"))
        panel.grid(nice_ticks(*limits), "plain")
        for hip in summary.hips[: 1 if summary.whole_strides else 2]:
            panel.toe_offs(hip.axis)
        side_curves(panel, summary.hips, lambda hip: hip.contact_bw.each, lambda hip: hip.contact_bw.mean)
        side_labels(panel, summary.hips, lambda hip: hip.contact_bw.mean)
        drawing.hit(left, panel.top, right - left, panel.bottom - panel.top, list(numbers.columns))
        end = panel.strips([hip.axis for hip in summary.hips])
        return _limit_marks(panel, summary, end + 8) if limited else end

    sample = sample_words(summary)
    caption = say(
        "figure.contact.caption" if limited else "figure.contact.caption_plain",
        lines=lines_words(summary),
        sample=sample,
    )
    return drawn_twice("contact", draw, say("figure.contact.alt", sample=sample), caption, numbers)


def _limit_marks(panel: Panel, summary: Summary, y: float) -> float:
    panel.drawing.text("s", panel.left, y + 9, say("figure.contact.limit"))
    y += 16
    for hip in summary.hips:
        panel.drawing.text(f"t{letter(hip.side)} e s", panel.left - 8, y + 8, letter(hip.side))
        panel.drawing.rect("ph", panel.left, y, panel.right - panel.left, 8, 2)
        for start, end in _runs(hip):
            x1, x2 = float(panel.px(start)), float(panel.px(end))
            panel.drawing.rect("sat", x1, y, max(x2 - x1, 2.0), 8, 2)
        y += 13
    return y


def _runs(hip: HipSummary) -> list[tuple[float, float]]:
    """Stretches of the axis on which a muscle of this hip is at its limit in any stride."""
    flagged = np.any(hip.saturated, axis=0)
    edges = np.flatnonzero(np.diff(np.concatenate([[False], flagged, [False]]).astype(int)))
    x = hip.axis.x
    return [(float(x[a]), float(x[min(b, len(x) - 1)])) for a, b in zip(edges[::2], edges[1::2], strict=True)]
