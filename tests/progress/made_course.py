"""Courses for tests: a real plan out of a real assessment, and sessions of people who live with it for twelve weeks."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from tests.findings.made_answers import answered
from trochanter.core.quality import Estimate
from trochanter.core.sides import SIDES
from trochanter.findings.again import SessionAnswers
from trochanter.findings.answers import Reply
from trochanter.findings.assess import assess
from trochanter.findings.history import Goal, History, Pain, Private, Run
from trochanter.findings.screen import Screen, screened
from trochanter.kinematics.rotation_range import DIRECTIONS, EndRange, Position, RotationRange
from trochanter.plan.plan import Plan
from trochanter.plan.prescribe import prescribe
from trochanter.progress.follow import follow
from trochanter.progress.goal_trend import GoalToday
from trochanter.progress.result import Progress
from trochanter.progress.session import Session
from trochanter.progress.targets import as_planned

MONDAY = date(2026, 9, 7)
GOAL = "run 10 km without thinking of my hip"
BLAME = (
    "fail", "should have", "lazy", "excuse", "forgot", "fault", "poor", "neglect", "complian", "disappoint", "blame",
    "did not work", "does not work", "weak", "tight", "dysfunction", "bad ", "must do",
)  # fmt: skip


def day(k: int) -> date:
    """The k-th day of a course, the first is 0."""
    return MONDAY + timedelta(days=k)


def history(able: int = 4, on: date = MONDAY, private: Private | None = None, pain: int = 3) -> History:
    pains = (Pain("outer_hip", SIDES[0], pain),) if pain else ()
    return History(
        told_on=on,
        goal=Goal(GOAL, able),
        pains=pains,
        ran="yes",
        runs=(Run(on - timedelta(days=4), 6.0, 40.0),),
        equipment=frozenset({"loop"}),
        minutes=15,
        private=private or Private(),
    )


def plan_of(told: History, screen: Screen, on: date = MONDAY) -> Plan:
    return prescribe(assess(told, screen, on=on), told, screen, on=on)


def measured(on: date, inward: float, set_up: str = "1", position: Position = "seated") -> RotationRange:
    ends = tuple(
        EndRange(side, direction, Estimate(inward if direction == "internal" else 45.0, 4.0, "deg"), pain=0)
        for side in SIDES
        for direction in DIRECTIONS
    )
    return RotationRange(position, "active", "goniometer", "self", on, set_up, ends)


@dataclass
class Life:
    """Twelve weeks of somebody: sessions as they come, the plan as it changes, and what was said on every day."""

    told: History
    screen: Screen
    plan: Plan
    sessions: list[Session] = field(default_factory=list)
    plans: list[Plan] = field(default_factory=list)
    goals: list[GoalToday] = field(default_factory=list)
    checks: list[RotationRange] = field(default_factory=list)
    said: list[Progress] = field(default_factory=list)

    def on(self, today: date, answers: SessionAnswers | None = None) -> Progress:
        """Progress on a day, with the three short questions answered quietly where nothing else is given."""
        found = follow(
            self.plan,
            self.sessions,
            on=today,
            checks=self.checks,
            goals=[GoalToday(self.told.told_on, self.told.goal), *self.goals],
            runs=self.told.runs,
            earlier=self.plans,
            screen=self.screen,
            answers=answers or SessionAnswers(today, Reply.NO, Reply.NO, 1, 1),
        )
        self.said.append(found)
        return found

    def session(self, today: date, **more: Any) -> None:
        """What was asked for on a day, done as planned."""
        self.sessions.append(replace(Session(today, "done", as_planned(self.plan, today)), **more))

    def again(self, today: date, **replies: str) -> None:
        """The questions of the screen, answered again."""
        self.screen = screened(answered(**{"pain": "yes"} | replies), today, earlier=self.screen)

    def next_plan(self, today: date, found: Progress) -> None:
        """The loop: what was found, handed back to ``prescribe``."""
        told = history(found.goal.able if found.goal else 4, self.told.told_on)
        self.again(today)
        made = assess(told, self.screen, on=today)
        new = prescribe(made, told, self.screen, on=today, earlier=self.plan, progress=found.facts)
        self.plans.append(self.plan)
        self.plan = new


def life(able: int = 4, private: Private | None = None, **replies: str) -> Life:
    """The first day of a course."""
    told = history(able, private=private)
    screen = screened(answered(**{"pain": "yes"} | replies), MONDAY)
    return Life(told, screen, plan_of(told, screen))


def lived(one: Life, days: int, live: Callable[[Life, int], None]) -> Life:
    """Days of a life, one after the other; what is said is asked for in the evening."""
    for k in range(days):
        live(one, k)
        one.on(day(k))
    return one


def words_of(found: Progress) -> str:
    """Everything that is said of verdict, day, share and step, in small letters."""
    said = [found.verdict.says, *found.verdict.why, found.today.says, *found.today.why, found.step.says]
    said += [*found.step.why, *found.adherence.says]
    return " ".join(said).lower()
