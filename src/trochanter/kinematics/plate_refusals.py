"""What makes a plate's numbers no force on a foot: wrong sign, wrong vertical axis, holes, millimetres."""

from dataclasses import replace

import numpy as np

from trochanter.capture.trial import PlateLoad, Plates
from trochanter.core.arrays import Flags, Floats, frozen
from trochanter.core.errors import ImpossibleData
from trochanter.core.quality import Notice
from trochanter.kinematics.contacts import CONFIRMED_N
from trochanter.kinematics.foot_points import VERTICAL
from trochanter.kinematics.instants import stretches
from trochanter.kinematics.plate_contacts import Feet

LONGEST_GAP_S = 0.02
MILLI = 1e-3
LARGEST_FREE_NM = 500.0
_NEAR_M, _MANY = 1.0, 50.0
_OVERLAP_S = 0.2


def ready(plates: Plates) -> Plates:
    """The plates that carry somebody, short gaps in their force filled by straight lines.

    Raises ImpossibleData where nobody stands on any plate, a force points down or sideways, or a gap is long.
    """
    where = plates.source or "forces"
    loads = [_without_gaps(plates.time_s, load, where) for load in plates.loads]
    for load in loads:
        _refuse_wrong_axes(load, where)
    if not any(_carries(load) for load in loads):
        names = ", ".join(f"'{load.name}'" for load in loads) or "no plate"
        raise ImpossibleData(
            f"nobody stands on {names}",
            where=where,
            valid=f"a vertical force of more than {CONFIRMED_N:g} N in at least one contact",
            next_step="check the export and its unit, or read the trial without forces",
        )
    return replace(plates, loads=tuple(loads))


def refuse_apart(plates: Plates, time_s: Floats) -> None:
    """Raise ImpossibleData where forces and motion have less than a step in common."""
    first, last = max(plates.time_s[0], time_s[0]), min(plates.time_s[-1], time_s[-1])
    if last - first < _OVERLAP_S:
        raise ImpossibleData(
            f"forces run from {plates.time_s[0]:.4g} to {plates.time_s[-1]:.4g} s, the motion from {time_s[0]:.4g} to "
            f"{time_s[-1]:.4g} s: they do not overlap",
            where=plates.source or "forces",
            valid="forces of the same trial on the same clock",
            next_step="give the forces of this trial, or shift their time: --lag-s (lag_s in Python)",
        )


def _carries(load: PlateLoad) -> bool:
    return bool(np.any(load.force_N[:, VERTICAL] > CONFIRMED_N))


def _without_gaps(time_s: Floats, load: PlateLoad, where: str) -> PlateLoad:
    missing: Flags = np.asarray((~np.isfinite(load.force_N)).any(axis=1), dtype=bool)
    if not missing.any():
        return load
    for first, after in stretches(missing):
        ends = first == 0 or after == len(time_s)
        if ends or time_s[after] - time_s[first - 1] > LONGEST_GAP_S:
            raise ImpossibleData(
                f"the force of '{load.name}' is missing from {time_s[first]:.4g} to {time_s[after - 1]:.4g} s",
                where=where,
                valid=f"gaps of up to {LONGEST_GAP_S * 1000:g} ms, not at the ends of the record",
                next_step="cut the record there, or fill the gap before",
            )
    known = ~missing
    force = np.column_stack([np.interp(time_s, time_s[known], column[known]) for column in load.force_N.T])
    return replace(load, force_N=frozen(force))


def _refuse_wrong_axes(load: PlateLoad, where: str) -> None:
    size = np.abs(load.force_N).sum(axis=0)
    if float(np.abs(load.force_N).max(initial=0.0)) <= CONFIRMED_N:
        return
    vertical, advice = load.force_N[:, VERTICAL], ""
    if int(np.argmax(size)) != VERTICAL:
        axis = "xyz"[int(np.argmax(size))]
        advice = (
            f"the force is largest along {axis}: turn forces, points and moments so that y points up, like the markers"
        )
    elif vertical.sum() < 0.0:
        advice = "the force points down, as that of a person on the plate does: change the sign of force and moment"
    if advice:
        raise ImpossibleData(
            f"'{load.name}' gives no force on a foot: its vertical part (y) is {vertical.min():.0f} to "
            f"{vertical.max():.0f} N",
            where=where,
            valid="the ground's force on the person, in newtons, with y up",
            next_step=advice,
        )


def in_metres(plates: Plates, feet: Feet) -> tuple[Plates, tuple[Notice, ...]]:
    """Points that lie near the feet only when read as millimetres become metres, told."""
    milli = [_in_millimetres(load, feet) for load in plates.loads]
    loads = tuple(_metres(load) if is_milli else load for load, is_milli in zip(plates.loads, milli, strict=True))
    names = ", ".join(f"'{load.name}'" for load, is_milli in zip(plates.loads, milli, strict=True) if is_milli)
    text = f"the centre of pressure of {names} is in millimetres: it is read as such, and so is a free moment in N mm"
    return replace(plates, loads=loads), (Notice("point-millimetres", text, plates.source),) if names else ()


def _metres(load: PlateLoad) -> PlateLoad:
    large = float(np.nanmax(np.abs(load.moment_Nm), initial=0.0)) > LARGEST_FREE_NM
    moment = MILLI * load.moment_Nm if large else load.moment_Nm
    return replace(load, point_m=frozen(MILLI * load.point_m), moment_Nm=frozen(moment))


def _in_millimetres(load: PlateLoad, feet: Feet) -> bool:
    loaded = load.force_N[:, VERTICAL] > CONFIRMED_N
    as_is, as_milli = (_nearest_m(scale * load.point_m, loaded, feet) for scale in (1.0, MILLI))
    return as_is > _MANY * _NEAR_M and as_milli < _NEAR_M


def _nearest_m(point_m: Floats, loaded: Flags, feet: Feet) -> float:
    """Median distance of the points from the nearer foot where both are known, NaN if they never are."""
    apart = np.min([foot.apart_m(point_m)[loaded] for foot in feet.values()], axis=0)
    known = apart[np.isfinite(apart)]
    return float(np.median(known)) if known.size else float("nan")
