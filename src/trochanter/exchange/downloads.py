"""Public recordings that a person can ask for: pinned versions, checked by their SHA-256, kept whole or not at all.

The only place from which trochanter itself reaches for the network, and only for addresses of the table beside it or
of a mirror that the person names (weights come by the person's own package client). Nothing is sent but the request.
"""

import csv
import hashlib
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import IO
from urllib.error import HTTPError, URLError
from urllib.parse import urljoin, urlsplit
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPRedirectHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
)

from trochanter.core.errors import BadSetting, ImpossibleData, MissingInput, UnknownName, UnwritableFile

CHUNK_BYTES = 1 << 16
PATIENCE_S = 20.0
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Download:
    """One public file: where it is, how large, its SHA-256 (hexadecimal), under which licence, whose work."""

    name: str
    file: str
    address: str
    size: int
    sha256: str
    licence: str
    credit: str


@cache
def downloads() -> tuple[Download, ...]:
    """All files that can be fetched, by the name of their recording."""
    table = files("trochanter.exchange").joinpath("data", "downloads.csv").read_text(encoding="utf-8")
    return tuple(
        Download(r["name"], r["file"], r["address"], int(r["bytes"]), r["sha256"], r["licence"], r["credit"])
        for r in csv.DictReader(table.splitlines())
    )


def downloads_of(name: str) -> tuple[Download, ...]:
    """The files of one recording; raises UnknownName."""
    found = tuple(item for item in downloads() if item.name == name)
    if not found:
        raise UnknownName("public recording", name, dict.fromkeys(item.name for item in downloads()))
    return found


def fetch(item: Download, folder: Path, *, mirror: str | None = None, progress: Progress | None = None) -> Path:
    """Download one file into ``folder`` (which exists) and return its path; a file that is there already is checked.

    mirror: address of a folder that holds the files instead; progress(file, bytes so far, bytes) is called as they
    come. An interrupted download goes on where it stopped. Raises MissingInput (cannot be reached), ImpossibleData
    (other content than was pinned), UnwritableFile, BadSetting (no such kind of address).
    """
    target = folder / item.file
    if target.is_file() and target.stat().st_size == item.size and _sha256(target) == item.sha256:
        return target
    if target.exists():
        raise _differs(item, target, "the file that is there already")
    part = folder / f"{item.file}.part"
    try:
        _receive(item, _address(item, mirror), part, progress or _silent)
        if _sha256(part) != item.sha256:
            part.unlink()
            raise _differs(item, target, "what came")
        part.replace(target)
    except HTTPError as error:
        raise _unreachable(item, mirror, f"the server answered {error.code}") from None
    except (URLError, TimeoutError, ConnectionError) as error:
        raise _unreachable(item, mirror, str(getattr(error, "reason", error))) from None
    except OSError as error:
        raise UnwritableFile(
            f"the download cannot be kept: {error.strerror or error}",
            where=str(target),
            next_step="check permissions and free space, or choose another folder with --out",
        ) from None
    return target


def _address(item: Download, mirror: str | None) -> str:
    address = item.address if mirror is None else urljoin(mirror.rstrip("/") + "/", item.file)
    if urlsplit(address).scheme not in ("https", "http"):
        raise BadSetting("--mirror", mirror, "an address that begins with https:// or http://")
    return address


def _receive(item: Download, address: str, part: Path, progress: Progress) -> None:
    done = part.stat().st_size if part.is_file() else 0
    if done >= item.size:
        part.unlink()
        done = 0
    with _web(done).open(address, timeout=PATIENCE_S) as answer:
        resumed = done > 0 and answer.status == 206
        with part.open("ab" if resumed else "wb") as stream:
            done = done if resumed else 0
            for block in _blocks(answer, item.size - done):
                stream.write(block)
                done += len(block)
                progress(item.file, done, item.size)
    if done < item.size:
        raise URLError(f"the connection ended after {done} of {item.size} bytes; ask again to go on from there")


def _web(first_byte: int) -> OpenerDirector:
    """An opener for http and https and nothing else, which asks for what begins at ``first_byte``."""
    opener = OpenerDirector()
    handlers = (ProxyHandler(), HTTPHandler(), HTTPSHandler(), HTTPRedirectHandler())
    for handler in (*handlers, HTTPDefaultErrorHandler(), HTTPErrorProcessor()):
        opener.add_handler(handler)
    if first_byte:
        opener.addheaders.append(("Range", f"bytes={first_byte}-"))
    return opener


def _blocks(answer: IO[bytes], most: int) -> Iterator[bytes]:
    """What comes, but never more than was promised and one byte: more is another file."""
    left = most + 1
    while left > 0 and (block := answer.read(min(CHUNK_BYTES, left))):
        left -= len(block)
        yield block


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _silent(_file: str, _done: int, _size: int) -> None:
    """Tell nobody."""


def _differs(item: Download, target: Path, what: str) -> ImpossibleData:
    return ImpossibleData(
        f"{what} is not the pinned version of '{item.file}'",
        where=str(target),
        valid=f"{item.size} bytes with the SHA-256 {item.sha256}",
        next_step="move a file of that name away, or fetch from the published address without --mirror",
    )


def _unreachable(item: Download, mirror: str | None, why: str) -> MissingInput:
    return MissingInput(
        f"'{item.file}' cannot be downloaded: {why}",
        where=_address(item, mirror),
        valid="a connection to that address, or --mirror with the address of a copy",
        next_step="try again later; what came so far is kept and used",
    )


def room_for(folder: Path, items: tuple[Download, ...]) -> None:
    """Raise UnwritableFile where the files do not fit on the disk of ``folder``."""
    needed, free = sum(item.size for item in items), shutil.disk_usage(folder).free
    if needed > free:
        raise UnwritableFile(
            f"{needed / 1e6:.0f} MB are needed, {free / 1e6:.0f} MB are free",
            where=str(folder),
            next_step="choose a folder on another disk with --out",
        )
