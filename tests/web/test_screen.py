"""The questions before any test, through the pages: taps, what is kept, what stops, what lifts it."""

import datetime as dt
import re
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from tests.web.conftest import HOST
from tests.web.walks import answer, form_for, landed, question_of, screen_answered
from trochanter.exchange.screen_result import screen_of
from trochanter.findings.answers import Answers
from trochanter.findings.questions import pages
from trochanter.findings.screen import Screen, limits_of, screened
from trochanter.store.records import Person
from trochanter.store.store import Store
from trochanter.web.app import create_app
from trochanter.web.check.drafted import SLIP_S
from trochanter.web.guard.entry import COOKIE
from trochanter.web.settings import Settings, clock

MOST_TAPS = 12


def screens(store: Store, person: Person) -> list[Screen]:
    """All screens that were saved."""
    return [screen_of(each.body, "a screen") for each in store.page_data(person.id).screens]


def restarted(client: TestClient, store: Store, now: Callable[[], dt.datetime] = clock) -> TestClient:
    """The same browser before a server that was started anew on the same records."""
    app = create_app(Settings("another", store.place.folder, now), store)
    other = TestClient(app, base_url=HOST, follow_redirects=False)
    other.cookies.set(COOKIE, client.cookies[COOKIE])
    return other


def test_somebody_new_begins_with_a_name_and_lands_at_the_first_question(client: TestClient, store: Store) -> None:
    assert "Begin" in client.get(landed(client, "/")).text
    refused = client.post("/welcome", data={"name": "  "})
    assert refused.status_code == 422
    assert 'aria-invalid="true"' in refused.text
    for _ in range(2):  # a double tap begins once
        begun = client.post("/welcome", data={"name": "Mara"})
    (person,) = store.people()
    assert begun.headers["location"] == f"/p/{person.id}/screen?then=check"
    assert person.name == "Mara"
    assert "How old are you?" in client.get(begun.headers["location"]).text
    assert landed(client, "/") == f"/p/{person.id}/today"


def test_nobody_is_welcomed_into_records_that_somebody_has(client: TestClient, store: Store, newcomer: Person) -> None:
    assert client.get("/welcome").headers["location"] == "/"
    assert client.post("/welcome", data={"name": "Another"}).headers["location"] == "/people"
    assert store.people() == (newcomer,)


def test_somebody_without_symptoms_needs_at_most_twelve_taps(
    client: TestClient, store: Store, newcomer: Person, today: dt.date
) -> None:
    assert screen_answered(client, newcomer.id) <= MOST_TAPS
    (screen,) = screens(store, newcomer)
    assert (screen.asked_on, screen.complete, screen.flags) == (today, True, ())
    told = client.get(f"/p/{newcomer.id}/screen/result").text
    assert f'href="/p/{newcomer.id}/check/new"' in told


def test_answers_survive_the_server_and_another_tab(client: TestClient, store: Store, newcomer: Person) -> None:
    answer(client, newcomer.id, "age", {"age": "45_to_64"})
    answer(client, newcomer.id, "nerves")
    later = restarted(client, store)
    assert question_of(later, newcomer.id) == "sudden"
    asked = later.get(f"/p/{newcomer.id}/screen/q/age").text
    assert 'value="45_to_64" aria-current="true"' in asked
    answer(later, newcomer.id, "sudden")
    answer(client, newcomer.id, "sudden")  # the other tab, a page behind
    assert question_of(client, newcomer.id) == "elsewhere"
    assert screens(store, newcomer) == []


def test_the_last_page_sent_twice_is_saved_once(client: TestClient, store: Store, newcomer: Person) -> None:
    screen_answered(client, newcomer.id)
    again = client.post(f"/p/{newcomer.id}/screen/q/flexible_page", data={"do": "no"})
    assert again.headers["location"] == f"/p/{newcomer.id}/screen"
    assert len(screens(store, newcomer)) == 1


@pytest.mark.parametrize(
    ("key", "form"),
    [
        ("age", {}),
        ("age", {"do": "120"}),
        ("nerves", {}),
        ("nerves", {"do": "ticked"}),
        ("nerves", {"do": "none", "numb_saddle": "yes"}),
    ],
)
def test_what_says_nothing_or_two_things_is_asked_again(
    client: TestClient, newcomer: Person, key: str, form: dict[str, str]
) -> None:
    if key != "age":
        answer(client, newcomer.id, "age")
    found = client.post(f"/p/{newcomer.id}/screen/q/{key}", data=form)
    assert found.status_code == 422
    assert 'role="alert"' in found.text
    assert question_of(client, newcomer.id) == key
    if "numb_saddle" in form:  # what was ticked is still ticked
        assert re.search(r'name="numb_saddle" value="yes" checked', found.text)


