"""Made measurements of hip rotation for tests: readings of one person, on days and set-ups of choice."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

from trochanter.anatomy.measuring import method_named
from trochanter.core.sides import Side
from trochanter.kinematics.rotation_range import Direction, EndRange, Mode, Position, RotationRange
from trochanter.kinematics.rotation_range_readings import end_of_readings

Key = tuple[Side, Direction]
R_IN: Key = (Side.RIGHT, "internal")
R_OUT: Key = (Side.RIGHT, "external")
L_IN: Key = (Side.LEFT, "internal")
L_OUT: Key = (Side.LEFT, "external")
USUAL: dict[Key, float] = {R_IN: 33.0, R_OUT: 38.0, L_IN: 37.0, L_OUT: 36.0}


def made_range(
    angles: Mapping[Key, float] = USUAL,
    *,
    day: int = 22,
    set_up: str = "first",
    position: Position = "seated",
    mode: Mode = "active",
    method: str = "goniometer",
    measured_by: str = "",
    pain: int | None = 0,
) -> RotationRange:
    """One set-up in November 2026: three readings of each angle, one degree apart."""
    ends = [
        end_of_readings(side, way, (angle - 1.0, angle, angle + 1.0), method_named(method), pain=pain)
        for (side, way), angle in angles.items()
    ]
    return RotationRange(position, mode, method, measured_by, dt.date(2026, 11, day), set_up, tuple(ends))


def stopped(
    recording: RotationRange, key: Key, *, angle: float = 22.0, pain: int = 3, place: str = ""
) -> RotationRange:
    """The same with one end range limited by pain."""
    return replace(recording, ends=tuple(_stopped(end, key, angle, pain, place) for end in recording.ends))


def _stopped(end: EndRange, key: Key, angle: float, pain: int, place: str) -> EndRange:
    if (end.side, end.direction) != key:
        return end
    method = method_named(end.angle.source)
    return end_of_readings(
        end.side, end.direction, (angle,), method, pain=pain, pain_place=place or None, limited_by_pain=True
    )


def two_set_ups(angles: Mapping[Key, float] = USUAL, day: int = 22) -> tuple[RotationRange, RotationRange]:
    """Two set-ups of one day."""
    return made_range(angles, set_up="first", day=day), made_range(angles, set_up="second", day=day)
