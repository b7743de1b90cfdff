"""The commands about records: what a person reads, what a program gets, what is refused and how."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

from tests.cli.made_trial import RUNNER
from tests.store.made_records import document, files_with, film, real_screen
from trochanter.cli.main import app

ROOT = Path(__file__).parents[2]
Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """A command with a home of the test's own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TROCHANTER_HOME", str(tmp_path / "home"))
    for name in ("TROCHANTER_STORE", "TROCHANTER_PASSPHRASE", "TROCHANTER_PASSPHRASE_FILE"):
        monkeypatch.delenv(name, raising=False)
    return lambda *words: RUNNER.invoke(app, [str(each) for each in words])


@pytest.fixture
def ann(run: Run, tmp_path: Path) -> str:
    """Somebody with a screen and a film; the key."""
    added = run("people", "add", "Ann Example")
    (tmp_path / "screen.json").write_text(real_screen())
    assert run("people", "save", "Ann Example", "screen.json", "--recording", film(tmp_path)).exit_code == 0
    return str(added.stdout.split()[-1])


def told(done: Result) -> Any:
    assert done.exit_code == 0, done.stderr
    return json.loads(done.stdout)


def test_the_whole_way_of_one_persons_records(run: Run, ann: str, tmp_path: Path) -> None:
    (person,) = told(run("people", "--json"))["people"]
    assert (person["id"], person["name"], person["documents"], person["last_day"]) == (
        ann,
        "Ann Example",
        1,
        "2026-01-01",
    )
    assert run("people").stdout.startswith("Ann Example  1 documents, last 2026-01-01  ")
    assert run("export", "Ann Example", "--out", "ann.zip").stdout == f"Export: {tmp_path / 'ann.zip'}\n"
    backup = told(run("backup", "--to", "stick", "--json"))["folder"]
    audit = told(run("audit", "verify", "--json"))
    assert (audit["rows"], audit["broken"]) == (4, [])
    assert run("audit", "verify").stdout.endswith("Unbroken.\n")
    gone = told(run("forget", ann, "--yes", "--json"))
    assert (gone["documents"], gone["recordings"], gone["scrubbed"]) == (1, 1, True)
    assert [each["folder"] for each in gone["remaining_backups"]] == [backup]
    assert files_with(tmp_path / "home", "Ann Example") == []
    back = told(run("restore", backup, "--json"))
    assert (back["people"], back["stayed_forgotten"]) == (0, 1)
    assert run("people", "import", "ann.zip").stdout == "Taken in: 1 people, 1 documents, 1 original files\n"
    assert "2 were there already" in run("people", "import", "ann.zip").stderr


def test_a_second_person_of_the_name_is_asked_about(run: Run, ann: str) -> None:
    done = run("people", "add", "ann example")
    assert done.exit_code == 2
    assert "'Ann Example' is in the records" in done.stderr
    assert "--another" in done.stderr
    assert len(told(run("people", "--json"))["people"]) == 1
    assert run("people", "add", "Ann Example", "--another").exit_code == 0
    assert "several people have this name: give the key" in run("export", "Ann Example").stderr


def test_an_import_that_brings_a_second_person_of_a_name_says_so(
    run: Run, ann: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("export", "Ann Example", "--out", "ann.zip")
    monkeypatch.setenv("TROCHANTER_HOME", str(tmp_path / "other"))
    assert run("people", "add", "Ann Example").exit_code == 0
    done = run("people", "import", "ann.zip")
    assert done.stdout.startswith("Taken in: 1 people")
    assert "several people have one name and go by their keys (trochanter people): Ann Example" in done.stderr


def test_forget_says_what_goes_and_what_remains(run: Run, ann: str) -> None:
    run("backup")
    done = run("forget", "Ann Example", "--yes")
    assert "Ann Example: 1 documents, 1 original files" in done.stderr
    assert "Forgotten: 1 documents, 1 original files" in done.stdout
    assert "Remains: backup of 20" in done.stdout
    assert "exports wherever you put them" in done.stdout


def test_nothing_is_deleted_or_replaced_unasked(run: Run, ann: str) -> None:
    backup = told(run("backup", "--json"))["folder"]
    for words in (("forget", "Ann Example"), ("restore", backup)):
        done = run(*words)
        assert done.exit_code == 2
        assert "nobody is there to say yes: nothing was changed" in done.stderr
    assert len(told(run("people", "--json"))["people"]) == 1


@pytest.mark.needs("linux")
@pytest.mark.parametrize(("answer", "code"), [("no", 2), ("", 2), ("yes", 0)])
def test_a_person_at_the_keyboard_is_asked(run: Run, ann: str, answer: str, code: int) -> None:
    import pty

    ours, theirs = pty.openpty()
    os.write(ours, f"{answer}\n".encode())
    done = subprocess.run(
        [sys.executable, "-m", "trochanter", "forget", "Ann Example"],
        stdin=theirs, capture_output=True, text=True, timeout=60, check=False, env={**os.environ, "PYTHONPATH": PATH},
    )  # fmt: skip
    os.close(ours)
    os.close(theirs)
    assert done.returncode == code, done.stderr
    assert "Type yes to go on" in done.stderr
    assert len(told(run("people", "--json"))["people"]) == (code == 2)


PATH = os.pathsep.join([*filter(None, [os.environ.get("PYTHONPATH")]), str(ROOT)])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("people",), "there are no records yet"),
        (("forget", "Ann", "--yes"), "there are no records yet"),
        (("audit", "verify"), "there are no records yet"),
        (("export", "Ann"), "there are no records yet"),
        (("backup",), "there are no records yet"),
        (("restore", "nowhere"), "there is no backup here"),
        (("export",), "a name or a key, or --all"),
        (("export", "Ann", "--all"), "a name or a key, or --all"),
        (("people", "--store", "postgresql://ann:secret@localhost/db"), "without it: others on this computer"),
        (("people", "--store", "mysql://x"), "a folder, or postgresql"),
    ],
)
def test_misuse_is_told_and_begins_nothing(run: Run, tmp_path: Path, words: tuple[str, ...], said: str) -> None:
    done = run(*words)
    assert done.exit_code == 2
    assert said in done.stderr
    assert "secret" not in done.stderr
    assert not (tmp_path / "home").exists()


