"""What the next plan needs to know of the sessions: the facts that gates test, collected from the days of a stage."""

from collections.abc import Iterable, Sequence
from datetime import date
from math import isnan

from trochanter.findings.history import Run
from trochanter.plan.facts import ProgressFacts
from trochanter.progress.adherence import adherence_of, day_share
from trochanter.progress.course import WEEK, Course
from trochanter.progress.days import Day
from trochanter.progress.pain_rules import flare, morning_rise
from trochanter.progress.sentences import days as whole
from trochanter.progress.sentences import rule

_CHANGING = frozenset({"bone", "nerve", "pinch", "pelvis"})


def facts_of(course: Course, days: Sequence[Day], runs: Sequence[Run], on: date) -> ProgressFacts:
    """The facts of a course on a day; sessions and shares are of the stage, what was easy of the time since a step."""
    plan = course.plan
    since = plan.stage_since or plan.made_on
    stage = [each for each in days if each.on >= since]
    trained = [each for each in stage if each.trained]
    last = trained[-whole("last_sessions") :]
    share = adherence_of(course, days, on, since).share
    in_plan = [each for each in days if each.on >= plan.made_on]
    in_step = [each for each in days if each.on >= (plan.stepped_on or plan.made_on)]
    row_done = _row_runs(course, days)
    ran = [each for each in stage if each.runs]
    return ProgressFacts(
        sessions=len(trained),
        done_share=None if isnan(share) else min(share, 1.0),
        pain_during=_worst(each.during for each in last),
        morning_rise=_worst(max(rise, 0) for each in last if (rise := morning_rise(each, days)) is not None),
        pain_running=_worst(each.during for each in ran[-whole("last_runs") :]),
        effort=_mean(each.effort for each in last),
        weeks_building=weeks_building(course, days, on),
        flare=bool(flare(days, on)) or bool(in_plan and (in_plan[-1].during or 0) > rule("pain_hold")),
        easy=easy(course, in_step),
        hurt=hurt(in_plan),
        passed=frozenset(gate for each in stage for one in each.sessions for gate in one.passed),
        runs=tuple(runs),
        run_row=plan.run.row if plan.run is not None and row_done else 0,
        run_row_done=row_done,
        until=on,
    )


def weeks_building(course: Course, days: Sequence[Day], on: date) -> int:
    """Weeks with at least half of what was asked for since the last lighter plan, or since the course began."""
    since = course.begun_on
    for plan, following in zip(course.plans, (*course.plans[1:], None), strict=True):
        if plan.lighter:
            since = following.made_on if following is not None else on
    weeks = adherence_of(course, days, on, since).weeks
    whole_weeks = [week for week in weeks if (on - week.begins).days >= WEEK]
    return sum(week.planned > 0 and week.done >= rule("part_share") * week.planned for week in whole_weeks)


def easy(course: Course, days: Sequence[Day]) -> tuple[str, ...]:
    """Exercises done in full in the last sessions that asked for them, with pain of 3 or less and effort to spare.

    What was not told does not count: pain and effort of each of these sessions have to be known.
    """
    trained = [each for each in days if each.trained]
    found = []
    for item in course.plan.items:
        last = [each for each in trained if _has(course, each, item.exercise)][-whole("progress_sessions") :]
        enough = len(last) == whole("progress_sessions")
        if enough and all(_was_easy(each) and _in_full(course, each, item.exercise) for each in last):
            found.append(item.exercise)
    return tuple(found)


def hurt(days: Sequence[Day]) -> tuple[str, ...]:
    """Exercises of days on which somebody stopped for pain, or felt what an exercise is changed for, each once."""
    found: dict[str, None] = {}
    for day in days:
        if day.trained and (day.ended == "stopped" or day.kinds & _CHANGING):
            cut = [row.exercise for row in day.done if row.share < 1.0]
            found |= dict.fromkeys(cut or [row.exercise for row in day.done])
    return tuple(found)


def _was_easy(day: Day) -> bool:
    known = day.during is not None and day.effort is not None
    return known and (day.during or 0) <= rule("pain_go_on") and (day.effort or 0) <= rule("progress_effort")


def _has(course: Course, day: Day, name: str) -> bool:
    """Whether an exercise was done on a day, or asked for where nothing is listed."""
    listed = {row.exercise for row in day.done}
    return name in (listed or {item.exercise for item in course.items_on(day.on)})


def _in_full(course: Course, day: Day, name: str) -> bool:
    rows = [row for row in day.done if row.exercise == name]
    return all(row.share >= 1.0 for row in rows) if rows else day_share(course, day) >= 1.0


def _row_runs(course: Course, days: Sequence[Day]) -> int:
    """How often the row of the way back was run with little pain since it is run.

    A run of the day on which the row came counts for the row before, if there was one: nobody knows which came first.
    """
    plan = course.plan
    if plan.run is None or plan.run.row == 0:
        return 0
    since = plan.run_row_since or plan.made_on
    ran = [each for each in days if each.runs and (each.on > since or each.on == since == course.begun_on)]
    return sum(each.during is not None and each.during <= rule("pain_run") for each in ran)


def _worst(pains: Iterable[int | None]) -> float | None:
    return max((float(pain) for pain in pains if pain is not None), default=None)


def _mean(numbers: Iterable[int | None]) -> float | None:
    known = [each for each in numbers if each is not None]
    return sum(known) / len(known) if known else None
