"""Whether the values of coordinates can be what the file says they are: units, ranges of motion, jumps.

What cannot be is an error; what can hardly be is a notice that names coordinate and time, never a quiet curve.
"""

import math

import numpy as np

from trochanter.anatomy.body import Body
from trochanter.core.arrays import Flags, Floats, Ints
from trochanter.core.errors import ImpossibleData
from trochanter.core.quality import Notice

_TURN_LIMIT_RAD = 4.0  # 229 degrees: no joint of the limbs or trunk goes there
_BEYOND_RANGE_RAD, _BEYOND_RANGE_M = math.radians(10.0), 0.5
_RADIANS_AS_DEGREES = 2.6  # a knee or an arm at 150 degrees is 2.6 radians
_MOVING_DEG, _MOVING_M = 0.2, 0.02
_FAR_M = 100.0
_DEGREES_OVER_RADIANS, _LEAST_SWING_RAD = (35.0, 90.0), math.radians(2.0)  # 57.3, with room for unequal sides
_HARDLY_TURNING_RAD = (math.radians(0.01), math.radians(0.35))  # pelvis and trunk in gait turn by 4 degrees and more
_HIP_HARDLY_TURNING_RAD = math.radians(0.5)  # in gait 4 degrees and more
_HIP_ASIDE = ("hip_adduction", "hip_rotation")
_NEVER_STILL = ("pelvis_", "hip_", "knee_angle", "ankle_angle")
_WALKING_SWING_RAD = math.radians(20.0)
_ALIKE = 0.25  # of the range
_IMPOSSIBLE = 1000.0  # radians or metres; a runner who turns round and round and goes far stays below
_FASTEST_RAD_S, _FASTEST_M_S = 50.0, 20.0  # about twice the fastest knee and the fastest runner
# Passive ranges of adults (about -20 to 125, -45 to 30, -45 to 45 degrees) and 25 more for frames and markers.
_HIP_REACH_DEG = {"hip_flexion": (-45.0, 150.0), "hip_adduction": (-70.0, 55.0), "hip_rotation": (-70.0, 70.0)}
_SPIKE_RAD, _SPIKE_M, _SPIKE_SPREADS = math.radians(0.5), 0.003, 20.0


def refuse_wrong_units(
    body: Body, given: tuple[int, ...], values: Floats, where: str, *, in_degrees: bool
) -> list[Notice]:
    """Compare the stated unit with the values (n, len(given)) of independent coordinates, in radians and metres.

    Raises ImpossibleData where they contradict each other; returns a notice where a motionless record leaves doubt.
    """
    index = np.array(given)
    turns = body.coordinates.is_rotation[index] & ~_of_base(body)[index]
    _refuse_turns(body, index[turns], values[:, turns], where, in_degrees=in_degrees)
    shifts = ~body.coordinates.is_rotation[index]
    _refuse_far(body, index[shifts], values[:, shifts], where)
    _refuse_huge(body, given, values, where)  # last: a whole column in another unit is no single wrong value
    if not in_degrees or not turns.any():
        return []
    degrees = np.degrees(values[:, turns])
    if np.max(np.abs(degrees)) > _RADIANS_AS_DEGREES or _excursion(degrees) < _MOVING_DEG:
        return []
    text = (
        f"the header says degrees, but no joint angle exceeds {np.max(np.abs(degrees)):.2g}: "
        "the values look like radians"
    )
    if shifts.any() and _excursion(values[:, shifts]) > _MOVING_M:
        raise ImpossibleData(
            text, where=where, valid="a header that states the unit of the values", next_step="write inDegrees=no"
        )
    return [Notice("unit-doubtful", text, where)]


def check_values(body: Body, given: tuple[int, ...], time_s: Floats, q: Floats, where: str) -> list[Notice]:
    """Notices on the given coordinates of q (n, n_q): unequal sides, outside the model's range, too fast, spikes."""
    notices = [*_unequal_sides(body, given, q, where), *_hardly_turning(body, given, q, where)]
    step = time_s[1] - time_s[0]
    for i in given:
        name, turns = body.coordinates.names[i], bool(body.coordinates.is_rotation[i])
        notices += _out_of_range(body, i, time_s, q[:, i], where)
        notices += _beyond_anatomy(body, i, time_s, q[:, i], where)
        speed = np.abs(np.diff(q[:, i])) / step
        if speed.max() > (_FASTEST_RAD_S if turns else _FASTEST_M_S):
            k = int(speed.argmax())
            change = in_words(body, i, abs(q[k + 1, i] - q[k, i]))
            text = f"'{name}' changes by {change} between {time_s[k]:.4g} and {time_s[k + 1]:.4g} s"
            notices.append(Notice("coordinate-jumps", text, where))
        notices += _spikes(body, i, time_s, q[:, i], where)
    return notices


