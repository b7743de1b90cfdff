"""Who turns the thigh, and which way: rotation moment by group as stacked areas, with the sum of all muscles."""

from dataclasses import dataclass

import numpy as np

from trochanter.core.arrays import Floats
from trochanter.mechanics.phases import Ranged, bias_shows, net_interval
from trochanter.mechanics.summary import DEEP, ROTATION, GroupCourse, HipSummary, Summary
from trochanter.reporting.figures.frame import (
    Figure,
    Numbers,
    drawn_twice,
    letter,
    numbers_of,
    padded,
    range_words,
    sample_words,
    slacks,
    x_limits,
)
from trochanter.reporting.numbers import ranged
from trochanter.reporting.panel import Panel, nice_ticks, whisker
from trochanter.reporting.sentences import say
from trochanter.reporting.svg import Drawing, points, text_width

_THINNEST_SHARE = 0.035
MOST_NARROW = 4
_OTHER_SIDE_PX = 60.0


@dataclass(frozen=True, slots=True)
class Layer:
    """One group's area on one side of zero."""

    group: str
    low: Floats
    high: Floats

    @property
    def thickest(self) -> int:
        """Index at which the area is thickest."""
        return int(np.argmax(np.abs(self.high - self.low)))


def layers(hip: HipSummary) -> list[Layer]:
    """Areas from the zero line outwards, deep rotators next to it."""
    found = []
    for sign, course in ((1.0, "inward_Nm"), (-1.0, "outward_Nm")):
        edge = np.zeros_like(hip.axis.x)
        for group in hip.groups:
            outer = edge + sign * getattr(group, course).mean
            found.append(Layer(group.group, edge, outer))
            edge = outer
    return found


def deep_peak(group: GroupCourse) -> tuple[int, Ranged]:
    """Where the deep rotators turn outward most, N m there with its range over the sets."""
    at = int(np.argmax(group.outward_Nm.mean))
    cases = group.outward_cases[:, at]
    return at, Ranged(float(cases[0]), float(cases.min()), float(cases.max()))


def budget_figure(summary: Summary) -> Figure:
    """The first figure of a report."""
    numbers = numbers_of(summary)
    stacks = [layers(hip) for hip in summary.hips]
    edges = [layer.high for stack in stacks for layer in stack]
    limits = padded([*edges, *(v for hip in summary.hips for v in net_interval(hip))], hold=())

    def draw(drawing: Drawing) -> float:
        top, bottom, end = (56.0, 300.0, 0.0) if drawing.wide else (56.0, 264.0, 0.0)
        for k, (hip, stack) in enumerate(zip(summary.hips, stacks, strict=True)):
            left = 54.0 + (526.0 * k if drawing.wide else -18.0)
            right = left + 460.0 if drawing.wide else 354.0
            drop = 0.0 if drawing.wide or k == 0 else end + 24.0
            panel = Panel(drawing, left, top + drop, right, bottom + drop, x_limits(summary), limits)
            _head(panel, hip, drop)
            _areas(panel, hip, stack)
            _words(panel, hip, stack, every=k == 0)
            side = letter(hip.side)
            drawing.hit(left, top + drop, right - left, bottom - top, [c for c in shown if c[0] == side])
            end = panel.strips([hip.axis]) + 4
        return end

    for hip in summary.hips:
        _add_numbers(numbers, hip)
    shown = tuple(numbers.columns)
    for hip in summary.hips:
        _add_muscles(numbers, hip, sets=len(summary.account.sets))
    sentence = say("figure.budget.alt", sample=sample_words(summary))
    return drawn_twice("budget", draw, sentence, _caption(summary), numbers)


def _caption(summary: Summary) -> str:
    reach = range_words(summary, slacks(summary)[0])
    words = say("figure.budget.caption", range=reach, sample=sample_words(summary))
    return f"{words} {say('figure.budget.without')}" if bias_shows(summary.hips) else words


def _add_numbers(numbers: Numbers, hip: HipSummary) -> None:
    side, (low, high) = letter(hip.side), net_interval(hip)
    for name, values in (("csv.net", hip.moment_Nm.mean[:, ROTATION]), ("csv.net_low", low), ("csv.net_high", high)):
        numbers.add(f"{side} {say(name)}", values)
    for group in hip.groups:
        words = say(f"group.{group.group}")
        numbers.add(f"{side} {words} {say('csv.inward')}", group.inward_Nm.mean)
        numbers.add(f"{side} {words} {say('csv.outward')}", -group.outward_Nm.mean)


