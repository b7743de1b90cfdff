"""How far each hip turns: right and left on one scale, in both directions; and how small a difference can be seen."""

from math import isfinite

from trochanter.core.sides import SIDES, Side
from trochanter.kinematics.comparing import SideDifference
from trochanter.kinematics.comparing_check import HipCheck
from trochanter.kinematics.comparing_limits import NORMAL_95
from trochanter.kinematics.rotation_range import DIRECTIONS, Direction, EndRange
from trochanter.reporting.figures.frame import Figure, letter
from trochanter.reporting.numbers import rounded
from trochanter.reporting.panel import nice_ticks
from trochanter.reporting.sections import capital
from trochanter.reporting.sentences import say
from trochanter.reporting.svg import NARROW_PX, WIDE_PX, Drawing, text_width

_LEFT, _ROWS_TOP, _ROW_PX, _PANEL_PX = 34.0, 46.0, 44.0, 158.0
_LEAST_TOP_DEG = 60.0


def half_deg(end: EndRange) -> float:
    """Half of the 95 % interval of an end range, degrees; NaN where its error is not known."""
    return NORMAL_95 * end.angle.sigma


def whole(value: float) -> str:
    """Whole degrees, with a true minus."""
    return rounded(value, 1.0)


def range_words(end: EndRange) -> str:
    """The 95 % interval in words; empty where the error is not known.

    A lower bound below zero stands as it is: the neutral position has an error too.
    """
    half = half_deg(end)
    if not isfinite(half):
        return ""
    return say("check.low_to_high", low=whole(end.angle.value - half), high=whole(end.angle.value + half))


def ranges_figure(check: HipCheck) -> Figure:
    """Both hips in both directions, drawn twice, with its numbers as CSV."""
    words = " ".join(_spoken(check, direction) for direction in DIRECTIONS)
    pictures = []
    for width_px in (WIDE_PX, NARROW_PX):
        drawing = Drawing(width_px)
        for k, direction in enumerate(DIRECTIONS):
            _panel(drawing, check, direction, k * _PANEL_PX)
        pictures.append(drawing.close(2 * _PANEL_PX - 12.0, say("check.figure_alt", words=words)))
    return Figure("ranges", pictures[0], pictures[1], _caption(check), ranges_csv(check))


def ranges_csv(check: HipCheck) -> str:
    """Every end range as a row: side, direction, degrees, its 95 % interval, repeats, pain."""
    rows = ["side,direction,angle_deg,low95_deg,high95_deg,readings_deg,pain,place,limited_by_pain"]
    for end in check.whole.ends:
        half = half_deg(end)
        bounds = [end.angle.value - half, end.angle.value + half]
        cells = [end.side.word, end.direction, f"{end.angle.value:.1f}"]
        cells += [f"{bound:.1f}" if isfinite(bound) else "" for bound in bounds]
        cells.append(" ".join(f"{each:g}" for each in end.repeats_deg))
        cells.append("" if end.pain is None else str(end.pain))
        cells += [(end.pain_place or "").replace(",", " "), "yes" if end.limited_by_pain else "no"]
        rows.append(",".join(cells))
    return "\n".join(rows) + "\n"


def _caption(check: HipCheck) -> str:
    position = capital(say(f"check.position_{check.whole.position}"))
    ends = check.whole.ends
    if any(end.pain_was_told for end in ends):
        pain = "some"
    else:
        pain = "none" if all(end.pain is not None for end in ends) else "unknown"
    return " ".join([say("check.figure_caption", position=position), say(f"check.figure_pain_{pain}")])


def _spoken(check: HipCheck, direction: Direction) -> str:
    parts = []
    for side in SIDES:
        end = check.whole.end(side, direction)
        if end is not None:
            parts.append(f"{side.word} {_stopped_words(end) if end.limited_by_pain else _told(end)}")
    return f"{capital(say(f'check.{direction}'))}: {', '.join(parts) or say('check.not_measured')}."


def _told(end: EndRange) -> str:
    span = range_words(end)
    return whole(end.angle.value) + (f" ({span})" if span else "")


def _stopped_words(end: EndRange) -> str:
    if end.pain:
        return say("check.stopped_pain", angle=whole(end.angle.value), pain=end.pain)
    return say("check.stopped", angle=whole(end.angle.value))


