"""Rows of numbers between tabs, commas, semicolons or spaces, with cells left empty where data are missing.

Numpy's parser reads a few thousand rows at a time; only rows that it refuses are looked at cell by cell. Lines are
handled one by one, cells are not.
"""

import re
from collections.abc import Iterator
from itertools import islice

import numpy as np

from trochanter.core.arrays import Floats
from trochanter.core.errors import ImpossibleData, UnreadableFile
from trochanter.core.quality import Notice

CHUNK = 2048  # rows at a time
MOST_CELLS = 100_000_000  # 800 MB of numbers: no recording is as large, a damaged or hostile file may claim to be
_NUMBER = re.compile(rb"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_MISSING = re.compile(rb"(?:[+-]?(?:nan(?:\(\w*\))?|1\.#(?:QNAN|SNAN|IND|NAN)[0-9]*)|-|n/?a|null|none|)", re.IGNORECASE)
_INFINITE = re.compile(rb"[+-]?(?:inf(?:inity)?|1\.#INF[0-9]*)", re.IGNORECASE)


def text_of(data: bytes, where: str) -> str:
    """A part of a file as text: UTF-8 with or without mark, else Latin-1; raises UnreadableFile for anything else."""
    if b"\0" in data[:65536]:
        wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
        raise UnreadableFile(
            "the file is text in UTF-16" if wide else "the file is not text",
            where=where,
            valid="text in UTF-8 or Latin-1",
            next_step="save it as UTF-8 text" if wide else "export it again as text",
        )
    try:
        return data.removeprefix(b"\xef\xbb\xbf").decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def lines_of(data: bytes, start: int = 0) -> Iterator[tuple[int, bytes]]:
    """Lines from byte ``start`` on with the offset of what follows each, whatever ends a line: CR, LF or both."""
    ends = (
        b"\r" if data.find(b"\n", start, start + (1 << 20)) < 0 and b"\r" in data[start : start + (1 << 20)] else b"\n"
    )
    while start < len(data):
        end = data.find(ends, start)
        end = len(data) if end < 0 else end
        yield min(end + 1, len(data)), data[start:end].rstrip(b"\r")
        start = end + 1


def delimiter_of(line: bytes) -> bytes:
    """What separates the cells of a line: tab, semicolon or comma; a space for any run of blanks.

    >>> delimiter_of(b"1;2,5;3"), delimiter_of(b"1 2 3"), delimiter_of(b"1, 2, 3")
    (b';', b' ', b',')
    """
    return next((mark for mark in (b"\t", b";", b",") if mark in line), b" ")


def cells_of(line: str, delimiter: bytes) -> list[str]:
    """The cells of a line of words, without blanks and quotes around them."""
    cells = line.split() if delimiter == b" " else line.split(delimiter.decode())
    return [cell.strip().strip('"').strip() for cell in cells]


def parse_cells(
    data: bytes, start: int, width: int, delimiter: bytes, where: str, first_line: int
) -> tuple[Floats, tuple[Notice, ...]]:
    """Numbers (rows, width) from byte ``start`` on: NaN where a cell is empty or says so, infinite kept.

    Cells missing at the end of a row are missing data where they make whole triples; decimal commas are read where the
    file has no decimal point at all. ``first_line`` numbers the first row. Raises UnreadableFile (no rows) and
    ImpossibleData, naming line and column.
    """
    rows = data.count(b"\n", start) + data.count(b"\r", start) + 1
    if rows * width > MOST_CELLS:
        rows = sum(1 for _, line in lines_of(data, start) if line.strip())
    if rows * width > MOST_CELLS:
        raise UnreadableFile(f"the file holds {rows} rows of {width} cells", where=where, next_step="cut the recording")
    commas = delimiter != b"," and data.find(b",", start) >= 0 and data.find(b".", start) < 0
    source = _Rows(width, delimiter, where, commas=commas)
    _check_end(data, start, source)
    parts: list[Floats] = []
    lines = ((number, line) for number, (_, line) in enumerate(lines_of(data, start), first_line) if line.strip())
    while chunk := list(islice(lines, CHUNK)):
        parts.append(source.parsed(chunk))
    if not parts:
        raise UnreadableFile(
            "there are column names but no rows",
            where=where,
            valid="at least one row of numbers",
            next_step="export or copy the file again: it is incomplete",
        )
    notice = Notice("decimal-commas", "the file has decimal commas; they are read as decimal points", where)
    return _joined(parts, width), (notice,) if commas else ()


def _check_end(data: bytes, start: int, source: "_Rows") -> None:
    """Refuse a last line that is neither whole nor ended: the file was cut off there, perhaps inside a number."""
    begin = max(data.rfind(b"\n"), data.rfind(b"\r")) + 1
    last = data[max(begin, start) :]
    cells = last.split() if source.delimiter == b" " else last.split(source.delimiter)
    if last.strip() and len(cells) < source.width:
        source.ragged(data.count(b"\n") + 1, cells)


def _joined(parts: list[Floats], width: int) -> Floats:
    # Part by part and from the end, so that parts and whole are never in memory together.
    parts.reverse()
    values = np.empty((sum(len(part) for part in parts), width))
    filled = 0
    while parts:
        part = parts.pop()
        values[filled : filled + len(part)] = part
        filled += len(part)
    return values


class _Rows:
    """Turns numbered lines into rows of numbers."""

    def __init__(self, width: int, delimiter: bytes, where: str, *, commas: bool) -> None:
        self.width, self.delimiter, self.where, self.commas = width, delimiter, where, commas

    def parsed(self, lines: list[tuple[int, bytes]]) -> Floats:
        """Rows of some lines; see ``parse_cells``."""
        texts = [self._regular(number, line) for number, line in lines]
        delimiter = None if self.delimiter == b" " else self.delimiter.decode()
        try:
            rows = np.loadtxt(
                (text.decode("latin-1") for text in texts),
                dtype=np.float64,
                comments=None,
                ndmin=2,
                delimiter=delimiter,
            )
        except ValueError:
            rows = np.empty((0, 0))
        if rows.shape == (len(lines), self.width):
            return rows
        numbers = [number for number, _ in lines]
        return np.array([self._carefully(number, text) for number, text in zip(numbers, texts, strict=True)])

    def _regular(self, number: int, line: bytes) -> bytes:
        """The line with as many cells as there are columns, and a word where a cell is empty."""
        if self.commas:
            line = line.replace(b",", b".")
        mark = self.delimiter
        if mark == b" ":
            return line.strip() if len(line.split()) == self.width else self.ragged(number, line.split())
        surplus = line.count(mark) + 1 - self.width
        if surplus:
            line = self._with_width(number, line, surplus)
        if mark * 2 in line:
            line = line.replace(mark * 2, mark + b"nan" + mark).replace(mark * 2, mark + b"nan" + mark)
        return (b"nan" if line.startswith(mark) else b"") + line + (b"nan" if line.endswith(mark) else b"")

    def _with_width(self, number: int, line: bytes, surplus: int) -> bytes:
        mark = self.delimiter
        if surplus > 0:
            kept = line
            for _ in range(surplus):
                kept, _, last = kept.rpartition(mark)
                if last.strip():
                    return self.ragged(number, line.split(mark))
            return kept
        # An editor that trims blanks at the ends of lines takes whole markers with it; anything else is damage.
        return line + mark * -surplus if surplus % 3 == 0 else self.ragged(number, line.split(mark))

    def ragged(self, number: int, cells: list[bytes]) -> bytes:
        """Raise the error for a row with too many or too few cells."""
        raise ImpossibleData(
            f"the row has {len(cells)} values for {self.width} columns",
            where=f"{self.where}, line {number}",
            valid="one value for each column; a cell is empty or NaN where data are missing",
            next_step="correct the row, or export the file again if it ends there",
        )

    def _carefully(self, number: int, line: bytes) -> list[float]:
        cells = line.split() if self.delimiter == b" " else line.split(self.delimiter)
        if len(cells) != self.width:
            self.ragged(number, cells)
        return [self._number(number, column, cell.strip().strip(b'"')) for column, cell in enumerate(cells, start=1)]

    def _number(self, line: int, column: int, cell: bytes) -> float:
        if _NUMBER.fullmatch(cell):
            return float(cell)
        if _MISSING.fullmatch(cell):
            return float("nan")
        if _INFINITE.fullmatch(cell):
            return float("inf")
        comma = re.fullmatch(rb"[+-]?[0-9]+,[0-9]+", cell) is not None
        raise ImpossibleData(
            f"{cell[:40].decode('latin-1')!r} {'has a decimal comma' if comma else 'is not a number'}",
            where=f"{self.where}, line {line}, column {column}",
            valid="a decimal number such as -0.125 or 1.5e-3, or nothing where data are missing",
            next_step="export all numbers with a decimal point" if comma else "correct the cell, or export again",
        )
