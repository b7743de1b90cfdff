"""The tables of this room: rows of CSV files with units in their header, and the sources they name."""

import csv
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files

from trochanter.core.quality import Source

Row = Mapping[str, str]


def rows(table: str) -> tuple[Row, ...]:
    """Rows of ``anatomy/data/<table>.csv`` by column name."""
    content = files("trochanter.anatomy").joinpath("data", f"{table}.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(content.splitlines()))


def numbers(row: Row, *columns: str) -> tuple[float, ...]:
    """Numbers of a row."""
    return tuple(float(row[column]) for column in columns)


def triple(row: Row, prefix: str = "", suffix: str = "_m") -> tuple[float, float, float]:
    """The columns ``<prefix>x<suffix>``, y and z of a row.

    >>> triple({"x_m": "1", "y_m": "2", "z_m": "3"})
    (1.0, 2.0, 3.0)
    """
    x, y, z = (float(row[f"{prefix}{axis}{suffix}"]) for axis in "xyz")
    return x, y, z


def grouped(table: Iterable[Row], column: str) -> dict[str, list[Row]]:
    """Rows by the value of a column, in the order of the table."""
    groups: dict[str, list[Row]] = {}
    for row in table:
        groups.setdefault(row[column], []).append(row)
    return groups


@cache
def sources() -> Mapping[str, Source]:
    """Sources by the key that the tables use in their ``source`` column; the note begins with the licence."""
    return {
        row["source"]: Source(row["citation"], row["doi"], f"{row['licence']}; {row['note']}")
        for row in rows("sources")
    }
