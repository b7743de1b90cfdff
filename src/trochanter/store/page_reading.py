"""Reading of records: people, and everything of one person or of several, with one query a table."""

import json
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Table, func, select

from trochanter.core.errors import BadSetting, UnknownName
from trochanter.store.records import GivenClearance, PageData, Person, Recording, Stored
from trochanter.store.tables import DOCUMENTS, clearances, people, recordings

MOST_NAMES = 200


def all_people(connection: Connection) -> tuple[Person, ...]:
    """Everybody, by name."""
    query = select(people.c.id, people.c.name, people.c.added_at).order_by(people.c.name, people.c.id)
    return tuple(Person(*row) for row in connection.execute(query))


def person_named(connection: Connection, who: str) -> Person:
    """The person of a key or a name; raises UnknownName, and BadSetting where several have the name."""
    query = select(people.c.id, people.c.name, people.c.added_at)
    found = connection.execute(query.where(people.c.id == who)).all()
    found = found or connection.execute(query.where(people.c.name == who)).all()
    if len(found) > 1:
        keys = ", ".join(row.id for row in found)
        raise BadSetting("the person", who, f"one of the keys {keys}", "several people have this name: give the key")
    if not found:
        names = connection.execute(select(people.c.name).order_by(people.c.name).limit(MOST_NAMES)).scalars()
        raise UnknownName("person in the records", who, names)
    return Person(*found[0])


def salt_of(connection: Connection, person: str) -> str:
    """The key of a person's fingerprints in the audit."""
    return str(connection.execute(select(people.c.salt).where(people.c.id == person)).scalar_one())


def pages(connection: Connection, whom: Sequence[Person]) -> list[PageData]:
    """Everything of several people, in their order."""
    keys = [each.id for each in whom]
    found = {table.name: _documents(connection, table, keys) for table in DOCUMENTS}
    files, given = _recordings(connection, keys), _clearances(connection, keys)
    return [
        PageData(
            each,
            **{name: tuple(rows[each.id]) for name, rows in found.items()},
            clearances=tuple(given[each.id]),
            recordings=tuple(files[each.id]),
        )
        for each in whom
    ]


def counts(connection: Connection) -> dict[str, tuple[int, str]]:
    """Of each person with documents: how many, and the last day."""
    found: dict[str, tuple[int, str]] = {}
    for table in DOCUMENTS:
        query = select(table.c.person_id, func.count(), func.max(table.c.day)).group_by(table.c.person_id)
        for key, number, day in connection.execute(query):
            before = found.get(key, (0, ""))
            found[key] = (before[0] + number, max(before[1], day))
    return found


def _rows(connection: Connection, table: Table, keys: Sequence[str], order: Sequence[Any]) -> Sequence[Any]:
    chosen = table.c.person_id == keys[0] if len(keys) == 1 else table.c.person_id.in_(keys)
    return connection.execute(select(table).where(chosen).order_by(table.c.person_id, *order)).all()


def _documents(connection: Connection, table: Table, keys: Sequence[str]) -> defaultdict[str, list[Stored]]:
    found: defaultdict[str, list[Stored]] = defaultdict(list)
    for row in _rows(connection, table, keys, (table.c.day, table.c.saved)):
        found[row.person_id].append(Stored(*row))
    return found


def _recordings(connection: Connection, keys: Sequence[str]) -> defaultdict[str, list[Recording]]:
    found: defaultdict[str, list[Recording]] = defaultdict(list)
    for row in _rows(connection, recordings, keys, (recordings.c.day, recordings.c.saved)):
        found[row.person_id].append(Recording(*row))
    return found


def _clearances(connection: Connection, keys: Sequence[str]) -> defaultdict[str, list[GivenClearance]]:
    found: defaultdict[str, list[GivenClearance]] = defaultdict(list)
    for row in _rows(connection, clearances, keys, (clearances.c.given_on,)):
        flags, allows = tuple(json.loads(row.flags)), tuple(json.loads(row.allows))
        given = GivenClearance(
            row.person_id, row.screen_id, row.given_by, row.given_on, row.until_on, flags, allows
        )  # fmt: skip
        found[row.person_id].append(given)
    return found
