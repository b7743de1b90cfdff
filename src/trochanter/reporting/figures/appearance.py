"""A movement as it looks in the picture: the lines between the points, and every repetition or step as a dot."""

from collections.abc import Sequence
from math import isfinite, nan
from textwrap import wrap

import numpy as np

from trochanter.anatomy.appearance import quantity_named
from trochanter.core.arrays import Floats
from trochanter.core.sides import SIDES, Side
from trochanter.kinematics.appearance import Appearance, AppearanceInstant, AppearanceNumber
from trochanter.kinematics.picture_track import number_of
from trochanter.reporting.appearance_words import half, name_of, shown, unit_words
from trochanter.reporting.figures.frame import Figure, letter, padded
from trochanter.reporting.numbers import rounded
from trochanter.reporting.panel import nice_ticks, tick_words
from trochanter.reporting.sections import capital
from trochanter.reporting.sentences import say
from trochanter.reporting.svg import LETTER_PX, NARROW_PX, WIDE_PX, Drawing, points, text_width

_TALL_PX, _TOP_PX = 250.0, 46.0
_ROW_PX, _NARROW_ROW_PX = 58.0, 92.0
_DEGREES = "deg"
_LEG = ("hip", "knee", "ankle")
_DRAWN = ("shoulder", "hip", "knee", "ankle", "heel", "toe")
_NARROWEST_STEPS = 4.0  # an axis is at least that many rounding steps wide to either side


def picture_figure(now: Appearance) -> Figure:
    """The legs and the trunk at the instants of the film, drawn twice, with their points as CSV."""
    words = " ".join(f"{instant_words(now, each)}." for each in now.instants)
    pictures = []
    for width_px in (WIDE_PX, NARROW_PX):
        drawing = Drawing(width_px)
        _instants(drawing, now)
        pictures.append(drawing.close(_TOP_PX + _TALL_PX + 14.0, say(f"look.picture_alt_{now.kind}", words=words)))
    return Figure("picture", pictures[0], pictures[1], say(f"look.picture_caption_{now.view}"), _points_csv(now))


def dots_figure(now: Appearance) -> Figure:
    """Every repetition or step of each quantity with their middle and its interval, drawn twice, as CSV too."""
    words = " ".join(_spoken(each) for each in now.numbers)
    pictures = []
    for width_px in (WIDE_PX, NARROW_PX):
        drawing = Drawing(width_px)
        row_px = _ROW_PX if drawing.wide else _NARROW_ROW_PX
        for k, each in enumerate(now.numbers):
            _row(drawing, each, k * row_px)
        pictures.append(drawing.close(len(now.numbers) * row_px + 4.0, say("look.dots_alt", words=words)))
    return Figure("dots", pictures[0], pictures[1], say("look.dots_caption"), _dots_csv(now))


def instant_words(now: Appearance, each: AppearanceInstant) -> str:
    """What an instant is called."""
    if now.view == "rear":
        return say("look.instant_mid_stance_rear", side=each.side.word)
    return say(f"look.instant_{each.what}")


def _angles_there(now: Appearance, each: AppearanceInstant) -> str:
    """The angles of an instant in short words: middles over all repetitions or steps, not of this one alone."""
    if now.view == "front":
        bend, turned = (_middle(now, f"frontal_angle{end}", now.side) for end in ("", "_change"))
        return say("look.short_bend", angle=shown_deg(bend - turned if each.what == "standing" else bend))
    if now.view == "rear":
        return say("look.short_lean", angle=shown_deg(_middle(now, "trunk_lean_side", each.side)))
    if each.what == "mid_stance":
        return say("look.short_knee", angle=shown_deg(_middle(now, "knee_mid_stance", now.side)))
    shin, knee = (_middle(now, f"{name}_at_contact", now.side) for name in ("shin", "knee"))
    return say("look.short_contact", shin=shown_deg(shin), knee=shown_deg(knee))


def _middle(now: Appearance, quantity: str, side: Side | None) -> float:
    number = now.number(quantity, side)
    return nan if number is None else number.estimate.value


def shown_deg(angle: float) -> str:
    """An angle in whole degrees; a dash where there is none."""
    return rounded(angle, 1.0) if isfinite(angle) else "–"


def _spoken(each: AppearanceNumber) -> str:
    about = quantity_named(each.quantity)
    words = {"what": capital(name_of(each)), "unit": unit_words(about.unit)}
    return say("look.dots_alt_one", **words, value=shown(each.estimate.value, about), half=shown(half(each), about))


def _instants(drawing: Drawing, now: Appearance) -> None:
    """Each instant in a column of its own, all at one scale, feet on one line."""
    drawn = [np.array([_place(each, name, side) for name in _DRAWN for side in SIDES]) for each in now.instants]
    tall = max(float(np.ptp(each[:, 1])) for each in drawn)
    wide = max(float(np.ptp(each[:, 0])) for each in drawn)
    column = min(drawing.width_px / len(drawn), 300.0)
    scale = min(_TALL_PX / tall, (column - 24.0) / wide)
    for k, (each, places) in enumerate(zip(now.instants, drawn, strict=True)):
        middle, lowest = places[:, 0].min() + 0.5 * np.ptp(places[:, 0]), places[:, 1].max()
        origin = np.array([(k + 0.5) * column - scale * middle, _TOP_PX + _TALL_PX - scale * lowest])
        drawing.text("t1 b m", (k + 0.5) * column, 14.0, instant_words(now, each))
        drawing.text("t2 m s", (k + 0.5) * column, 31.0, _angles_there(now, each))
        _body(drawing, now, each, scale, origin)


