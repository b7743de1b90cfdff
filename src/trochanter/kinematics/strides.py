"""Strides from contacts: complete ones with a verdict, and what the record holds of the others.

A stride lasts from a foot's contact to the same foot's next contact, half-open. The strides of a side tile its record:
what comes before the first contact and after the last is a stride with unknown events (NaN).
"""

from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise

import numpy as np

from trochanter.core.arrays import Floats
from trochanter.core.errors import ImpossibleData
from trochanter.core.sides import Side
from trochanter.kinematics.contacts import UNKNOWN, Contact
from trochanter.kinematics.motion import Stride

POINTS = 101
FAR_DURATION, FAR_STANCE = 0.2, 0.3  # of the median
FEW = 3  # a median of fewer strides judges nobody
OVERLAP_S = 0.02
RUNNING_STANCE_SHARE = 0.5

Contacts = Mapping[Side, tuple[Contact, ...]]


def strides_of(contacts: Contacts, first_s: float, last_s: float) -> tuple[Stride, ...]:
    """Strides of both sides over a record from first_s to last_s, each with its verdict, by side and time.

    Events outside the record are unknown. Sides without contacts have no strides.
    """
    seen = {side: _within(contacts.get(side, ()), first_s, last_s) for side in Side}
    plain = {side: _tiling(side, seen[side], first_s) for side in Side}
    whole = [s for strides in plain.values() for s in strides if s.complete]
    return tuple(_judged(s, whole, seen) for strides in plain.values() for s in strides)


def normalise(values: Floats, time_s: Floats, stride: Stride) -> Floats:
    """Values (n, k) or (n,) at 101 instants of a complete stride: 0 % its contact, 100 % the next one.

    Local cubic through four samples (Catmull-Rom), so that a missing value stays local. Raises ImpossibleData for an
    incomplete stride or one outside ``time_s`` (uniform).
    """
    step = float(time_s[1] - time_s[0])
    if not stride.complete or stride.contact_s < time_s[0] - step or stride.next_contact_s > time_s[-1] + step:
        raise ImpossibleData(
            f"the {stride.side.word} stride from {stride.contact_s:.4g} to {stride.next_contact_s:.4g} s "
            f"is not wholly within {time_s[0]:.4g} to {time_s[-1]:.4g} s",
            valid="a complete stride within the record",
            next_step="take only strides that are complete",
        )
    wanted = np.linspace(stride.contact_s, stride.next_contact_s, POINTS)
    place = np.clip((wanted - time_s[0]) / step, 0.0, len(time_s) - 1.0)
    left = np.minimum(place.astype(int), len(time_s) - 2)
    h = (place - left).reshape(-1, *([1] * (values.ndim - 1)))
    a, b, c, d = (values[np.clip(left + k, 0, len(values) - 1)] for k in (-1, 0, 1, 2))
    slope_b, slope_c = 0.5 * (c - a), 0.5 * (d - b)
    curve, cube = 3.0 * (c - b) - 2.0 * slope_b - slope_c, 2.0 * (b - c) + slope_b + slope_c
    result: Floats = b + h * (slope_b + h * (curve + h * cube))
    return result


def _within(contacts: tuple[Contact, ...], first_s: float, last_s: float) -> tuple[Contact, ...]:
    """Contacts that touch the record, events outside it unknown."""
    inside = [c for c in contacts if not c.end_s <= first_s and not c.start_s > last_s]
    return tuple(
        replace(
            c,
            start_s=c.start_s if c.start_s >= first_s else UNKNOWN,
            end_s=c.end_s if c.end_s <= last_s else UNKNOWN,
        )
        for c in inside
    )


def _tiling(side: Side, contacts: tuple[Contact, ...], first_s: float) -> list[Stride]:
    strides = []
    if contacts and contacts[0].start_s > first_s:
        strides.append(Stride(side, UNKNOWN, UNKNOWN, contacts[0].start_s))
    for now, following in pairwise((*contacts, Contact(UNKNOWN, UNKNOWN))):
        reason = f"the force drops out {now.drop_outs} times in stance" if now.drop_outs else ""
        strides.append(Stride(side, now.start_s, now.end_s, following.start_s, not reason, reason))
    return strides


def _judged(stride: Stride, whole: list[Stride], contacts: Contacts) -> Stride:
    """The stride with the first reason for which it cannot enter averages."""
    reason = _incomplete(stride) or stride.reason or _unlike(stride, whole) or _contradicted(stride, whole, contacts)
    return replace(stride, usable=not reason, reason=reason)


def _incomplete(stride: Stride) -> str:
    events = (
        ("its contact", stride.contact_s),
        ("its toe-off", stride.toe_off_s),
        ("the next contact", stride.next_contact_s),
    )
    missing = [word for word, time in events if np.isnan(time)]
    if missing:
        return f"the record does not hold {' and '.join(missing)}"
    return (
        "" if stride.contact_s < stride.toe_off_s < stride.next_contact_s else "its toe-off is not between its contacts"
    )


def _unlike(stride: Stride, whole: list[Stride]) -> str:
    if len(whole) < FEW:
        return ""
    duration, usual = (
        stride.next_contact_s - stride.contact_s,
        float(np.median([s.next_contact_s - s.contact_s for s in whole])),
    )
    stance, usual_stance = (
        stride.toe_off_s - stride.contact_s,
        float(np.nanmedian([s.toe_off_s - s.contact_s for s in whole])),
    )
    if abs(duration / usual - 1.0) > FAR_DURATION:
        return f"it lasts {duration:.3g} s where the median is {usual:.3g} s"
    if abs(stance / usual_stance - 1.0) > FAR_STANCE:
        return f"its stance lasts {stance:.3g} s where the median is {usual_stance:.3g} s"
    return ""


def _contradicted(stride: Stride, whole: list[Stride], contacts: Contacts) -> str:
    """What the other foot does within the stride: one contact, and in running no common stance."""
    others = contacts[stride.side.other]
    starts = np.array([c.start_s for c in others if not np.isnan(c.start_s)])
    if len(starts) < FEW or not starts[0] <= stride.contact_s or not stride.next_contact_s <= starts[-1]:
        return ""
    within = int(np.sum((starts >= stride.contact_s) & (starts < stride.next_contact_s)))
    if within != 1:
        return f"the other foot has {within} contacts within it"
    share = np.nanmedian([(s.toe_off_s - s.contact_s) / (s.next_contact_s - s.contact_s) for s in whole])
    overlap = max((min(c.end_s, stride.toe_off_s) - max(c.start_s, stride.contact_s) for c in others), default=0.0)
    if share < RUNNING_STANCE_SHARE and overlap > OVERLAP_S:
        return f"both feet carry load at once for {overlap:.3g} s, unlike in running"
    return ""
