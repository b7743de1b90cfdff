"""A browser on another day than today, and what tests of the training pages read out of pages."""

import datetime as dt
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from starlette.testclient import TestClient

from tests.web.conftest import HOST, TOKEN
from trochanter.exchange.plan_result import plan_of
from trochanter.plan.plan import Plan
from trochanter.store.records import Person
from trochanter.store.store import Store
from trochanter.web.app import create_app
from trochanter.web.settings import Settings

QUIET = {"new_signs": "no", "groin": "no", "pain": "2"}


@contextmanager
def on_day(store: Store, day: dt.date) -> Iterator[TestClient]:
    """A browser that has entered, on a day."""
    noon = dt.datetime.combine(day, dt.time(12), dt.UTC)
    app = create_app(Settings(TOKEN, store.place.folder, now=lambda: noon), store)
    with TestClient(app, base_url=HOST, follow_redirects=False) as found:
        assert found.get("/enter", params={"token": TOKEN}).status_code == 303
        yield found


def plan_in(store: Store, person: Person) -> Plan:
    """The plan in force."""
    return plan_of(store.documents(person.id, "plan")[-1].body, "plan")


def exercise_day(store: Store, person: Person, after: dt.date) -> dt.date:
    """The next day after one on which the plan has exercises."""
    plan = plan_in(store, person)
    return next(day for k in range(1, 8) if plan.items_on(day := after + dt.timedelta(days=k)))


def session_in(text: str) -> dict[str, Any] | None:
    """What a page brings for the guided session; None where it brings none."""
    found = re.search(
        r'data-module="session-player">\s*<script type="application/json">(.*?)</script>', text, re.DOTALL
    )
    return None if found is None else json.loads(found[1])


def headline(text: str) -> str:
    """The first heading of a page."""
    found = re.search(r"<h1[^>]*>(.*?)</h1>", text, re.DOTALL)
    assert found is not None
    return re.sub(r"<[^>]+>", "", found[1]).strip()
