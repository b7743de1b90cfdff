"""Bringing back a backup: all of it is prepared beside the records, which become it in one step.

Whoever was forgotten after the backup was made stays forgotten, as far as these records know of it.
"""

import shutil
from dataclasses import dataclass, replace
from pathlib import Path
from secrets import token_hex

from sqlalchemy import Connection, insert, select

from trochanter.core.errors import UnreadableFile, UnwritableFile
from trochanter.core.whole import settled
from trochanter.store import engines
from trochanter.store.audit import Entry, append, head
from trochanter.store.backup_tables import read_tables
from trochanter.store.backups import (
    SQLITE,
    TABLES,
    Backup,
    copy_database,
    copy_file,
    write_backup,
)  # fmt: skip
from trochanter.store.box import box_at
from trochanter.store.faults import told
from trochanter.store.forgetting import delete_rows, scrub
from trochanter.store.migrating import HEAD, bring_up_to_date, build, refuse_newer, version_of
from trochanter.store.places import BLOBS, DATABASE, Place, private_folder
from trochanter.store.store import Store
from trochanter.store.tables import audit, backups, people
from trochanter.store.unfinished import RESTORE, mark, marked

_FORGOTTEN = select(audit.c.person_id).where(audit.c.action == "forget")


@dataclass(frozen=True, slots=True)
class Restored:
    """What was brought back: people; forgotten: how many of the backup stayed forgotten; before: what was there."""

    backup: Backup
    people: int
    forgotten: int
    before: Backup | None


def restore_backup(store: Store, backup: Backup) -> Restored:
    """Make records on this computer the same as a backup; what was there goes into a backup of its own first.

    The records have to be opened again afterwards. Raises UnreadableFile (a newer trochanter's, another passphrase)
    and UnwritableFile.
    """
    folder = backup.folder
    _refuse(backup, SQLITE)
    before = write_backup(store) if store.people() else None
    work = Place(store.place.folder / f".work-{token_hex(8)}")
    with store.writing() as connection:  # from here on nobody else may write: it would be lost
        if before is not None and head(connection)[0] != before.seq + 1:  # the note of the backup, and nothing more
            raise UnwritableFile(
                "something was saved while the backup of before was made", where=store.place.shown,
                next_step="try again; nothing was changed",
            )  # fmt: skip
        under_way = mark(store.place.folder, RESTORE, work.folder)
    with told(store.place.shown), marked(under_way):
        copy_file(folder / DATABASE, private_folder(work.folder) / DATABASE)
        number, forgotten = _prepared(work, store)
        _bring_files(folder / BLOBS, store.place.folder / BLOBS)
        store.close()  # its connections would be in the way
        copy_database(work.database, store.place.database, store.passphrase)
        shutil.rmtree(work.folder)
    box = box_at(store.place, store.engine, sealed=store.passphrase is not None)  # with the backup's key
    replace(store, box=box).sweep()
    return Restored(backup, number, forgotten, before)


def restore_to_server(place: Place, backup: Backup, who: str = "owner") -> Restored:
    """Fill an empty database of a server with a backup of another one; raises as ``restore_backup`` does."""
    folder = backup.folder
    _refuse(backup, TABLES)
    engine = engines.engine_of(place)
    try:
        with told(place.shown), engines.writing(engine) as connection:
            if version_of(connection, place.shown):
                raise UnreadableFile(
                    "there are records in this database already", where=place.shown,
                    valid="an empty database", next_step="make one with createdb, and name it with --store",
                )  # fmt: skip
            build(connection, "", backup.version)
            read_tables(connection, folder)
            build(connection, backup.version, HEAD)
            append(connection, who, [Entry("restore")])
            _bring_files(folder / BLOBS, place.folder / BLOBS)
            return Restored(backup, len(connection.execute(select(people.c.id)).all()), 0, None)
    finally:
        engine.dispose()


def _refuse(backup: Backup, kind: str) -> None:
    if backup.kind != kind:
        raise UnreadableFile(
            "this backup is of another kind of database", where=str(backup.folder),
            valid="a folder's backup for a folder, a server's for a server",
            next_step="export everybody where it came from, and import that here",
        )  # fmt: skip
    refuse_newer(backup.version, str(backup.folder))


def _prepared(work: Place, store: Store) -> tuple[int, int]:
    """Bring a copied backup up to date and forget whom these records forgot; returns its people and the forgotten."""
    engine = engines.engine_of(work, store.passphrase)
    try:
        bring_up_to_date(engine, work.shown, lambda _: None)
        with store.reading() as live, engines.writing(engine) as connection:
            forgotten = _forget_again(live, connection, store.who)
            _take_notes(live, connection)
            append(connection, store.who, [Entry("restore")])
            number = len(connection.execute(select(people.c.id)).all())
        if forgotten:
            scrub(engine, sealed=store.passphrase is not None)
        return number, forgotten
    finally:
        engine.dispose()


def _forget_again(live: Connection, connection: Connection, who: str) -> int:
    """Forget whom the live records forgot, and note also those who are not in the backup: another one may have them."""
    gone = set(live.execute(_FORGOTTEN).scalars()) - set(connection.execute(_FORGOTTEN).scalars())
    gone -= set(live.execute(select(people.c.id)).scalars())  # taken in again from an export, by choice
    found = set(connection.execute(select(people.c.id)).scalars()) & gone
    for each in sorted(found):
        delete_rows(connection, who, each)
    append(connection, who, [Entry("forget", each, "person", each) for each in sorted(gone - found)])
    return len(found)


def _take_notes(live: Connection, connection: Connection) -> None:
    """Keep the notes of backups that were written since: they still hold people."""
    known = set(connection.execute(select(backups.c.id)).scalars())
    fresh = [dict(row) for row in live.execute(select(backups)).mappings() if row["id"] not in known]
    if fresh:
        connection.execute(insert(backups), fresh)


def _bring_files(source: Path, target: Path) -> None:
    private_folder(target)
    for each in source.iterdir() if source.is_dir() else ():
        copy_file(each, target / each.name)
    settled(target)
