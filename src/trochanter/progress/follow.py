"""The verb of this room: a plan and its sessions to progress."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from trochanter.core.errors import BadSetting
from trochanter.core.expected import expect
from trochanter.core.quality import Notice
from trochanter.findings.again import SessionAnswers
from trochanter.findings.assessment import Assessment
from trochanter.findings.history import History, Run
from trochanter.findings.screen import Screen
from trochanter.kinematics.rotation_range import RotationRange
from trochanter.plan.facts import ProgressFacts, holds
from trochanter.plan.plan import Gate, Plan
from trochanter.plan.run_step import is_none, no_running
from trochanter.plan.situation import Situation as Standing
from trochanter.plan.situation import standing
from trochanter.progress.adherence import adherence_of
from trochanter.progress.collecting import facts_of
from trochanter.progress.course import course_of
from trochanter.progress.days import EARLY, Day, days_of
from trochanter.progress.goal_trend import GoalToday, goal_trend, goals_told
from trochanter.progress.next_step import Known, next_step
from trochanter.progress.onset import limit_of, onset_trend, onsets_of, painless_of
from trochanter.progress.pain_trend import pain_trend, worse_for_two_weeks
from trochanter.progress.range_trend import last_measured, range_trends
from trochanter.progress.result import GateNow, Progress
from trochanter.progress.running_load import running_load
from trochanter.progress.sentences import say
from trochanter.progress.session import Session
from trochanter.progress.situation import Situation
from trochanter.progress.today import today
from trochanter.progress.trend import Trend
from trochanter.progress.verdict import paused_if_stopped, stopped_since, verdict_of


def follow(
    plan: Plan,
    sessions: Sequence[Session],
    *,
    on: date,
    checks: Sequence[RotationRange] = (),
    goals: Sequence[GoalToday] = (),
    assessments: Sequence[Assessment] = (),
    runs: Sequence[Run] = (),
    earlier: Sequence[Plan] = (),
    screen: Screen | None = None,
    answers: SessionAnswers | None = None,
    history: History | None = None,
    notices: Sequence[Notice] = (),
) -> Progress:
    """What following a plan has come to on a day, whether it mattered, what is next, and whether to run today.

    sessions, runs: in any order; what is of a day after ``on`` is not counted, and said. checks: measurements of the
    hips, of which only like ones are compared; goals, assessments: how well the goal went, and when; earlier: plans
    before this one, each in force until the next; screen: the latest, without which nobody is told to run; answers:
    the three short questions of the day; history: as told last, for what of the plan it does not leave open; notices:
    of files, handed on. Nothing here asks the clock: ``on`` is the day.

    Raises BadSetting where ``plan`` is no plan or ``on`` no day.
    """
    expect("plan", plan, Plan, "a plan of trochanter.prescribe")
    _expect_day(on)
    course = course_of(plan, earlier, screen, on)
    begun_on = course.begun_on
    days, single, noticed = days_of(sessions, runs, on)
    in_course = tuple(each for each in days if each.on >= begun_on)
    goals_all = goals_told(goals, assessments, sessions, on)
    goal, done = goal_trend(goals_all, begun_on), adherence_of(course, days, on)
    load = running_load(single, on)
    facts = replace(facts_of(course, in_course, single, on), onsets=onsets_of(days), painless=painless_of(days))
    verdict = verdict_of(goal, done, begun_on, on, worse_weeks=worse_for_two_weeks(days, begun_on, on))
    checked_on, told_on = last_measured(checks, on), _goal_told(goal, begun_on)
    closed, none = _left_open(history, screen, on)
    now = Situation(on, plan.made_on, plan.run, days, load, screen, answers, limit_of(days, history), closed, none=none)
    said = today(now)
    retested_on = checked_on or told_on
    known = Known(plan, on, begun_on, days, facts, verdict, done, screen, retested_on, history, checked_on is not None)
    return Progress(
        on=on,
        begun_on=begun_on,
        goal=goals_all[-1].goal if goals_all else None,
        verdict=paused_if_stopped(verdict, said, screen, on),
        today=said,
        adherence=done,
        trends=(goal, pain_trend(days, begun_on, on), *range_trends(checks, begun_on, on)),
        gates=_gates(plan.gates, facts),
        run_gates=_gates(plan.run_gates, facts),
        step=next_step(known),
        facts=facts,
        load=load,
        days=days,
        notices=(*notices, *noticed, *_early(days, begun_on)),
        stopped_since=stopped_since(screen, on),
        onset=onset_trend(days, on),
    )


def _left_open(history: History | None, screen: Screen | None, on: date) -> tuple[str, bool]:
    """What stands against running by what was told, in words ('' for nothing), and whether only none will do."""
    told = standing(history, screen, on) if history is not None and screen is not None else None
    return _closed(told), told is not None and is_none(told)


def _expect_day(on: date) -> None:
    expect("on", on, date, "a day")
    if isinstance(on, datetime):
        raise BadSetting("on", on.isoformat(), "a day without a time")


def _closed(told: Standing | None) -> str:
    """Why what was told, since the plan was made or before, leaves running out; '' where it does not."""
    none = None if told is None else no_running(told)
    if none is None:
        return ""
    return say("today.why_no_row") if none.private else none.says


def _goal_told(goal: Trend, begun_on: date) -> date | None:
    """When the goal was told last after the first day: a re-test of somebody who has measured nothing."""
    return max((each.on for each in goal.points if each.on > begun_on), default=None)


def _gates(gates: Sequence[Gate], facts: ProgressFacts) -> tuple[GateNow, ...]:
    return tuple(GateNow(each, _state(each, facts)) for each in gates)


def _state(gate: Gate, facts: ProgressFacts) -> bool | None:
    """Whether a gate holds; None where it is a test that nobody told of, or a number that is not known."""
    if gate.quantity == "passed":
        return True if gate.rule in facts.passed else None
    return None if getattr(facts, gate.quantity) is None else holds(gate, facts)


def _early(days: Sequence[Day], begun_on: date) -> tuple[Notice, ...]:
    early = any(each.sessions and each.on < begun_on for each in days)
    return (Notice(EARLY, say("notice.early")),) if early else ()
