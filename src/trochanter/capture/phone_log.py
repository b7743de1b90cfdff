"""``read_phone_log``: what a phone on a leg recorded, from the exports of Sensor Logger, phyphox and Physics Toolbox.

Columns are found by their names, never by their order: Sensor Logger writes z, y, x. On iOS it writes accelerations
with the opposite sign unless the recording is standardised; here an acceleration is what a sensor feels, so that at
rest it points upwards with 9.8 m/s2 (the convention of Android).
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from trochanter.capture.files import FileContent
from trochanter.capture.phone_app import App, app_of
from trochanter.capture.phone_grid import on_one_grid
from trochanter.capture.phone_pack import read_pack
from trochanter.capture.phone_sensors import Kind, Sensor, has_sensors, sensors_of
from trochanter.capture.phone_table import labels_of, parse_table
from trochanter.core.arrays import Floats, frozen
from trochanter.core.errors import MissingInput, UnreadableFile, one_of
from trochanter.core.quality import Notice


@dataclass(frozen=True, slots=True)
class PhoneLog:
    """A phone's sensors on one grid of times, in the phone's axes (x right, y up, z out of the screen).

    time_s (n,) evenly spaced; turning_rad_s (n, 3); acceleration_m_s2 (n, 3) with gravity in it, None where the phone
    did not record it; gravity_m_s2 (n, 3) as the phone worked it out, None where it did not. app and platform are empty
    where the export does not say them.
    """

    time_s: Floats
    turning_rad_s: Floats
    acceleration_m_s2: Floats | None
    gravity_m_s2: Floats | None
    app: str
    platform: str
    source: str = ""
    sha256: str = ""
    notices: tuple[Notice, ...] = ()

    @property
    def rate_hz(self) -> float:
        """Samples a second of the grid."""
        return (len(self.time_s) - 1) / float(self.time_s[-1] - self.time_s[0])


def read_phone_log(path: str | os.PathLike[str]) -> PhoneLog:
    """Read the recording of one leg: a folder, a .zip archive or one .csv file.

    Raises MissingInput (no such file; no gyroscope in it), UnreadableFile (damaged, no table, a zip bomb) and
    ImpossibleData (cells that are no numbers, time that goes back, too few samples).
    """
    pack = read_pack(path)
    app = app_of(pack.tables)
    sensors, told = _sensors(pack.tables, pack.where)
    sensors = [_with_sign(sensor, app) for sensor in sensors]
    turning = _one("turning", sensors)
    if turning is None:
        raise _without_turning(pack.where, sensors)
    felt, gravity = _felt(sensors), _one("gravity", sensors)
    used = [turning, *felt, *([gravity] if gravity else [])]
    grid = on_one_grid(turning, used, pack.where)
    summed = sum((grid.of(sensor) for sensor in felt), np.zeros_like(grid.of(turning))) if felt else None
    notices = (*told, *app.notices, *(n for sensor in used for n in sensor.notices), *grid.notices)
    return PhoneLog(
        time_s=frozen(grid.time_s),
        turning_rad_s=frozen(grid.of(turning)),
        acceleration_m_s2=None if summed is None else frozen(summed),
        gravity_m_s2=None if gravity is None else frozen(grid.of(gravity)),
        app=app.name,
        platform=app.platform,
        source=pack.where,
        sha256=pack.sha256,
        notices=tuple(dict.fromkeys(notices + _lacking(felt, pack.where))),
    )


def _sensors(tables: Sequence[FileContent], where: str) -> tuple[list[Sensor], list[Notice]]:
    """The sensors of all tables; a table that is broken stops the reading only where it is needed."""
    found: list[Sensor] = []
    for content in tables:
        if has_sensors(labels_of(content), Path(content.where).stem):
            found += sensors_of(parse_table(content))
    if not found:
        names = [Path(content.where).name for content in tables]
        raise UnreadableFile(
            f"there is no table of a sensor with the axes x, y and z in {one_of(names, most=6)}",
            where=where,
            valid="the export of Sensor Logger, phyphox or Physics Toolbox as .csv",
            next_step="record gyroscope and accelerometer, and export as .csv",
        )
    return found, []


def _with_sign(sensor: Sensor, app: App) -> Sensor:
    return replace(sensor, xyz=-sensor.xyz) if app.opposite_sign and sensor.kind != "turning" else sensor


def _one(kind: Kind, sensors: Sequence[Sensor]) -> Sensor | None:
    """The sensor of a kind: calibrated by the phone rather than raw, the longest of several."""
    found = [sensor for sensor in sensors if sensor.kind == kind]
    return max(found, key=lambda sensor: (not sensor.raw, len(sensor.time_s)), default=None)


def _felt(sensors: Sequence[Sensor]) -> list[Sensor]:
    """Sensors whose sum is the acceleration with gravity in it; none where the phone did not record it."""
    whole, linear, gravity = (_one(kind, sensors) for kind in ("acceleration", "linear", "gravity"))
    if whole is not None and not (whole.raw and linear is not None and gravity is not None):
        return [whole]
    if gravity is None:
        return []
    return [gravity] if linear is None else [linear, gravity]


def _lacking(felt: Sequence[Sensor], where: str) -> tuple[Notice, ...]:
    if felt:
        return ()
    text = (
        "the recording has no acceleration with gravity in it: angles come from the gyroscope alone, with a wider error"
    )
    return (Notice("gravity-absent", text, where),)


def _without_turning(where: str, sensors: Sequence[Sensor]) -> MissingInput:
    names = sorted({sensor.name for sensor in sensors})
    return MissingInput(
        f"the recording has no gyroscope, only {one_of(names, most=6)}",
        where=where,
        valid="gyroscope and accelerometer of the same recording",
        next_step="name the folder or .zip that holds both, or switch the gyroscope on in the app and record again",
    )
