"""``read_table``: OpenSim's ``.mot`` and ``.sto`` tables in every dialect that is in circulation.

The format: header lines, ``endheader``, a line of column names with time first, one row of numbers an instant
(https://opensimconfluence.atlassian.net/wiki/spaces/OpenSim/pages/53089618/Storage+.sto+Files).
"""

import os
from pathlib import Path

import numpy as np

from trochanter.capture.files import FileContent, read_file
from trochanter.capture.table_header import Header, parse_header
from trochanter.capture.table_rows import parse_rows
from trochanter.capture.trial import Table
from trochanter.core.arrays import Floats, frozen
from trochanter.core.errors import ImpossibleData
from trochanter.core.quality import Notice

_STATES = ("value", "speed", "activation", "fiber_length", "fiber_velocity", "excitation", "normalized_tendon_force")
_MIN_STEP = 0.01  # of the median step: below this two instants are one, written twice


def read_table(path: str | os.PathLike[str]) -> Table:
    """Read a ``.mot`` or ``.sto`` file: values, names and units as the file says them.

    Raises MissingInput, UnreadableFile (not such a table) and ImpossibleData (a table that breaks its own promises),
    each naming the line. Row counts that the header gets wrong, missing values and unstated units become notices.
    """
    return parse_table(read_file(path))


def parse_table(content: FileContent) -> Table:
    """Read a table from bytes; see ``read_table``."""
    header = parse_header(content.data, content.where)
    rows = parse_rows(content.data[header.rows_start :], header.labels, content.where, header.rows_line)
    _check_time(rows[:, 0], header.labels[0], content)
    _refuse_repeated_coordinates(header.labels[1:], content.where)
    infinite = np.isinf(rows)
    if infinite.any():
        rows[infinite] = np.nan
    notices = (*header.notices, *_check_counts(header, rows, content.where))
    return Table(
        name=header.name or Path(content.where).stem,
        time_s=frozen(rows[:, 0]),
        columns=header.labels[1:],
        values=frozen(rows[:, 1:]),
        in_degrees=header.in_degrees,
        header=header.pairs,
        source=content.where,
        sha256=content.sha256,
        notices=(*notices, *_missing_notices(header, rows, infinite, content.where)),
    )


def bare_name(column: str) -> str:
    """The model's name for a column: paths lose their folders, states that are no coordinate keep their word.

    >>> bare_name("/jointset/hip_r/hip_flexion_r/value")
    'hip_flexion_r'
    >>> bare_name("/jointset/hip_r/hip_flexion_r/speed")
    'hip_flexion_r/speed'
    >>> bare_name("/forceset/soleus_r"), bare_name("hip_flexion_r")
    ('soleus_r', 'hip_flexion_r')
    """
    folder, _, last = column.rpartition("/")
    if not folder or (last not in _STATES and not column.startswith("/")):
        return column
    owner = folder.rpartition("/")[2]
    if last not in _STATES:
        return last
    return owner if last == "value" else f"{owner}/{last}"


def _check_time(time_s: Floats, label: str, content: FileContent) -> None:
    with np.errstate(over="ignore", invalid="ignore"):
        steps = np.diff(time_s)
        least = _MIN_STEP * float(np.median(steps)) if steps.size else 0.0
    bad = np.flatnonzero(~np.isfinite(time_s))
    if bad.size:
        raise _bad_time(int(bad[0]), f"time is {time_s[bad[0]]}", content)
    bad = np.flatnonzero(~(steps > max(least, 0.0)))
    if bad.size:
        row = int(bad[0]) + 1
        now, before = float(time_s[row]), float(time_s[row - 1])
        word = "goes back" if now < before else "stands still" if now == before else "hardly moves"
        raise _bad_time(row, f"'{label}' {word}: {now!r} follows {before!r}", content)


def _bad_time(row: int, what: str, content: FileContent) -> ImpossibleData:
    return ImpossibleData(
        what,
        where=f"{content.where}, row {row + 1} of the data",
        valid="seconds that increase from row to row",
        next_step="write time with more digits, remove the repeated rows, or cut the file there",
    )


def _refuse_repeated_coordinates(columns: tuple[str, ...], where: str) -> None:
    first: dict[str, str] = {}
    for column in columns:
        earlier = first.setdefault(bare_name(column), column)
        if earlier != column:
            raise ImpossibleData(
                f"the columns '{earlier}' and '{column}' are the same quantity",
                where=f"{where}, column names",
                valid="one column a quantity",
                next_step="remove one of them",
            )


def _check_counts(header: Header, rows: Floats, where: str) -> list[Notice]:
    """Refuse another number of rows than declared: the file was cut off. Files with fewer columns are published."""
    count, width = rows.shape
    declared = header.count("nrows", "datarows")
    notices = []
    if declared == 0:
        text = f"the header declares no rows, as programs do that write while they record: all {count} are used"
        notices.append(Notice("row-count", text, where))
    elif declared is not None and declared != count:
        raise ImpossibleData(
            f"the header declares {declared} rows, the file has {count}",
            where=where,
            valid="as many rows as the header declares",
            next_step="export the file again if it was cut off; else correct the number in the header",
        )
    declared = header.count("ncolumns", "datacolumns")
    if declared is not None and declared != width:
        text = f"the header declares {declared} columns, the file has {width}: all {width} are used"
        notices.append(Notice("column-count", text, where))
    return notices


def _missing_notices(header: Header, rows: Floats, infinite: np.ndarray, where: str) -> list[Notice]:
    missing = np.isnan(rows)
    counts = missing.sum(axis=0)
    if not counts.any():
        return []
    names = [f"{label} ({count})" for label, count in zip(header.labels, counts, strict=True) if count]
    shown = ", ".join(names[:8]) + (f" and {len(names) - 8} more columns" if len(names) > 8 else "")
    text = f"{int(counts.sum())} values are missing: {shown}"
    if infinite.any():
        text += f"; {int(infinite.sum())} of them stand as infinite in the file"
    return [Notice("missing-values", text, where)]
