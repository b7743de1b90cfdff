"""What a force plate measured, made fit for mechanics: gaps, impossible sizes, points that mean nothing."""

import numpy as np

from trochanter.capture.fading import runs, with_fading
from trochanter.capture.load_checks import MAX_FORCE_N, MAX_GAP_S, MAX_NUMBER, POINT_THRESHOLD_N
from trochanter.capture.trial import PlateLoad
from trochanter.core.arrays import Flags, Floats, frozen
from trochanter.core.errors import ImpossibleData
from trochanter.core.quality import Notice

MAX_DISTANCE_M = 100.0  # of a point under a loaded foot from the laboratory's origin


def pressing(force: Floats) -> tuple[int, float]:
    """The axis (0, 1, 2) along which forces (n, 3) are largest on average, and the sign that they have along it."""
    total = np.nansum(np.where(np.abs(force) < MAX_NUMBER, force, 0.0), axis=0)
    axis = int(np.argmax(np.abs(total)))
    return axis, 1.0 if total[axis] >= 0.0 else -1.0


def without_gaps(time_s: Floats, values: Floats, what: str, where: str) -> tuple[Floats, tuple[Notice, ...]]:
    """Channels or forces (n, k) with gaps of at most MAX_GAP_S filled by straight lines.

    Raises ImpossibleData for longer gaps, for gaps at the ends and for sizes that are none of a force plate's.
    """
    values = np.where(np.abs(values) < MAX_NUMBER, values, np.nan)
    missing: Flags = np.asarray(~np.isfinite(values).all(axis=1))
    if not missing.any():
        return values, ()
    for first, stop in runs(missing):
        inside = first > 0 and stop < len(time_s)
        if not inside or time_s[stop] - time_s[first - 1] > MAX_GAP_S + 1e-9:
            raise _gap(time_s, first, stop, what, where)
    known = np.flatnonzero(~missing)
    for column in range(values.shape[1]):
        values[missing, column] = np.interp(time_s[missing], time_s[known], values[known, column])
    count = int(np.count_nonzero(missing))
    text = f"{count} missing samples of {what} are filled from their neighbours"
    return values, (Notice("force-gaps-filled", text, where),)


def plate_load(
    name: str, time_s: Floats, force: Floats, point: Floats, moment: Floats, corners_m: Floats | None, where: str
) -> tuple[PlateLoad, tuple[Notice, ...]]:
    """One plate's load (n, 3) in N, m and N m, its point NaN and its moment 0 where it carries too little.

    That is at most POINT_THRESHOLD_N, but for samples beside a contact while the force fades (see ``with_fading``).
    Raises ImpossibleData for forces or points that no person on a plate can make.
    """
    largest = float(np.abs(force).max(initial=0.0))
    if largest > MAX_FORCE_N:
        raise _too_large(f"the force of '{name}' reaches {largest:.3g} N", f"at most {MAX_FORCE_N:g} N", where)
    loaded = loaded_samples(force) & np.isfinite(point).all(axis=1) & np.isfinite(moment).all(axis=1)
    axis, sign = pressing(force)
    if loaded.any() and float(np.median(np.abs(point[loaded]).max(axis=1))) > MAX_DISTANCE_M:
        raise _too_large(f"the centre of pressure of '{name}' lies far outside any laboratory", "metres", where)
    known = _with_fading(time_s, force, point, loaded, axis, sign)
    load = PlateLoad(
        name,
        frozen(force),
        frozen(np.where(known[:, None], point, np.nan)),
        frozen(np.where(known[:, None], moment, 0.0)),
        None if corners_m is None else frozen(corners_m),
    )
    if loaded.any():
        return load, ()
    text = f"'{name}' never carries more than {POINT_THRESHOLD_N:g} N: nobody stood on it"
    return load, (Notice("plate-unloaded", text, where),)


def loaded_samples(force: Floats) -> Flags:
    """Samples of a force (n, 3) in which somebody stands there."""
    axis, sign = pressing(force)
    loaded: Flags = sign * force[:, axis] > POINT_THRESHOLD_N
    return loaded


def _with_fading(time_s: Floats, force: Floats, point: Floats, loaded: Flags, axis: int, sign: float) -> Flags:
    # ``with_fading`` wants y up: axes are exchanged in a circle, and mirrored through the origin where y would be down.
    # Neither changes a distance or the size of a moment.
    turned, place = (np.roll(sign * values, 1 - axis, axis=1) for values in (force, point))
    return with_fading(time_s, turned, np.where(np.isfinite(place), place, 1e9), loaded)


def _gap(time_s: Floats, first: int, stop: int, what: str, where: str) -> ImpossibleData:
    return ImpossibleData(
        f"{what} is missing in samples {first + 1} to {stop}, {time_s[first]:g} to {time_s[stop - 1]:g} s",
        where=where,
        valid=f"gaps of at most {MAX_GAP_S * 1000:g} ms, not at the ends of the record",
        next_step="cut the record there, or fill the gap before",
    )


def _too_large(what: str, valid: str, where: str) -> ImpossibleData:
    return ImpossibleData(what, where=where, valid=valid, next_step="correct the file: a value is wrong, or a unit is")
