"""The plans that followed each other as one course: which one held on which day, and what it asked for."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from trochanter.findings.screen import Screen, limits_of
from trochanter.plan.plan import Item, Plan

WEEK = 7


@dataclass(frozen=True, slots=True)
class Course:
    """Plans in their order, the last one in force; screen: days on which it stops exercises ask for nothing.

    asked: what each day of the course asked for, worked out once.
    """

    plans: tuple[Plan, ...]
    screen: Screen | None = None
    asked: Mapping[date, tuple[Item, ...]] = field(default_factory=dict, repr=False)

    @property
    def plan(self) -> Plan:
        """The plan in force."""
        return self.plans[-1]

    @property
    def begun_on(self) -> date:
        """The first day of the first plan that is known."""
        return self.plans[0].made_on

    def plan_on(self, day: date) -> Plan | None:
        """The plan that held on a day; None before the first."""
        return next((each for each in reversed(self.plans) if each.made_on <= day), None)

    def items_on(self, day: date) -> tuple[Item, ...]:
        """What was asked for on a day; () on a day without, and while the screen stops exercises."""
        if day in self.asked:
            return self.asked[day]
        plan = self.plan_on(day)
        return () if plan is None or self.paused(day) else plan.items_on(day)

    def paused(self, day: date) -> bool:
        """Whether exercises are stopped on a day: what was not done then was not asked for."""
        if self.screen is None or day < self.screen.asked_on:
            return False
        return not limits_of(self.screen, day).exercises


def before_in_course(plan: Plan, others: Iterable[Plan]) -> tuple[Plan, ...]:
    """Plans that were made before one and begin where it begins: the earlier ones of its course."""
    return tuple(each for each in others if each.begun == plan.begun and each.made_on < plan.made_on)


def course_of(plan: Plan, earlier: Sequence[Plan], screen: Screen | None = None, until: date | None = None) -> Course:
    """The course that ends with a plan; earlier ones that begin on the same day or after it were never followed.

    until: the day up to which it is looked at.
    """
    before = sorted((each for each in earlier if each.made_on < plan.made_on), key=lambda each: each.made_on)
    course = Course((*before, plan), screen)
    days = days_between(course.begun_on, until or course.begun_on)
    return replace(course, asked={day: course.items_on(day) for day in days})


def days_between(first: date, last: date) -> tuple[date, ...]:
    """Days from the first to the last, both of them; () where the last comes before the first."""
    return tuple(first + timedelta(days=k) for k in range((last - first).days + 1))
