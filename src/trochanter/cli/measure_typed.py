"""Typed-in readings, from a file, from options or asked for, as measurements of how far the hips turn."""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from trochanter.capture.typed_readings import TypedSetUp, Way, side_named, typed_end
from trochanter.capture.typed_readings_file import read_typed
from trochanter.cli.measure_asking import asked
from trochanter.cli.measure_screen import asked_before, open_at_all, today
from trochanter.core.errors import MissingInput
from trochanter.kinematics.rotation_range import RotationRange
from trochanter.kinematics.typed_check import About, recording_typed

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
    found = [recording_typed(each, about, where, today()) for each in set_ups]
    last = max(each.measured_on for each in found)
    now = tuple(each for each in found if each.measured_on == last)
    return now, tuple(each for each in found if each.measured_on != last)


def _allowed(about: About, screen: Path | None) -> None:
    """Raise what the screen raises before anybody is asked to turn a leg."""
    empty = TypedSetUp("1", ())
    asked_before((recording_typed(empty, about, "", today()),), screen)


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
