"""One person, as far as their page may look: what the records hold of them, decoded when it is asked for."""

import datetime as dt
import os
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import Depends
from starlette.requests import Request

from trochanter.core.errors import UnknownName
from trochanter.store.records import PageData, Person
from trochanter.store.store import Store
from trochanter.web.look import Look, look_of
from trochanter.web.state import State, state_of

if TYPE_CHECKING:
    from trochanter.exchange.session_log import SessionLog
    from trochanter.findings.again import SessionAnswers
    from trochanter.findings.assessment import Assessment
    from trochanter.findings.history import History
    from trochanter.findings.limits import Limits
    from trochanter.findings.screen import Screen
    from trochanter.kinematics.rotation_range import RotationRange
    from trochanter.plan.plan import Plan
    from trochanter.progress.result import Progress


class PersonPage:
    """A person whose page is open: everything here is theirs, and nobody else's.

    What is asked for is decoded once a request; raises UnreadableFile where a document is none.
    """

    def __init__(self, request: Request, state: State, data: PageData) -> None:
        self.request, self.state, self.data = request, state, data
        self.look: Look = look_of(request)
        self.now: dt.datetime = state.settings.now()

    @property
    def store(self) -> Store:
        """The records of everybody: save through ``save``."""
        return self.state.store

    @property
    def person(self) -> Person:
        """Key and name."""
        return self.data.person

    @property
    def today(self) -> dt.date:
        """The day here."""
        return self.now.date()

    def url(self, page: str = "") -> str:
        """The address of a page of this person.

        'today' becomes '/p/KEY/today'.
        """
        return f"/p/{self.person.id}/{page}".rstrip("/")

    def screen_url(self, then: str) -> str:
        """The address of the questions of the screen, from which this person comes back to a page."""
        return f"{self.url('screen')}?then={then}"

    def fresh(self) -> "PersonPage":
        """This person as the records are now: for what looks before it saves, with their lock held."""
        return PersonPage(self.request, self.state, self.store.page_data(self.person.id))

    def save(
        self,
        document: str | Mapping[str, Any],
        *,
        files: Sequence[str | os.PathLike[str]] = (),
        replaces: str | None = None,
    ) -> str:
        """Save a document of this person, with the files it came from; returns its key. All or nothing."""
        return self.store.save(self.person.id, document, files=files, replaces=replaces)

    @cached_property
    def screen(self) -> "Screen | None":
        """The last screen, with every clearance that was recorded."""
        from trochanter.exchange.screen_result import screen_of

        return screen_of(self.data.screens[-1].body, "the screen") if self.data.screens else None

    @cached_property
    def limits(self) -> "Limits | None":
        """What the screen leaves open today; None without one."""
        from trochanter.findings.screen import limits_of

        return None if self.screen is None else limits_of(self.screen, self.today)

    @property
    def tier(self) -> str:
        """The most urgent tier in force today: 'A' to 'D', '' for none."""
        return "" if self.limits is None else (self.limits.tier or "")

    @cached_property
    def histories(self) -> "tuple[History, ...]":
        """What was told of goal and history, each time."""
        from trochanter.exchange.history_result import history_told

        return tuple(
            history_told(each.body.encode(), "what was told.json", dt.date.fromisoformat(each.day))
            for each in self.data.histories
        )

    @property
    def history(self) -> "History | None":
        """What was told last."""
        return self.histories[-1] if self.histories else None

    @cached_property
    def assessment(self) -> "Assessment | None":
        """The last assessment."""
        from trochanter.exchange.assessment_result import assessment_of

        return assessment_of(self.data.assessments[-1].body, "the assessment") if self.data.assessments else None

    @cached_property
    def plans(self) -> "tuple[Plan, ...]":
        """All plans; the last one of each day, which is the one that was followed."""
        from trochanter.exchange.plan_result import plan_of

        last = {each.day: each for each in self.data.plans}
        return tuple(plan_of(each.body, "the plan") for each in last.values())

    @property
    def plan(self) -> "Plan | None":
        """The plan in force."""
        return self.plans[-1] if self.plans else None

    @cached_property
    def log(self) -> "SessionLog":
        """Every session that was noted, also what was taken back."""
        from trochanter.exchange.session_log import SessionLog
        from trochanter.exchange.session_result import entry_of

        entries = sorted(self.data.sessions, key=lambda each: each.saved)
        return SessionLog(tuple(entry_of(each.body, "a session") for each in entries))

    @cached_property
    def checks(self) -> "tuple[RotationRange, ...]":
        """The set-ups of all measurements of the hips."""
        from trochanter.exchange.measurement_reading import measurement_of

        found = [each for each in self.data.measurements if each.kind == "measurement"]
        return tuple(one for each in found for one in measurement_of(each.body, "a measurement"))

    def progress(self, answers: "SessionAnswers | None" = None) -> "Progress":
        """What following the plan has come to today; raises UnknownName without a plan."""
        from trochanter.progress.course import before_in_course
        from trochanter.progress.follow import follow
        from trochanter.progress.goal_trend import GoalToday

        if self.plan is None:
            raise UnknownName("plan of this person", "the last one", ())
        return follow(
            self.plan,
            self.log.sessions,
            on=self.today,
            checks=self.checks,
            goals=[GoalToday(each.told_on, each.goal) for each in self.histories],
            runs=() if self.history is None else self.history.runs,
            earlier=before_in_course(self.plan, self.plans),
            screen=self.screen,
            answers=answers,
            history=self.history,
        )


def person_page(request: Request, person: str) -> PersonPage:
    """The person of an address; raises UnknownName, without telling who else there is."""
    state = state_of(request)
    try:
        data = state.store.page_data(person)
    except UnknownName:
        raise UnknownName("person at this address", person[:80], ()) from None
    if data.person.id != person:  # a name is no address
        raise UnknownName("person at this address", person[:80], ())
    return PersonPage(request, state, data)


Here = Annotated[PersonPage, Depends(person_page)]
