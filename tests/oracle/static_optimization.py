"""OpenSim 4.6's static optimization and joint reactions, frame by frame, and everything that goes into them.

The set-up, in code: all forces but muscles are taken off the model; every free coordinate gets a coordinate actuator of
optimal force RESERVE_NM where muscles balance it (the reserves, in the cost), OTHER_N where none can (pelvis, arms);
coordinates without a column in the trial are locked, because OpenSim would balance them; power 2; convergence criterion
CONVERGENCE instead of OpenSim's 1e-4. OpenSim's analyses are stepped directly instead of through
AnalyzeTool, which assembles the model at every sample of the record.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from tests.oracle.peer import Peer, unmuscled
from trochanter.anatomy.body import Body
from trochanter.capture.tables import bare_name
from trochanter.capture.trial import Table
from trochanter.core.arrays import Floats, Ints
from trochanter.core.sides import side_of
from trochanter.kinematics.couplers import couple

RESERVE_NM, OTHER_N, LARGEST_CONTROL = 1.0, 1000.0, 1000.0
CONVERGENCE, ITERATIONS = 1e-9, 1000


class States(NamedTuple):
    """OpenSim's own filtered and differentiated coordinates: time (n,); q, qd, qdd (n, n_q) in the body's order."""

    time_s: Floats
    q: Floats
    qd: Floats
    qdd: Floats


class Optimized(NamedTuple):
    """OpenSim's result at f frames: activation, force_N (f, m); reserve (f, d); contact_N (f, 2, 3) right and left."""

    activation: Floats
    force_N: Floats
    reserve: Floats
    contact_N: Floats
    contact_columns: tuple[str, ...]


class Inputs(NamedTuple):
    """What OpenSim's optimization balances at f frames, from its own functions.

    arm_m (f, pairs) of pair_muscle, pair_coordinate; capacity_N (f, m); demand_Nm (f, d).
    """

    pair_muscle: Ints
    pair_coordinate: Ints
    arm_m: Floats
    capacity_N: Floats
    demand_Nm: Floats


def storage(opensim: Any, time_s: Floats, columns: Sequence[str], values: Floats) -> Any:
    """Columns over time as OpenSim's storage."""
    labels = opensim.ArrayStr()
    for name in ("time", *columns):
        labels.append(name)
    made = opensim.Storage(len(time_s))
    made.setColumnLabels(labels)
    for instant, row in zip(time_s, values, strict=True):
        made.append(float(instant), opensim.Vector(row.tolist()))
    return made


