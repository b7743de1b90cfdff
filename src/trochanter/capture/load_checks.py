"""Columns of a ground force made fit for mechanics: gaps, units, and points that mean nothing."""

from dataclasses import dataclass

import numpy as np

from trochanter.capture.fading import runs, with_fading
from trochanter.capture.trial import ExternalForce
from trochanter.core.arrays import Flags, Floats, frozen
from trochanter.core.errors import ImpossibleData
from trochanter.core.quality import Notice

VERTICAL = 1  # OpenSim's ground: x forward, y up, z right
POINT_THRESHOLD_N = 20.0
MAX_GAP_S = 0.02
NEGLIGIBLE = 0.05  # of the peak: below this a file may leave the point out, by a threshold of its own
MAX_EXCURSION_M = 5.0  # a centre of pressure cannot move this far within a contact, a belt included
# What millimetres must be as metres. Clean walks and runs, on floors and belts, have 0.21 to 0.46 along and 0.010
# to 0.049 across; centimetres taken for millimetres are ten times less, as is one axis among others in another unit.
MILLIMETRES_M, LEAST_ASIDE_M = (0.06, 2.5), 0.004
MAX_DISTANCE_M = 50.0
MAX_MOMENT_NM = 500.0
MAX_FORCE_N = 1e5
MAX_NUMBER = 1e9


@dataclass(frozen=True, slots=True)
class RawLoad:
    """A load as the file says it: force, point, moment (n, 3)."""

    name: str
    segment: str
    time_s: Floats
    force: Floats
    point: Floats
    moment: Floats | None
    where: str


def checked_load(raw: RawLoad) -> tuple[ExternalForce, tuple[Notice, ...]]:
    """The load in N, m and N m; its point NaN where the foot carries too little for it to mean anything.

    That is below POINT_THRESHOLD_N, but for the samples around a contact in which the point stays near while the
    force fades (see ``with_fading``). Gaps of at most MAX_GAP_S are filled by straight lines. Raises ImpossibleData for
    longer ones, for a force that does not point up, and for points or moments whose unit cannot be told.
    """
    notices: list[Notice] = []
    _check_size(raw, raw.force, "force", MAX_FORCE_N)
    always = np.ones(len(raw.time_s), dtype=bool)
    force = _without_gaps(raw, raw.force, "force", always, ~always, notices)
    _check_upwards(raw, force)
    loaded = force[:, VERTICAL] > POINT_THRESHOLD_N
    _check_size(raw, raw.point[loaded], "point", MAX_NUMBER)
    if raw.moment is not None:
        _check_size(raw, raw.moment, "moment", MAX_NUMBER)
    negligible = force[:, VERTICAL] <= NEGLIGIBLE * force[:, VERTICAL].max()
    point = _without_gaps(raw, raw.point, "point", loaded, negligible, notices)
    loaded &= np.isfinite(point).all(axis=1)
    moment = _moment(raw, loaded, negligible, notices)
    point, moment = _in_metres(raw, force, point, moment, loaded, notices)
    _check_point(raw, point, loaded)
    known = with_fading(raw.time_s, force, point, loaded)
    point = np.where(known[:, None], point, np.nan)
    unloaded, fading = int(np.count_nonzero(~known)), int(np.count_nonzero(known & ~loaded))
    if unloaded:
        samples = f"{unloaded} of {loaded.size} samples with little load (at most {POINT_THRESHOLD_N:g} N)"
        kept = f", and kept at {fading} of less load beside a contact" if fading else ""
        text = f"the centre of pressure of '{raw.name}' is left out at {samples}{kept}"
        notices.append(Notice("point-unloaded", text, raw.where))
    load = ExternalForce(raw.name, raw.segment, frozen(force), frozen(point), frozen(moment))
    return load, tuple(notices)


def _without_gaps(
    raw: RawLoad, values: Floats, what: str, needed: Flags, negligible: Flags, notices: list[Notice]
) -> Floats:
    missing = needed & ~np.isfinite(values).all(axis=1)
    if not missing.any():
        return values
    filled = values.copy()
    for first, stop in runs(missing):
        before = first - 1 if first > 0 and needed[first - 1] else None
        after = stop if stop < missing.size and needed[stop] else None
        ends = [end for end in (before, after) if end is not None]
        # A point or moment at the edge of a contact has one neighbour, which is held; a force has two.
        span = raw.time_s[stop - 1 if after is None else after] - raw.time_s[first if before is None else before]
        if len(ends) < (2 if what == "force" else 1) or span > MAX_GAP_S:
            if negligible[first:stop].all():
                missing[first:stop] = False
                continue
            raise _gap(raw, what, first, stop)
        for axis in range(3):
            filled[first:stop, axis] = np.interp(raw.time_s[first:stop], raw.time_s[ends], values[ends, axis])
    samples = np.flatnonzero(missing)
    if not samples.size:
        return values
    times = ", ".join(f"{time:g}" for time in raw.time_s[samples[:5]]) + (", ..." if samples.size > 5 else "")
    text = f"{samples.size} missing samples of the {what} of '{raw.name}', at {times} s, are filled from neighbours"
    notices.append(Notice(f"{what}-gaps-filled", text, raw.where))
    return filled


