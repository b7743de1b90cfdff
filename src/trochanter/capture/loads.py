"""``read_forces``: ground forces from external loads or from a table whose columns name the feet."""

import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from trochanter.capture.files import FileContent, read_file
from trochanter.capture.load_checks import RawLoad, checked_load
from trochanter.capture.load_columns import LoadColumns, is_force_column, loads_by_side, no_side_error
from trochanter.capture.tables import parse_table, read_table
from trochanter.capture.trial import ExternalForce, Forces, Table
from trochanter.core.errors import ImpossibleData, MissingInput, TrochanterError
from trochanter.core.quality import Notice


def read_forces(path: str | os.PathLike[str]) -> Forces:
    """Read ground forces from an external loads file or from a ``.mot``/``.sto`` table of forces.

    The table alone must name the feet in its columns. Raises MissingInput, UnreadableFile, UnknownName,
    UnsupportedElement and ImpossibleData. Centres of pressure are NaN where the foot carries too little.
    """
    content = read_file(path)
    if content.data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return _described_forces(content)
    return forces_of(parse_table(content))


def forces_within(table: Table) -> tuple[Forces | None, tuple[Notice, ...]]:
    """Ground forces that stand in the same table as joint angles, or None and the notice that says why not.

    Raises MissingInput where the table holds forces and nothing else: it is no recording of movement.
    """
    if not any(is_force_column(name) for name in table.columns):
        return None, ()
    if all(is_force_column(name) for name in table.columns):
        raise MissingInput(
            "the table holds ground forces and no joint angles",
            where=table.source,
            valid="a table of joint angles, with the forces beside it",
            next_step="read the joint angles with forces=<this file>",
        )
    text = "ground forces are read from the same table as the joint angles"
    try:
        return forces_of(table, Notice("forces-in-same-file", text, table.source)), ()
    except TrochanterError as error:
        # Nobody asked for these forces: columns that cannot be used are no reason to refuse the angles.
        text = f"ground forces in the same table are left out: {error.what}"
        return None, (Notice("forces-not-used", text, table.source),)


def forces_of(table: Table, *notices: Notice) -> Forces:
    """Ground forces of a table whose columns name the feet; see ``read_forces``."""
    found = loads_by_side(table.columns)
    if not found:
        raise no_side_error(table)
    return _forces(table, found, (*notices, *_unused(table, found)))


def _described_forces(content: FileContent) -> Forces:
    from trochanter.capture.external_loads import parse_external_loads  # loads lxml

    described = parse_external_loads(content)
    table = read_table(described.datafile)
    text = f"{len(described.loads)} loads as '{Path(content.where).name}' (SHA-256 {content.sha256}) describes them"
    notices = (Notice("loads-described", text, table.source), *described.notices)
    return _forces(table, described.columns_in(table), notices)


def _forces(table: Table, found: Sequence[LoadColumns], notices: tuple[Notice, ...]) -> Forces:
    pairs = [checked_load(_raw(table, columns)) for columns in found]
    loads = tuple(load for load, _ in pairs)
    idle = _idle_notices(loads, table.source)
    told = tuple(notice for _, noticed in pairs for notice in noticed)
    # Missing numbers are told load by load, and no column of forces is an angle.
    kept = tuple(n for n in table.notices if n.code not in ("angle-unit-assumed", "missing-values"))
    return Forces(table.time_s, loads, table.source, table.sha256, (*kept, *notices, *idle, *told))


def _raw(table: Table, columns: LoadColumns) -> RawLoad:
    force, point = table.values[:, columns.force], table.values[:, columns.point]
    moment = None if columns.moment is None else table.values[:, columns.moment]
    return RawLoad(columns.name, columns.segment, table.time_s, force, point, moment, table.source)


def _idle_notices(loads: tuple[ExternalForce, ...], where: str) -> tuple[Notice, ...]:
    idle = [load.name for load in loads if not np.any(load.force_N)]
    if len(idle) == len(loads):
        raise ImpossibleData(
            "all forces are zero throughout",
            where=where,
            valid="the forces of at least one contact",
            next_step="check the export, or read the trial without forces",
        )
    return tuple(Notice("force-zero", f"'{name}' is zero throughout", where) for name in idle)


def _unused(table: Table, found: Sequence[LoadColumns]) -> tuple[Notice, ...]:
    used = {index for load in found for index in (*load.force, *load.point, *(load.moment or ()))}
    left = [name for index, name in enumerate(table.columns) if index not in used and is_force_column(name)]
    if not left:
        return ()
    return (Notice("forces-not-used", f"columns that name no foot are left out: {', '.join(left[:6])}", table.source),)
