"""Typed readings from a small file: .toml with a table a set-up, or .csv with a row a reading (docs/measuring.md)."""

import csv
import datetime as dt
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from trochanter.capture.files import FileContent, read_file
from trochanter.capture.typed_readings import (
    TypedEnd,
    TypedSetUp,
    Way,
    angle_of,
    day_of,
    pain_of,
    place_of,
    side_named,
    truth_of,
    typed_end,
    way_named,
)
from trochanter.core.errors import BadSetting, UnknownName, UnreadableFile
from trochanter.core.sides import SIDES, Side

MOST_BYTES, MOST_ROWS = 1024 * 1024, 5000
_ABOUT = ("measured_on", "measured_by", "position", "mode", "method")
_WAYS: tuple[tuple[str, Way], ...] = (("in", "internal"), ("out", "external"))
_ENDS = {f"{side.word}_{word}": (side, way) for side in SIDES for word, way in _WAYS}
_PARTS = ("degrees", "pain", "place", "stopped")
_NEEDED = ("side", "direction", "degrees")
_COLUMNS = (*_NEEDED, "set_up", "pain", "place", "stopped", *_ABOUT)


def read_typed(path: str | Path) -> tuple[TypedSetUp, ...]:
    """The set-ups of a .toml or .csv file; raises MissingInput, UnreadableFile, BadSetting, ImpossibleData."""
    kind = Path(path).suffix.lower()
    if kind not in (".toml", ".csv"):
        raise BadSetting("--manual", str(path), "a .toml or .csv file of readings", "see docs/measuring.md for both")
    content = read_file(path, MOST_BYTES)
    try:
        text = content.data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _unreadable(content, "it is no text in UTF-8") from None
    found = tuple(_toml_set_ups(content, text) if kind == ".toml" else _csv_set_ups(content, text))
    if not found:
        raise _unreadable(content, "it holds no reading")
    return found


def _unreadable(content: FileContent, reason: str) -> UnreadableFile:
    return UnreadableFile(
        f"readings cannot be taken from it: {reason}",
        where=content.where,
        valid="a table [[set_up]] with right_in, right_out, left_in, left_out; or rows of side, direction, degrees",
        next_step="compare it with the examples in docs/measuring.md",
    )


def _toml_set_ups(content: FileContent, text: str) -> Iterable[TypedSetUp]:
    try:
        table = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise _unreadable(content, str(error)) from None
    _refuse_unknown(table, (*_ABOUT, "set_up", *_ENDS), content.where)
    listed = table.get("set_up", [])
    if not isinstance(listed, list) or not all(isinstance(each, dict) for each in listed):
        raise _unreadable(content, "set_up is no table: write [[set_up]] above each")
    common = {key: value for key, value in table.items() if key != "set_up"}
    for number, each in enumerate(listed or [{}], start=1):
        where = f"{content.where}, set-up {number}"
        _refuse_unknown(each, ("name", *_ABOUT, *_ENDS), where)
        told = common | each
        ends = tuple(_toml_end(told[key], *_ENDS[key], f"{where}, {key}") for key in _ENDS if key in told)
        if ends:
            yield _set_up(str(each.get("name", number)), ends, told, where)


def _toml_end(value: Any, side: Side, way: Way, where: str) -> TypedEnd:
    """An end range: a text, a number, a list of numbers, or a table of degrees, pain, place and stopped."""
    if isinstance(value, str):
        return typed_end(value, side, way, where)
    told = value if isinstance(value, dict) else {"degrees": value}
    _refuse_unknown(told, _PARTS, where)
    degrees = told.get("degrees", [])
    numbers = degrees if isinstance(degrees, list) else [degrees]
    if not numbers:
        raise BadSetting(where, "nothing", "degrees of each repeat, such as [33, 34, 32]")
    stopped = told.get("stopped", False)
    return TypedEnd(
        side=side,
        direction=way,
        repeats_deg=tuple(angle_of(str(each), where) for each in numbers),
        pain=pain_of(str(told["pain"]), where) if "pain" in told else None,
        pain_place=place_of(str(told.get("place", ""))),
        stopped=truth_of(str(stopped), where),
    )


