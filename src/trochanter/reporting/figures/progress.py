"""Figures of progress: how the goal goes, pain week by week, and what was done of what was planned."""

from collections.abc import Sequence
from datetime import date

from trochanter.kinematics.comparing_limits import NORMAL_95
from trochanter.progress.adherence import Adherence
from trochanter.progress.sentences import rule
from trochanter.progress.sentences import say as progress_say
from trochanter.progress.trend import NORMAL_90, Point, Trend
from trochanter.reporting.figures.frame import Figure
from trochanter.reporting.numbers import rounded
from trochanter.reporting.sentences import say
from trochanter.reporting.svg import NARROW_PX, WIDE_PX, Drawing, number

_TOP, _PANEL_PX, _AXIS_PX, _SCALE = 34.0, 180.0, 26.0, 10.0
_LEFT, _INSET, _MARK_PX, _CAP_PX = 30.0, 14.0, 5.0, 5.0
_WEEK_PX, _FIELD_PX, _GAP_PX = 30.0, 20.0, 4.0


def goal_figure(goal: Trend, begun_on: date, on: date) -> Figure:
    """How the goal goes over days, every answer with its interval; drawn twice."""
    words = [say("progress.goal_point", day=_short(each.on), value=rounded(each.value, 1.0)) for each in goal.points]
    caption = say("progress.goal_caption", limit=f"{rule('goal_detectable'):.0f}")
    rows = [_row(each, NORMAL_90) for each in goal.points]
    csv = "\n".join([say("progress.csv_goal"), *(",".join(row) for row in rows)]) + "\n"
    title = (goal.what[:44], say("progress.goal_axis"))
    pictures = _drawn(goal.points, NORMAL_90, title, begun_on, on, say("progress.goal_alt", words="; ".join(words)))
    return Figure("goal", *pictures, caption, csv)