def _add_muscles(numbers: Numbers, hip: HipSummary, *, sets: int) -> None:
    """Each muscle by itself: too many for the figure, and never a deep rotator without its range."""
    for muscle in hip.muscles:
        name = f"{letter(hip.side)} {muscle.label}"
        numbers.add(f"{name} {say('csv.turning')}", muscle.moment_Nm.mean)
        if sets > 1 and muscle.group == DEEP:
            numbers.add(f"{name} {say('csv.sets_low')} N m", muscle.moment_sets.low)
            numbers.add(f"{name} {say('csv.sets_high')} N m", muscle.moment_sets.high)


def _head(panel: Panel, hip: HipSummary, drop: float) -> None:
    drawing = panel.drawing
    x = panel.left if drawing.wide else 1.0
    drawing.badge(hip.side, x, 9 + drop)
    sample = say("sample.short", n=hip.strides) if hip.strides else say("sample.partial_short")
    drawing.text("", x + 26, 22.5 + drop, [("t1 b h", say(f"side.{hip.side.word}_hip")), ("", sample)])
    drawing.text("t2", x if drawing.wide else 8.0, 44 + drop, say("figure.budget.up"))
    drawing.text("e t2 s halo", panel.right, panel.bottom - 5, say("figure.budget.down"))
    drawing.boxes.append(
        (panel.right - text_width(say("figure.budget.down"), 12), panel.bottom - 18, panel.right, panel.bottom)
    )


def _areas(panel: Panel, hip: HipSummary, stack: list[Layer]) -> None:
    side, x = letter(hip.side), hip.axis.x
    panel.grid([t for t in nice_ticks(*panel.y_limits) if t != 0.0])
    for layer in stack:
        if np.any(np.abs(layer.high - layer.low) > 1e-3):
            panel.band(f"area a-{layer.group}", x, layer.low, layer.high)
    panel.grid([0.0])
    panel.toe_offs(hip.axis)
    low, high = net_interval(hip)
    panel.band(f"iv{side}", x, low, high)
    for values in (low, high):
        panel.drawing.path(f"edge ln{side}", _clean(panel, x, values))
    net = hip.moment_Nm.mean[:, ROTATION]
    if bias_shows((hip,)):
        panel.curve("ln2 dash lnK", x, hip.moment_without_bias_Nm.mean[:, ROTATION])
    panel.drawing.path("casing", _clean(panel, x, net))
    panel.curve(f"ln ln{side}", x, net)


def _clean(panel: Panel, x: Floats, values: Floats) -> str:
    return points(panel.px(x), panel.py(np.clip(values, *panel.y_limits)))


def _words(panel: Panel, hip: HipSummary, stack: list[Layer], *, every: bool) -> None:
    side, deep = letter(hip.side), hip.group(DEEP)
    if deep is not None:
        at, peak = deep_peak(deep)
        x, low, high = hip.axis.x[at], -peak.low, -peak.high
        if abs(float(panel.py(low) - panel.py(high))) > 3.0:
            place, upper, lower = (float(v) for v in (panel.px(x), panel.py(low), panel.py(high)))
            whisker(panel.drawing, place, upper, lower)
            panel.drawing.boxes.append((place - 7, upper, place + 7, lower))
    ceiling, floor = skyline(panel, hip, stack)
    words = say("figure.budget.net_long" if every and panel.drawing.wide else "figure.budget.net")
    panel.label(f"t{side}", words, hip.axis.x, hip.moment_Nm.mean[:, ROTATION], (0.03, 0.97), (ceiling, floor))
    wanted = sorted(
        _wanted(stack, panel), key=lambda layer: (layer.group != DEEP, -float(np.ptp(layer.high - layer.low)))
    )
    wanted = wanted if panel.drawing.wide else wanted[:MOST_NARROW]
    for layer in wanted if every else [each for each in wanted if each.group == DEEP]:
        _callout(panel, hip, layer, (ceiling, floor))