def _set_up(name: str, ends: tuple[TypedEnd, ...], told: Mapping[str, Any], where: str) -> TypedSetUp:
    day = told.get("measured_on", "")
    if isinstance(day, dt.datetime):
        day = day.date()
    return TypedSetUp(
        name=place_of(name) or "1",
        ends=ends,
        measured_on=day if isinstance(day, dt.date) else day_of(str(day), where) if str(day).strip() else None,
        measured_by=place_of(str(told.get("measured_by", ""))) or "",
        position=str(told.get("position", "")).strip(),
        mode=str(told.get("mode", "")).strip(),
        method=str(told.get("method", "")).strip(),
    )


@dataclass
class _Rows:
    """Rows of one set-up, by end range."""

    told: dict[str, str]
    ends: dict[tuple[Side, Way], list[TypedEnd]] = field(default_factory=dict)


def _csv_set_ups(content: FileContent, text: str) -> Iterable[TypedSetUp]:
    head = text.partition("\n")[0]
    separator = max(";,\t", key=head.count)
    groups: dict[tuple[str, str], _Rows] = {}
    try:
        reader = csv.DictReader(text.splitlines(), delimiter=separator, strict=True)
        names = [(name or "").strip().lower() for name in reader.fieldnames or ()]
        reader.fieldnames = names
        _refuse_unknown(dict.fromkeys(names), _COLUMNS, content.where)
        missing = [name for name in _NEEDED if name not in names]
        if missing:
            raise _unreadable(content, f"the column '{missing[0]}' is missing")
        for number, row in enumerate(reader, start=2):
            if number > MOST_ROWS:
                raise _unreadable(content, f"it has more than {MOST_ROWS} rows")
            _add_row(groups, row, f"{content.where}, row {number}", decimal_comma=separator != ",")
    except csv.Error as error:
        raise _unreadable(content, str(error)) from None
    for (_, name), rows in groups.items():
        ends = tuple(_merged(each) for each in rows.ends.values())
        yield _set_up(name, ends, rows.told, content.where)


def _add_row(groups: dict[tuple[str, str], _Rows], row: Mapping[Any, Any], where: str, *, decimal_comma: bool) -> None:
    if None in row:
        raise UnreadableFile(
            "it has more cells than there are columns",
            where=where,
            valid="as many cells as the first row has names; with decimal commas, semicolons between the cells",
            next_step="check the row, and put semicolons or points where commas are decimal marks",
        )
    cells = {name: str(value or "").strip() for name, value in row.items()}
    if not any(cells.values()):
        return
    side, way = side_named(cells["side"], f"{where}, side"), way_named(cells["direction"], f"{where}, direction")
    degrees = cells["degrees"].replace(",", ".") if decimal_comma else cells["degrees"]
    pain = cells.get("pain", "")
    reading = TypedEnd(
        side=side,
        direction=way,
        repeats_deg=(angle_of(degrees, f"{where}, degrees"),),
        pain=pain_of(pain, f"{where}, pain") if pain else None,
        pain_place=place_of(cells.get("place", "")),
        stopped=truth_of(cells.get("stopped", ""), f"{where}, stopped"),
    )
    key = cells.get("measured_on", ""), cells.get("set_up", "") or "1"
    group = groups.setdefault(key, _Rows({name: cells.get(name, "") for name in _ABOUT}))
    for name in _ABOUT:
        if cells.get(name, "") and cells[name] != group.told[name]:
            if group.told[name]:
                raise BadSetting(where, f"{name} '{cells[name]}'", f"'{group.told[name]}', as above in this set-up")
            group.told[name] = cells[name]
    group.ends.setdefault((side, way), []).append(reading)


def _merged(readings: list[TypedEnd]) -> TypedEnd:
    """The repeats of one end range: the most pain, its place, and stopped if any was."""
    asked = [each for each in readings if each.pain is not None]
    worst = max(asked, key=lambda each: each.pain or 0) if asked else readings[0]
    places = [each.pain_place for each in (worst, *readings) if each.pain_place]
    return TypedEnd(
        side=readings[0].side,
        direction=readings[0].direction,
        repeats_deg=tuple(angle for each in readings for angle in each.repeats_deg),
        pain=worst.pain,
        pain_place=places[0] if places else None,
        stopped=any(each.stopped for each in readings),
    )


def _refuse_unknown(told: Mapping[str, Any], known: tuple[str, ...], where: str) -> None:
    for name in told:
        if name not in known:
            raise UnknownName("field", str(name)[:60], known, where)
