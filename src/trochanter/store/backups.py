"""Backups: a folder with a consistent copy of the database and the original files, checked before it gets its name."""

import hashlib
import json
import shutil
from collections.abc import Sequence
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from secrets import token_hex

from sqlalchemy import Engine, insert, select

from trochanter import __version__
from trochanter.core.errors import MissingInput, UnreadableFile, UnwritableFile
from trochanter.core.whole import settled
from trochanter.store.audit import Entry, append, head
from trochanter.store.backup_tables import write_tables
from trochanter.store.blobs import BlobBox
from trochanter.store.engines import WAIT_S, sqlite_connection, writing
from trochanter.store.faults import told
from trochanter.store.keys import new_key, now_text
from trochanter.store.migrating import version_of
from trochanter.store.places import (
    BACKUPS,
    BLOBS,
    DATABASE,
    OWNER_ONLY,
    Place,
    private_file,
    private_folder,
    private_part,
)
from trochanter.store.sealing import PIECE
from trochanter.store.store import Store
from trochanter.store.tables import audit, backups, recordings
from trochanter.store.unfinished import BACKUP, mark, marked, refuse_while_restoring

SCHEMA, NOTE, PART = "trochanter.backup/1", "backup.json", ".part"
SQLITE, TABLES = "sqlite", "tables"


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup: when it was made, its tables' version, sqlite or tables, the audit's last row, files with SHA-256."""

    folder: Path
    made_at: str
    version: str
    kind: str
    seq: int
    files: dict[str, str]


def write_backup(store: Store, to: Path | None = None) -> Backup:
    """Write a backup into a new folder named by the instant, in ``to`` or beside the records, and note it there.

    It is copied while others may read, checked, and only then gets its name. Raises UnwritableFile.
    """
    with told(str(to or store.place.folder)):
        done = _written(store.place, store.engine, store.box, store.passphrase, to)
        note_backup(store.engine, done, store.who)
    return done


def backup_before_change(place: Place, engine: Engine, box: BlobBox, passphrase: str | None) -> Backup:
    """A backup of an older database before its tables change; it is noted once there is a table for that."""
    return _written(place, engine, box, passphrase, None)


def note_backup(engine: Engine, done: Backup, who: str) -> None:
    """Note a backup in the records, so that 'forget' can say what remains.

    Raises UnwritableFile, and deletes the backup, where somebody was forgotten while it was made.
    """
    with writing(engine) as connection:
        later = select(audit.c.seq).where((audit.c.action == "forget") & (audit.c.seq > done.seq)).limit(1)
        if connection.execute(later).first() is not None:
            shutil.rmtree(done.folder)
            raise UnwritableFile(
                "somebody was forgotten while the backup was made: it was deleted again", where=str(done.folder),
                next_step="make it again: trochanter backup",
            )  # fmt: skip
        saved = append(connection, who, [Entry("backup")])
        row = {"id": new_key(), "made_at": done.made_at, "folder": str(done.folder.absolute()), "saved": saved}
        connection.execute(insert(backups), row)


def read_backup(folder: Path) -> Backup:
    """The backup in a folder, every file checked; raises MissingInput and UnreadableFile."""
    try:
        note = json.loads((folder / NOTE).read_text(encoding="utf-8"))
        if note["schema"] != SCHEMA:
            raise ValueError(f"its schema is {note['schema']!r}")
        found = Backup(folder, note["made_at"], note["version"], note["kind"], int(note["seq"]), dict(note["files"]))
    except (FileNotFoundError, NotADirectoryError):
        raise MissingInput(
            "there is no backup here", where=str(folder), valid="a folder that 'trochanter backup' wrote",
            next_step=f"name the folder that holds {NOTE}",
        ) from None  # fmt: skip
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _damaged(folder, f"{NOTE} cannot be read: {error}") from None
    _check_files(found)
    return found


def _check_files(backup: Backup) -> None:
    there = set(files_in(backup.folder))
    if there != set(backup.files):
        name = min(there ^ set(backup.files))
        raise _damaged(backup.folder, f"{name} is {'too much' if name in there else 'missing'}")
    for name, sha256 in backup.files.items():
        if sha256_of(backup.folder / name) != sha256:
            raise _damaged(backup.folder, f"{name} is not as it was written")


def _written(place: Place, engine: Engine, box: BlobBox, passphrase: str | None, to: Path | None) -> Backup:
    made, folder = now_text(), to or place.folder / BACKUPS
    part = folder / f".{token_hex(8)}{PART}"
    with ExitStack() as stack:
        with writing(engine) as connection:  # a change meanwhile would make SQLite begin the copy anew
            refuse_while_restoring(place.folder)
            stack.enter_context(marked(mark(place.folder, BACKUP, part)))
            stack.callback(shutil.rmtree, part, ignore_errors=True)
            folder.mkdir(mode=OWNER_ONLY, parents=True, exist_ok=True)
            private_folder(private_folder(part) / BLOBS)
            version, seq = version_of(connection, place.shown), head(connection)[0]
            wanted = connection.execute(select(recordings.c.sha256).distinct()).scalars().all()
            if place.url:
                write_tables(engine, part)
            else:
                _copy_checked(place.database, part / DATABASE, passphrase)
        _copy_files([box.path(each) for each in wanted], part / BLOBS)
        names = {name: sha256_of(part / name) for name in files_in(part)}
        done = Backup(_free_name(folder, made), made, version, TABLES if place.url else SQLITE, seq, names)
        _write_note(part, done)
        part.replace(done.folder)
        settled(folder)
    return done


def _copy_checked(source: Path, target: Path, passphrase: str | None) -> None:
    """Copy a database by SQLite's own way, which also takes what is still in the log; check the copy."""
    private_file(target)
    copy_database(source, target, passphrase)
    with closing(sqlite_connection(target, passphrase)) as copy:
        said = copy.execute("PRAGMA integrity_check").fetchone()[0]
        copy.execute("PRAGMA journal_mode=DELETE").fetchall()  # one file, which can be read without writing beside it
    if said != "ok":
        raise UnwritableFile(
            f"the copy of the database is not sound: {str(said)[:200]}", where=str(target),
            next_step="check the disk; the backup was not kept",
        )  # fmt: skip


