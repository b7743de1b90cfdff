"""The plan as a sheet for the wall: what to do, how much, when, how to tell that it is right, when to stop.

What led to an exercise, what was left out and everything told in confidence stay off it: paper is seen by others.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

import trochanter
from trochanter.core.sides import Side
from trochanter.findings.finding_words import day_words
from trochanter.plan.exercise import Exercise
from trochanter.plan.library import exercise_named, is_breathing
from trochanter.plan.plan import DAYS, Dose, Item, Plan, RunStep
from trochanter.plan.plan_rules import number as rule
from trochanter.plan.run_step import row_words
from trochanter.reporting.figures.exercise import exercise_still
from trochanter.reporting.look import asset, environment
from trochanter.reporting.sentences import listed, say

MOST_WEEKS = 6
FIGURE_PX, PANEL_PX = 300.0, 160.0
LETTERS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, slots=True)
class Week:
    """One week: its name, the day it begins, and the letters of the day for each box to tick."""

    name: str
    begins: str
    boxes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SheetItem:
    """One exercise on the sheet: everything in words, notes as (first words, the rest), its picture as SVG."""

    name: str
    dose: str
    days: str
    side: str
    load: str
    how: tuple[str, ...]
    notes: tuple[tuple[str, str], ...]
    picture: str
    picture_side: str
    weeks: tuple[Week, ...]


@dataclass(frozen=True, slots=True)
class PlanSheet:
    """Everything on the sheet."""

    title: str
    lines: tuple[str, ...]
    items: tuple[SheetItem, ...]
    pain_title: str
    stop: tuple[str, ...]
    run_title: str
    run: str
    foot: str


def render_plan(plan: Plan, activity: str = "", on: dt.date | None = None) -> str:
    """One self-contained HTML page, for a screen, a phone and a browser's own printing; as ``plan_sheet``."""
    return (
        environment()
        .get_template("plan_page.html")
        .render(
            page=plan_sheet(plan, activity, on),
            style=asset("style/report.css") + asset("style/figure.css") + asset("style/plan.css"),
            version=trochanter.__version__,
        )
    )


def plan_sheet(plan: Plan, activity: str = "", on: dt.date | None = None) -> PlanSheet:
    """Words and pictures of the sheet.

    activity: the goal in the person's words, '' to leave it off; on: the day of printing, the plan's first where None:
    its week is the first with boxes.
    """
    printed = max(on or plan.made_on, plan.made_on)
    items = tuple(_item(item, plan, printed) for item in plan.items)
    return PlanSheet(
        title=say("sheet.title"),
        lines=tuple(_lines(plan, activity, printed)),
        items=items,
        pain_title=say("sheet.pain"),
        stop=plan.stop,
        run_title=say("sheet.run"),
        run=run_line(plan.run),
        foot=say("sheet.foot", reviewed=_reviewed(plan), screened=day_words(plan.screened_on)),
    )


def dose_line(dose: Dose, *, breaths: bool = False) -> str:
    """How much, as it is read on a wall; breaths: whether its repetitions are breaths.

    >>> dose_line(Dose(3, 10, 5.0, (0, 2, 4)))
    '3 sets of 10, hold 5 seconds each'
    >>> dose_line(Dose(2, 1, 30.0, (0, 2, 4)))
    '2 times, hold 30 seconds each'
    """
    if breaths:
        return say("sheet.breaths" if dose.sets == 1 else "sheet.breaths_sets", sets=dose.sets, n=dose.repeats)
    if dose.sets * dose.repeats == 1:
        many = say("sheet.sets_once")
    elif dose.sets == 1 or dose.repeats == 1:
        many = say("sheet.sets_one", repeats=dose.sets * dose.repeats)
    else:
        many = say("sheet.sets", sets=dose.sets, repeats=dose.repeats)
    if not dose.hold_s:
        return many
    hold = "sheet.hold" if dose.sets * dose.repeats == 1 else "sheet.hold_each"
    return f"{many}, {say(hold, seconds=f'{dose.hold_s:g}')}"


def days_line(weekdays: tuple[int, ...]) -> str:
    """Week days in words.

    >>> days_line((0, 2, 4))
    'Monday, Wednesday and Friday'
    """
    return say("sheet.every_day") if len(weekdays) == DAYS else listed([NAMES[day] for day in weekdays])


