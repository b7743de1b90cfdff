"""What is read from the records: people, documents, recordings, clearances, and one person's everything."""

import json
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Person:
    """A person of the records; added_at: ISO text in universal time."""

    id: str
    name: str
    added_at: str


@dataclass(frozen=True, slots=True)
class Stored:
    """A document as it was saved: body is its JSON text; saved: its place in the order of saving."""

    id: str
    person_id: str
    kind: str
    schema: str
    day: str
    saved: int
    body: str = field(repr=False)

    def value(self) -> dict[str, Any]:
        """The document's object."""
        found: dict[str, Any] = json.loads(self.body)
        return found


@dataclass(frozen=True, slots=True)
class Recording:
    """An original file: its name without folders, its bytes' SHA-256 and number; document_id: what came of it."""

    id: str
    person_id: str
    document_id: str | None
    sha256: str
    name: str
    size: int
    day: str
    saved: int


@dataclass(frozen=True, slots=True)
class GivenClearance:
    """What a clinician cleared, out of a screen; until_on: None where no end was said."""

    person_id: str
    screen_id: str
    given_by: str
    given_on: str
    until_on: str | None
    flags: tuple[str, ...]
    allows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PageData:
    """Everything of one person, each in the order of day and saving."""

    person: Person
    screens: tuple[Stored, ...] = ()
    histories: tuple[Stored, ...] = ()
    measurements: tuple[Stored, ...] = ()
    assessments: tuple[Stored, ...] = ()
    plans: tuple[Stored, ...] = ()
    sessions: tuple[Stored, ...] = ()
    clearances: tuple[GivenClearance, ...] = ()
    recordings: tuple[Recording, ...] = ()

    @property
    def documents(self) -> tuple[Stored, ...]:
        """All documents, table by table."""
        return (
            *self.screens, *self.histories, *self.measurements, *self.assessments, *self.plans, *self.sessions
        )  # fmt: skip
