"""Exporting people from records, and taking exports into them."""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

from sqlalchemy import Connection

from trochanter.store.archive_merging import Merging, TakenIn
from trochanter.store.archive_reading import open_archive
from trochanter.store.archive_writing import write_archive
from trochanter.store.page_reading import all_people, pages, person_named
from trochanter.store.records import PageData, Person
from trochanter.store.store import Store

AT_ONCE = 200


def export_person(
    store: Store,
    person: str,
    out: str | os.PathLike[str],
    *,
    with_private: bool = False,
    extra: Mapping[str, bytes] | None = None,
) -> Path:
    """Write a person's records as one zip; what is private only by choice. Raises UnknownName, UnwritableFile."""
    hide = None if with_private else store.hide
    with store.reading() as connection:
        found = person_named(connection, person)
        return write_archive(out, pages(connection, [found]), [found], store.box, hide=hide, extra=extra)


def export_all(store: Store, out: str | os.PathLike[str], *, with_private: bool = False) -> Path:
    """Write everybody's records as one zip; raises UnwritableFile."""
    hide = None if with_private else store.hide
    with store.reading() as connection:
        whom = all_people(connection)
        return write_archive(out, _in_turn(connection, whom), whom, store.box, hide=hide)


def import_archive(store: Store, path: str | os.PathLike[str]) -> TakenIn:
    """Take an export in: everything in it is checked first, then all of it is written or nothing.

    What is there already stays as it is, so that the same export can be taken in twice. Raises MissingInput and
    UnreadableFile.
    """
    with ExitStack() as stack:
        archive = open_archive(path, stack)
        archive.check_all()
        with store.writing_files() as connection:
            return Merging(connection, store.box, archive, store.who, store.check, store.hide).run()


def _in_turn(connection: Connection, whom: Sequence[Person]) -> Iterator[PageData]:
    for start in range(0, len(whom), AT_ONCE):
        yield from pages(connection, whom[start : start + AT_ONCE])
