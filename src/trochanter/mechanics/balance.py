"""Which coordinates muscles balance, and load sharing of a motion under given muscle parameters."""

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from trochanter.anatomy.body import Muscles
from trochanter.core.arrays import Flags, Floats, Ints, read_only
from trochanter.kinematics.motion import FREE, Motion
from trochanter.mechanics.dynamics import Dynamics
from trochanter.mechanics.fibers import FiberState, Pennation, fiber_state
from trochanter.mechanics.geometry import Geometry
from trochanter.mechanics.sharing import LoadSharing, SharingPlan, make_loads, plan_sharing, share
from trochanter.mechanics.sharing_kernels import Loads

Parity = Literal["none", "opensim"]
_SMALLEST_ARM_M = 1e-6


@dataclass(frozen=True, slots=True)
class Sharing:
    """Load sharing of a motion: plan and loads (for bands), fibres, and the result."""

    plan: SharingPlan
    loads: Loads
    fibers: FiberState
    result: LoadSharing

    @property
    def force_N(self) -> Floats:
        """Tendon force (n, m): active and passive parts."""
        return np.asarray(self.result.activation * self.fibers.capacity_N + self.loads.passive_N)


def balanced_coordinates(motion: Motion, shape: Geometry) -> Ints:
    """Coordinates that muscles must balance: free rotations off the base that some muscle can move."""
    coordinates, joints = motion.body.coordinates, motion.body.joints
    movable = np.zeros(len(coordinates.names), dtype=bool)
    strong = np.any(np.abs(shape.arm_m) > _SMALLEST_ARM_M, axis=0)
    movable[shape.arm_coordinate[strong]] = True
    free = np.array([role == FREE for role in motion.roles])
    off_base = joints.parent[coordinates.joint] != 0
    return np.flatnonzero(movable & free & off_base & coordinates.is_rotation)


def ideal_coordinates(motion: Motion, balanced: Ints) -> tuple[str, ...]:
    """Free coordinates that no muscle balances: the base, trunk and arms carry their own load."""
    names = motion.body.coordinates.names
    return tuple(names[c] for c, role in enumerate(motion.roles) if role == FREE and c not in balanced)


def of_ankle(names: tuple[str, ...]) -> Flags:
    """Which coordinates belong to ankle and foot: their reserves are left out of the near-optimal cost."""
    return np.array([name.startswith(("ankle", "subtalar", "mtp")) for name in names], dtype=bool)


def share_loads(
    motion: Motion,
    shape: Geometry,
    dynamics: Dynamics,
    balanced: Ints,
    muscles: Muscles,
    *,
    power: int,
    reserve_optimal_Nm: float,
    parity: Parity,
    strength: float = 1.0,
) -> Sharing:
    """Static optimization of a motion; parity 'opensim' leaves passive forces out and takes OpenSim's pennation.

    strength: on what every muscle can pull actively. Passive forces stay: nothing in a recording tells how stiff a
    muscle is, and a stiffer one would add load that nobody asked for to the question what a stronger one would do.
    """
    as_opensim = parity == "opensim"
    pennation = Pennation.OPENSIM if as_opensim else Pennation.CONSTANT_HEIGHT
    fibers = fiber_state(muscles, shape.length_m, shape.lengthening_m_s(motion.qd), pennation)
    fibers = replace(fibers, capacity_N=read_only(strength * fibers.capacity_N))
    plan = plan_sharing(len(muscles.names), shape.arm_muscle, shape.arm_coordinate, [int(c) for c in balanced])
    loads = make_loads(
        plan,
        shape.arm_m,
        fibers.capacity_N,
        np.ascontiguousarray(dynamics.demand[:, balanced]),
        np.full(len(balanced), reserve_optimal_Nm),
        muscles.minimum_activation,
        np.ones(len(muscles.names)),
        None if as_opensim else fibers.passive_N,
        power,
    )
    return Sharing(plan, loads, fibers, share(plan, loads))
