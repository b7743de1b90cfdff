"""Imports: an export is checked file by file before any row is written; what is there already is left as it is."""

import hashlib
import json
import os
import re
import zlib
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import NoReturn, TypeVar
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from pydantic import BaseModel, ValidationError

from trochanter.capture.files import open_file
from trochanter.core.errors import UnreadableFile
from trochanter.store.archive_shapes import ARCHIVE, MANIFEST, NAMES, README, RECORD, Manifest, Record
from trochanter.store.sealing import PIECE

_UNREADABLE = (BadZipFile, OSError, EOFError, ValueError, NotImplementedError, RuntimeError, zlib.error)
Shape = TypeVar("Shape", bound=BaseModel)

MOST_BYTES = 64 * 2**30
MOST_FILES = 1_000_000
MOST_TEXT = 512 * 2**20  # of one record or manifest
MOST_RATIO = 200  # sessions shrink up to a hundredfold; a bomb a thousandfold
SMALL = 2**20
_KEY = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_PATHS = re.compile(
    rf"{MANIFEST}|{README}|{NAMES}|people/{_KEY}/record\.json|recordings/[0-9a-f]{{64}}(?:\.[a-z0-9]{{1,8}})?"
    r"|extra/[A-Za-z0-9][A-Za-z0-9._-]{0,99}"
)


@dataclass(frozen=True, slots=True)
class OpenArchive:
    """An export whose outside was checked: names, sizes, manifest."""

    where: str
    archive: ZipFile
    manifest: Manifest

    def check_all(self) -> None:
        """Read every file once and compare its fingerprint; raises UnreadableFile."""
        for name in self.manifest.files:
            for _ in self.pieces(name):
                pass

    def records(self) -> Iterator[Record]:
        """The people, one by one; raises UnreadableFile."""
        for name in self.manifest.files:
            if name.startswith("people/"):
                record = _read(Record, self.text(name), RECORD, self.where, name)
                if f"people/{record.person.id}/record.json" != name:
                    _refuse(self.where, f"{name} is about somebody else")
                yield record

    def text(self, name: str) -> bytes:
        """A text of the archive; raises UnreadableFile where it is too long or not what the manifest says."""
        if self.archive.getinfo(name).file_size > MOST_TEXT:
            _refuse(self.where, f"{name} is too long")
        return b"".join(self.pieces(name))

    def pieces(self, name: str) -> Iterator[bytes]:
        """The bytes of a file; raises UnreadableFile at its end where they are not what the manifest says."""
        expected = self.manifest.files.get(name)
        if expected is None:
            _refuse(self.where, f"{name} is not in its manifest")
        digest, size = hashlib.sha256(), 0
        try:
            with self.archive.open(name) as stream:
                while piece := stream.read(PIECE):
                    digest.update(piece)
                    size += len(piece)
                    if size > expected.size:
                        break
                    yield piece
        except _UNREADABLE as error:
            _refuse(self.where, f"{name} cannot be read: {error}")
        if (digest.hexdigest(), size) != (expected.sha256, expected.size):
            _refuse(self.where, f"{name} is not as it was written: the export is damaged")


def open_archive(path: str | os.PathLike[str], stack: ExitStack) -> OpenArchive:
    """Open an export and check its outside; closed by the stack. Raises MissingInput and UnreadableFile."""
    where = os.fspath(path)
    stream = stack.enter_context(open_file(path, MOST_BYTES))
    try:
        archive = stack.enter_context(ZipFile(stream))
        inside = _checked_outside(archive, where)
        manifest = _read(Manifest, _bytes(archive, where), ARCHIVE, where, MANIFEST)
    except _UNREADABLE as error:
        _refuse(where, f"it is no zip that can be read: {error}")
    listed = set(manifest.files)
    if extra := sorted(inside - listed - {MANIFEST}):
        _refuse(where, f"{extra[0]} is not in its manifest")
    if lacking := sorted(listed - inside):
        _refuse(where, f"{lacking[0][:80]} is missing")
    return OpenArchive(where, archive, manifest)


def _checked_outside(archive: ZipFile, where: str) -> set[str]:
    infos = archive.infolist()
    names = {each.filename for each in infos}
    if len(infos) > MOST_FILES or len(names) != len(infos):
        _refuse(where, "it has too many files, or one twice")
    if MANIFEST not in names:
        _refuse(where, f"it has no {MANIFEST}")
    for each in infos:
        _check_entry(each, where)
    if sum(each.file_size for each in infos) > MOST_BYTES:
        _refuse(where, f"it unpacks to more than {MOST_BYTES // 2**30} GB")
    return names


def _check_entry(entry: ZipInfo, where: str) -> None:
    name = entry.filename[:80]
    if not _PATHS.fullmatch(entry.filename) or entry.is_dir():
        _refuse(where, f"{name!r} does not belong into an export")
    if entry.flag_bits & 0x1:
        _refuse(where, f"{name} is encrypted")
    if entry.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
        _refuse(where, f"{name} is packed in another way")
    if entry.file_size > SMALL and entry.file_size > MOST_RATIO * max(entry.compress_size, 1):
        _refuse(where, f"{name} would unpack to {entry.file_size // 2**20} MB from next to nothing")


def _bytes(archive: ZipFile, where: str) -> bytes:
    if archive.getinfo(MANIFEST).file_size > MOST_TEXT:
        _refuse(where, f"{MANIFEST} is too long")
    return archive.read(MANIFEST)


def _read(shape: type[Shape], text: bytes, schema: str, where: str, name: str) -> Shape:
    try:
        value = json.loads(text)
        given = str(value.get("schema", ""))[:60] if isinstance(value, dict) else ""
        if given != schema:
            _refuse(where, f"{name} has the schema '{given}', not {schema}", step=_newer(given, schema))
        return shape.model_validate(value)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        _refuse(where, f"{name}, {place}: {first['msg'].lower()}")
    except (ValueError, RecursionError) as error:
        _refuse(where, f"{name}: {error}")


def _newer(given: str, schema: str) -> str:
    kind, _, version = schema.rpartition("/")
    newer = given.startswith(f"{kind}/") and given != f"{kind}/{version}"
    return "a newer trochanter wrote it: pip install --upgrade trochanter; nothing was changed" if newer else ""


def _refuse(where: str, reason: str, step: str = "") -> NoReturn:
    raise UnreadableFile(
        f"this is no export of trochanter that can be taken in: {reason}", where=where,
        valid="a zip that 'trochanter export' wrote, unchanged",
        next_step=step or "export it again where it came from; nothing was changed",
    )  # fmt: skip
