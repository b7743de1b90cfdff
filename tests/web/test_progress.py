"""Progress: the goal first, nothing judged that was not done, the next step with what does it."""

import datetime as dt
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.web.stories import kept, life_of, save_screen
from tests.web.training import headline, on_day
from trochanter.store.records import Person
from trochanter.store.store import Store


def test_the_goal_comes_first(client: TestClient, runner: Person) -> None:
    text = client.get(f"/p/{runner.id}/progress").text
    assert headline(text).startswith("Too little data so far")
    order = ["Can you do it again?", "How much of the plan was done?", "How was the pain?", "How far do the hips turn?"]
    assert [text.index(each) for each in order] == sorted(text.index(each) for each in order)
    assert 'action="' + f"/p/{runner.id}/plan/new" in text
    assert "<svg" in text
    assert "style=" not in text


def test_a_newcomer_is_led_on(client: TestClient, newcomer: Person) -> None:
    assert headline(client.get(f"/p/{newcomer.id}/progress").text) == "There is nothing to compare yet."


def test_six_weeks_later(client: TestClient, store: Store, tmp_path: Path, today: dt.date) -> None:
    person = kept(store, "Six weeks", life_of(tmp_path / "long", today, days=45), today)
    text = client.get(f"/p/{person.id}/progress").text
    assert headline(text).startswith("Better:")
    assert "Feeling better or worse can have other reasons" in text


def test_missed_days_are_counted_and_not_blamed(store: Store, runner: Person, today: dt.date) -> None:
    with on_day(store, today + dt.timedelta(days=21)) as browser:
        text = browser.get(f"/p/{runner.id}/progress").text
    assert "nothing has to be made up for" in text.lower()
    for word in ("failed", "should have", "lazy", "bad", "weak"):
        assert f" {word} " not in text


def test_a_day_can_be_told_later(store: Store, runner: Person, today: dt.date) -> None:
    with on_day(store, today + dt.timedelta(days=14)) as browser:
        before = browser.get(f"/p/{runner.id}/progress").text
        assert "It was done" in before
        day = (today + dt.timedelta(days=3)).isoformat()
        browser.post(f"/p/{runner.id}/today/session?back=progress", data={"key": "z" * 16, "on": day, "ended": "done"})
        after = browser.get(f"/p/{runner.id}/progress").text
        assert after.count("It was done") <= before.count("It was done")


def test_how_well_the_goal_goes_is_told_here(store: Store, runner: Person, today: dt.date) -> None:
    with on_day(store, today + dt.timedelta(days=14)) as browser:
        assert "How well does it go now" in browser.get(f"/p/{runner.id}/progress").text
        answer = browser.post(
            f"/p/{runner.id}/today/session?back=progress", data={"key": "y" * 16, "able": "7", "ended": "noted"}
        )
        assert answer.headers["location"].startswith(f"/p/{runner.id}/progress")
        assert "How well does it go now" not in browser.get(f"/p/{runner.id}/progress").text
    assert store.documents(runner.id, "session")[-1].value()["able"] == 7


def test_tier_b_judges_nothing_and_leads_to_a_doctor(client: TestClient, stopped: Person) -> None:
    text = client.get(f"/p/{stopped.id}/progress").text
    assert "The plan is paused" in headline(text)
    assert f'href="/p/{stopped.id}/clinician"' in text
    assert "Can be told from" not in text


def test_tier_a_is_the_stop_page(client: TestClient, emergency: Person) -> None:
    assert "emergency" in headline(client.get(f"/p/{emergency.id}/progress").text)


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_every_look_is_answered(client: TestClient, runner: Person, theme: str) -> None:
    client.cookies.set("trochanter_look", f"theme={theme}&language=de&units=imperial")
    text = client.get(f"/p/{runner.id}/progress").text
    assert f'data-theme="{theme}"' in text
    assert "Nächster Schritt" in text


def test_who_has_never_measured_is_not_told_to_measure_again(store: Store, tmp_path: Path, today: dt.date) -> None:
    life = life_of(tmp_path / "never", today)
    life.checks.clear()
    person = kept(store, "Never measured", life, today)
    save_screen(store, person, life.screen, today)
    for days in (1, 36):
        with on_day(store, today + dt.timedelta(days=days)) as browser:
            for page in ("progress", "today"):
                assert "easure again" not in browser.get(f"/p/{person.id}/{page}").text


def test_where_it_began_to_hurt_is_told_in_miles(client: TestClient, runner: Person, today: dt.date) -> None:
    client.cookies.set("trochanter_look", "units=imperial")
    form = {"key": "m" * 32, "run_mi": "16", "pain_onset_mi": "15", "pain_during": "3", "pain_place": "outer_hip"}
    client.post(f"/p/{runner.id}/today/session", data={**form, "on": today.isoformat()})
    assert "after 15 mi on" in client.get(f"/p/{runner.id}/progress").text
