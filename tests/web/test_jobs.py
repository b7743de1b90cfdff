"""Long work: real commands in real processes, their progress, cancelling, limits, and servers that end in between."""

import datetime as dt
import json
import os
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.web.conftest import HOST
from tests.web.working import at_work_in, ended, eventually, state_in, uploaded
from trochanter.core.errors import BadSetting, ImpossibleData, MissingInput, UnknownName
from trochanter.exchange.record_documents import check, without_private
from trochanter.findings.permission import ScreenNeeded
from trochanter.store.opening import open_store
from trochanter.store.records import Person
from trochanter.store.store import Store
from trochanter.web import jobs
from trochanter.web.app import create_app
from trochanter.web.jobs.api import MOST_WAITING
from trochanter.web.jobs.folders import clean, job_folder, new_folder
from trochanter.web.jobs.job import Job, JobFile, new_key, read_job, write_job
from trochanter.web.jobs.kinds import KINDS
from trochanter.web.jobs.process import Running
from trochanter.web.jobs.progress import Listened, problem_of, share_of, shown
from trochanter.web.settings import Settings

ROOT = Path(__file__).parents[2]
BROKEN_FILM = b"\x00\x00\x00\x18ftypmp42" + b"\x00" * 4000


def begun(client: TestClient, person: Person, kind: str = "demo") -> Job:
    """A job whose process runs."""
    state = state_in(client)
    job = jobs.start(state, person.id, kind, {})
    eventually(lambda: jobs.find(state, person.id, job.key).state == "running")
    return job


def restarted(store: Store) -> TestClient:
    """Another server on the same records."""
    app = create_app(Settings("another", store.place.folder), store)
    return TestClient(app, base_url=HOST, follow_redirects=False)


def test_a_run_is_worked_out_saved_once_and_shown(client: TestClient, store: Store, newcomer: Person) -> None:
    state = state_in(client)
    job = begun(client, newcomer)
    assert client.get(f"/p/{newcomer.id}/jobs/{job.key}").status_code == 200
    eventually(lambda: jobs.find(state, newcomer.id, job.key).said != "")
    done = ended(state, job)
    assert (done.state, done.problem, done.starts) == ("done", None, 1)
    assert sorted(each.name for each in store.page_data(newcomer.id).recordings) == sorted(
        f"run-{job.key}{ending}" for ending in (".html", ".json", ".txt")
    )
    told = client.get(f"/api/p/{newcomer.id}/jobs/{job.key}").json()
    assert told["state"] == "done"
    assert told["next"] == f"/p/{newcomer.id}/running/trial/{job.key}"
    assert client.get(f"/p/{newcomer.id}/jobs/{job.key}").headers["location"] == told["next"]
    page = client.get(told["next"])
    assert page.status_code == 200
    assert "The deep rotators" in page.text
    assert "<style" not in page.text
    alone = client.get(f"/p/{newcomer.id}/running/report/{job.key}")
    assert "sandbox allow-scripts" in alone.headers["content-security-policy"]
    assert "default-src 'none'" in alone.headers["content-security-policy"]
    assert json.loads(client.get(f"/p/{newcomer.id}/running/result/{job.key}.json").text)["schema"]

    # The server ends after the result was saved and before that was noted: nothing is saved twice.
    folder = jobs.folder_of(state, job)
    write_job(folder, replace(done, state="running", saved=(), ended_at=None))
    with restarted(store) as other:
        again = ended(state_in(other), job)
    assert (again.state, again.saved, again.starts) == ("done", done.saved, 1)
    assert len(store.page_data(newcomer.id).recordings) == 3


