"""The page attacked: from other sites, from other accounts, by files, names and archives of strangers."""

import json
import os
import re
import stat
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import cast
from urllib.parse import quote

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from starlette.testclient import TestClient

from tests.web import hostile
from tests.web.conftest import HOST, TOKEN
from tests.web.working import at_work_in, eventually, state_in, uploaded
from trochanter.store.records import Person
from trochanter.store.store import Store
from trochanter.web import jobs
from trochanter.web.jobs.folders import clean
from trochanter.web.reports import alone, main_of

POLICY = ("default-src 'self'", "script-src 'self'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'")


# --- other sites -------------------------------------------------------------------------------------------------


def test_another_site_cannot_even_read(client: TestClient) -> None:
    """Another program's page on another port of this computer is the same site, and sends the cookie along."""
    parts = [{}, *({"sec-fetch-mode": mode} for mode in ("no-cors", "cors", "websocket", "navigate"))]
    framed = {"sec-fetch-mode": "navigate", "sec-fetch-dest": "iframe"}
    for site in ("cross-site", "same-site"):
        for part in (*parts, framed):
            assert client.get("/people", headers={"sec-fetch-site": site, **part}).status_code == 403
    assert client.get("/people", headers={"sec-fetch-site": "same-origin", "sec-fetch-mode": "cors"}).status_code == 200


def test_a_link_from_elsewhere_may_lead_here(client: TestClient) -> None:
    headers = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}
    assert client.get("/people", headers=headers).status_code == 200
    assert client.post("/people", headers=headers, data={"name": "Eve"}).status_code == 403


def test_an_origin_that_is_not_ours_changes_nothing(client: TestClient, store: Store) -> None:
    for origin in ("http://[", "null", "", "http://127.0.0.1", "https://127.0.0.1:8000", "file://"):
        assert client.post("/people", data={"name": "Eve"}, headers={"origin": origin}).status_code == 403
    assert store.people() == ()


def test_no_other_site_is_allowed_by_an_answer(client: TestClient) -> None:
    headers = {"origin": "http://127.0.0.1:8000", "access-control-request-method": "POST"}
    for answer in (client.options("/people", headers=headers), client.get("/people", headers=headers)):
        assert not [name for name in answer.headers if name.startswith("access-control")]


def test_other_sites_do_not_use_up_the_way_in(stranger: TestClient) -> None:
    """A page of another site, or one left open, asks without end: who has the address comes in all the same."""
    for _ in range(100):
        stranger.get("/", headers={"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors"})
        stranger.get("/api/p/somebody/jobs/1")
    assert stranger.get("/people").status_code == 429
    assert stranger.get("/enter", params={"token": TOKEN}).status_code == 303


# --- answers -----------------------------------------------------------------------------------------------------


def test_every_answer_leaves_with_its_headers(client: TestClient, runner: Person) -> None:
    """Also errors, redirects, files, what was not changed, refusals of the guard, and a fault of the program."""
    _app(client).router.routes.insert(0, APIRoute("/fails", _fails))
    outside = TestClient(client.app, base_url=HOST, raise_server_exceptions=False, follow_redirects=False)
    outside.cookies.update(client.cookies)
    today = f"/p/{runner.id}"
    lasting = client.get("/static/mark.svg").headers["etag"]
    answers = {
        200: outside.get(f"{today}/today"),
        206: outside.get("/static/mark.svg", headers={"range": "bytes=0-3"}),
        303: outside.get("/"),
        304: outside.get("/static/mark.svg", headers={"if-none-match": lasting}),
        307: outside.get("/people/"),
        400: outside.get("/people", headers={"host": "evil.test"}),
        403: outside.post("/people", headers={"origin": "null"}),
        404: outside.get("/nowhere"),
        405: outside.put("/people"),
        413: outside.post("/people", headers={"content-length": "9" * 30}),
        422: outside.post(f"{today}/settings/forget", data={"name": "x"}),
        500: outside.get("/fails"),
    }
    for status, answer in answers.items():
        assert answer.status_code == status
        assert all(part in answer.headers["content-security-policy"] for part in POLICY), status
        assert "unsafe" not in answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["cross-origin-opener-policy"] == "same-origin"
        assert answer.headers["cross-origin-resource-policy"] == "same-origin"
    assert "pain is 7" not in answers[500].text


