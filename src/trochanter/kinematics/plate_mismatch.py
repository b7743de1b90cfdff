"""Whether the plates' forces are those of this motion: contacts that disagree are counted, and the cause is named.

A contact disagrees where no foot lies under its centre of pressure, where the foot under it is in the air, or where
both take turns; a foot disagrees that stands on a plate that feels nothing. Few of them are told one by one; many are
refused, with the likeliest cause: a clock that runs late, plates that are exchanged, axes with another origin, walking
on one belt, or the forces of another trial.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from trochanter.capture.trial import PlateLoad, Plates
from trochanter.core.arrays import Flags, Floats
from trochanter.core.errors import ImpossibleData
from trochanter.core.sides import SIDES, Side
from trochanter.kinematics.foot_points import samples_of
from trochanter.kinematics.force_lag import LONGEST_LAG_S, ForceLag
from trochanter.kinematics.plate_area import plate_under
from trochanter.kinematics.plate_causes import Case, likeliest_cause
from trochanter.kinematics.plate_contacts import (
    AIR,
    BETWEEN,
    EDGE,
    FAR,
    MIXED,
    PART,
    STRANGE,
    UNSEEN,
    Feet,
    PlateContact,
)

COVERED = 0.5
SHARE = 0.25
UNLIKE = 0.5
LONG_S = 2.0
MARGIN_S = 0.06  # landing and toe-off by the feet's own motion are off by as much


@dataclass(frozen=True, slots=True)
class Stand:
    """A foot on the ground by its own motion over samples [first, after) of the force record, with no force under it.

    plate: index of the plate on which it stands, -1 beside all plates.
    """

    side: Side
    first: int
    after: int
    plate: int


def unfelt(
    time_s: Floats, loads: Sequence[PlateLoad], contacts: Sequence[PlateContact], feet: Feet
) -> tuple[Stand, ...]:
    """Stands of either foot that no contact of its own, nor one of both feet, covers by half."""
    found = []
    for side in SIDES:
        covered = np.zeros(len(time_s), dtype=bool)
        for one in contacts:
            if one.side is side or one.problem:
                covered[one.samples] = True
        for stand in feet[side].stands:
            first, after = samples_of(stand, time_s)
            here = np.isfinite(feet[side].height_m[first:after])
            if here.sum() > 1 and np.mean(covered[first:after][here]) < COVERED:
                found.append(Stand(side, first, after, plate_under(loads, feet[side].middle_m[first:after])))
    return tuple(found)


def wholly_known(time_s: Floats, contacts: Sequence[PlateContact], stands: Sequence[Stand], feet: Feet) -> Flags:
    """Instants (n,) of the force record at which the motion is known and the plates carry the whole person.

    That is away from stands without force and from contacts of which the plates feel a part.
    """
    known: Flags = np.isfinite(feet[Side.RIGHT].height_m)
    spans = [(s.first, s.after) for s in stands] + [(c.first, c.after) for c in contacts if c.problem in (EDGE, PART)]
    for first, after in spans:
        a, b = time_s[first] - MARGIN_S, time_s[after - 1] + MARGIN_S
        known = known & ~((time_s >= a) & (time_s <= b))
    return known


def refuse_strangers(
    plates: Plates, contacts: Sequence[PlateContact], stands: Sequence[Stand], feet: Feet, lag: ForceLag
) -> None:
    """Raise ImpossibleData where so many contacts disagree that the forces cannot be this motion's."""
    bad = [c for c in contacts if c.problem in STRANGE]
    felt = [s for s in stands if s.plate >= 0]
    count, disagree = len(contacts) + len(felt), len(bad) + len(felt)
    stranger = lag.likeness < UNLIKE and lag.compared_s > LONG_S
    late = abs(lag.lag_s) > LONGEST_LAG_S
    usable = any(not c.problem for c in contacts)
    if usable and disagree <= max(1.0, SHARE * count) and not stranger and not late:
        return
    cause = likeliest_cause(Case(plates, tuple(contacts), feet, lag))
    raise ImpossibleData(
        cause.what + (f": {disagree} of {count} contacts disagree{_words(bad, len(felt))}" if disagree else ""),
        where=plates.source or "forces",
        valid="forces of the same trial, in the axes and on the clock of the markers, whole feet on the plates",
        next_step=cause.next_step,
    )


def _words(bad: Sequence[PlateContact], felt: int) -> str:
    kinds = (
        (FAR, "{} with no foot under the centre of pressure"),
        (AIR, "{} under a foot that is in the air"),
        (MIXED, "{} under both feet in turn"),
        (BETWEEN, "{} between the feet"),
        (UNSEEN, "{} without a centre of pressure"),
    )
    parts = [text.format(n) for kind, text in kinds if (n := sum(c.problem == kind for c in bad))]
    parts += [f"{felt} times a foot stands on a plate that feels nothing"] if felt else []
    return f" ({'; '.join(parts)})" if parts else ""
