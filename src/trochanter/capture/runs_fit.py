"""Runs out of .fit files of watches: bytes of strangers, read by fitdecode and believed in nothing.

Fields and their units are those of the FIT protocol (developer.garmin.com/fit): a message 'session' sums up one sport,
'record' is one sample, 'activity' knows the local time.
"""

import datetime as dt
import struct
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from math import isfinite
from pathlib import Path
from typing import Any

from trochanter.capture.files import FileContent
from trochanter.capture.runs import RecordedRun
from trochanter.core.errors import MissingExtra, UnreadableFile

MOST_MESSAGES = 1_000_000  # a week at one sample a second has 600,000
_WANTED = ("session", "record", "activity", "sport")
_RUNNING = "running"
_UNTIMED_S = 24 * 3600.0  # what a local clock can differ from universal time by, and more


def runs_of_fit(content: FileContent) -> tuple[RecordedRun, ...]:
    """The runs of a .fit file; sports beside running are left out.

    Raises MissingExtra without fitdecode, UnreadableFile for damaged files and for those without a run, ImpossibleData
    for numbers that no run has.
    """
    if find_spec("fitdecode") is None:
        raise MissingExtra("fitdecode", "fit", "reading .fit files of a watch")
    messages = _read(content)
    offset = _local_offset(messages["activity"])
    sessions = messages["session"]
    runs = [each for each in sessions if _word(each.get("sport")) == _RUNNING]
    if sessions and not runs:
        words = sorted({_word(each.get("sport")) or "unknown" for each in sessions})
        raise _no_run(content, f"it holds {', '.join(words)} and no running")
    if runs:
        found = [_run(each.get("start_time"), each, offset, content) for each in runs]
        return tuple(each for each in found if each is not None)
    return (_from_records(messages, offset, content),)


def _read(content: FileContent) -> dict[str, list[dict[str, Any]]]:
    """The messages that are wanted, as fields by name; of records the first and the last that tell of distance."""
    import fitdecode

    found: dict[str, list[dict[str, Any]]] = {name: [] for name in _WANTED}
    try:
        with fitdecode.FitReader(
            content.data,
            check_crc=fitdecode.CrcCheck.RAISE,
            error_handling=fitdecode.ErrorHandling.IGNORE,  # of odd field sizes, which real watches write
        ) as reader:
            for count, (name, fields) in enumerate(_messages(reader, fitdecode.FIT_FRAME_DATA)):
                if count > MOST_MESSAGES:
                    raise ValueError(f"it holds more than {MOST_MESSAGES} messages")
                if name == "record" and len(found[name]) > 1:
                    found[name].pop()
                if name in found:
                    found[name].append(fields)
    except (
        fitdecode.FitError,
        ValueError,
        LookupError,
        ArithmeticError,
        TypeError,
        AttributeError,
        AssertionError,
        MemoryError,
        struct.error,
    ) as error:
        raise UnreadableFile(
            f"the .fit file is damaged or cut off: {str(error)[:120] or type(error).__name__}",
            where=content.where,
            valid="a .fit file as a watch writes it",
            next_step="copy it from the watch again, or tell the run by hand: trochanter log --run-km KM --on DAY",
        ) from None
    return found


def _messages(reader: Iterable[Any], data_frame: int) -> Iterator[tuple[str, dict[str, Any]]]:
    for frame in reader:
        fields = {}
        if frame.frame_type == data_frame and frame.name in _WANTED:
            fields = {field.name: field.value for field in frame.fields}
        yield (frame.name if fields else "", fields)


def _run(
    start: object, fields: dict[str, Any], offset: dt.timedelta | None, content: FileContent
) -> RecordedRun | None:
    """The run of a session message; None where it holds nothing, as a lap button pressed twice makes it."""
    metres, seconds = (
        _number(fields.get("total_distance")),
        _number(fields.get("total_timer_time")) or _number(fields.get("total_elapsed_time")),
    )
    if not metres and not seconds:
        return None
    name = Path(content.where).name
    day = _day(start if start is not None else fields.get("timestamp"), offset)
    if day is None:
        raise _no_run(content, "it does not tell when it was, for the watch's clock was not set")
    return RecordedRun(
        day, None if not metres else round(metres / 1000.0, 3), None if not seconds else round(seconds / 60.0, 2), name
    )


def _from_records(
    messages: dict[str, list[dict[str, Any]]], offset: dt.timedelta | None, content: FileContent
) -> RecordedRun:
    """The run of single samples, where the watch stopped before it summed them up."""
    sports = {_word(each.get("sport")) for each in messages["sport"]}
    records = [each for each in messages["record"] if isinstance(each.get("timestamp"), dt.datetime)]
    if sports and _RUNNING not in sports:
        raise _no_run(content, f"it holds {', '.join(sorted(sports))} and no running")
    if not sports or len(records) < 2:
        raise _no_run(content, "it holds no run")
    first, last = records[0], records[-1]
    seconds = (last["timestamp"] - first["timestamp"]).total_seconds()
    fields = {"total_distance": last.get("distance"), "total_timer_time": seconds}
    found = _run(first["timestamp"], fields, offset, content)
    if found is None:
        raise _no_run(content, "it holds no run")
    return found


def _local_offset(activities: list[dict[str, Any]]) -> dt.timedelta | None:
    """By how much the watch's local time was ahead of universal time; None where it does not tell."""
    for each in activities:
        universal, local = each.get("timestamp"), each.get("local_timestamp")
        if isinstance(universal, dt.datetime) and isinstance(local, dt.datetime):
            ahead = local.replace(tzinfo=None) - universal.replace(tzinfo=None)
            if abs(ahead.total_seconds()) <= _UNTIMED_S:
                return ahead
    return None


def _day(when: object, offset: dt.timedelta | None) -> dt.date | None:
    """The local day of a time: by the watch's own offset, else by this computer's."""
    if not isinstance(when, dt.datetime):
        return None
    universal = when if when.tzinfo else when.replace(tzinfo=dt.UTC)
    return universal.astimezone().date() if offset is None else (universal + offset).date()


def _number(value: object) -> float | None:
    usable = isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)
    return float(value) if usable and isinstance(value, int | float) else None


def _word(value: object) -> str:
    return str(value) if value is not None else ""


def _no_run(content: FileContent, reason: str) -> UnreadableFile:
    return UnreadableFile(
        f"there is no run in this .fit file: {reason}",
        where=content.where,
        valid="a .fit file of a run",
        next_step="name the file of a run, or tell it by hand: trochanter log --run-km KM --on DAY",
    )
