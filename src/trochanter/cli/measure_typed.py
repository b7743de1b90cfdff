"""Typed-in readings, from a file, from options or asked for, as measurements of how far the hips turn."""

import datetime as dt
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from trochanter.anatomy.measuring import Method, method_named
from trochanter.capture.typed_readings import TypedEnd, TypedSetUp, Way, day_of, place_of, side_named, typed_end
from trochanter.capture.typed_readings_file import read_typed
from trochanter.cli.measure import About
from trochanter.cli.measure_asking import asked
from trochanter.cli.measure_screen import asked_before, open_at_all
from trochanter.core.errors import BadSetting, MissingInput
from trochanter.core.quality import Notice
from trochanter.kinematics.rotation_range import EndRange, RotationRange, end_words, mode_named, position_named
from trochanter.kinematics.rotation_range_readings import end_of_readings

FAR_APART_DEG = 15.0
READ_BY_EYE = "eye"
_WAYS: dict[str, Way] = {"in": "internal", "out": "external"}
Recordings = tuple[RotationRange, ...]


def recordings_typed(
    source: Path | None, readings: Mapping[str, Sequence[str]], about: About, *, screen: Path | None = None
) -> tuple[Recordings, Recordings]:
    """The set-ups of the last day, and those of days before; raises errors of the TrochanterError family.

    screen: its file, None for the one in the working folder; whoever is asked in a terminal is asked after it.
    """
    if source is not None:
        set_ups, where = read_typed(source), str(source)
    elif readings:
        set_ups, where = _of_options(readings), ""
    elif sys.stdin is not None and sys.stdin.isatty():
        open_at_all(screen)
        set_ups, about = asked(about, before=lambda told: _allowed(told, screen))
        where = ""
    else:
        raise MissingInput(
            "no readings were given",
            valid="a .toml or .csv file, or options such as --right-in '33, 34, 32'",
            next_step="give readings, or run the command in a terminal to be asked for them",
        )
    found = [_recording(each, about, where) for each in set_ups]
    last = max(each.measured_on for each in found)
    now = tuple(each for each in found if each.measured_on == last)
    return now, tuple(each for each in found if each.measured_on != last)


def _allowed(about: About, screen: Path | None) -> None:
    """Raise what the screen raises before anybody is asked to turn a leg."""
    empty = TypedSetUp("1", ())
    asked_before((_recording(empty, about, ""),), screen)


def _of_options(readings: Mapping[str, Sequence[str]]) -> tuple[TypedSetUp, ...]:
    """The first of every option makes the first set-up, the second the second."""
    found = []
    for k in range(max(len(texts) for texts in readings.values())):
        ends = []
        for name, texts in readings.items():
            if k < len(texts):
                side, way = name.split("-")
                ends.append(typed_end(texts[k], side_named(side, name), _WAYS[way], f"--{name}"))
        found.append(TypedSetUp(f"set-up {k + 1}", tuple(ends)))
    return tuple(found)


def _recording(typed: TypedSetUp, about: About, where: str) -> RotationRange:
    """One set-up; what the file says of it goes before what options say of all."""
    place = f"{where}, set-up '{typed.name}'" if where else ""
    method = _method(_told(typed.method, about.method, "--method", "goniometer", place), place)
    by = _told(typed.measured_by, about.measured_by, "--measured-by", "self, or a name", place)
    option_day = day_of(about.measured_on, "--measured-on") if about.measured_on else _today()
    day = typed.measured_on or option_day
    if day > _today():
        raise BadSetting("the day of measuring", day.isoformat(), "today or a day before", "check the date")
    ends = tuple(_end(each, method) for each in typed.ends)
    return RotationRange(
        position=position_named(_told(typed.position, about.position, "--position", "seated", place), "--position"),
        mode=mode_named(_told(typed.mode, about.mode, "--mode", "active", place), "--mode"),
        method=method.name,
        measured_by=place_of(by) or by,
        measured_on=day,
        set_up=typed.name,
        ends=ends,
        quality=tuple(_noticed(ends)),
    )


def _today() -> dt.date:
    return dt.datetime.now().astimezone().date()


def _told(own: str, common: str, option: str, example: str, where: str) -> str:
    word = own or common
    if not word.strip():
        name = option.removeprefix("--").replace("-", "_")
        raise MissingInput(
            f"'{name}' is not said",
            where=where,
            valid=f"position, mode, method and who measured, without which nothing compares; such as {example}",
            next_step=f"add {option}, or {name} in the file",
        )
    return word


def _method(name: str, where: str) -> Method:
    method = method_named(name, where)
    if method.read_by != READ_BY_EYE and method.name != "photographs":
        raise BadSetting(
            "--method",
            name,
            "a method that a person reads: goniometer, inclinometer, digital- or phone-inclinometer, photographs",
            "a recording has an error of its own, which a typed number does not tell",
        )
    return method


def _end(typed: TypedEnd, method: Method) -> EndRange:
    return end_of_readings(
        typed.side,
        typed.direction,
        typed.repeats_deg,
        method,
        pain=typed.pain,
        pain_place=typed.pain_place,
        limited_by_pain=typed.stopped,
    )


def _noticed(ends: Sequence[EndRange]) -> list[Notice]:
    found = []
    for end in ends:
        apart = max(end.repeats_deg) - min(end.repeats_deg)
        if apart > FAR_APART_DEG:
            where = end_words(end.side, end.direction)
            text = f"the readings of the {where} lie {apart:g} degrees apart: check them, or measure again"
            found.append(Notice("readings-apart", text, where))
    return found
