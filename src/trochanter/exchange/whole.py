"""Files written whole or not at all: a temporary file in the same folder, then one rename; or several together."""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from errno import EISDIR
from functools import partial
from pathlib import Path

from trochanter.capture.files import is_folder
from trochanter.core.errors import UnwritableFile
from trochanter.core.whole import Part, part_in


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A file that is written, under another name, and waits for the others."""

    part: Part
    target: Path
    path: Path


_waiting: ContextVar[list[_Waiting] | None] = ContextVar("waiting", default=None)
_leaving: ContextVar[list[Path] | None] = ContextVar("leaving", default=None)


def write_whole(path: str | os.PathLike[str], content: bytes | str | Iterable[bytes]) -> Path:
    """Write ``content`` (text as UTF-8, or pieces of bytes) to ``path``, which is returned; an older file is replaced.

    What is no character, as in a file's name that is not text, becomes a question mark. A reader sees the old file or
    the new one, never half of it, also where the process dies. A link is followed: what it points to is replaced, the
    link stays. Raises UnwritableFile, also for a device or pipe, and then leaves nothing behind. The folder must exist.
    """
    whole = content.encode("utf-8", errors="replace") if isinstance(content, str) else content
    data = (whole,) if isinstance(whole, bytes) else whole
    others, file = _waiting.get(), None
    try:
        file = _written(Path(path), data)
        if others is None:
            file.part.becomes(file.target)
        else:
            others.append(file)
    except (OSError, ValueError) as error:
        raise _unwritable(Path(path), error) from None
    finally:
        if file is not None and others is None:
            file.part.discard()
    return Path(path)


def take_away(path: str | os.PathLike[str]) -> None:
    """Remove a file of an earlier run, inside ``together`` at its end; a link goes, what it points to stays.

    Raises UnwritableFile; that there is no such file is none.
    """
    others = _leaving.get()
    if others is None:
        _step(Path(path), lambda: Path(path).unlink(missing_ok=True))
    else:
        others.append(Path(path))


@contextmanager
def together() -> Iterator[None]:
    """All files that are written inside appear at its end, or none does; the last one vouches for the others.

    What ``take_away`` was told inside goes then too. The last one's older version is removed before the others are
    replaced: where the process dies in between, it is missing, and never stands beside files of another run. Raises
    UnwritableFile.
    """
    files: list[_Waiting] = []
    leaving: list[Path] = []
    outer, outside = _waiting.set(files), _leaving.set(leaving)
    try:
        yield
        for file in files[-1:]:
            _step(file.path, partial(file.target.unlink, missing_ok=True))
        for path in leaving:
            _step(path, partial(path.unlink, missing_ok=True))
        for file in files:
            _step(file.path, partial(file.part.becomes, file.target))
    finally:
        _waiting.reset(outer)
        _leaving.reset(outside)
        for file in files:
            file.part.discard()


def _step(path: Path, action: Callable[[], object]) -> None:
    try:
        action()
    except OSError as error:
        raise _unwritable(path, error) from None


def _written(path: Path, data: Iterable[bytes]) -> _Waiting:
    target = Path(os.path.realpath(path))
    if is_folder(target):
        raise IsADirectoryError(EISDIR, os.strerror(EISDIR))
    if target.exists() and not target.is_file():  # a rename would put a file in the place of /dev/null, for everybody
        raise ValueError("this is a device, pipe or socket")
    part = part_in(target.parent)
    try:
        part.stream.writelines(data)
        part.stream.close()
    except BaseException:
        part.discard()
        raise
    return _Waiting(part, target, path)


def _unwritable(path: Path, error: OSError | ValueError) -> UnwritableFile:
    reason = (error.strerror or str(error)) if isinstance(error, OSError) else str(error)
    if not is_folder(path.parent):
        step = f"make the folder '{path.parent}' first"
    elif is_folder(path):
        step = "this is a folder: remove or rename it, or choose another place"
    elif isinstance(error, ValueError) and path.exists():
        step = "give the name of a regular file"
    else:
        step = "check permissions and free space, and that no other program has the file open"
    return UnwritableFile(f"the file cannot be written: {reason}", where=str(path), next_step=step)
