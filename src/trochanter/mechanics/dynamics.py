"""Inverse dynamics of a motion: generalised forces and net joint forces at the hips."""

from dataclasses import dataclass

import numpy as np

from trochanter.core.arrays import Floats, Ints, read_only
from trochanter.kinematics.motion import Motion
from trochanter.mechanics.geometry import Engine, runs


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


def load_arrays(motion: Motion) -> tuple[Ints, Floats, Floats, Floats]:
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
    from trochanter.mechanics.dynamics_kernels import dynamics_frames

    q, qd, qdd = (read_only(values) for values in (motion.q, motion.qd, motion.qdd))
    tau, hip_force = dynamics_frames(
        engine.tree, q, qd, qdd, *load_arrays(motion), engine.plan.hip_segment, runs(len(q))
    )
    return Dynamics(tau, carry_over(engine, q, tau), hip_force)


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
