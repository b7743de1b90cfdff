"""``trochanter log`` killed with -9 at random instants: what was printed as saved is there, whole, and nothing twice.

8 kills here, 400 with ``make soak``: half of them while one session is noted, half while hundreds of runs are.
"""

import datetime as dt
import json
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path

import pytest

from tests.property.barrage import SOAK
from trochanter.exchange.session_log import SessionLog, read_sessions, sessions_if_any

pytestmark = pytest.mark.needs("kill-9")
ROOT = Path(__file__).parents[2]
KILLS = 200 if SOAK else 4
RUNS = 300  # printed, they fit into a pipe
TODAY = dt.datetime.now().astimezone().date()


def started(folder: Path, *words: str | Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "trochanter", "log", "--sessions", str(folder / "sessions.jsonl"), "--json"]
    pipe = subprocess.PIPE
    return subprocess.Popen(
        [*command, *map(str, words)], cwd=ROOT, stdin=subprocess.DEVNULL, stdout=pipe, stderr=pipe, text=True
    )


def killed(folder: Path, *words: str | Path, lines: int = 0, seconds: float = 60.0) -> tuple[str, bool]:
    """Kill a command a while after some of its lines; what it printed, and whether it had come to its end."""
    with started(folder, *words) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        out = "".join(process.stdout.readline() for _ in range(lines))
        if lines:
            time.sleep(seconds)
        else:
            with suppress(subprocess.TimeoutExpired):
                process.wait(timeout=seconds)
        process.send_signal(signal.SIGKILL)
        out, errors = out + process.stdout.read(), process.stderr.read()
    assert process.returncode in {0, -signal.SIGKILL}, errors
    return out, process.returncode == 0


def printed(out: str) -> set[str]:
    """Names of entries that were printed whole."""
    return {json.loads(line)["id"] for line in out.splitlines(keepends=True) if line.endswith("\n")}


def sound(folder: Path, before: bytes) -> SessionLog:
    """The log reads, it has only grown, and every name and every run in it stands there once."""
    path = folder / "sessions.jsonl"
    content = path.read_bytes() if path.exists() else b""
    assert content.startswith(before)
    log = sessions_if_any(path)
    assert len({each.id for each in log.entries}) == len(log.entries)
    runs = Counter((each.session.on, each.session.run_km) for each in log.standing if each.run_source)
    assert max(runs.values(), default=1) == 1
    return log


def content(folder: Path) -> bytes:
    path = folder / "sessions.jsonl"
    return path.read_bytes() if path.exists() else b""


def usual_s(folder: Path, *words: str | Path) -> float:
    """How long the command takes to its end."""
    began = time.perf_counter()
    killed(folder, *words)
    return time.perf_counter() - began


def test_a_session_that_was_said_to_be_saved_is_there(tmp_path: Path) -> None:
    chance, said = random.Random(20261122), set[str]()
    whole_s = min(usual_s(tmp_path, "--done", "--note", "the first") for _ in range(2))
    for kill in range(KILLS):
        before, note = content(tmp_path), f"kill {kill} " + "x" * chance.randrange(400)
        lines = kill % 2
        seconds = chance.expovariate(500) if lines else whole_s * chance.uniform(0.7, 1.02)
        out, ended = killed(tmp_path, "--done", "--pain-during", "2", "--note", note, lines=lines, seconds=seconds)
        said |= printed(out)
        log = sound(tmp_path, before)
        assert said <= {each.id for each in log.entries}
        assert bool(printed(out)) or not ended
        assert sum(each.note == note for each in log.sessions) in ({1} if printed(out) else {0, 1})
    after = content(tmp_path)
    killed(tmp_path, "--done", "--note", "the last")
    assert sound(tmp_path, after).sessions[-1].note == "the last"
    print(f"{KILLS} kills, {len(said)} sessions said to be saved")
    assert len(said) >= KILLS // 2


def test_runs_of_a_file_that_were_said_to_be_saved_are_there_and_go_in_once(tmp_path: Path) -> None:
    chance, said, ends = random.Random(11222026), set[str](), 0
    words = ("--runs", tmp_path / "runs.csv")
    rows = [f"{TODAY - dt.timedelta(days=k % 300)},{3 + k / 100:.2f}" for k in range(RUNS)]
    (tmp_path / "runs.csv").write_text("\n".join(["date,km", *rows]) + "\n")
    log_path, whole_s = tmp_path / "sessions.jsonl", usual_s(tmp_path, *words)
    for kill in range(KILLS):
        if kill % 4 == 0:  # all of them anew; else those that the last kill left out
            log_path.unlink(missing_ok=True)
            said = set()
        before = content(tmp_path)
        lines = chance.choice([0, 0, 1, chance.randrange(1, RUNS)]) if not before else 0
        seconds = chance.expovariate(200) if lines else whole_s * chance.uniform(0.7, 1.02)
        out, ended = killed(tmp_path, *words, lines=lines, seconds=seconds)
        said |= printed(out)
        assert said <= {each.id for each in sound(tmp_path, before).entries}
        ends += ended
    killed(tmp_path, *words)
    log = sound(tmp_path, b"")
    assert len(log.sessions) == RUNS
    assert said <= {each.id for each in log.entries}
    print(f"{KILLS} kills, {ends} after the end")


def test_the_first_entry_torn_off_stops_nobody(tmp_path: Path) -> None:
    """What a kill, or a power cut, may leave of the very first line: any part of it."""
    path = tmp_path / "sessions.jsonl"
    killed(tmp_path, "--done", "--note", "whole")
    whole = path.read_bytes()
    for end in (1, 9, 40, len(whole) - 2):
        path.write_bytes(whole[:end])
        out, ended = killed(tmp_path, "--done", "--note", "next")
        assert ended
        assert printed(out)
        assert [each.note for each in read_sessions(path).sessions] == ["next"]
