"""The plan: every exercise with its reason, changes that cannot pass the screen, undo, and what is taken along."""

import datetime as dt
import random
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from starlette.testclient import TestClient

from examples.twelve_weeks import answers_of
from tests.web.stories import kept, life_of, save_screen
from tests.web.training import headline, on_day, plan_in
from trochanter.exchange.history_result import history_result, history_text
from trochanter.exchange.screen_result import screen_of
from trochanter.findings.after_pain import to_be_asked_again
from trochanter.findings.limits import may
from trochanter.findings.questions import item_of
from trochanter.findings.screen import limits_of, screened
from trochanter.plan.library import exercises
from trochanter.store.records import Person
from trochanter.store.store import Store


def base_of(store: Store, person: Person) -> str:
    return store.page_data(person.id).plans[-1].id


def change(client: TestClient, store: Store, person: Person, **given: object) -> int:
    form = {"base": base_of(store, person), "reason": "no floor at work", **given}
    return client.post(f"/p/{person.id}/plan/change", data=form).status_code


def test_every_exercise_says_why(client: TestClient, runner: Person, store: Store) -> None:
    text = client.get(f"/p/{runner.id}/plan").text
    plan = plan_in(store, runner)
    assert headline(text).startswith("3 exercises, about")
    for item in plan.items:
        assert exercises()[item.exercise].words in text
        assert f"plan/figure/{item.exercise}.svg" in text
    for words in ("Why this one", "Left out, and why", "What opens the next stage:", "Not yet reviewed by a clinician"):
        assert words in text
    assert "trochanter plan" not in text
    assert "style=" not in text


def test_a_newcomer_is_led_on(client: TestClient, newcomer: Person) -> None:
    text = client.get(f"/p/{newcomer.id}/plan").text
    assert headline(text) == "There is no plan yet."
    assert client.post(f"/p/{newcomer.id}/plan/new").status_code == 409


def test_under_18_there_is_no_plan_and_what_to_do_instead(
    client: TestClient, store: Store, newcomer: Person, tmp_path: Path, today: dt.date
) -> None:
    life = life_of(tmp_path / "young", today)
    save_screen(store, newcomer, screened(answers_of({"age": "under_18", "pain": "yes"}), today), today)
    store.save(newcomer.id, history_text(history_result(replace(life.history, told_on=today))))
    assert client.post(f"/p/{newcomer.id}/plan/new").headers["location"] == f"/p/{newcomer.id}/plan"
    text = client.get(f"/p/{newcomer.id}/plan").text
    assert headline(text) == "No plan for now."
    assert "ask a physical therapist, together with a parent" in text.lower()
    assert not store.documents(newcomer.id, "plan")


def test_leave_out_and_undo(client: TestClient, runner: Person, store: Store) -> None:
    assert change(client, store, runner, change="leave_out", exercise="bridge") == 303
    assert plan_in(store, runner).item("bridge") is None
    text = client.get(f"/p/{runner.id}/plan?done=changed").text
    assert "You left it out: no floor at work" in text
    assert "Undo the last change" in text
    client.post(f"/p/{runner.id}/plan/undo")
    assert plan_in(store, runner).item("bridge") is not None
    assert "Undo the last change" not in client.get(f"/p/{runner.id}/plan").text
    client.post(f"/p/{runner.id}/plan/undo")  # there is nothing more to take back
    assert plan_in(store, runner).item("bridge") is not None


def test_a_swap_offers_only_what_passes(client: TestClient, runner: Person, store: Store) -> None:
    text = client.get(f"/p/{runner.id}/plan/change/bridge").text
    assert 'value="paper_lift"' in text
    assert change(client, store, runner, change="swap", exercise="bridge", other="paper_lift", by="therapist") == 303
    item = plan_in(store, runner).item("paper_lift")
    assert item is not None
    assert item.edited_by == "therapist"


def test_a_dose(client: TestClient, runner: Person, store: Store) -> None:
    given = {"sets": "1", "repeats": "6", "hold_s": "0", "weekdays": ["1", "4"]}
    assert change(client, store, runner, change="dose", exercise="bridge", **given) == 303
    item = plan_in(store, runner).item("bridge")
    assert item is not None
    assert (item.dose.sets, item.dose.repeats, item.dose.weekdays) == (1, 6, (1, 4))


