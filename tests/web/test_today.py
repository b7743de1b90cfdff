"""Today: what is said, what is offered, and what is noted; the screen before everything."""

import datetime as dt
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.web.stories import kept, life_of, save_screen
from tests.web.training import QUIET, exercise_day, headline, on_day, session_in
from trochanter.plan.library import exercises
from trochanter.store.records import Person
from trochanter.store.store import Store
from trochanter.web.training.warming import warm_up

WEEK = dt.timedelta(days=7)


def test_a_newcomer_is_told_one_next_step(client: TestClient, newcomer: Person) -> None:
    text = client.get(f"/p/{newcomer.id}/today").text
    assert headline(text) == "A few questions first."
    assert f'href="/p/{newcomer.id}/screen?then=check"' in text
    assert session_in(text) is None


def test_a_runner_is_told_whether_to_run(client: TestClient, runner: Person) -> None:
    text = client.get(f"/p/{runner.id}/today").text
    assert headline(text) == "Run as planned: up to 6 km, easy."
    assert "Stop and walk if pain goes above 2 of 10" in text
    assert "trochanter screen" not in text


def test_distances_are_told_in_miles(client: TestClient, runner: Person) -> None:
    client.cookies.set("trochanter_look", "units=imperial")
    assert headline(client.get(f"/p/{runner.id}/today").text) == "Run as planned: up to 3.7 mi, easy."


def test_three_questions_come_first_on_another_day(store: Store, runner: Person, today: dt.date) -> None:
    day = exercise_day(store, runner, today)
    with on_day(store, day) as browser:
        before = browser.get(f"/p/{runner.id}/today").text
        assert 'name="new_signs"' in before
        assert session_in(before) is None
        answered = browser.post(f"/p/{runner.id}/today/answers", data=QUIET)
        assert answered.headers["location"] == f"/p/{runner.id}/today"
        session = session_in(browser.get(f"/p/{runner.id}/today").text)
        assert session is not None
        assert session["pain_before"] == 2
        first = session["exercises"][0]
        assert browser.get(first["figure"]).headers["content-type"] == "image/svg+xml"
        assert first["sets"] >= 1


@pytest.mark.parametrize(
    "given", [{"groin": "yes"}, {"new_signs": "not sure"}, {"pain": "9"}, {"groin": ""}, {"pain": ""}]
)
def test_an_answer_that_asks_for_the_screen_stands(
    store: Store, runner: Person, today: dt.date, given: dict[str, str]
) -> None:
    with on_day(store, exercise_day(store, runner, today)) as browser:
        answered = browser.post(f"/p/{runner.id}/today/answers", data=QUIET | given)
        assert answered.headers["location"] == f"/p/{runner.id}/screen?then=today"
        browser.post(f"/p/{runner.id}/today/answers", data=QUIET)  # answering otherwise a moment later lifts nothing
        text = browser.get(f"/p/{runner.id}/today").text
        assert "answer the questions of the screen first" in headline(text)
        assert session_in(text) is None


def test_tiers_a_and_b_stop_the_day(client: TestClient, stopped: Person, emergency: Person) -> None:
    for person, words in ((stopped, "See a doctor today."), (emergency, "emergency")):
        text = client.get(f"/p/{person.id}/today").text
        assert words in headline(text)
        assert session_in(text) is None
        assert "Run as planned" not in text
    assert "What would you like to note?" in client.get(f"/p/{stopped.id}/today/note").text
    assert "emergency" in headline(client.get(f"/p/{emergency.id}/today/note").text)


def test_tier_c_says_what_waits(client: TestClient, store: Store, tmp_path: Path, today: dt.date) -> None:
    life = life_of(tmp_path / "c", today)
    person = kept(store, "Tier C", life, today)
    life.again(14, locking="yes")
    save_screen(store, person, life.screen, today)
    text = client.get(f"/p/{person.id}/today").text
    assert "Walk only today" in headline(text)
    assert "jumping and other impact, the end of the range and running" in text


