"""The axis about which a shin turns when the hip rotates, seen by a phone that is strapped on anyhow: the thigh's.

The axis u is the first right-singular vector of the turning rates w while |w| > 0.3 rad/s (less for who moves slowly):
the direction along which they vary most. Rates that point elsewhere (the phone is strapped on or taken off) are left
out and u is found again.
"""

from dataclasses import dataclass

import numpy as np

from trochanter.core.arrays import Flags, Floats, frozen
from trochanter.core.errors import ImpossibleData
from trochanter.core.quality import Notice
from trochanter.kinematics.holds import LEAST_S, runs, slow_rad_s
from trochanter.kinematics.smooth import lowpass

MOVING_RAD_S, LEAST_MOVING_RAD_S = 0.3, 0.1
STILL_S, LEAST_STILL_S = 2.0, 1.0
LEAST_MOVING_S = 0.5
QUIET_RAD_S = 0.05  # a leg at rest turns slower than this
_ALONG = 0.8  # cosine: rates further from the axis belong to another movement
_LEAST_SHARE = 0.7  # of the squared rates along one axis
_GOOD_SHARE = 0.9
_STILL_HZ = 2.0


@dataclass(frozen=True, slots=True)
class Still:
    """The first still period: samples [start, end).

    last: where the last stillness of the recording ends; offset_rad_s (3,): the median rate, the sensor's own.
    """

    start: int
    end: int
    last: int
    offset_rad_s: Floats
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class ThighAxis:
    """axis (3,): unit vector in the phone's axes, its sign open; share: of the squared turning rates along it."""

    axis: Floats
    share: float
    notices: tuple[Notice, ...] = ()


def first_still(turning_rad_s: Floats, step_s: float, where: str) -> Still:
    """The first still period of turning rates (n, 3); raises ImpossibleData where there is none of a second."""
    size = np.linalg.norm(lowpass(turning_rad_s, step_s, _STILL_HZ), axis=1)
    slow = size < slow_rad_s(size)
    found = runs(slow, LEAST_STILL_S, step_s)
    if not found:
        raise ImpossibleData(
            f"the leg is never still for {LEAST_STILL_S:g} s",
            where=where,
            valid=f"{STILL_S:g} s of rest at the start, with the shin hanging straight",
            next_step="rest for three seconds before the first movement and hold every end for a second",
        )
    start, end = found[0]
    last = runs(slow, LEAST_S, step_s)[-1][1]
    rates = turning_rad_s[start:end]
    offset = np.median(rates, axis=0)
    return Still(start, end, last, frozen(offset), tuple(_still_notices(rates, step_s, where)))


def thigh_axis(turning_rad_s: Floats, step_s: float, where: str) -> ThighAxis:
    """The axis of turning rates (n, 3), freed of the sensor's own; raises ImpossibleData where nothing turns."""
    size = np.linalg.norm(turning_rad_s, axis=1)
    moving = size > np.clip(0.5 * np.percentile(size, 95.0), LEAST_MOVING_RAD_S, MOVING_RAD_S)
    if np.count_nonzero(moving) * step_s < LEAST_MOVING_S:
        fastest = np.rad2deg(size.max())
        raise ImpossibleData(
            f"nothing moves: the phone turns by {fastest:.0f} degrees a second at most",
            where=where,
            valid="the foot moved out and in, three times each",
            next_step="check that the phone was on the leg that moved, and record again",
        )
    axis = _principal(turning_rad_s[moving])
    for _ in range(2):
        along = moving & _along(turning_rad_s, axis)
        if np.count_nonzero(along) * step_s >= LEAST_MOVING_S:
            axis = _principal(turning_rad_s[along])
    rates = turning_rad_s[moving]
    share = float(np.sum((rates @ axis) ** 2) / np.sum(rates**2))
    if share < _LEAST_SHARE:
        raise ImpossibleData(
            f"the shin turns about many axes: {100.0 * share:.0f} % of its turning is about one",
            where=where,
            valid=f"at least {100.0 * _LEAST_SHARE:.0f} %: the thigh rests and only the foot swings out and in",
            next_step="rest the thigh on the seat, keep the knee at 90 degrees, start and stop with the leg at rest",
        )
    return ThighAxis(frozen(axis), share, _share_notices(share, where))


def _principal(rates: Floats) -> Floats:
    return np.asarray(np.linalg.svd(rates, full_matrices=False)[2][0])


def _along(rates: Floats, axis: Floats) -> Flags:
    flags: Flags = np.abs(rates @ axis) > _ALONG * np.linalg.norm(rates, axis=1)
    return flags


def _share_notices(share: float, where: str) -> tuple[Notice, ...]:
    if share >= _GOOD_SHARE:
        return ()
    text = f"{100.0 * (1.0 - share):.0f} % of the turning is about other axes: the thigh or the knee moved along"
    return (Notice("thigh-moved", text, where),)


def _still_notices(rates: Floats, step_s: float, where: str) -> list[Notice]:
    told = []
    length = len(rates) * step_s
    if length < STILL_S:
        text = f"the rest at the start lasts {length:.1f} s: neutral is better known from {STILL_S:g} s and more"
        told.append(Notice("still-short", text, where))
    restless = float(np.median(np.linalg.norm(rates - np.median(rates, axis=0), axis=1)))
    if restless > QUIET_RAD_S:
        text = f"the leg was not still at the start (it turned by {np.rad2deg(restless):.0f} degrees a second)"
        told.append(Notice("still-restless", text, where))
    return told
