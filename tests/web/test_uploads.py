"""What people send: taken apart as it comes, told by its bytes, refused in words, and gone where nobody uses it."""

import re
import socket
import threading
import zipfile
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
import uvicorn
from starlette.testclient import TestClient

from tests.web.working import eventually, state_in, uploaded
from trochanter.core.errors import UnknownName
from trochanter.store.records import Person
from trochanter.store.store import Store
from trochanter.web import jobs
from trochanter.web.person import PersonPage
from trochanter.web.uploads import WrongKind, held, hold, let_go
from trochanter.web.uploads.given import label_of
from trochanter.web.uploads.kinds import WORDS, found_kinds, kind_of

TRC = b"PathFileType\t4\t(X/Y/Z)\trun.trc\nDataRate\tCameraRate\tNumFrames\tNumMarkers\tUnits\n"
MP4 = b"\x00\x00\x00\x18ftypmp42" + b"\x00" * 400
JPEG = b"\xff\xd8\xff\xe0" + b"\x00" * 400
ENTITIES = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    b"<OpenSimDocument><Model>&b;</Model></OpenSimDocument>"
)
HOSTILE = (
    "../../../etc/passwd", "..\\..\\boot.ini", "/etc/passwd", "C:\\x\\run.trc", "run\x00.trc", "a\r\nX-Evil: 1.trc",
    "<img src=x onerror=alert(1)>.trc", "x" * 5000 + ".trc", "\u202egpj.trc", ".", "..", "~root", "CON", "%2e%2e%2f",
    "{{ 7*7 }}", "-rf", "--out=x",
)  # fmt: skip


def tray(store: Store, person: Person) -> list[Path]:
    return [*store.place.folder.glob(f"caches/{person.id}/uploads/*")]


def sent(client: TestClient, person: Person, **files: tuple[str, bytes]) -> tuple[int, str]:
    """Status and words of a trial that was sent."""
    answer = client.post(f"/p/{person.id}/running/new/trial/upload", files=files)
    return answer.status_code, answer.text


def test_a_file_that_is_right_becomes_work(client: TestClient, store: Store, newcomer: Person) -> None:
    answer = client.post(
        f"/p/{newcomer.id}/running/new/trial/upload", data={"mass": "62,5", "key": "a form"},
        files={"trial": ("Lauf 3.trc", TRC), "static": ("", b"")},
    )  # fmt: skip
    assert answer.status_code == 303
    (job,) = jobs.jobs_of(state_in(client), newcomer.id)
    assert answer.headers["location"].endswith(job.key)
    assert [(each.role, each.label, each.name) for each in job.files] == [
        ("trial", "Lauf 3.trc", "recording/Lauf-3.trc")
    ]
    assert "--mass-kg=62.5" in job.command
    assert tray(store, newcomer) == []
    again = client.post(
        f"/p/{newcomer.id}/running/new/trial/upload", data={"mass": "62,5", "key": "a form"},
        files={"trial": ("Lauf 3.trc", TRC), "static": ("", b"")},
    )  # fmt: skip
    assert again.headers["location"] == answer.headers["location"]  # a form that comes twice
    assert tray(store, newcomer) == []
    other = client.post(
        f"/p/{newcomer.id}/running/new/trial/upload", data={"mass": "62,5", "key": "a form"},
        files={"trial": ("Lauf 3.trc", TRC + b"more")},
    )  # fmt: skip
    assert other.headers["location"] != answer.headers["location"]  # the same form filled in anew


WRONG = (
    # field, content, what it is, what would be right
    ("trial", JPEG, "a photo (JPEG)", "markers (.trc)"),
    ("trial", MP4, "a film", "joint angles"),
    ("static", b"%PDF-1.7 ....", "a document (PDF)", "markers and force plates (.c3d)"),
    ("forces", b"\x89PNG....", "a picture (PNG)", "a table of ground forces"),
    ("model", TRC, "markers (.trc)", "an OpenSim model"),
    ("model", ENTITIES, "XML with a document type", "an OpenSim model"),
    ("trial", b"PK\x03\x04" + b"x" * 99, "an archive (.zip)", "markers (.trc)"),
    ("trial", b"\x00" * 99, "nothing but zeros", "markers (.trc)"),
    ("trial", b"hello", "text", "markers (.trc)"),
)


