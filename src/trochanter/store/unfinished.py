"""Marks of work on files that a crash may leave half done: whoever opens the records next finishes it.

A mark is a file in the folder of the records that its process keeps locked: where the lock is gone, the process is
gone. It holds the path of what is to be taken away then. Marks are made and judged inside writing transactions.
"""

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex

from trochanter.core.errors import UnwritableFile
from trochanter.core.whole import settled
from trochanter.store.places import private_folder

SWEEP, SCRUB, BACKUP, RESTORE = ".unfinished-", ".forgetting-", ".backup-", ".restoring-"


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark of work under way."""

    path: Path
    handle: int

    def release(self) -> None:
        """Leave the mark to whoever comes next, as a crash would."""
        os.close(self.handle)

    def done(self) -> None:
        """Take the mark away: the work is done, or was undone."""
        os.close(self.handle)
        self.path.unlink(missing_ok=True)


def mark(folder: Path, kind: str, leaves: Path | None = None) -> Mark:
    """Make a mark; leaves: a folder to be taken away where the work does not end."""
    path = private_folder(folder) / f"{kind}{token_hex(8)}"
    handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
    try:
        if leaves is not None:
            os.write(handle, os.fsencode(leaves.absolute()))
        os.fsync(handle)
        settled(folder)
        locked = _lock(handle)
        assert locked
    except BaseException:
        os.close(handle)
        path.unlink(missing_ok=True)
        raise
    return Mark(path, handle)


@contextmanager
def marked(made: Mark) -> Iterator[None]:
    """The mark goes where the work ends well, and stays where it fails."""
    try:
        yield
    except BaseException:
        made.release()
        raise
    made.done()


def stale(folder: Path, *kinds: str) -> list[Path]:
    """Marks of work that nobody is at any more."""
    return [each for each in _marks(folder, kinds) if not _alive(each)]


def refuse_while_restoring(folder: Path) -> None:
    """Raise UnwritableFile while a backup is brought back: what was saved now would be lost."""
    if any(map(_alive, _marks(folder, (RESTORE,)))):
        raise UnwritableFile(
            "a backup is being brought back into these records", where=str(folder),
            next_step="wait until that has ended, and try again; nothing was changed",
        )  # fmt: skip


def clear(found: list[Path]) -> None:
    """Take marks away, and what they say was left."""
    for each in found:
        leaves = os.fsdecode(each.read_bytes())
        if leaves:
            shutil.rmtree(leaves, ignore_errors=True)
        each.unlink(missing_ok=True)


def _marks(folder: Path, kinds: tuple[str, ...]) -> list[Path]:
    return sorted(each for kind in kinds for each in folder.glob(f"{kind}*")) if folder.is_dir() else []


def _alive(path: Path) -> bool:
    try:
        handle = os.open(path, os.O_RDWR)
    except OSError:
        return False
    try:
        return not _lock(handle)
    finally:
        os.close(handle)


if sys.platform == "win32":
    import msvcrt

    _FAR = 2**30  # a byte beyond the content: a locked byte cannot be read

    def _lock(handle: int) -> bool:
        os.lseek(handle, _FAR, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _lock(handle: int) -> bool:
        """Lock an open file if nobody has it; the lock goes with the file's closing or the process."""
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
