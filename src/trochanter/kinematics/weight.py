"""Whether ground forces can be those of this body: the largest of them against its weight."""

from collections.abc import Iterable

import numpy as np

from trochanter.anatomy.body import Body
from trochanter.anatomy.person import person_mass_kg
from trochanter.capture.trial import Forces
from trochanter.core.arrays import Floats
from trochanter.core.constants import GRAVITY_M_S2
from trochanter.core.errors import ImpossibleData
from trochanter.core.quality import Notice
from trochanter.core.sides import side_of
from trochanter.kinematics.contacts import Contact

# Over a stride the vertical force is the weight in the mean, so its peak is no less; less than this is another unit.
LEAST_BW, NO_FORCE_BW = 0.9, 0.3
MOST_BW, NO_BODY_BW = 6.0, 20.0  # sprints reach 5 body weights, landings from a height 12


def check_weight(forces: Forces, body: Body, up: Floats, contacts: Iterable[Contact]) -> tuple[Notice, ...]:
    """Notices where the largest vertical force of all feet, up (3,) unit, is hardly that of the body's person.

    ``contacts``: of all feet, however found; too little force tells something only where one of them is whole. Raises
    ImpossibleData where the force cannot be in newtons, or not of this body.
    """
    feet = [load.force_N @ up for load in forces.loads if side_of(load.segment)]
    if not feet:
        return ()
    total = np.sum(feet, axis=0)
    mass_kg = person_mass_kg(body)
    peak_bw = float(total.max()) / (mass_kg * GRAVITY_M_S2)
    first, last = forces.time_s[0], forces.time_s[-1]
    stood = any(c.start_s >= first and c.end_s <= last for c in contacts)
    text = (
        f"the vertical ground force reaches {total.max():.3g} N, {peak_bw:.2g} times the weight of the person whom "
        f"'{body.name}' stands for ({mass_kg:.3g} kg)"
    )
    if (stood and peak_bw < NO_FORCE_BW) or peak_bw > NO_BODY_BW:
        raise ImpossibleData(
            text,
            where=forces.source or "forces",
            valid=f"{LEAST_BW:g} to {MOST_BW:g} times the weight where a foot stands on the ground",
            next_step="give forces in newtons, not divided by mass or weight, and a model of the person's mass",
        )
    if (stood and peak_bw < LEAST_BW) or peak_bw > MOST_BW:
        text += (
            f", where {LEAST_BW:g} to {MOST_BW:g} times are usual: check the unit of the forces and the model's mass"
        )
        return (Notice("force-against-weight", text, forces.source),)
    return ()
