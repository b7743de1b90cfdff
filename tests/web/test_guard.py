"""What stands before every page: host, origin, entry, size, rate, headers."""

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.web.conftest import HOST, TOKEN
from trochanter.store.store import Store
from trochanter.web.app import create_app
from trochanter.web.guard.entry import LASTS_S, Door, key_in
from trochanter.web.guard.rates import Rates
from trochanter.web.settings import Settings


def test_the_address_works_once(stranger: TestClient, store: Store) -> None:
    assert stranger.get("/people").status_code == 401
    assert stranger.get("/enter", params={"token": "wrong"}).status_code == 401
    entered = stranger.get("/enter", params={"token": TOKEN})
    assert entered.status_code == 303
    assert "httponly" in entered.headers["set-cookie"].lower()
    assert "samesite=strict" in entered.headers["set-cookie"].lower()
    other = TestClient(stranger.app, base_url=HOST, follow_redirects=False)
    assert other.get("/enter", params={"token": TOKEN}).status_code == 401
    again = TestClient(
        create_app(Settings("another", store.place.folder), store), base_url=HOST, cookies=dict(stranger.cookies),
        follow_redirects=False,
    )  # fmt: skip
    assert again.get("/").status_code == 303  # the cookie outlives the server


def test_a_cookie_is_signed_and_ends(tmp_path: Path) -> None:
    now = [1e9]
    door = Door("t", key_in(tmp_path), lambda: now[0])
    cookie = door.enter("t") or ""
    assert door.knows(cookie)
    assert not door.knows(cookie[:-1] + ("0" if cookie[-1] != "0" else "1"))
    assert not door.knows("")
    assert not door.knows("9.x.y")
    now[0] += LASTS_S + 120
    assert not door.knows(cookie)
    assert (tmp_path / "web.key").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("host", ["evil.com:8000", "127.0.0.1.evil.com", "localhost.", ""])
def test_another_host_is_refused(client: TestClient, host: str) -> None:
    assert client.get("/people", headers={"host": host}).status_code == 400


@pytest.mark.parametrize("host", ["127.0.0.1:8001", "LOCALHOST", "[::1]:8001"])
def test_this_computer_is_not(client: TestClient, host: str) -> None:
    assert client.get("/locked", headers={"host": host}).status_code == 401


def test_another_site_changes_nothing(client: TestClient, store: Store) -> None:
    for headers in ({"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"}, {"origin": "http://evil.com"}):
        assert client.post("/people", data={"name": "Eve"}, headers=headers).status_code == 403
    assert not store.people()


def test_every_answer_has_the_headers(client: TestClient) -> None:
    for path in ("/", "/people", "/locked", "/static/mark.svg", "/nowhere"):
        headers = client.get(path).headers
        assert "default-src 'self'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"


def test_too_much_is_refused(client: TestClient) -> None:
    assert client.post("/people", content=b"x" * (2**20 + 1)).status_code == 413
    form = {"content-type": "application/x-www-form-urlencoded"}
    assert client.post("/people", content=iter([b"name=" + b"x" * 2**20, b"y"]), headers=form).status_code == 413


def test_one_browser_cannot_ask_without_end() -> None:
    now = [0.0]
    rates = Rates(2.0, 3, lambda: now[0])
    assert [rates.takes("a") for _ in range(4)] == [True, True, True, False]
    assert rates.takes("b")
    now[0] = 0.5
    assert [rates.takes("a") for _ in range(2)] == [True, False]


def test_what_is_not_there_is_said(client: TestClient) -> None:
    found = client.get("/nowhere")
    assert found.status_code == 404
    assert "There is no such page" in found.text
    assert client.get("/p/nobody/today").status_code == 404
