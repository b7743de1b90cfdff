"""Runs out of a table: a row a run, with a day, a distance in kilometres, a time, or both."""

import csv
import datetime as dt
from collections.abc import Mapping
from pathlib import Path

from trochanter.capture.delimited import text_of
from trochanter.capture.files import FileContent
from trochanter.capture.runs import RecordedRun
from trochanter.core.errors import ImpossibleData, UnreadableFile

MOST_ROWS = 100_000
_COLUMNS: dict[str, tuple[str, ...]] = {
    "on": ("on", "date", "day"),
    "km": ("distance_km", "km", "distance (km)", "distance"),
    "minutes": ("minutes", "min", "time_min", "duration", "time", "moving time"),
    "sport": ("sport", "type", "activity type", "activity"),
}
_METRES = ("distance_m", "metres", "meters")


def runs_of_table(content: FileContent) -> tuple[RecordedRun, ...]:
    """The runs of a table; columns are found by name, rows of a sport that is no running are left out.

    A time is in minutes, or h:mm:ss, or mm:ss. Raises UnreadableFile without the columns or without a run, and
    ImpossibleData, naming the line, for a day or number that is none.
    """
    lines = text_of(content.data, content.where).splitlines()
    if len(lines) > MOST_ROWS:
        raise UnreadableFile(f"the table has {len(lines)} rows", where=content.where, valid=f"up to {MOST_ROWS}")
    head = lines[0] if lines else ""
    delimiter = next((mark for mark in ("\t", ";", ",") if mark in head), ",")
    try:
        table = list(csv.reader(lines, delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise _no_table(content, str(error)) from None
    place = _places([cell.strip().lower() for cell in table[0]]) if table else {}
    if "on" not in place or not ({"km", "minutes"} & set(place)):
        raise _no_table(content, "it has no column for the day, or none for distance or time")
    name = Path(content.where).name
    found = [
        run
        for number, row in enumerate(table[1:], 2)
        if any(cell.strip() for cell in row) and (run := _run(row, place, f"{name}, line {number}", name)) is not None
    ]
    if not found:
        raise _no_table(content, "it has no run")
    return tuple(found)


def minutes_of(text: str) -> float:
    """Minutes of a time: plain minutes, mm:ss, or h:mm:ss; raises ValueError.

    >>> minutes_of("32.5"), minutes_of("32:30"), minutes_of("1:02:30")
    (32.5, 32.5, 62.5)
    """
    parts = [float(part) for part in text.replace(",", ".").split(":")]
    if len(parts) == 1:
        return parts[0]
    if len(parts) > 3 or any(part < 0 for part in parts):
        raise ValueError(text)
    hours, minutes, seconds = ([0.0] * (3 - len(parts))) + parts
    return 60.0 * hours + minutes + seconds / 60.0


def _places(head: list[str]) -> dict[str, int]:
    found = {}
    for key, names in _COLUMNS.items():
        at = next((head.index(name) for name in names if name in head), None)
        if at is not None:
            found[key] = at
    metres = next((head.index(name) for name in _METRES if name in head), None)
    if metres is not None and "km" not in found:
        found["km"] = found["metres"] = metres
    return found


def _run(row: list[str], place: Mapping[str, int], where: str, name: str) -> RecordedRun | None:
    cells = {key: row[at].strip() if at < len(row) else "" for key, at in place.items()}
    if "run" not in cells.get("sport", "run").lower():
        return None
    try:
        day = dt.date.fromisoformat(cells["on"][:10])
        km = float(cells["km"].replace(",", ".")) if cells.get("km") else None
        minutes = minutes_of(cells["minutes"]) if cells.get("minutes") else None
    except ValueError:
        raise ImpossibleData(
            f"this row tells of no run: {', '.join(row)[:80]}",
            where=where,
            valid="a day as 2026-11-22, kilometres as 5.2, and minutes as 32 or 32:10",
            next_step="mend the row, or take it out",
        ) from None
    if km is None and minutes is None:
        return None
    return RecordedRun(day, km / 1000.0 if km is not None and "metres" in place else km, minutes, name)


def _no_table(content: FileContent, reason: str) -> UnreadableFile:
    return UnreadableFile(
        f"this is no table of runs: {reason}",
        where=content.where,
        valid="a .fit file, or a .csv table with the columns date, distance_km and minutes",
        next_step="export the runs again, or tell them by hand: trochanter log --run-km KM --on DAY",
    )
