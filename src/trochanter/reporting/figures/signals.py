"""Measured muscle signals with the computed activation over them."""

import numpy as np

from trochanter.mechanics.emg import EmgComparison
from trochanter.mechanics.summary import Summary, latin
from trochanter.reporting.figures.frame import Figure, Numbers, drawn_twice, letter, sample_words
from trochanter.reporting.panel import Panel
from trochanter.reporting.sentences import say
from trochanter.reporting.svg import Drawing


def signals_figure(summary: Summary, signals: tuple[EmgComparison, ...]) -> Figure:
    """One panel a muscle, seconds of the record."""
    numbers = Numbers(say("csv.seconds"), signals[0].time_s)
    for each in signals:
        numbers.add(f"{latin(each.muscle)} {say('csv.emg')}", each.signal)
        for own in each.computed:
            numbers.add(f"{letter(own.side)} {latin(each.muscle)} {say('csv.activation')}", own.activation)

    def draw(drawing: Drawing) -> float:
        across, start, end = (2 if drawing.wide else 1), 0.0, 0.0
        for k, each in enumerate(signals):
            column = k % across
            start = end + (30.0 if k else 0.0) if column == 0 else start
            left = (34.0 + 524.0 * column) if drawing.wide else 36.0
            panel = Panel(
                drawing, left, start + 30.0, left + (480.0 if drawing.wide else 318.0), start + 160.0,
                (float(each.time_s[0]), float(each.time_s[-1])), (0.0, 1.05),
            )  # fmt: skip
            end = max(end, _panel(panel, summary, each, numbers))
        return end

    sample = sample_words(summary)
    return drawn_twice(
        "signals", draw, say("figure.emg.alt", sample=sample), say("figure.emg.caption", sample=sample), numbers
    )


def _panel(panel: Panel, summary: Summary, each: EmgComparison, numbers: Numbers) -> float:
    words = latin(each.muscle)
    panel.drawing.text("t1 b", panel.left - 32.0, panel.top - 12, words[:1].upper() + words[1:])
    panel.band("emg", each.time_s, np.zeros_like(each.signal), each.signal)
    panel.grid([0.0, 0.5, 1.0], "plain")
    panel.curve("emg-edge", each.time_s, each.signal)
    for own in each.computed:
        panel.curve(f"ln ln{letter(own.side)}", each.time_s, own.activation)
    for own in each.computed:
        panel.label(f"t{letter(own.side)}", say(f"side.{own.side.word}"), each.time_s, own.activation)
    panel.label("t2", say("figure.emg.measured"), each.time_s, each.signal)
    columns = [name for name in numbers.columns if words in name]
    panel.drawing.hit(panel.left, panel.top, panel.right - panel.left, panel.bottom - panel.top, columns)
    return panel.strips([hip.axis for hip in summary.hips]) if not summary.whole_strides else panel.seconds_under()