def side_line(sides: tuple[Side, ...]) -> str:
    """Which sides work, in words."""
    if not sides:
        return say("sheet.side_both")
    return say("sheet.side_one" if len(sides) == 1 else "sheet.side_each", side=sides[0].word)


def run_line(run: RunStep | None) -> str:
    """How to run, and up to which pain."""
    if run is None:
        return say("sheet.run_none")
    return f"{_run(run)} {say('sheet.run_pain', most=int(rule('run_pain')))}"


def _run(run: RunStep) -> str:
    if run.row:
        key = "sheet.run_row" if run.days_a_week else "sheet.run_row_any"
        words = row_words(run.row)
        return say(key, what=words[:1].upper() + words[1:], days=run.days_a_week)
    if run.longest_km is not None:
        return say("sheet.run_km", km=f"{run.longest_km:g}")
    if run.longest_min is not None:
        return say("sheet.run_min", minutes=f"{run.longest_min:g}")
    return say("sheet.run_as_now")


def weeks_of(item: Item, plan: Plan, printed: dt.date) -> tuple[Week, ...]:
    """Weeks from the one of a day to the next check, at most six, with a box for each day of the exercise.

    They are counted from the plan's first day on, which may be any day of the week.
    """
    found, over = [], (printed - plan.made_on).days // DAYS
    for k in range(over, over + MOST_WEEKS):
        begins = plan.made_on + dt.timedelta(days=DAYS * k)
        days = [begins + dt.timedelta(days=each) for each in range(DAYS)]
        boxes = [LETTERS[day.weekday()] for day in days if day < plan.retest_on and _due(item, day, plan)]
        if begins < plan.retest_on:
            short = say("sheet.week_from", day=f"{begins.day} {begins:%b}")
            found.append(Week(say("sheet.week", number=k + 1), short, tuple(boxes)))
    return tuple(found)


def _due(item: Item, day: dt.date, plan: Plan) -> bool:
    return item in plan.items_on(day)


def _lines(plan: Plan, activity: str, printed: dt.date) -> Iterable[str]:
    if activity:
        yield say("sheet.goal", activity=activity.rstrip("."))
    yield say("sheet.dates", first=day_words(plan.made_on), last=day_words(plan.retest_on))
    if not plan.items:
        yield say("sheet.empty")
    elif printed >= plan.retest_on:
        yield say("sheet.check_due")
    elif (printed - plan.made_on).days >= DAYS:
        yield say("sheet.printed", day=day_words(printed), number=(printed - plan.made_on).days // DAYS + 1)
    elif plan.begun_on in (None, plan.made_on) and len(plan.items) > plan.first_items:
        one = plan.first_items == 1
        yield say("sheet.first_one") if one else say("sheet.first_some", number=plan.first_items)


def _item(item: Item, plan: Plan, printed: dt.date) -> SheetItem:
    exercise = exercise_named(item.exercise)
    return SheetItem(
        name=exercise.words,
        dose=dose_line(item.dose, breaths=is_breathing(item.exercise)),
        days=days_line(item.dose.weekdays),
        side=side_line(item.sides),
        load=item.dose.load,
        how=exercise.how,
        notes=tuple(_notes(exercise)),
        picture=exercise_still(exercise, FIGURE_PX, PANEL_PX),
        picture_side=_picture_side(exercise),
        weeks=weeks_of(item, plan, printed),
    )


def _notes(exercise: Exercise) -> Iterable[tuple[str, str]]:
    """What to keep in mind, how to tell that it is right, what to be careful about: first words and the rest."""
    yield say("sheet.keep"), " ".join(exercise.cues)
    yield say("sheet.good"), exercise.good
    if exercise.cautions:
        yield say("sheet.careful"), " ".join(exercise.cautions)


def _picture_side(exercise: Exercise) -> str:
    return say("sheet.picture_side") if exercise.one_sided else ""


def _reviewed(plan: Plan) -> str:
    """Whether a clinician has read all of it; the rules of a plan have not been read by one yet."""
    read = bool(plan.items) and all(exercise_named(item.exercise).reviewed_by for item in plan.items)
    return say("sheet.reviewed_yes" if read and _rules_are_reviewed() else "sheet.reviewed_no")


def _rules_are_reviewed() -> bool:
    from trochanter.plan.plan_sentences import plan_sentences

    return all(each.reviewed_by for key, each in plan_sentences().items() if key.startswith("stop."))
