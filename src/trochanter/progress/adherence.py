"""What was done beside what was planned: by week, so that a day that was moved counts; a missed day is only counted."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import nan

from trochanter.core.sides import Side
from trochanter.plan.plan import Item
from trochanter.progress.course import WEEK, Course, days_between
from trochanter.progress.days import Day
from trochanter.progress.sentences import rule, say, say_count


@dataclass(frozen=True, slots=True)
class Week:
    """One week of the course: its first day, exercise days planned and done (parts of a day count), kilometres run."""

    begins: date
    planned: int
    done: float
    run_km: float


@dataclass(frozen=True, slots=True)
class Adherence:
    """Planned exercise days so far and what was done of them; open: planned days on which nothing was done.

    A day counts as planned when it is over, or when something was told of it. Days on which the screen stopped
    exercises were not planned.
    """

    weeks: tuple[Week, ...]
    open: tuple[date, ...]

    @property
    def planned(self) -> int:
        """Exercise days that were planned so far."""
        return sum(week.planned for week in self.weeks)

    @property
    def done(self) -> float:
        """Exercise days that were done, in their parts."""
        return sum(week.done for week in self.weeks)

    @property
    def share(self) -> float:
        """Done of planned, 0 to 1; NaN where nothing was planned yet."""
        return self.done / self.planned if self.planned else nan

    @property
    def enough(self) -> bool:
        """Whether so much was done that the plan can be judged."""
        return bool(self.planned) and self.share >= rule("done_share")

    @property
    def percent(self) -> str:
        """The share in whole per cent, rounded down to what was reached; 0 where nothing was planned."""
        return f"{int(100.0 * self.share + 1e-9)}" if self.planned else "0"

    @property
    def says(self) -> tuple[str, ...]:
        """What there is to say about it, without blame."""
        if not self.planned:
            return (say("adherence.none"),)
        said = [say("adherence.share", done=number(self.done), planned=self.planned, share=self.percent)]
        if self.open:
            said.append(say_count("adherence.open", len(self.open)))
        return tuple(said if self.enough else [*said, say("adherence.fewer")])


def adherence_of(course: Course, days: Sequence[Day], on: date, since: date | None = None) -> Adherence:
    """Planned beside done from the course's first day, or a later one, up to a day."""
    first = max(course.begun_on, since or course.begun_on)
    told = {each.on: each for each in days}
    weeks: dict[int, list[float]] = {}
    asked = [day for day in days_between(first, on) if day < on or _told_of_exercise(told.get(day))]
    for day in asked:
        counts = weeks.setdefault((day - first).days // WEEK, [0.0, 0.0])
        counts[0] += bool(course.items_on(day))
    for each in days:
        if first <= each.on <= on:
            weeks.setdefault((each.on - first).days // WEEK, [0.0, 0.0])[1] += day_share(course, each)
    found = tuple(
        Week(
            first + timedelta(days=WEEK * k),
            int(weeks[k][0]),
            min(weeks[k][0], weeks[k][1]),
            _km(told.values(), first + timedelta(days=WEEK * k)),
        )
        for k in sorted(weeks)
    )
    return Adherence(found, tuple(_open(course, asked, told)))


def day_share(course: Course, day: Day) -> float:
    """What was done on a day of what it asked for, 0 to 1; of the whole plan where it asked for nothing."""
    plan = course.plan_on(day.on)
    items = course.items_on(day.on) or (plan.items if plan else ())
    alone = [_word_share(each.ended) for each in day.sessions if not each.done]
    return max([_listed_share(day, items), *alone], default=0.0)


def number(value: float) -> str:
    """A number of days with at most one decimal.

    >>> number(3.0), number(2.25)
    ('3', '2.2')
    """
    return f"{value:.1f}".removesuffix(".0")


def _word_share(ended: str) -> float:
    return {"done": 1.0, "part": rule("part_share"), "stopped": rule("part_share")}.get(ended, 0.0)


def exercise_shares(day: Day) -> dict[str, float]:
    """What was done of each exercise on a day, 0 to 1: sessions of the day add up, sides have the same weight."""
    by_side: dict[str, dict[Side | None, float]] = {}
    for row in day.done:
        sides = by_side.setdefault(row.exercise, {})
        sides[row.side] = min(sides.get(row.side, 0.0) + row.share, 1.0)
    return {name: sum(sides.values()) / len(sides) for name, sides in by_side.items()}


def _listed_share(day: Day, items: Sequence[Item]) -> float:
    shares = exercise_shares(day)
    asked = [item.exercise for item in items] or list(shares)
    return sum(shares.get(name, 0.0) for name in asked) / len(asked) if asked else 0.0


def _told_of_exercise(day: Day | None) -> bool:
    return day is not None and any(each.ended != "noted" for each in day.sessions)


def _open(course: Course, asked: Iterable[date], told: dict[date, Day]) -> Iterable[date]:
    for day in asked:
        if course.items_on(day) and not (day in told and told[day].trained):
            yield day


def _km(days: Iterable[Day], begins: date) -> float:
    ends = begins + timedelta(days=WEEK)
    return sum(run.distance_km or 0.0 for day in days if begins <= day.on < ends for run in day.runs)
