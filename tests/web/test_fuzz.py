"""Requests that nobody meant: whatever is sent to whatever route, there is an answer in words and never a 500."""

import os
import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import schemathesis
from fastapi.routing import APIRoute
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from starlette.testclient import TestClient

from tests.web.conftest import HOST, TOKEN
from tests.web.test_leaks import PARAMETER, all_routes
from trochanter.exchange.record_documents import check, without_private
from trochanter.store.opening import open_store
from trochanter.store.records import Person
from trochanter.web.app import create_app
from trochanter.web.guard.entry import COOKIE, Door, key_in
from trochanter.web.settings import Settings

FOLDER = Path(str(files("trochanter.web").joinpath("templates")))
A_ROUTE = 1_000 if os.environ.get("TROCHANTER_SOAK") == "1" else 6
TEMPLATES = "".join(each.read_text(encoding="utf-8") for each in sorted(FOLDER.glob("*.html")))
NAMES = sorted(
    {*re.findall(r'name="([a-z_]+)"', TEMPLATES), "s1_right_in_1", "s1_right_in_pain", "able", "page", "find"}
)
VALUES = sorted({*re.findall(r'value="([a-z_]+)"', TEMPLATES), "3", "30", "2026-11-22", "0.5"})
HOSTILE = [
    "", "-1", "1e400", "nan", "../../etc/passwd", "<script>", "\x00", "2026-02-30", "9" * 400, "{{7*7}}", "%00",
]  # fmt: skip
WORDS = st.one_of(st.text(max_size=40), st.sampled_from(HOSTILE), st.sampled_from(VALUES))
USUAL = settings(max_examples=A_ROUTE, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.mark.parametrize("route", all_routes(), ids=lambda route: f"{'+'.join(sorted(route.methods))} {route.path}")
def test_no_route_breaks(client: TestClient, runner: Person, route: APIRoute) -> None:
    @USUAL
    @given(
        st.lists(WORDS, min_size=4, max_size=4), st.dictionaries(st.sampled_from(NAMES), WORDS, max_size=8), st.data()
    )
    def ask(given_words: list[str], fields: dict[str, str], data: st.DataObject) -> None:
        filled = iter(given_words)
        address = PARAMETER.sub(lambda one: runner.id if one[1] == "person" else _quoted(next(filled)), route.path)
        kind, junk = data.draw(st.sampled_from(["form", "json", "bytes"])), data.draw(st.binary(max_size=60))
        for method in sorted(route.methods or ()):
            bodies: dict[str, Any] = {"form": {"data": fields}, "json": {"json": fields}, "bytes": {"content": junk}}
            query = fields if method == "GET" else None
            answer = client.request(method, address, params=query, **({} if method == "GET" else bodies[kind]))
            assert answer.status_code < 500, (method, address, fields, answer.text[:300])
            assert "Traceback" not in answer.text

    ask()


def _quoted(word: str) -> str:
    return quote(word, safe="") or "x"


@pytest.fixture(scope="module")
def schema(tmp_path_factory: pytest.TempPathFactory) -> Iterator[schemathesis.BaseSchema]:
    """What the interface says of itself, asked as a browser that has entered."""
    folder: Path = tmp_path_factory.mktemp("fuzz") / "records"
    with open_store(folder, check=check, hide=without_private) as store:
        store.add_person("Somebody")
        app = create_app(Settings(TOKEN, folder, requests_a_second=1e6, burst=10**6), store)
        cookie = Door("", key_in(folder)).cookie()
        yield schemathesis.openapi.from_asgi(
            "/openapi.json", app, headers={"Cookie": f"{COOKIE}={cookie}", "Host": HOST[7:]}
        )


def test_the_interface_keeps_what_it_says(schema: schemathesis.BaseSchema) -> None:
    operations = [each.ok() for each in schema.get_all_operations() if isinstance(each, Ok)]
    assert operations
    for operation in operations:

        @USUAL
        @given(operation.as_strategy())
        def ask(case: schemathesis.Case[Any]) -> None:
            case.call_and_validate(checks=[not_a_server_error])

        ask()
