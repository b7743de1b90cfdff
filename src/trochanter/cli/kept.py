"""What a command replaces is kept beside it, by its day, so that a course does not lose its beginning."""

import datetime as dt
import re
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from trochanter.cli.progress import tell

_DAY = re.compile(r"-(\d{4}-\d{2}-\d{2})(?:-(\d{1,6}))?", re.ASCII)


def keep(path: Path, made_on: dt.date) -> Path:
    """Copy a file beside itself as ``plan-2026-11-22.json``, and tell where.

    What is kept already is not written again, and no other file is written over: a second one of a day gets a number.
    Raises MissingInput, UnreadableFile and UnwritableFile.
    """
    from trochanter.capture.files import read_file
    from trochanter.exchange.whole import write_whole

    content = read_file(path).data
    place = next(each for each in _places(path, made_on) if not each.exists() or _holds(each, content))
    if not place.exists():
        tell(f"kept: {write_whole(place, content)}")
    return place


def kept_of(path: Path) -> tuple[Path, ...]:
    """What is kept of a file in its folder, by day, then number."""
    found: list[tuple[str, int, Path]] = []
    for each in path.parent.glob(f"*{path.suffix}"):
        name = _DAY.fullmatch(each.stem.removeprefix(path.stem)) if each.stem.startswith(path.stem) else None
        if name is not None and each.is_file():
            found.append((name[1], int(name[2] or 1), each))
    return tuple(each for *_, each in sorted(found))


def _holds(path: Path, content: bytes) -> bool:
    return path.is_file() and path.read_bytes() == content


def _places(path: Path, made_on: dt.date) -> Iterator[Path]:
    yield path.with_name(f"{path.stem}-{made_on}{path.suffix}")
    for number in count(2):
        yield path.with_name(f"{path.stem}-{made_on}-{number}{path.suffix}")