def _app(client: TestClient) -> FastAPI:
    app = cast("object", client.app)
    while not isinstance(app, FastAPI):
        app = vars(app)["app"]
    return app


def _fails() -> None:
    raise RuntimeError("Ann's pain is 7")


def test_nothing_of_a_person_is_kept_by_the_browser(client: TestClient, runner: Person) -> None:
    for path in ("/people", f"/p/{runner.id}/today", f"/p/{runner.id}/plan/download/plan.csv", "/nowhere"):
        assert client.get(path).headers["cache-control"] == "no-store"
    assert "immutable" in client.get("/static/mark.svg?v=1").headers["cache-control"]
    assert client.get("/static/none.js?v=1").headers["cache-control"] == "no-store"


def test_cookies_are_for_this_page_alone(client: TestClient, runner: Person) -> None:
    answers = [
        client.get(f"/people/{runner.id}"),
        client.post(f"/p/{runner.id}/settings/look", data={"language": "en\r\nX: y", "theme": '"><script>'}),
    ]
    for answer in answers:
        said = answer.headers["set-cookie"].lower()
        assert "httponly" in said
        assert "samesite=strict" in said
        assert "domain" not in said
        assert "x" not in answer.headers
        assert "<script>" not in said
    hostile_look = {"trochanter_look": "language=../../en&theme=%22%3E%3Cscript%3E", "trochanter_person": "//evil.test"}
    other = TestClient(client.app, base_url=HOST, follow_redirects=False, cookies={**client.cookies, **hostile_look})
    assert "<script>" not in other.get("/people").text.replace('<script type="application/json"', "")
    assert other.get("/").headers["location"] == f"/p/{runner.id}/today"


def test_no_address_leads_elsewhere(client: TestClient, runner: Person) -> None:
    here = f"/p/{runner.id}"
    for word in ("https://evil.test", "//evil.test", "/\\evil.test", "..//..//evil.test", "javascript:alert(1)"):
        assert "evil.test" not in client.get(f"{here}/screen", params={"then": word}).text
        assert "javascript:" not in client.get(f"{here}/screen", params={"then": word}).text
        noted = client.post(f"{here}/today/session", data={"back": word, "pain_during": "1", "key": uuid.uuid4().hex})
        assert noted.headers["location"].startswith(f"{here}/today?noted=")
        job = client.post(f"{here}/running/weights", data={"key": "", "then": word})
        assert job.headers["location"].startswith(f"{here}/jobs/")
        client.post(f"{job.headers['location']}/cancel")


# --- names, files and archives of strangers ----------------------------------------------------------------------


def test_a_hostile_name_is_only_ever_text(client: TestClient, store: Store, runner: Person) -> None:
    person = store.add_person(hostile.NAME)
    for path in ("today", "settings", "people", "screen", "goal/goal", "running", "clinician", "learn", "compare"):
        text = client.get(f"/p/{person.id}/{path}" if path != "people" else "/people").text
        assert not hostile.active(text), path
    for path in ("/people?find=", "/people?problem=", f"/p/{runner.id}/learn?find=", f"/p/{runner.id}/today?noted="):
        assert not hostile.active(client.get(path + quote(hostile.NAME)).text), path