def _gap(raw: RawLoad, what: str, first: int, stop: int) -> ImpossibleData:
    return ImpossibleData(
        f"the {what} of '{raw.name}' is missing where it is needed: samples {first + 1} to {stop}, "
        f"{raw.time_s[first]:g} to {raw.time_s[stop - 1]:g} s",
        where=raw.where,
        valid=f"gaps of at most {MAX_GAP_S * 1000:g} ms, not at the ends of the record",
        next_step="cut the record there, or fill the gap before",
    )


def _check_size(raw: RawLoad, values: Floats, what: str, limit: float) -> None:
    largest = float(np.nanmax(np.abs(values), initial=0.0))
    if largest > limit:
        raise ImpossibleData(
            f"the {what} of '{raw.name}' reaches {largest:g}",
            where=raw.where,
            valid=f"at most {limit:g}",
            next_step="correct the file: a value is wrong, or the unit is",
        )


def _check_upwards(raw: RawLoad, force: Floats) -> None:
    size = np.abs(force).sum(axis=0)
    if not size.any():
        return
    largest = int(np.argmax(size))
    vertical = force[:, VERTICAL]
    advice = ""
    if largest != VERTICAL:
        axis = "xyz"[largest]
        advice = f"the force is largest along {axis}: turn force, point and moment so that y points up"
    elif vertical.sum() < 0.0:
        advice = "the vertical force is negative: this is the force on the plate, change the sign of force and moment"
    elif vertical.max() <= POINT_THRESHOLD_N:
        advice = "give newtons: the force may have been divided by body weight or mass, or be in kilonewtons"
    if advice:
        raise ImpossibleData(
            f"'{raw.name}' is no force on a foot: its vertical component is {vertical.min():g} to {vertical.max():g}",
            where=raw.where,
            valid=f"a force in N that pushes the foot up along y, more than {POINT_THRESHOLD_N:g} N at its peak",
            next_step=advice,
        )


def _moment(raw: RawLoad, loaded: Flags, negligible: Flags, notices: list[Notice]) -> Floats:
    if raw.moment is None:
        text = f"there is no free moment for '{raw.name}': zero is used, which biases hip rotation moments"
        notices.append(Notice("moment-absent", text, raw.where))
        return np.zeros_like(raw.force)
    moment = _without_gaps(raw, raw.moment, "moment", loaded, negligible, notices)
    if loaded.any() and not np.any(moment[loaded]):
        text = f"the free moment of '{raw.name}' is zero throughout: not measured, which biases hip rotation moments"
        notices.append(Notice("moment-absent", text, raw.where))
    return np.where(np.isfinite(moment), moment, 0.0)


def _in_metres(
    raw: RawLoad, force: Floats, point: Floats, moment: Floats, loaded: Flags, notices: list[Notice]
) -> tuple[Floats, Floats]:
    if not loaded.any():
        return point, moment
    moved = _excursion(force, point, loaded)
    if moved.max() <= MAX_EXCURSION_M:
        return point, moment
    more, less = moved.max() / 1000.0, moved.min() / 1000.0
    if not (MILLIMETRES_M[0] <= more <= MILLIMETRES_M[1] and less >= LEAST_ASIDE_M):
        raise ImpossibleData(
            f"the centre of pressure of '{raw.name}' moves by {moved[0]:.3g} along x and {moved[1]:.3g} along z "
            "within a contact: that is no foot's in metres, nor in millimetres",
            where=raw.where,
            valid="points in metres: some 0.2 to 0.6 along the foot and 0.01 to 0.06 across it",
            next_step="bring all axes of the point to metres",
        )
    text = f"the centre of pressure of '{raw.name}' moves as millimetres do within a contact: it is read as millimetres"
    notices.append(Notice("point-millimetres", text, raw.where))
    if np.abs(moment[loaded]).max() > MAX_MOMENT_NM:
        text = f"the free moment of '{raw.name}' is read as N mm: as N m it would exceed {MAX_MOMENT_NM:g}"
        notices.append(Notice("moment-newton-millimetres", text, raw.where))
        moment = moment / 1000.0
    return point / 1000.0, moment


def _excursion(force: Floats, point: Floats, loaded: Flags) -> Floats:
    """Median over contacts of how far the point moves along x and z (2,) while force exceeds a third of its peak."""
    vertical = force[:, VERTICAL]
    firm = loaded & (vertical > vertical.max() / 3.0)
    return np.asarray(np.median([np.ptp(point[start:stop, ::2], axis=0) for start, stop in runs(firm)], axis=0))


def _check_point(raw: RawLoad, point: Floats, loaded: Flags) -> None:
    if not loaded.any():
        return
    distance = float(np.median(np.abs(point[loaded]).max(axis=1)))
    if distance > MAX_DISTANCE_M:
        raise ImpossibleData(
            f"the centre of pressure of '{raw.name}' lies {distance:g} m from the origin while the foot is loaded",
            where=raw.where,
            valid=f"metres in ground axes, within {MAX_DISTANCE_M:g} m",
            next_step="give metres; a point that does not move is no centre of pressure",
        )
