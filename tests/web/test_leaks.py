"""Nothing of one person is ever shown to, or changed through, the page of another: over people and all routes."""

import datetime as dt
import os
import re
from collections.abc import Iterator
from dataclasses import replace
from importlib import import_module
from pathlib import Path

import pytest
from fastapi.routing import APIRoute
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from tests.web.stories import kept, life_of
from trochanter.exchange.session_result import new_entry, session_result, session_text
from trochanter.progress.session import Session
from trochanter.store.records import PageData, Person
from trochanter.store.store import Store
from trochanter.web.routes import ROUTES

MARK = "Zyxwvut"
ASKED = 10_000 if os.environ.get("TROCHANTER_SOAK") == "1" else 150
PARAMETER = re.compile(r"\{([a-z_]+)(?::[a-z]+)?\}")


def all_routes() -> list[APIRoute]:
    """All routes of all pages."""
    modules = [import_module(f"trochanter.web.routes.{name}") for name in ROUTES]
    return [route for module in modules for route in module.router.routes if isinstance(route, APIRoute)]


def personal_routes() -> list[APIRoute]:
    """All routes below a person's address."""
    return [route for route in all_routes() if "{person}" in route.path]


@pytest.fixture
def other(store: Store, tmp_path: Path, today: dt.date) -> Person:
    """Somebody else, whose name, goal and notes hold a word that nobody else has."""
    life = life_of(tmp_path / "other", today)
    goal = replace(life.history.goal, activity=f"{MARK} every week")
    life.history = replace(life.history, goal=goal)
    person = kept(store, f"{MARK} Somebody", life, today)
    note = Session(today, "noted", note=f"{MARK} note", pain_during=1)
    written = dt.datetime.combine(today, dt.time(7), dt.UTC)
    store.save(person.id, session_text(session_result(new_entry(note, written))))
    return person


def _names_of(data: PageData) -> Iterator[str]:
    for each in data.documents:
        yield each.id
        if each.kind == "session":
            yield str(each.value()["id"])


def _address(route: APIRoute, person: str, names: list[str], pick: int) -> str:
    values = {name: names[(pick + k) % len(names)] for k, name in enumerate(PARAMETER.findall(route.path))}
    return PARAMETER.sub(lambda one: person if one[1] == "person" else values[one[1]], route.path)


def test_no_route_tells_of_somebody_else(client: TestClient, store: Store, runner: Person, other: Person) -> None:
    routes = personal_routes()
    names = [*_names_of(store.page_data(other.id)), "bridge", "103"]
    before = store.page_data(other.id)

    @settings(max_examples=ASKED, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        which=st.integers(0, len(routes) - 1), pick=st.integers(0, len(names) - 1), body=st.sampled_from(["", "key"])
    )
    def ask(which: int, pick: int, body: str) -> None:
        route = routes[which]
        for method in sorted(route.methods or ()):
            if "forget" in route.path:
                continue
            data = {"key": names[pick], "id": names[pick], "entry": names[pick]} if body else {}
            address = _address(route, runner.id, names, pick)
            answer = client.request(method, address, data=data if method != "GET" else None)
            assert answer.status_code < 500, (route.path, answer.text[:500])
            assert MARK not in answer.text, (method, route.path)

    ask()
    assert store.page_data(other.id) == before


def test_a_name_is_no_address(client: TestClient, runner: Person) -> None:
    assert client.get(f"/p/{runner.name}/settings").status_code == 404
    assert client.get(f"/p/{runner.id}x/settings").status_code == 404
