"""``read_trc``: marker positions from ``.trc`` files, whatever program wrote them."""

import os
from pathlib import Path

import numpy as np

from trochanter.capture.delimited import parse_cells
from trochanter.capture.files import FileContent, read_file
from trochanter.capture.marker_paths import named_paths, unit_of, with_lost_frames
from trochanter.capture.sample_times import sampling
from trochanter.capture.trc_header import TrcHeader, parse_trc_header
from trochanter.capture.trial import Trajectories
from trochanter.core.arrays import read_only
from trochanter.core.errors import ImpossibleData
from trochanter.core.quality import Notice


def read_trc(path: str | os.PathLike[str]) -> Trajectories:
    """Read a ``.trc`` file: positions in m in the laboratory's axes, NaN where a marker was not seen.

    The columns decide: counts and rates that the header gets wrong, rounded time, lost frames, zeros for missing
    markers, names that are empty or stand twice become notices. Raises MissingInput, UnreadableFile and ImpossibleData.
    """
    return parse_trc(read_file(path))


def parse_trc(content: FileContent) -> Trajectories:
    """Read marker positions from bytes; see ``read_trc``."""
    where = content.where
    header = parse_trc_header(content.data, where)
    cells, notices = parse_cells(
        content.data, header.rows_start, header.width, header.delimiter, where, header.rows_line
    )
    told = _counts(header, len(cells), where)
    times = sampling(cells[:, 1].copy(), where, stated_hz=header.number("DataRate"), frame=cells[:, 0].copy())
    position = np.ascontiguousarray(cells[:, 2:]).reshape(len(cells), len(header.names), 3)
    del cells  # a long recording is in memory once, not twice
    found = named_paths(header.names, position, _unit(header, where), where)
    return Trajectories(
        name=Path(where).stem,
        time_s=read_only(times.time_s),
        names=found.names,
        position_m=read_only(with_lost_frames(found.position_m, times.row)),
        header=header.pairs,
        source=where,
        sha256=content.sha256,
        notices=(*notices, *told, *times.notices, *found.notices),
    )


def _unit(header: TrcHeader, where: str) -> str | None:
    word = header.word("Units")
    unit = unit_of(word)
    if word and unit is None:
        raise ImpossibleData(
            f"the header says that positions are in '{word[:40]}'",
            where=where,
            valid="mm, cm or m",
            next_step="export in millimetres, or correct the header",
        )
    return unit


def _counts(header: TrcHeader, rows: int, where: str) -> tuple[Notice, ...]:
    """What the header says of rows and markers beside what there is."""
    notices = []
    for key, what, count in (("NumFrames", "frames", rows), ("NumMarkers", "markers", len(header.names))):
        stated = header.number(key)
        if stated is not None and stated != count:
            text = f"the header says {stated:g} {what}, the file has {count}: all {count} are used"
            text += "; it may have been cut off" if what == "frames" and stated > count else ""
            notices.append(Notice(f"{what}-count", text, where))
    return tuple(notices)