def test_what_is_no_document_is_told_and_what_came_before_is_kept(run: Run, ann: str, tmp_path: Path) -> None:
    (tmp_path / "more.json").write_text(real_screen(5))
    (tmp_path / "bad.json").write_text(json.dumps(document("screen", flags="x")))
    (tmp_path / "latin.json").write_bytes(b'{"x": "\xff')
    for bad, said in (
        ("bad.json", "this is no trochanter.screen/1"),
        ("latin.json", "no JSON"),
        ("gone.json", "no such file"),
    ):
        done = run("people", "save", ann, "more.json", bad)
        assert done.exit_code == 2
        assert said in done.stderr
        assert done.stdout.startswith("Saved: more.json  ")
        assert done.stdout.count("Saved") == 1
    assert told(run("people", "--json"))["people"][0]["documents"] == 4


def test_a_broken_audit_ends_with_exit_code_1(run: Run, ann: str, tmp_path: Path) -> None:
    import sqlite3

    with sqlite3.connect(tmp_path / "home" / "records" / "records.db") as raw:
        raw.execute("DROP TRIGGER audit_no_update")
        raw.execute("UPDATE audit SET who = 'nobody' WHERE seq = 2")
    raw.close()
    done = run("audit", "verify")
    assert done.exit_code == 1
    assert "Broken: row 2: its content was changed" in done.stdout
    assert json.loads(run("audit", "verify", "--json").stdout)["broken"][0]["row"] == 2


@pytest.mark.needs("sqlcipher")
def test_a_passphrase_comes_by_file_or_environment_and_is_never_shown(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "word").write_text("open sesame\n")
    monkeypatch.setenv("TROCHANTER_PASSPHRASE_FILE", str(tmp_path / "word"))
    assert run("people", "add", "Ann").exit_code == 0
    assert len(told(run("people", "--json"))["people"]) == 1
    monkeypatch.delenv("TROCHANTER_PASSPHRASE_FILE")
    done = run("people")
    assert done.exit_code == 2
    assert "TROCHANTER_PASSPHRASE_FILE" in done.stderr
    monkeypatch.setenv("TROCHANTER_PASSPHRASE", "wrong")
    done = run("people")
    assert done.exit_code == 2
    assert "check the passphrase" in done.stderr
    monkeypatch.setenv("TROCHANTER_PASSPHRASE", "open sesame")
    assert run("people").stdout.startswith("Ann")
    monkeypatch.setenv("TROCHANTER_HOME", str(tmp_path / "other"))
    monkeypatch.delenv("TROCHANTER_PASSPHRASE")
    assert run("people", "add", "Bob").exit_code == 0
    monkeypatch.setenv("TROCHANTER_PASSPHRASE", "open sesame")
    assert "not encrypted" in run("people").stderr


@pytest.mark.needs("sqlcipher", "linux")
def test_a_new_passphrase_is_typed_twice_and_not_echoed(run: Run, tmp_path: Path) -> None:
    import pty

    place = {**os.environ, "PYTHONPATH": PATH}
    for words, code in ((("sesame", "sesam"), 2), (("sesame", "sesame"), 0)):
        ours, theirs = pty.openpty()
        command = [sys.executable, "-m", "trochanter", "people", "add", "Ann", "--encrypted"]
        with subprocess.Popen(
            command, stdin=theirs, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=place,
            start_new_session=True,  # no terminal beside the one that the test holds
        ) as process:  # fmt: skip
            assert process.stderr is not None
            for word in words:
                while process.stderr.read(1) != b":":  # of the question
                    assert process.poll() is None
                os.write(ours, f"{word}\n".encode())
            process.wait(timeout=60)
            assert process.returncode == code
        os.close(theirs)
        os.close(ours)
    assert (tmp_path / "home" / "records" / "records.db").read_bytes()[:6] != b"SQLite"


def test_help_and_import_load_no_database(tmp_path: Path) -> None:
    code = (
        "import sys; from trochanter.cli.main import app; import trochanter.store; print('sqlalchemy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
