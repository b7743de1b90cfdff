"""The day of a person: one sentence on running, what is open, the exercises, the week, and when the next check is."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from trochanter.exchange.session_entries import last_before
from trochanter.exchange.session_result import Entry
from trochanter.findings.again import SessionAnswers
from trochanter.findings.screen import limits_of
from trochanter.kinematics.rotation_range import RotationRange
from trochanter.plan.library import exercises, is_breathing
from trochanter.plan.plan import Item, Plan
from trochanter.plan.plan_check import RUNNING, beyond_screen
from trochanter.plan.plan_sentences import dose_text
from trochanter.progress.adherence import exercise_shares
from trochanter.progress.course import Course, course_of
from trochanter.progress.days import Day
from trochanter.progress.range_trend import last_measured
from trochanter.progress.result import Progress
from trochanter.progress.sentences import days as whole
from trochanter.progress.sentences import rule, say
from trochanter.web.person import PersonPage
from trochanter.web.training.answers import answers_today, are_due
from trochanter.web.training.player import basis_words, reviewed_words
from trochanter.web.training.saying import plain, plains

BEFORE, AHEAD = 4, 2  # days of the strip beside today
MORNINGS = 2  # days after which nobody remembers a morning
State = Literal["done", "part", "open"]
Closed = Literal["", "questions", "screen", "tomorrow", "limits", "pain", "rest", "all_done"]


@dataclass(frozen=True, slots=True)
class Todo:
    """One line of the day's list: what, how much, how far it is; exercise: its key, '' for a run."""

    words: str
    how: str
    state: State
    exercise: str = ""


@dataclass(frozen=True, slots=True)
class WeekDay:
    """One day of the strip: its date, whether it is done, planned or a day of rest, and whether it is today."""

    on: dt.date
    kind: Literal["done", "rest", "planned", "open"]
    today: bool


@dataclass(frozen=True, slots=True)
class Training:
    """What the page of the day shows of somebody with a plan.

    why: of the sentence; stop: when to stop a run, '' where none is offered; closed: why no exercise is offered now, ''
    where one is; items: of today that are open; left: names of those that the screen does not leave open any more;
    morning: the session whose next morning is asked for; basis: what the doses rest on; check_on: the next check.
    """

    found: Progress
    says: str
    why: tuple[str, ...]
    stop: str
    closed: Closed
    answers: SessionAnswers | None
    items: tuple[Item, ...]
    done: tuple[str, ...]
    left: tuple[str, ...]
    todo: tuple[Todo, ...]
    week: tuple[WeekDay, ...]
    morning: Entry | None
    plan: Plan
    basis: tuple[str, ...]
    check_on: dt.date


def training(here: PersonPage) -> Training | None:
    """The day of a person with a plan; None without one."""
    plan = here.plan
    if plan is None:
        return None
    answers = answers_today(here)
    found = here.progress(answers)
    left = _left(here, plan)
    asked = plan.items_on(here.today)
    items = tuple(item for item in asked if item.exercise not in left)
    shares = _shares(found, here.today)
    done = tuple(item.exercise for item in items if shares.get(item.exercise, 0.0) >= 1.0)
    stop = say("today.stop", most=f"{rule('pain_run'):.0f}")
    return Training(
        found=found,
        says=plain(found.today.says, here.look),
        why=plains((each for each in found.today.why if each != stop), here.look),
        stop=plain(stop) if found.today.kind in ("planned", "less") else "",
        closed=_closed(here, found, answers, items, done),
        answers=answers,
        items=items,
        done=done,
        left=tuple(each for each in left if each != RUNNING),
        todo=(*(_todo(item, shares) for item in items), *_run_of(here, found)),
        week=tuple(_week(here, found)),
        morning=_morning(here),
        plan=plan,
        basis=_basis(here, items),
        check_on=next_check(plan, here.checks, here.today),
    )


def next_check(plan: Plan, checks: Sequence[RotationRange], on: dt.date) -> dt.date:
    """The day of the next check: that of the plan, or later where a check was made since; today where it is past."""
    last = last_measured(checks, on)
    if last is None:
        return max(plan.retest_on, on)
    since = last + dt.timedelta(days=whole("retest_days"))
    return max(min(max(plan.retest_on, since), last + dt.timedelta(days=whole("retest_latest_days"))), on)


