"""Rows of numbers from text: a fast path for clean files, a careful one that names the bad row."""

import re
from io import BytesIO

import numpy as np

from trochanter.core.arrays import Floats
from trochanter.core.errors import ImpossibleData, TrochanterError, UnreadableFile

_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_NOT_A_NUMBER = re.compile(r"[+-]?(?:nan(?:\(\w*\))?|1\.#(?:QNAN|SNAN|IND|NAN)[0-9]*)", re.IGNORECASE)
_INFINITE = re.compile(r"[+-]?(?:inf(?:inity)?|1\.#INF[0-9]*)", re.IGNORECASE)
_DECIMAL_COMMA = re.compile(r"[+-]?[0-9]+,[0-9]+(?:[eE][+-]?[0-9]+)?")


def parse_rows(data: bytes, labels: tuple[str, ...], where: str, first_line: int) -> Floats:
    """Numbers of a table's rows, shape (rows, len(labels)); NaN where the file says not-a-number or infinite.

    ``first_line`` is the line number of the first row, for errors. Raises UnreadableFile where there are no rows and
    ImpossibleData, naming line and column, where a row is ragged or a cell is no number.
    """
    zero = data.find(b"\0")
    if zero >= 0:
        line = first_line + data.count(b"\n", 0, zero)
        raise UnreadableFile(
            "the file holds zero bytes: it is no text, or was damaged on the way",
            where=f"{where}, line {line}",
            valid="a table of numbers as text",
            next_step="export or copy the file again",
        )
    if b"\r" in data:
        data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    if not data or data.isspace():
        raise UnreadableFile(
            "there are column names but no rows",
            where=where,
            valid="at least one row of numbers",
            next_step="export or copy the file again: it is incomplete",
        )
    try:
        rows = np.loadtxt(BytesIO(data), dtype=np.float64, comments=None, ndmin=2)
    except ValueError:
        return _parse_carefully(data, labels, where, first_line)
    if rows.shape[1] != len(labels):
        return _parse_carefully(data, labels, where, first_line)
    return rows


def _parse_carefully(data: bytes, labels: tuple[str, ...], where: str, first_line: int) -> Floats:
    rows: list[list[float]] = []
    for number, line in enumerate(BytesIO(data), start=first_line):
        cells = line.decode("utf-8", errors="replace").split()
        if not cells:
            continue
        if len(cells) != len(labels):
            raise _ragged(cells, labels, f"{where}, line {number}", last=not line.endswith(b"\n"))
        rows.append([_number(cell, label, where, number) for cell, label in zip(cells, labels, strict=True)])
    return np.array(rows, dtype=np.float64)


def _ragged(cells: list[str], labels: tuple[str, ...], place: str, *, last: bool) -> TrochanterError:
    if any(_DECIMAL_COMMA.fullmatch(cell) for cell in cells):
        return _decimal_comma(next(cell for cell in cells if "," in cell), place)
    step = "the file ends inside a row: copy or export it again" if last else "correct the row or the column names"
    if len(cells) == 1 and cells[0].count(",") + cells[0].count(";") > 1:
        step = "separate the columns by tabs, not by commas or semicolons"
    return ImpossibleData(
        f"the row has {len(cells)} values for {len(labels)} column names",
        where=place,
        valid="one value for each column, also where data are missing (write NaN)",
        next_step=step,
    )


def _number(cell: str, label: str, where: str, line: int) -> float:
    if _NUMBER.fullmatch(cell):
        return float(cell)
    if _NOT_A_NUMBER.fullmatch(cell):
        return float("nan")
    if _INFINITE.fullmatch(cell):
        return float("inf")
    place = f"{where}, line {line}, column '{label}'"
    if _DECIMAL_COMMA.fullmatch(cell):
        raise _decimal_comma(cell, place)
    raise ImpossibleData(
        f"{cell[:40]!r} is not a number",
        where=place,
        valid="a decimal number such as -0.125 or 1.5e-3, or NaN where data are missing",
        next_step="correct the cell, or export the file again",
    )


def _decimal_comma(cell: str, place: str) -> TrochanterError:
    return ImpossibleData(
        f"'{cell[:40]}' has a decimal comma",
        where=place,
        valid="a decimal point: 0.125",
        next_step="export with a decimal point (change the program's or system's regional setting)",
    )
