"""Learn: every claim has a page with both verdicts, and the short pages are there in both languages."""

from starlette.testclient import TestClient

from trochanter.anatomy.claims import claims
from trochanter.reporting.claims_told import computed_claims
from trochanter.store.records import Person


def test_claims_are_found_by_a_word(client: TestClient, newcomer: Person) -> None:
    everything = client.get(f"/p/{newcomer.id}/learn").text
    some = client.get(f"/p/{newcomer.id}/learn", params={"find": "PIRIFORMIS"}).text
    assert everything.count("/learn/claims/") == len(claims())
    assert 0 < some.count("/learn/claims/") < len(claims())
    assert "No claim has this word" in client.get(f"/p/{newcomer.id}/learn", params={"find": "<b>"}).text


def test_every_claim_has_its_page(client: TestClient, newcomer: Person) -> None:
    for one in claims():
        found = client.get(f"/p/{newcomer.id}/learn/claims/{one.name}")
        assert found.status_code == 200
        assert ("What was computed" in found.text) == (not one.part and one.number in computed_claims())
    assert client.get(f"/p/{newcomer.id}/learn/claims/999").status_code == 404


def test_the_short_pages_are_there(client: TestClient, newcomer: Person, stopped: Person, emergency: Person) -> None:
    for name in ("pelvic-floor", "how-sure"):
        assert client.get(f"/p/{newcomer.id}/learn/{name}").status_code == 200
    assert "never a requirement" in client.get(f"/p/{stopped.id}/learn/pelvic-floor").text
    assert "emergency department now" in client.get(f"/p/{stopped.id}/learn/pelvic-floor").text
    assert "never a requirement" not in client.get(f"/p/{emergency.id}/learn/pelvic-floor").text
    assert client.get(f"/p/{newcomer.id}/learn/nothing").status_code == 404