def _of_base(body: Body) -> Flags:
    flags: Flags = body.joints.parent[body.coordinates.joint] == 0
    return flags


def _excursion(values: Floats) -> float:
    return float(np.max(np.max(values, axis=0) - np.min(values, axis=0)))


def _refuse_huge(body: Body, given: tuple[int, ...], values: Floats, where: str) -> None:
    row, column = np.unravel_index(int(np.abs(values).argmax()), values.shape)
    i, value = given[int(column)], float(values[row, column])
    if abs(value) > _IMPOSSIBLE:
        raise ImpossibleData(
            f"'{body.coordinates.names[i]}' is {in_words(body, i, value)} at instant {int(row) + 1}",
            where=where,
            valid=f"values within {_IMPOSSIBLE:g} radians or metres",
            next_step="remove the value: a gap of a few instants is interpolated",
        )


def _refuse_turns(body: Body, index: Ints, values: Floats, where: str, *, in_degrees: bool) -> None:
    reach = np.percentile(np.abs(values), 95, axis=0) if values.size else np.zeros(len(index))
    bad = np.flatnonzero(reach > _TURN_LIMIT_RAD)
    if not bad.size:
        return
    k = int(bad[np.argmax(reach[bad])])
    shown = ", ".join(repr(body.coordinates.names[index[j]]) for j in bad[:6])
    unit, value = ("degrees", math.degrees(reach[k])) if in_degrees else ("radians", reach[k])
    raise ImpossibleData(
        f"the header says {unit}, but '{body.coordinates.names[index[k]]}' reaches {value:.4g}",
        where=f"{where}, columns {shown}",
        valid=f"joint angles within {math.degrees(_TURN_LIMIT_RAD):.0f} degrees, all columns in one unit",
        next_step="correct the unit in the header (inDegrees=yes or inDegrees=no) or the column",
    )


def _refuse_far(body: Body, index: Ints, values: Floats, where: str) -> None:
    for k, i in enumerate(index):
        middle = float(np.median(np.abs(values[:, k])))
        if middle > _FAR_M:
            raise ImpossibleData(
                f"'{body.coordinates.names[i]}' is {middle:.4g} m from the origin: its values look like millimetres",
                where=where,
                valid="translations in metres",
                next_step="divide the translations by 1000",
            )


def _unequal_sides(body: Body, given: tuple[int, ...], q: Floats, where: str) -> list[Notice]:
    """Angles that move about 57 times as far as the same angle of the other side: one may be in the other unit.

    Raises ImpossibleData where the values, in that other unit, are those of the other side: no standing leg looks so.
    """
    names = body.coordinates.names
    curves = {names[i]: q[:, i] for i in given if body.coordinates.is_rotation[i]}
    notices = []
    for name, right in curves.items():
        left = curves.get(f"{name[:-2]}_l") if name.endswith("_r") else None
        if left is None:
            continue
        less, more = sorted((right, left), key=np.ptp)
        least, most = float(np.ptp(less)), float(np.ptp(more))
        if least <= 0.0 or most <= _LEAST_SWING_RAD:
            continue
        if not _DEGREES_OVER_RADIANS[0] < most / least < _DEGREES_OVER_RADIANS[1]:
            continue
        text = (
            f"'{name}' moves by {math.degrees(np.ptp(right)):.3g} degrees, "
            f"the other side by {math.degrees(np.ptp(left)):.3g}"
        )
        if _alike(math.degrees(1.0) * less, more):
            raise ImpossibleData(
                f"{text}: one of the two columns is in degrees, the other in radians",
                where=where,
                valid="all joint angles in one unit, which the header states",
                next_step="bring the columns to one unit",
            )
        notices.append(Notice("unit-doubtful", f"{text}: one of the columns may be in another unit", where))
    return notices


def _alike(one: Floats, other: Floats) -> bool:
    """Whether two angles spread over the same values, as those of the two sides do in walking and running."""
    shares = (5.0, 25.0, 50.0, 75.0, 95.0)
    off = np.abs(np.percentile(one, shares) - np.percentile(other, shares))
    return bool(off.max() < _ALIKE * np.ptp(other))


