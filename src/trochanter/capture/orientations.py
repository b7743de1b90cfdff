"""``read_orientations``: orientations of sensors over time in OpenSim's format (.sto with ``DataType=Quaternion``).

Four numbers a sensor with commas between, w first, columns separated by tabs; R turns components in the sensor's frame
into components in the laboratory's (https://opensimconfluence.atlassian.net/wiki/spaces/OpenSim/pages/53084203).
"""

import os
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from trochanter.capture.files import FileContent, read_file
from trochanter.capture.table_header import parse_header
from trochanter.capture.table_rows import parse_rows
from trochanter.core.arrays import Floats, frozen
from trochanter.core.errors import ImpossibleData, UnknownName, UnreadableFile

_UNIT_WITHIN = 1e-3
_HEAD_BYTES = 1 << 16
_KIND = re.compile(rb"(?im)^[ \t]*DataType[ \t]*=[ \t]*(\w+)")


@dataclass(frozen=True, slots=True)
class Orientations:
    """Sensors over time: time_s (n,) increasing, names (k,), turn (n, k, 3, 3) from each sensor to the laboratory."""

    name: str
    time_s: Floats
    names: tuple[str, ...]
    turn: Floats
    source: str = ""
    sha256: str = ""

    def of(self, name: str) -> Floats:
        """Orientation (n, 3, 3) of one sensor; raises UnknownName."""
        if name not in self.names:
            raise UnknownName("sensor", name, self.names, self.source)
        turn: Floats = self.turn[:, self.names.index(name)]
        return turn


def read_orientations(path: str | os.PathLike[str]) -> Orientations:
    """Read orientations of sensors.

    Raises MissingInput, UnreadableFile (no such table) and ImpossibleData (rows that are ragged or no unit quaternions,
    time that does not increase), naming the place.
    """
    return parse_orientations(read_file(path))


def parse_orientations(content: FileContent) -> Orientations:
    """Read orientations from bytes; see ``read_orientations``."""
    where = content.where
    said = _KIND.search(content.data[:_HEAD_BYTES])
    if said is None or said.group(1).lower() != b"quaternion":
        raise UnreadableFile(
            f"the header says DataType={said.group(1).decode('latin-1') if said else 'nothing'}",
            where=where,
            valid="DataType=Quaternion, as OpenSim writes orientations of sensors",
            next_step="export the orientations of the sensors as quaternions",
        )
    # Once the four numbers of a cell stand apart, it is a table of numbers like others.
    data = _KIND.sub(b"DataType=double", content.data, count=1)
    header = parse_header(data, where)
    names = header.labels[1:]
    labels = (header.labels[0], *(f"{name}, part {part}" for name in names for part in "wxyz"))
    rows = parse_rows(data[header.rows_start :].replace(b",", b"\t"), labels, where, header.rows_line)
    quaternion = rows[:, 1:].reshape(len(rows), len(names), 4)
    _check(rows[:, 0], quaternion, names, where)
    turn = frozen(_matrices(quaternion / np.linalg.norm(quaternion, axis=-1, keepdims=True)))
    return Orientations(Path(where).stem, frozen(rows[:, 0]), names, turn, where, content.sha256)


def _check(time_s: Floats, quaternion: Floats, names: tuple[str, ...], where: str) -> None:
    if not np.all(np.diff(time_s) > 0.0):
        row = int(np.argmin(np.diff(time_s) > 0.0)) + 1
        raise ImpossibleData("time does not increase", where=f"{where}, row {row + 1} of the data", valid="seconds")
    off = ~(np.abs(np.linalg.norm(quaternion, axis=-1) - 1.0) < _UNIT_WITHIN)
    if off.any():
        row, column = (int(index) for index in np.argwhere(off)[0])
        raise ImpossibleData(
            "the four numbers are no unit quaternion",
            where=f"{where}, row {row + 1} of the data, '{names[column]}'",
            valid="w, x, y, z whose squares add up to 1",
            next_step="export the orientations again",
        )


def _matrices(quaternion: Floats) -> Floats:
    """Rotations (..., 3, 3) of unit quaternions (..., 4), w first.

    R = I + 2 w [v] + 2 [v] [v], with [v] the cross-product matrix of (x, y, z).
    """
    w, x, y, z = np.moveaxis(quaternion, -1, 0)
    zero = np.zeros_like(w)
    cross = np.stack([zero, -z, y, z, zero, -x, -y, x, zero], axis=-1).reshape(*w.shape, 3, 3)
    return np.asarray(np.eye(3) + 2.0 * w[..., None, None] * cross + 2.0 * cross @ cross)
