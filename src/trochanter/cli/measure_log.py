"""What ``trochanter measure LOG`` does: phone recordings of one or both legs become one measurement."""

import datetime as dt
import os
from collections.abc import Mapping
from dataclasses import replace

from trochanter.core.errors import BadSetting, ImpossibleData
from trochanter.core.quality import Notice
from trochanter.core.sides import SIDES, Side
from trochanter.kinematics.rotation_range import Direction, Mode, Position, RotationRange
from trochanter.kinematics.shin_angle import Using
from trochanter.kinematics.shin_rotation import EndPain, Screen, rotation_range_of

PathLike = str | os.PathLike[str]


def measure_log(
    logs: Mapping[Side, PathLike],
    position: Position,
    *,
    measured_on: dt.date,
    measured_by: str = "",
    set_up: str = "",
    mode: Mode = "active",
    using: Using | None = None,
    screen: Screen | None = None,
    pains: Mapping[tuple[Side, Direction], EndPain] | None = None,
) -> RotationRange:
    """Measure the legs whose recordings are given, each a folder, a .zip or a .csv file.

    Where one of them has no acceleration, both are measured by the gyroscope alone, so that the sides stay comparable.
    The screen (safety questions) comes before: that is the caller's business. Raises BadSetting without a recording,
    ImpossibleData where one recording is given for both sides, and what reading and measuring raise.
    """
    from trochanter.capture.phone_log import read_phone_log

    if not logs:
        raise BadSetting("the recording", None, "a recording of the right or the left leg")
    read = {side: read_phone_log(logs[side]) for side in SIDES if side in logs}
    if len({log.sha256 for log in read.values()}) < len(read):
        raise ImpossibleData(
            "the same recording is given for both legs",
            where=os.fspath(logs[Side.LEFT]),
            valid="one recording a leg, with the phone on the leg that moves",
            next_step="name the recording of the left leg",
        )
    if using is None and any(log.acceleration_m_s2 is None for log in read.values()):
        using = "gyroscope"
    parts = [
        rotation_range_of(
            log,
            position,
            side,
            measured_on=measured_on,
            measured_by=measured_by,
            set_up=set_up,
            mode=mode,
            using=using,
            screen=screen,
            pains=_of_side(pains, side),
        )
        for side, log in read.items()
    ]
    told: tuple[Notice, ...] = tuple(notice for part in parts for notice in part.quality)
    return replace(parts[0], ends=tuple(end for part in parts for end in part.ends), quality=told)


def _of_side(pains: Mapping[tuple[Side, Direction], EndPain] | None, side: Side) -> Mapping[Direction, EndPain] | None:
    return {way: pain for (each, way), pain in pains.items() if each is side} if pains else None
