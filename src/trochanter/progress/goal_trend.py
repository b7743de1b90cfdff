"""How well the goal goes, as the person tells it: the primary outcome."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import sqrt

from trochanter.core.quality import Quality
from trochanter.findings.assessment import Assessment
from trochanter.findings.history import Goal
from trochanter.progress.sentences import rule, say
from trochanter.progress.session import Session
from trochanter.progress.trend import SHORTER, Point, Trend, difference, is_few, nothing

UNIT = "points of 10"


@dataclass(frozen=True, slots=True)
class GoalToday:
    """A goal as it was told on a day."""

    on: date
    goal: Goal


def goals_told(
    goals: Sequence[GoalToday], assessments: Sequence[Assessment], sessions: Sequence[Session], on: date
) -> tuple[GoalToday, ...]:
    """All goals up to a day in their order; the last one of a day counts, and what a session tells comes last.

    A session tells a number alone: it is of the activity that was told last until then, or first of all.
    """
    found = [*(GoalToday(each.made_on, each.goal) for each in assessments), *goals]
    named = sorted((each for each in found if each.on <= on), key=lambda each: each.on)
    told = sorted((each for each in sessions if each.on <= on and each.able is not None), key=lambda each: each.on)
    numbers = [GoalToday(each.on, Goal(_activity(named, each.on), each.able or 0)) for each in told]
    by_day = {each.on: each for each in (*named, *numbers)}
    return tuple(by_day[day] for day in sorted(by_day))


def _activity(named: Sequence[GoalToday], day: date) -> str:
    before = [each for each in named if each.on <= day]
    known = [*before[-1:], *named[:1]]
    return known[0].goal.activity if known else say("word.your_goal")


def goal_trend(told: Sequence[GoalToday], begun_on: date) -> Trend:
    """The goal from the beginning of the course to now; one that was changed to another activity begins anew.

    The beginning is the last time it was told before or on the first day, else the first time after it. The detectable
    change is that of one activity on a patient-named scale (``data/rules.csv``).
    """
    if not told:
        return nothing("goal", say("word.your_goal"), UNIT, ())
    what = told[-1].goal.activity
    same = [each for each in told if each.goal.activity.strip().casefold() == what.strip().casefold()]
    before = [each for each in same if each.on <= begun_on]
    used = [*before[-1:], *(each for each in same if each.on > begun_on)]
    sigma = rule("goal_detectable") / (rule("goal_z") * sqrt(2.0))
    points = [Point(each.on, float(each.goal.able), sigma) for each in used]
    if len(points) < 2:
        return nothing("goal", say("word.goal", activity=what), UNIT, points)
    change, error = difference(points[-1], points[0])
    return Trend(
        "goal",
        say("word.goal", activity=what),
        UNIT,
        tuple(points),
        change,
        error,
        rule("goal_detectable"),
        "better",
        Quality(True),
        is_few(1, 1) if len(points) == 2 else None,
        level=SHORTER,
    )
