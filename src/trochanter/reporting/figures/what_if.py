"""Who takes over: a bar a muscle and side, to the right where it pulls more, to the left where it pulls less."""

from collections.abc import Sequence

import numpy as np

from trochanter.kinematics.timeline import PERCENT
from trochanter.mechanics.summary import latin
from trochanter.mechanics.what_if import WhatIf
from trochanter.mechanics.what_if_columns import TOLD, WHOLE
from trochanter.mechanics.what_if_hips import HipChange
from trochanter.reporting.figures.frame import Figure, Numbers, drawn_twice, letter
from trochanter.reporting.panel import nice_ticks, tick_words
from trochanter.reporting.sentences import say
from trochanter.reporting.svg import Drawing, text_width

MOST_MUSCLES = 9
_ROW_PX, _BAR_PX, _TOP_PX = 40.0, 11.0, 34.0


def takeover_figure(found: WhatIf) -> Figure:
    """Mean change of force of the muscles that change most, both hips, over all phases that are told.

    A hip about which nothing can be concluded in any phase has no bars, and the figure says so.
    """
    told = [hip for hip in found.hips if hip.conclusive[hip.column(TOLD)]]
    shown = _order(told)
    place = _limits(told, shown)
    numbers = Numbers("muscle", np.arange(len(shown), dtype=float))
    for hip in told:
        numbers.add(f"{letter(hip.side)} N", [_change(hip, name)[0] for name in shown])
    silent = [hip for hip in found.hips if hip not in told]

    def draw(drawing: Drawing) -> float:
        widest = max((text_width(latin(name), drawing.letter_px) for name in shown), default=60.0)
        scale = _Scale(widest + 14.0 if drawing.wide else 8.0, 1020.0 if drawing.wide else 340.0, place)
        drawing.text("t2", 0.0, 14, say("whatif.figure.unit"))
        tall = _ROW_PX if drawing.wide else _ROW_PX + 14.0
        bottom = _TOP_PX + len(shown) * tall
        for tick in nice_ticks(*place):
            drawing.line("zero" if tick == 0.0 else "grid", scale.px(tick), _TOP_PX - 8.0, scale.px(tick), bottom)
            drawing.text("m s", scale.px(tick), bottom + 14, tick_words(tick, signed=True))
        for row, name in enumerate(shown):
            _row(drawing, scale, told, name, _TOP_PX + row * tall)
        for k, hip in enumerate(silent):
            drawing.text("t2", 0.0, bottom + 34 + 18 * k, say("whatif.figure.not_told", side=hip.side.word))
        return bottom + 22.0 + 18.0 * len(silent)

    all_of_it = all(hip.conclusive[hip.column(WHOLE)] for hip in found.hips)
    if all_of_it:
        span = say("whatif.figure.span_stride" if found.hips[0].axis.unit == PERCENT else "whatif.figure.span_record")
    else:
        span = say("whatif.figure.span_told")
    sample = _sample(found)
    caption = say("whatif.figure.caption" if found.sets else "whatif.figure.caption_plain", span=span, sample=sample)
    return drawn_twice("takeover", draw, say("whatif.figure.alt", sample=sample), caption, numbers)


class _Scale:
    """Pixels of newtons."""

    def __init__(self, left: float, right: float, limits: tuple[float, float]) -> None:
        self.left, self.right, self.limits = left, right, limits

    def px(self, value: float) -> float:
        low, high = self.limits
        return self.left + (value - low) / (high - low) * (self.right - self.left)


def _row(drawing: Drawing, scale: _Scale, told: Sequence[HipChange], name: str, top: float) -> None:
    """The name of a muscle and its bars."""
    first = top + (5.0 if drawing.wide else 16.0)
    if drawing.wide:
        drawing.text("e t1", scale.left - 12.0, top + _ROW_PX / 2 + 3.0, latin(name))
    for k, hip in enumerate(told):
        _bar(drawing, scale, hip, name, first + k * (_BAR_PX + 4.0))
    if not drawing.wide:
        drawing.text("t1 halo", 0.0, top + 10.0, latin(name))


def _bar(drawing: Drawing, scale: _Scale, hip: HipChange, name: str, y: float) -> None:
    value, low, high = _change(hip, name)
    zero, end = scale.px(0.0), scale.px(value)
    drawing.rect(f"bd{letter(hip.side)}", min(zero, end), y, max(abs(end - zero), 1.0), _BAR_PX, 2)
    if np.isfinite(low):
        drawing.line("wh", scale.px(low), y + _BAR_PX / 2, scale.px(high), y + _BAR_PX / 2)
    beyond = max(zero, end, scale.px(high) if np.isfinite(high) else end)
    drawing.text(f"t{letter(hip.side)} s halo", beyond + 5.0, y + _BAR_PX - 1.0, letter(hip.side))


def _change(hip: HipChange, name: str) -> tuple[float, float, float]:
    """Mean change of one muscle over the phases told, and its range; zero where the hip lacks it."""
    if name not in hip.muscles:
        return 0.0, np.nan, np.nan
    column, q = hip.column(TOLD), hip.muscles.index(name)
    low, high = (float(v) for v in hip.force_range_N[:, column, q])
    return float(hip.force_change_N[column, q]), low, high


def _order(told: Sequence[HipChange]) -> list[str]:
    """Muscles by their largest change on either side, largest first."""
    names = dict.fromkeys(name for hip in told for name in hip.muscles)
    return sorted(names, key=lambda name: -max(abs(_change(hip, name)[0]) for hip in told))[:MOST_MUSCLES]


def _limits(told: Sequence[HipChange], shown: list[str]) -> tuple[float, float]:
    values = np.array([_change(hip, name) for hip in told for name in shown] or [(0.0, 0.0, 0.0)])
    low, high = min(0.0, float(np.nanmin(values))), max(0.0, float(np.nanmax(values)))
    margin = 0.08 * max(high - low, 1.0)
    return low - margin, high + margin


def _sample(found: WhatIf) -> str:
    right, left = (len(hip.axis.stride_s) for hip in found.hips)
    if not right:
        return say("sample.partial")
    return say("sample.same", n=right) if right == left else say("sample.each", right=right, left=left)
