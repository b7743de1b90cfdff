"""The net rotation moment of both hips with its interval, with and without the force plate's bias."""

from trochanter.mechanics.phases import bias_shows, net_interval
from trochanter.mechanics.summary import ROTATION, Summary
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


def net_figure(summary: Summary) -> Figure:
    """One panel for both sides."""
    biased = bias_shows(summary.hips)
    numbers = numbers_of(summary)
    for hip in summary.hips:
        side, (low, high) = letter(hip.side), net_interval(hip)
        numbers.add(f"{side} {say('csv.net')}", hip.moment_Nm.mean[:, ROTATION])
        numbers.add(f"{side} {say('csv.net_low')}", low)
        numbers.add(f"{side} {say('csv.net_high')}", high)
        if biased:
            numbers.add(f"{side} {say('csv.net_without')}", hip.moment_without_bias_Nm.mean[:, ROTATION])
    limits = padded([v for hip in summary.hips for v in net_interval(hip)], hold=(0.0,))

    def draw(drawing: Drawing) -> float:
        left, right = (54.0, 1040.0) if drawing.wide else (36.0, 354.0)
        panel = Panel(
            drawing,
            left,
            34.0 if drawing.wide else 44.0,
            right,
            300.0 if drawing.wide else 250.0,
            x_limits(summary),
            limits,
        )
        drawing.text("t2", left if drawing.wide else 0.0, 16, say("figure.net.unit"))
        _curves(panel, summary, biased=biased)
        drawing.hit(left, panel.top, right - left, panel.bottom - panel.top, list(numbers.columns))
        return panel.strips([hip.axis for hip in summary.hips])

    sample = sample_words(summary)
    caption = say(
        "figure.net.caption_bias" if biased else "figure.net.caption", lines=lines_words(summary), sample=sample
    )
    return drawn_twice("net", draw, say("figure.net.alt", sample=sample), caption, numbers)


def _curves(panel: Panel, summary: Summary, *, biased: bool) -> None:
    for hip in reversed(summary.hips):
        panel.band(f"iv{letter(hip.side)}", hip.axis.x, *net_interval(hip))
    panel.grid(nice_ticks(*panel.y_limits))
    panel.arrows(say("direction.in"), say("direction.out"))
    for hip in summary.hips[: 1 if summary.whole_strides else 2]:
        panel.toe_offs(hip.axis)
    side_curves(
        panel, summary.hips, lambda hip: hip.moment_Nm.each[:, :, ROTATION], lambda hip: hip.moment_Nm.mean[:, ROTATION]
    )
    if biased:
        for hip in summary.hips:
            panel.curve(f"ln2 dash ln{letter(hip.side)}", hip.axis.x, hip.moment_without_bias_Nm.mean[:, ROTATION])
    side_labels(panel, summary.hips, lambda hip: hip.moment_Nm.mean[:, ROTATION])
    if biased:
        hip = summary.hips[0]
        panel.label(
            "t2", say("figure.net.without"), hip.axis.x, hip.moment_without_bias_Nm.mean[:, ROTATION], (0.03, 0.6)
        )
