"""Which columns of a phone's tables are which sensor: by axis, unit, name, and what gravity looks like.

Apps translate the names of sensors, not their units. A phone that is held still for most of a recording measures
9.8 m/s2 where gravity is in a column, 1 where the column is in g, and about 0 where the app has taken gravity out.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from trochanter.capture.phone_clock import seconds_of
from trochanter.capture.phone_table import PhoneTable
from trochanter.core.arrays import Floats
from trochanter.core.constants import GRAVITY_M_S2
from trochanter.core.errors import ImpossibleData
from trochanter.core.quality import Notice

Kind = Literal["turning", "acceleration", "linear", "gravity"]
Columns = tuple[int, int, int]

LONGEST_LABEL = 120  # characters: patterns on longer ones would take longer the longer they are
_UNIT = re.compile(r"\s*[\[(](?P<unit>[^\])]*)[\])]\s*$")
_AXIS = re.compile(r"(?i)(?:(?P<stem>.*?)[\s_.\-]+)?(?P<axis>[xyz])")
_AXIS_FIRST = re.compile(r"(?i)(?P<axis>[xyz])[\s_.\-]+(?P<stem>.+)")
_SHORT = re.compile(r"(?P<stem>gF|w|a|acc|gyro|gyr)(?P<axis>[xyz])")
_SHORT_KINDS: dict[str, tuple[Kind, str]] = {
    "gF": ("acceleration", "g"),
    "w": ("turning", "rad/s"),
    "a": ("linear", "m/s2"),
}
_UNITS: dict[str, tuple[Kind, float]] = {
    "m/s2": ("acceleration", 1.0),
    "m/s/s": ("acceleration", 1.0),
    "m·s-2": ("acceleration", 1.0),
    "g": ("acceleration", GRAVITY_M_S2),
    "rad/s": ("turning", 1.0),
    "°/s": ("turning", np.pi / 180.0),
    "º/s": ("turning", np.pi / 180.0),
    "deg/s": ("turning", np.pi / 180.0),
}
_WORDS: tuple[tuple[str, Kind], ...] = (
    (r"gravi|schwer", "gravity"),
    (r"lin[eé]a|without|ohne", "linear"),
    (r"gyr|gir|angular|winkel", "turning"),
    (r"accel|beschl|total", "acceleration"),
)
_NO_SENSOR = re.compile(r"(?i)magnet|orientation|location|compass|uncalibrated.*magn|quat")
_TIMES = re.compile(r"(?i)seconds_elapsed|time|t|zeit|temps|tiempo|tempo|tid|tijd|czas|čas|время|時間|时间|시간")
_SECONDS = {"s", "sec", "seconds", "с", "秒"}
_FASTEST_RAD_S = 40.0  # gyroscopes of phones end at 2000 degrees a second
_NEAR = 0.15  # how near to 9.8 or 1 the middle length of an acceleration has to be
_STILL = 3.0  # m/s2: below this, gravity is not in it
_MOST_BACK = 0.01  # of the rows may have a time that goes back


@dataclass(frozen=True, slots=True)
class Sensor:
    """One sensor of a phone: time_s (n,) increasing, xyz (n, 3) in rad/s or m/s2, in the phone's axes.

    dated: whether the time is a date. raw: whether the phone left its own calibration out.
    """

    kind: Kind
    name: str
    where: str
    time_s: Floats
    xyz: Floats
    dated: bool
    raw: bool
    notices: tuple[Notice, ...] = ()


def has_sensors(labels: Sequence[str], name: str = "") -> bool:
    """Whether column names hold the three axes of a sensor that turning or gravity can be read from."""
    return any(_kind(stem, unit, name) is not None for stem, unit, _ in _triples(labels))


def sensors_of(table: PhoneTable) -> tuple[Sensor, ...]:
    """The sensors of a table.

    Raises ImpossibleData where time goes back in more than one row of a hundred.
    """
    made = (_sensor(table, stem, unit, at) for stem, unit, at in _triples(table.labels))
    return tuple(sensor for sensor in made if sensor is not None)


def _triples(labels: Sequence[str]) -> list[tuple[str, str, Columns]]:
    """Name, unit and columns of each three axes that belong together."""
    found: dict[tuple[str, str], dict[str, int]] = {}
    for index, label in enumerate(labels):
        if len(label) > LONGEST_LABEL:
            continue
        unit = _UNIT.search(label)
        bare = _UNIT.sub("", label).strip()
        match = _SHORT.fullmatch(bare) or _AXIS.fullmatch(bare) or _AXIS_FIRST.fullmatch(bare)
        if match:
            key = (match.group("stem") or "", _plain_unit(unit.group("unit")) if unit else "")
            found.setdefault(key, {}).setdefault(match.group("axis").lower(), index)
    return [(stem, unit, (at["x"], at["y"], at["z"])) for (stem, unit), at in found.items() if len(at) == 3]


def _plain_unit(unit: str) -> str:
    """The unit in one spelling: m/s², m/s^2 and ms⁻² are the same."""
    plain = unit.strip().lower().replace("²", "2").replace("^", "").replace("⁻", "-").replace(" ", "")
    return {"ms-2": "m/s2", "ms2": "m/s2", "rads-1": "rad/s", "dps": "deg/s", "м/с2": "m/s2", "рад/с": "rad/s"}.get(
        plain, plain
    )


def _kind(stem: str, unit: str, name: str) -> tuple[Kind, float] | None:
    """What three columns are, and the factor to rad/s or m/s2 (NaN where their unit is not said)."""
    if stem in _SHORT_KINDS:
        kind, unit = _SHORT_KINDS[stem][0], unit or _SHORT_KINDS[stem][1]
        return (kind, _UNITS[unit][1]) if unit in _UNITS else None
    words = f"{name} {stem}".lower()
    if _NO_SENSOR.search(words) or (unit and unit not in _UNITS):
        return None
    by_word = next((kind for pattern, kind in _WORDS if re.search(pattern, words)), None)
    if not unit:
        return (by_word, float("nan")) if by_word is not None else None
    kind, factor = _UNITS[unit]
    # A unit cannot say whether gravity is in an acceleration, a word can.
    return (by_word if kind == "acceleration" and by_word in ("gravity", "linear") else kind), factor


def _sensor(table: PhoneTable, stem: str, unit: str, at: Columns) -> Sensor | None:
    found = _kind(stem, unit, table.name)
    if found is None:
        return None
    kind, factor = found
    time_s, dated = _time(table)
    known = np.isfinite(time_s) & np.isfinite(table.values[:, at]).all(axis=1)
    time_s, xyz, told = _in_order(time_s[known], table.values[known][:, at], table.where)
    if len(time_s) == 0:
        return None
    name = f"{table.name} {stem}".strip()
    kind, xyz, more = _in_units(kind, xyz, factor, table.where)
    raw = "uncalibrated" in name.lower()
    return Sensor(kind, name, table.where, time_s, xyz, dated, raw, (*table.notices, *told, *more))


def _time(table: PhoneTable) -> tuple[Floats, bool]:
    labels = [label[:LONGEST_LABEL] for label in table.labels]
    units = [(m.group("unit").strip().lower() if (m := _UNIT.search(label)) else "") for label in labels]
    names = [_UNIT.sub("", label).strip().lower() for label in labels]
    at = _first(
        [name == "seconds_elapsed" for name in names],
        [unit in _SECONDS for unit in units],
        [_TIMES.fullmatch(name) is not None for name in names],
    )
    return seconds_of(table.values[:, at], "s" if units[at] in _SECONDS else units[at])


def _first(*rules: Iterable[bool]) -> int:
    """The first column that the first of some rules fits; the first column where none does."""
    return next((k for rule in rules for k, fits in enumerate(rule) if fits), 0)


def _in_order(time_s: Floats, xyz: Floats, where: str) -> tuple[Floats, Floats, list[Notice]]:
    """Samples with increasing times: those that are out of order or written twice are left out."""
    if len(time_s) < 2:
        return time_s, xyz, []
    latest = np.concatenate(([-np.inf], np.maximum.accumulate(time_s)[:-1]))
    back, kept = np.count_nonzero(time_s < latest), time_s > latest
    if back > _MOST_BACK * len(time_s):
        row = int(np.argmax(time_s < latest))
        raise ImpossibleData(
            f"time goes back in {back} of {len(time_s)} rows",
            where=f"{where}, row {row + 1} of the data",
            valid="times that increase from row to row",
            next_step="export one recording at a time",
        )
    if kept.all():
        return time_s, xyz, []
    text = f"{len(time_s) - np.count_nonzero(kept)} rows with a time that had been there are left out"
    return time_s[kept], xyz[kept], [Notice("rows-left-out", text, where)]


def _in_units(kind: Kind, xyz: Floats, factor: float, where: str) -> tuple[Kind, Floats, list[Notice]]:
    """Values in rad/s or m/s2, with or without gravity as they are."""
    if kind == "turning":
        return _turning(xyz, factor, where)
    middle = float(np.median(np.linalg.norm(xyz, axis=1)))
    told = []
    if abs(middle - 1.0) < _NEAR and kind != "linear" and not factor > 1.0:
        told = (
            [Notice("unit-doubtful", f"{kind} is in g, though the table does not say so", where)] if factor == 1 else []
        )
        factor = GRAVITY_M_S2
    scaled = xyz * (1.0 if np.isnan(factor) else factor)
    middle = float(np.median(np.linalg.norm(scaled, axis=1)))
    if kind != "gravity":
        kind = "linear" if middle < _STILL else "acceleration"
    return kind, scaled, told


def _turning(xyz: Floats, factor: float, where: str) -> tuple[Kind, Floats, list[Notice]]:
    if np.isnan(factor):
        factor = 1.0
        if np.abs(xyz).max() > _FASTEST_RAD_S:
            told = [Notice("unit-doubtful", "turning rates are too fast for rad/s: read as degrees a second", where)]
            return "turning", xyz * (np.pi / 180.0), told
    return "turning", xyz * factor, []
