"""Goal and history: a few pages of questions, kept as they are answered, then the plan at once."""

import datetime as dt
import re
from collections.abc import Mapping
from html import unescape

import pytest
from starlette.testclient import TestClient

from examples.twelve_weeks import answers_of
from tests.web.stories import save_screen
from tests.web.training import headline, plan_in
from trochanter.exchange.history_result import history_told
from trochanter.findings.screen import screened
from trochanter.plan.library import exercises
from trochanter.store.records import Person
from trochanter.store.store import Store

Given = Mapping[str, str | list[str]]
FIRST = {"goal": "run 10 km on Sundays", "able": "4", "limited": "run_distance"}


def fields_of(text: str) -> dict[str, str]:
    """The hidden fields of the form of a page."""
    return {unescape(name): "1" for name in re.findall(r'<input type="hidden" name="(asked\.[^"]+)"', text)}


def answered(client: TestClient, url: str, given: Given) -> str:
    """Answer the questions of a page; where it goes on."""
    shown = client.get(url)
    assert shown.status_code == 200
    answer = client.post(url.partition("?")[0], data={**fields_of(shown.text), **given})
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


@pytest.fixture
def screened_person(store: Store, newcomer: Person, today: dt.date) -> Person:
    """A newcomer who answered the screen: some pain at the outside of the hip."""
    save_screen(store, newcomer, screened(answers_of({"pain": "yes"}), today), today)
    return newcomer


def walk(client: TestClient, person: Person, **more: Given) -> str:
    """All pages of questions; where the last one leads."""
    base = f"/p/{person.id}/goal"
    way = client.get(base).headers["location"]
    given: dict[str, Given] = {
        "goal": FIRST, "pain": {"places": "outer_hip"}, "before": {"runs.day.0": "", "runs.far.0": ""},
        "have": {"equipment": ["mat", "chair", "loop"], "minutes": "15"}, "private": {"private": "no"},
        **more,
    }  # fmt: skip
    for _ in range(12):
        if not way.startswith(base):
            return way
        group = way.removeprefix(f"{base}/").partition("?")[0]
        pain = {"pain:outer_hip.side": "right", "pain:outer_hip.worst": "3"} if "more" in way else {}
        way = answered(client, way, {**given[group], **pain})
    raise AssertionError(way)


def test_the_questions_lead_to_a_plan(
    client: TestClient, screened_person: Person, store: Store, today: dt.date
) -> None:
    assert walk(client, screened_person) == f"/p/{screened_person.id}/plan?done=made"
    plan = plan_in(store, screened_person)
    assert 1 <= len(plan.items) <= 4
    (told,) = store.documents(screened_person.id, "history")
    history = history_told(told.body.encode(), "told.json", today)
    assert history.goal.activity == "run 10 km on Sundays"
    assert [(each.place, each.side.word if each.side else "", each.worst) for each in history.pains] == [
        ("outer_hip", "right", 3)
    ]
    assert exercises()[plan.items[0].exercise].words in client.get(f"/p/{screened_person.id}/plan").text


def test_sent_twice_it_is_told_once(client: TestClient, screened_person: Person, store: Store) -> None:
    walk(client, screened_person)
    again = client.post(f"/p/{screened_person.id}/goal/private", data={"asked.private": "1", "private": "no"})
    assert again.status_code == 303
    assert len(store.documents(screened_person.id, "plan")) == 1
    assert len(store.documents(screened_person.id, "history")) == 1


def test_without_a_screen_the_questions_of_the_screen_come_first(
    client: TestClient, newcomer: Person, store: Store
) -> None:
    assert walk(client, newcomer) == f"/p/{newcomer.id}/screen?then=plan"
    assert not store.documents(newcomer.id, "plan")
    assert len(store.documents(newcomer.id, "history")) == 1


def test_what_is_answered_survives(client: TestClient, screened_person: Person) -> None:
    base = f"/p/{screened_person.id}/goal"
    answered(client, f"{base}/goal", FIRST)
    assert 'value="run 10 km on Sundays"' in client.get(f"{base}/goal").text
    assert client.get(base).headers["location"] == f"{base}/pain"


def test_what_cannot_be_taken_stands_with_words_beside_it(client: TestClient, screened_person: Person) -> None:
    url = f"/p/{screened_person.id}/goal/goal"
    answer = client.post(
        url, data=fields_of(client.get(url).text) | {"goal": "", "able": "", "wanted_by": "2001-01-01"}
    )
    assert answer.status_code == 422
    assert answer.text.count('class="fault"') == 3
    assert client.get(f"/p/{screened_person.id}/goal").headers["location"].endswith("/goal/goal")


def test_groin_pain_has_the_screen_asked_again(client: TestClient, screened_person: Person, store: Store) -> None:
    """What was told does not go with the answers to the screen, which knew of no pain in the groin."""
    base = f"/p/{screened_person.id}/goal"
    answered(client, f"{base}/goal", FIRST)
    way = answered(client, f"{base}/pain", {"places": "groin"})
    answered(client, way, {"pain:groin.side": "left", "pain:groin.worst": "4"})
    answered(client, f"{base}/before", {})
    answered(client, f"{base}/have", {"equipment": "mat", "minutes": "15"})
    assert answered(client, f"{base}/private", {"private": "no"}) == f"/p/{screened_person.id}/screen?then=plan"
    assert not store.documents(screened_person.id, "plan")
    assert store.documents(screened_person.id, "screen")[-1].value()["complete"] is False


