"""Backups of a server's records: every table as lines of JSON, so that no program of the server is needed."""

import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, MetaData, Table, insert, select

from trochanter.core.errors import ImpossibleData
from trochanter.store.engines import reading
from trochanter.store.migrating import VERSION, version_of
from trochanter.store.tables import metadata

FOLDER, ENDING, AT_ONCE = "tables", ".jsonl", 2000


def write_tables(engine: Engine, folder: Path) -> str:
    """Write every table of one moment into ``tables/``; returns the version of the tables.

    The tables are taken as they are found, so that also an older database is written whole.
    """
    (folder / FOLDER).mkdir(mode=0o700)
    with reading(engine) as connection:
        found = MetaData()
        found.reflect(connection)
        for table in found.sorted_tables:
            if table.name != VERSION.name:
                _write(connection, table, folder / FOLDER / f"{table.name}{ENDING}")
        return version_of(connection, "the backup")


def _write(connection: Connection, table: Table, file: Path) -> None:
    with file.open("x", encoding="utf-8") as out:
        for row in connection.execution_options(yield_per=AT_ONCE).execute(select(table)).mappings():
            out.write(json.dumps(dict(row), ensure_ascii=False) + "\n")


def read_tables(connection: Connection, folder: Path) -> None:
    """Fill empty tables, which have the backup's version, from ``tables/``; raises ImpossibleData."""
    found = MetaData()
    found.reflect(connection)
    known = {each.name for each in metadata.sorted_tables}
    for table in found.sorted_tables:
        file = folder / FOLDER / f"{table.name}{ENDING}"
        if table.name not in known or not file.is_file():
            continue
        with file.open(encoding="utf-8") as lines:
            while rows := list(islice(_rows(lines, table, file), AT_ONCE)):
                connection.execute(insert(table), rows)


def _rows(lines: Any, table: Table, file: Path) -> Iterator[dict[str, Any]]:
    columns = set(table.columns.keys())
    for line in lines:
        row = json.loads(line)
        if set(row) != columns:
            raise ImpossibleData("a row has other columns than its table", where=str(file))
        yield row