def test_pain_above_five_is_no_day_for_exercises(store: Store, runner: Person, today: dt.date) -> None:
    """The rise alone has the screen asked; after it pain above 5 still stops the day."""
    day = exercise_day(store, runner, today)
    with on_day(store, day) as browser:
        browser.post(f"/p/{runner.id}/today/session", data={"key": "k" * 16, "pain_during": "6", "ended": "stopped"})
        text = browser.get(f"/p/{runner.id}/today").text
    assert session_in(text) is None
    assert headline(text).startswith("Do not run")


def test_what_is_noted_by_form_is_noted_once(client: TestClient, runner: Person, store: Store) -> None:
    before = len(store.documents(runner.id, "session"))
    form = {"key": "a" * 32, "run_km": "5,5", "run_min": "30", "pain_during": "1", "ended": "noted"}
    first = client.post(f"/p/{runner.id}/today/session", data=form)
    assert client.post(f"/p/{runner.id}/today/session", data=form).headers["location"] == first.headers["location"]
    found = store.documents(runner.id, "session")
    assert len(found) == before + 1
    assert found[-1].value()["run_km"] == 5.5
    text = client.get(first.headers["location"]).text
    assert "Saved: pain during 1, 5.5 km, 30 min." in text
    assert client.post(f"/p/{runner.id}/today/undo", data={"key": "a" * 32}).status_code == 303
    assert "Saved:" not in client.get(first.headers["location"]).text


def test_miles_become_kilometres(client: TestClient, runner: Person, store: Store) -> None:
    client.cookies.set("trochanter_look", "units=imperial")
    client.post(f"/p/{runner.id}/today/session", data={"key": "b" * 32, "run_mi": "3"})
    assert store.documents(runner.id, "session")[-1].value()["run_km"] == pytest.approx(4.828)


def test_where_it_began_to_hurt_is_noted_in_the_units_of_the_person(
    client: TestClient, runner: Person, store: Store, today: dt.date
) -> None:
    assert 'name="pain_onset_km"' in client.get(f"/p/{runner.id}/today/note").text
    client.cookies.set("trochanter_look", "units=imperial")
    assert 'name="pain_onset_mi"' in client.get(f"/p/{runner.id}/today/note").text
    form = {"key": "d" * 32, "run_mi": "16", "pain_onset_mi": "15", "pain_during": "3", "pain_place": "outer_hip"}
    answer = client.post(f"/p/{runner.id}/today/session", data=form)
    assert "began to hurt after 15 mi" in client.get(answer.headers["location"]).text
    assert store.documents(runner.id, "session")[-1].value()["pain_onset_km"] == pytest.approx(24.14)
    given = {"key": "e" * 32, "on": today.isoformat(), "ended": "noted", "run_km": 26.0, "pain_onset_km": 24.0}
    assert client.post(f"/api/p/{runner.id}/sessions", json=given).status_code == 200
    assert store.documents(runner.id, "session")[-1].value()["pain_onset_km"] == 24.0
    beyond = client.post(f"/api/p/{runner.id}/sessions", json=given | {"key": "f" * 32, "pain_onset_km": 27.0})
    assert beyond.status_code == 422


@pytest.mark.parametrize(
    "wrong",
    [
        {"pain_during": "11"},
        {"run_km": "far"},
        {"on": "2999-01-01"},
        {"ended": "won"},
        {"run_mi": "-3"},
        {"on": "x"},
        {"pain_onset_km": "0"},
    ],
)
def test_nonsense_is_answered_with_words(
    client: TestClient, runner: Person, store: Store, wrong: dict[str, str]
) -> None:
    before = len(store.documents(runner.id, "session"))
    answer = client.post(f"/p/{runner.id}/today/session", data={"key": "c" * 32, **wrong})
    assert answer.status_code == 422
    assert "What would work:" in answer.text
    assert len(store.documents(runner.id, "session")) == before


