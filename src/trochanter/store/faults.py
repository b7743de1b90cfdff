"""What databases and disks complain about, in words that a person can act on."""

import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from trochanter.core.errors import MissingInput, TrochanterError, UnreadableFile, UnwritableFile

_FULL = ("disk is full", "disk i/o error", "no space left", "could not extend file", "file too large")
_LOCKED = ("database is locked", "lock timeout")
_NO_WRITING = ("readonly database", "unable to open database", "permission denied")
_NO_DATABASE = ("file is not a database", "malformed", "not a trochanter")


@contextmanager
def told(where: str) -> Iterator[None]:
    """Turn errors of the database or the disk into errors of the family; what is a fault of the program stays one."""
    try:
        yield
    except _errors() as error:
        found = of_database(str(getattr(error, "orig", None) or error), where)
        if found is None:
            raise
        raise found from None
    except OSError as error:
        raise _of_disk(error, where) from None


def _errors() -> tuple[type[Exception], ...]:
    """What databases raise, through SQLAlchemy or by themselves."""
    from sqlalchemy.exc import DBAPIError

    sealed = sys.modules.get("sqlcipher3.dbapi2")
    return (DBAPIError, sqlite3.Error, *((sealed.Error,) if sealed else ()))


def of_database(words: str, where: str) -> TrochanterError | None:
    """The error for what a database said; None for what nobody but a programmer can mend."""
    said = words.lower()
    short = words.strip().splitlines()[0][:200] if words.strip() else "no reason given"
    if any(each in said for each in _FULL):
        return UnwritableFile(
            f"the records cannot be written: {short}", where=where,
            next_step="free some space on the disk; what was reported as saved is there",
        )  # fmt: skip
    if any(each in said for each in _LOCKED):
        return UnwritableFile(
            "another program has been writing to the records for a long time", where=where,
            next_step="wait for it to finish, or end it, and try again",
        )  # fmt: skip
    if any(each in said for each in _NO_WRITING):
        return UnwritableFile(
            f"the records cannot be written: {short}", where=where,
            next_step="check who may write to the folder and its files",
        )  # fmt: skip
    if any(each in said for each in _NO_DATABASE):
        return UnreadableFile(
            f"this is no database of trochanter: {short}", where=where,
            valid="records as trochanter wrote them, and their passphrase if they are encrypted",
            next_step="check the passphrase, or bring back a backup: trochanter restore",
        )  # fmt: skip
    return _of_server(said, short, where)


def _of_server(said: str, short: str, where: str) -> TrochanterError | None:
    if "connection" not in said and "does not exist" not in said and "authentication" not in said:
        return None
    return MissingInput(
        f"the database server does not let us in: {short}", where=where,
        next_step="check that it runs, the address, the user, and the password in ~/.pgpass or PGPASSWORD",
    )  # fmt: skip


def _of_disk(error: OSError, where: str) -> TrochanterError:
    return UnwritableFile(
        f"the records cannot be read or written: {error.strerror or error}",
        where=str(error.filename or where),
        next_step="check free space, and who may write to the folder and its files",
    )