def _hardly_turning(body: Body, given: tuple[int, ...], q: Floats, where: str) -> list[Notice]:
    """Rotations that all but stand still, or do, while a hip swings: of pelvis and trunk, and hips aside and about."""
    names, notices = body.coordinates.names, []
    moved = {names[i]: float(np.ptp(q[:, i])) for i in given if body.coordinates.is_rotation[i]}
    if max((moved[name] for name in moved if name.startswith("hip_")), default=0.0) < _WALKING_SWING_RAD:
        return []
    for name, angle in moved.items():
        least, most = _HARDLY_TURNING_RAD
        if name.endswith(("_r", "_l")):
            most = _HIP_HARDLY_TURNING_RAD if name.startswith(_HIP_ASIDE) else 0.0
        if least < angle < most:
            text = (
                f"'{name}' turns by {math.degrees(angle):.2g} degrees while the hips swing: "
                "the column may be in radians among degrees"
            )
            notices.append(Notice("unit-doubtful", text, where))
        elif angle == 0.0 and name.startswith(_NEVER_STILL) and not body.coordinates.locked[names.index(name)]:
            text = f"'{name}' does not move at all while the hips swing: was it held, or not measured?"
            notices.append(Notice("coordinate-still", text, where))
    return notices


def _out_of_range(body: Body, i: int, time_s: Floats, values: Floats, where: str) -> list[Notice]:
    coordinates = body.coordinates
    lower, upper = float(coordinates.lower[i]), float(coordinates.upper[i])
    turns = bool(coordinates.is_rotation[i])
    slack = _BEYOND_RANGE_RAD if turns else _BEYOND_RANGE_M
    outside = np.maximum(lower - values, values - upper)
    if not coordinates.clamped[i] or not lower < upper or outside.max() <= slack:
        return []
    k, times = int(outside.argmax()), time_s[outside > slack]
    text = (
        f"'{coordinates.names[i]}' leaves the model's range {in_words(body, i, lower)} to {in_words(body, i, upper)} "
        f"at {len(times)} instants from {times[0]:.4g} to {times[-1]:.4g} s (it reaches {in_words(body, i, values[k])})"
    )
    return [Notice("out-of-range", text, where)]


def _beyond_anatomy(body: Body, i: int, time_s: Floats, values: Floats, where: str) -> list[Notice]:
    """Hip angles that no hip reaches, whatever the model's own range is."""
    name = body.coordinates.names[i]
    reach = _HIP_REACH_DEG.get(name[:-2]) if name.endswith(("_r", "_l")) else None
    if reach is None:
        return []
    degrees = np.degrees(values)
    outside = (degrees < reach[0]) | (degrees > reach[1])
    if not outside.any():
        return []
    worst = degrees[int(np.abs(degrees).argmax())]
    text = (
        f"'{name}' is {worst:.0f} degrees, where no hip goes beyond {reach[0]:g} to {reach[1]:g} "
        f"({int(outside.sum())} instants, first {time_s[int(outside.argmax())]:.4g} s): check sign, unit and offset"
    )
    return [Notice("beyond-anatomy", text, where)]


def _spikes(body: Body, i: int, time_s: Floats, values: Floats, where: str) -> list[Notice]:
    """Single values that do not fit the cubic through the two neighbours on either side."""
    if len(values) < 9:
        return []
    off = np.abs(values[2:-2] - (4.0 * (values[1:-3] + values[3:-1]) - values[:-4] - values[4:]) / 6.0)
    least = _SPIKE_RAD if body.coordinates.is_rotation[i] else _SPIKE_M
    limit = max(least, _SPIKE_SPREADS * 1.4826 * float(np.median(off)))
    peaks = [int(k) for k in np.flatnonzero(off > limit) if off[k] == off[max(k - 2, 0) : k + 3].max()]
    if not peaks:
        return []
    times = ", ".join(f"{time_s[k + 2]:.4g}" for k in peaks[:4]) + (" s and later" if len(peaks) > 4 else " s")
    worst = in_words(body, i, float(off.max()))
    text = f"'{body.coordinates.names[i]}' has values up to {worst} off their neighbours at {times}"
    return [Notice("coordinate-spikes", text, where)]


def in_words(body: Body, i: int, value: float) -> str:
    """A value of coordinate ``i`` for people: degrees or metres."""
    return f"{math.degrees(value):.3g} degrees" if body.coordinates.is_rotation[i] else f"{value:.3g} m"
