"""``read_marker_table``: delimited tables with a column of time and three columns a marker.

Such as those of the running data set RBDS (Fukuchi and others 2017, doi:10.7717/peerj.3298): ``Time``, ``R.ASISX``,
``R.ASISY``, ``R.ASISZ``. Also read: ``R.ASIS_X``, ``R.ASIS.X``, ``R.ASIS x``, units in brackets or in a line of their
own, tabs, commas, semicolons or blanks.
"""

import os
import re
from collections import Counter
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

import numpy as np

from trochanter.capture.delimited import cells_of, delimiter_of, lines_of, parse_cells, text_of
from trochanter.capture.files import FileContent, read_file
from trochanter.capture.marker_paths import named_paths, unit_of, with_lost_frames
from trochanter.capture.sample_times import sampling
from trochanter.capture.trial import Trajectories
from trochanter.core.arrays import read_only
from trochanter.core.errors import ImpossibleData, UnreadableFile
from trochanter.core.quality import Notice

Triples = tuple[tuple[str, tuple[int, int, int]], ...]  # a marker's name, and its columns

HEAD_BYTES = 1 << 20
LEAST_MARKERS = 3  # a phone's acceleration and turning rate are two triples, and no segment is known from two markers
_LINES = 32
# Beyond these a line holds no names of columns, and looking for patterns in it takes too long.
_LONGEST_LABEL, _MOST_LABELS = 200, 20_000
_TIME = re.compile(r"(?i)(?:time|t|seconds|sec)[ _.]*(?P<unit>[\[(].*[\])])?")
_FRAME = re.compile(r"(?i)(?:frame|sample|index|#)[ #_.]*(?:no|number)?")
_UNIT = re.compile(r"[ _]*[\[(]\s*(?P<unit>[A-Za-z]+)\s*[\])]\s*$")
_AXIS = re.compile(r"(?P<stem>.*?)[ _.:\-]*(?P<axis>[XYZxyz])")
_NUMERIC = re.compile(r"[+-]?[0-9.][0-9.,eE+-]*|nan", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class TableHead:
    """What stands above the rows of a delimited table.

    labels without units; unit: of each label, empty where none is said; rows_start: byte offset of the first row.
    """

    labels: tuple[str, ...]
    unit: tuple[str, ...]
    delimiter: bytes
    rows_start: int
    rows_line: int

    @property
    def time(self) -> int | None:
        """Which column is time: the first that is called so; None where there is none."""
        return next((index for index, label in enumerate(self.labels) if _TIME.fullmatch(label)), None)

    @property
    def frame(self) -> int | None:
        """Which column numbers the frames."""
        return next((index for index, label in enumerate(self.labels) if label and _FRAME.fullmatch(label)), None)


def table_head(data: bytes) -> TableHead | None:
    """The line of column names of a delimited table, or None where there is none in the first lines."""
    if b"\0" in data[:4096]:
        return None
    lines = list(islice(lines_of(data[:HEAD_BYTES]), _LINES))
    for number, (stop, line) in enumerate(lines, start=1):
        delimiter = delimiter_of(line)
        cells = [cell[:_LONGEST_LABEL] for cell in cells_of(text_of(line, "").rstrip(), delimiter)]
        if len(cells) > _MOST_LABELS:
            return None
        head = [_UNIT.sub("", cell) for cell in cells]
        if any(_TIME.fullmatch(cell) or (cell and _FRAME.fullmatch(cell)) for cell in head[:2]):
            while head and not head[-1]:
                head.pop()
            units = [found.group("unit") if (found := _UNIT.search(cell)) else "" for cell in cells[: len(head)]]
            return _with_rows(TableHead(tuple(head), tuple(units), delimiter, stop, number + 1), lines[number:])
    return None


def _with_rows(head: TableHead, below: list[tuple[int, bytes]]) -> TableHead:
    """The head with the delimiter that rows have, and with the units of a line between names and rows."""
    stop, line = below[0] if below else (0, b"")
    words = cells_of(text_of(line, ""), delimiter_of(line))
    if any(words) and not any(_NUMERIC.fullmatch(word) for word in words):
        said = [*(word.strip("[]()") for word in words), *[""] * len(head.unit)]
        unit = tuple(word or known for word, known in zip(said, head.unit, strict=False))
        return _with_rows(replace(head, unit=unit, rows_start=stop, rows_line=head.rows_line + 1), below[1:])
    mark = delimiter_of(line.strip()) if line.strip() and head.delimiter not in line else head.delimiter
    return replace(head, delimiter=mark)


def triples_of(labels: tuple[str, ...]) -> Triples:
    """Names of markers and which columns are their x, y and z; a name may stand there more than once.

    >>> triples_of(("Time", "R.ASISX", "R.ASISY", "R.ASISZ", "kneeX"))
    (('R.ASIS', (1, 2, 3)),)
    """
    found: dict[tuple[str, int], dict[str, int]] = {}
    times: Counter[tuple[str, str]] = Counter()
    for index, label in enumerate(labels):
        match = _AXIS.fullmatch(label)
        if match and match.group("stem"):
            stem, axis = match.group("stem"), match.group("axis").lower()
            found.setdefault((stem, times[stem, axis]), {})[axis] = index
            times[stem, axis] += 1
    markers = [(stem, at) for (stem, _), at in found.items() if len(at) == 3 and not is_load_stem(stem)]
    return tuple((stem, (at["x"], at["y"], at["z"])) for stem, at in markers)


def is_marker_table(head: bytes) -> bool:
    """Whether a file begins as a table of markers over time does."""
    found = table_head(head)
    if found is None:
        return False
    return len({stem for stem, _ in triples_of(found.labels)}) >= LEAST_MARKERS


def is_load_stem(name: str) -> bool:
    """Whether a triple of columns is a force, a centre of pressure or a moment: Fx, COPx, Mx, FP1_Fx.

    >>> is_load_stem("COP"), is_load_stem("FP1_F"), is_load_stem("R.ASIS")
    (True, True, False)
    """
    return (
        re.fullmatch(r"(?i)(?:(?:fp|plate|belt|force|p)?_?[0-9]*[_. ]?)?(?:f|force|grf|cop|m|moment|t|torque)", name)
        is not None
    )


def read_marker_table(path: str | os.PathLike[str], *, rate_hz: float | None = None) -> Trajectories:
    """Read a table of markers: positions in m in the laboratory's axes, NaN where a marker was not seen.

    rate_hz: samples a second, needed where the file's time is a sample index. A unit that the file does not say is told
    from how far the markers are apart, and that is told. Raises MissingInput, UnreadableFile and ImpossibleData.
    """
    return parse_marker_table(read_file(path), rate_hz)


def parse_marker_table(content: FileContent, rate_hz: float | None = None) -> Trajectories:
    """Read marker positions from bytes; see ``read_marker_table``."""
    where = content.where
    head = table_head(content.data)
    triples = triples_of(head.labels) if head is not None else ()
    if head is None or not triples:
        text_of(content.data[:HEAD_BYTES], where)
        raise UnreadableFile(
            "there is no line of column names with time and three columns a marker",
            where=where,
            valid="a table such as: Time, R.ASISX, R.ASISY, R.ASISZ, ...",
            next_step="export the markers again, one row a frame",
        )
    cells, told = parse_cells(content.data, head.rows_start, len(head.labels), head.delimiter, where, head.rows_line)
    times = sampling(_time(head, cells), where, stated_hz=rate_hz, frame=_frame(head, cells))
    position = cells[:, [index for _, at in triples for index in at]].reshape(len(cells), len(triples), 3)
    del cells
    found = named_paths(tuple(stem for stem, _ in triples), position, _unit(head, triples, where), where)
    left = _left_out(head, triples, where)
    return Trajectories(
        name=Path(where).stem,
        time_s=read_only(times.time_s),
        names=found.names,
        position_m=read_only(with_lost_frames(found.position_m, times.row)),
        source=where,
        sha256=content.sha256,
        notices=(*told, *left, *times.notices, *found.notices),
    )


def _time(head: TableHead, cells: np.ndarray) -> np.ndarray:
    column = head.time if head.time is not None else head.frame
    time = cells[:, column or 0].copy()
    milliseconds = head.time is not None and head.unit[head.time].lower() in ("ms", "msec", "milliseconds")
    return time / 1000.0 if milliseconds else time


def _frame(head: TableHead, cells: np.ndarray) -> np.ndarray | None:
    return cells[:, head.frame].copy() if head.frame is not None and head.time is not None else None


def _unit(head: TableHead, triples: Triples, where: str) -> str | None:
    words = {head.unit[index] for _, at in triples for index in at} - {""}
    units = {unit_of(word) for word in words}
    if len(units) > 1 or None in units:
        raise ImpossibleData(
            f"the column names say more than one unit of length, or one that is none: {', '.join(sorted(words)[:6])}",
            where=where,
            valid="mm, cm or m, the same for all markers",
            next_step="export all markers in millimetres",
        )
    return units.pop() if units else None


def _left_out(head: TableHead, triples: Triples, where: str) -> list[Notice]:
    used = {index for _, at in triples for index in at} | {head.time, head.frame}
    left = [label or f"column {index + 1}" for index, label in enumerate(head.labels) if index not in used]
    if not left:
        return []
    shown = ", ".join(left[:8]) + (f" and {len(left) - 8} more" if len(left) > 8 else "")
    return [Notice("columns-left-out", f"columns that are no marker's x, y and z are left out: {shown}", where)]
