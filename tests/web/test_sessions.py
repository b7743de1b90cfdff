"""Sessions through the API: once under their key, never refused for what they tell, taken back once."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from starlette.testclient import TestClient

from trochanter.store.records import Person
from trochanter.store.store import Store


def sent(client: TestClient, person: Person, today: dt.date, **more: object) -> dict[str, Any]:
    given = {"key": "key-of-a-session", "on": today.isoformat(), "ended": "done", **more}
    answer = client.post(f"/api/p/{person.id}/sessions", json=given)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def number_of(store: Store, person: Person) -> int:
    return len(store.documents(person.id, "session"))


def test_the_same_key_is_saved_once(client: TestClient, runner: Person, store: Store, today: dt.date) -> None:
    before = number_of(store, runner)
    first = sent(client, runner, today, pain_during=2, effort=6)
    assert sent(client, runner, today, pain_during=2, effort=6) == first
    assert number_of(store, runner) == before + 1
    saved = store.documents(runner.id, "session")[-1].value()
    assert saved["id"] == "key-of-a-session"
    assert saved["pain_during"] == 2


def test_two_at_once_are_one(client: TestClient, runner: Person, store: Store, today: dt.date) -> None:
    before = number_of(store, runner)
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: sent(client, runner, today), range(16)))
    assert all(each == answers[0] for each in answers)
    assert number_of(store, runner) == before + 1


def test_done_alone_is_what_the_plan_asks_for(client: TestClient, runner: Person, store: Store, today: dt.date) -> None:
    sent(client, runner, today)
    rows = store.documents(runner.id, "session")[-1].value()["done"]
    assert rows
    assert all(row["sets"] == row["target_sets"] for row in rows)


def test_taken_back_once(client: TestClient, runner: Person, store: Store, today: dt.date) -> None:
    undo = str(sent(client, runner, today)["undo"])
    before = number_of(store, runner)
    first = client.post(undo)
    assert first.status_code == 200
    assert client.post(undo).json() == first.json()
    assert number_of(store, runner) == before + 1
    assert store.documents(runner.id, "session")[-1].value()["taken_back"] is True
    assert client.post(f"/api/p/{runner.id}/sessions/nobody-knows/undo").status_code == 404


def test_pain_is_always_taken(client: TestClient, stopped: Person, store: Store, today: dt.date) -> None:
    before = number_of(store, stopped)
    told = sent(client, stopped, today, ended="noted", pain_during=7, pain_place="outer_hip")
    assert number_of(store, stopped) == before + 1
    assert {"stopped", "pain"} <= {each["kind"] for each in told["follows"]}


def test_pain_in_the_groin_has_the_screen_asked_again(client: TestClient, runner: Person, today: dt.date) -> None:
    told = sent(client, runner, today, ended="stopped", pain_during=1, pain_place="groin")
    assert told["follows"][0]["kind"] == "screen"
    assert "asked about before the next run" in client.get(f"/p/{runner.id}/today").text


@pytest.mark.parametrize(
    "wrong",
    [
        {"pain_during": 11}, {"pain_during": True}, {"pain_during": 2.5}, {"ended": "won"}, {"on": "yesterday"},
        {"key": "short"}, {"key": "../../etc/passwd"}, {"run_km": -1}, {"run_km": "NaN"}, {"unknown": 1},
        {"done": [{"exercise": "bridge", "sets": 1000, "repeats": 1}]},
        {"ended": "missed", "done": [{"exercise": "bridge", "sets": 1, "repeats": 1}]},
        {"note": "x" * 501}, {"note": "a\u0000b"}, {"on": "2999-01-01"},
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_words(
    client: TestClient, runner: Person, store: Store, today: dt.date, wrong: dict[str, object]
) -> None:
    before = number_of(store, runner)
    given = {"key": "key-of-a-session", "on": today.isoformat(), "ended": "done", **wrong}
    answer = client.post(f"/api/p/{runner.id}/sessions", json=given)
    assert answer.status_code == 422
    assert set(answer.json()) >= {"what", "where", "valid", "next_step"}
    assert number_of(store, runner) == before


def test_one_person_cannot_take_back_another_s(
    client: TestClient, runner: Person, newcomer: Person, today: dt.date
) -> None:
    sent(client, runner, today)
    assert client.post(f"/api/p/{newcomer.id}/sessions/key-of-a-session/undo").status_code == 404


def test_miles_are_taken_for_kilometres(client: TestClient, runner: Person, store: Store, today: dt.date) -> None:
    sent(client, runner, today, ended="noted", run_mi=3.0)
    assert store.documents(runner.id, "session")[-1].value()["run_km"] == pytest.approx(4.828)


def test_a_morning_is_noted_once(client: TestClient, runner: Person, store: Store, today: dt.date) -> None:
    before = number_of(store, runner)
    given = {"key": "key-of-a-morning", "on": today.isoformat(), "pain": 3}
    first = client.post(f"/api/p/{runner.id}/mornings", json=given)
    assert first.status_code == 200
    assert client.post(f"/api/p/{runner.id}/mornings", json=given).json() == first.json()
    assert client.post(f"/api/p/{runner.id}/mornings", json=given | {"key": "another-key"}).status_code == 200
    assert number_of(store, runner) == before + 1
    assert client.post(first.json()["undo"]).status_code == 200
    assert client.post(f"/api/p/{runner.id}/mornings", json=given | {"pain": 11}).status_code == 422


def test_a_morning_needs_a_session(client: TestClient, newcomer: Person, today: dt.date) -> None:
    given = {"key": "key-of-a-morning", "on": today.isoformat(), "pain": 3}
    assert client.post(f"/api/p/{newcomer.id}/mornings", json=given).status_code == 409
