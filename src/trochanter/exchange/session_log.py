"""The log of sessions: a file of JSON lines that only ever grows, so that nothing in it is lost.

One line is one entry. An entry is written in one piece and forced to the disk before anybody is told that it is saved.
What a dead process left of a line stands alone on its line, is told, and stops nobody.
"""

import datetime as dt
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

from trochanter.capture.files import read_file
from trochanter.core.errors import MissingInput, UnreadableFile, UnwritableFile
from trochanter.core.quality import Notice
from trochanter.exchange.session_result import Entry, entry_of, session_result, session_text
from trochanter.progress.sentences import say
from trochanter.progress.session import Session

MOST_BYTES = 64 * 1024 * 1024
TORN, CLOCK = "entry-torn", "clock-set-back"
_BEGINS = b'{"schema":"trochanter.session/'  # every entry does; one that was torn off may end in it


@dataclass(frozen=True, slots=True)
class SessionLog:
    """All entries of a log in the order of writing; notices: lines that are none, and a clock that was set back."""

    entries: tuple[Entry, ...]
    notices: tuple[Notice, ...] = ()

    @property
    def standing(self) -> tuple[Entry, ...]:
        """Entries that count: neither replaced nor taken back; what replaces one stands in its place."""
        found: dict[str, Entry] = {}
        place = dict[str, str]()  # of an entry, where the first of its chain stands
        for each in self.entries:
            key = each.id if each.replaces is None else place.get(each.replaces, each.replaces)
            place[each.id] = key
            if each.taken_back:
                found.pop(key, None)
            else:
                found[key] = each
        return tuple(found.values())

    @property
    def sessions(self) -> tuple[Session, ...]:
        """Sessions that count, in the order in which they were first written."""
        return tuple(each.session for each in self.standing)

    @property
    def last(self) -> Entry | None:
        """The entry that counts and was written last; None where there is none."""
        standing = {each.id: each for each in self.standing}
        return next((standing[each.id] for each in reversed(self.entries) if each.id in standing), None)


def read_sessions(path: str | os.PathLike[str]) -> SessionLog:
    """The log of a file.

    Raises MissingInput, UnreadableFile where no line of it is an entry or the beginning of one, ImpossibleData for a
    line of JSON that is none.
    """
    content = read_file(path, MOST_BYTES)
    entries, notices, strange = [], [], False
    for number, line in enumerate(content.data.split(b"\n"), 1):
        where = f"{content.where}, line {number}"
        if not line.strip():
            continue
        if not _is_whole(line):
            notices.append(Notice(TORN, say("notice.torn", number=number), where))
            strange = strange or not _BEGINS.startswith(line[: len(_BEGINS)])
            continue
        entries.append(entry_of(line, where))
    if notices and not entries and strange:
        raise UnreadableFile(
            "this is no log of sessions: no line of it can be read",
            where=content.where,
            valid="a file that 'trochanter log' wrote",
            next_step="name another file with --sessions",
        )
    if _set_back(entries):
        notices.append(Notice(CLOCK, say("notice.clock"), content.where))
    return SessionLog(tuple(entries), tuple(notices))


def sessions_if_any(path: str | os.PathLike[str]) -> SessionLog:
    """The log of a file, an empty one where there is no file yet; raises as ``read_sessions`` does for others."""
    file = Path(path)
    try:
        if file.is_file() and file.stat().st_size == 0:
            return SessionLog(())
    except OSError as error:
        raise UnreadableFile(f"the file cannot be opened: {error.strerror}", where=str(path)) from None
    try:
        return read_sessions(path)
    except MissingInput:
        if file.parent.is_dir():
            return SessionLog(())
        raise


def append_sessions(path: str | os.PathLike[str], entries: tuple[Entry, ...]) -> Path:
    """Write entries at the end of a log, all or none, and force them to the disk; raises UnwritableFile.

    A line that was torn off before gets its end first. Two processes that write at once wait for each other.
    """
    lines = "".join(f"{session_text(session_result(each))}\n" for each in entries).encode()
    try:
        with _opened(Path(path)) as file:
            size = os.fstat(file).st_size
            torn = size > 0 and _last_byte(path, size) != b"\n"
            _write(file, (b"\n" if torn else b"") + lines, size)
    except OSError as error:
        raise UnwritableFile(
            f"the session was not saved: {error.strerror or error}",
            where=str(path),
            next_step="check the folder, its permissions and free space, then log it again",
        ) from None
    return Path(path)


def _write(file: int, data: bytes, size: int) -> None:
    try:
        done = 0
        while done < len(data):
            done += os.write(file, data[done:])
        os.fsync(file)
    except BaseException:
        with suppress(OSError):
            os.ftruncate(file, size)
        raise


@contextmanager
def _opened(path: Path) -> Iterator[int]:
    """The file, for its owner alone, locked where the system can."""
    file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        if find_spec("fcntl") is not None:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX)
        yield file
    finally:
        os.close(file)


def _last_byte(path: str | os.PathLike[str], size: int) -> bytes:
    with Path(path).open("rb") as stream:
        stream.seek(size - 1)
        return stream.read(1)


def _is_whole(line: bytes) -> bool:
    text = line.strip()
    return text.startswith(b"{") and text.endswith(b"}") and _is_json(text)


def _is_json(text: bytes) -> bool:
    import json

    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _set_back(entries: list[Entry]) -> bool:
    times = [each.written_at for each in entries if each.written_at is not None]
    known = [each if each.tzinfo else each.replace(tzinfo=dt.UTC) for each in times]
    return any(later < earlier for earlier, later in pairwise(known))
