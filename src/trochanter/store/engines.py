"""Engines of SQLAlchemy for the three databases: SQLite, SQLite with SQLCipher, PostgreSQL."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, QueuePool, create_engine, event, text

from trochanter.core.errors import MissingExtra
from trochanter.store.places import Place

WAIT_S = 60
LOCK = 7_482_311_905_617_283  # of this program among the advisory locks of a PostgreSQL database
_PLAIN = b"SQLite format 3\x00"
PAGE_BYTES = 16384  # rows of a session are long: with pages of 4096 bytes VACUUM takes five times as long
_PRAGMAS = (
    f"PRAGMA page_size={PAGE_BYTES}",  # of a new database
    f"PRAGMA busy_timeout={WAIT_S * 1000}",
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",  # what was reported as saved outlives a power cut
    "PRAGMA foreign_keys=ON",
    "PRAGMA secure_delete=ON",
    "PRAGMA temp_store=MEMORY",  # no sorted copy of anybody's record in a temporary file
)


def engine_of(place: Place, passphrase: str | None = None) -> Engine:
    """An engine for the records at a place; raises MissingExtra."""
    if place.url:
        return _server_engine(place.url)
    module = None if passphrase is None else _sqlcipher()
    engine = create_engine(
        "sqlite+pysqlite://",
        creator=lambda: sqlite_connection(place.database, passphrase),
        poolclass=QueuePool,
        **({} if module is None else {"module": module}),
    )
    event.listen(engine, "begin", _begin)
    return engine


def sqlite_connection(file: Path, passphrase: str | None = None) -> Any:
    """A connection to a file of SQLite or, with a passphrase, of SQLCipher; raises MissingExtra."""
    connection = _connect(file, passphrase)
    try:
        for pragma in _PRAGMAS:
            connection.execute(pragma).fetchall()
    except BaseException:
        connection.close()
        raise
    return connection


def is_sealed(file: Path) -> bool:
    """Whether a database is encrypted: its first bytes are not those of SQLite."""
    try:
        with file.open("rb") as stream:
            start = stream.read(len(_PLAIN))
    except OSError:
        return False
    return bool(start) and start != _PLAIN


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """One view of the records, which does not change while it is read."""
    options: dict[str, Any] = {} if engine.dialect.name == "sqlite" else {"isolation_level": "REPEATABLE READ"}
    with engine.connect() as connection:
        connection.execution_options(**options)
        with connection.begin():
            yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction beside which nobody else writes: committed at the end, or undone as if it had not been."""
    with engine.connect() as connection:
        connection.execution_options(writes=True)
        with connection.begin():
            if engine.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
            yield connection


def _begin(connection: Connection) -> None:
    # IMMEDIATE: two that read first and write later would refuse each other instead of waiting.
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _connect(file: Path, passphrase: str | None) -> Any:
    if passphrase is None:
        return sqlite3.connect(file, timeout=WAIT_S, isolation_level=None, check_same_thread=False)
    connection = _sqlcipher().connect(str(file), timeout=WAIT_S, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA cipher_log_level=NONE").fetchall()  # what went wrong is told in words
    quoted = passphrase.replace("'", "''")
    connection.execute(f"PRAGMA key='{quoted}'")
    connection.execute(f"PRAGMA cipher_page_size={PAGE_BYTES}")
    return connection


def _sqlcipher() -> Any:
    try:
        return import_module("sqlcipher3.dbapi2")
    except ImportError:
        raise MissingExtra("sqlcipher3", "encrypted", "an encrypted database") from None


def _server_engine(url: str) -> Engine:
    if find_spec("psycopg") is None:
        raise MissingExtra("psycopg", "clinic", "a database on a server")
    return create_engine(url, pool_pre_ping=True)