def test_data_in_a_page_cannot_end_its_block(client: TestClient, store: Store, newcomer: Person) -> None:
    note = {"key": uuid.uuid4().hex, "on": "2026-01-02", "ended": "noted", "pain_place": hostile.NAME, "pain_during": 2}
    assert client.post(f"/api/p/{newcomer.id}/sessions", json=note).status_code == 200
    for path in ("today", "progress", "explore", f"today?noted={note['key']}"):
        text = client.get(f"/p/{newcomer.id}/{path}").text
        assert not hostile.active(text)
        for block in re.findall(r'<script type="application/json"[^>]*>(.*?)</script>', text, re.DOTALL):
            json.loads(block)


def test_a_table_cannot_become_a_formula(client: TestClient, newcomer: Person) -> None:
    note = {"key": uuid.uuid4().hex, "on": "2026-01-02", "ended": "noted", "pain_during": 1, "pain_place": "=1+1"}
    assert client.post(f"/api/p/{newcomer.id}/sessions", json=note).status_code == 200
    table = client.get(f"/p/{newcomer.id}/plan/download/sessions.csv").text
    assert "'=1+1" in table
    assert ",=1+1" not in table


def test_an_archive_of_a_stranger_shows_and_runs_nothing(client: TestClient) -> None:
    names = {f"run-{hostile.KEY}.html": hostile.REPORT.encode(), f"run-{hostile.KEY}.txt": hostile.LISTED.encode(),
             f"run-{hostile.KEY}.json": b"{}"}  # fmt: skip
    person, packed = hostile.archive(names)
    assert client.post("/people/upload", files={"file": ("x.zip", packed)}).status_code == 200
    for path in ("running", f"running/trial/{hostile.KEY}"):
        answer = client.get(f"/p/{person}/{path}")
        assert answer.status_code == 200
        assert not hostile.active(answer.text)
    report = client.get(f"/p/{person}/running/report/{hostile.KEY}")
    policy = report.headers["content-security-policy"]
    assert "sandbox" in policy
    assert "allow-same-origin" not in policy
    assert "default-src 'none'" in policy
    assert "connect-src" not in policy
    assert (
        client.get(f"/p/{person}/running/result/{hostile.KEY}.json")
        .headers["content-disposition"]
        .startswith("attachment")
    )


@pytest.mark.parametrize("key", ['"\r\nSet-Cookie: a=b', '"x', "\u20ac\u0100", "../x"])
def test_a_name_in_an_archive_is_no_header(client: TestClient, key: str) -> None:
    person, packed = hostile.archive({f"run-{key}.json": b"{}", f"run-{key}.html": b"<main>x</main>"})
    assert client.post("/people/upload", files={"file": ("x.zip", packed)}).status_code == 200
    for path in (f"running/result/{quote(key, safe='')}.json", f"running/report/{quote(key, safe='')}"):
        assert client.get(f"/p/{person}/{path}").status_code == 404


def test_a_report_is_rebuilt_from_what_is_known() -> None:
    found = main_of(hostile.REPORT).html
    assert not hostile.active(found)
    assert "evil.test" not in found
    assert "x.test" not in found
    assert not re.search(r"hx-|data-module|style=|url\(|\\72", found)
    assert 'id="fig-1"' in found
    for ours in ("words", "toasts", "main"):
        assert f'id="{ours}"' not in found


def test_a_report_in_its_sandbox_goes_nowhere_by_itself() -> None:
    kept = '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'">'
    said = bytes(alone(kept + hostile.REPORT).body).decode()
    assert kept in said
    assert len(re.findall("http-equiv", said, re.IGNORECASE)) == 1


@pytest.mark.parametrize(
    "packed",
    [
        b"",
        b"PK\x03\x04" + bytes(200),
        hostile.zipped({"manifest.json": bytes(64 * 2**20)}),
        hostile.zipped({f"extra/a{k}": b"" for k in range(3000)}),
        hostile.zipped({"manifest.json": b'{"a":' * 50_000}),
        hostile.zipped({"../../etc/passwd": b"x", "manifest.json": b"{}"}),
    ],
    ids=["empty", "head", "bomb", "many", "deep", "outside"],
)
def test_an_archive_that_is_none_is_refused(client: TestClient, store: Store, packed: bytes) -> None:
    answer = client.post("/people/upload", files={"file": ("../../x.zip", packed)})
    assert answer.status_code == 400
    assert str(store.place.folder) not in answer.text
    assert {each.name for each in store.place.folder.iterdir() if each.is_dir()} <= {"blobs", "caches"}