def test_private_answers_are_kept_here_and_stay_off_the_sheet(
    client: TestClient, screened_person: Person, store: Store
) -> None:
    base = f"/p/{screened_person.id}/goal"
    walk(client, screened_person)
    way = answered(client, f"{base}/private", {"private": "yes"})
    assert "more" in way
    text = client.get(way).text
    assert "stay on this computer" in text
    assert "Up to you" in text
    seen = answered(client, way, {"sex": "female", "pelvic": ["leakage"]})
    answered(client, seen, {"seen": "no"})
    assert "leakage" in store.documents(screened_person.id, "history")[-1].body
    assert "leak" not in client.get(f"/p/{screened_person.id}/clinician").text.lower().partition("<article")[2]


def test_told_again_on_the_same_day_it_replaces(client: TestClient, runner: Person, store: Store) -> None:
    base = f"/p/{runner.id}/goal"
    assert "run 10 km without thinking of my hip" in headline(client.get(base).text)
    assert "What stands out" in client.get(base).text
    shown = client.get(f"{base}/goal").text
    assert 'value="run 10 km without thinking of my hip"' in shown
    assert len(store.documents(runner.id, "history")) == 1


def test_tiers_a_and_b_ask_nothing_more(client: TestClient, stopped: Person, emergency: Person) -> None:
    for person in (stopped, emergency):
        for page in ("goal", "goal/pain"):
            answer = client.get(f"/p/{person.id}/{page}", follow_redirects=True)
            assert "What do you want to do again?" not in answer.text


def test_unknown_groups_are_no_pages(client: TestClient, runner: Person) -> None:
    assert client.get(f"/p/{runner.id}/goal/nonsense").status_code == 404
    assert client.post(f"/p/{runner.id}/goal/nonsense", data={"x": "1"}).status_code == 404


FORBIDDEN = (
    "is weak",
    "is tight",
    "dysfunction",
    "you should worry",
    "prevents injur",
    "won't hurt",
    "obturator internus is",
)


def read(client: TestClient, person: Person, *pages: str) -> str:
    """The text of some pages of a person, without markup; nothing in it that nobody should be told."""
    texts = []
    for page in pages:
        answer = client.get(f"/p/{person.id}/{page}")
        assert answer.status_code == 200
        texts.append(unescape(re.sub(r"<[^>]+>", " ", answer.text.partition("<main")[2])))
    whole = " ".join(" ".join(texts).split())
    assert not [words for words in FORBIDDEN if words in whole.lower()]
    return whole


def test_story_leaking_leads_to_somebody_for_the_pelvic_floor(client: TestClient, screened_person: Person) -> None:
    """Stories 41 to 43: never 'your obturator internus is weak', and only on the screen."""
    base = f"/p/{screened_person.id}/goal"
    walk(client, screened_person)
    way = answered(client, f"{base}/private", {"private": "yes"})
    answered(client, answered(client, way, {"pelvic": ["leakage", "heaviness"]}), {"seen": "no"})
    text = read(client, screened_person, "goal", "plan", "clinician", "progress")
    assert "Questions for a pelvic-floor physical therapist" in text
    assert "only on this screen" in text
    paper = client.get(f"/p/{screened_person.id}/clinician").text.partition("<article")[2].partition("</article")[0]
    assert "leak" not in paper.lower()


def test_story_pain_at_mile_15(client: TestClient, screened_person: Person, store: Store, today: dt.date) -> None:
    """Story 171: the distance is kept, in kilometres, and a test at rest is said to tell nothing of it."""
    client.cookies.set("trochanter_look", "units=imperial")
    base = f"/p/{screened_person.id}/goal"
    answered(client, f"{base}/goal", FIRST)
    way = answered(client, f"{base}/pain", {"places": "outer_hip", "onset": "later"})
    pain = {"pain:outer_hip.side": "right", "pain:outer_hip.worst": "4", "onset": "later"}
    way = answered(client, way, pain)
    assert "more" in way
    answered(client, way, {"onset_km": "15"})
    answered(client, f"{base}/before", {})
    answered(client, f"{base}/have", {"equipment": "mat", "minutes": "10"})
    assert answered(client, f"{base}/private", {"private": "no"}).endswith("plan?done=made")
    told = history_told(store.documents(screened_person.id, "history")[-1].body.encode(), "told.json", today)
    assert told.onset_km == pytest.approx(24.1)
    assert "distance" in read(client, screened_person, "goal", "plan").lower()


def test_story_a_picture_counts_for_more(client: TestClient, screened_person: Person) -> None:
    """Story 49: what an MRI found is respected, and nobody is told that exercises will not hurt."""
    base = f"/p/{screened_person.id}/goal"
    walk(client, screened_person)
    way = answered(client, f"{base}/before", {"injuries": ["labrum"]})
    answered(client, way, {"injury:labrum.side": "right", "injury:labrum.year": "2023", "injury:labrum.picture": "mri"})
    answered(client, f"{base}/have", {"equipment": "mat", "minutes": "10"})
    answered(client, f"{base}/private", {"private": "no"})
    text = read(client, screened_person, "goal", "plan", "clinician").lower()
    assert "labrum" in text or "rim of the hip socket" in text


def test_story_a_birth_that_the_screen_does_not_know(
    client: TestClient, screened_person: Person, today: dt.date
) -> None:
    """Eight weeks after a birth nothing is planned before the screen has been asked about it."""
    base = f"/p/{screened_person.id}/goal"
    walk(client, screened_person)
    way = answered(client, f"{base}/private", {"private": "yes"})
    birth = (today - dt.timedelta(weeks=8)).isoformat()
    way = answered(client, way, {"birth_on": birth})
    assert answered(client, way, {"birth_how": "vaginal"}) == f"/p/{screened_person.id}/screen?then=plan"
    assert "Run as planned" not in client.get(f"/p/{screened_person.id}/today").text
