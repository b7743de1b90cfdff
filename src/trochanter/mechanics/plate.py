"""Whether a force plate can be believed for a rotation moment: its checks, and the loads with its bias taken out.

In steady running nothing turns the body about the vertical from cycle to cycle, so over whole strides the ground's
vertical moment about the body's centre has mean zero. What is left is a bias of the plate (or a turn of the runner).
Spread over the time in contact it acts on each standing leg, and it moves the two sides' hip-rotation moments apart.
Likewise the mean vertical force is the weight, force and motion happen at the same time, and the centre of pressure
lies under the foot. Only strides count in which no foot stands without known force. What was found wrong on the way
from the plates to the feet speaks against them too. Only a plate that passes all of it is believed.
"""

from dataclasses import replace

import numpy as np

from trochanter.core.arrays import Flags, Floats
from trochanter.core.constants import GRAVITY_M_S2
from trochanter.core.sides import side_of
from trochanter.kinematics.foot_contacts import foot_paths
from trochanter.kinematics.foot_points import HALF_WIDTH_M, apart_m, tip_of
from trochanter.kinematics.force_lag import mass_centre_m
from trochanter.kinematics.motion import Motion
from trochanter.mechanics.account import PlateCheck
from trochanter.mechanics.told import STANDING_N, plainly_told

VERTICAL = 1
BIAS_LIMIT_NM = 2.0
WEIGHT_TOLERANCE = 0.05
LAG_LIMIT_S = 0.02
LONGEST_LAG_S = 0.1
OUTSIDE_LIMIT_M = 0.03  # two recordings measured well stay below 0.003; the outline itself is good to about 0.02
FIRM_N = 200.0
_PERCENT = 95.0
_NO_STRIDE = "the record holds no complete stride, so the plate's free-moment bias cannot be checked"
_UNTOLD = (
    "in every complete stride a foot stands without known force for a while, so the mean vertical force, the plate's "
    "free-moment bias and the lag of the forces cannot be checked"
)
# What ``kinematics.plate_feet`` tells and no number below shows.
TOLD_CODES = ("force-direction", "force-tilted", "force-unlike-motion")


def whole_cycles(motion: Motion) -> Flags:
    """Frames (n,) that lie in a whole number of strides: from the first to the last contact of one side."""
    best = np.zeros(len(motion.time_s), dtype=bool)
    for side in {stride.side for stride in motion.strides}:
        complete = [s for s in motion.strides if s.side is side and s.complete]
        if complete:
            start, end = min(s.contact_s for s in complete), max(s.next_contact_s for s in complete)
            inside = (motion.time_s >= start) & (motion.time_s < end)
            best = inside if inside.sum() > best.sum() else best
    return best


def _told_cycles(motion: Motion, known: Flags) -> Flags:
    """The whole cycles (n,) without the strides of which an instant is not ``known`` (n,)."""
    cycles = whole_cycles(motion)
    for stride in motion.strides:
        inside = (motion.time_s >= stride.contact_s) & (motion.time_s < stride.next_contact_s)
        cycles &= ~inside if (inside & ~known).any() else True
    return cycles & known


def body_centre_m(motion: Motion) -> Floats:
    """Centre of mass (n, 3) of the segments that the body has."""
    return mass_centre_m(motion.body, motion.q)


def vertical_moment_Nm(motion: Motion, centre_m: Floats) -> Floats:
    """Vertical moment (n,) of all ground forces about a point centre_m (n, 3)."""
    total = np.zeros(len(motion.time_s))
    for load in motion.loads:
        arm = load.point_m - centre_m
        total += np.cross(arm, load.force_N)[:, VERTICAL] + load.moment_Nm[:, VERTICAL]
    return total


def standing(motion: Motion) -> list[Flags]:
    """For each load the frames (n,) in which it bears more than STANDING_N: a filter leaves tails around contacts."""
    return [load.force_N[:, VERTICAL] > STANDING_N for load in motion.loads]


def check_plate(motion: Motion, mass_kg: float) -> PlateCheck | None:
    """Check the ground forces of a motion; None where there are none. Limits are named in the reasons."""
    if not motion.loads:
        return None
    known = plainly_told(motion)
    cycles = _told_cycles(motion, known)
    outside = outside_foot_m(motion)
    beside = _beside_reasons(motion, outside)
    if not cycles.any():
        nothing = _UNTOLD if whole_cycles(motion).any() else _NO_STRIDE
        nan = np.nan
        return PlateCheck(nan, nan, nan, nan, believable=False, reasons=(nothing, *beside), outside_foot_m=outside)
    moment = vertical_moment_Nm(motion, body_centre_m(motion))[cycles]
    contact = np.any(standing(motion), axis=0)[cycles]
    bias = float(np.mean(moment))
    stance_bias = float(bias / max(np.mean(contact), 1e-9))
    vertical = np.sum([load.force_N[:, VERTICAL] for load in motion.loads], axis=0)
    weight = float(np.mean(vertical[cycles]) / (mass_kg * GRAVITY_M_S2))
    lag = _lag_s(motion, vertical, cycles, known)
    reasons = (*_reasons(bias, stance_bias, weight, lag), *beside)
    return PlateCheck(bias, stance_bias, weight, lag, believable=not reasons, reasons=reasons, outside_foot_m=outside)