def _panel(drawing: Drawing, check: HipCheck, direction: Direction, top: float) -> None:
    right = 810.0 if drawing.wide else 297.3
    ends = [end for end in check.whole.ends if isfinite(end.angle.value)]
    highest = max(end.angle.value + (half_deg(end) if isfinite(half_deg(end)) else 0.0) for end in ends)
    scale = (right - _LEFT) / max(_LEAST_TOP_DEG, 10.0 * -(-highest // 10.0))
    bottom = top + 112.0
    arrow = "↑" if direction == "internal" else "↓"
    head = f"{arrow} {capital(say(f'check.{direction}'))}"
    drawing.text("", 0.0, top + 12.0, [("t1 b h", head), ("", say(f"check.term_{direction}"))])
    if drawing.wide:
        drawing.text("e", right, top + 12.0, say(f"check.swings_{direction}"))
    ticks = nice_ticks(0.0, (right - _LEFT) / scale, 7)
    for tick in ticks:
        x = _LEFT + tick * scale
        drawing.line("zero" if tick == 0.0 else "grid", x, top + 24.0, x, bottom)
        drawing.text("m", x, bottom + 17.0, f"{tick:g}" + ("°" if tick == ticks[-1] else ""))
    if direction == "internal":
        drawing.line("zero", 0.0, top + 142.0, right, top + 142.0)
    for k, side in enumerate(SIDES):
        _row(drawing, check.whole.end(side, direction), side, top + _ROWS_TOP + k * _ROW_PX, scale)


def _row(drawing: Drawing, end: EndRange | None, side: Side, y: float, scale: float) -> None:
    """One hip: its badge, its line, its interval and its mark; or where pain stopped it; or that it is missing."""
    drawing.badge(side, 2.0, y - 9.0)
    name = letter(side)
    if end is None:
        drawing.text("t2 halo", _LEFT + 8.0, y + 4.5, say("check.not_measured"))
        return
    x, half = _LEFT + end.angle.value * scale, half_deg(end) * scale
    if end.limited_by_pain:
        drawing.line(f"ln2 dash ln{name}", _LEFT, y, x, y)
        drawing.line("wh", x, y - 11.0, x, y + 11.0)
        words = _stopped_words(end)
        place = min(x + 10.0, drawing.width_px - text_width(words, drawing.letter_px))
        drawing.text("t1 halo", place, y + 4.5 if place > x else y - 15.0, words)  # beside the mark, or above the line
        return
    drawing.line(f"ln ln{name}", _LEFT, y, x, y)
    low = max(x - half, _LEFT) if isfinite(half) else x
    if isfinite(half):
        drawing.rect(f"iv{name}", low, y - 10.0, x + half - low, 20.0, 4.0)
        drawing.path(f"ln2 ln{name}", f"M{low:.1f} {y - 10.0:.1f}v20M{x + half:.1f} {y - 10.0:.1f}v20")
    if side is Side.RIGHT:
        drawing.rect(f"mk{name}", x - 5.0, y - 5.0, 10.0, 10.0, 2.0)
    else:
        drawing.circle(f"mk{name}", x, y, 5.5)
    _numbers(drawing, end, x + (half if isfinite(half) else 6.0), y)


def _numbers(drawing: Drawing, end: EndRange, after: float, y: float) -> None:
    half = half_deg(end)
    angle = f"{whole(end.angle.value)}°"
    if drawing.wide:
        take = say("check.give_or_take", half=whole(half)) if isfinite(half) else ""
        drawing.text("", 834.0, y + 5.0, [("t1 b h", angle), ("t2 h", take)])
        return
    words = range_words(end)
    x = min(after + 6.0, drawing.width_px - text_width(angle, 14.0) - text_width(words, 12.0) - 10.0)
    drawing.text("halo", x, y + 5.0, [("t1 b h", angle), ("t2 s", words)])


def limit_figure(check: HipCheck, told: tuple[SideDifference, ...]) -> Figure:
    """The differences between the sides on the scale of what can be seen; told: those that are compared, one or two."""
    limit = check.detectable.value_deg
    spoken = [
        say("check.limit_figure_alt_one", way=say(f"check.{d.direction}"), difference=whole(abs(d.difference.value)))
        for d in told
    ]
    sentence = say("check.limit_figure_alt", words=" ".join(spoken), limit=whole(limit))
    pictures = []
    for width_px in (WIDE_PX, NARROW_PX):
        drawing = Drawing(width_px)
        pictures.append(drawing.close(_limits(drawing, told, limit), sentence))
    rows = [f"{d.direction},{d.difference.value:.1f},{d.detectable_deg:.1f}" for d in told]
    csv = "\n".join(["direction,right_less_left_deg,smallest_detectable_deg", *rows]) + "\n"
    return Figure("limit", pictures[0], pictures[1], say("check.limit_figure_caption"), csv)


def _limits(drawing: Drawing, told: tuple[SideDifference, ...], limit: float) -> float:
    right = 640.0 if drawing.wide else 344.0
    top_deg = max(2.0 * limit, 1.15 * max(abs(each.difference.value) for each in told))
    scale = (right - 8.0) / top_deg
    edge = 8.0 + limit * scale
    drawing.text("t2", 0.0, 12.0, say("check.limit_figure_title"))
    y = 51.0
    for each in told:
        x = 8.0 + abs(each.difference.value) * scale
        drawing.rect("band", 8.0, y, edge - 8.0, 26.0, 4.0)
        drawing.rect("zero", edge + 0.75, y + 0.75, right - edge - 1.5, 24.5, 4.0)
        drawing.path("arrow", f"M{x:.1f} {y - 6.0:.1f}v38")
        way = capital(say(f"check.{each.direction}"))
        words = say("check.limit_figure_yours", way=way, difference=whole(abs(each.difference.value)))
        middle = min(max(x, text_width(words, drawing.letter_px) / 2.0), right - text_width(words, 12.0) / 2.0)
        drawing.text("m t1 b", middle, y - 13.0, words)
        y += 62.0
    y -= 15.0
    for tick in nice_ticks(0.0, top_deg, 5):
        drawing.text("m", max(8.0 + tick * scale, 4.0), y, f"{tick:g}" + ("°" if tick else ""))
    drawing.text("t1", 8.0, y + 24.0, say("check.limit_figure_cannot"))
    drawing.text("t1 e", right, y + 24.0, say("check.limit_figure_likely"))
    return y + 36.0
