"""Typed-in readings of one set-up as a measurement: position, mode, method, who and when belong to every number."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from trochanter.anatomy.measuring import Method, method_named
from trochanter.capture.typed_readings import TypedEnd, TypedSetUp, day_of, place_of
from trochanter.core.errors import BadSetting, MissingInput
from trochanter.core.quality import Notice
from trochanter.kinematics.rotation_range import EndRange, RotationRange, end_words, mode_named, position_named
from trochanter.kinematics.rotation_range_readings import end_of_readings

FAR_APART_DEG = 15.0
READ_BY_EYE, PHOTOGRAPHS = "eye", "photographs"


@dataclass(frozen=True, slots=True)
class About:
    """What is said of all set-ups of a check, as typed; empty words were not said."""

    position: str
    mode: str
    method: str
    measured_by: str
    measured_on: str


def recording_typed(typed: TypedSetUp, about: About, where: str, today: dt.date) -> RotationRange:
    """One set-up as a measurement; what is said of it goes before what ``about`` says of all.

    where: the file it stands in, '' for none. Raises MissingInput for a condition that nobody said, and BadSetting,
    ImpossibleData and UnknownName for what cannot be.
    """
    place = f"{where}, set-up '{typed.name}'" if where else ""
    method = _method(_told(typed.method, about.method, "--method", "goniometer", place), place)
    by = _told(typed.measured_by, about.measured_by, "--measured-by", "self, or a name", place)
    option_day = day_of(about.measured_on, "--measured-on") if about.measured_on else today
    day = typed.measured_on or option_day
    if day > today:
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
    if method.read_by != READ_BY_EYE and method.name != PHOTOGRAPHS:
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