def outside_foot_m(motion: Motion) -> float:
    """95th percentile of how far the centre of pressure lies outside the sole of a foot that bears more than FIRM_N.

    The largest over the loads; NaN where the body has no such feet or no foot bears as much.
    """
    feet = foot_paths(motion.body, motion.q)
    found = []
    for load in motion.loads:
        side = side_of(motion.body.segments.names[load.segment])
        firm = load.force_N[:, VERTICAL] > FIRM_N
        if side in feet and firm.any():
            foot = feet[side]
            apart = apart_m(foot.heel_m, tip_of(foot), load.point_m)[firm]
            found.append(float(np.percentile(np.maximum(apart - HALF_WIDTH_M, 0.0), _PERCENT)))
    return max(found, default=float("nan"))


def _beside_reasons(motion: Motion, outside: float) -> tuple[str, ...]:
    """Reasons beside the moment, the weight and the lag: the point off the foot, and what was told on the way."""
    told = tuple(notice.text for notice in motion.notices if notice.code in TOLD_CODES)
    if not outside > OUTSIDE_LIMIT_M:
        return told
    text = (
        f"the centre of pressure lies up to {100.0 * outside:.0f} cm outside the sole of the foot that bears the load "
        f"(limit {100.0 * OUTSIDE_LIMIT_M:g})"
    )
    return (text, *told)


def _reasons(bias: float, stance_bias: float, weight: float, lag: float) -> tuple[str, ...]:
    found = []
    if abs(bias) > BIAS_LIMIT_NM:
        found.append(
            f"over whole strides the plate shows a vertical moment of {bias:+.1f} N m where steady running needs about "
            f"0 (limit {BIAS_LIMIT_NM:g}); in stance that is {stance_bias:+.1f} N m on the standing leg"
        )
    if abs(weight - 1.0) > WEIGHT_TOLERANCE:
        found.append(f"the mean vertical force is {weight:.2f} body weights where 1 is expected")
    if abs(lag) > LAG_LIMIT_S:
        found.append(f"forces and motion seem {lag * 1000:+.0f} ms apart")
    return tuple(found)


def _lag_s(motion: Motion, vertical_N: Floats, cycles: Flags, known: Flags) -> float:
    """Delay of the vertical force behind the vertical acceleration of the body's centre, by best correlation.

    NaN where one of the two does not change: then nothing can be compared.
    """
    step = float(motion.time_s[1] - motion.time_s[0])
    height = body_centre_m(motion)[:, VERTICAL]
    rise = np.gradient(np.gradient(height, step), step)
    most = max(1, round(LONGEST_LAG_S / step))
    inside = np.flatnonzero(cycles)
    if inside[0] < most or inside[-1] >= len(height) - most:
        inside = inside[(inside >= most) & (inside < len(height) - most)]
    shifts = np.arange(-most, most + 1)
    inside = inside[known[inside[:, None] + shifts].all(axis=1)]
    if inside.size < LONGEST_LAG_S / step:
        return float("nan")
    scores = [_likeness(rise[inside], vertical_N[inside + k]) for k in shifts]
    return float(shifts[int(np.argmax(scores))] * step) if max(scores) > -np.inf else float("nan")


def _likeness(one: Floats, other: Floats) -> float:
    """Correlation of two courses; minus infinity where one of them does not change."""
    if not one.size:
        return -float("inf")
    one, other = one - one.mean(), other - other.mean()
    size = float(np.linalg.norm(one) * np.linalg.norm(other))
    return float(one @ other) / size if size > 0.0 else -float("inf")


def without_bias(motion: Motion, plate: PlateCheck) -> Motion:
    """The motion with the plate's stance bias taken off the vertical free moment while a foot stands."""
    loads = []
    for load, stands in zip(motion.loads, standing(motion), strict=True):
        moment = load.moment_Nm.copy()
        moment[stands, VERTICAL] -= plate.stance_bias_Nm
        loads.append(replace(load, moment_Nm=moment))
    return replace(motion, loads=tuple(loads))
