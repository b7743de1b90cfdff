"""Contacts on each force plate, and the foot that makes each of them.

A contact belongs to the foot that lies nearer to its centre of pressure: horizontally beside the foot's line, and by
its height over the floor, because a swinging foot passes over the standing one. Where the nearer foot changes within a
contact both feet stand on one plate and nobody can tell their forces apart.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from trochanter.capture.trial import PlateLoad
from trochanter.core.arrays import Floats
from trochanter.core.sides import SIDES, Side
from trochanter.kinematics.contacts import Contact, contacts_from_force
from trochanter.kinematics.foot_points import HALF_WIDTH_M, VERTICAL, Foot, samples_of
from trochanter.kinematics.instants import stretches
from trochanter.kinematics.plate_area import share_on_plates

LONGER_THAN_MEDIAN = 1.5
CLEARLY_NEARER = 0.75  # distance over the other foot's; 0.14 at most in running and walking
FAR_M = 0.15  # beside the sole: no shoe is as wide, no lag of 50 ms at 3 m/s as long
MIXED_S = 0.06
MOSTLY = 0.8  # of a foot's length on the plates: what is beside them bears on the floor
AIRBORNE = 0.5  # share of a contact over which its foot has to be down
_FIRM_N, _FIRM_SHARE = 50.0, 0.15
_FEW = 3
MIXED, BETWEEN, FAR, AIR, UNSEEN = "both feet", "between the feet", "far", "in the air", "unseen"
EDGE, PART, HOLE = "over an edge", "part of another", "out of view"
STRANGE = (MIXED, BETWEEN, FAR, AIR, UNSEEN)  # signs that forces and motion do not belong together
Feet = Mapping[Side, Foot]


@dataclass(frozen=True, slots=True)
class PlateContact:
    """One contact on one plate: samples [first, after) of the force record, the foot that makes it, and how surely.

    side: None where no foot can be told. ratio: distance of that foot over the other's (1: undecided); beside_m: median
    distance of the centre of pressure from its sole (0: under it; from the nearest foot where it is MIXED); down: share
    of the contact over which that foot is on the ground by its own motion, NaN where that shows no contacts at all;
    problem: '' or why it is unusable, one of MIXED, BETWEEN, FAR, AIR, UNSEEN (no point, or no motion), EDGE (it stands
    partly beside the plates), PART (its other part stands on a plate whose share is unusable), HOLE (the body is out of
    view meanwhile).
    """

    plate: int
    first: int
    after: int
    contact: Contact
    side: Side | None
    ratio: float
    beside_m: float
    down: float
    problem: str = ""

    @property
    def samples(self) -> slice:
        """Its samples."""
        return slice(self.first, self.after)


def plate_contacts(time_s: Floats, vertical_N: Floats) -> tuple[Contact, ...]:
    """Contacts in the vertical force (n,) of one plate; drop-outs are bridged, flights between whole contacts not."""
    pieces = contacts_from_force(time_s, vertical_N, merged_gap_s=0.0)
    durations = [c.duration_s for c in pieces if not np.isnan(c.duration_s)]
    longest = LONGER_THAN_MEDIAN * float(np.median(durations)) if len(durations) >= _FEW else np.inf
    return contacts_from_force(time_s, vertical_N, longest_s=longest)


def contacts_by_foot(time_s: Floats, loads: tuple[PlateLoad, ...], feet: Feet) -> tuple[PlateContact, ...]:
    """Contacts of all plates with their feet, plate by plate in order of time."""
    found = [
        _with_foot(k, contact, time_s, loads, feet)
        for k, load in enumerate(loads)
        for contact in plate_contacts(time_s, load.force_N[:, VERTICAL])
    ]
    return tuple(_without_parts(found, feet))


def _with_foot(plate: int, contact: Contact, time_s: Floats, loads: tuple[PlateLoad, ...], feet: Feet) -> PlateContact:
    first, after = samples_of(contact, time_s)
    span, load = slice(first, after), loads[plate]
    vertical, point = load.force_N[span, VERTICAL], load.point_m[span]
    distance = {side: _distance(feet[side], span, point) for side in SIDES}
    firm = vertical > max(_FIRM_N, _FIRM_SHARE * float(vertical.max()))
    firm &= np.isfinite(distance[Side.RIGHT]) & np.isfinite(distance[Side.LEFT])
    unknown = PlateContact(plate, first, after, contact, None, 1.0, np.nan, np.nan, UNSEEN)
    if not firm.any():
        return unknown
    right = distance[Side.RIGHT] < distance[Side.LEFT]
    side = Side.RIGHT if np.sum(vertical[firm & right]) >= np.sum(vertical[firm & ~right]) else Side.LEFT
    medians = {each: float(np.median(distance[each][firm])) for each in SIDES}
    beside = {side: np.maximum(feet[side].apart_m(point, span) - HALF_WIDTH_M, 0.0) for side in SIDES}
    known = PlateContact(
        plate,
        first,
        after,
        contact,
        side,
        medians[side] / max(medians[side.other], 1e-9),
        float(np.median(beside[side][firm])),
        float(np.mean(feet[side].down[span][firm])) if feet[side].stands else np.nan,
    )
    other = firm & (right if side is Side.LEFT else ~right)
    if any(time_s[span][b - 1] - time_s[span][a] >= MIXED_S for a, b in stretches(other)):
        nearest = np.where(right, beside[Side.RIGHT], beside[Side.LEFT])
        return replace(known, problem=MIXED, beside_m=float(np.median(nearest[firm])))
    return replace(known, problem=_problem(known, loads, feet[side]))


def _distance(foot: Foot, span: slice, point_m: Floats) -> Floats:
    """How far points (n, 3) of a contact are from a foot: beside its line, and as much as the foot is off the floor."""
    distance: Floats = np.hypot(foot.apart_m(point_m, span), np.maximum(foot.height_m[span], 0.0))
    return distance


def _problem(found: PlateContact, loads: tuple[PlateLoad, ...], foot: Foot) -> str:
    if found.beside_m > FAR_M:
        return FAR
    if found.ratio > CLEARLY_NEARER:
        return BETWEEN
    if found.down < AIRBORNE:
        return AIR
    quarter = (found.after - found.first) // 4
    middle = slice(found.first + quarter, found.after - quarter)
    known = np.isfinite(foot.height_m[middle]).any()
    return EDGE if known and share_on_plates(loads, foot, middle) < MOSTLY else ""


def _without_parts(found: list[PlateContact], feet: Feet) -> Iterator[PlateContact]:
    """A contact whose foot stands on a second plate too is usable only where the second plate's share is."""
    broken = [each for each in found if each.problem and not _two_down(each, feet)]
    for one in found:
        parted = any(each.plate != one.plate and _half_common(one, each) for each in broken)
        yield replace(one, problem=PART) if parted and not one.problem else one


def _half_common(one: PlateContact, other: PlateContact) -> bool:
    common = min(one.after, other.after) - max(one.first, other.first)
    return common > 0.5 * min(one.after - one.first, other.after - other.first)


def _two_down(contact: PlateContact, feet: Feet) -> bool:
    """Whether both feet are on the ground for half of a contact, so that it may be the other foot's."""
    both = feet[Side.RIGHT].down[contact.samples] & feet[Side.LEFT].down[contact.samples]
    return bool(np.mean(both) > 0.5)
