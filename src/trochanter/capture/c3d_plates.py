"""Force plates of a ``.c3d`` file: which channels, which units, where the plate lies, which way round.

The C3D user guide (c3d.org) says how it is meant to be; files differ in three ways that their own data give away: the
sign of ORIGIN (z has to be negative, the surface lies above the sensors), forces as the plate felt them instead of as
it pushed back, and metres for millimetres in moments.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from trochanter.capture.c3d_file import Recorded
from trochanter.capture.files import FileContent
from trochanter.capture.marker_paths import METRES, unit_of
from trochanter.capture.plate_checks import loaded_samples, plate_load, without_gaps
from trochanter.capture.plate_wrench import CHANNELS, PlateAxes, Wrench, axes_of, surface_load, wrench_of
from trochanter.capture.trial import PlateLoad, Plates, Trajectories
from trochanter.core.arrays import Flags, Floats, read_only
from trochanter.core.errors import ImpossibleData, UnsupportedElement
from trochanter.core.quality import Notice

_MOST_PLATES = 50
_MARGIN_M = 0.02  # by which a point may lie outside a plate whose corners were measured by hand
_FIRM = 3.0  # samples of more than a third of the peak decide where the centre of pressure is
_MOMENT_LENGTHS = {"nmm": 0.001, "ncm": 0.01, "nm": 1.0}


@dataclass(frozen=True, slots=True)
class _Plate:
    """One plate as the file says it, lengths in m."""

    name: str
    kind: int
    channels: Floats
    axes: PlateAxes
    corners_m: Floats
    origin_m: Floats
    calibration: Floats | None
    length_m: float
    moment_m: float


def plates_of(loaded: Recorded, markers: Trajectories | None, content: FileContent) -> Plates | None:
    """What the force plates measured, in the laboratory's axes; None where there is none with data.

    Raises UnsupportedElement for plates of other types than 1 to 4, ImpossibleData for parameters that contradict each
    other, each naming the plate.
    """
    used = loaded.numbers("FORCE_PLATFORM", "USED")
    count = int(used.flat[0]) if used.size and np.isfinite(used.flat[0]) else 0
    if count < 1 or not loaded.channels:
        return None
    if count > _MOST_PLATES:
        raise _bad(f"FORCE_PLATFORM:USED is {count}", content.where)
    samples = loaded.structure.frames * loaded.samples_per_frame
    time_s = loaded.start_s + np.arange(samples) / (loaded.rate_hz * loaded.samples_per_frame)
    loads: list[PlateLoad] = []
    notices: list[Notice] = []
    for number in range(count):
        place = f"{content.where}, force plate {number + 1}"
        plate, told = _plate(loaded, number, time_s, place)
        load, more = _load(plate, time_s, _side_of(markers, plate.axes), place)
        loads.append(load)
        notices += [*told, *more]
    return Plates(read_only(time_s), tuple(loads), content.where, content.sha256, tuple(notices))


def _plate(loaded: Recorded, number: int, time_s: Floats, place: str) -> tuple[_Plate, list[Notice]]:
    kinds = loaded.numbers("FORCE_PLATFORM", "TYPE")
    kind = int(kinds.flat[number]) if number < kinds.size and np.isfinite(kinds.flat[number]) else 0
    if kind not in CHANNELS:
        raise UnsupportedElement(
            place,
            f"FORCE_PLATFORM:TYPE {kind}",
            f"force plate {number + 1}",
            [f"type {known}" for known in CHANNELS],
            "export forces and moments (type 2), or give the forces in a file of their own",
        )
    metres = METRES.get(unit_of((loaded.words("POINT", "UNITS") or ["mm"])[0] or "mm") or "mm", 0.001)
    corners = _of_plate(loaded, "CORNERS", (3, 4), number, place).T * metres
    origin = _of_plate(loaded, "ORIGIN", (3,), number, place) * metres
    calibration = _of_plate(loaded, "CAL_MATRIX", (6, 6), number, place) if kind == 4 else None
    rows = _channels(loaded, kind, number, place)
    channels, gaps = without_gaps(time_s, loaded.analog(rows), "force", place)
    based, told = _without_baseline(loaded, kind, channels, place)
    moment_m, assumed = _moment_unit(loaded, kind, rows, metres, place)
    axes = axes_of(corners, place)
    name = f"plate {number + 1}"
    plate = _Plate(name, kind, based, axes, corners, origin, calibration, metres, moment_m)
    return plate, [*gaps, *told, *assumed]


def _of_plate(loaded: Recorded, name: str, shape: tuple[int, ...], number: int, place: str) -> Floats:
    values = loaded.numbers("FORCE_PLATFORM", name)
    if values.ndim == len(shape):
        values = values[..., None]
    if values.ndim != len(shape) + 1 or values.shape[:-1] != shape or number >= values.shape[-1]:
        raise _bad(f"FORCE_PLATFORM:{name} has the shape {'x'.join(map(str, values.shape))}", place)
    found: Floats = values[..., number]
    if not np.isfinite(found).all():
        raise _bad(f"FORCE_PLATFORM:{name} holds values that are no numbers", place)
    return found


def _channels(loaded: Recorded, kind: int, number: int, place: str) -> list[int]:
    channels = loaded.numbers("FORCE_PLATFORM", "CHANNEL")
    if channels.ndim == 1:
        channels = channels[:, None]
    if channels.ndim != 2 or number >= channels.shape[1] or channels.shape[0] < CHANNELS[kind]:
        raise _bad(f"FORCE_PLATFORM:CHANNEL has the shape {'x'.join(map(str, channels.shape))}", place)
    rows = [int(value) - 1 for value in np.nan_to_num(channels[: CHANNELS[kind], number])]
    if len(set(rows)) < len(rows) or min(rows) < 0 or max(rows) >= loaded.channels:
        raise _bad(f"FORCE_PLATFORM:CHANNEL names {[row + 1 for row in rows]} of {loaded.channels} channels", place)
    return rows


def _without_baseline(loaded: Recorded, kind: int, channels: Floats, place: str) -> tuple[Floats, list[Notice]]:
    """Channels less their mean over the frames that ZERO names; the points of type 1 have no baseline."""
    window = loaded.numbers("FORCE_PLATFORM", "ZERO")
    if window.size < 2:
        return channels, []
    first, last = float(window.flat[0]), float(window.flat[1])
    ratio = loaded.samples_per_frame
    if not 1.0 <= first <= last <= loaded.structure.frames:
        return channels, []
    rows = slice((int(first) - 1) * ratio, int(last) * ratio)
    baseline = channels[rows].mean(axis=0)
    if kind == 1:
        baseline[3:5] = 0.0
    text = f"the mean of frames {first:g} to {last:g} is taken off as the unloaded plate's (FORCE_PLATFORM:ZERO)"
    return channels - baseline, [Notice("plate-zeroed", text, place)]


def _moment_unit(loaded: Recorded, kind: int, rows: list[int], metres: float, place: str) -> tuple[float, list[Notice]]:
    """Metres of the length in the unit of moments: as the channels say, else the unit of points as the guide asks."""
    if kind == 3:
        return metres, []
    words = loaded.words("ANALOG", "UNITS")
    said = [words[row] if row < len(words) else "" for row in rows]
    moments = {"".join(filter(str.isalpha, word)).lower() for word in (said[5:6] if kind == 1 else said[3:6])}
    found = {_MOMENT_LENGTHS[word] for word in moments if word in _MOMENT_LENGTHS}
    if len(found) == 1 and len(moments) == 1:
        return found.pop(), []
    unit = next(name for name, value in METRES.items() if value == metres)
    text = f"the unit of moments is not said: N {unit} is assumed, as the format asks"
    return metres, [Notice("moment-unit-assumed", text, place)]


def _side_of(markers: Trajectories | None, axes: PlateAxes) -> float:
    """Which side of the plate the person is on: -1 where its z axis points down, away from the markers."""
    if markers is None:
        return -1.0
    some = markers.position_m[:: max(len(markers.time_s) // 50, 1)].reshape(-1, 3)
    some = some[np.isfinite(some).all(axis=1)]
    if not some.size:
        return -1.0
    return 1.0 if float(((some - axes.centre_m) @ axes.turn[:, 2]).mean()) > 0.0 else -1.0


def _load(plate: _Plate, time_s: Floats, side: float, place: str) -> tuple[PlateLoad, list[Notice]]:
    notices: list[Notice] = []
    if side > 0.0:
        text = "the plate's z axis points up to the markers, not down: its corners may be in the wrong order"
        notices.append(Notice("plate-axis-up", text, place))
    readings = _readings(plate, side, place)
    chosen = first = next(readings)
    while not _is_on_plate(chosen, plate.axes):
        following = next(readings, None)
        if following is None:
            text = "the centre of pressure lies outside the plate's corners: check CORNERS, ORIGIN and units"
            chosen = first
            notices.append(Notice("point-off-plate", text, place))
            break
        chosen = following
    force, point, moment = surface_load(chosen.wrench, plate.axes, chosen.loaded)
    load, more = plate_load(plate.name, time_s, force, point, moment, plate.corners_m, place)
    return load, [*notices, *chosen.notices, *more]


@dataclass(frozen=True, slots=True)
class _Reading:
    """One way in which a plate's parameters can be meant, and what has to be told of it."""

    wrench: Wrench
    loaded: Flags
    notices: tuple[Notice, ...]


