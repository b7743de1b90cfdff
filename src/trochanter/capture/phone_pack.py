"""The files of one phone recording, from a folder, an archive or a single file, read whole and with limits.

An archive is never unpacked to a disk, and what its list of contents says of sizes is not believed: no member is read
further than its limit. A phone records a few megabytes a minute at most.
"""

import hashlib
import os
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path, PurePosixPath

from trochanter.capture.files import FileContent, is_folder, read_file
from trochanter.core.errors import TrochanterError, UnreadableFile

MOST_BYTES = 128 * 2**20  # of all tables of a recording together: an hour of four sensors at 100 Hz
MOST_PACKED_BYTES = 64 * 2**20
MOST_MEMBERS = 400
MOST_RATIO = 100.0  # unpacked over packed: tables of numbers reach 3 to 10
SMALL_BYTES = 2**20  # a member this small harms nobody, however well it was packed
_DEEPEST = 2  # phyphox has its table of the device one folder down, a repacked export all of them
_ZIP = b"PK\x03\x04"
_EXPORT = "export the recording again as .csv, and name the folder, the .zip or the file"
_UNPACKERS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


@dataclass(frozen=True, slots=True)
class PhonePack:
    """Tables of one recording: ``tables`` as bytes with their places; ``sha256`` of the file, or of all of a folder."""

    where: str
    tables: tuple[FileContent, ...]
    sha256: str


def read_pack(path: str | os.PathLike[str]) -> PhonePack:
    """Read all tables (.csv) of a folder, a .zip archive or one file.

    Raises MissingInput and UnreadableFile: no table, too large, packed too tightly (a zip bomb), damaged, encrypted.
    """
    where = os.fspath(path)
    if is_folder(Path(where)):
        return _of_folder(Path(where))
    content = read_file(where, MOST_BYTES)
    if content.data.startswith(_ZIP):
        return PhonePack(where, _of_archive(content), content.sha256)
    _refuse_foreign(content)
    return PhonePack(where, (content,), content.sha256)


def _of_folder(folder: Path) -> PhonePack:
    found: list[Path] = []
    for root, folders, names in os.walk(folder):
        depth = len(Path(root).relative_to(folder).parts)
        folders[:] = sorted(folders) if depth < _DEEPEST - 1 else []
        found += [Path(root) / name for name in sorted(names) if _is_table(name)]
        if len(found) > MOST_MEMBERS:
            raise _too_many(str(folder))
    if not found:
        raise _no_table(str(folder))
    tables, left = [], MOST_BYTES
    for path in found:
        tables.append(read_file(path, max(left, 1)))
        left -= len(tables[-1].data)
    whole = "".join(table.sha256 for table in tables)
    return PhonePack(str(folder), tuple(tables), hashlib.sha256(whole.encode()).hexdigest())


def _of_archive(content: FileContent) -> tuple[FileContent, ...]:
    if len(content.data) > MOST_PACKED_BYTES:
        raise _too_large(content.where)
    try:
        with zipfile.ZipFile(BytesIO(content.data)) as archive:
            return _members(archive, content.where)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError) as error:
        # RuntimeError is how zipfile tells of encryption and, as NotImplementedError, of an unknown compression.
        raise _damaged(content.where, error) from None


def _members(archive: zipfile.ZipFile, where: str) -> tuple[FileContent, ...]:
    members = archive.infolist()
    if len(members) > MOST_MEMBERS:
        raise _too_many(where)
    wanted = [member for member in members if _is_table(member.filename)]
    if not wanted:
        raise _no_table(where, [member.filename for member in members])
    if sum(member.file_size for member in wanted) > MOST_BYTES:
        raise _too_large(where)
    tables, left = [], MOST_BYTES
    for member in wanted:
        tables.append(FileContent(f"{where}/{member.filename}", _unpacked(archive, member, where, left)))
        left -= len(tables[-1].data)
    return tuple(tables)


def _unpacked(archive: zipfile.ZipFile, member: zipfile.ZipInfo, where: str, most: int) -> bytes:
    place = f"{where}/{member.filename}"
    if member.flag_bits & 0x1:
        raise UnreadableFile("this file of the archive is encrypted", where=place, next_step=_EXPORT)
    if member.compress_type not in _UNPACKERS:
        raise UnreadableFile("this file of the archive is packed in an unusual way", where=place, next_step=_EXPORT)
    if member.file_size > max(SMALL_BYTES, MOST_RATIO * member.compress_size):
        raise UnreadableFile(
            f"it claims to unpack to {member.file_size / 2**20:.0f} MB from {member.compress_size / 2**10:.0f} kB",
            where=place,
            valid=f"at most {MOST_RATIO:.0f} times its packed size: numbers of a sensor are never packed as tightly",
            next_step=_EXPORT,
        )
    with archive.open(member) as stream:
        data = stream.read(min(member.file_size, most) + 1)
    if len(data) > member.file_size:
        raise UnreadableFile("it holds more than its archive says", where=place, next_step=_EXPORT)
    return data


def _is_table(name: str) -> bool:
    path = PurePosixPath(name.replace("\\", "/"))
    hidden = any(part.startswith((".", "__MACOSX")) for part in path.parts)
    return path.suffix.lower() == ".csv" and not hidden and len(path.parts) <= _DEEPEST


def _refuse_foreign(content: FileContent) -> None:
    if content.data.startswith((b"SQLite format 3", b"{", b"[", b"\x1f\x8b", b"\xd0\xcf\x11\xe0", b"PK")):
        raise UnreadableFile(
            "this is no table of numbers as text", where=content.where, valid=".csv", next_step=_EXPORT
        )


def _no_table(where: str, names: Sequence[str] = ()) -> TrochanterError:
    sheet = any(name.startswith(("xl/", "[Content_Types]")) for name in names)
    return UnreadableFile(
        "this is a spreadsheet" if sheet else "there is no table (.csv) in it",
        where=where,
        valid="the export of Sensor Logger, phyphox or Physics Toolbox as .csv",
        next_step=_EXPORT,
    )


def _too_many(where: str) -> TrochanterError:
    text = f"it holds more than {MOST_MEMBERS} files"
    return UnreadableFile(text, where=where, valid="the files of one recording", next_step=_EXPORT)


def _too_large(where: str) -> TrochanterError:
    return UnreadableFile(
        "it holds more than a recording of a few minutes can",
        where=where,
        valid=f"at most {MOST_BYTES // 2**20} MB of tables, {MOST_PACKED_BYTES // 2**20} MB packed",
        next_step="record again: a minute for each leg is enough",
    )


def _damaged(where: str, error: Exception) -> TrochanterError:
    reason = str(error).splitlines()[0][:120] if str(error) else type(error).__name__
    return UnreadableFile(
        f"the archive is damaged or was cut off: {reason}",
        where=where,
        valid="a whole .zip file",
        next_step="send it from the phone again, and wait until it has arrived whole",
    )
