"""Settings: the look of one browser, and everything that can be done with the records."""

import io
from zipfile import ZipFile

from starlette.testclient import TestClient

from trochanter.store.records import Person
from trochanter.store.store import Store


def test_the_look_is_kept_in_the_browser(client: TestClient, newcomer: Person) -> None:
    address = f"/p/{newcomer.id}/settings"
    client.post(f"{address}/look", data={"language": "de", "units": "imperial", "theme": "dark"})
    found = client.get(address).text
    assert '<html lang="de" data-theme="dark">' in found
    assert "Einstellungen" in found
    client.post(f"{address}/look", data={"language": "xx", "units": "parsec", "theme": "neon"})
    assert '<html lang="en">' in client.get(address).text


def test_an_export_keeps_private_answers_only_by_choice(client: TestClient, runner: Person) -> None:
    address = f"/p/{runner.id}/settings/export"
    plain, whole = (client.post(address, data=data).content for data in ({}, {"with_private": "true"}))
    names = ZipFile(io.BytesIO(plain)).namelist()
    assert any(name.endswith(".json") for name in names)
    assert len(plain) <= len(whole)
    assert not [each for each in (client.get("/people"),) if ".export-" in each.text]


def test_forgetting_needs_the_name(client: TestClient, store: Store, runner: Person) -> None:
    address = f"/p/{runner.id}/settings/forget"
    assert client.post(address, data={"name": "somebody"}).status_code == 422
    assert store.people() == (runner,)
    answer = client.post(address, data={"name": runner.name})
    assert answer.status_code == 200
    assert "Deleted:" in answer.text
    assert not store.people()
    assert client.get(f"/p/{runner.id}/settings").status_code == 404


def test_a_backup_brings_back_what_was(client: TestClient, store: Store, runner: Person) -> None:
    address = f"/p/{runner.id}/settings"
    assert client.post(f"{address}/backup").status_code == 303
    (folder,) = (store.place.folder / "backups").iterdir()
    client.post("/people", data={"name": "Somebody later"})
    assert "what they were at" in client.post(f"{address}/restore", data={"made": folder.name}).text
    done = client.post(f"{address}/restore", data={"made": folder.name, "sure": "true"})
    assert done.status_code == 200
    assert "Brought back: 1 people" in done.text
    assert "Somebody later" not in client.get("/people").text
    assert client.get(f"{address}").status_code == 200


def test_a_backup_is_named_and_never_a_path(client: TestClient, runner: Person) -> None:
    answer = client.post(f"/p/{runner.id}/settings/restore", data={"made": "../../etc", "sure": "true"})
    assert answer.status_code == 404


def test_the_audit_is_checked(client: TestClient, runner: Person) -> None:
    assert "Nothing was changed from outside" in client.get(f"/p/{runner.id}/settings/audit").text


def test_settings_stay_open_in_an_emergency(client: TestClient, emergency: Person) -> None:
    assert client.get(f"/p/{emergency.id}/settings").status_code == 200