@pytest.mark.parametrize("key", ["pelvis", "nothing", "../age"])
def test_a_question_whose_turn_has_not_come_leads_to_the_one_that_is_asked(
    client: TestClient, newcomer: Person, key: str
) -> None:
    sent = client.post(f"/p/{newcomer.id}/screen/q/{key}", data={"do": "none"})
    assert sent.status_code in (303, 404)
    assert question_of(client, newcomer.id) == "age"


def test_an_emergency_is_told_at_once_and_stands(client: TestClient, store: Store, newcomer: Person) -> None:
    answer(client, newcomer.id, "age")
    where = answer(client, newcomer.id, "nerves", {"numb_saddle": "yes", "bladder_bowel": "not sure"})
    assert where == f"/p/{newcomer.id}/screen/stop"
    told = client.get(where).text
    assert "Call emergency services now." in told
    assert "112" in told
    assert "cauda equina" in told  # what to say there
    (screen,) = screens(store, newcomer)  # saved already: every page knows of it
    assert screen.tier(screen.asked_on) == "A"
    assert client.post(where).headers["location"] == f"/p/{newcomer.id}/screen/result"
    assert client.post(f"/p/{newcomer.id}/screen/slip").headers["location"] == f"/p/{newcomer.id}/screen/result"
    assert screens(store, newcomer) == [screen]
    for page in ("check", "check/new", "check/typed", "check/film", "screen", "screen/result", "today", "plan"):
        assert "Call emergency services now." in client.get(f"/p/{newcomer.id}/{page}").text, page
    assert client.post(f"/p/{newcomer.id}/screen/q/age", data={"do": "18_to_44"}).status_code == 303
    assert len(screens(store, newcomer)) == 1


def test_a_slip_of_the_finger_is_taken_back_at_once_or_never(
    client: TestClient, store: Store, newcomer: Person
) -> None:
    answer(client, newcomer.id, "age")
    told = client.get(answer(client, newcomer.id, "nerves", {"both_legs": "yes"})).text
    assert f'action="/p/{newcomer.id}/screen/slip"' in told
    back = client.post(f"/p/{newcomer.id}/screen/slip").headers["location"]
    assert back == f"/p/{newcomer.id}/screen/q/nerves"
    (screen,) = screens(store, newcomer)
    assert (screen.complete, screen.flags) == (False, ())
    assert client.get(f"/p/{newcomer.id}/check/typed").status_code == 303  # nothing opens before all is answered
    assert client.post(f"/p/{newcomer.id}/screen/slip").headers["location"] == f"/p/{newcomer.id}/screen/result"
    assert screen_answered(client, newcomer.id) == MOST_TAPS - 1
    assert screens(store, newcomer)[-1].complete


def test_a_slip_is_no_slip_after_some_minutes(client: TestClient, store: Store, newcomer: Person) -> None:
    answer(client, newcomer.id, "age")
    answer(client, newcomer.id, "nerves", {"both_legs": "yes"})
    soon = clock() + dt.timedelta(seconds=SLIP_S + 1)
    later = restarted(client, store, lambda: soon)
    assert later.post(f"/p/{newcomer.id}/screen/slip").headers["location"] == f"/p/{newcomer.id}/screen/result"
    assert [flag.code for flag in screens(store, newcomer)[-1].flags] == ["A1"]


def test_a_slip_takes_nothing_back_that_stood_before(client: TestClient, store: Store, stopped: Person) -> None:
    key = question_of(client, stopped.id)
    while key != "legs":
        where = answer(client, stopped.id, key, {"pain": "yes"})
        key = where.rpartition("/q/")[2]
    answer(client, stopped.id, "legs", {"one_calf": "yes"})
    assert {"B1", "B2"} <= {flag.code for flag in screens(store, stopped)[-1].flags}
    assert client.post(f"/p/{stopped.id}/screen/slip").headers["location"].endswith("/q/legs")
    codes = {flag.code for flag in screens(store, stopped)[-1].flags if flag.tier.stops_all}
    assert codes == {"B1"}


def test_a_changed_answer_asks_anew_what_it_had_opened(client: TestClient, newcomer: Person) -> None:
    for key in ("age", "nerves", "sudden", "elsewhere", "pregnancy"):
        answer(client, newcomer.id, key)
    answer(client, newcomer.id, "pain_page", {"pain": "yes"})
    answer(client, newcomer.id, "legs")
    answer(client, newcomer.id, "surgery")
    answer(client, newcomer.id, "groin_page", {"groin": "yes"})
    answer(client, newcomer.id, "pain_page", {"pain": "no"})
    assert question_of(client, newcomer.id) == "energy"


def cleared(client: TestClient, person: Person, **changed: str | list[str]) -> tuple[int, str]:
    """Send a clearance for B1, or one with a difference; the status and where it goes on, or the page."""
    form: dict[str, str | list[str]] = {
        "by": "Dr A. Berg, sports physician", "on": dt.datetime.now().astimezone().date().isoformat(),
        "flags": "B1", "allows": ["readings", "tests", "exercises", "end_range"], "ends": "no_end", "told": "yes",
    }  # fmt: skip
    found = client.post(f"/p/{person.id}/check/clearance", data={**form, **changed})
    return found.status_code, found.headers.get("location", found.text)


