"""The real commands killed with -9 at random instants: what was printed as saved is there, and nothing is broken.

50 kills here, 1,000 with ``make soak``: half of them while saving, with and without a film, into the same records; the
others while forgetting, backing up, bringing back and taking in.
"""

import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.property.barrage import SOAK
from tests.store.made_records import files_with, film, number_of, opened, real_screen, really_filled
from trochanter.store.archives import export_all
from trochanter.store.backups import read_backup, write_backup
from trochanter.store.store import Store

pytestmark = pytest.mark.needs("kill-9")
ROOT = Path(__file__).parents[2]
KILLS = 500 if SOAK else 25
FILES = 12
SAVED = re.compile(r"^Saved: (\d+)\.json  (\S{36})\n", re.MULTILINE)


def command(*words: str | Path) -> list[str]:
    return [sys.executable, "-m", "trochanter", *map(str, words)]


def started(words: list[str]) -> subprocess.Popen[str]:
    pipe = subprocess.PIPE
    return subprocess.Popen(words, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=pipe, stderr=pipe, text=True)


def killed_after_lines(words: list[str], lines: int, more_s: float) -> str:
    """Kill a command a moment after its so-many-th line; returns what it printed."""
    with started(words) as process:
        assert process.stdout is not None
        out = "".join(process.stdout.readline() for _ in range(lines))
        time.sleep(more_s)
        process.send_signal(signal.SIGKILL)
        return out + process.stdout.read()


def killed_after(words: list[str], seconds: float) -> bool:
    """Kill a command after a while; returns whether it had come to its end."""
    with started(words) as process:
        with suppress(subprocess.TimeoutExpired):
            process.communicate(timeout=seconds)
        process.send_signal(signal.SIGKILL)
        _, errors = process.communicate(timeout=60)
    assert process.returncode in {0, -signal.SIGKILL}, errors
    return process.returncode == 0


def sound(store: Store) -> None:
    """Database, audit and original files are as they should be, and nothing lies about."""
    with store.reading() as connection:
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
        assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
    assert store.verify_audit().broken == ()
    recordings = [each for person in store.people() for each in store.page_data(person.id).recordings]
    for each in recordings:
        assert sum(map(len, store.blob(each))) == each.size
    blobs = store.place.folder / "blobs"
    assert {each.name for each in blobs.iterdir()} == {each.sha256 for each in recordings}
    assert [each.name for each in store.place.folder.glob(".*")] == []
    for backup in (store.place.folder / "backups").glob("*"):
        read_backup(backup)


def test_what_was_said_to_be_saved_is_there(tmp_path: Path) -> None:
    chance, folder = random.Random(20261122), tmp_path / "records"
    with opened(folder) as store:
        person = store.add_person("Ann").id
    said: dict[str, int] = {}
    for kill in range(KILLS):
        files = [tmp_path / f"{kill * FILES + k}.json" for k in range(FILES)]
        for path in files:
            path.write_text(real_screen(int(path.stem)))
        own: list[str | Path] = [
            "--recording",
            film(tmp_path, random.Random(kill).randbytes(1 + chance.randrange(4_000_000))),
        ]
        words = command("people", "save", person, *files, "--store", folder, *(own if chance.random() < 0.7 else []))
        out = killed_after_lines(words, chance.randrange(FILES), chance.expovariate(100))
        said |= {key: int(number) for number, key in SAVED.findall(out)}
        for path in files:
            path.unlink()
        with opened(folder) as store:
            there = {each.id: number_of(each.day) for each in store.page_data(person).screens}
            assert said.items() <= there.items(), f"kill {kill}"
            sound(store)
    print(f"{KILLS} kills, {len(said)} sessions said to be saved, {len(there)} there")
    assert len(said) > KILLS


@dataclass(frozen=True)
class Work:
    """Work that is killed: its command on the records at a place, and what has to hold afterwards."""

    words: Callable[[Path], list[str]]
    check: Callable[[Store, bool], None]


def test_all_other_work_is_done_or_undone(tmp_path: Path) -> None:
    chance, whole, now = random.Random(11222026), tmp_path / "whole", tmp_path / "now"
    with opened(whole) as store:
        ann = really_filled(store, tmp_path, "ANNSWORD")
        backup = write_backup(store, tmp_path / "stick").folder
        bob = really_filled(store, tmp_path, "BOBSWORD")
    with opened(tmp_path / "other") as other:
        cleo = really_filled(other, tmp_path, "CLEOSWORD")
        archive = export_all(other, tmp_path / "cleo.zip")

    def names(store: Store) -> set[str]:
        assert {len(store.page_data(each.id).documents) for each in store.people()} <= {7}
        return {each.id for each in store.people()}

    def forgotten(store: Store, ended: bool) -> None:
        assert names(store) == {ann} if ended else names(store) in ({ann}, {ann, bob})
        if bob not in names(store):
            assert files_with(now, "BOBSWORD") == []

    def taken_in(store: Store, ended: bool) -> None:
        assert names(store) == {ann, bob, cleo} if ended else names(store) in ({ann, bob}, {ann, bob, cleo})

    def brought_back(store: Store, ended: bool) -> None:
        assert names(store) == {ann} if ended else names(store) in ({ann}, {ann, bob})

    def backed_up(store: Store, ended: bool) -> None:
        assert names(store) == {ann, bob}
        assert len(list((now / "backups").glob("*"))) in ({1} if ended else {0, 1})

    works = {
        "forget": Work(lambda at: command("forget", bob, "--yes", "--store", at), forgotten),
        "import": Work(lambda at: command("people", "import", archive, "--store", at), taken_in),
        "restore": Work(lambda at: command("restore", backup, "--yes", "--store", at), brought_back),
        "backup": Work(lambda at: command("backup", "--store", at), backed_up),
    }
    undone, usual_s = 0, dict.fromkeys(works, 30.0)
    for kill in range(KILLS + len(works)):  # each once to its end, which tells how long it takes
        name = list(works)[kill % len(works)]
        shutil.rmtree(now, ignore_errors=True)
        shutil.copytree(whole, now)
        began, share = time.perf_counter(), chance.uniform(0.4, 1.0) if kill >= len(works) else 1.0
        ended = killed_after(works[name].words(now), usual_s[name] * share)
        if ended:
            usual_s[name] = min(usual_s[name], time.perf_counter() - began)
        with opened(now) as store:
            works[name].check(store, ended)
            sound(store)
        undone += not ended
    print(f"{KILLS} kills, {undone} of them before the end")
    assert undone > KILLS // 4
