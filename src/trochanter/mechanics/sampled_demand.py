"""What the muscles of a leg must balance, and how that moves with uncertain inputs.

    demand = tau + b B + p_x C_x + p_z C_z + sum_k e^k T_k          per instant, b share of the plate's bias taken off,
                                                                   p shift of the centre of pressure, e rotation offset

B, C are exact differences (the loads enter linearly); T_k fit inverse dynamics at four offsets, zero apart.
"""

from dataclasses import dataclass, replace

import numpy as np

from trochanter.core.arrays import Floats, Ints, frozen
from trochanter.kinematics.motion import Motion
from trochanter.mechanics.account import MuscleAccount
from trochanter.mechanics.dynamics import inverse_dynamics
from trochanter.mechanics.geometry import Engine
from trochanter.mechanics.moment_error import (
    FORWARD,
    PRESSURE_CENTRE_ERROR_M,
    SIDEWAYS,
    hip_columns,
    moved_pressure_centre,
)
from trochanter.mechanics.plate import without_bias

TURN_NODES_RAD = (-0.26, -0.13, 0.13, 0.26)


@dataclass(frozen=True, slots=True)
class Demand:
    """What muscles must balance at R instants, and how it moves.

    tau, bias (R, d); pressure (2, R, d) per metre; turn (4, R, d) by powers of the offset in radians; force_N (R, 3) of
    the pelvis on the femur in ground, and its turn (4, R, 3).
    """

    tau: Floats
    bias: Floats
    pressure: Floats
    turn: Floats
    force_N: Floats
    force_turn: Floats


def leg_demand(
    account: MuscleAccount, motion: Motion, engine: Engine, frames: Ints, balanced: Ints, net_N: Floats, h: int
) -> Demand:
    """The account's own demand, and what moved inputs do to it; without ground forces at hand nobody can tell."""
    base = inverse_dynamics(motion, engine)

    def parts(moved: Motion) -> tuple[Floats, Floats]:
        found = inverse_dynamics(moved, engine) if loads_known(account) else base
        return (found.demand - base.demand)[:, balanced], (found.hip_force_N - base.hip_force_N)[:, h]

    plate, column = account.plate, int(hip_columns(engine)[h][2])
    biased = plate is not None and np.isfinite(plate.stance_bias_Nm)
    bias = parts(without_bias(motion, plate) if plate is not None and biased else motion)[0]
    pressure = [parts(moved_pressure_centre(motion, axis))[0] for axis in (FORWARD, SIDEWAYS)]
    turned = [parts(_turned(motion, column, e)) for e in TURN_NODES_RAD]
    powers = np.linalg.inv(np.array([[e**k for k in range(1, 5)] for e in TURN_NODES_RAD]))
    turn, force_turn = (np.einsum("kn,nrd->krd", powers, np.array([each[part] for each in turned])) for part in (0, 1))
    return Demand(
        tau=frozen(account.demand_Nm[frames]),
        bias=frozen(bias),
        pressure=frozen(np.array(pressure) / PRESSURE_CENTRE_ERROR_M),
        turn=frozen(turn),
        force_N=frozen(net_N),
        force_turn=frozen(force_turn),
    )


def loads_known(account: MuscleAccount) -> bool:
    """Whether ground forces are at hand, or there were none: an account that was read back has lost them."""
    return bool(account.motion.loads) or account.settings.get("ground_forces") != "yes"


def at_frames(motion: Motion, frames: Ints) -> Motion:
    """A motion at chosen instants only; what needs neighbours in time (events, filters) stays with the whole one."""
    loads = tuple(
        replace(load, force_N=load.force_N[frames], point_m=load.point_m[frames], moment_Nm=load.moment_Nm[frames])
        for load in motion.loads
    )
    parts = {name: getattr(motion, name)[frames] for name in ("time_s", "q", "qd", "qdd", "edge")}
    return replace(motion, loads=loads, led=None, whole=None, fit=None, **parts)


def _turned(motion: Motion, coordinate: int, offset_rad: float) -> Motion:
    q = motion.q.copy()
    q[:, coordinate] += offset_rad
    return replace(motion, q=q)
