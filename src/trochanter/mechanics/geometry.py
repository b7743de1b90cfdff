"""Muscle geometry over time: lengths, moment arms and pulls at the hip, from the exact path kernels."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from trochanter.anatomy.body import Body
from trochanter.core.arrays import Floats, Ints, read_only
from trochanter.kinematics.tree import CHUNK_FRAMES, Tree, make_tree
from trochanter.mechanics.paths import Plan, make_plan


@dataclass(frozen=True, slots=True)
class Engine:
    """A body with its arrays laid out for the kernels: make it once, use it for every trial of the body."""

    body: Body
    tree: Tree
    plan: Plan


def make_engine(body: Body) -> Engine:
    """Lay a body out for the kernels."""
    return Engine(body, make_tree(body), make_plan(body))


@dataclass(frozen=True, slots=True)
class Geometry:
    """Muscle geometry over n frames.

    length_m (n, n_m); arm_m (n, n_arm): moment arm -dL/dq of muscle arm_muscle[k] about coordinate
    arm_coordinate[k] (metres, or 1 for a translation); pull (n, n_m, 3): force on the segments beyond the hip per
    newton of tension, in the femur's frame; hip (n_m,): 0 right, 1 left, -1 for muscles that cross no hip.
    """

    length_m: Floats
    arm_m: Floats
    arm_muscle: Ints
    arm_coordinate: Ints
    pull: Floats
    hip: Ints

    def arm_about(self, coordinate: int) -> Floats:
        """Moment arms (n, n_m) of all muscles about one coordinate; NaN where a muscle cannot move it."""
        arms = np.full(self.length_m.shape, np.nan)
        chosen = np.flatnonzero(self.arm_coordinate == coordinate)
        arms[:, self.arm_muscle[chosen]] = self.arm_m[:, chosen]
        return arms

    def lengthening_m_s(self, qd: Floats) -> Floats:
        """Path speed (n, n_m), positive when lengthening: minus the arms times the coordinates' rates qd (n, n_q)."""
        power = self.arm_m * qd[:, self.arm_coordinate]
        starts = np.searchsorted(self.arm_muscle, np.arange(self.length_m.shape[1] + 1))
        return -np.stack([power[:, a:b].sum(axis=1) for a, b in pairwise(starts)], axis=1)


def geometry(engine: Engine, q: Floats) -> Geometry:
    """Lengths, moment arms and hip pulls at coordinates q (n, n_q); dependent coordinates are recomputed."""
    from trochanter.core.threads import over_frames
    from trochanter.mechanics.path_kernels import bench, path_span

    plan, frames, count = engine.plan, read_only(q), len(q)
    length, arms = np.empty((count, len(plan.muscle))), np.empty((count, len(plan.arm_coordinate)))
    pull = np.zeros((count, len(plan.muscle), 3))
    over_frames(
        lambda first, last: path_span(engine.tree, plan, frames, first, last, length, arms, pull, bench(engine.tree)),
        count,
        CHUNK_FRAMES,
    )
    muscles = plan.muscle
    owner = np.repeat(np.arange(len(muscles)), muscles["arm_end"] - muscles["arm"])
    return Geometry(length, arms, owner, plan.arm_coordinate, pull, muscles["hip"])
