"""Taking an export in: people, documents and files that are not there yet, all in one transaction."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, insert, select

from trochanter.core.errors import ImpossibleData, TrochanterError, UnreadableFile
from trochanter.store.archive_reading import OpenArchive
from trochanter.store.archive_shapes import DocumentInArchive, Record, RecordingInArchive
from trochanter.store.audit import Entry, append, fingerprint, head
from trochanter.store.blobs import BlobBox
from trochanter.store.documents import Check, Document, Hide, document_of
from trochanter.store.keys import checked_key
from trochanter.store.kinds import kind_named
from trochanter.store.page_reading import salt_of
from trochanter.store.saving import add_person, insert_documents
from trochanter.store.tables import DOCUMENTS, people, recordings


@dataclass(slots=True)
class TakenIn:
    """What came in. there: documents and files that were there already; different: kept here in another version."""

    people: int = 0
    documents: int = 0
    recordings: int = 0
    there: int = 0
    different: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Merging:
    """One export on its way into the records."""

    connection: Connection
    box: BlobBox
    archive: OpenArchive
    who: str
    check: Check
    hide: Hide

    def run(self) -> TakenIn:
        """Take in everything that is not there yet; raises UnreadableFile, and then the transaction is undone."""
        taken = TakenIn()
        for record in self.archive.records():
            try:
                self._take(record, taken)
            except UnreadableFile:
                raise
            except TrochanterError as error:
                place = error.where or record.person.id
                raise UnreadableFile(
                    f"the export cannot be taken in: {error.what}", where=f"{self.archive.where}, {place}",
                    valid=error.valid, next_step="export it again where it came from; nothing was changed",
                ) from None  # fmt: skip
        return taken

    def _take(self, record: Record, taken: TakenIn) -> None:
        key = checked_key(record.person.id, "person")
        known = self.connection.execute(select(people.c.id).where(people.c.id == key)).scalar()
        if known is None:
            add_person(self.connection, self.who, record.person.name, key, record.person.added_at)
            taken.people += 1
        self._take_documents(key, record, taken)
        self._take_recordings(key, record.recordings, taken)

    def _take_documents(self, person: str, record: Record, taken: TakenIn) -> None:
        there = self._there(person)
        fresh: list[tuple[DocumentInArchive, Document]] = []
        for kind, given in record.documents.items():
            kind_named(kind)
            for each in given:
                if (body := there.get(each.id)) is not None:
                    same = _alike(each.document, body, kind, self.hide)
                    taken.there += same
                    taken.different += [] if same else [each.id]
                else:
                    fresh.append((each, self._document(each, kind)))
        fresh.sort(key=lambda pair: pair[0].saved)
        self._refuse_taken([each.id for each, _ in fresh])
        if not fresh:
            return
        salt, before = salt_of(self.connection, person), head(self.connection)[0]
        entries = [
            Entry("import", person, found.kind.kind, each.id, None, fingerprint(salt, found.body))
            for each, found in fresh
        ]
        append(self.connection, self.who, entries)
        rows = [(each.id, before + number, found) for number, (each, found) in enumerate(fresh, 1)]
        insert_documents(self.connection, person, rows)
        taken.documents += len(rows)

    def _there(self, person: str) -> dict[str, str]:
        found: dict[str, str] = {}
        for table in DOCUMENTS:
            query = select(table.c.id, table.c.body).where(table.c.person_id == person)
            found |= {row.id: row.body for row in self.connection.execute(query)}
        return found

    def _document(self, given: DocumentInArchive, kind: str) -> Document:
        where = f"{kind} {checked_key(given.id, kind)}"
        found = document_of(given.document, where)
        if found.kind.kind != kind:
            raise ImpossibleData(f"it stands among the documents of the kind '{kind}'", where=where)
        self.check(found.kind, found.body)
        return found

    def _refuse_taken(self, keys: Sequence[str]) -> None:
        """Refuse keys that another person's documents have."""
        if len(set(keys)) != len(keys):
            raise ImpossibleData("one key stands for two documents")
        for table in (*DOCUMENTS, recordings):
            for start in range(0, len(keys), 500):
                some = keys[start : start + 500]
                if found := self.connection.execute(select(table.c.id).where(table.c.id.in_(some)).limit(1)).scalar():
                    raise ImpossibleData(f"the key {found} belongs to somebody else here")

    def _take_recordings(self, person: str, given: Sequence[RecordingInArchive], taken: TakenIn) -> None:
        mine = select(recordings.c.id).where(recordings.c.person_id == person)
        there = set(self.connection.execute(mine).scalars())
        fresh = sorted((each for each in given if each.id not in there), key=lambda each: each.saved)
        taken.there += len(given) - len(fresh)
        self._refuse_taken([checked_key(each.id, "recording") for each in fresh])
        for each in fresh:
            put = self.box.put(self.archive.pieces(each.file))
            if (put.sha256, put.size) != (each.sha256, each.size):
                raise ImpossibleData(f"the original file '{each.name[:80]}' is not the one that was exported")
            print_ = fingerprint(salt_of(self.connection, person), each.sha256)
            saved = append(self.connection, self.who, [Entry("import", person, "recording", each.id, None, print_)])
            row = each.model_dump(exclude={"file", "saved"})
            self.connection.execute(insert(recordings), {**row, "person_id": person, "saved": saved})
            taken.recordings += 1


def _alike(given: dict[str, Any], body: str, kind: str, hide: Hide) -> bool:
    """Whether a document of an export is the one that is here, or it without what is private."""
    return given in (json.loads(body), json.loads(hide(kind_named(kind), body)))
