"""Inverse dynamics of a motion: generalised forces and net joint forces at the hips."""

from dataclasses import dataclass

import numpy as np

from trochanter.core.arrays import Floats, Ints, read_only
from trochanter.kinematics.motion import Motion
from trochanter.kinematics.tree import CHUNK_FRAMES, Tree
from trochanter.mechanics.geometry import Engine

LoadArrays = tuple[Ints, Floats, Floats, Floats]


@dataclass(frozen=True, slots=True)
class Dynamics:
    """Generalised forces over n frames.

    tau (n, n_q): force of each coordinate by itself, N m or N, as OpenSim's inverse dynamics reports it;
    demand (n, n_q): the same with dependent coordinates' forces carried over to the coordinate that they follow
    (0 for the dependent ones): what muscles and reserves have to produce;
    hip_force_N (n, 2, 3): net force of the pelvis on the femur, right and left, in ground, without muscles.
    """

    tau: Floats
    demand: Floats
    hip_force_N: Floats


def load_arrays(motion: Motion) -> LoadArrays:
    """Segments, forces, points and moments of a motion's loads, stacked (n_loads, n, 3) for the kernel."""
    n = len(motion.time_s)
    segment = np.array([load.segment for load in motion.loads], np.int64)
    force, point, moment = (
        read_only(np.array([getattr(load, name) for load in motion.loads]).reshape(len(segment), n, 3))
        for name in ("force_N", "point_m", "moment_Nm")
    )
    return segment, force, point, moment


def inverse_dynamics(motion: Motion, engine: Engine) -> Dynamics:
    """Generalised and hip forces that the motion needs under its loads and gravity."""
    loads = load_arrays(motion)
    tau, hip_force = tree_forces(engine.tree, motion.q, motion.qd, motion.qdd, loads, engine.plan.hip_segment)
    return Dynamics(tau, carry_over(engine, read_only(motion.q), tau), hip_force)


def tree_forces(
    tree: Tree, q: Floats, qd: Floats, qdd: Floats, loads: LoadArrays, watched: Ints
) -> tuple[Floats, Floats]:
    """Generalised forces (n, n_q), and the net force (n, n_watched, 3) of the joint of each watched segment on it."""
    from trochanter.core.threads import over_frames
    from trochanter.mechanics.dynamics_kernels import dynamics_span

    at, rate, gain = (read_only(values) for values in (q, qd, qdd))
    segment, force, point, moment = loads
    tau, joint_force = np.empty(q.shape), np.empty((len(q), len(watched), 3))
    over_frames(
        lambda first, last: dynamics_span(
            tree, at, rate, gain, segment, force, point, moment, watched, first, last, tau, joint_force
        ),
        len(q),
        CHUNK_FRAMES,
    )
    return tau, joint_force


def carry_over(engine: Engine, q: Floats, tau: Floats) -> Floats:
    """Add each dependent coordinate's force, times its rate, to the coordinate that it follows."""
    from trochanter.kinematics.tree_kernels import coupling_rates

    rate = coupling_rates(engine.tree, read_only(q))
    demand = tau.copy()
    for c, independent in enumerate(engine.tree.coordinate["coupled_to"]):
        if independent >= 0:
            demand[:, independent] += rate[:, c] * tau[:, c]
            demand[:, c] = 0.0
    return demand
