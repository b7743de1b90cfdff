"""What can be taken along: calendar, sheet for the wall, tables, FHIR; each asks the screen of now first."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from trochanter.core.errors import MissingInput, UnknownName
from trochanter.findings.permission import ScreenNeeded
from trochanter.plan.plan import Plan
from trochanter.plan.plan_check import refuse_beyond_screen
from trochanter.web.person import PersonPage
from trochanter.web.training.typed import number_typed

Content = bytes | str
CALENDAR = "exercises.ics"


@dataclass(frozen=True, slots=True)
class Download:
    """A file that is made when it is asked for: its type, whether it holds the plan, and what makes it."""

    kind: str
    of_plan: bool
    made: Callable[[PersonPage], Content]


def download(here: PersonPage, name: str, at: str = "", remind: str = "") -> tuple[Content, str]:
    """A file by its name, and its type; at, remind: of a calendar, a time such as '18:00' and minutes before it.

    Raises UnknownName, MissingInput, MissingExtra; where the screen stands against it ScreenNeeded, NotOffered and
    ImpossibleData.
    """
    found = DOWNLOADS.get(name)
    if found is None:
        raise UnknownName("file to take along", name[:80], DOWNLOADS)
    if found.of_plan:
        _refuse(here)
    if name == CALENDAR:
        return _calendar(here, at, remind), found.kind
    return found.made(here), found.kind


def _refuse(here: PersonPage) -> None:
    if here.screen is None:
        raise ScreenNeeded
    refuse_beyond_screen(_plan(here), here.screen, here.today, here.history)


def _plan(here: PersonPage) -> Plan:
    if here.plan is None:
        raise MissingInput("there is no plan yet", next_step="make one first")
    return here.plan


def _activity(here: PersonPage) -> str:
    return here.history.goal.activity if here.history is not None else ""


def _calendar(here: PersonPage, at: str = "", remind: str = "") -> Content:
    from trochanter.exchange.plan_calendar import Wishes, calendar_text, time_of_day

    minutes = number_typed(remind, "remind") if at else None
    wishes = Wishes(
        at=time_of_day(at) if at else None,
        remind_min=None if minutes is None else int(minutes),
        whose=here.person.id,
    )
    return calendar_text(_plan(here), wishes, made_at=here.now)


def _pdf(here: PersonPage) -> Content:
    from trochanter.exchange.plan_pdf import plan_pdf

    paper = "letter" if here.look.units == "imperial" else "a4"
    return plan_pdf(_plan(here), _activity(here), paper=paper, on=here.today)


def _plan_csv(here: PersonPage) -> Content:
    from trochanter.exchange.csv_tables import plan_csv

    return plan_csv(_plan(here))


def _sessions_csv(here: PersonPage) -> Content:
    from trochanter.exchange.csv_tables import sessions_csv

    return sessions_csv(here.log.sessions)


def _measurements_csv(here: PersonPage) -> Content:
    from trochanter.exchange.csv_tables import measurements_csv

    return measurements_csv(here.checks)


def _fhir(here: PersonPage) -> Content:
    """Measurements, goal and, where it is open, the plan as a draft that nobody has ordered."""
    from hashlib import sha256
    from uuid import UUID

    from trochanter.exchange.fhir_bundle import bundle
    from trochanter.exchange.fhir_inputs import Measured
    from trochanter.exchange.measurement_reading import measurement_of

    kept = [each for each in here.data.measurements if each.kind == "measurement"]
    measured = [
        Measured(tuple(measurement_of(each.body, "a measurement")), sha256(each.body.encode()).hexdigest())
        for each in kept
    ]
    if here.plan is not None:
        _refuse_where_open(here)
    plan = here.plan if here.tier not in ("A", "B") else None
    goal = here.history.goal if here.history is not None else None
    return bundle(measured, plan, goal, made_at=here.now, person=UUID(here.person.id))


def _refuse_where_open(here: PersonPage) -> None:
    """A plan goes along only where the screen leaves it open; where everything is stopped it stays at home."""
    if here.tier not in ("A", "B"):
        _refuse(here)


def _handoff(here: PersonPage) -> Content:
    from trochanter.exchange.plan_pdf import handoff_pdf
    from trochanter.web.training.clinician import handoff_of

    return handoff_pdf(handoff_of(here))


DOWNLOADS: Mapping[str, Download] = {
    "plan.pdf": Download("application/pdf", True, _pdf),
    CALENDAR: Download("text/calendar", True, _calendar),
    "plan.csv": Download("text/csv", True, _plan_csv),
    "sessions.csv": Download("text/csv", False, _sessions_csv),
    "measurements.csv": Download("text/csv", False, _measurements_csv),
    "bundle.json": Download("application/fhir+json", False, _fhir),
    "handoff.pdf": Download("application/pdf", False, _handoff),
}
