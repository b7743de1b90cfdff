"""One table of a phone's sensor: column names, numbers, and clock times, in the dialects that apps write.

Separators are commas, semicolons or tabs; decimal commas are read where they cannot be separators; numbers may be in
scientific notation and in quotes.
"""

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np

from trochanter.capture.delimited import delimiter_of, text_of
from trochanter.capture.files import FileContent
from trochanter.capture.phone_clock import clock_seconds
from trochanter.core.arrays import Floats, frozen
from trochanter.core.errors import ImpossibleData, TrochanterError, UnreadableFile
from trochanter.core.quality import Notice

HEAD_BYTES = 1 << 16
MOST_ROWS = 2_000_000
_HEAD_LINES = 20
_NUMBER = re.compile(r"[+-]?(?:[0-9]+[.,]?[0-9]*|[.,][0-9]+)(?:[eE][+-]?[0-9]+)?")
_MISSING = re.compile(r"(?i)[+-]?nan|null|none|n/?a|-|")
_EXPORT = "export the recording again"


@dataclass(frozen=True, slots=True)
class PhoneTable:
    """One table: ``name`` of its file without ending, ``labels`` as the file has them, ``values`` (n, len(labels)).

    A cell that is missing is NaN; times of day are seconds.
    """

    name: str
    where: str
    labels: tuple[str, ...]
    values: Floats
    notices: tuple[Notice, ...] = ()


def labels_of(content: FileContent) -> tuple[str, ...]:
    """Column names of a table, empty where it has none in its first lines; raises UnreadableFile for no text."""
    found = _head(text_of(content.data[:HEAD_BYTES], content.where))
    return found[0] if found is not None else ()


def first_row(content: FileContent) -> Mapping[str, str]:
    """The first row of a table of words by column name in small letters; the description of a recording is one."""
    rows = list(islice(csv.reader(text_of(content.data[:HEAD_BYTES], content.where).splitlines()), 2))
    names, words = rows if len(rows) == 2 else ([], [])
    return {name.strip().lower(): word.strip() for name, word in zip(names, words, strict=False)}


def parse_table(content: FileContent) -> PhoneTable:
    """Read a table of numbers.

    Raises UnreadableFile (no text, no column names, no rows) and ImpossibleData (a cell that is no number).
    """
    text = text_of(content.data, content.where)
    found = _head(text)
    if found is None:
        raise UnreadableFile("there is no line of column names", where=content.where, next_step=_EXPORT)
    labels, mark, start = found
    reader = csv.reader(text.splitlines()[start:], delimiter=mark, skipinitialspace=True)
    rows = _Rows(labels, mark, content.where, start)
    try:
        cells = list(rows.kept(reader))
    except csv.Error as error:
        place = f"{content.where}, line {start + reader.line_num}"
        raise ImpossibleData(f"the line cannot be read: {error}", where=place, next_step=_EXPORT) from None
    if not cells:
        raise UnreadableFile(
            "there are column names but no rows",
            where=content.where,
            valid="at least one row of numbers",
            next_step=f"{_EXPORT}: it is incomplete",
        )
    values = frozen(np.column_stack([rows.column(cells, k) for k in range(len(labels))]))
    return PhoneTable(Path(content.where).stem, content.where, labels, values, rows.notices())


def _head(text: str) -> tuple[tuple[str, ...], str, int] | None:
    """Column names, separator, and the number of the first line below them."""
    for number, line in enumerate(text.splitlines()[:_HEAD_LINES], start=1):
        mark = delimiter_of(line.encode()).decode()
        labels = [cell.strip() for cell in next(csv.reader([line], delimiter=mark, skipinitialspace=True), [])]
        while labels and not labels[-1]:
            labels.pop()
        if len(labels) > 2 and not any(_NUMBER.fullmatch(cell) for cell in labels):
            return tuple(labels), mark, number
    return None


class _Rows:
    """Turns rows of cells into columns of numbers."""

    def __init__(self, labels: tuple[str, ...], mark: str, where: str, start: int) -> None:
        self.labels, self.mark, self.where, self.start = labels, mark, where, start
        self.lines: list[int] = []
        self.commas = self.cut = False

    def kept(self, reader: Iterator[list[str]]) -> Iterator[list[str]]:
        """Rows with as many cells as there are columns; a last row that was cut off is left out."""
        width = len(self.labels)
        short: tuple[int, list[str]] | None = None
        for number, row in enumerate(reader, start=self.start + 1):
            if short is not None:
                raise self._ragged(*short)
            if not any(cell.strip() for cell in row):
                continue
            while len(row) > width and not row[-1].strip():
                row.pop()
            if len(row) > width:
                raise self._ragged(number, row)
            if len(row) < width:
                short = number, row
                continue
            if len(self.lines) >= MOST_ROWS:
                raise UnreadableFile(
                    f"the table has more than {MOST_ROWS} rows",
                    where=self.where,
                    next_step="record a minute for each leg",
                )
            self.lines.append(number)
            yield row
        self.cut = short is not None

    def column(self, cells: list[list[str]], k: int) -> Floats:
        """Numbers of a column; clock times become seconds."""
        texts = [row[k].strip() for row in cells]
        if any("," in text for text in texts):
            self.commas = self.commas or any(_NUMBER.fullmatch(text) for text in texts)
            texts = [text if "." in text else text.replace(",", ".") for text in texts]
        try:
            return np.array(texts, dtype=np.float64)
        except ValueError:
            pass
        clock = clock_seconds(texts)
        return clock if clock is not None else np.array([self._number(i, k, text) for i, text in enumerate(texts)])

    def _number(self, i: int, k: int, text: str) -> float:
        if _NUMBER.fullmatch(text):
            return float(text)
        if _MISSING.fullmatch(text):
            return float("nan")
        if i == len(self.lines) - 1:
            self.cut = True
            return float("nan")
        raise ImpossibleData(
            f"{text[:40]!r} is not a number",
            where=f"{self.where}, line {self.lines[i]}, column '{self.labels[k]}'",
            valid="a number such as -0.125, -0,125 or 1.5e-3, or nothing where data are missing",
            next_step=_EXPORT,
        )

    def _ragged(self, number: int, row: list[str]) -> TrochanterError:
        place, width = f"{self.where}, line {number}", len(self.labels)
        if self.mark == "," and width < len(row) <= 2 * width:
            return ImpossibleData(
                "commas separate the columns and the decimals too: nobody can tell them apart",
                where=place,
                valid="semicolons between columns with decimal commas, or decimal points",
                next_step="choose another separator where the app exports",
            )
        return ImpossibleData(
            f"the row has {len(row)} cells for {width} column names", where=place, next_step=f"{_EXPORT}, whole"
        )

    def notices(self) -> tuple[Notice, ...]:
        """What was noticed while reading."""
        told = []
        if self.commas:
            told.append(Notice("decimal-commas", "decimal commas are read as decimal points", self.where))
        if self.cut:
            told.append(Notice("recording-cut", "the last row was cut off and is left out", self.where))
        return tuple(told)
