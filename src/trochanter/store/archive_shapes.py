"""The documented shapes in an export: ``manifest.json`` and ``record.json``."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

ARCHIVE, RECORD = "trochanter.archive/1", "trochanter.record/1"
MANIFEST, README, NAMES = "manifest.json", "README.txt", "people.csv"


class _Shape(BaseModel):
    """Base: no unknown fields."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class FileInArchive(_Shape):
    """One file."""

    sha256: str = Field(pattern="^[0-9a-f]{64}$", description="SHA-256 of its bytes.")
    size: int = Field(ge=0, description="How many bytes.")


class Manifest(_Shape):
    """What an export holds."""

    schema_: str = Field(alias="schema", description="Name and version of this shape.")
    made_at: str = Field(description="When, in universal time.")
    trochanter: str = Field(description="Version of the program that wrote it.")
    private: bool = Field(description="Whether answers on pregnancy, birth and pelvis are in it.")
    files: dict[str, FileInArchive] = Field(description="Every other file by its path in the archive.")


class PersonInArchive(_Shape):
    """The person."""

    id: str = Field(description="Key of the person.")
    name: str = Field(description="Name as it was typed.")
    added_at: str = Field(max_length=32, description="When the person was added, in universal time.")


class DocumentInArchive(_Shape):
    """One document."""

    id: str = Field(description="Its key.")
    day: str = Field(description="Its day, as YYYY-MM-DD.")
    saved: int = Field(ge=0, description="Its place in the order of saving.")
    document: dict[str, Any] = Field(description="The document, with its own schema.")


class RecordingInArchive(_Shape):
    """One original file."""

    id: str = Field(description="Its key.")
    document_id: str | None = Field(description="Key of the document that came of it, if any.")
    name: str = Field(max_length=1024, description="Name as it was given, without folders.")
    sha256: str = Field(pattern="^[0-9a-f]{64}$", description="SHA-256 of its bytes.")
    size: int = Field(ge=0, description="How many bytes.")
    day: str = Field(pattern=r"^\d{4}-\d\d-\d\d$", description="Its day.")
    saved: int = Field(ge=0, description="Its place in the order of saving.")
    file: str = Field(description="Its path in the archive.")


class Record(_Shape):
    """Everything of one person."""

    schema_: str = Field(alias="schema", description="Name and version of this shape.")
    person: PersonInArchive = Field(description="Who.")
    documents: dict[str, list[DocumentInArchive]] = Field(description="By kind, in the order of days.")
    recordings: list[RecordingInArchive] = Field(description="Original files.")