def bomb() -> bytes:
    """A small archive whose table unpacks to 100 MB."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("Gyroscope.csv", b"time,x,y,z\n" + b"0" * 100_000_000)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("content", "said"), [(lambda: b"PK\x03\x04" + b"x" * 999, "damaged"), (bomb, "claims to unpack")]
)
def test_a_wrong_file_is_told_in_the_words_of_the_command(
    content: Callable[[], bytes], said: str, client: TestClient, runner: Person
) -> None:
    state = state_in(client)
    given = uploaded(state, runner.id, "right", content(), "My <run> & leg.zip", ".zip", "zip")
    job = jobs.start(state, runner.id, "measure-phone", {"position": "seated"}, [given])
    assert not given.path.exists()
    done = ended(state, job)
    assert done.state == "failed"
    assert done.problem is not None
    assert said in done.problem.what
    assert done.problem.where.startswith("My <run> & leg.zip")
    assert done.problem.next_step
    told = client.get(f"/api/p/{runner.id}/jobs/{job.key}").text + client.get(f"/p/{runner.id}/jobs/{job.key}").text
    assert str(state.store.place.folder) not in told
    assert "recording/" not in told
    assert "My &lt;run&gt; &amp; leg.zip" in told
    assert jobs.again(state, runner.id, job.key).state in ("waiting", "running")  # its files are still there
    assert ended(state, job).state == "failed"


def test_it_can_be_cancelled_in_the_middle(client: TestClient, store: Store, newcomer: Person) -> None:
    state = state_in(client)
    job, folder = begun(client, newcomer), Path()
    folder = jobs.folder_of(state, job)
    waiting = jobs.start(state, newcomer.id, "demo", {})
    assert state.jobs.ahead_of(waiting) == 1
    assert "1 before this one" in client.get(f"/p/{newcomer.id}/jobs/{waiting.key}").text
    assert client.post(f"/p/{newcomer.id}/jobs/{waiting.key}/cancel").status_code == 303
    assert jobs.find(state, newcomer.id, waiting.key).state == "cancelled"
    assert client.post(f"/p/{newcomer.id}/jobs/{job.key}/cancel").status_code == 303
    assert jobs.find(state, newcomer.id, job.key).state == "cancelled"
    assert client.post(f"/p/{newcomer.id}/jobs/{job.key}/cancel").status_code == 303  # two tabs: no fault
    assert store.page_data(newcomer.id).recordings == ()
    if sys.platform == "linux":
        assert at_work_in(folder) == []


def test_a_job_is_its_owners_alone(client: TestClient, store: Store, newcomer: Person) -> None:
    state, other = state_in(client), store.add_person("Somebody else")
    job = begun(client, newcomer)
    for path in (f"/p/{other.id}/jobs/{job.key}", f"/api/p/{other.id}/jobs/{job.key}"):
        assert client.get(path).status_code == 404
    for verb in ("cancel", "again"):
        assert client.post(f"/p/{other.id}/jobs/{job.key}/{verb}").status_code == 404
    with pytest.raises(UnknownName):
        jobs.find(state, other.id, job.key)
    for key in ("..", "x" * 32, "A" * 32, job.key[:-1]):
        with pytest.raises(UnknownName):
            jobs.find(state, newcomer.id, key)
    assert not jobs.find(state, newcomer.id, job.key).ended
    assert jobs.jobs_of(state, other.id) == ()
    jobs.cancel(state, newcomer.id, job.key)


def test_forgetting_somebody_ends_their_work(client: TestClient, store: Store, newcomer: Person) -> None:
    state, job = state_in(client), begun(client, newcomer)
    folder = jobs.folder_of(state, job)
    store.forget(newcomer.id)
    last = replace(job, key=new_key(), made_at=job.made_at + dt.timedelta(days=1))
    eventually(lambda: state.jobs.ahead_of(last) == 0, 20.0)
    assert not folder.exists()
    if sys.platform == "linux":
        assert at_work_in(folder) == []


def test_all_work_of_somebody_can_be_ended(client: TestClient, newcomer: Person) -> None:
    state, job = state_in(client), begun(client, newcomer)
    jobs.start(state, newcomer.id, "demo", {})
    jobs.end_all(state, newcomer.id)
    assert not jobs.folder_of(state, job).exists()
    assert jobs.jobs_of(state, newcomer.id) == ()


def test_what_was_broken_off_runs_again_at_most_twice(store: Store, newcomer: Person) -> None:
    with restarted(store) as first:
        job = begun(first, newcomer)
        folder = jobs.folder_of(state_in(first), job)
    left = read_job(folder)
    assert left is not None
    assert (left.state, left.starts) == ("waiting", 0)  # a server that ends in peace does not count
    write_job(folder, replace(left, state="running", starts=3))
    with restarted(store) as second:
        found = jobs.find(state_in(second), newcomer.id, job.key)
        assert found.state == "failed"
        assert found.problem is not None
        assert "ended three times" in found.problem.what


@pytest.mark.needs("kill-9", "linux")
def test_a_killed_server_takes_its_work_along_and_the_next_one_goes_on(
    tmp_path: Path, store: Store, newcomer: Person
) -> None:
    surroundings = {**os.environ, "TROCHANTER_HOME": str(tmp_path / "home")}
    command = [sys.executable, "-m", "tests.web.serving", str(store.place.folder), newcomer.id]
    with subprocess.Popen(command, cwd=ROOT, env=surroundings, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        key = server.stdout.readline().strip()
        folder = job_folder(store.place, newcomer.id, key)
        eventually(lambda: at_work_in(folder) != [])
        server.send_signal(signal.SIGKILL)
    eventually(lambda: at_work_in(folder) == [], 10.0)  # nobody works for a server that is gone
    left = read_job(folder)
    assert left is not None
    assert (left.state, left.starts) == ("running", 1)
    with restarted(store) as other:
        done = ended(state_in(other), left)
    assert (done.state, done.starts) == ("done", 2)
    assert len(store.page_data(newcomer.id).recordings) == 3


def test_a_second_server_leaves_the_work_of_the_first_alone(client: TestClient, store: Store, newcomer: Person) -> None:
    job = begun(client, newcomer)
    with restarted(store) as other:
        assert jobs.find(state_in(other), newcomer.id, job.key).starts == 1
        assert state_in(other).jobs.ahead_of(replace(job, made_at=job.made_at + dt.timedelta(1))) == 0
        jobs.cancel(state_in(other), newcomer.id, job.key)
        eventually(lambda: state_in(client).jobs.ahead_of(replace(job, key=new_key(), made_at=job.made_at)) == 0, 20.0)
    assert jobs.find(state_in(client), newcomer.id, job.key).state == "cancelled"


@pytest.mark.needs("shared-data")
def test_a_phones_recording_becomes_a_measurement(
    client: TestClient, store: Store, runner: Person, shared_data: Path, tmp_path: Path
) -> None:
    state, before = state_in(client), len(store.page_data(runner.id).measurements)
    pack = tmp_path / "log.zip"
    with zipfile.ZipFile(pack, "w") as archive:
        for each in (shared_data / "imu_formats" / "sensorlogger_ios").iterdir():
            archive.write(each, each.name)
    felt = {"position": "seated", "right-in": "pain 0", "right-out": ["pain 0"]}
    found = []
    for _ in range(2):  # the same recording twice is one measurement
        log = uploaded(state, runner.id, "right", pack, "Aufnahme.zip", ".zip", "zip")
        job = ended(state, jobs.start(state, runner.id, "measure-phone", felt, [log]))
        assert job.problem is None
        found.append(job)
    data = store.page_data(runner.id)
    assert len(data.measurements) == before + 1
    assert found[0].saved == found[1].saved == (data.measurements[-1].id,)
    assert [each.name for each in data.recordings] == ["check.html"]
    assert not (jobs.folder_of(state, found[0]) / "recording").exists()  # what was given is gone


@pytest.mark.needs("shared-data")
def test_pain_in_a_measurement_reaches_the_screen(
    client: TestClient, store: Store, runner: Person, shared_data: Path
) -> None:
    state, before = state_in(client), len(store.page_data(runner.id).screens)
    log = shared_data / "imu_formats" / "physicstoolbox" / "gforce_gyro.csv"
    given = uploaded(state, runner.id, "right", log, "log.csv", ".csv", "phone_log")
    felt = {"position": "seated", "right-in": "pain 5 groin", "right-out": "pain 0"}
    assert ended(state, jobs.start(state, runner.id, "measure-phone", felt, [given])).problem is None
    screens = store.page_data(runner.id).screens
    assert len(screens) == before + 1
    assert screens[-1].body != screens[-2].body


def test_what_cannot_be_is_refused_before_anything_runs(client: TestClient, runner: Person, newcomer: Person) -> None:
    state = state_in(client)

    def start(person: Person, kind: str, arguments: dict[str, object], *fields: str) -> None:
        files = [uploaded(state, person.id, each, BROKEN_FILM, each, ".mp4", "film") for each in fields]
        jobs.start(state, person.id, kind, arguments, files)

    with pytest.raises(BadSetting, match="out"):
        start(runner, "running-video", {"out": "/tmp/elsewhere"}, "film")
    with pytest.raises(BadSetting, match="printed"):
        start(runner, "running-video", {"view": "side\n--out=x"}, "film")
    with pytest.raises(MissingInput):
        start(runner, "running-video", {"view": "side"})
    with pytest.raises(ScreenNeeded):
        start(newcomer, "running-video", {"view": "side"}, "film")
    with pytest.raises(UnknownName):
        start(runner, "dig", {})
    assert jobs.jobs_of(state, runner.id) == jobs.jobs_of(state, newcomer.id) == ()
    left = [*state.store.place.folder.glob("caches/*/jobs/*")]
    assert left == []


def test_too_much_at_once_is_refused(client: TestClient, newcomer: Person) -> None:
    state = state_in(client)
    for _ in range(MOST_WAITING):
        jobs.start(state, newcomer.id, "demo", {})
    with pytest.raises(ImpossibleData, match="waiting already"):
        jobs.start(state, newcomer.id, "demo", {})
    assert sum(each.state == "running" for each in jobs.jobs_of(state, newcomer.id)) <= 1
    jobs.end_all(state, newcomer.id)


def test_old_work_is_taken_away(client: TestClient, store: Store, newcomer: Person) -> None:
    state, now = state_in(client), dt.datetime.now().astimezone()
    kept = {}
    for days in (1, 8):
        key, then = new_key(), now - dt.timedelta(days=days)
        job = Job(key, newcomer.id, "demo", "done", then, {}, ended_at=then)
        write_job(new_folder(store.place, newcomer.id, key), job)
        kept[days] = key
    nobody = store.place.folder / "caches" / "01a2034a-54a9-7eb8-878b-2122ea7f7b18" / "jobs" / new_key()
    nobody.mkdir(parents=True)
    assert clean(store.place, {newcomer.id}, now) == 2
    assert not nobody.exists()
    assert [each.key for each in jobs.jobs_of(state, newcomer.id)] == [kept[1]]


def test_limits_of_time_memory_and_network(tmp_path: Path) -> None:
    folder = tmp_path / "job"
    folder.mkdir()
    job = Job(new_key(), "p", "demo", "running", dt.datetime.now().astimezone(), {}, command=("demo", "--no-browser"))
    running = Running(job, replace(KINDS["demo"], limit_s=0.2, memory_bytes=3 * 2**30), folder)
    if sys.platform == "linux":
        process = at_work_in(folder)[0]

        def limit() -> str:
            text = (Path("/proc") / str(process) / "limits").read_text(encoding="ascii")
            return next(line for line in text.splitlines() if line.startswith("Max address space"))

        eventually(lambda: str(3 * 2**30) in limit(), 20.0)
    while not running.overdue:
        running.mind_limits()
        time.sleep(0.05)
    assert running.code() not in (None, 0)
    if sys.platform == "linux":
        assert at_work_in(folder) == []
    code = (
        "import sys, trochanter.web.jobs.child as child, socket; sys.addaudithook(child._refuse_network)\n"
        "try: socket.create_connection(('127.0.0.1', 9))\nexcept PermissionError as error: print(error)"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert "does not use the network" in said


@pytest.mark.needs("sqlcipher")
def test_beside_encrypted_records_nothing_stays_in_the_open(tmp_path: Path) -> None:
    with open_store(tmp_path / "sealed", passphrase="a word", check=check, hide=without_private) as store:
        person = store.add_person("Ann")
        with restarted(store) as client:
            job = jobs.start(state_in(client), person.id, "demo", {})
            assert ended(state_in(client), job).state == "done"
            names = {each.name for each in jobs.folder_of(state_in(client), job).iterdir()}
            assert client.get(f"/p/{person.id}/running/trial/{job.key}").status_code == 401
    assert names <= {"job.json", "exit"}


def test_records_and_passphrase_stay_away_from_the_child(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from trochanter.web.jobs.process import _surroundings

    monkeypatch.setenv("TROCHANTER_PASSPHRASE", "secret")
    monkeypatch.setenv("TROCHANTER_HOME", "/srv/ann")
    found = _surroundings(tmp_path)
    assert "TROCHANTER_PASSPHRASE" not in found
    assert found["TROCHANTER_HOME"] == str(tmp_path / "home")


def test_progress_is_what_was_said_last() -> None:
    heard = Listened((JobFile("film", "recording/film-1.mp4", "run.mov", "film", 1, ""),))
    for line in ("trochanter: reading film-1.mp4", "trochanter: looking for the person: 5 of 20 s", "Numba: noise"):
        heard.hear(line)
    assert heard.said == "Looking for the person: 5 of 20 s"
    assert heard.share == pytest.approx(0.9 * 0.25)
    for line in ("trochanter: taking the pictures for the page", "trochanter: note: of film-1.mp4"):
        heard.hear(line)
    assert (heard.said, heard.share) == ("Taking the pictures for the page", 0.95)
    two = Listened([JobFile(each, f"recording/{each}-1.mp4", each, "film", 1, "") for each in ("right", "left")])
    for line in ("reading right-1.mp4", "knee: 50%", "reading left-1.mp4", "knee: 50%"):
        two.hear(f"trochanter: {line}")
    assert two.said == "Knee: 50%"
    assert two.share == pytest.approx(0.9 * 0.75)
    assert share_of("100 % done") == 1.0
    found = problem_of(
        ["recording/film-1.mp4: this is no film", "Valid: a film", "or two", "Next: film it"], heard.files
    )
    assert (found.what, found.where, found.valid, found.next_step) == (
        "This is no film", "run.mov", "a film\nor two", "film it",
    )  # fmt: skip
    assert shown("in /srv/ann/a b/film.mp4, C:\\Users\\ann\\x.osim", ()).count("ann") <= 1


@pytest.mark.needs("own-disk")
def test_on_a_full_disk_work_is_refused_or_fails_in_words(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    script = 'mount -t tmpfs -o size=4000k tmpfs "$1" && "$2" -m tests.web.full_disk "$1"'
    command = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", script, "sh", str(disk), sys.executable]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    told = json.loads(done.stdout)
    assert told["upload"] == 507
    assert "no room" in told["upload_words"]
    assert told["left"] == []
    assert told["job"] == "failed"
    assert told["problem"]
    assert "Traceback" not in done.stderr
