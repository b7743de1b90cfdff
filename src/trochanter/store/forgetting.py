"""Forgetting a person: rows, files and caches go, and the places where their bytes were are written over."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, delete, select, text

from trochanter.store.audit import Entry, append
from trochanter.store.records import Person
from trochanter.store.tables import DOCUMENTS, EVERYTHING, OF_A_PERSON, backups, people, recordings

PATIENCE_S = 20.0
MAINTAIN_SINCE = 17  # the version of PostgreSQL in which this right came; before, only owners write a table anew
_MAY_MAINTAIN = "SELECT has_table_privilege(:name, 'MAINTAIN')"
_IS_OWNERS = "SELECT pg_has_role(relowner, 'USAGE') FROM pg_class WHERE oid = to_regclass(:name)"


@dataclass(frozen=True, slots=True)
class BackupNote:
    """A backup that was written: when, where, and whether it is still there."""

    made_at: str
    folder: str
    there: bool


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What went, and what remains. scrubbed: whether the bytes in the database are written over already."""

    person: Person
    documents: int
    recordings: int
    remaining: tuple[BackupNote, ...]
    scrubbed: bool


def delete_rows(connection: Connection, who: str, person: str) -> tuple[int, list[str]]:
    """Delete all rows of a person; returns how many documents, and the hashes of files that nobody else has."""
    mine = connection.execute(select(recordings.c.sha256).where(recordings.c.person_id == person)).scalars().all()
    number = 0
    for table in OF_A_PERSON:
        gone = connection.execute(delete(table).where(table.c.person_id == person)).rowcount
        number += gone if table in DOCUMENTS else 0
    connection.execute(delete(people).where(people.c.id == person))
    append(connection, who, [Entry("forget", person, "person", person)])
    shared = set(_still_wanted(connection, mine))
    return number, [each for each in dict.fromkeys(mine) if each not in shared]


def _still_wanted(connection: Connection, hashes: Sequence[str]) -> list[str]:
    return [
        each
        for each in dict.fromkeys(hashes)
        if connection.execute(select(recordings.c.id).where(recordings.c.sha256 == each).limit(1)).first()
    ]


def delete_caches(folder: Path, person: str) -> None:
    """Take away what was computed for a person and kept, in caches/<key>."""
    shutil.rmtree(folder / person, ignore_errors=True)


def scrub(engine: Engine, *, sealed: bool) -> bool:
    """Write over what was deleted: also in the log beside the database; returns False where a reader keeps it."""
    if engine.dialect.name == "postgresql":
        return _vacuum_server(engine)
    raw = engine.raw_connection()
    try:
        cursor: Any = raw.cursor()
        cursor.execute(f"PRAGMA busy_timeout={int(PATIENCE_S * 1000)}")
        if not _checkpointed(cursor):
            return False
        if not sealed:  # a copy of a large database would not fit into memory; of a sealed one it has to
            cursor.execute("PRAGMA temp_store=FILE")
        cursor.execute("VACUUM")
        return _checkpointed(cursor)
    finally:
        raw.invalidate()  # its patience is not that of others
        raw.close()


def _vacuum_server(engine: Engine) -> bool:
    """Write all tables anew; False where that is up to their owner, because the server would pass over it."""
    with engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT")
        if not all(_may_vacuum(connection, table.name) for table in EVERYTHING):
            return False
        for table in EVERYTHING:
            connection.exec_driver_sql(f"VACUUM FULL {table.name}")
    return True


def _may_vacuum(connection: Connection, table: str) -> bool:
    """Whether the server would write a table anew for us: who may not is only warned, and the table passed over."""
    version = connection.exec_driver_sql("SELECT current_setting('server_version_num')::int / 10000").scalar_one()
    asked = _MAY_MAINTAIN if version >= MAINTAIN_SINCE else _IS_OWNERS
    return bool(connection.execute(text(asked), {"name": table}).scalar_one())


def _checkpointed(cursor: Any) -> bool:
    """Move the log into the database and cut it to nothing, as soon as nobody reads from it."""
    cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return not cursor.fetchone()[0]


def remaining_backups(connection: Connection) -> tuple[BackupNote, ...]:
    """The backups that were written, oldest first."""
    found = connection.execute(select(backups.c.made_at, backups.c.folder).order_by(backups.c.saved)).all()
    return tuple(BackupNote(row.made_at, row.folder, Path(row.folder).is_dir()) for row in found)
