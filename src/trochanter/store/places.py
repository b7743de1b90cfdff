"""Where records are: a folder that only its owner can look into, or a database server with a folder for files."""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from trochanter.core.errors import BadSetting, UnwritableFile
from trochanter.core.whole import OWNER_ALONE, Part, part_in

HOME_VARIABLE = "TROCHANTER_HOME"
STORE_VARIABLE = "TROCHANTER_STORE"
OWNER_ONLY = 0o700
DATABASE, BLOBS, BACKUPS, CACHES = "records.db", "blobs", "backups", "caches"
_SERVERS = ("postgresql://", "postgresql+psycopg://", "postgres://")


@dataclass(frozen=True, slots=True)
class Place:
    """Where records are. folder: for files; url: of a server, empty where the database is a file in the folder."""

    folder: Path
    url: str = ""

    @property
    def database(self) -> Path:
        """The file of the database."""
        return self.folder / DATABASE

    @property
    def shown(self) -> str:
        """The place in words, without a password."""
        if not self.url:
            return str(self.database)
        from sqlalchemy import make_url

        return make_url(self.url).render_as_string(hide_password=True)


def home() -> Path:
    """The folder for everything that trochanter keeps: TROCHANTER_HOME, else the user's own folder for data."""
    from platformdirs import user_data_path

    given = os.environ.get(HOME_VARIABLE)
    return Path(given) if given else user_data_path("trochanter", appauthor=False)


def place_of(given: str | os.PathLike[str] | None = None) -> Place:
    """The place as typed or set: a folder or a server's URL; else TROCHANTER_STORE; else ``records`` in the home.

    Raises BadSetting for a URL of another kind.
    """
    text = os.fspath(given) if given is not None else os.environ.get(STORE_VARIABLE, "")
    if not text.strip():
        return Place(home() / "records")
    if "://" not in text:
        return Place(Path(text))
    if not text.startswith(_SERVERS):
        kind = text.partition("://")[0]
        raise BadSetting("the place of the records", f"{kind}://...", "a folder, or postgresql://user@host/database")
    return Place(home() / "records", "postgresql+psycopg://" + text.partition("://")[2])


def private_folder(folder: Path) -> Path:
    """The folder, made if it is not there, open to its owner alone; raises UnwritableFile."""
    try:
        folder.mkdir(mode=OWNER_ONLY, parents=True, exist_ok=True)
        if stat.S_IMODE(folder.stat().st_mode) & ~OWNER_ONLY:
            folder.chmod(OWNER_ONLY)
    except OSError as error:
        raise UnwritableFile(
            f"the folder of the records cannot be made or closed to others: {error.strerror or error}",
            where=str(folder),
            next_step=f"choose another folder with {HOME_VARIABLE}, or ask its owner",
        ) from None
    return folder


def private_file(file: Path) -> None:
    """Make an empty file that only its owner can read, unless it is there."""
    try:
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, OWNER_ALONE))
    except FileExistsError:
        return
    except OSError as error:
        raise _not_made(file, error) from None


@contextmanager
def private_part(folder: Path) -> Iterator[Part]:
    """A new file that only its owner can read, under a passing name; it goes unless it becomes something."""
    try:
        part = part_in(folder, OWNER_ALONE)
    except OSError as error:
        raise _not_made(folder, error) from None
    try:
        yield part
    finally:
        part.discard()


def _not_made(where: Path, error: OSError) -> UnwritableFile:
    return UnwritableFile(
        f"a file of the records cannot be made: {error.strerror or error}", where=str(where),
        next_step="check free space, and who may write to the folder",
    )  # fmt: skip
