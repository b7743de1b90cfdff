"""The records: one object for people, documents, files, audit, archives and backups."""

import datetime as dt
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sqlalchemy import Connection, Engine, select

from trochanter.capture.files import open_file
from trochanter.core.errors import UnwritableFile
from trochanter.store import engines, forgetting, page_reading, saving
from trochanter.store.audit import AuditCheck, verified
from trochanter.store.blobs import BlobBox, pieces_of
from trochanter.store.documents import Check, Document, Hide, document_of, nothing_more, without_private_key
from trochanter.store.faults import told
from trochanter.store.kinds import kind_named
from trochanter.store.places import CACHES, Place
from trochanter.store.records import PageData, Person, Recording, Stored
from trochanter.store.tables import recordings
from trochanter.store.unfinished import (
    BACKUP,
    RESTORE,
    SCRUB,
    SWEEP,
    clear,
    mark,
    marked,
    refuse_while_restoring,
    stale,
)

MOST_BYTES = 64 * 2**30
Given = str | Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Store:
    """Records that are open; made by ``open_store``, closed by ``close`` or a ``with`` block.

    who: who is noted in the audit; check: looks at every document that is saved, beside its JSON, schema and day;
    hide: takes what is private out of a document that is exported. Every method raises UnwritableFile, UnreadableFile
    or MissingInput where the database or the disk refuses.
    """

    place: Place
    engine: Engine = field(repr=False)
    box: BlobBox
    who: str = "owner"
    check: Check = nothing_more
    hide: Hide = without_private_key
    passphrase: str | None = field(default=None, repr=False)

    def __enter__(self) -> Self:
        """The records themselves."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the records."""
        self.close()

    def close(self) -> None:
        """Let go of the database."""
        self.engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One view of the records, which does not change while it is read."""
        with told(self.place.shown), engines.reading(self.engine) as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction beside which nobody else writes; raises UnwritableFile while a backup is brought back."""
        with told(self.place.shown), engines.writing(self.engine) as connection:
            refuse_while_restoring(self.place.folder)
            yield connection

    def people(self) -> tuple[Person, ...]:
        """Everybody, by name."""
        with self.reading() as connection:
            return page_reading.all_people(connection)

    def person(self, who: str) -> Person:
        """The person of a key or a name; raises UnknownName, and BadSetting where several have the name."""
        with self.reading() as connection:
            return page_reading.person_named(connection, who)

    def add_person(self, name: str, *, another: bool = False) -> Person:
        """Add a person; raises BadSetting for a name that is none, or that somebody has.

        another: whether it is somebody else of the same name; both are found by their keys alone then.
        """
        with self.writing() as connection:
            if not another:
                saving.refuse_same_name(connection, name)
            return saving.add_person(connection, self.who, name)

    def save(
        self, person: str, document: Given, *, files: Sequence[str | os.PathLike[str]] = (), replaces: str | None = None
    ) -> str:
        """Save a document of a person, with the original files it came from; returns its key.

        All of it is there when this returns, also after a crash, or none of it is. replaces: the key of an earlier
        version that this one takes the place of. Raises ImpossibleData, UnknownName, MissingInput.
        """
        checked = self._checked(document)
        with self.writing_files(files=bool(files)) as connection:
            found = page_reading.person_named(connection, person).id
            key = saving.add_document(connection, self.who, found, checked, replaces)
            self._keep(connection, found, files, checked.day, key)
        return key

    def add_blob(self, person: str, file: str | os.PathLike[str], day: dt.date | None = None) -> Recording:
        """Keep an original file of a person; day: when it was made, today if left out."""
        on = (day or dt.datetime.now().astimezone().date()).isoformat()
        with self.writing_files() as connection:
            found = page_reading.person_named(connection, person).id
            (key,) = self._keep(connection, found, [file], on, None)
            row = connection.execute(select(recordings).where(recordings.c.id == key)).one()
        return Recording(*row)

    def documents(self, person: str, kind: str) -> tuple[Stored, ...]:
        """Documents of a person of one kind, in the order of their days; raises UnknownName."""
        table = kind_named(kind).table
        page = self.page_data(person)
        found: tuple[Stored, ...] = getattr(page, table)
        return tuple(each for each in found if each.kind == kind)

    def page_data(self, person: str) -> PageData:
        """Everything of one person, with one query a table."""
        with self.reading() as connection:
            return page_reading.pages(connection, [page_reading.person_named(connection, person)])[0]

    def counts(self) -> dict[str, tuple[int, str]]:
        """Of each person with documents, by key: how many, and the last day."""
        with self.reading() as connection:
            return page_reading.counts(connection)

    def blob(self, recording: Recording) -> Iterator[bytes]:
        """The bytes of an original file, in pieces; raises ImpossibleData where they are not what they were."""
        return self.box.pieces(recording.sha256)

    def verify_audit(self) -> AuditCheck:
        """Check every row of the audit against the one before."""
        with self.reading() as connection:
            return verified(connection)

    def forget(self, person: str) -> forgetting.Forgotten:
        """Delete everything of a person, and write over where it was; backups and exports remain where they are."""
        with self.writing() as connection:
            found = page_reading.person_named(connection, person)
            marks = [mark(self.place.folder, kind) for kind in (SWEEP, SCRUB)]
            try:
                number, hashes = forgetting.delete_rows(connection, self.who, found.id)
            finally:  # what follows is done by whoever comes first: this program, or the next opening
                for each in marks:
                    each.release()
        with told(self.place.shown):
            forgetting.delete_caches(self.place.folder / CACHES, found.id)
        self.sweep()
        scrubbed = self.scrub()
        with self.reading() as connection:
            remaining = forgetting.remaining_backups(connection)
        return forgetting.Forgotten(found, number, len(hashes), remaining, scrubbed)

    def scrub(self) -> bool:
        """Write over what was deleted, where somebody was forgotten; False where that is left to the next opening."""
        marks = stale(self.place.folder, SCRUB)
        try:
            with told(self.place.shown):
                done = not marks or forgetting.scrub(self.engine, sealed=self.passphrase is not None)
                clear(marks if done else [])
        except UnwritableFile:  # no room, or somebody else writes for long: the marks stay
            return False
        return done

    def sweep(self) -> int:
        """Take away files that no row names, and what broken-off work left; returns how many files."""
        with self.writing() as connection:
            marks = stale(self.place.folder, SWEEP, BACKUP, RESTORE)
            swept = self.box.sweep(connection.execute(select(recordings.c.sha256).distinct()).scalars())
            clear(marks)
        return swept

    def _checked(self, document: Given) -> Document:
        checked = document_of(document)
        self.check(checked.kind, checked.body)
        return checked

    @contextmanager
    def writing_files(self, *, files: bool = True) -> Iterator[Connection]:
        """A transaction with a mark for as long as files are under way."""
        with ExitStack() as stack, self.writing() as connection:
            if files:
                stack.enter_context(marked(mark(self.place.folder, SWEEP)))
            yield connection

    def _keep(
        self,
        connection: Connection,
        person: str,
        files: Sequence[str | os.PathLike[str]],
        day: str,
        document: str | None,
    ) -> list[str]:
        originals = []
        for file in files:
            with open_file(file, MOST_BYTES) as stream:
                originals.append(saving.Original(Path(file).name, self.box.put(pieces_of(stream))))
        return saving.add_recordings(connection, self.who, person, originals, day, document)