@pytest.mark.parametrize(
    "text", ["[" * 400_000, '{"key":' * 9000, '{"run_km":NaN}', '{"pain_before":' + "9" * 5000 + "}"]
)
def test_json_that_is_meant_to_hurt_is_refused(client: TestClient, newcomer: Person, text: str) -> None:
    headers = {"content-type": "application/json"}
    answer = client.post(f"/api/p/{newcomer.id}/sessions", content=text, headers=headers)
    assert answer.status_code in (400, 422)


def test_a_path_leads_to_no_other_file(client: TestClient) -> None:
    up = ("..%2fapp.py", "%2e%2e/app.py", "..%5capp.py", "/etc/passwd", "%00", "", "app.js%00.png", "%ff%fe")
    for path in (*(f"/static/{each}" for each in up), "/p/%2e%2e/people", "/enterx", "/locked/x"):
        answer = client.get(path)
        assert answer.status_code == 404, path
        assert "import" not in answer.text


def test_no_error_tells_where_the_records_lie(client: TestClient, store: Store, runner: Person, tmp_path: Path) -> None:
    person, packed = hostile.archive({f"run-{hostile.KEY}.html": hostile.REPORT.encode()})
    assert client.post("/people/upload", files={"file": ("x.zip", packed)}).status_code == 200
    for each in (store.place.folder / "blobs").iterdir():
        each.unlink()
    answers = [
        client.get(f"/p/{person}/running/report/{hostile.KEY}"),
        client.post(f"/p/{person}/settings/export"),
        client.post(f"/p/{person}/settings/backup"),
        client.post(f"/p/{runner.id}/today/runs/upload", files={"file": ("a.csv", b"\0")}),
        client.post("/people/upload", files={"file": ("x.zip", b"no zip")}),
    ]
    for answer in answers:
        assert answer.status_code in (400, 409, 415)
        assert str(tmp_path) not in answer.text


# --- other accounts of this computer -----------------------------------------------------------------------------


@pytest.mark.needs("linux", "pose-weights")
@pytest.mark.usefixtures("pose_weights")
def test_what_was_told_is_no_argument_of_a_process(client: TestClient, runner: Person, tmp_path: Path) -> None:
    """Every account of a computer can list the arguments of all its processes."""
    state = state_in(client)
    film = uploaded(state, runner.id, "right", b"no film", "a.mp4", ".mp4", "film")
    told = {"position": "seated", "right-in": "pain 3 groin", "right-out": "pain 0", "measured-by": "Zyxwvut"}
    job = jobs.start(state, runner.id, "measure-film", told, [film])
    seen: list[str] = []
    while not jobs.find(state, runner.id, job.key).ended:
        for each in Path("/proc").glob("[0-9]*/cmdline"):
            with suppress(OSError):
                seen.append(each.read_bytes().replace(b"\0", b" ").decode("utf-8", "replace"))
    assert any("child.py" in each for each in seen)
    assert not [each for each in seen if "groin" in each or "Zyxwvut" in each]
    problem = jobs.find(state, runner.id, job.key).problem
    assert problem is not None
    assert "a.mp4" in f"{problem.where} {problem.what}"  # the command has heard what it is to do


