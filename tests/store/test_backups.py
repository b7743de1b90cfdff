"""Backups come back whole, a damaged one changes nothing, and nobody who was forgotten comes back."""

import json
import sqlite3
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.store.made_records import bodies, document, files_with, filled, opened
from trochanter.core.errors import MissingInput, UnreadableFile, UnwritableFile
from trochanter.store import backups, restoring
from trochanter.store.backups import read_backup, write_backup
from trochanter.store.restoring import Restored, restore_backup
from trochanter.store.store import Store


def restored(folder: Path, backup: Path) -> Restored:
    with opened(folder) as store:
        return restore_backup(store, read_backup(backup))


def test_a_backup_brings_everything_back_on_another_computer(store: Store, tmp_path: Path) -> None:
    person = filled(store, tmp_path)
    done = write_backup(store, tmp_path / "stick")
    assert sorted(each.name for each in done.folder.iterdir()) == ["backup.json", "blobs", "records.db"]
    store.save(person, document("session", note="after the backup"))
    assert restored(tmp_path / "new", done.folder).people == 1
    with opened(tmp_path / "new") as other:
        assert bodies(other, person) == bodies(store, person)[:-1]
        page = other.page_data(person)
        assert b"".join(other.blob(page.recordings[0])) == b"film ZZTOPSECRET" * 1000
        assert other.verify_audit().broken == ()
    assert list((tmp_path / "new").glob(".*")) == []


def test_what_was_there_goes_into_a_backup_of_its_own(store: Store, tmp_path: Path) -> None:
    person = filled(store, tmp_path)
    first = write_backup(store)
    later = store.save(person, document("session", note="later"))
    done = restore_backup(store, read_backup(first.folder))
    assert done.before is not None
    store.close()
    with opened(tmp_path / "records") as again:
        assert later not in {each.id for each in again.page_data(person).sessions}
        restore_backup(again, read_backup(done.before.folder))
    with opened(tmp_path / "records") as again:
        assert later in {each.id for each in again.page_data(person).sessions}
        assert again.verify_audit().broken == ()
        remaining = [each.folder for each in again.forget(person).remaining]
    assert {str(first.folder), str(done.before.folder)} <= set(remaining)  # notes of backups are never lost


def test_only_the_owner_can_read_a_backup(store: Store, tmp_path: Path) -> None:
    filled(store, tmp_path)
    folder = write_backup(store).folder
    assert {stat.S_IMODE(each.stat().st_mode) for each in folder.rglob("*") if each.is_file()} == {0o600}
    assert {stat.S_IMODE(each.stat().st_mode) for each in (folder, folder / "blobs")} == {0o700}


def test_it_is_of_one_moment_while_others_write(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    person = filled(store, tmp_path)
    copy = backups._copy_files

    def saving_meanwhile(paths: list[Path], folder: Path) -> None:
        with opened(tmp_path / "records") as other:
            other.save(person, document("session", note="meanwhile"))
        copy(paths, folder)

    monkeypatch.setattr(backups, "_copy_files", saving_meanwhile)
    done = write_backup(store)
    restored(tmp_path / "new", done.folder)
    with opened(tmp_path / "new") as other:
        assert len(other.page_data(person).sessions) == 1


def test_a_backup_in_which_somebody_was_forgotten_meanwhile_is_not_kept(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = filled(store, tmp_path)
    copy = backups._copy_files

    def forgetting_meanwhile(paths: list[Path], folder: Path) -> None:
        copy(paths, folder)
        with opened(tmp_path / "records") as other:
            other.forget(person)

    monkeypatch.setattr(backups, "_copy_files", forgetting_meanwhile)
    with pytest.raises(UnwritableFile):
        write_backup(store)
    assert files_with(tmp_path / "records", "ZZTOPSECRET") == []
    assert list((tmp_path / "records" / "backups").iterdir()) == []


def test_whoever_was_forgotten_stays_forgotten(store: Store, tmp_path: Path) -> None:
    ann, bob = filled(store, tmp_path), filled(store, tmp_path, "Bob", "BOBSWORD")
    with_both = write_backup(store, tmp_path / "stick").folder
    store.forget(bob)
    without = write_backup(store, tmp_path / "stick").folder
    for backup in (with_both, without, with_both):
        done = restored(tmp_path / "records", backup)
        with opened(tmp_path / "records") as again:
            assert [each.id for each in again.people()] == [ann]
    assert done.forgotten == 1
    assert [each for each in files_with(tmp_path / "records", "BOBSWORD") if not each.startswith("backups")] == []


DAMAGE: dict[str, Callable[[Path], object]] = {
    "changed database": lambda f: (f / "records.db").write_bytes((f / "records.db").read_bytes()[:-1] + b"x"),
    "film gone": lambda f: next((f / "blobs").iterdir()).unlink(),
    "something more": lambda f: (f / "more.txt").touch(),
    "no JSON": lambda f: (f / "backup.json").write_text("{"),
    "another schema": lambda f: (f / "backup.json").write_text('{"schema": "trochanter.backup/2"}'),
    "a list": lambda f: (f / "backup.json").write_text("[]"),
}


@pytest.mark.parametrize("name", DAMAGE)
def test_a_damaged_backup_is_refused(name: str, store: Store, tmp_path: Path) -> None:
    person = filled(store, tmp_path)
    folder = write_backup(store, tmp_path / "stick").folder
    DAMAGE[name](folder)
    with pytest.raises(UnreadableFile, match="cannot be used"):
        restored(tmp_path / "records", folder)
    assert len(bodies(store, person)) == 7


def test_a_newer_backup_and_none_are_refused(store: Store, tmp_path: Path) -> None:
    filled(store, tmp_path)
    folder = write_backup(store, tmp_path / "stick").folder
    note = json.loads((folder / "backup.json").read_text())
    (folder / "backup.json").write_text(json.dumps({**note, "version": "9999"}))
    with pytest.raises(UnreadableFile, match="newer trochanter"):
        restored(tmp_path / "records", folder)
    for place in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(MissingInput, match="no backup here"):
            read_backup(place)


def test_nobody_writes_while_a_backup_is_brought_back(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = filled(store, tmp_path)
    done = write_backup(store)
    copy = backups.copy_database
    refused: list[str] = []

    def others(source: Path, target: Path, passphrase: str | None) -> None:
        with opened(tmp_path / "records") as other:  # reading goes on
            assert len(other.page_data(person).documents) == 7
            for work in (lambda: other.save(person, document("session")), lambda: other.forget(person)):
                with pytest.raises(UnwritableFile, match="being brought back"):
                    work()
                refused.append("refused")
        copy(source, target, passphrase)

    monkeypatch.setattr(restoring, "copy_database", others)
    restore_backup(store, read_backup(done.folder))
    assert len(refused) == 2
    with opened(tmp_path / "records") as again:
        assert len(bodies(again, person)) == 7


def test_a_plain_copy_of_the_file_would_not_do(store: Store, tmp_path: Path) -> None:
    """Why backups are not copies of a file: what was saved last may still be in the log beside it."""
    store.add_person("Ann")
    copy = tmp_path / "copy.db"
    copy.write_bytes((tmp_path / "records" / "records.db").read_bytes())
    with sqlite3.connect(copy) as raw, pytest.raises(sqlite3.OperationalError, match="no such table"):
        raw.execute("SELECT * FROM people")
    raw.close()
