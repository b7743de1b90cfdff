"""The angle of a shin about its thigh, from a phone on it: gravity where the leg is held, the gyroscope between.

    angle_gyro(t) = integral of (w - w_still) . u              u: the thigh's axis (shin_axis), in the phone's axes
    angle_gravity = -(atan2(f . e2, f . e1) - the same at rest)  f: acceleration, (e1, e2, u) right-handed

f is the median over a hold, when a leg feels gravity alone; gravity turns backwards in a phone that turns forwards.
Between holds their difference is interpolated and added to the gyroscope's angle. Gravity along u tells nothing about
turns about u: with a thigh steeper than 30 degrees the angle is refused, unless the gyroscope alone is asked for.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.integrate import cumulative_trapezoid

from trochanter.capture.phone_log import PhoneLog
from trochanter.core.arrays import Floats, frozen
from trochanter.core.errors import ImpossibleData, MissingInput
from trochanter.core.quality import Notice
from trochanter.kinematics.holds import APART_RAD, Hold, held
from trochanter.kinematics.shin_axis import Still, first_still, thigh_axis
from trochanter.kinematics.shin_vqf import apart_at_holds, gravity_by_vqf, notices_of

Using = Literal["gravity", "gyroscope"]
_PASSES = 3
BLIND = 0.5  # part of gravity along the thigh: half of it with the thigh 30 degrees from level
_SWEEP_RAD = np.deg2rad(15.0)  # gyroscope and gravity may differ by that much over a recording
_TILT_RAD = np.deg2rad(10.0)
_LIFTED_RAD = np.deg2rad(30.0)
_HOME_RAD = np.deg2rad(25.0)  # a last hold further from the first is no return to rest


@dataclass(frozen=True, slots=True)
class ShinAngle:
    """The angle (n,) from the first to the last stillness, zero at rest, its sign open.

    axis (3,): about which it is positive; holds: where the shin is held, in samples of this angle; using: what the
    angle at holds is from.
    """

    time_s: Floats
    angle_rad: Floats
    axis: Floats
    holds: tuple[Hold, ...]
    using: Using
    notices: tuple[Notice, ...] = ()


def shin_angle(log: PhoneLog, using: Using | None = None) -> ShinAngle:
    """The angle of the shin about the thigh over a recording.

    using: None takes gravity where it was recorded. Raises MissingInput (gravity asked for and not recorded) and
    ImpossibleData: never still, nothing moves, gravity is blind, gyroscope and gravity contradict each other.
    """
    if using is None:
        using = "gyroscope" if log.acceleration_m_s2 is None else "gravity"
    step_s = 1.0 / log.rate_hz
    still = first_still(log.turning_rad_s, step_s, log.source)
    rates = log.turning_rad_s[still.start : still.last] - still.offset_rad_s
    axis = thigh_axis(rates, step_s, log.source)
    turned, holds = _turned(rates @ axis.axis, still.end - still.start, step_s)
    if not holds:
        raise _never_held(log.source)
    if using == "gravity":
        angle, told = _with_gravity(log, still, axis.axis, turned, holds)
    else:
        angle, told = _brought_home(turned, holds, log.source)
    notices = (*log.notices, *still.notices, *axis.notices, *told)
    return ShinAngle(
        time_s=frozen(log.time_s[still.start : still.last]),
        angle_rad=frozen(angle),
        axis=axis.axis,
        holds=tuple(Hold(hold.start, hold.end, float(np.median(angle[hold.samples]))) for hold in holds),
        using=using,
        notices=notices,
    )


def _turned(rate: Floats, rest: int, step_s: float) -> tuple[Floats, tuple[Hold, ...]]:
    """The angle that the gyroscope sums up from a rate (n,), and its holds.

    What the sensor shows at rest comes from all holds: the first rest alone is too short to tell it from a leg that
    sways. The holds come from the sum, so both are found twice.
    """
    offset = 0.0
    for _ in range(_PASSES):
        turned = np.asarray(cumulative_trapezoid(rate - offset, dx=step_s, initial=0))
        holds = held(turned - np.median(turned[:rest]), step_s)
        if holds:
            offset = float(np.mean(np.concatenate([rate[hold.samples] for hold in holds])))
    return turned - np.median(turned[:rest]), holds


def _with_gravity(
    log: PhoneLog, still: Still, axis: Floats, turned: Floats, holds: Sequence[Hold]
) -> tuple[Floats, list[Notice]]:
    if log.acceleration_m_s2 is None:
        raise MissingInput(
            "the recording has no acceleration with gravity in it",
            where=log.source,
            valid="an accelerometer beside the gyroscope, or the gyroscope alone (using 'gyroscope')",
            next_step="switch the accelerometer on in the app and record again",
        )
    felt = log.acceleration_m_s2[still.start : still.last]
    at_hold = np.array([np.median(felt[hold.samples], axis=0) for hold in holds])
    rest = np.median(felt[: still.end - still.start], axis=0)
    _check_sight(rest, axis, log.source)
    first, second = _across(axis, rest)
    found = -np.arctan2(at_hold @ second, at_hold @ first)
    by_gyroscope = np.array([hold.angle_rad for hold in holds])
    found += 2.0 * np.pi * np.round((by_gyroscope - found) / (2.0 * np.pi))
    told = _agreement(found, by_gyroscope, log.source) or _by_vqf(log, still, at_hold, holds, (first, second))
    told += _lifting(at_hold, rest, axis, log.source)
    middles = np.array([hold.middle for hold in holds], dtype=float)
    return turned + np.interp(np.arange(len(turned)), middles, found - by_gyroscope), told


def _across(axis: Floats, rest: Floats) -> tuple[Floats, Floats]:
    """The direction of gravity across the axis at rest, and the one that follows it by a right-handed quarter turn."""
    first = rest - (rest @ axis) * axis
    first /= np.linalg.norm(first)
    return first, np.cross(axis, first)


def _check_sight(rest: Floats, axis: Floats, where: str) -> None:
    along = abs(float(rest @ axis)) / float(np.linalg.norm(rest))
    if not along > BLIND:
        return
    raise ImpossibleData(
        f"the thigh stands {np.rad2deg(np.arcsin(min(along, 1.0))):.0f} degrees from level: gravity cannot show how "
        "the shin turns about it",
        where=where,
        valid=f"a thigh within {np.rad2deg(np.arcsin(BLIND)):.0f} degrees of level: sitting, or lying face down",
        next_step="measure sitting, or ask for the gyroscope alone, whose error is wider",
    )


def _agreement(found: Floats, by_gyroscope: Floats, where: str) -> list[Notice]:
    """Whether both sensors saw the same turns; raises ImpossibleData where they saw opposite ones."""
    spread = float(np.ptp(by_gyroscope))
    slope = float(np.polyfit(by_gyroscope, found, 1)[0]) if len(found) > 1 and spread > 0.1 else 1.0
    if slope < 0.0:
        raise ImpossibleData(
            "gyroscope and accelerometer turn opposite ways",
            where=where,
            valid="both in the same axes of the phone",
            next_step="export with another app, or report the app and the phone so that its signs can be added",
        )
    worst = float(np.abs(found - by_gyroscope).max())
    if worst < _SWEEP_RAD:
        return []
    text = (
        f"gyroscope and gravity differ by up to {np.rad2deg(worst):.0f} degrees: gravity is used where the leg is held"
    )
    return [Notice("sensors-differ", text, where)]


def _by_vqf(
    log: PhoneLog, still: Still, at_hold: Floats, holds: Sequence[Hold], across: tuple[Floats, Floats]
) -> list[Notice]:
    """What the second way to find gravity tells; nothing where its library is not installed."""
    if log.acceleration_m_s2 is None:
        return []
    upward = gravity_by_vqf(log.turning_rad_s - still.offset_rad_s, log.acceleration_m_s2, 1.0 / log.rate_hz)
    if upward is None:
        return []
    return notices_of(apart_at_holds(upward[still.start : still.last], at_hold, holds, across), log.source)


def _lifting(at_hold: Floats, rest: Floats, axis: Floats, where: str) -> list[Notice]:
    """Whether the thigh's end was raised or lowered during the movement: gravity's part along the axis changes then."""
    tilt = np.arcsin(np.clip(at_hold @ axis / np.linalg.norm(at_hold, axis=1), -1.0, 1.0))
    change = float(np.abs(tilt - np.arcsin(np.clip(rest @ axis / np.linalg.norm(rest), -1.0, 1.0))).max())
    if change < _TILT_RAD:
        return []
    text = f"the thigh was raised or lowered by {np.rad2deg(change):.0f} degrees at a hold: it should rest on the seat"
    return [Notice("thigh-lifted", text, where)]


def _brought_home(turned: Floats, holds: Sequence[Hold], where: str) -> tuple[Floats, list[Notice]]:
    """The gyroscope's angle with its drift taken out, as if the last hold were the return to the first.

    Whether it is shows in the holds between: more of them are near rest with the drift taken out than with it left in.
    """
    first, last = holds[0], holds[-1]
    middles = np.array([hold.middle for hold in holds], dtype=float)
    angles = np.array([hold.angle_rad for hold in holds]) - first.angle_rad
    line = np.interp(middles, middles[[0, -1]], [0.0, angles[-1]])
    with_drift, without = (int(np.count_nonzero(np.abs(each[1:]) < APART_RAD)) for each in (angles, angles - line))
    if without > with_drift or (without == with_drift and abs(angles[-1]) < _HOME_RAD and len(holds) > 1):
        whole = np.interp(np.arange(len(turned)), middles[[0, -1]], [0.0, last.angle_rad - first.angle_rad])
        return turned - first.angle_rad - whole, []
    text = "the recording does not end at rest: the drift of the gyroscope stays in the angles"
    return turned, [Notice("end-not-at-rest", text, where)]


def _never_held(where: str) -> ImpossibleData:
    return ImpossibleData(
        "the shin is never held: no stretch in which it turns slower than 12 degrees a second",
        where=where,
        valid="every end held for a second",
        next_step="move slowly out and in, hold each end for a second, and record again",
    )