def test_what_waits_is_closed_to_others_and_goes_with_its_day(client: TestClient, store: Store, runner: Person) -> None:
    client.post(f"/p/{runner.id}/goal/goal", data={"asked.goal": "1", "goal": "running"})
    caches = store.place.folder / "caches"
    draft = caches / runner.id / "draft-goal.json"
    assert draft.is_file()
    for each in (store.place.folder, caches, caches / runner.id):
        assert stat.S_IMODE(each.stat().st_mode) == 0o700
    assert stat.S_IMODE((store.place.folder / "web.key").stat().st_mode) == 0o600
    now = state_in(client).settings.now()
    clean(store.place, [runner.id], now)
    assert draft.is_file()
    left = [draft, caches / runner.id / "uploads" / "export", store.place.folder / ".arriving-1"]
    for each in left[1:]:
        each.mkdir(parents=True)
        (each / "export.zip").write_bytes(b"of a server that was killed")
    for each in left:
        os.utime(each, (0, 0))
    clean(store.place, [runner.id], now)
    assert not [each for each in left if each.exists()]


def test_an_export_waits_where_forgetting_reaches_it(
    client: TestClient, store: Store, runner: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the server is killed before the export was sent, nobody clears it away."""
    monkeypatch.setattr("trochanter.web.routes.settings._clear", lambda _: None)
    assert client.post(f"/p/{runner.id}/settings/export").status_code == 200
    left = list(store.place.folder.rglob("*.zip"))
    assert left
    store.forget(runner.id)
    assert not [each for each in left if each.exists()]


def test_forgetting_reaches_the_browser(client: TestClient, store: Store, runner: Person) -> None:
    client.post(f"/p/{runner.id}/goal/goal", data={"asked.goal": "1", "goal": "running"})
    answer = client.post(f"/p/{runner.id}/settings/forget", data={"name": runner.name})
    assert answer.status_code == 200
    assert f'data-module="forget" data-person="{runner.id}"' in answer.text
    assert not [each for each in store.place.folder.rglob("*") if runner.id in str(each)]


@pytest.mark.needs("linux")
def test_forgetting_ends_work_under_way_first(client: TestClient, runner: Person) -> None:
    state = state_in(client)
    job = jobs.start(state, runner.id, "demo", {})
    folder = jobs.folder_of(state, job)
    eventually(lambda: at_work_in(folder) != [])
    assert client.post(f"/p/{runner.id}/settings/forget", data={"name": runner.name}).status_code == 200
    assert at_work_in(folder) == []
    assert not folder.exists()


@pytest.mark.needs("linux")
def test_a_restore_lets_go_of_the_records_before(client: TestClient, store: Store, runner: Person) -> None:
    here = f"/p/{runner.id}"
    client.post(f"{here}/settings/backup")
    made = re.findall(r'name="made" value="([^"]+)"', client.get(f"{here}/settings").text)[0]
    files = []
    for _ in range(3):
        assert client.post(f"{here}/settings/restore", data={"made": made, "sure": "true"}).status_code == 200
        files.append(len([1 for each in Path("/proc/self/fd").iterdir() if "records.db" in os.path.realpath(each)]))
    assert files[0] == files[-1]
    for made in ("../../caches", "..", "/etc", "\0"):
        assert client.post(f"{here}/settings/restore", data={"made": made, "sure": "true"}).status_code == 404


def test_a_clearance_that_comes_late_does_not_undo_a_new_screen(
    client: TestClient, store: Store, stopped: Person
) -> None:
    """Two tabs at once: what the second one saves goes by what the first one saved, not by what its page showed."""
    before = store.page_data(stopped.id).screens
    today = before[-1].day
    form = {
        "by": "Dr Example", "on": today, "flags": "B1", "allows": ["exercises"], "ends": "no_end", "told": "yes",
    }  # fmt: skip
    with ThreadPoolExecutor(1) as other:
        with state_in(client).locks[stopped.id]:
            sent = other.submit(client.post, f"/p/{stopped.id}/check/clearance", data=form)
            time.sleep(0.5)  # it has read the records, and waits
            newer = store.save(stopped.id, before[-1].body)
        answer = sent.result(20)
    assert answer.status_code == 303
    now = {each.id: each for each in store.page_data(stopped.id).screens}
    assert "Dr Example" in now[newer].body
    assert now[before[-1].id] == before[-1]