def test_the_same_form_twice_changes_once(client: TestClient, runner: Person, store: Store) -> None:
    form = {"base": base_of(store, runner), "reason": "x", "change": "leave_out", "exercise": "bridge"}
    assert client.post(f"/p/{runner.id}/plan/change", data=form).status_code == 303
    again = client.post(f"/p/{runner.id}/plan/change", data=form)
    assert again.status_code == 422
    assert "The plan has changed since" in again.text or "the plan has changed since" in again.text
    assert len(store.page_data(runner.id).plans) == 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"change": "leave_out", "exercise": "bridge", "reason": ""}, {"change": "leave_out", "exercise": "nonsense"},
        {"change": "magic", "exercise": "bridge"}, {"change": "swap", "exercise": "bridge", "other": "nonsense"},
        {"change": "dose", "exercise": "bridge", "sets": "99", "repeats": "6", "weekdays": ["1"]},
        {"change": "dose", "exercise": "bridge", "sets": "1", "repeats": "x", "weekdays": ["1"]},
        {"change": "dose", "exercise": "bridge", "sets": "1", "repeats": "6"},
        {"change": "dose", "exercise": "bridge", "sets": "10", "repeats": "60", "weekdays": ["1"]},
        {"change": "add", "exercise": "bridge"}, {},
    ],
)  # fmt: skip
def test_what_no_change_can_be_is_told(
    client: TestClient, runner: Person, store: Store, wrong: dict[str, object]
) -> None:
    before = base_of(store, runner)
    assert change(client, store, runner, **wrong) in (404, 422)
    assert base_of(store, runner) == before


def test_a_test_that_was_held_is_told(
    client: TestClient, store: Store, newcomer: Person, tmp_path: Path, today: dt.date
) -> None:
    """Somebody who has not run for a month: the gates before the first run are tried and told."""
    history = replace(life_of(tmp_path / "rest", today).history, told_on=today, ran="no", runs=())
    save_screen(store, newcomer, screened(answers_of({"pain": "yes"}), today), today)
    store.save(newcomer.id, history_text(history_result(history)))
    assert client.post(f"/p/{newcomer.id}/plan/new").headers["location"].endswith("done=made")
    before = client.get(f"/p/{newcomer.id}/plan").text
    assert "Before the first run" in before
    form = {"key": "g" * 16, "ended": "noted", "passed": "stand_10s"}
    answer = client.post(f"/p/{newcomer.id}/today/session?back=plan", data=form)
    assert answer.headers["location"].startswith(f"/p/{newcomer.id}/plan")
    after = client.get(f"/p/{newcomer.id}/plan").text
    assert after.count("I tried it, and it held") == before.count("I tried it, and it held") - 1
    wrong = client.post(f"/p/{newcomer.id}/today/session", data=form | {"key": "h" * 16, "passed": "nonsense"})
    assert wrong.status_code == 422


def test_without_a_whole_screen_no_dose_is_shown(
    client: TestClient, store: Store, runner: Person, today: dt.date
) -> None:
    unfinished = to_be_asked_again(screen_of(store.documents(runner.id, "screen")[-1].body, "screen"))
    save_screen(store, runner, unfinished, today)
    text = client.get(f"/p/{runner.id}/plan").text
    assert "The questions of the screen come first." in text
    assert 'class="dose"' not in text
    assert "Other doses" not in text
    assert client.post(f"/p/{runner.id}/plan/new").headers["location"] == f"/p/{runner.id}/screen?then=plan"
    for file in ("plan.pdf", "exercises.ics", "plan.csv"):
        assert client.get(f"/p/{runner.id}/plan/download/{file}").status_code in (403, 409)


def test_what_was_typed_stays(client: TestClient, runner: Person, store: Store) -> None:
    form = {
        "base": base_of(store, runner), "reason": "a good reason", "change": "dose", "exercise": "bridge",
        "sets": "9", "repeats": "60", "hold_s": "0", "weekdays": ["2"],
    }  # fmt: skip
    answer = client.post(f"/p/{runner.id}/plan/change", data=form)
    assert answer.status_code == 422
    assert "minutes on one day" in answer.text
    assert 'value="a good reason"' in answer.text
    assert 'value="60"' in answer.text


def test_no_change_passes_the_screen(client: TestClient, store: Store, tmp_path: Path, today: dt.date) -> None:
    """By either hand: with tier C nothing with impact or the end of the range comes in, whatever is asked for."""
    life = life_of(tmp_path / "c", today)
    person = kept(store, "Tier C", life, today)
    life.again(14, locking="yes")
    save_screen(store, person, life.screen, today)
    change(client, store, person, change="leave_out", exercise="one_leg_stand")
    start = base_of(store, person)
    excluded = [each.name for each in exercises().values() if each.activity.impact or each.activity.end_range]
    assert excluded
    for name in excluded[:8]:
        for by in ("person", "therapist"):
            assert change(client, store, person, change="add", exercise=name, by=by) == 403
            assert change(client, store, person, change="swap", exercise="bridge", other=name, by=by) == 403
    assert base_of(store, person) == start
    assert change(client, store, person, change="add", exercise="paper_lift", by="therapist") == 303


