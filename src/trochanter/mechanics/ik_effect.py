"""What it does to the hip contact force that joint angles are off the optimum of their marker fit."""

from dataclasses import dataclass

import numpy as np

from trochanter.anatomy.body import Body
from trochanter.anatomy.person import person_mass_kg
from trochanter.capture.trial import Forces, Table, Trial
from trochanter.core.arrays import Floats
from trochanter.core.constants import GRAVITY_M_S2
from trochanter.core.sides import SIDES, Side
from trochanter.kinematics.check_ik import IkCheck
from trochanter.kinematics.solve import Cutoff, solve
from trochanter.mechanics.explain import Settings, explain


@dataclass(frozen=True, slots=True)
class ContactEffect:
    """Hip contact force of one side: largest and root mean square difference, and both peaks, in body weights."""

    side: Side
    largest_bw: float
    rms_bw: float
    their_peak_bw: float
    our_peak_bw: float


def contact_effect(
    found: IkCheck, forces: Forces | None, body: Body, *, cutoff_hz: Cutoff = "auto"
) -> tuple[ContactEffect, ...]:
    """Compare the hip contact force of both sides of a check, the same in all else; away from the record's ends.

    Raises what ``solve`` raises.
    """
    ours, theirs = (_contact_bw(table, forces, body, cutoff_hz) for table in (found.ours, found.theirs))
    return tuple(_effect(side, theirs[k], ours[k]) for k, side in enumerate(SIDES))


def _contact_bw(table: Table, forces: Forces | None, body: Body, cutoff_hz: Cutoff) -> list[Floats]:
    motion = solve(Trial(table.name, coordinates=table, forces=forces), body, cutoff_hz=cutoff_hz)
    account = explain(motion, settings=Settings(slacks=(), sets=(), strength_cases=()))
    weight_N = person_mass_kg(body) * GRAVITY_M_S2
    return [hip.contact_N[~motion.edge] / weight_N for hip in account.hips]


def _effect(side: Side, theirs: Floats, ours: Floats) -> ContactEffect:
    apart = np.linalg.norm(theirs - ours, axis=1)
    peaks = [float(np.nanmax(np.linalg.norm(each, axis=1))) for each in (theirs, ours)]
    return ContactEffect(side, float(np.nanmax(apart)), float(np.sqrt(np.nanmean(apart**2))), *peaks)