def test_the_morning_belongs_to_the_session_before(store: Store, runner: Person, today: dt.date) -> None:
    store.save(runner.id, {"schema": "trochanter.session/1", "id": "eve", "on": today.isoformat(), "ended": "done"})
    with on_day(store, today + dt.timedelta(days=1)) as browser:
        assert "How is it this morning?" in browser.get(f"/p/{runner.id}/today").text
        told = browser.post(f"/p/{runner.id}/today/morning", data={"pain": "3"})
        assert told.status_code == 303
        browser.post(f"/p/{runner.id}/today/morning", data={"pain": "3"})
        assert "How is it this morning?" not in browser.get(f"/p/{runner.id}/today").text
    found = [each.value() for each in store.documents(runner.id, "session")]
    assert [each["pain_next_morning"] for each in found if each.get("replaces") == "eve"] == [3]


def test_runs_of_a_table_are_noted_once(client: TestClient, runner: Person, store: Store, today: dt.date) -> None:
    table = f"date,distance_km\n{today},7.25\n{today - dt.timedelta(days=1)},3.5\n".encode()
    url = f"/p/{runner.id}/today/runs/upload"
    before = len(store.documents(runner.id, "session"))
    for _ in range(2):
        answer = client.post(url, files={"file": ("../../etc/passwd.csv", table)})
        assert answer.status_code == 303, answer.text
    found = [each.value() for each in store.documents(runner.id, "session")]
    assert len(found) == before + 2
    assert not any("passwd" in str(each.get("run_source")) for each in found)


@pytest.mark.parametrize(
    "content", [b"", b"\x00\x01\x02", b"%PDF-1.7", b"hello", b"\x0e\x10\x00\x00\x00\x00\x00\x00.FITxx"]
)
def test_a_file_without_runs_is_refused_with_words(client: TestClient, runner: Person, content: bytes) -> None:
    answer = client.post(f"/p/{runner.id}/today/runs/upload", files={"file": ("run.fit", content)})
    assert 400 <= answer.status_code < 500 or answer.status_code == 501
    assert "/tmp" not in answer.text


def test_the_week_strip_ends_where_the_plan_does(store: Store, runner: Person, today: dt.date) -> None:
    with on_day(store, today + 5 * WEEK) as browser:
        text = browser.get(f"/p/{runner.id}/today").text
    assert text.count("<i aria-hidden") == 7
    assert "Time to measure again" in text


def test_after_the_screen_of_the_same_day_it_waits_for_tomorrow(
    client: TestClient, store: Store, tmp_path: Path, today: dt.date
) -> None:
    """Nobody is sent round in a circle: what hurt today is told of, the questions are answered, and the day is over."""
    life = life_of(tmp_path / "circle", today)
    person = kept(store, "Circle", life, today)
    told = {"key": "f" * 16, "ended": "noted", "pain_during": "1", "pain_place": "numb and tingling"}
    client.post(f"/p/{person.id}/today/session", data=told)
    assert "Answer the questions" in client.get(f"/p/{person.id}/today").text
    save_screen(store, person, life.screen, today)
    text = client.get(f"/p/{person.id}/today").text
    assert headline(text) == "Walk only today; exercises and running wait until tomorrow."
    assert session_in(text) is None


def test_warming_up_reads_what_pages_need() -> None:
    exercises.cache_clear()
    warm_up()
    assert exercises.cache_info().currsize == 1


def test_two_parts_of_a_day_add_up(store: Store, runner: Person, today: dt.date) -> None:
    """What was left out in the first session and done in the second is done."""
    day = exercise_day(store, runner, today)
    with on_day(store, day) as browser:
        browser.post(f"/p/{runner.id}/today/answers", data=QUIET)
        asked = session_in(browser.get(f"/p/{runner.id}/today").text)
        assert asked is not None
        rows = [
            {"exercise": one["exercise"], "side": side, "sets": one["sets"], "repeats": one["repeats"]}
            for one in asked["exercises"]
            for side in one["sides"] or [None]
        ]
        halves = {"first": range(1), "second": range(1, len(rows))}
        for name, done in halves.items():
            told = [row | {"sets": row["sets"] if k in done else 0} for k, row in enumerate(rows)]
            given = {"key": f"{name}-half-of-it", "on": day.isoformat(), "ended": "part", "done": told}
            assert browser.post(f"/api/p/{runner.id}/sessions", json=given).status_code == 200
        text = browser.get(f"/p/{runner.id}/today").text
    assert session_in(text) is None
    assert "Done for today" in text