def _basis(here: PersonPage, items: Sequence[Item]) -> tuple[str, ...]:
    """What the doses of the day rest on, and who has read the exercises."""
    known = [item for item in items if item.exercise in exercises()]
    return tuple(dict.fromkeys((*(basis_words(here, item) for item in known), reviewed_words(known))))


def _closed(
    here: PersonPage, found: Progress, answers: SessionAnswers | None, items: Sequence[Item], done: Sequence[str]
) -> Closed:
    """Why no exercise is offered now, the most important reason first; '' where one is."""
    screen = here.screen
    if screen is not None and screen.complete and not limits_of(screen, here.today).exercises:
        return "limits"
    if found.today.ask == "screen":
        return "tomorrow" if _screened_after(here) else "screen"
    if are_due(here, answers):
        return "questions"
    if answers is not None and (answers.pain or 0) > rule("pain_hold"):
        return "pain"
    if not items:
        return "rest"
    return "all_done" if len(done) == len(items) else ""


def _screened_after(here: PersonPage) -> bool:
    """Whether the whole screen was answered today, after the last entry of the log: then it waits for tomorrow."""
    screen = here.screen
    if screen is None or not screen.complete or screen.asked_on != here.today:
        return False
    return max(each.saved for each in here.data.screens) > max((each.saved for each in here.data.sessions), default=0)


def _left(here: PersonPage, plan: Plan) -> tuple[str, ...]:
    """Exercises of a plan that the screen of now, or what was told last, does not leave open any more."""
    if here.screen is None:
        return tuple(item.exercise for item in plan.items)
    return tuple(each.exercise for each in beyond_screen(plan, here.screen, here.today, here.history))


def _shares(found: Progress, on: dt.date) -> dict[str, float]:
    """How much of each exercise was done on a day, 0 to 1."""
    return next((exercise_shares(day) for day in found.days if day.on == on), {})


def _todo(item: Item, shares: dict[str, float]) -> Todo:
    share = shares.get(item.exercise, 0.0)
    known = exercises().get(item.exercise)
    state: State = "done" if share >= 1.0 else "part" if share > 0.0 else "open"
    return Todo(
        known.words if known else item.exercise,
        dose_text(item.dose, breaths=is_breathing(item.exercise)),
        state,
        item.exercise,
    )


def _run_of(here: PersonPage, found: Progress) -> tuple[Todo, ...]:
    """The run of the day as a line; () where none is meant."""
    ran = [run for day in found.days if day.on == here.today for run in day.runs]
    words = here.look.words
    if ran:
        km = sum(run.distance_km or 0.0 for run in ran)
        return (Todo(words("today.run"), here.look.distance(km) if km else "", "done"),)
    if found.today.kind not in ("planned", "less"):
        return ()
    most = found.today.most_km
    how = words("today.up_to", far=here.look.distance(most)) if most else ""
    return (Todo(words("today.run"), how, "open"),)


def _week(here: PersonPage, found: Progress) -> list[WeekDay]:
    assert here.plan is not None
    first = here.today - dt.timedelta(days=BEFORE)
    days = [first + dt.timedelta(days=k) for k in range(BEFORE + AHEAD + 1)]
    course = course_of(here.plan, here.plans[:-1], here.screen)
    told = {each.on: each for each in found.days}
    return [_week_day(day, course, told.get(day), here.today) for day in days]


def _week_day(day: dt.date, course: Course, told: Day | None, today: dt.date) -> WeekDay:
    if told is not None and told.trained:
        return WeekDay(day, "done", day == today)
    if not course.items_on(day):
        return WeekDay(day, "rest", day == today)
    return WeekDay(day, "open" if day < today else "planned", day == today)


def _morning(here: PersonPage) -> Entry | None:
    """The last session whose next morning was not told yet, as long as somebody remembers it."""
    last = last_before(here.log, here.today)
    if last is None or last.session.pain_next_morning is not None:
        return None
    return last if (here.today - last.session.on).days <= MORNINGS else None