def test_only_a_recorded_clearance_lifts_what_stops(
    client: TestClient, store: Store, stopped: Person, today: dt.date
) -> None:
    assert "See a doctor today" in client.get(f"/p/{stopped.id}/check").text
    screen_answered(client, stopped.id)  # everything answered with no
    assert "B1" in {flag.code for flag in screens(store, stopped)[-1].flags}
    assert "See a doctor today" in client.get(f"/p/{stopped.id}/check").text
    status, where = cleared(client, stopped)
    assert status == 303
    assert where.startswith(f"/p/{stopped.id}/screen")
    limits = limits_of(screens(store, stopped)[-1], today)
    assert (limits.tests, limits.end_range, limits.run, limits.impact) == (True, True, False, False)
    assert client.get(f"/p/{stopped.id}/check/new").status_code == 200
    assert "How would you like to measure?" in client.get(f"/p/{stopped.id}/check/new").text
    asked = client.get(f"/p/{stopped.id}/screen").text
    assert "Has anything become worse" in asked  # before the questions are asked once more


def test_what_got_worse_is_not_covered_by_an_earlier_clearance(
    client: TestClient, store: Store, stopped: Person
) -> None:
    cleared(client, stopped)
    said = {"pain": "yes", "groin": "yes", "groin_night": "yes"}
    tomorrow = dt.datetime.now().astimezone() + dt.timedelta(days=1)
    for worse, ends in (("", "/screen/result"), ("yes", "/screen/stop")):
        later = restarted(client, store, lambda: tomorrow)
        key, where = question_of(later, stopped.id, worse="true" if worse else "false"), ""
        key = key or "age"  # behind the question whether something got worse
        while key:
            where = answer(later, stopped.id, key, said, **({"worse": worse} if worse else {}))
            key = where.rpartition("/q/")[2] if "/q/" in where else ""
        assert where == f"/p/{stopped.id}{ends}"
    later.post(where)
    assert screens(store, stopped)[-1].tier(tomorrow.date()) == "B"


@pytest.mark.parametrize(
    ("changed", "word"),
    [
        ({"by": ""}, "Say who"),
        ({"on": "tomorrow"}, "Give a day"),
        ({"on": "2999-01-01"}, "still to come"),
        ({"on": "2001-01-01"}, "noted after this day"),
        ({"flags": "A1"}, "Tick what they looked at"),
        ({"allows": []}, "Tick what they allow"),
        ({"ends": "day", "until": ""}, "Give the last day"),
        ({"ends": "day", "until": "2001-01-01"}, "before the day of the clearance"),
        ({"told": ""}, "Only what a clinician has said"),
    ],
)
def test_a_clearance_that_lacks_something_lifts_nothing(
    client: TestClient, store: Store, stopped: Person, changed: dict[str, str | list[str]], word: str
) -> None:
    before = store.page_data(stopped.id).screens
    status, page = cleared(client, stopped, **changed)
    assert (status, word in page) == (422, True)
    assert store.page_data(stopped.id).screens == before


def test_drafts_belong_to_one_person(client: TestClient, store: Store, newcomer: Person) -> None:
    other = store.add_person("Somebody else")
    answer(client, newcomer.id, "age")
    assert question_of(client, newcomer.id) == "nerves"
    assert question_of(client, other.id) == "age"
    store.forget(newcomer.id)
    assert not (store.place.folder / "caches" / newcomer.id).exists()


REPLIES = st.sampled_from(["yes", "not sure", "no", "no", "no", "no"])


def _replies() -> st.SearchStrategy[dict[str, str]]:
    return st.fixed_dictionaries({
        name: st.sampled_from([each.key for each in page.choices]) if page.choices else REPLIES
        for page in pages() for name in page.names
    })  # fmt: skip


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said=st.deferred(_replies))
def test_whatever_is_answered_the_pages_come_to_what_the_rules_say(
    client: TestClient, store: Store, today: dt.date, said: dict[str, str]
) -> None:
    person = store.add_person(f"somebody {len(store.people())}")
    ticked = {name: reply for name, reply in said.items() if reply != "no" or name in ("pregnancy", "surgery")}
    key, asked, where = "age", dict[str, str](), ""
    while key:
        (page,) = (each for each in pages() if each.key == key)
        asked.update({name: said[name] for name in page.names})
        assert form_for(page, ticked)
        where = answer(client, person.id, key, ticked)
        key = where.rpartition("/q/")[2] if "/q/" in where else ""
    (found,) = screens(store, person)
    assert found == screened(Answers(asked), today)
