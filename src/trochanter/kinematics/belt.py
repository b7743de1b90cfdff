"""One force plate under both feet, as in a treadmill's belt: the force of each contact given to the foot that makes it.

In running there is no double support, so each contact belongs to one foot as a whole: the one that lies nearer to the
centre of pressure over the middle of the contact.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from trochanter.capture.trial import ExternalForce
from trochanter.core.arrays import Floats, frozen
from trochanter.core.errors import ImpossibleData
from trochanter.core.quality import Notice
from trochanter.core.sides import Side
from trochanter.kinematics.contacts import Contact, contacts_from_force

VERTICAL = 1
LONGEST_RUNNING_CONTACT_S = 0.5
LONGER_THAN_MEDIAN = 1.5
CLEARLY_NEARER = 0.75
_MIDDLE = (0.2, 0.8)


@dataclass(frozen=True, slots=True)
class BeltSplit:
    """What each foot takes of a shared force: loads and contacts by side, and the contacts in doubt as notices."""

    loads: Mapping[Side, ExternalForce]
    contacts: Mapping[Side, tuple[Contact, ...]]
    notices: tuple[Notice, ...]


def split_by_foot(
    time_s: Floats,
    force_N: Floats,
    point_m: Floats,
    moment_Nm: Floats,
    left_foot_m: Floats,
    right_foot_m: Floats,
    segments: tuple[str, str] = ("calcn_l", "calcn_r"),
) -> BeltSplit:
    """Split a shared ground force between two feet.

    All arrays (n, 3) at the same instants time_s (n,), in ground with y up; a foot's position is a point of its middle
    (say, between heel and toes); missing values (NaN) do not count. ``segments``: the left and the right foot's. The
    unassigned foot has force and moment zero and no point. Raises ImpossibleData where the record has no flight.
    """
    contacts = belt_contacts(time_s, force_N[:, VERTICAL])
    feet = {Side.LEFT: left_foot_m, Side.RIGHT: right_foot_m}
    owners = [_owner(_samples(contact, time_s), point_m, feet) for contact in contacts]
    by_side = {side: tuple(c for c, (own, _) in zip(contacts, owners, strict=True) if own is side) for side in Side}
    names = {Side.LEFT: segments[0], Side.RIGHT: segments[1]}
    loads = {side: _part(side, names[side], by_side[side], time_s, force_N, point_m, moment_Nm) for side in Side}
    return BeltSplit(loads, by_side, _doubts(contacts, owners, time_s))


def belt_contacts(time_s: Floats, vertical_N: Floats) -> tuple[Contact, ...]:
    """Contacts of both feet in one vertical force (n,); short flights between two whole contacts are no drop-outs."""
    pieces = contacts_from_force(time_s, vertical_N, merged_gap_s=0.0)
    durations = [c.duration_s for c in pieces if not np.isnan(c.duration_s)]
    usual = float(np.median(durations)) if durations else np.inf
    if not pieces or usual > LONGEST_RUNNING_CONTACT_S:
        raise ImpossibleData(
            f"contacts of the shared plate last {usual:.3g} s" if pieces else "the shared plate carries no contact",
            valid=f"running, with a flight after every contact of less than {LONGEST_RUNNING_CONTACT_S:g} s",
            next_step="walking on one belt cannot be split: give a force for each foot",
        )
    return contacts_from_force(time_s, vertical_N, longest_s=LONGER_THAN_MEDIAN * usual)


def _samples(contact: Contact, time_s: Floats) -> slice:
    start = 0 if np.isnan(contact.start_s) else int(np.searchsorted(time_s, contact.start_s))
    end = len(time_s) if np.isnan(contact.end_s) else int(np.searchsorted(time_s, contact.end_s))
    return slice(start, end)


def _owner(samples: slice, point_m: Floats, feet: dict[Side, Floats]) -> tuple[Side, float]:
    """The nearer foot, and its distance over the other's (1: undecided)."""
    n = samples.stop - samples.start
    middle = slice(samples.start + int(_MIDDLE[0] * n), max(samples.start + int(_MIDDLE[1] * n), samples.start + 1))
    distance = {side: _distance(point_m[middle], foot[middle]) for side, foot in feet.items()}
    side = Side.LEFT if distance[Side.LEFT] < distance[Side.RIGHT] else Side.RIGHT
    if not np.isfinite(distance[side.other]):
        return (side.other if np.isfinite(distance[side.other]) else side), 1.0
    return side, distance[side] / max(distance[side.other], 1e-9)


def _distance(point_m: Floats, foot_m: Floats) -> float:
    """Median horizontal distance, infinite where nothing is known."""
    apart = np.hypot(*(point_m - foot_m)[:, ::2].T)
    known = apart[np.isfinite(apart)]
    return float(np.median(known)) if known.size else np.inf


def _part(
    side: Side,
    segment: str,
    contacts: tuple[Contact, ...],
    time_s: Floats,
    force_N: Floats,
    point_m: Floats,
    moment_Nm: Floats,
) -> ExternalForce:
    own = np.zeros((len(time_s), 1), dtype=bool)
    for contact in contacts:
        own[_samples(contact, time_s)] = True
    force, moment, point = np.where(own, force_N, 0.0), np.where(own, moment_Nm, 0.0), np.where(own, point_m, np.nan)
    return ExternalForce(f"{side.word} foot", segment, frozen(force), frozen(point), frozen(moment))


def _doubts(contacts: tuple[Contact, ...], owners: list[tuple[Side, float]], time_s: Floats) -> tuple[Notice, ...]:
    notices = []
    for k, (contact, (side, ratio)) in enumerate(zip(contacts, owners, strict=True)):
        at = float(time_s[_samples(contact, time_s).start])
        if ratio > CLEARLY_NEARER:
            notices.append(
                Notice(
                    "contact-owner-doubtful", f"the contact at {at:.3f} s lies hardly nearer to the {side.word} foot"
                )
            )
        if k and owners[k - 1][0] is side:
            notices.append(
                Notice("contacts-not-alternating", f"the contact at {at:.3f} s follows another of the {side.word} foot")
            )
        if contact.drop_outs:
            notices.append(
                Notice("force-drop-out", f"the force drops out {contact.drop_outs} times in the contact at {at:.3f} s")
            )
    return tuple(notices)
