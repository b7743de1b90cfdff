"""How far the hips turn over the course: only like with like, and only against what can be told from nothing."""

from collections.abc import Sequence
from datetime import date

from trochanter.anatomy.measuring import methods
from trochanter.core.sides import Side
from trochanter.kinematics.comparing import compare_times, like_for_like, measured_ends
from trochanter.kinematics.comparing_check import HipCheck, check_hips
from trochanter.kinematics.comparing_limits import NORMAL_95
from trochanter.kinematics.rotation_range import DEG, Direction, RotationRange
from trochanter.progress.sentences import say
from trochanter.progress.trend import Point, Trend, is_few, nothing


def range_trends(checks: Sequence[RotationRange], begun_on: date, on: date) -> tuple[Trend, ...]:
    """One trend a side and direction of what was measured last, against the beginning of the course.

    The beginning is the last comparable day up to the first day of the course, else the first one after it. What was
    measured in another position, by another mode or method, and what pain limited, is compared with nothing. What a
    change has to pass is the larger of the detectable change and of half its own interval: the days may differ in how
    often was measured.
    """
    usable = [each for each in checks if each.measured_on <= on and each.ends and each.method in methods()]
    if not usable:
        return ()
    last_on = max(each.measured_on for each in usable)
    newest = [each for each in usable if each.measured_on == last_on]
    alike = [each for each in usable if like_for_like(newest[-1], each).usable]
    days = sorted({each.measured_on for each in alike})
    first_on = max((day for day in days if day <= begun_on), default=days[0])
    by_day = {day: _check(alike, day) for day in days if day >= first_on}
    now, apart = by_day[last_on], len(usable) - len(alike)
    return tuple(_trend(now, by_day, first_on, side, direction, apart) for side, direction in measured_ends(now.now))


def last_measured(checks: Sequence[RotationRange], on: date) -> date | None:
    """The day of the last measurement up to a day; None where there is none."""
    return max((each.measured_on for each in checks if each.measured_on <= on), default=None)


def _check(alike: Sequence[RotationRange], day: date) -> HipCheck:
    """The set-ups of one day as a check; what came before it tells how finely it can be told."""
    return check_hips(
        [each for each in alike if each.measured_on == day], [each for each in alike if each.measured_on < day]
    )


def _trend(
    now: HipCheck, by_day: dict[date, HipCheck], first_on: date, side: Side, direction: Direction, apart: int
) -> Trend:
    what = say("trend.range", side=say(f"word.{side.word}"), direction=say(f"word.{direction}"))
    points = []
    for day, check in by_day.items():
        end = check.whole.end(side, direction)
        if end is not None and not end.limited_by_pain:
            points.append(Point(day, end.angle.value, end.angle.sigma, check.set_ups))
    if len(by_day) < 2:
        return nothing("range", what, DEG, points)
    first = by_day[first_on]
    found = compare_times(now.whole, first.now, side, direction, now.method, now.detectable.value_deg)
    if not found.quality.usable:
        return nothing("range", what, DEG, points, found.quality.reasons)
    few = is_few(first.set_ups, now.set_ups)
    return Trend(
        "range",
        what,
        DEG,
        tuple(points),
        found.change.value,
        found.change.sigma,
        max(found.detectable_deg, NORMAL_95 * found.change.sigma),
        "",
        found.quality,
        few,
        apart,
    )