def skyline(panel: Panel, hip: HipSummary, stack: list[Layer]) -> tuple[Floats, Floats]:
    """Pixel ordinates between which areas, interval and net line lie."""
    low, high = net_interval(hip)
    edges = [layer.high for layer in stack]
    return panel.py(np.max([*edges, high], axis=0)), panel.py(np.min([*edges, low], axis=0))


def _wanted(stack: list[Layer], panel: Panel) -> list[Layer]:
    """Areas worth a word: each group once, where it is thickest."""
    scale = panel.y_limits[1] - panel.y_limits[0]
    best: dict[str, Layer] = {}
    for layer in stack:
        thick = float(np.max(np.abs(layer.high - layer.low)))
        if thick < _THINNEST_SHARE * scale:
            continue
        known = best.get(layer.group)
        if known is None or thick > float(np.max(np.abs(known.high - known.low))):
            best[layer.group] = layer
    return list(best.values())


def _callout(panel: Panel, hip: HipSummary, layer: Layer, span: tuple[Floats, Floats]) -> None:
    words = _callout_words(hip, layer)
    width = text_width(" ".join(part for _, part in words), panel.drawing.letter_px)
    thick = np.abs(layer.high - layer.low)
    anchors = np.flatnonzero(thick >= 0.7 * thick.max())
    spots = []
    for at in anchors[np.unique(np.linspace(0, len(anchors) - 1, 5).astype(int))]:
        x, y = float(panel.px(hip.axis.x[at])), float(panel.py((layer.low[at] + layer.high[at]) / 2.0))
        spots.append((*_free_place(panel, hip, span, (x, y), width), x, y))
    _, left, baseline, x, y = min(spots)
    panel.drawing.boxes.append((left - 6, baseline - 12, left + width, baseline + 4))
    toward = left - 5 if x < left else min(max(x, left), left + width)
    start_y = baseline - 4 if x < left else (baseline + 5 if y > baseline else baseline - 12)
    panel.drawing.line("lead-l", toward, start_y, x, y)
    panel.drawing.circle("dot", x, y, 2.2)
    panel.drawing.text("halo", left, baseline, words)


def _callout_words(hip: HipSummary, layer: Layer) -> list[tuple[str, str]]:
    deep = hip.group(DEEP)
    if layer.group != DEEP or deep is None:
        return [("t2", say(f"group.{layer.group}"))]
    words = [("tD", say("group.deep"))]
    if layer.high[layer.thickest] < 0.0 and len(deep.outward_cases) > 1:
        words.append(("t2", say("figure.budget.peak", number=ranged(deep_peak(deep)[1]))))
    return words


def _free_place(
    panel: Panel, hip: HipSummary, span: tuple[Floats, Floats], anchor: tuple[float, float], width: float
) -> tuple[float, float, float]:
    """Cost, left end and baseline of words near an anchor, off the areas and off other words."""
    (ceiling, floor), (x, y) = span, anchor
    across = panel.px(hip.axis.x)
    lefts = np.arange(panel.left + 4, panel.right - width + 1, 8.0)
    baselines = np.arange(panel.top + 12, panel.bottom - 4, 4.0)
    if not lefts.size or not baselines.size:  # words wider than the panel go where they belong, over its edge
        return 0.0, max(panel.left + 4.0, panel.right - width), y
    under = (across >= lefts[:, None] - 4) & (across <= lefts[:, None] + width + 4)
    highest = np.where(under, ceiling, np.inf).min(axis=1)[:, None]
    lowest = np.where(under, floor, -np.inf).max(axis=1)[:, None]
    depth = np.maximum(np.minimum(baselines + 4 - highest, lowest - baselines + 12), 0.0)
    aside = np.maximum(np.maximum(lefts - x, x - lefts - width), 0.0)[:, None]
    zero = float(panel.py(0.0))
    other_side = (baselines - 4 < zero) != (y < zero)
    cost = 8.0 * depth + np.hypot(aside, baselines - 4 - y) + 25.0 * (lefts < x)[:, None] + _OTHER_SIDE_PX * other_side
    for a, b, c, d in panel.drawing.boxes:
        wide = (lefts - 6 < c) & (lefts + width > a)
        cost += 1e4 * (wide[:, None] & (baselines - 12 < d) & (baselines + 4 > b))
    i, j = np.unravel_index(int(np.argmin(cost)), cost.shape)
    return float(cost[i, j]), float(lefts[i]), float(baselines[j])
