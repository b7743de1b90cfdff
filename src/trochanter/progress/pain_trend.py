"""Pain over the course: weeks beside each other, its change, and whether it has been worse for two weeks."""

from collections.abc import Sequence
from datetime import date, timedelta
from math import sqrt

from trochanter.core.quality import Quality
from trochanter.progress.course import WEEK
from trochanter.progress.days import Day
from trochanter.progress.sentences import days as whole
from trochanter.progress.sentences import rule, say
from trochanter.progress.trend import Point, Trend, difference, is_few, mean_of, nothing

UNIT = "points of 10"
_STEP = 1.0 / sqrt(12.0)  # of a whole number on the scale


def pain_trend(days: Sequence[Day], begun_on: date, on: date) -> Trend:
    """The worst pain of days with an entry: a point a week, and the last two weeks against the first two.

    Days follow each other and are not independent: the interval is rather too narrow than too wide.
    """
    told = [(each.on, float(each.worst)) for each in days if each.worst is not None and begun_on <= each.on <= on]
    points = _weekly(told, begun_on, on)
    span = timedelta(days=whole("baseline_days"))
    first = [pain for day, pain in told if day < begun_on + span]
    last = [pain for day, pain in told if day > on - span]
    what = say("trend.pain")
    if not first or not last or on - span < begun_on + span:
        return nothing("pain", what, UNIT, points, (say("trend.short"),))
    change, sigma = difference(mean_of(last, on, _STEP), mean_of(first, begun_on, _STEP))
    few = is_few(len(first), len(last))
    return Trend("pain", what, UNIT, points, change, sigma, rule("pain_detectable"), "worse", Quality(True), few)


def worse_for_two_weeks(days: Sequence[Day], begun_on: date, on: date) -> bool:
    """Whether each of the last two weeks was worse than the beginning of the course by what can be told.

    The beginning: the days before, as long as the baseline, and the first week. Each of the three needs some points.
    """
    told = [(each.on, float(each.worst)) for each in days if each.worst is not None and each.on <= on]
    half = timedelta(days=whole("worse_days") // 2)
    middle, start = on - half, on - 2 * half
    if begun_on + timedelta(days=WEEK) > start + timedelta(days=1):
        return False
    base_first, base_last = begun_on - timedelta(days=whole("baseline_days")), begun_on + timedelta(days=WEEK)
    base = [pain for day, pain in told if base_first <= day < base_last]
    weeks = ([p for day, p in told if start < day <= middle], [p for day, p in told if middle < day <= on])
    if min(len(base), *map(len, weeks)) < whole("worse_points"):
        return False
    usual = sum(base) / len(base)
    return all(sum(week) / len(week) - usual >= rule("pain_detectable") for week in weeks)


def _weekly(told: Sequence[tuple[date, float]], begun_on: date, on: date) -> tuple[Point, ...]:
    """A point a week, in its middle, and on the last day at the latest: a week that goes on has no days to come."""
    weeks: dict[int, list[float]] = {}
    for day, pain in told:
        weeks.setdefault((day - begun_on).days // WEEK, []).append(pain)
    return tuple(
        mean_of(pains, min(begun_on + timedelta(days=WEEK * k + WEEK // 2), on), _STEP)
        for k, pains in sorted(weeks.items())
    )
