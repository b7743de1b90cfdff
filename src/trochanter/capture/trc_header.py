"""The five lines above the rows of a ``.trc`` file, and what they get wrong.

Line 1 begins with PathFileType; lines 2 and 3 are keys and values; line 4 holds Frame#, Time and a marker's name over
each third column; line 5 numbers the columns X1 Y1 Z1; a blank line may follow (OpenSim's documentation of the format:
https://opensimconfluence.atlassian.net/wiki/spaces/OpenSim/pages/53089623/Marker+.trc+Files).
"""

import re
from dataclasses import dataclass
from itertools import pairwise

from trochanter.capture.delimited import cells_of, delimiter_of, lines_of, text_of
from trochanter.core.errors import ImpossibleData, UnreadableFile

HEAD_BYTES = 1 << 20
_LINES = 64  # in which the line of names must come
_FIRST = re.compile(rb"(?i)\A(?:\xef\xbb\xbf)?\s*PathFileType\b")
_NAMES = re.compile(rb"(?im)^[ \t\"]*Frame ?#[ \t\",;]+Time\b")
_NUMBERED = re.compile(r"[XYZ]\d+", re.IGNORECASE)
_KEYS = ("datarate", "camerarate", "numframes", "nummarkers", "units")


@dataclass(frozen=True, slots=True)
class TrcHeader:
    """What stands above the rows: pairs of the header; names as they stand, empty where a column has none.

    delimiter of the rows; rows_start: byte offset of the first row; rows_line: its line number; width: cells a row.
    """

    pairs: dict[str, str]
    names: tuple[str, ...]
    delimiter: bytes
    rows_start: int
    rows_line: int

    @property
    def width(self) -> int:
        """Frame number, time, and three cells a marker."""
        return 2 + 3 * len(self.names)

    def word(self, key: str) -> str:
        """A header's value by its key without regard to case; empty where it is absent."""
        return next((value for name, value in self.pairs.items() if name.lower() == key.lower()), "")

    def number(self, key: str) -> float | None:
        """A header's value as a number (a decimal comma is read too); None where it is none."""
        try:
            return float(self.word(key).replace(",", "."))
        except ValueError:
            return None


def is_trc(head: bytes) -> bool:
    """Whether a file begins as a ``.trc`` file does."""
    return _FIRST.match(head) is not None or _NAMES.search(head[:HEAD_BYTES]) is not None


def parse_trc_header(data: bytes, where: str) -> TrcHeader:
    """Read what stands above the rows; raises UnreadableFile and ImpossibleData."""
    lines: list[tuple[int, bytes]] = []
    for stop, line in lines_of(data[:HEAD_BYTES]):
        lines.append((stop, line))
        if _NAMES.match(line) or len(lines) > _LINES:
            break
    stop, line = lines[-1] if lines else (0, b"")
    if not _NAMES.match(line):
        text_of(data[:HEAD_BYTES], where)
        raise UnreadableFile(
            "there is no line of marker names that begins with Frame# and Time",
            where=where,
            valid="a .trc file: PathFileType, keys, values, names, X1 Y1 Z1, rows",
            next_step="export the markers again",
        )
    pairs = _pairs([text_of(line, where) for _, line in lines[:-1]])
    names_line = text_of(line, where)
    start, number, axes, row = _first_row(data, stop, len(lines) + 1, where)
    delimiter = delimiter_of(row.strip() if b"\t" not in row else row)
    names = _names(names_line, axes, _width(row, delimiter), f"{where}, line {len(lines)}")
    return TrcHeader(pairs, names, delimiter, start, number)


def _pairs(lines: list[str]) -> dict[str, str]:
    """Keys and the values below them; where a value is left empty, tabs tell which."""
    for keys_line, values_line in pairwise(lines):
        keys = keys_line.split()
        if sum(key.lower() in _KEYS for key in keys) < 2:
            continue
        values = values_line.split()
        if len(values) != len(keys) and "\t" in values_line:
            keys, values = cells_of(keys_line, b"\t"), cells_of(values_line, b"\t")
        return {key: value for key, value in zip(keys, values, strict=False) if key}
    return {}


def _first_row(data: bytes, start: int, number: int, where: str) -> tuple[int, int, list[str], bytes]:
    """Offset and line number of the first row of numbers, the cells of the line X1 Y1 Z1 (if any), and the row."""
    axes: list[str] = []
    for stop, line in lines_of(data, start):
        words = text_of(line[:HEAD_BYTES], where).replace(",", " ").replace(";", " ").split() if line.strip() else []
        if words and not axes and all(_NUMBERED.fullmatch(word) for word in words):
            axes = words
        elif words:
            return start, number, axes, line
        start, number = stop, number + 1
    raise UnreadableFile(
        "there are marker names but no rows",
        where=where,
        valid="at least one row of numbers",
        next_step="export or copy the file again: it is incomplete",
    )


def _width(row: bytes, delimiter: bytes) -> int:
    if delimiter == b" ":
        return len(row.split())
    return row.rstrip(b" ").count(delimiter) + 1


def _names(line: str, axes: list[str], width: int, where: str) -> tuple[str, ...]:
    """The marker over each third column; a name for each is needed where tabs do not say which column it is over."""
    mark = delimiter_of(line.encode())
    cells = cells_of(line, mark)
    if mark != b" " and cells[0].lower().replace(" ", "") not in ("frame#", "frame"):
        cells = cells[1:] if not cells[0] else cells
    over = cells[2:]
    while over and not over[-1]:
        over.pop()
    named = [name for name in over if name]
    count = len(axes) // 3 if axes and len(axes) % 3 == 0 else max((width - 2) // 3, 0)
    if not over or count < 1:
        raise ImpossibleData(
            "no marker is named", where=where, valid="a name over each third column", next_step="export again"
        )
    thirds = over[::3]
    if len(named) == sum(map(bool, thirds)) and len(thirds) <= count and len(over) > len(named) - (count == 1):
        return (*thirds, *[""] * (count - len(thirds)))
    if len(named) == count:
        return tuple(named)
    raise ImpossibleData(
        f"there are {len(named)} marker names for {count} markers",
        where=where,
        valid="a name over the first of each three columns",
        next_step="correct the line of names, or export again",
    )