def _body(drawing: Drawing, now: Appearance, each: AppearanceInstant, scale: float, origin: Floats) -> None:
    def line(kind: str, *places: Floats) -> None:
        across, down = (scale * np.stack(places) + origin).T
        drawing.path(kind, points(across, down))

    shoulders, hips = ([_place(each, name, side) for side in SIDES] for name in ("shoulder", "hip"))
    line("ln2 lead-l", *shoulders)
    line("ln2 lead-l", *hips)
    line("ln lnK", (hips[0] + hips[1]) / 2.0, (shoulders[0] + shoulders[1]) / 2.0)
    read = SIDES if now.view == "rear" else (each.side,)
    for side in sorted(SIDES, key=lambda side: side in read):
        kind = f"ln ln{letter(side)}" if side in read else "ln2 lead-l"
        hip, knee, ankle = (_place(each, name, side) for name in _LEG)
        line(kind, hip, knee, ankle)
        line(kind, *(_place(each, name, side) for name in ("ankle", "heel", "toe", "ankle")))
        if side in read and now.view == "front":
            line("toeoff", hip, ankle)
    for side in read:
        for name in _LEG:
            x, y = scale * _place(each, name, side) + origin
            drawing.circle(f"mk{letter(side)}", float(x), float(y), 3.5)


def _place(each: AppearanceInstant, name: str, side: Side) -> Floats:
    return np.asarray(each.points_px[number_of(name, side)])


def _row(drawing: Drawing, each: AppearanceNumber, top: float) -> None:
    """One quantity: its name, its axis, the interval, the dots, the middle, the number in words."""
    about = quantity_named(each.quantity)
    left, right = (372.0, 812.0) if drawing.wide else (8.0, drawing.width_px - 8.0)
    y = top + (24.0 if drawing.wide else 58.0)
    room = left - 24.0 if drawing.wide else drawing.width_px - 4.0
    _name(drawing, each, top + 14.0, room)
    value, take = each.estimate.value, half(each)
    low, high = padded([each.repeats, [value - take, value + take]])
    reach = _NARROWEST_STEPS * about.step
    low, high = min(low, value - reach), max(high, value + reach)
    scale = (right - left) / (high - low)

    def x(number: float) -> float:
        return left + (number - low) * scale

    for tick in nice_ticks(low, high, 5 if drawing.wide else 4):
        drawing.line("zero" if tick == 0.0 else "grid", x(tick), y - 13.0, x(tick), y + 11.0)
        words = tick_words(tick, signed=False) + ("°" if about.unit == _DEGREES else "")
        middle = min(max(x(tick), text_width(words, 12.0) / 2.0), drawing.width_px - text_width(words, 12.0) / 2.0)
        drawing.text("m s", middle, y + 24.0, words)
    name = "" if each.side is None else letter(each.side)
    drawing.rect(f"iv{name}" if name else "band", x(value - take), y - 9.0, 2.0 * take * scale, 18.0, 4.0)
    for repeat in each.repeats:
        drawing.circle(f"mk{name}" if name else "dot", x(repeat), y, 2.5)
    drawing.line(f"ln ln{name or 'K'}", x(value), y - 11.0, x(value), y + 11.0)
    _number(drawing, each, y if drawing.wide else top + 14.0)


def _name(drawing: Drawing, each: AppearanceNumber, y: float, room: float) -> None:
    """The name of a quantity with its unit, where the axis has no sign of it, in at most three lines."""
    name, unit = capital(name_of(each)), quantity_named(each.quantity).unit
    if unit != _DEGREES and unit_words(unit) not in name.lower():
        name = f"{name}, {unit_words(unit)}"
    letters = max(int(room / (LETTER_PX * drawing.letter_px)), 8)
    if not drawing.wide:
        letters -= 9  # the number stands in the first line
    for k, words in enumerate(wrap(name, letters)[:3]):
        drawing.text("t1", 0.0, y + 15.0 * k, words)


def _number(drawing: Drawing, each: AppearanceNumber, y: float) -> None:
    about = quantity_named(each.quantity)
    sign = "°" if about.unit == _DEGREES else ""
    value, take = f"{shown(each.estimate.value, about)}{sign}", say("check.give_or_take", half=shown(half(each), about))
    if drawing.wide:
        drawing.text("", 832.0, y + 5.0, [("t1 b h", value), ("t2", take)])
    else:
        drawing.text("t1 b h e", drawing.width_px, y, value)


def _points_csv(now: Appearance) -> str:
    rows = ["instant,side,time_s,point,x_px,y_px"]
    for each in now.instants:
        for name in _DRAWN:
            for side in SIDES:
                x, y = _place(each, name, side)
                rows.append(f"{each.what},{each.side.word},{each.time_s:.3f},{name} {side.word},{x:.1f},{y:.1f}")
    return "\n".join(rows) + "\n"


def _dots_csv(now: Appearance) -> str:
    rows = ["quantity,side,unit,value,low95,high95,limit,repeats"]
    rows += [_csv_row(each) for each in now.numbers]
    return "\n".join(rows) + "\n"


def _csv_row(each: AppearanceNumber) -> str:
    value, take = each.estimate.value, half(each)
    cells: Sequence[str] = (
        each.quantity,
        "" if each.side is None else each.side.word,
        each.estimate.unit,
        *(f"{number:.4g}" for number in (value, value - take, value + take, each.detectable)),
        " ".join(f"{repeat:.4g}" for repeat in each.repeats),
    )
    return ",".join(cells)