def pain_figure(pain: Trend, begun_on: date, on: date) -> Figure:
    """Pain week by week with its interval; drawn twice."""
    words = [
        say("progress.pain_point", number=(each.on - begun_on).days // 7 + 1, value=rounded(each.value, 0.1))
        for each in pain.points
    ]
    rows = [(*_row(each, NORMAL_95), str(each.n)) for each in pain.points]
    csv = "\n".join([say("progress.csv_pain"), *(",".join(row) for row in rows)]) + "\n"
    title = (progress_say("trend.pain"), say("progress.pain_axis"))
    pictures = _drawn(pain.points, NORMAL_95, title, begun_on, on, say("progress.pain_alt", words="; ".join(words)))
    return Figure("pain", *pictures, say("progress.pain_caption", days=progress_say("trend.days")), csv)


def done_figure(done: Adherence) -> Figure:
    """One row a week, one field an exercise day that was planned; drawn twice."""
    words = [
        say("progress.done_point", number=k, done=f"{week.done:.1f}".removesuffix(".0"), planned=week.planned)
        for k, week in enumerate(done.weeks, 1)
    ]
    rows = [f"{week.begins},{week.planned},{week.done:.2f},{week.run_km:.2f}" for week in done.weeks]
    csv = "\n".join([say("progress.csv_done"), *rows]) + "\n"
    pictures = []
    for width in (WIDE_PX, NARROW_PX):
        drawing = Drawing(width)
        drawing.text("t2", 0.0, 14.0, say("progress.done_axis"))
        columns = 2 if drawing.wide and len(done.weeks) > 6 else 1
        per = -(-len(done.weeks) // columns)
        for k, _ in enumerate(done.weeks):
            _week(drawing, done, k, (k // per) * width / 2.0, _TOP + (k % per) * _WEEK_PX)
        pictures.append(drawing.close(_TOP + per * _WEEK_PX, say("progress.done_alt", words="; ".join(words))))
    return Figure("done", pictures[0], pictures[1], say("progress.done_caption"), csv)


def _week(drawing: Drawing, done: Adherence, k: int, left: float, y: float) -> None:
    week = done.weeks[k]
    drawing.text("t1", left, y + 15.0, say("progress.week", number=k + 1))
    for field in range(week.planned):
        x = left + 76.0 + field * (_FIELD_PX + _GAP_PX)
        share = min(max(week.done - field, 0.0), 1.0)
        if share > 0.0:
            drawing.rect("pg-full", x, y, _FIELD_PX * (1.0 if share > 0.75 else 0.5), _FIELD_PX, 3.0)
        drawing.rect("pg-field", x, y, _FIELD_PX, _FIELD_PX, 3.0)
    if week.run_km:
        x = left + 76.0 + max(week.planned, 3) * (_FIELD_PX + _GAP_PX) + 6.0
        drawing.text("t2", x, y + 15.0, f"{week.run_km:.1f} km")


def _drawn(
    points: Sequence[Point], z: float, title: tuple[str, str], begun_on: date, on: date, sentence: str
) -> tuple[str, str]:
    """Points of a scale from 0 to 10 over days, at both widths."""
    pictures = []
    first = min([begun_on, *(each.on for each in points)])
    days = max((on - first).days, 7)
    for width in (WIDE_PX, NARROW_PX):
        drawing = Drawing(width)
        right = width - 2.0
        drawing.text("", 0.0, 14.0, [("t1 b h", title[0]), ("", title[1])] if drawing.wide else [("t1 b h", title[0])])
        if not drawing.wide:
            drawing.text("t2", 0.0, 30.0, title[1])
        top = _TOP if drawing.wide else _TOP + 16.0
        _axes(drawing, right, top, first, days)
        at = [
            (_across(right, (each.on - first).days / days), top + _PANEL_PX * (1.0 - each.value / _SCALE))
            for each in points
        ]
        if len(at) > 1:
            drawing.path("pg-line", "M" + "L".join(f"{number(x)} {number(y)}" for x, y in at))
        for each, (x, y) in zip(points, at, strict=True):
            _bar(drawing, each, z, x, top)
            drawing.circle("pg-mark", x, y, _MARK_PX)
        pictures.append(drawing.close(top + _PANEL_PX + _AXIS_PX, sentence))
    return pictures[0], pictures[1]


def _axes(drawing: Drawing, right: float, top: float, first: date, days: int) -> None:
    for tick in range(0, 11, 2):
        y = top + _PANEL_PX * (1.0 - tick / _SCALE)
        drawing.line("zero" if tick == 0 else "grid", _LEFT, y, right, y)
        drawing.text("e", _LEFT - 8.0, y + 4.0, f"{tick}")
    weeks = max(days // 7, 1)
    step = max(-(-weeks // (12 if drawing.wide else 6)), 1)
    for week in range(0, weeks + 1, step):
        x = _across(right, min(7 * week / days, 1.0))
        drawing.line("zero", x, top + _PANEL_PX, x, top + _PANEL_PX + 5.0)
        day = date.fromordinal(first.toordinal() + 7 * week)
        drawing.text("m", min(x, right - 20.0), top + _PANEL_PX + 20.0, _short(day))


def _across(right: float, share: float) -> float:
    return _LEFT + _INSET + (right - _LEFT - 2.0 * _INSET) * share


def _bar(drawing: Drawing, point: Point, z: float, x: float, top: float) -> None:
    """The interval of a point, as far as the scale goes."""
    low, high = (min(max(point.value + sign * z * point.sigma, 0.0), _SCALE) for sign in (-1.0, 1.0))
    ends = [top + _PANEL_PX * (1.0 - value / _SCALE) for value in (low, high)]
    drawing.line("wh", x, ends[0], x, ends[1])
    for y in ends:
        drawing.line("wh", x - _CAP_PX, y, x + _CAP_PX, y)


def _row(point: Point, z: float) -> tuple[str, str, str, str]:
    low, high = point.value - z * point.sigma, point.value + z * point.sigma
    return point.on.isoformat(), f"{point.value:.2f}", f"{max(low, 0.0):.2f}", f"{min(high, _SCALE):.2f}"


def _short(day: date) -> str:
    return f"{day.day} {day:%b}"
