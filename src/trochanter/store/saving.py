"""Writing of rows inside a transaction: people, documents with what is queried of them, recordings, audit."""

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from unicodedata import normalize

from sqlalchemy import Connection, delete, insert, select, update

from trochanter.core.errors import BadSetting, ImpossibleData
from trochanter.store.audit import Entry, append, fingerprint, head
from trochanter.store.blobs import Put
from trochanter.store.documents import Document
from trochanter.store.keys import new_key, now_text
from trochanter.store.page_reading import all_people, salt_of
from trochanter.store.records import Person
from trochanter.store.tables import clearances, metadata, people, recordings

LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Original:
    """An original file that is in the box: its name without folders, and what was put in."""

    name: str
    put: Put


def add_person(connection: Connection, who: str, name: str, key: str = "", added_at: str = "") -> Person:
    """Add a person; key and added_at: out of an archive. Raises BadSetting for a name that is none."""
    person = Person(key or new_key(), usable_name(name), added_at or now_text())
    row = {"id": person.id, "name": person.name, "added_at": person.added_at, "salt": secrets.token_hex(16)}
    connection.execute(insert(people), row)
    append(connection, who, [Entry("add", person.id, "person", person.id)])
    return person


def refuse_same_name(connection: Connection, name: str) -> None:
    """Raise BadSetting where somebody has the name already, whatever its capitals and spaces."""
    same = next((each for each in all_people(connection) if as_compared(each.name) == as_compared(name)), None)
    if same is not None:
        raise BadSetting(
            "the name", name.strip(), f"one that nobody has; '{same.name}' is in the records (key {same.id})",
            "for somebody else add what tells them apart, such as 'Ann B.' or 'Ann (1984)', or give --another",
        )  # fmt: skip


def as_compared(name: str) -> str:
    """A name as it is compared, whatever its capitals, spaces and ways of writing a letter.

    >>> as_compared(" Ann  Example") == as_compared("ANN example")
    True
    """
    return " ".join(normalize("NFKC", name).split()).casefold()


def usable_name(name: str) -> str:
    """A name without spaces around it; raises BadSetting for none, one too long or with control characters."""
    found = name.strip()
    if not found or len(found) > LONGEST_NAME or not found.isprintable():
        raise BadSetting("the name", name[:LONGEST_NAME], f"1 to {LONGEST_NAME} characters that can be printed")
    return found


def add_document(connection: Connection, who: str, person: str, document: Document, replaces: str | None = None) -> str:
    """Write a document, or put it in the place of an earlier version of it; returns its key."""
    print_ = fingerprint(salt_of(connection, person), document.body)
    if replaces is not None:
        return _replace(connection, who, person, document, replaces, print_)
    key = new_key()
    entry = Entry("save", person, document.kind.kind, key, None, print_)
    saved = append(connection, who, [entry])
    insert_documents(connection, person, [(key, saved, document)])
    return key


def insert_documents(connection: Connection, person: str, given: Sequence[tuple[str, int, Document]]) -> None:
    """Write documents with their keys and places in the order of saving; their audit rows are there already."""
    rows: dict[str, list[dict[str, Any]]] = {}
    for key, saved, document in given:
        row = {"id": key, "person_id": person, "saved": saved, **_columns(document)}
        rows.setdefault(document.kind.table, []).append(row)
    for table, found in rows.items():
        connection.execute(insert(metadata.tables[table]), found)
    for key, _, document in given:
        _note_clearances(connection, person, key, document.value)


def _columns(document: Document) -> dict[str, str]:
    kind = document.kind
    return {"kind": kind.kind, "schema": kind.schema, "day": document.day, "body": document.body}


def _replace(connection: Connection, who: str, person: str, document: Document, key: str, print_: str) -> str:
    table = metadata.tables[document.kind.table]
    mine = (table.c.id == key) & (table.c.person_id == person) & (table.c.kind == document.kind.kind)
    old = connection.execute(select(table.c.body).where(mine)).scalar()
    if old is None:
        raise ImpossibleData(
            f"this person has no {document.kind.kind} with the key {key[:60]!r} that could be replaced",
            next_step="save it as a new one",
        )
    before = fingerprint(salt_of(connection, person), str(old))
    append(connection, who, [Entry("replace", person, document.kind.kind, key, before, print_)])
    connection.execute(update(table).where(mine).values(**_columns(document)))
    connection.execute(delete(clearances).where(clearances.c.screen_id == key))
    _note_clearances(connection, person, key, document.value)
    return key


def add_recordings(
    connection: Connection, who: str, person: str, originals: Sequence[Original], day: str, document: str | None
) -> list[str]:
    """Write rows for original files that are in the box; returns their keys."""
    keys = [new_key() for _ in originals]
    if not originals:
        return keys
    salt, before = salt_of(connection, person), head(connection)[0]
    prints = [fingerprint(salt, each.put.sha256) for each in originals]
    entries = [Entry("save", person, "recording", key, None, each) for key, each in zip(keys, prints, strict=True)]
    append(connection, who, entries)
    rows = [
        {
            "id": key, "person_id": person, "document_id": document, "sha256": each.put.sha256, "name": each.name,
            "size": each.put.size, "day": day, "saved": before + number,
        }
        for number, (key, each) in enumerate(zip(keys, originals, strict=True), 1)
    ]  # fmt: skip
    connection.execute(insert(recordings), rows)
    return keys


def _note_clearances(connection: Connection, person: str, key: str, value: Mapping[str, Any]) -> None:
    """Copy what a clinician cleared out of a screen into its own table."""
    given = value.get("clearances")
    if not isinstance(given, list) or not given:
        return
    rows = [
        {
            "id": new_key(), "person_id": person, "screen_id": key, "given_by": str(each["by"]),
            "given_on": str(each["on"])[:10], "until_on": str(each["until"])[:10] if each.get("until") else None,
            "flags": json.dumps(each.get("flags", [])), "allows": json.dumps(each.get("allows", [])),
        }
        for each in given
        if isinstance(each, dict) and "by" in each and "on" in each
    ]  # fmt: skip
    if rows:
        connection.execute(insert(clearances), rows)
