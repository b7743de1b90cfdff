"""People: added once, told apart, opened, taken in from an export."""

import io
import re

from starlette.testclient import TestClient

from trochanter.store.records import Person
from trochanter.store.store import Store


def test_a_person_is_added_and_opened(client: TestClient, store: Store) -> None:
    answer = client.post("/people", data={"name": "Ann"})
    (ann,) = store.people()
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/p/{ann.id}/today"
    assert client.get("/").headers["location"] == f"/p/{ann.id}/today"


def test_every_page_says_whose_it_is(client: TestClient, runner: Person) -> None:
    for page in ("today", "check", "plan", "settings"):
        shown = client.get(f"/p/{runner.id}/{page}").text
        assert re.search(rf'class="whose"><span class="vh">Page of </span>{re.escape(runner.name)}<', shown), page


def test_what_is_kept_is_counted_in_words(client: TestClient, store: Store, runner: Person) -> None:
    assert re.search(r"(1 document, of|\d+ documents, the last of) \d+ [A-Z][a-z]+ \d{4}<", client.get("/people").text)
    store.add_person("Ann")
    assert "nothing kept yet" in client.get("/people").text


def test_the_same_name_is_asked_about(client: TestClient, store: Store) -> None:
    client.post("/people", data={"name": "Ann"})
    asked = client.post("/people", data={"name": " ann "})
    assert asked.status_code == 409
    assert "Is it the same person?" in asked.text
    assert len(store.people()) == 1
    assert client.post("/people", data={"name": "Ann", "another": "true"}).status_code == 303
    assert len(store.people()) == 2


def test_a_name_that_is_none_is_refused_in_words(client: TestClient, store: Store) -> None:
    answer = client.post("/people", data={"name": "  "})
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text
    assert not store.people()


def test_a_name_is_text_and_nothing_else(client: TestClient) -> None:
    client.post("/people", data={"name": "<script>alert(1)</script>"})
    found = client.get("/people").text
    assert "<script>alert" not in found
    assert "&lt;script&gt;alert(1)" in found


def test_an_export_comes_in_again(client: TestClient, store: Store, runner: Person) -> None:
    number = len(store.page_data(runner.id).documents)
    archive = client.post(f"/p/{runner.id}/settings/export").content
    assert archive[:2] == b"PK"
    assert client.post(f"/p/{runner.id}/settings/forget", data={"name": runner.name}).status_code == 200
    assert not store.people()
    taken = client.post("/people/upload", files={"file": ("../../evil.zip", io.BytesIO(archive))})
    assert taken.status_code == 200
    (back,) = store.people()
    assert len(store.page_data(back.id).documents) == number


def test_a_file_that_is_no_export_changes_nothing(client: TestClient, store: Store) -> None:
    answer = client.post("/people/upload", files={"file": ("x.zip", io.BytesIO(b"PK\x03\x04 no"))})
    assert answer.status_code == 400
    assert str(store.place.folder) not in answer.text
    assert not store.people()
    assert not [each for each in store.place.folder.iterdir() if each.name.startswith("tmp")]


def test_the_same_name_written_in_another_way_is_asked_about(client: TestClient, store: Store) -> None:
    store.add_person("Zoë Müller")
    for same in ("zoë  müller", "Zoe\u0308 Mu\u0308ller"):
        answer = client.post("/people", data={"name": same})
        assert answer.status_code == 409
        assert 'name="another"' in answer.text
    assert len(store.people()) == 1
