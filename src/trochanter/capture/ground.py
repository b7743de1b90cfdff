"""``read_ground``: ground forces of any kind that trochanter knows, by foot (Forces) or by plate (Plates).

By foot: OpenSim's external loads and tables whose columns name the feet. By plate: ``.c3d`` files, and tables with the
columns Fx, Fy, Fz, COPx, COPy, COPz and Ty of a belt or of several plates, as RBDS has them (doi:10.7717/peerj.3298).
"""

import os

import numpy as np

from trochanter.capture.c3d_structure import is_c3d
from trochanter.capture.delimited import parse_cells
from trochanter.capture.fading import runs
from trochanter.capture.files import FileContent, read_file
from trochanter.capture.load_checks import MAX_EXCURSION_M, MAX_NUMBER
from trochanter.capture.marker_tables import is_marker_table, table_head
from trochanter.capture.plate_checks import loaded_samples, plate_load, pressing, without_gaps
from trochanter.capture.plate_columns import PlateColumns, plates_in
from trochanter.capture.sample_times import is_index, sampling, whole_rate
from trochanter.capture.table_header import has_table_header
from trochanter.capture.trial import Forces, PlateLoad, Plates
from trochanter.core.arrays import Flags, Floats, read_only
from trochanter.core.errors import BadSetting, ImpossibleData, MissingInput
from trochanter.core.quality import Notice

_MOST_HZ = 1e5
_LEAST_HZ, _LIKELY_HZ = 50.0, 5000.0  # of force plates, where nobody says
_LEVER_M = 0.5  # a free moment over its force: longer than any foot


def read_ground(
    path: str | os.PathLike[str], *, rate_hz: float | None = None, duration_s: float | None = None, start_s: float = 0.0
) -> Forces | Plates:
    """Read ground forces: Forces where the file says which foot, Plates where it only says which plate.

    Where time is a sample index, ``rate_hz`` says how fast it counts; without it, ``duration_s`` of the markers of the
    same recording does, and that is told; the first sample is at ``start_s``. Raises MissingInput, BadSetting,
    UnreadableFile, UnknownName, UnsupportedElement and ImpossibleData.
    """
    if rate_hz is not None and not 0.0 < rate_hz < _MOST_HZ:
        raise BadSetting("rate_hz", rate_hz, "samples a second, more than 0")
    content = read_file(path)
    if is_c3d(content.data):
        from trochanter.capture.c3d import parse_c3d_plates

        return parse_c3d_plates(content)
    if content.data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return _by_foot(path)
    if has_table_header(content.data[: 1 << 20]):
        return _of_table(content, path)
    return _of_rows(content, rate_hz, duration_s, start_s)


def is_force_table(head: bytes) -> bool:
    """Whether a file begins as a table of a plate's forces does."""
    found = table_head(head)
    return found is not None and bool(plates_in(found.labels)) and not is_marker_table(head)


def _by_foot(path: str | os.PathLike[str]) -> Forces:
    from trochanter.capture.loads import read_forces

    return read_forces(path)


def _of_table(content: FileContent, path: str | os.PathLike[str]) -> Forces | Plates:
    """A ``.mot`` or ``.sto`` table: by foot where its columns say so."""
    from trochanter.capture.load_columns import loads_by_side
    from trochanter.capture.tables import parse_table

    table = parse_table(content)
    found = plates_in(table.columns)
    if loads_by_side(table.columns) or not found:
        return _by_foot(path)
    kept = tuple(n for n in table.notices if n.code not in ("angle-unit-assumed", "missing-values"))
    return _plates(content, table.time_s, table.values, found, kept)


def _of_rows(content: FileContent, rate_hz: float | None, duration_s: float | None, start_s: float) -> Plates:
    where = content.where
    head = table_head(content.data)
    found = plates_in(head.labels) if head is not None else ()
    if head is None or not found:
        raise MissingInput(
            "there are no columns of ground forces",
            where=where,
            valid="external loads, a .mot table, a .c3d file, or a table of Time, Fx, Fy, Fz, COPx, COPy, COPz, Ty",
            next_step="check that this is the file of the forces",
        )
    cells, told = parse_cells(content.data, head.rows_start, len(head.labels), head.delimiter, where, head.rows_line)
    time, notices = _time(cells[:, head.time or head.frame or 0].copy(), rate_hz, duration_s, start_s, where)
    if len(time) != len(cells):
        raise ImpossibleData(
            f"{len(time) - len(cells)} samples are missing between the first and the last",
            where=where,
            valid="forces without lost samples",
            next_step="cut the record there",
        )
    return _plates(content, time, cells, found, (*told, *notices))


