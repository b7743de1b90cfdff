"""For my clinician: questions, the page on how it went, files; open in tier B, and nothing private on it."""

import datetime as dt
import json

import pytest
from starlette.testclient import TestClient

from tests.web.training import headline
from trochanter.store.records import Person
from trochanter.store.store import Store


def test_the_page_to_take_along(client: TestClient, runner: Person) -> None:
    text = client.get(f"/p/{runner.id}/clinician").text
    assert headline(text) == "What to take along, and what to ask."
    assert "<article" in text
    assert "This page is no diagnosis" in text
    assert "seated" in text


def test_a_newcomer_gets_questions_that_can_be_asked_anywhere(client: TestClient, newcomer: Person) -> None:
    text = client.get(f"/p/{newcomer.id}/clinician").text
    assert "What may I go on with?" in text
    assert client.get(f"/p/{newcomer.id}/plan/download/handoff.pdf").status_code == 409


def test_tier_b_gets_what_to_say(client: TestClient, stopped: Person) -> None:
    text = client.get(f"/p/{stopped.id}/clinician").text
    assert "do I need an MRI" in text
    assert "For a doctor" in text
    assert "which exercises" not in text.lower()


def test_tier_a_is_the_stop_page(client: TestClient, emergency: Person) -> None:
    assert "emergency" in headline(client.get(f"/p/{emergency.id}/clinician").text)


@pytest.mark.needs("typst")
def test_the_page_as_pdf(client: TestClient, runner: Person, stopped: Person) -> None:
    for person in (runner, stopped):
        assert client.get(f"/p/{person.id}/plan/download/handoff.pdf").content.startswith(b"%PDF")


@pytest.mark.needs("fhir")
def test_the_bundle_is_a_draft_and_tier_b_takes_no_plan_along(
    client: TestClient, runner: Person, stopped: Person, emergency: Person
) -> None:
    found = json.loads(client.get(f"/p/{runner.id}/plan/download/bundle.json").text)
    kinds = {each["resource"]["resourceType"]: each["resource"] for each in found["entry"]}
    assert kinds["CarePlan"]["status"] == "draft"
    assert kinds["CarePlan"]["intent"] == "proposal"
    for person in (stopped, emergency):
        without = json.loads(client.get(f"/p/{person.id}/plan/download/bundle.json").text)
        assert "CarePlan" not in {each["resource"]["resourceType"] for each in without["entry"]}
        assert "Observation" in {each["resource"]["resourceType"] for each in without["entry"]}


def test_names_stay_off_the_files(client: TestClient, runner: Person, store: Store, today: dt.date) -> None:
    del today
    assert store.person(runner.id).name == "A runner"
    for file in ("sessions.csv", "measurements.csv", "plan.csv"):
        assert "A runner" not in client.get(f"/p/{runner.id}/plan/download/{file}").text
