"""Exports: one zip with the records of people as JSON, the original files, and a text that explains them."""

import csv
import hashlib
import io
import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from trochanter import __version__
from trochanter.core.errors import BadSetting, UnwritableFile
from trochanter.core.whole import settled
from trochanter.store.archive_shapes import ARCHIVE, MANIFEST, NAMES, README, RECORD
from trochanter.store.blobs import BlobBox
from trochanter.store.documents import Hide
from trochanter.store.keys import now_text
from trochanter.store.kinds import kind_named
from trochanter.store.places import private_part
from trochanter.store.records import PageData, Person, Recording, Stored

LEVEL = 1  # of compression: sessions shrink tenfold at once, and finer levels take most of a minute for 10,000 people
_SUFFIX = re.compile(r"\.[a-z0-9]{1,8}")
_EXTRA = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")


@dataclass(slots=True)
class _Writer:
    """A zip that is written, and the fingerprints of what is in it."""

    archive: ZipFile
    when: tuple[int, int, int, int, int, int]
    files: dict[str, dict[str, str | int]] = field(default_factory=dict)

    def text(self, name: str, data: bytes) -> None:
        """Write a text, packed."""
        self.archive.writestr(self._info(name), data, ZIP_DEFLATED, LEVEL)
        self.files[name] = {"sha256": hashlib.sha256(data).hexdigest(), "size": len(data)}

    def original(self, name: str, pieces: Iterable[bytes]) -> None:
        """Write an original file in pieces, as it is: films do not shrink."""
        digest, size = hashlib.sha256(), 0
        with self.archive.open(self._info(name), "w", force_zip64=True) as out:
            for piece in pieces:
                digest.update(piece)
                size += len(piece)
                out.write(piece)
        self.files[name] = {"sha256": digest.hexdigest(), "size": size}

    def _info(self, name: str) -> ZipInfo:
        info = ZipInfo(name, self.when)
        info.external_attr = 0o600 << 16
        return info


def write_archive(
    out: str | os.PathLike[str],
    pages: Iterable[PageData],
    whom: Sequence[Person],
    box: BlobBox,
    *,
    hide: Hide | None,
    extra: Mapping[str, bytes] | None = None,
) -> Path:
    """Write an export of people whole or not at all; returns its path. Only its owner can read it.

    hide: takes what is private out of a document, None to leave it in; extra: further files by name. Raises
    UnwritableFile and BadSetting.
    """
    now = datetime.now(UTC)
    with _whole(Path(out)) as stream, ZipFile(stream, "w", ZIP_DEFLATED, compresslevel=LEVEL) as archive:
        writer = _Writer(archive, (now.year, now.month, now.day, now.hour, now.minute, now.second))
        writer.text(README, _readme(whom, now.date().isoformat(), private=hide is None).encode())
        if len(whom) > 1:
            writer.text(NAMES, _names(whom).encode())
        for page in pages:
            writer.text(f"people/{page.person.id}/record.json", record_text(page, hide).encode())
            for each in page.recordings:
                if (path := path_of(each)) not in writer.files:
                    writer.original(path, box.pieces(each.sha256))
        for name, data in (extra or {}).items():
            writer.text(f"extra/{_usable(name)}", data)
        manifest = {
            "schema": ARCHIVE, "made_at": now_text(), "trochanter": __version__, "private": hide is None,
            "files": dict(writer.files),
        }  # fmt: skip
        writer.text(MANIFEST, json.dumps(manifest, indent=1).encode())
    return Path(out)


def record_text(page: PageData, hide: Hide | None) -> str:
    """One person's ``record.json``; documents keep the text in which they were saved."""
    kinds: dict[str, list[str]] = {}
    for each in page.documents:
        kinds.setdefault(each.kind, []).append(_document(each, hide))
    lists = {kind: ",\n".join(found) for kind, found in kinds.items()}
    documents = ",\n".join(f' "{kind}": [\n{found}\n ]' for kind, found in lists.items())
    person = {"id": page.person.id, "name": page.person.name, "added_at": page.person.added_at}
    recordings = ",\n".join(f"  {json.dumps(_recording(each), ensure_ascii=False)}" for each in page.recordings)
    return (
        f'{{\n"schema": "{RECORD}",\n"person": {json.dumps(person, ensure_ascii=False)},\n'
        f'"documents": {{\n{documents}\n}},\n"recordings": [\n{recordings}\n]\n}}\n'
    )


def path_of(recording: Recording) -> str:
    """Where an original file stands in an archive: its name is never used as a path."""
    suffix = Path(recording.name).suffix.lower()
    return f"recordings/{recording.sha256}{suffix if _SUFFIX.fullmatch(suffix) else ''}"


def _document(each: Stored, hide: Hide | None) -> str:
    body = each.body if hide is None else hide(kind_named(each.kind), each.body)
    return f'  {{"id": "{each.id}", "day": "{each.day}", "saved": {each.saved}, "document": {body}}}'


def _recording(each: Recording) -> dict[str, str | int | None]:
    return {
        "id": each.id, "document_id": each.document_id, "name": each.name, "sha256": each.sha256, "size": each.size,
        "day": each.day, "saved": each.saved, "file": path_of(each),
    }  # fmt: skip


def _readme(whom: Sequence[Person], day: str, *, private: bool) -> str:
    words = "Answers on pregnancy, birth and pelvis are in it, by choice." if private else (
        "Answers on pregnancy, birth and pelvis were left out; --with-private puts them in."
    )  # fmt: skip
    people = whom[0].name if len(whom) == 1 else f"{len(whom)} people"
    text = files("trochanter.store").joinpath("data", "archive_readme.txt").read_text(encoding="utf-8")
    return text.format(people=people, day=day, version=__version__, private=words)


def _names(whom: Sequence[Person]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([("key", "name"), *((each.id, each.name) for each in whom)])
    return out.getvalue()


def _usable(name: str) -> str:
    if not _EXTRA.fullmatch(name):
        raise BadSetting("the name of an extra file", name[:100], "letters, digits, '.', '_' and '-'")
    return name


@contextmanager
def _whole(target: Path) -> Iterator[BinaryIO]:
    """A file that appears whole or not at all; only its owner can read it."""
    if target.is_dir():
        raise UnwritableFile("this is a folder", where=str(target), next_step="name a file, such as records.zip")
    try:
        with private_part(target.parent) as part:
            yield part.stream
            part.onto_disk()
            part.becomes(target)
            settled(target.absolute().parent)
    except OSError as error:
        raise UnwritableFile(
            f"the export cannot be written: {error.strerror or error}", where=str(target),
            next_step="check free space, and who may write to the folder",
        ) from None  # fmt: skip
