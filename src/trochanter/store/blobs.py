"""Original files beside the database, named by the SHA-256 of their content: ``blobs/<sha256>``.

A file appears whole or not at all: a temporary name, fsync, rename. Only then is its row written, so a row never lacks
its file; a file without a row, after a crash, is swept away at the next opening.
"""

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from trochanter.core.errors import ImpossibleData, MissingInput
from trochanter.core.whole import settled
from trochanter.store.places import private_folder, private_part
from trochanter.store.sealing import PIECE, Seal


@dataclass(frozen=True, slots=True)
class Put:
    """A file that was put in: the SHA-256 and number of its bytes."""

    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class BlobBox:
    """The folder of original files; seal: encrypts them, None for files as they are."""

    folder: Path
    seal: Seal | None = None

    def path(self, sha256: str) -> Path:
        """Where the file of a hash lies."""
        return self.folder / (self.seal.name(sha256) if self.seal else sha256)

    def put(self, pieces: Iterable[bytes]) -> Put:
        """Keep bytes, given in pieces of 1 MiB; that they are there already is no error."""
        counted = _Counted(pieces)
        with private_part(private_folder(self.folder)) as part:
            part.stream.writelines(self.seal.sealed(counted) if self.seal else counted)
            part.onto_disk()
            part.becomes(self.path(counted.sha256))
            settled(self.folder)
        return Put(counted.sha256, counted.size)

    def pieces(self, sha256: str) -> Iterator[bytes]:
        """The bytes of a file; raises MissingInput where it is gone and ImpossibleData where it was changed."""
        path = self.path(sha256)
        try:
            stream = path.open("rb")
        except FileNotFoundError:
            raise MissingInput(
                "an original file of the records is gone", where=str(path),
                next_step="bring back a backup: trochanter restore",
            ) from None  # fmt: skip
        with closing(stream):
            counted = _Counted(self.seal.opened(stream, str(path)) if self.seal else pieces_of(stream))
            yield from counted
        if counted.sha256 != sha256:
            raise ImpossibleData(
                "an original file of the records was changed", where=str(path),
                next_step="bring back a backup: trochanter restore",
            )  # fmt: skip

    def sweep(self, wanted: Iterable[str]) -> int:
        """Take away every file that has no row, and what a crash left half written; returns how many."""
        if not self.folder.is_dir():
            return 0
        kept = {self.path(each).name for each in wanted}
        extra = [each for each in self.folder.iterdir() if each.name not in kept]
        for each in extra:
            each.unlink(missing_ok=True)
        settled(self.folder)
        return len(extra)

    def remove(self, hashes: Iterable[str]) -> None:
        """Take files away; that one is gone already is no error."""
        for each in hashes:
            self.path(each).unlink(missing_ok=True)


def pieces_of(stream: BinaryIO) -> Iterator[bytes]:
    """The bytes of a stream in pieces of 1 MiB."""
    while piece := stream.read(PIECE):
        yield piece


class _Counted:
    """Pieces that are hashed and counted as they pass by."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces, self._digest, self.size = pieces, hashlib.sha256(), 0

    def __iter__(self) -> Iterator[bytes]:
        for piece in self._pieces:
            self._digest.update(piece)
            self.size += len(piece)
            yield piece

    @property
    def sha256(self) -> str:
        """SHA-256 of what has passed."""
        return self._digest.hexdigest()
