"""Files that appear whole or not at all: new ones under a passing name in the same folder, which then get their own."""

import os
from dataclasses import dataclass, field
from pathlib import Path
from secrets import token_hex
from typing import BinaryIO

OWNER_AND_OTHERS, OWNER_ALONE = 0o666, 0o600  # who may read it; the system takes away what a user never gives


@dataclass(frozen=True, slots=True)
class Part:
    """A new file under a passing name; its bytes are written to ``stream``. Every method raises OSError."""

    path: Path
    stream: BinaryIO = field(repr=False)

    def onto_disk(self) -> None:
        """Wait until the bytes are on the disk, so that they outlive a power cut."""
        self.stream.flush()
        os.fsync(self.stream.fileno())

    def becomes(self, target: Path) -> None:
        """Give it its name in the same folder, in one step; an older file of that name is replaced."""
        self.stream.close()
        self.path.replace(target)

    def discard(self) -> None:
        """Take it away, if it has not become anything."""
        try:
            self.stream.close()
        finally:
            self.path.unlink(missing_ok=True)


def part_in(folder: Path, mode: int = OWNER_AND_OTHERS) -> Part:
    """A new file under a passing name in a folder; raises OSError."""
    path = folder / f".{token_hex(8)}.part"
    # Not tempfile: its files are readable by their owner alone, and the rename would keep that.
    handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0), mode)
    return Part(path, os.fdopen(handle, "wb"))


def kept_whole(path: Path, text: str) -> None:
    """Write a file that can be made again, whole or not at all, without waiting for the disk; its folder is made.

    Raises OSError, and then leaves nothing behind.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    part = part_in(path.parent)
    try:
        part.stream.write(text.encode("utf-8"))
        part.becomes(path)
    finally:
        part.discard()


def settled(folder: Path) -> None:
    """Have the disk know the names in a folder, where the system can; raises OSError."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