def opensim_states(opensim: Any, body: Body, table: Table, cutoff_hz: float | None) -> States:
    """Coordinates of a table as OpenSim's tools filter and differentiate them; dependents follow their couplers."""
    names = [bare_name(column) for column in table.columns]
    kept = [k for k, name in enumerate(names) if name in body.coordinates.names]
    index = [body.coordinate(names[k]) for k in kept]
    values = np.array(table.values[:, kept])
    if table.in_degrees:
        values[:, body.coordinates.is_rotation[index]] *= np.pi / 180.0
    raw = storage(opensim, table.time_s, [names[k] for k in kept], values)
    if cutoff_hz is not None:
        raw.pad(len(table.time_s) // 2)
        raw.lowpassIIR(cutoff_hz)
    splines = opensim.GCVSplineSet(5, raw)
    moved = np.array(
        [
            [[splines.evaluate(k, order, float(t)) for k in range(len(kept))] for t in table.time_s]
            for order in (0, 1, 2)
        ]
    )
    q = np.tile(body.coordinates.default, (len(table.time_s), 1))
    qd, qdd = np.zeros_like(q), np.zeros_like(q)
    q[:, index], qd[:, index], qdd[:, index] = moved
    couple(body, q, qd, qdd)
    return States(table.time_s, q, qd, qdd)


def reserve_model(opensim: Any, path: Path, loads: Path, absent: Sequence[str], balanced: Sequence[str]) -> Any:
    """The model of a file with the set-up of this module; ``balanced``: coordinates that muscles balance."""
    model = opensim.Model(str(path))
    forces = model.updForceSet()
    for k in reversed(range(forces.getSize())):
        if opensim.Muscle.safeDownCast(forces.get(k)) is None:
            forces.remove(k)
    coordinates = model.updCoordinateSet()
    for name in absent:
        coordinates.get(name).set_locked(True)
    state = model.initSystem()
    every = [coordinates.get(k) for k in range(coordinates.getSize())]
    free = [each.getName() for each in every if not (each.getLocked(state) or each.isDependent(state))]
    for name in free:
        reserve = opensim.CoordinateActuator(name)
        reserve.setName(f"reserve_{name}")
        reserve.setOptimalForce(RESERVE_NM if name in balanced else OTHER_N)
        reserve.setMinControl(-LARGEST_CONTROL)
        reserve.setMaxControl(LARGEST_CONTROL)
        model.addForce(reserve)
        reserve.thisown = False  # the model owns it now
    model.finalizeConnections()
    model.addModelComponent(opensim.ExternalLoads(str(loads), True))
    return model


def optimized(
    opensim: Any, model: Any, body: Body, states: States, frames: Sequence[int], balanced: Sequence[str], folder: Path
) -> Optimized:
    """Static optimization and hip reactions at ``frames``."""
    state = model.initSystem()
    names = model.getCoordinateSet()
    paths = [names.get(name).getAbsolutePathString() for name in body.coordinates.names]
    columns = [f"{path}/{kind}" for path in paths for kind in ("value", "speed")]
    values = np.stack([states.q, states.qd], axis=2).reshape(len(states.q), -1)
    analysis = opensim.StaticOptimization(model)
    kept = storage(opensim, states.time_s, columns, values)  # the analysis does not keep it alive
    analysis.setStatesStore(kept)
    analysis.setUseModelForceSet(True)
    analysis.setUseMusclePhysiology(True)
    analysis.setActivationExponent(2)
    analysis.setConvergenceCriterion(CONVERGENCE)
    analysis.setMaxIterations(ITERATIONS)
    stepped(analysis, model, state, body, states, frames)
    analysis.printResults("so", str(folder), -1.0, ".sto")
    reaction = opensim.JointReaction()
    reaction.setName("hips")
    joints, where = opensim.ArrayStr(), opensim.ArrayStr()
    joints.append("hip_r")
    joints.append("hip_l")
    where.append("child")
    reaction.setJointNames(joints)
    reaction.setOnBody(where)
    reaction.setInFrame(where)
    reaction.setForcesFileName(str(folder / "so_StaticOptimization_force.sto"))
    reaction.setModel(model)  # reads the settings above
    stepped(reaction, model, state, body, states, frames)
    reaction.printResults("jr", str(folder), -1.0, ".sto")
    activation = opensim.TimeSeriesTable(str(folder / "so_StaticOptimization_activation.sto"))
    force = opensim.TimeSeriesTable(str(folder / "so_StaticOptimization_force.sto"))
    contact = opensim.TimeSeriesTable(str(folder / "jr_hips_ReactionLoads.sto"))
    wanted = [f"hip_{s}_on_femur_{s}_in_femur_{s}_f{axis}" for s in "rl" for axis in "xyz"]
    return Optimized(
        columns_of(activation, body.muscles.names),
        columns_of(force, body.muscles.names),
        columns_of(activation, [f"reserve_{name}" for name in balanced]),
        columns_of(contact, wanted).reshape(-1, 2, 3),
        tuple(contact.getColumnLabels()),
    )


def columns_of(table: Any, names: Sequence[str]) -> Floats:
    """Columns (n, len(names)) of OpenSim's table."""
    labels = list(table.getColumnLabels())
    found: Floats = table.getMatrix().to_numpy()[:, [labels.index(name) for name in names]]
    return found


def stepped(analysis: Any, model: Any, state: Any, body: Body, states: States, frames: Sequence[int]) -> None:
    """Drive one of OpenSim's analyses through chosen frames."""
    analysis.setStartTime(float(states.time_s[0]))
    analysis.setEndTime(float(states.time_s[-1]))
    analysis.setStepInterval(1)
    coordinates = [model.getCoordinateSet().get(name) for name in body.coordinates.names]
    for step, i in enumerate(frames):
        state.setTime(float(states.time_s[i]))
        for coordinate, value, speed in zip(coordinates, states.q[i], states.qd[i], strict=True):
            if not coordinate.getLocked(state):
                coordinate.setValue(state, float(value), False)
                coordinate.setSpeedValue(state, float(speed))
        if step == 0:
            analysis.begin(state)
        else:
            analysis.step(state, step)
    analysis.end(state)


def inputs(
    opensim: Any,
    path: Path,
    loads: Path,
    body: Body,
    states: States,
    frames: Sequence[int],
    balanced: Sequence[int],
) -> Inputs:
    """Arms of all muscles about the balanced coordinates of their side and the middle, capacities, demands: OpenSim's.

    All pairs, because OpenSim's wraps give muscles arms about joints that they do not cross.
    """
    peer = Peer(opensim, unmuscled(opensim, path, loads), body)
    names = body.coordinates.names
    pairs = [
        (m, c)
        for m, muscle in enumerate(body.muscles.names)
        for c in balanced
        if side_of(names[c]) in (None, side_of(muscle))
    ]
    arms, capacities, demands = [], [], []
    for i in frames:
        peer.place(states.q[i], states.qd[i], states.time_s[i])
        tau = peer.forces(states.qdd[i])
        for c, independent in enumerate(body.coordinates.coupled_to):
            if independent >= 0:
                function = int(body.coordinates.coupler_function[c])
                x = float(states.q[i, independent])
                rate = (body.functions.value(function, x + 1e-5) - body.functions.value(function, x - 1e-5)) / 2e-5
                tau[independent] += rate * tau[c]
        demands.append(tau[list(balanced)])
        peer.model.realizeVelocity(peer.state)
        capacities.append([m.calcInextensibleTendonActiveFiberForce(peer.state, 1.0) for m in peer.muscles])
        arms.append([peer.arm_m(m, c) for m, c in pairs])
    pair_muscle, pair_coordinate = np.array(pairs).T
    return Inputs(pair_muscle, pair_coordinate, np.array(arms), np.array(capacities), np.array(demands))
