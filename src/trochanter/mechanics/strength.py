"""What the choice of muscle strength does to an account: the same motion shared again by stronger muscles.

Stronger: every muscle pulls more at the same activation. Passive forces stay what they are.

At generic strength running saturates a large part of the muscles of the usual models; then peak forces and contact
forces say more about the strength that was assumed than about the runner.
"""

import numpy as np

from trochanter.core.arrays import Flags, Floats
from trochanter.core.constants import GRAVITY_M_S2
from trochanter.kinematics.motion import Motion
from trochanter.mechanics.account import StrengthCase
from trochanter.mechanics.balance import Sharing, of_ankle
from trochanter.mechanics.contact import hip_contact
from trochanter.mechanics.doubts import FULL_ACTIVATION
from trochanter.mechanics.dynamics import Dynamics
from trochanter.mechanics.geometry import Engine, Geometry


def strength_case(
    factor: float,
    sharing: Sharing,
    motion: Motion,
    engine: Engine,
    dynamics: Dynamics,
    shape: Geometry,
    mass_kg: float,
) -> StrengthCase:
    """Sum up load sharing with every muscle's active force multiplied by ``factor``; mass_kg: of the person."""
    contact = hip_contact(motion, engine, dynamics, shape, sharing.force_N)
    inside = ~motion.edge if not motion.edge.all() else motion.edge
    size = np.linalg.norm(contact[inside], axis=2) / (mass_kg * GRAVITY_M_S2)
    names = tuple(engine.body.coordinates.names[c] for c in sharing.plan.coordinates)
    right, left = np.nanmax(size, axis=0)
    return StrengthCase(
        factor=factor,
        saturated=int(np.sum(np.any(sharing.result.activation[inside] >= FULL_ACTIVATION, axis=0))),
        peak_contact_bw=(float(right), float(left)),
        peak_reserve_Nm=_peak(sharing.result.reserve_Nm[inside], ~of_ankle(names)),
    )


def _peak(reserve_Nm: Floats, chosen: Flags) -> float:
    return float(np.nanmax(np.abs(reserve_Nm[:, chosen]), initial=0.0))
