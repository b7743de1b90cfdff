"""Static optimization and hip contact of a trial in both engines at the same frames: computed once for two files."""

from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from tests.oracle.static_optimization import (
    RESERVE_NM,
    Inputs,
    Optimized,
    inputs,
    opensim_states,
    optimized,
    reserve_model,
)
from tests.oracle.trials import Case, at_frames
from trochanter.anatomy.body import Body
from trochanter.core.arrays import Floats, Ints
from trochanter.kinematics.motion import ABSENT
from trochanter.mechanics.balance import Sharing, balanced_coordinates, share_loads
from trochanter.mechanics.contact import hip_contact
from trochanter.mechanics.dynamics import inverse_dynamics
from trochanter.mechanics.geometry import Geometry, geometry, make_engine
from trochanter.mechanics.sharing import LoadSharing, make_loads, plan_sharing, share


class Shared(NamedTuple):
    """Both engines at f frames, m muscles, d balanced coordinates.

    theirs: OpenSim's result; given: what went into it; from_given: our solution of exactly that; end: ours from the
    files; swapped: ours from the files, but with OpenSim's arms and capacities of gastrocnemius; contact_N (f, 2, 3):
    our hip contact force with OpenSim's muscle forces.
    """

    case: Case
    time_s: Floats
    theirs: Optimized
    given: Inputs
    from_given: LoadSharing
    end: Sharing
    swapped: LoadSharing
    contact_N: Floats

    def cost(self, activation: Floats, reserve: Floats) -> Floats:
        """Cost plus residual (f,): squares of activations and reserves, and N m by which the balance is missed."""
        balance = np.array(self.given.demand_Nm - reserve)
        place = {int(c): j for j, c in enumerate(self.end.plan.coordinates)}
        for k, (m, c) in enumerate(zip(self.given.pair_muscle, self.given.pair_coordinate, strict=True)):
            balance[:, place[int(c)]] -= self.given.arm_m[:, k] * self.given.capacity_N[:, m] * activation[:, m]
        squares = (activation**2).sum(axis=1) + ((reserve / RESERVE_NM) ** 2).sum(axis=1)
        total: Floats = squares + np.abs(balance).sum(axis=1)
        return total


def both_share(opensim: Any, case: Case, cutoff_hz: float | None, frames: range, folder: Path) -> Shared:
    """Run both engines; about two seconds for ten frames."""
    body, motion, engine = case.body, at_frames(case.motion, frames), make_engine(case.body)
    shape, dynamics = geometry(engine, motion.q), inverse_dynamics(motion, engine)
    balanced = balanced_coordinates(motion, shape)
    names = [body.coordinates.names[c] for c in balanced]
    absent = [name for name, role in zip(body.coordinates.names, motion.roles, strict=True) if role == ABSENT]
    model = reserve_model(opensim, case.model, case.loads, absent, names)
    states = opensim_states(opensim, body, case.trial.angles, cutoff_hz)
    theirs = optimized(opensim, model, body, states, frames, names, folder)
    given = inputs(opensim, case.model, case.loads, body, states, frames, [int(c) for c in balanced])
    end = share_loads(
        motion, shape, dynamics, balanced, body.muscles, power=2, reserve_optimal_Nm=RESERVE_NM, parity="opensim"
    )
    swapped = with_gastrocnemius(given, body, shape, end)
    contact = hip_contact(motion, engine, dynamics, shape, theirs.force_N)
    return Shared(
        case, motion.time_s, theirs, given, solved(body, given, balanced), end, solved(body, swapped, balanced), contact
    )


def solved(body: Body, given: Inputs, balanced: Ints) -> LoadSharing:
    """Our static optimization of given arms, capacities and demands."""
    muscles, coordinates = body.muscles, [int(c) for c in balanced]
    plan = plan_sharing(len(muscles.names), given.pair_muscle, given.pair_coordinate, coordinates)
    reserve, high = np.full(len(coordinates), RESERVE_NM), np.ones(len(muscles.names))
    low = muscles.minimum_activation
    return share(plan, make_loads(plan, given.arm_m, given.capacity_N, given.demand_Nm, reserve, low, high))


def with_gastrocnemius(given: Inputs, body: Body, shape: Geometry, end: Sharing) -> Inputs:
    """Our own arms, capacities and demands, but those of gastrocnemius as OpenSim has them."""
    swap = np.array([is_gastrocnemius(name) for name in body.muscles.names])
    column = {(int(m), int(c)): k for k, (m, c) in enumerate(zip(shape.arm_muscle, shape.arm_coordinate, strict=True))}
    arms = given.arm_m.copy()
    for k, (m, c) in enumerate(zip(given.pair_muscle, given.pair_coordinate, strict=True)):
        if not swap[m]:
            own = column.get((int(m), int(c)))
            arms[:, k] = 0.0 if own is None else shape.arm_m[:, own]
    capacity = np.where(swap, given.capacity_N, end.fibers.capacity_N)
    return given._replace(arm_m=arms, capacity_N=capacity, demand_Nm=end.loads.demand_Nm)


def is_gastrocnemius(name: str) -> bool:
    """Whether a muscle is one of the two lines that OpenSim wraps twice."""
    return name.startswith(("gasmed", "gaslat"))