def test_a_wrong_file_in_a_field_is_told_what_it_is(client: TestClient, store: Store, newcomer: Person) -> None:
    for field, content, it_is, would_be in WRONG:
        files = {"trial": ("run.trc", TRC), field: ("mine.dat", content)}
        status, words = sent(client, newcomer, **files)
        assert status == 415
        for each in ("mine.dat", it_is, would_be):
            assert each.replace("'", "&#39;") in words
        assert tray(store, newcomer) == []
    assert jobs.jobs_of(state_in(client), newcomer.id) == ()
    answer = client.post(f"/p/{newcomer.id}/running/new/trial/upload", files=files, headers={"hx-request": "true"})
    assert "<html" not in answer.text


def test_a_film_goes_where_films_go(client: TestClient, store: Store, runner: Person) -> None:
    path = f"/p/{runner.id}/running/new/film/upload"
    answer = client.post(path, data={"view": "side"}, files={"film": ("x.mp4", TRC)})
    assert (answer.status_code, "markers (.trc)" in answer.text) == (415, True)
    answer = client.post(path, data={"view": "side"}, files={"film": ("picture.jpg", MP4)})
    assert answer.status_code == 303  # the name tells nothing
    (job,) = jobs.jobs_of(state_in(client), runner.id)
    assert job.files[0].name == "recording/picture.mp4"
    jobs.end_all(state_in(client), runner.id)
    assert tray(store, runner) == []


def test_a_name_never_becomes_a_path(client: TestClient, store: Store, newcomer: Person) -> None:
    for name in HOSTILE:
        _sent_under(name, client, newcomer)
    assert tray(store, newcomer) == []


def _sent_under(name: str, client: TestClient, newcomer: Person) -> None:
    head = (
        b'--b\r\nContent-Disposition: form-data; name="trial"; filename="'
        + name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A").encode()
        + b'"\r\nContent-Type: text/plain\r\n\r\n'
    )
    answer = client.post(
        f"/p/{newcomer.id}/running/new/trial/upload", content=head + TRC + b"\r\n--b--\r\n",
        headers={"content-type": "multipart/form-data; boundary=b"},
    )  # fmt: skip
    assert answer.status_code in (303, 422), answer.text
    for job in jobs.jobs_of(state_in(client), newcomer.id):
        assert len(job.files) == 1
        assert re.fullmatch(r"recording/[A-Za-z0-9][A-Za-z0-9-]{0,46}\.trc", job.files[0].name)
        assert not any(part in job.files[0].label for part in ("/", "\\", "\x00", "\u202e"))
        assert len(job.files[0].label) <= 80
        assert all(not word.startswith(("-rf", "~")) for word in job.command)
        page = client.get(f"/p/{newcomer.id}/jobs/{job.key}").text
        assert "<img src=x" not in page
    jobs.end_all(state_in(client), newcomer.id)


def test_labels_are_names_that_can_be_shown() -> None:
    assert label_of("a/b\\Lauf \t3.trc") == "Lauf 3.trc"
    assert label_of("..") == label_of("") == label_of("///") == "file"
    assert len(label_of("x" * 999 + ".c3d")) == 80
    assert label_of("x" * 999 + ".c3d").endswith(".c3d")