def _time(
    time: Floats, rate_hz: float | None, duration_s: float | None, start_s: float, where: str
) -> tuple[Floats, tuple[Notice, ...]]:
    if not is_index(time):
        found = sampling(time, where, stated_hz=rate_hz)
        return found.time_s, found.notices
    told: tuple[Notice, ...] = ()
    if rate_hz is None and duration_s is not None and duration_s > 0.0:
        rate_hz = _rate_of(len(time), duration_s, where)
        text = f"the rate of the forces is not said: {rate_hz:g} Hz makes them last as long as the markers"
        usual = rate_hz % 10.0 == 0.0
        doubt = "" if usual else ", an unusual rate: check that they are of the same recording"
        told = (Notice("rate-from-markers", f"{text}, {duration_s:.4g} s{doubt}", where),)
    found = sampling(time, where, stated_hz=rate_hz)
    return found.time_s + start_s, (*told, *found.notices)


def _rate_of(samples: int, duration_s: float, where: str) -> float:
    rate_hz = whole_rate(samples / duration_s)
    if not _LEAST_HZ <= rate_hz <= _LIKELY_HZ:
        raise ImpossibleData(
            f"{samples} samples of force need {rate_hz:.4g} Hz to last as long as the markers, {duration_s:.4g} s",
            where=where,
            valid=f"forces of the same recording, at {_LEAST_HZ:g} to {_LIKELY_HZ:g} Hz",
            next_step="check that these are the forces of this trial, or give their rate",
        )
    return rate_hz


def _plates(
    content: FileContent, time_s: Floats, values: Floats, found: tuple[PlateColumns, ...], told: tuple[Notice, ...]
) -> Plates:
    pairs = [_load(columns, time_s, values, content.where) for columns in found]
    loads = tuple(load for load, _ in pairs)
    if not any(np.isfinite(load.point_m).any() for load in loads):
        raise ImpossibleData(
            "no plate ever carries a person",
            where=content.where,
            valid="ground forces in N",
            next_step="give newtons: forces may have been divided by body weight or mass; or read without forces",
        )
    notices = tuple(notice for _, noticed in pairs for notice in noticed)
    return Plates(read_only(time_s), loads, content.where, content.sha256, (*told, *notices))


def _load(columns: PlateColumns, time_s: Floats, values: Floats, where: str) -> tuple[PlateLoad, list[Notice]]:
    name = columns.name
    force, gaps = without_gaps(time_s, _triple(values, columns.force), f"the force of '{name}'", where)
    notices = list(gaps)
    point, moment = _triple(values, columns.point), _triple(values, columns.moment)
    if not columns.moment:
        text = f"there is no free moment for '{name}': zero is used, which biases hip rotation moments"
        notices.append(Notice("moment-absent", text, where))
    axis, sign = pressing(force)
    if sign < 0.0:
        text = f"'{name}' holds the force on the plate: its opposite, the force on the person, is used"
        notices.append(Notice("force-turned", text, where))
        force, moment = -force, -moment
    loaded = loaded_samples(force)
    point, far = _in_metres(name, point, force[:, axis], loaded, where)
    moment, turning = _in_newton_metres(name, moment, force[:, axis], loaded, where)
    load, more = plate_load(name, time_s, force, point, np.where(np.isfinite(moment), moment, 0.0), None, where)
    return load, [*notices, *far, *turning, *more]


def _triple(values: Floats, columns: dict[int, int]) -> Floats:
    found = np.zeros((len(values), 3))
    for axis, column in columns.items():
        found[:, axis] = values[:, column]
    return np.where(np.abs(found) < MAX_NUMBER, found, np.nan)


def _in_metres(name: str, point: Floats, pressing_N: Floats, loaded: Flags, where: str) -> tuple[Floats, list[Notice]]:
    """Points in m: millimetres are told by how far a point moves within a contact."""
    firm = loaded & (pressing_N > pressing_N.max() / 3.0) & np.isfinite(point).all(axis=1)
    moved = [float(np.ptp(point[start:stop], axis=0).max()) for start, stop in runs(firm)]
    if not moved or float(np.median(moved)) <= MAX_EXCURSION_M:
        return point, []
    text = f"the centre of pressure of '{name}' moves as millimetres do within a contact: it is read as millimetres"
    return point / 1000.0, [Notice("point-millimetres", text, where)]


def _in_newton_metres(
    name: str, moment: Floats, pressing_N: Floats, loaded: Flags, where: str
) -> tuple[Floats, list[Notice]]:
    """Moments in N m: N mm are told by the lever that they would have as N m."""
    firm = loaded & (pressing_N > pressing_N.max() / 3.0) & np.isfinite(moment).all(axis=1)
    if not firm.any():
        return moment, []
    lever = float(np.median(np.abs(moment[firm]).max(axis=1) / pressing_N[firm]))
    if lever <= _LEVER_M:
        return moment, []
    text = f"the free moment of '{name}' is read as N mm: as N m it would act at {lever:.3g} m from the foot"
    return moment / 1000.0, [Notice("moment-newton-millimetres", text, where)]
