"""``.mot`` and ``.sto`` files as OpenSim 4.6 loads them."""

import os
from collections.abc import Sequence
from itertools import chain
from pathlib import Path

import numpy as np
from numpy.typing import ArrayLike

from trochanter.core.arrays import Floats
from trochanter.core.errors import ImpossibleData
from trochanter.exchange.number_text import number_blocks
from trochanter.exchange.whole import write_whole


def write_table(
    path: str | os.PathLike[str],
    name: str,
    time_s: ArrayLike,
    columns: Sequence[str],
    values: ArrayLike,
    *,
    in_degrees: bool,
    comment: str = "",
) -> Path:
    """Write columns over time, all bits of every number; whole or not at all.

    time_s (n,) increasing; values (n, len(columns)), NaN where missing; in_degrees: whether rotational columns are
    degrees; comment: for people, a line of the header, without '='. OpenSim's TimeSeriesTable reads NaN; its older
    Storage, which most of its tools use, stops without a word at the first row that has one. Raises ImpossibleData
    where the arrays or the words are no such table, UnwritableFile where the file cannot be written.
    """
    time, body = np.asarray(time_s, dtype=np.float64), np.asarray(values, dtype=np.float64)
    where = os.fspath(path)
    _check(time, columns, body, where)
    _check_names(name, columns, where)
    _check_comment(comment, where)
    rows = np.concatenate((time[:, None], body), axis=1)
    head = (
        f"{name}\nversion=1\nnRows={rows.shape[0]}\nnColumns={rows.shape[1]}\n"
        f"inDegrees={'yes' if in_degrees else 'no'}\n"
        f"{comment}{chr(10) if comment else ''}endheader\n"
    )
    labels = "\t".join(("time", *columns)) + "\n"
    return write_whole(path, chain([(head + labels).encode("utf-8")], number_blocks(rows)))


def _check(time: Floats, columns: Sequence[str], values: Floats, where: str) -> None:
    what = ""
    if time.ndim != 1 or values.shape != (time.size, len(columns)):
        what = f"{values.shape} values do not fit {time.shape} instants and {len(columns)} columns"
    elif not time.size:
        what = "there is no instant to write"
    elif not np.isfinite(time).all() or np.any(np.diff(time) <= 0.0):
        what = "time does not increase from row to row"
    elif np.isinf(values).any():
        row, column = np.argwhere(np.isinf(values))[0]
        what = f"column '{columns[column]}' is infinite at {time[row]:g} s"
    if what:
        raise ImpossibleData(what, where=where, valid="increasing times and finite values, or NaN where missing")


def _check_names(name: str, columns: Sequence[str], where: str) -> None:
    bad = [label for label in columns if not label.strip() or label != label.strip() or not label.isprintable()]
    twice = len(set(columns)) != len(columns) or any(label.lower() == "time" for label in columns)
    if bad or twice or not name.isprintable() or "=" in name:
        raise ImpossibleData(
            f"the column name {bad[0]!r} cannot stand in a table" if bad else f"table '{name}' has names that clash",
            where=where,
            valid="different column names of printable characters, none of them 'time'; a table name without '='",
        )


def _check_comment(comment: str, where: str) -> None:
    if comment and (not comment.isprintable() or "=" in comment or comment.strip().lower() == "endheader"):
        raise ImpossibleData(
            f"the comment {comment!r} cannot stand in a header", where=where, valid="one printable line without '='"
        )
