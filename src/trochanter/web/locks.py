"""One lock a person, held by who looks before saving: among the threads of this server, and among servers."""

import os
from collections import defaultdict
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from zlib import crc32

FILES = 64  # a file is for many people: its name tells of nobody, and it may stay when somebody is forgotten


class Locks:
    """Locks by the key of a person; folder: of the records, in which servers on the same records meet."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "locks"
        self._threads: defaultdict[int, Lock] = defaultdict(Lock)

    def __getitem__(self, person: str) -> AbstractContextManager[None]:
        """The lock of a person, for a ``with`` block; not to be taken twice at once by one thread."""
        return self._held(crc32(person.encode()) % FILES)

    @contextmanager
    def _held(self, number: int) -> Iterator[None]:
        with self._threads[number], self._among_servers(number):
            yield

    @contextmanager
    def _among_servers(self, number: int) -> Iterator[None]:
        if find_spec("fcntl") is None:  # Windows: one server at a time is what the page says
            yield
            return
        import fcntl

        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = os.open(self.folder / f"{number}.lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield
        finally:
            os.close(file)