def test_what_is_too_much_is_refused_and_nothing_stays(client: TestClient, store: Store, newcomer: Person) -> None:
    status, words = sent(client, newcomer, trial=("run.trc", TRC), model=("m.osim", b"<OpenSimDocument>" * 2**22))
    assert (status, "at most 64 MB" in words) == (413, True)
    answer = client.post(
        f"/p/{newcomer.id}/running/new/trial/upload", files={"trial": ("run.trc", TRC)}, data={"mass": "6" * 70_000}
    )
    assert answer.status_code == 413
    answer = client.post(
        f"/p/{newcomer.id}/running/new/trial/upload",
        files=[("trial", ("run.trc", TRC)), ("trial", ("another.trc", TRC))],
    )
    assert (answer.status_code, "too many files" in answer.text) == (413, True)
    answer = client.post(
        f"/p/{newcomer.id}/running/new/trial/upload", files=[(f"f{k}", (None, b"x")) for k in range(300)]
    )
    assert answer.status_code == 413
    status, words = sent(client, newcomer, surprise=("run.trc", TRC))
    assert (status, "one that takes a file" in words) == (422, True)
    assert tray(store, newcomer) == []
    assert jobs.jobs_of(state_in(client), newcomer.id) == ()


NO_FORMS = (
    ("multipart/form-data; boundary=b", b'--b\r\nContent-Disposition: form-data; name="trial"; filename="r.trc"'),
    ("multipart/form-data; boundary=b", b""),
    ("multipart/form-data; boundary=b", b"\xff\xfe garbage that is no form \r\n\r\n"),
    ("multipart/form-data", b"--b\r\n"),
    ("multipart/form-data; boundary=" + "b" * 3000, b"--b\r\n"),
    ("application/x-www-form-urlencoded", b"trial=x"),
    ("", b"x"),
    ("multipart/form-data; boundary=b", b"--b\r\n" + b"X: y\r\n" * 50 + b"\r\nx\r\n--b--\r\n"),
    ("multipart/form-data; boundary=b", b"--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--\r\n"),
    ("multipart/form-data; boundary=\xfc".encode("latin-1").decode("latin-1"), b"--b\r\n"),
)


def test_what_is_no_form_is_told(client: TestClient, store: Store, newcomer: Person) -> None:
    for kind, content in NO_FORMS:
        answer = client.post(
            f"/p/{newcomer.id}/running/new/trial/upload", content=content,
            headers=[(b"content-type", kind.encode("latin-1"))] if kind else [],
        )  # fmt: skip
        assert 400 <= answer.status_code < 500, (kind, content)
        assert tray(store, newcomer) == []


def test_numbers_and_choices_that_are_none_are_told(client: TestClient, store: Store, runner: Person) -> None:
    def answered(path: str, **data: str) -> tuple[int, str]:
        field, content = ("trial", TRC) if "trial" in path else ("film", MP4)
        found = client.post(f"/p/{runner.id}/running/new/{path}/upload", data=data, files={field: ("f", content)})
        return found.status_code, found.text

    for mass in ("heavy", "-62", "nan", "inf", "1e999", "5", "0", "6 2"):
        assert answered("trial", mass=mass)[0] == 422
    assert answered("film", view="above")[0] == 422
    assert answered("film", view="side", pain="11")[0] == 422
    assert answered("film", view="side", day="2999-01-01")[0] == 422
    assert answered("film", view="side", day="yesterday")[0] == 422
    assert answered("film", view="side", speed="quick")[0] == 422
    assert answered("one-leg", side="right", exercise="squat")[0] == 409  # nobody said that standing was free of pain
    assert answered("one-leg", side="up", exercise="squat", stood="free")[0] == 422
    assert answered("one-leg", side="right", exercise="hop", stood="free")[0] == 422
    assert jobs.jobs_of(state_in(client), runner.id) == ()
    assert tray(store, runner) == []


def test_an_upload_that_is_broken_off_leaves_nothing(client: TestClient, store: Store, newcomer: Person) -> None:
    """Through a real server: the connection ends in the middle of the file."""
    server = uvicorn.Server(uvicorn.Config(client.app, log_level="critical", lifespan="off"))
    listening = socket.create_server(("127.0.0.1", 0))
    thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
    thread.start()
    eventually(lambda: server.started, 20.0)
    port, cookies = listening.getsockname()[1], "; ".join(f"{k}={v}" for k, v in client.cookies.items())
    head = b'--b\r\nContent-Disposition: form-data; name="trial"; filename="run.trc"\r\n\r\n' + TRC
    request = (
        f"POST /p/{newcomer.id}/running/new/trial/upload HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: {cookies}\r\n"
        "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 50000000\r\n\r\n"
    ).encode()
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(request + head + b"1\t2\t3\n" * 500_000)
        eventually(lambda: tray(store, newcomer) != [], 20.0)
    eventually(lambda: tray(store, newcomer) == [], 20.0)
    assert jobs.jobs_of(state_in(client), newcomer.id) == ()
    server.should_exit = True
    thread.join(20.0)


