"""The real app over real records in a temporary folder, entered as a browser enters."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.web.stories import kept, life_of, save_screen
from trochanter.exchange.record_documents import check, without_private
from trochanter.store.opening import open_store
from trochanter.store.records import Person
from trochanter.store.store import Store
from trochanter.web.app import create_app
from trochanter.web.settings import Settings

TOKEN = "a-token-that-works-once"
HOST = "http://127.0.0.1:8000"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Records that are new."""
    with open_store(tmp_path / "records", check=check, hide=without_private) as found:
        yield found


@pytest.fixture
def today() -> dt.date:
    """The day of the tests: theirs is the real clock, as the commands' is."""
    return dt.datetime.now().astimezone().date()


@pytest.fixture
def stranger(store: Store) -> Iterator[TestClient]:
    """A browser that has not entered."""
    app = create_app(Settings(TOKEN, store.place.folder), store)
    with TestClient(app, base_url=HOST, follow_redirects=False) as found:
        yield found


@pytest.fixture
def client(stranger: TestClient) -> TestClient:
    """A browser that has entered."""
    assert stranger.get("/enter", params={"token": TOKEN}).status_code == 303
    return stranger


@pytest.fixture
def newcomer(store: Store) -> Person:
    """A person of whom nothing is known."""
    return store.add_person("A newcomer")


@pytest.fixture
def runner(store: Store, tmp_path: Path, today: dt.date) -> Person:
    """A person with screen, goal, measurement, assessment, plan and two weeks of sessions."""
    return kept(store, "A runner", life_of(tmp_path / "runner", today), today)


@pytest.fixture
def stopped(store: Store, tmp_path: Path, today: dt.date) -> Person:
    """A runner whom today's screen stops in tier B: pain in the groin at night."""
    life = life_of(tmp_path / "stopped", today)
    person = kept(store, "Somebody stopped", life, today)
    life.again(14, groin="yes", groin_night="yes")
    save_screen(store, person, life.screen, today)
    return person


@pytest.fixture
def emergency(store: Store, tmp_path: Path, today: dt.date) -> Person:
    """A runner whom today's screen sends to emergency care."""
    life = life_of(tmp_path / "emergency", today)
    person = kept(store, "Somebody in tier A", life, today)
    life.again(14, numb_saddle="yes")
    save_screen(store, person, life.screen, today)
    return person