def test_tiers_a_and_b_change_and_hand_on_nothing(
    client: TestClient, store: Store, stopped: Person, emergency: Person
) -> None:
    for person in (stopped, emergency):
        before = base_of(store, person)
        assert "What to do" not in client.get(f"/p/{person.id}/plan").text
        assert change(client, store, person, change="leave_out", exercise="bridge") == 303
        assert client.post(f"/p/{person.id}/plan/new").status_code in (303, 403)
        for file in ("plan.pdf", "exercises.ics", "plan.csv"):
            assert client.get(f"/p/{person.id}/plan/download/{file}").status_code == 403
        assert base_of(store, person) == before


def test_made_anew_on_a_later_day(store: Store, runner: Person, today: dt.date) -> None:
    day = today + dt.timedelta(days=8)
    with on_day(store, day) as browser:
        assert "Make the plan anew" in browser.get(f"/p/{runner.id}/plan").text
        for _ in range(2):
            assert browser.post(f"/p/{runner.id}/plan/new").headers["location"].endswith("/plan?done=made")
    plans = store.page_data(runner.id).plans
    assert [each.day for each in plans].count(day.isoformat()) == 1
    assert plan_in(store, runner).begun_on == today - dt.timedelta(days=14)


@pytest.mark.parametrize("name", sorted(exercises())[::7])
def test_pictures_are_pictures_without_script(client: TestClient, runner: Person, name: str) -> None:
    answer = client.get(f"/p/{runner.id}/plan/figure/{name}.svg")
    assert answer.headers["content-type"].startswith("image/svg+xml")
    assert "script" not in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert ET.fromstring(answer.text).tag.endswith("svg")


def test_there_is_no_picture_of_nothing(client: TestClient, runner: Person) -> None:
    assert client.get(f"/p/{runner.id}/plan/figure/nonsense.svg").status_code == 404
    assert client.get(f"/p/{runner.id}/plan/download/etc.passwd").status_code == 404


def test_tables_are_taken_along(client: TestClient, runner: Person) -> None:
    for file, head in (("plan.csv", "made_on"), ("sessions.csv", "on,ended"), ("measurements.csv", "measured_on")):
        answer = client.get(f"/p/{runner.id}/plan/download/{file}")
        assert answer.status_code == 200
        assert answer.text.startswith(head)
        assert f'filename="{file}"' in answer.headers["content-disposition"]


@pytest.mark.needs("icalendar")
def test_the_calendar_says_nothing_of_health(client: TestClient, runner: Person) -> None:
    text = client.get(f"/p/{runner.id}/plan/download/exercises.ics").text
    assert "BEGIN:VCALENDAR" in text
    assert "hip" not in text.lower()
    timed = client.get(f"/p/{runner.id}/plan/download/exercises.ics", params={"at": "18:00", "remind": "10"}).text
    assert "T180000" in timed
    assert "VALARM" in timed
    assert client.get(f"/p/{runner.id}/plan/download/exercises.ics", params={"at": "25:99"}).status_code == 422


@pytest.mark.needs("typst")
def test_the_sheet_is_a_pdf(client: TestClient, runner: Person) -> None:
    assert client.get(f"/p/{runner.id}/plan/download/plan.pdf").content.startswith(b"%PDF")


@pytest.mark.parametrize("seed", range(16))
def test_whatever_is_answered_the_pages_hold_to_it(
    client: TestClient, store: Store, newcomer: Person, tmp_path: Path, today: dt.date, seed: int
) -> None:
    """Random answers to the screen: A and B yield nothing, C neither impact nor running, D what it leaves open."""
    choose = random.Random(seed)
    names = [name for name in item_of() if "=" not in name]
    given = dict.fromkeys(choose.sample(names, choose.randint(1, 3)), "yes")
    screen = screened(answers_of({"pain": "yes", "age": choose.choice(["18_to_44", "45_to_64"])} | given), today)
    save_screen(store, newcomer, screen, today)
    history = replace(life_of(tmp_path / "any", today).history, told_on=today, pains=())
    store.save(newcomer.id, history_text(history_result(history)))
    client.post(f"/p/{newcomer.id}/plan/new")
    limits = limits_of(screen, today)
    pages = {
        page: client.get(f"/p/{newcomer.id}/{page}") for page in ("today", "plan", "goal", "progress", "clinician")
    }
    assert {each.status_code for each in pages.values()} <= {200, 303}
    if limits.tier in ("A", "B") or not limits.exercises:
        assert not store.documents(newcomer.id, "plan")
        assert not any("session-player" in each.text for each in pages.values())
        return
    if not store.documents(newcomer.id, "plan"):  # the questions are asked again first
        assert not store.page_data(newcomer.id).screens[-1].value()["complete"]
        return
    plan = plan_in(store, newcomer)
    for item in plan.items:
        assert may(limits, exercises()[item.exercise].activity).allowed
    assert limits.run or plan.run is None
    assert limits.run or "Run as planned" not in pages["today"].text
