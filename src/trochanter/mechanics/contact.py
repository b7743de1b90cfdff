"""Hip contact force: what the pelvis presses on the femur with, muscles included.

The joint has to supply what the leg's motion needs (net force, from inverse dynamics) less what the muscles that cross
it supply: contact = R_femur^T F_net - sum_i pull_i F_i, linear in the muscle forces F_i.
"""

import numpy as np

from trochanter.core.arrays import Floats
from trochanter.kinematics.motion import Motion
from trochanter.kinematics.tree import tree_poses
from trochanter.mechanics.dynamics import Dynamics
from trochanter.mechanics.geometry import Engine, Geometry


def hip_contact(motion: Motion, engine: Engine, dynamics: Dynamics, shape: Geometry, force_N: Floats) -> Floats:
    """Hip contact force on the femur in the femur's frame (n, 2, 3) in N: right, left; force_N (n, n_m)."""
    rotation, _ = tree_poses(engine.tree, motion.q)
    contact = np.empty((len(motion.time_s), len(engine.plan.hip_segment), 3))
    for h, femur in enumerate(engine.plan.hip_segment):
        net = np.einsum("nji,nj->ni", rotation[:, femur], dynamics.hip_force_N[:, h])
        crossing = np.flatnonzero(shape.hip == h)
        contact[:, h] = net - np.einsum("nmi,nm->ni", shape.pull[:, crossing], force_N[:, crossing])
    return contact
