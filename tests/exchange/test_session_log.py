"""The log of sessions: what is printed as saved is there, whatever else happens to the file."""

import datetime as dt
import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given

from tests.progress.test_properties import sessions
from trochanter.core.errors import ImpossibleData, MissingInput, UnreadableFile, UnwritableFile
from trochanter.exchange.session_log import CLOCK, TORN, append_sessions, read_sessions, sessions_if_any
from trochanter.exchange.session_result import entry_of, new_entry, session_result, session_text
from trochanter.progress.session import Session

NOW = dt.datetime(2026, 10, 25, 2, 30, tzinfo=dt.timezone(dt.timedelta(hours=2)))
DAY = dt.date(2026, 10, 25)


def saved(path: Path, *given: Session, at: dt.datetime = NOW) -> None:
    for each in given:
        append_sessions(path, (new_entry(each, at),))


@given(sessions())
def test_an_entry_comes_back_as_it_went(session: Session) -> None:
    entry = new_entry(session, NOW, run_source="run.fit")
    assert entry_of(session_text(session_result(entry)), "here") == entry


def test_the_log_only_grows_and_undo_is_an_entry(tmp_path: Path) -> None:
    path = tmp_path / "sessions.jsonl"
    saved(path, Session(DAY, "done"), Session(DAY, "missed"))
    before = path.read_bytes()
    last = read_sessions(path).last
    assert last is not None
    append_sessions(path, (new_entry(last.session, NOW, replaces=last, taken_back=True),))
    assert path.read_bytes().startswith(before)
    assert read_sessions(path).sessions == (Session(DAY, "done"),)
    assert len(read_sessions(path).entries) == 3


def test_what_replaces_stands_in_the_first_one_s_place(tmp_path: Path) -> None:
    path = tmp_path / "sessions.jsonl"
    saved(path, Session(DAY, "done"), Session(DAY, "missed"))
    first = read_sessions(path).entries[0]
    second = new_entry(Session(DAY, "part"), NOW, replaces=first)
    append_sessions(path, (second,))
    append_sessions(path, (new_entry(Session(DAY, "stopped"), NOW, replaces=second),))
    assert [each.ended for each in read_sessions(path).sessions] == ["stopped", "missed"]


@pytest.mark.parametrize("cut", [1, 10, 40])
def test_a_torn_line_costs_nothing_else(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "sessions.jsonl"
    saved(path, Session(DAY, "done"), Session(DAY, "missed"))
    path.write_bytes(path.read_bytes()[:-cut])
    lost = 0 if cut == 1 else 1  # without its line end alone the entry is whole
    assert [each.code for each in read_sessions(path).notices] == [TORN] * lost
    saved(path, Session(DAY, "part"))
    found = read_sessions(path)
    assert [each.ended for each in found.sessions] == [*["done", "missed"][: 2 - lost], "part"]
    assert [each.code for each in found.notices] == [TORN] * lost


def test_a_clock_that_was_set_back_is_told(tmp_path: Path) -> None:
    path = tmp_path / "sessions.jsonl"
    saved(path, Session(DAY, "done"))
    winter = NOW.replace(tzinfo=dt.timezone(dt.timedelta(hours=1)))
    saved(path, Session(DAY, "done"), at=winter)  # an hour later, though the clock on the wall says the same
    assert read_sessions(path).notices == ()
    saved(path, Session(DAY, "done"), at=NOW - dt.timedelta(days=400))
    assert [each.code for each in read_sessions(path).notices] == [CLOCK]
    assert len(read_sessions(path).sessions) == 3


@pytest.mark.parametrize(
    "line",
    [
        '{"schema": "trochanter.session/1"}',
        '{"schema": "trochanter.plan/1", "id": "a", "on": "2026-10-25", "ended": "done"}',
        '{"schema": "trochanter.session/1", "id": "a", "on": "2026-10-25", "ended": "done", "pain_during": 11}',
        '{"schema": "trochanter.session/1", "id": "a", "on": "2026-10-25", "ended": "perhaps"}',
        '{"schema": "trochanter.session/1", "id": "a", "on": "2026-10-25", "ended": "done", "more": 1}',
    ],
)
def test_a_line_that_is_none_is_refused_with_its_number(tmp_path: Path, line: str) -> None:
    path = tmp_path / "sessions.jsonl"
    saved(path, Session(DAY, "done"))
    path.write_text(path.read_text("utf-8") + line + "\n", "utf-8")
    with pytest.raises(ImpossibleData, match="line 2"):
        read_sessions(path)


def test_other_files_are_no_logs(tmp_path: Path) -> None:
    path = tmp_path / "sessions.jsonl"
    assert sessions_if_any(path).sessions == ()
    path.write_bytes(b"")
    assert sessions_if_any(path).sessions == ()
    path.write_bytes(b"PK\x03\x04\x00 nothing")
    with pytest.raises(UnreadableFile, match="no log"):
        sessions_if_any(path)
    with pytest.raises(MissingInput):
        sessions_if_any(tmp_path / "no" / "sessions.jsonl")


@pytest.mark.needs("linux")
def test_a_full_disk_leaves_the_log_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "sessions.jsonl"
    saved(path, Session(DAY, "done"))
    before = path.read_bytes()
    code = (
        "import resource, signal, sys, datetime as dt\n"
        "from trochanter.exchange.session_log import append_sessions\n"
        "from trochanter.exchange.session_result import new_entry\n"
        "from trochanter.progress.session import Session\n"
        "from trochanter.core.errors import UnwritableFile\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({len(before) + 20}, {len(before) + 20}))\n"
        "try:\n"
        "    append_sessions(sys.argv[1], (new_entry(Session(dt.date(2026, 10, 26), 'done'), None),))\n"
        "except UnwritableFile as error:\n"
        "    print(error)\n"
    )
    told = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
    assert "was not saved" in told.stdout
    assert path.read_bytes() == before


@pytest.mark.needs("linux")
def test_two_processes_that_write_at_once_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "sessions.jsonl"
    code = (
        "import sys, datetime as dt\n"
        "from trochanter.exchange.session_log import append_sessions\n"
        "from trochanter.exchange.session_result import new_entry\n"
        "from trochanter.progress.session import Session\n"
        "for k in range(40):\n"
        "    note = sys.argv[2] * 300\n"
        "    append_sessions(sys.argv[1], (new_entry(Session(dt.date(2026, 10, 26), 'done', note=note), None),))\n"
    )
    both = [subprocess.Popen([sys.executable, "-c", code, str(path), word]) for word in "ab"]
    assert [each.wait(60) for each in both] == [0, 0]
    found = read_sessions(path)
    assert found.notices == ()
    assert sorted(each.note[0] for each in found.sessions) == ["a"] * 40 + ["b"] * 40


@pytest.mark.needs("linux")
def test_a_log_is_its_owner_s_alone(tmp_path: Path) -> None:
    path = tmp_path / "sessions.jsonl"
    saved(path, Session(DAY, "done"))
    assert path.stat().st_mode & 0o777 == 0o600
    assert json.loads(path.read_text("utf-8"))["schema"] == "trochanter.session/1"
    with pytest.raises(UnwritableFile, match="not saved"):
        append_sessions(tmp_path, (new_entry(Session(DAY, "done"), NOW),))
