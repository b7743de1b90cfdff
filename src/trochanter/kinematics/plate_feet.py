"""Forces by plate become forces by foot: the bridge from a laboratory's plates or belts to a body's segments.

Each contact of each plate goes to the foot under its centre of pressure; contacts of one foot on several plates add
up. On the way the empty plates' drift is taken out, and lag, directions, weight and contradictions are told; see the
modules that are used here for how. Nothing but the drift is corrected unasked.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from trochanter.anatomy.body import Body
from trochanter.anatomy.person import person_mass_kg
from trochanter.capture.fading import FADING_S
from trochanter.capture.trial import Forces, Plates
from trochanter.core.arrays import Flags, Floats, frozen
from trochanter.core.errors import BadSetting
from trochanter.core.quality import Notice
from trochanter.core.sides import SIDES
from trochanter.kinematics.belt_frame import BeltFrame, belt_frame, frame_notices
from trochanter.kinematics.foot_points import VERTICAL, between, feet_at
from trochanter.kinematics.force_lag import ForceLag, force_lag, mass_centre_m
from trochanter.kinematics.force_sum import summed
from trochanter.kinematics.plate_contacts import HOLE, Feet, PlateContact, contacts_by_foot
from trochanter.kinematics.plate_drift import Drift, drift_notice, without_drift
from trochanter.kinematics.plate_mismatch import Stand, refuse_strangers, unfelt, wholly_known
from trochanter.kinematics.plate_notices import (
    checked_notice,
    contact_notices,
    lag_notices,
    record_notices,
    weight_notices,
)
from trochanter.kinematics.plate_refusals import in_metres, ready, refuse_apart
from trochanter.kinematics.plate_weight import MeanForce, mean_force

LARGEST_SHIFT_S = 10.0
UNSEEN_REACH_S = 0.1  # as far as the filter of the comparison reaches


@dataclass(frozen=True, slots=True)
class PlateFeet:
    """What came of the plates: the feet's forces with all that is to be told, every contact, and what was measured.

    contacts: plate by plate in order of time; drifts: one a plate; weight: mean force against the person's weight, None
    where the record cannot tell; frame: None where there are too few contacts.
    """

    forces: Forces
    contacts: tuple[PlateContact, ...]
    stands: tuple[Stand, ...]
    lag: ForceLag
    drifts: tuple[Drift, ...]
    frame: BeltFrame | None
    weight: MeanForce | None

    @property
    def lost_s(self) -> tuple[tuple[float, float], ...]:
        """Spans of time in which a foot stands and its force is not known: unusable contacts, stands without force."""
        time = self.forces.time_s
        spans = [(c.first, c.after) for c in self.contacts if c.problem] + [(s.first, s.after) for s in self.stands]
        return tuple((float(time[first]), float(time[after - 1])) for first, after in sorted(spans))


def forces_on_feet(
    plates: Plates, body: Body, time_s: Floats, q: Floats, *, lag_s: float = 0.0, mass_kg: float | None = None
) -> Forces:
    """Ground forces of the feet of ``body``, which moves as q (n, n_q) at time_s (n,), from forces by plate.

    The loads act on calcn_r and calcn_l, at the plates' own instants; the notices tell what was found. lag_s: by how
    much the force record is behind the motion, to be corrected; mass_kg: of the person, None to take it from the body.
    Raises BadSetting, ImpossibleData (forces that cannot be this motion's, two feet on one plate) and MissingInput.
    """
    return plates_to_feet(plates, body, time_s, q, lag_s=lag_s, mass_kg=mass_kg).forces


def plates_to_feet(
    plates: Plates,
    body: Body,
    time_s: Floats,
    q: Floats,
    *,
    lag_s: float = 0.0,
    mass_kg: float | None = None,
    unseen_s: Sequence[tuple[float, float]] = (),
) -> PlateFeet:
    """As ``forces_on_feet``, with every contact and what was measured on the way.

    unseen_s: spans in which q is not a measurement: no contact that reaches into one is used, and nothing is compared.
    """
    moved, shifted = _shifted(plates, lag_s)
    moved = ready(moved)
    refuse_apart(moved, time_s)
    drifts = tuple(without_drift(moved.time_s, load) for load in moved.loads)
    moved = replace(moved, loads=tuple(drift.load for drift in drifts))
    feet = feet_at(body, time_s, q, moved.time_s)
    moved, scaled = in_metres(moved, feet)
    contacts, outside = _inside(contacts_by_foot(moved.time_s, moved.loads, feet), moved.time_s, time_s)
    hidden = _within(moved.time_s, unseen_s)
    contacts = tuple(replace(c, problem=HOLE) if hidden[c.first : c.after].any() else c for c in contacts)
    stands = unfelt(moved.time_s, moved.loads, contacts, feet)
    stands = tuple(stand for stand in stands if not hidden[stand.first : stand.after].any())
    total = np.sum([load.force_N for load in moved.loads], axis=0)
    known = wholly_known(moved.time_s, contacts, stands, feet) & ~hidden
    centre = mass_centre_m(body, q)
    lag = force_lag(time_s, centre[:, VERTICAL], moved.time_s, total[:, VERTICAL], known)
    refuse_strangers(moved, contacts, stands, feet, lag)
    there = between(time_s, centre, moved.time_s)
    frame = belt_frame(moved.time_s, total, contacts, feet, there)
    weight = mean_force(moved.time_s, total, known, contacts, there, mass_kg or person_mass_kg(body))
    where = plates.source
    notices = (
        *plates.notices,
        *shifted,
        *(notice for drift in drifts for notice in drift_notice(drift, where)),
        *scaled,
        *record_notices(moved, time_s, outside),
        *contact_notices(moved, contacts, stands),
        *checked_notice(lag, frame, weight, where),
        *lag_notices(lag, time_s, where),
        *frame_notices(frame, where),
        *weight_notices(weight, where),
    )
    forces = _forces(moved, contacts, feet, notices)
    return PlateFeet(forces, contacts, stands, lag, drifts, frame, weight)


def _shifted(plates: Plates, lag_s: float) -> tuple[Plates, tuple[Notice, ...]]:
    if not (np.isfinite(lag_s) and abs(lag_s) <= LARGEST_SHIFT_S):
        raise BadSetting("--lag-s (lag_s in Python)", lag_s, f"seconds, at most {LARGEST_SHIFT_S:g} either way")
    if lag_s == 0.0:
        return plates, ()
    text = f"the force record is taken {1000.0 * lag_s:+.1f} ms earlier, as asked (--lag-s {lag_s:g}; lag_s in Python)"
    return replace(plates, time_s=frozen(plates.time_s - lag_s)), (Notice("force-shifted", text, plates.source),)


def _inside(
    contacts: Sequence[PlateContact], force_time_s: Floats, time_s: Floats
) -> tuple[tuple[PlateContact, ...], int]:
    """Contacts that the motion holds at least in part, and how many it does not."""
    kept = tuple(c for c in contacts if force_time_s[c.after - 1] > time_s[0] and force_time_s[c.first] < time_s[-1])
    return kept, len(contacts) - len(kept)


def _within(time_s: Floats, spans_s: Sequence[tuple[float, float]]) -> Flags:
    """Instants (n,) inside a span or near it."""
    flags: Flags = np.zeros(len(time_s), dtype=bool)
    for first, last in spans_s:
        flags = flags | ((time_s >= first - UNSEEN_REACH_S) & (time_s <= last + UNSEEN_REACH_S))
    return flags


def _forces(plates: Plates, contacts: Sequence[PlateContact], feet: Feet, notices: tuple[Notice, ...]) -> Forces:
    count = len(plates.time_s)
    loads = []
    for side in SIDES:
        parts = []
        for k, load in enumerate(plates.loads):
            own = np.zeros(count, dtype=bool)
            for one, first, after in _with_fading(plates.time_s, load.force_N[:, VERTICAL], contacts, k):
                if one.side is side and not one.problem:
                    own[first:after] = True
            parts.append((load, own))
        loads.append(summed(f"{side.word} foot", feet[side].segment, parts, count))
    return Forces(plates.time_s, tuple(loads), plates.source, plates.sha256, notices)


def _with_fading(
    time_s: Floats, vertical_N: Floats, contacts: Sequence[PlateContact], plate: int
) -> Iterator[tuple[PlateContact, int, int]]:
    """Contacts of a plate with the samples beside them over which the force fades, up to half way to the next one."""
    own = sorted((c for c in contacts if c.plate == plate), key=lambda c: c.first)
    fades: Flags = vertical_N > 0.0
    for k, one in enumerate(own):
        before = (own[k - 1].after + one.first) // 2 if k else 0
        beyond = (one.after + own[k + 1].first + 1) // 2 if k + 1 < len(own) else len(time_s)
        first, after = one.first, one.after
        while first > before and fades[first - 1] and time_s[one.first] - time_s[first - 1] <= FADING_S:
            first -= 1
        while after < beyond and fades[after] and time_s[after] - time_s[one.after - 1] <= FADING_S:
            after += 1
        yield one, first, after