def test_nobody_uploads_for_nobody(client: TestClient, store: Store) -> None:
    answer = client.post("/p/nobody/running/new/trial/upload", files={"trial": ("run.trc", TRC)})
    assert answer.status_code == 404
    assert not [*store.place.folder.glob("caches/*/uploads/*")]


def archive() -> bytes:
    data = BytesIO()
    with zipfile.ZipFile(data, "w") as packed:
        packed.writestr("a.csv", "t,x\n1,2\n")
    return data.getvalue()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (MP4, "film"),
        (b"\x1a\x45\xdf\xa3" + b"\x00" * 99, "film"),
        (b"RIFF\x00\x00\x00\x00AVI " + b"\x00" * 99, "film"),
        (TRC, "trc"),
        (b"walk\nversion=1\nnRows=1\nnColumns=2\nendheader\ntime\tx\n0\t1\n", "opensim_table"),
        (b'<?xml version="1.0"?><OpenSimDocument Version="40000"><Model name="m">', "opensim_model"),
        (b'<?xml version="1.0"?><OpenSimDocument Version="40000"><ExternalLoads name="l">', "external_loads"),
        (archive(), "zip"),
        (b"\x0e\x10\x00\x00\x00\x00\x00\x00.FIT", "fit"),
        (b'{"schema": "trochanter.plan/1"}', "json"),
        (b"day,km\n2026-11-01,5\n", "table"),
    ],
)
def test_every_kind_is_known_by_its_bytes(content: bytes, kind: str) -> None:
    assert kind in found_kinds(content)
    found, suffix = kind_of(content, [kind], "x")
    assert found == kind
    assert re.fullmatch(r"\.[a-z0-9]{2,4}", suffix)


@pytest.mark.needs("shared-data")
def test_real_recordings_are_known(shared_data: Path) -> None:
    wanted = {
        "c3d/walking2.c3d": "c3d",
        "rbds001/RBDS001runT25markers.txt": "marker_table",
        "rbds001/RBDS001runT25forces.txt": "force_table",
        "models/Rajagopal2016.osim": "opensim_model",
        "run_4ms/runningModel_GRF.xml": "external_loads",
        "run_4ms/runningModel_GRF_data.mot": "opensim_table",
        "imu_formats/sensorlogger_ios/Gyroscope.csv": "phone_log",
    }
    for path, kind in wanted.items():
        with (shared_data / path).open("rb") as stream:
            assert kind in found_kinds(stream.read(1 << 16)), path


def test_every_kind_can_be_told() -> None:
    for kind in WORDS:
        with pytest.raises(WrongKind) as caught:
            kind_of(b"", [kind], "mine")
        assert caught.value.valid == WORDS[kind][0]


def test_a_file_can_wait_for_the_next_request(client: TestClient, store: Store, newcomer: Person) -> None:
    state, other = state_in(client), store.add_person("Somebody else")
    given = uploaded(state, newcomer.id, "film", MP4, "run.mp4", ".mp4", "film")
    mine, theirs = (cast("PersonPage", SimpleNamespace(store=store, person=each)) for each in (newcomer, other))
    key = hold(mine, given)
    assert not given.path.exists()
    found = held(mine, key)
    assert (found.label, found.sha256, found.path.read_bytes()) == ("run.mp4", given.sha256, MP4)
    for page, name in ((theirs, key), (mine, "../" + key), (mine, key[:-1]), (mine, "0" * 32)):
        with pytest.raises(UnknownName):
            held(page, name)
    let_go(mine, key)
    let_go(mine, "../..")
    assert tray(store, newcomer) == []
