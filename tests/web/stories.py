"""People in the records, as far as tests of the page need them: a newcomer, a runner, one whom the screen stops."""

import datetime as dt
from pathlib import Path

from examples.twelve_weeks import Life, begun, improves
from trochanter.exchange.assessment_result import assessment_result, assessment_text
from trochanter.exchange.history_result import history_result, history_text
from trochanter.exchange.measurement_result import measurement_result, measurement_text
from trochanter.exchange.plan_result import plan_result, plan_text
from trochanter.exchange.screen_result import screen_result, screen_text
from trochanter.exchange.session_result import new_entry, session_result, session_text
from trochanter.findings.screen import Screen
from trochanter.store.records import Person
from trochanter.store.store import Store

DAYS = 14


def life_of(folder: Path, today: dt.date, days: int = DAYS, name: str = "a runner") -> Life:
    """A runner who has done for some days what the plan asks, and was screened again today."""
    life = begun(name, folder, today - dt.timedelta(days=days))
    for k in range(days):
        improves(life, k)
    life.again(days)
    return life


def kept(store: Store, name: str, life: Life, today: dt.date) -> Person:
    """A life saved in the records."""
    person = store.add_person(name)
    save_screen(store, person, life.screen, today)
    store.save(person.id, history_text(history_result(life.history, keep_private=True)))
    for check in life.checked():
        store.save(person.id, measurement_text(measurement_result(check)))
    for made in life.assessments:
        store.save(person.id, assessment_text(assessment_result(made, keep_private=True)))
    for plan in (*life.earlier, *([life.plan] if life.plan else [])):
        store.save(person.id, plan_text(plan_result(plan, keep_private=True)))
    for each in life.sessions:
        written = dt.datetime.combine(each.on, dt.time(19, 30), dt.UTC)
        store.save(person.id, session_text(session_result(new_entry(each, written))))
    return person


def save_screen(store: Store, person: Person, screen: Screen, on: dt.date) -> str:
    """A screen saved with all its answers, as the page keeps it."""
    return store.save(person.id, screen_text(screen_result(screen, on, keep_private=True)))
