"""Reading a whole file into memory, with errors that tell a person where to look instead."""

import hashlib
import os
import stat
from contextlib import ExitStack
from dataclasses import dataclass, field
from difflib import get_close_matches
from io import BufferedReader, FileIO
from pathlib import Path

from trochanter.core.errors import MissingInput, TrochanterError, UnreadableFile, one_of

MAX_BYTES = 512 * 1024 * 1024
_NAMES_LOOKED_AT = 2000
_LIKE = 0.6  # how like a name has to be before it is offered in place of one that is not there
_OTHER_THAN_RECORDINGS = {
    ".osim": "a model has a few megabytes",
    ".xml": "external loads and lists of markers have a few kilobytes",
}


@dataclass(frozen=True, slots=True)
class FileContent:
    """The bytes of a file and where they came from; ``where`` names the file in errors and results."""

    where: str
    data: bytes = field(repr=False)

    @property
    def sha256(self) -> str:
        """SHA-256 of the bytes, as hexadecimal digits."""
        return hashlib.sha256(self.data).hexdigest()


def read_file(path: str | os.PathLike[str], max_bytes: int = MAX_BYTES) -> FileContent:
    """Read a regular file of 1 to ``max_bytes`` bytes; a larger one is refused before anything is read.

    Raises MissingInput where there is no such file and UnreadableFile for everything else that keeps it from being
    read whole.
    """
    where = os.fspath(path)
    with open_file(path, max_bytes) as stream:
        try:
            data = stream.read(max_bytes + 1)
        except OSError as error:
            raise _unreadable(Path(where), error) from None
    if not data:
        raise UnreadableFile("the file is empty", where=where, next_step="export or copy it again")
    if len(data) > max_bytes:
        raise _too_large(len(data), where, max_bytes)
    return FileContent(where, data)


def open_file(path: str | os.PathLike[str], max_bytes: int = MAX_BYTES) -> BufferedReader:
    """Open a regular file of at most ``max_bytes`` bytes for reading; raises as ``read_file`` does."""
    where = os.fspath(path)
    try:
        raw = FileIO(where, opener=_open_at_once)
        with ExitStack() as undo:
            undo.callback(raw.close)
            _check_kind_and_size(os.fstat(raw.fileno()), where, max_bytes)
            undo.pop_all()
    except (OSError, ValueError) as error:
        raise _unreadable(Path(where), error) from None
    return BufferedReader(raw)


def _open_at_once(where: str, flags: int) -> int:
    # Without O_NONBLOCK, opening a named pipe waits for a writer that may never come.
    return os.open(where, flags | getattr(os, "O_NONBLOCK", 0))


def _check_kind_and_size(status: os.stat_result, where: str, max_bytes: int) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise IsADirectoryError(where)
    if not stat.S_ISREG(status.st_mode):
        raise UnreadableFile("this is a device, pipe or socket", where=where, valid="a regular file")
    if status.st_size > max_bytes:
        raise _too_large(status.st_size, where, max_bytes)


def _too_large(size: int, where: str, max_bytes: int) -> TrochanterError:
    other = _OTHER_THAN_RECORDINGS.get(Path(where).suffix.lower())
    advice = f": {other}" if other else ", or cut it into shorter recordings"
    return UnreadableFile(
        f"the file has {size / 2**20:.0f} MB, too many to be read whole",
        where=where,
        valid=f"at most {max_bytes / 2**20:.0f} MB",
        next_step=f"check that this is the file you mean{advice}",
    )


def _unreadable(path: Path, error: OSError | ValueError) -> TrochanterError:
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return missing_file(path)
    # Windows answers PermissionError where a folder is opened.
    if isinstance(error, IsADirectoryError) or is_folder(path):
        names = _names_in(path)
        return UnreadableFile(
            "this is a folder",
            where=str(path),
            valid=f"a file, for example {one_of(names, most=6)}" if names else "a file",
            next_step="name one of the files in it" if names else "name a file",
        )
    reason = (error.strerror or str(error)) if isinstance(error, OSError) else str(error)
    step = "check the file's permissions" if isinstance(error, PermissionError) else "check the name and the disk"
    return UnreadableFile(f"the file cannot be opened: {reason}", where=str(path), next_step=step)


def missing_file(path: Path, what: str = "there is no such file") -> MissingInput:
    """The error for a file that is not there, with the nearest names that are."""
    folder = path.parent
    if str(path) == "-":
        return MissingInput(
            "standard input is not read", where="-", valid="the name of a file", next_step="save it to a file first"
        )
    if not is_folder(folder):
        return MissingInput(what, where=str(path), next_step=f"check the folder: there is no '{folder}'")
    names = _names_in(folder)
    same_kind = [name for name in names if Path(name).suffix.lower() == path.suffix.lower()]
    stems = {Path(name).stem.lower(): name for name in same_kind}
    close = [stems[stem] for stem in get_close_matches(path.stem.lower(), stems, n=3, cutoff=_LIKE)]
    close = close or [name for name in names if Path(name).stem == path.stem][:3]
    if close:
        return MissingInput(what, where=str(path), next_step=f"did you mean {one_of(close)}?")
    found = (
        f"'{folder}' has {one_of(same_kind, most=6)}"
        if same_kind
        else f"'{folder}' has no {path.suffix or 'such'} file"
    )
    return MissingInput(what, where=str(path), next_step=f"check the name; {found}")


def is_file(path: Path) -> bool:
    """Whether there is such a file; also for names that no file system takes."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def is_folder(path: Path) -> bool:
    """Whether there is such a folder; also for names that no file system takes."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def _names_in(folder: Path) -> list[str]:
    try:
        with os.scandir(folder) as entries:
            names = [entry.name for _, entry in zip(range(_NAMES_LOOKED_AT), entries, strict=False) if entry.is_file()]
    except (OSError, ValueError):
        return []
    return sorted(names)