def _readings(plate: _Plate, side: float, place: str) -> Iterator[_Reading]:
    """How the file can be meant, the guide's way first."""
    origin, moment_m = plate.origin_m, plate.moment_m
    told: tuple[Notice, ...] = ()
    if origin[2] * side < 0.0:
        origin = origin * [1.0, 1.0, -1.0] if plate.kind == 3 else -origin
        text = "ORIGIN points from the surface to the sensors, not from the sensors to the surface: it is turned round"
        told = (Notice("plate-origin-turned", text, place),)
    yield _reading(plate, side, origin, moment_m, told)
    if plate.kind in (1, 3):
        return
    if np.abs(origin[:2]).max() > 0.0:
        text = "with ORIGIN as it stands the centre of pressure is off the plate: x and y are turned round"
        notices = (*told, Notice("plate-origin-turned", text, place))
        yield _reading(plate, side, origin * [-1.0, -1.0, 1.0], moment_m, notices)
    other, unit = (0.001, "N mm") if moment_m == 1.0 else (1.0, "N m")
    text = f"moments are read as {unit}: as the file says it, the centre of pressure would be off the plate"
    yield _reading(plate, side, origin, other, (*told, Notice("moment-unit-contradicted", text, place)))


def _reading(plate: _Plate, side: float, origin_m: Floats, moment_m: float, told: tuple[Notice, ...]) -> _Reading:
    wrench = wrench_of(plate.kind, plate.channels, origin_m, plate.length_m, moment_m, plate.calibration)
    if float(wrench.force_N[:, 2].sum()) * side < 0.0:
        # What the person did to the plate: the plate did the opposite.
        wrench = Wrench(-wrench.force_N, -wrench.moment_Nm, wrench.origin_to_surface_m)
    return _Reading(wrench, loaded_samples(wrench.force_N * [0.0, 0.0, 1.0]), told)


def _is_on_plate(reading: _Reading, axes: PlateAxes) -> bool:
    """Whether the centre of pressure lies on the plate while it carries much; also where it carries nothing."""
    if not reading.loaded.any():
        return True
    _, point, _ = surface_load(reading.wrench, axes, reading.loaded)
    size = np.abs(reading.wrench.force_N[:, 2])
    firm = reading.loaded & (size > size[reading.loaded].max() / _FIRM)
    return bool(np.mean(axes.holds(point[firm], _MARGIN_M)) > 0.5)


def _bad(what: str, where: str) -> ImpossibleData:
    return ImpossibleData(
        what,
        where=where,
        valid="parameters as in the C3D user guide",
        next_step="export the file again, or give the forces in a file of their own",
    )
