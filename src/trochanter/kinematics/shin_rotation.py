"""``rotation_range_of``: how far one hip turns, from a phone strapped to the shin.

Asked for: three seconds of rest, then the foot outwards and held, back, inwards and held, back, three times. The first
movement settles the sign: foot out is internal rotation. The middle of each hold counts, from the first rest; then the
middle of the repetitions.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from trochanter.anatomy.measuring import method_named
from trochanter.capture.phone_log import PhoneLog
from trochanter.core.arrays import Floats, frozen
from trochanter.core.errors import ImpossibleData
from trochanter.core.quality import Notice
from trochanter.core.sides import Side
from trochanter.kinematics.holds import NEGATIVE, NEUTRAL, POSITIVE, Hold, labelled
from trochanter.kinematics.rotation_range import Direction, EndRange, Mode, Position, RotationRange
from trochanter.kinematics.rotation_range_readings import end_of_readings
from trochanter.kinematics.shin_angle import ShinAngle, Using, shin_angle

METHOD: dict[Using, str] = {"gravity": "phone_shin", "gyroscope": "phone_shin_gyroscope"}
ASKED = 3  # repetitions
Screen = Literal["front"]
_WAYS: dict[Direction, int] = {"internal": POSITIVE, "external": NEGATIVE}
_FURTHEST_RAD = np.deg2rad(90.0)  # no shin is held further out or in: the phone was taken off
_LEAST_HOLD_S = 0.8
_RETURN_RAD = np.deg2rad(5.0)
_FORWARD = 0.7  # cosine between the screen's direction and the thigh


@dataclass(frozen=True, slots=True)
class EndPain:
    """What was felt at an end range: 0 to 10, where, and whether it stopped the movement."""

    pain: int | None = None
    place: str | None = None
    limited: bool = False


@dataclass(frozen=True, slots=True)
class ShinTurns:
    """A recording told apart: time_s and angle_rad (n,), internal rotation positive, zero at rest; holds with ways."""

    time_s: Floats
    angle_rad: Floats
    holds: tuple[Hold, ...]
    using: Using
    notices: tuple[Notice, ...] = ()

    def repeats_deg(self, direction: Direction) -> tuple[float, ...]:
        """How far each hold in a direction is from rest, in degrees."""
        way = _WAYS[direction]
        return tuple(way * float(np.rad2deg(hold.angle_rad)) for hold in self.holds if hold.way == way)


def rotation_range_of(
    log: PhoneLog,
    position: Position,
    side: Side,
    *,
    measured_on: dt.date,
    measured_by: str = "",
    set_up: str = "",
    mode: Mode = "active",
    using: Using | None = None,
    screen: Screen | None = None,
    pains: Mapping[Direction, EndPain] | None = None,
) -> RotationRange:
    """Both end ranges of one hip from a recording of that leg.

    using: see ``shin_angle``; screen: 'front' where the phone was in front of the shin with its screen away from it,
    which lets the side and the first movement be checked. Raises ImpossibleData and MissingInput with what to record
    again.
    """
    turns = shin_turns(log, side, using=using, screen=screen)
    if position == "supine" and turns.using == "gravity":
        raise _level_on_the_back(log.source)
    method = method_named(METHOD[turns.using])
    ends: list[EndRange] = []
    for direction in _WAYS:
        repeats = turns.repeats_deg(direction)
        if repeats:
            felt = (pains or {}).get(direction, EndPain())
            ends.append(
                end_of_readings(
                    side,
                    direction,
                    repeats,
                    method,
                    pain=felt.pain,
                    pain_place=felt.place,
                    limited_by_pain=felt.limited,
                )
            )
    return RotationRange(position, mode, method.name, measured_by, measured_on, set_up, tuple(ends), turns.notices)


def shin_turns(log: PhoneLog, side: Side, *, using: Using | None = None, screen: Screen | None = None) -> ShinTurns:
    """The angle over time with its holds told apart and its sign settled by the first movement; raises as above."""
    angle = shin_angle(log, using)
    holds = [hold for hold in angle.holds if abs(hold.angle_rad - angle.holds[0].angle_rad) < _FURTHEST_RAD]
    told = labelled(holds, angle.angle_rad)
    first = next((hold.way for hold in told if hold.way != NEUTRAL), NEUTRAL)
    if first == NEUTRAL:
        raise _no_end(angle, log.source)
    _check_side(angle.axis * first, side, screen, log.source)
    signed = tuple(Hold(hold.start, hold.end, first * hold.angle_rad, first * hold.way) for hold in told)
    notices = (*angle.notices, *_notices(angle, signed, len(angle.holds) - len(holds), log.source))
    degrees = first * (angle.angle_rad - angle.holds[0].angle_rad)
    return ShinTurns(angle.time_s, frozen(degrees), signed, angle.using, notices)


def _check_side(inward: Floats, side: Side, screen: Screen | None, where: str) -> None:
    """Whether the first movement can have been outwards on the side that is said.

    With the screen forwards the phone's z axis points along the thigh from hip to knee. Internal rotation turns about
    the thigh's axis towards the hip on the right (-z), and about its opposite on the left.
    """
    if screen is None or abs(inward[2]) < _FORWARD:
        return
    if (float(inward[2]) < 0.0) is (side is Side.RIGHT):
        return
    raise ImpossibleData(
        f"the first movement is not the {side.word} foot outwards, if the screen looks forwards",
        where=where,
        valid="the foot outwards first, on the side that is named",
        next_step=f"check that this is the {side.word} leg, that the foot went outwards first, and how the phone sat",
    )


def _level_on_the_back(where: str) -> ImpossibleData:
    """Where gravity shows the turning, the thigh lay level: the hip was not bent to a right angle."""
    return ImpossibleData(
        "the thigh lay level, which is not lying on the back with the hip at 90 degrees",
        where=where,
        valid="seated or prone, where the thigh is level",
        next_step="name the position that it was: positions are never compared",
    )


def _no_end(angle: ShinAngle, where: str) -> ImpossibleData:
    span = float(angle.time_s[-1] - angle.time_s[0])
    reach = float(np.rad2deg(np.ptp(angle.angle_rad)))
    return ImpossibleData(
        f"no end range is held in {span:.0f} s: the shin sweeps {reach:.0f} degrees, and every hold is near rest",
        where=where,
        valid="each end more than 8 degrees from rest, held for a second",
        next_step="record for a minute: rest, foot out and hold, back, foot in and hold, back, three times",
    )


def _notices(angle: ShinAngle, holds: Sequence[Hold], left_out: int, where: str) -> list[Notice]:
    step_s = float(angle.time_s[1] - angle.time_s[0])
    told: list[Notice] = []
    counts = {direction: sum(hold.way == way for hold in holds) for direction, way in _WAYS.items()}
    if min(counts.values()) < ASKED:
        said = f"{counts['internal']} times out and {counts['external']} times in"
        text = f"the foot was held {said}, where {ASKED} times each were asked for: how steady it is is less well known"
        told.append(Notice("repetitions-few", text, where))
    if counts["internal"] != counts["external"]:
        told.append(Notice("repetitions-uneven", "one end was held more often than the other", where))
    short = [hold for hold in holds if hold.way != NEUTRAL and (hold.end - hold.start) * step_s < _LEAST_HOLD_S]
    if short:
        text = f"{len(short)} ends were held for less than a second: the leg may not have arrived"
        told.append(Notice("hold-short", text, where))
    rests = [hold.angle_rad for hold in holds if hold.way == NEUTRAL]
    if np.ptp(rests) > _RETURN_RAD:
        apart = np.rad2deg(np.ptp(rests))
        text = f"the rests between differ by {apart:.0f} degrees: the phone or the thigh may have slipped"
        told.append(Notice("rest-differs", text, where))
    if left_out:
        text = f"{left_out} holds more than 90 degrees from rest are left out: the phone was not on the leg then"
        told.append(Notice("holds-left-out", text, where))
    return told
