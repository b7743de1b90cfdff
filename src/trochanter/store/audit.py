"""The audit: one row for every change, each with the hash of the row before, so that a change of the past shows.

A row says when, who, what and on which object, by its key. There is no name and no measured value in it; before and
after are fingerprints under a key of the person's own, which nobody can try values against once it is forgotten.
"""

import hashlib
import hmac
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, insert, select, update

from trochanter.store.keys import now_text
from trochanter.store.tables import audit, audit_head

FIELDS = ("seq", "at", "who", "action", "person_id", "kind", "object_id", "before", "after", "previous")
START = "0" * 64


@dataclass(frozen=True, slots=True)
class Entry:
    """What happened: an action on an object of a kind, of a person; before and after: fingerprints."""

    action: str
    person_id: str | None = None
    kind: str | None = None
    object_id: str | None = None
    before: str | None = None
    after: str | None = None


@dataclass(frozen=True, slots=True)
class Broken:
    """A row of the audit that cannot be as it was written, and why."""

    seq: int
    why: str


@dataclass(frozen=True, slots=True)
class AuditCheck:
    """What the check of the audit found: its rows, the last hash, broken rows, rows at which the clock went back."""

    rows: int
    head: str
    broken: tuple[Broken, ...]
    clock_back: tuple[int, ...]


def fingerprint(salt: str, text: str) -> str:
    """HMAC-SHA-256 of a document under its person's salt."""
    return hmac.new(bytes.fromhex(salt), text.encode("utf-8"), hashlib.sha256).hexdigest()


def hash_of(row: Sequence[Any]) -> str:
    """SHA-256 of a row's fields as a JSON list."""
    return hashlib.sha256(json.dumps(list(row), ensure_ascii=True, separators=(",", ":")).encode()).hexdigest()


def head(connection: Connection) -> tuple[int, str]:
    """Number and hash of the last row; 0 and zeros before the first."""
    found = connection.execute(select(audit_head.c.seq, audit_head.c.hash)).first()
    return (0, START) if found is None else (int(found.seq), str(found.hash))


def append(connection: Connection, who: str, entries: Iterable[Entry]) -> int:
    """Add rows in a transaction that nobody else writes beside; returns the last one's number."""
    first, previous = head(connection)
    seq, rows = first, []
    for entry in entries:
        seq += 1
        row = {
            "seq": seq, "at": now_text(), "who": who, "action": entry.action, "person_id": entry.person_id,
            "kind": entry.kind, "object_id": entry.object_id, "before": entry.before, "after": entry.after,
            "previous": previous,
        }  # fmt: skip
        row["hash"] = previous = hash_of([row[name] for name in FIELDS])
        rows.append(row)
    if rows:
        connection.execute(insert(audit), rows)
        _move_head(connection, first, seq, previous)
    return seq


def _move_head(connection: Connection, first: int, seq: int, last: str) -> None:
    if first == 0 and connection.execute(select(audit_head.c.id)).first() is None:
        connection.execute(insert(audit_head).values(id=1, seq=seq, hash=last))
    else:
        connection.execute(update(audit_head).values(seq=seq, hash=last))


def verified(connection: Connection) -> AuditCheck:
    """Read the whole audit and check every row against the one before."""
    columns = [audit.c[name] for name in (*FIELDS, "hash")]
    found = connection.execution_options(yield_per=5000).execute(select(*columns).order_by(audit.c.seq))
    count, previous, at = 0, START, ""
    broken: list[Broken] = []
    back: list[int] = []
    for row in found:
        count += 1
        broken += _faults(tuple(row), count, previous)
        if row.at < at:
            back.append(row.seq)
        count, previous, at = int(row.seq), str(row.hash), str(row.at)
    last = head(connection)
    if last != (count, previous):
        broken.append(Broken(last[0], f"the audit ends with row {count}, and its end is noted as row {last[0]}"))
    return AuditCheck(count, previous, tuple(broken), tuple(back))


def _faults(row: tuple[Any, ...], expected: int, previous: str) -> list[Broken]:
    *fields, hashed = row
    seq = int(fields[0])
    if seq != expected:
        return [Broken(seq, f"row {expected} should stand here: rows are missing")]
    if hash_of(fields) != hashed:
        return [Broken(seq, "its content was changed")]
    if fields[FIELDS.index("previous")] != previous:
        return [Broken(seq, f"it does not follow row {seq - 1}: one of the two was written anew")]
    return []