def copy_database(source: Path, target: Path, passphrase: str | None) -> None:
    """Make a database the same as another in one step: after a crash it is the old one or the new one."""
    with closing(sqlite_connection(source, passphrase)) as old, closing(sqlite_connection(target, passphrase)) as new:
        new.execute("PRAGMA busy_timeout=1000").fetchall()
        with suppress(new.OperationalError):  # with others about it stays with the log, which writes everything twice
            new.execute("PRAGMA journal_mode=DELETE").fetchall()
        new.execute(f"PRAGMA busy_timeout={WAIT_S * 1000}").fetchall()
        old.backup(new)


def _copy_files(paths: Sequence[Path], folder: Path) -> None:
    for each in paths:
        if not each.is_file():
            raise MissingInput(
                "an original file of the records is gone", where=str(each),
                next_step="bring back an older backup, or forget and add the person anew",
            )  # fmt: skip
        copy_file(each, folder / each.name)
    settled(folder)


def copy_file(source: Path, target: Path) -> None:
    """Copy a file whole or not at all, readable by its owner alone."""
    with private_part(target.parent) as part, source.open("rb") as old:
        shutil.copyfileobj(old, part.stream, PIECE)
        part.onto_disk()
        part.becomes(target)


def files_in(folder: Path) -> list[str]:
    """Files of a backup by their path in it, without its note."""
    found = (each for each in folder.rglob("*") if each.is_file())
    return sorted(name for each in found if (name := each.relative_to(folder).as_posix()) != NOTE)


def sha256_of(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _free_name(folder: Path, made: str) -> Path:
    """A folder named by an instant, as every system takes it: 2026-11-22T10-15-00Z."""
    name = f"{made[:19].replace(':', '-')}Z"
    names = (folder / (name if k == 1 else f"{name}-{k}") for k in count(1))
    return next(each for each in names if not each.exists())


def _write_note(part: Path, done: Backup) -> None:
    note = {
        "schema": SCHEMA, "made_at": done.made_at, "version": done.version, "kind": done.kind, "seq": done.seq,
        "trochanter": __version__, "files": done.files,
    }  # fmt: skip
    with private_part(part) as file:
        file.stream.write(json.dumps(note, indent=1).encode("utf-8"))
        file.onto_disk()
        file.becomes(part / NOTE)
    settled(part)


def _damaged(folder: Path, reason: str) -> UnreadableFile:
    return UnreadableFile(
        f"this backup cannot be used: {reason}", where=str(folder), valid="a backup as it was written",
        next_step="take another backup; nothing was changed",
    )  # fmt: skip
