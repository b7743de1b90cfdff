"""Where a muscle's path runs in a posture: the points that the engine measures it along, for pictures."""

import numpy as np

from trochanter.core.arrays import Floats, frozen, read_only
from trochanter.mechanics.geometry import Engine


def path_nodes(engine: Engine, q: Floats, muscle: int) -> Floats:
    """Nodes (n, 3) of a muscle's taut path in the ground, metres, at coordinates q (n_q,).

    Active points and the tangent points of wraps, from the origin to the insertion. Between two tangent points of one
    surface the path bends round it: there the straight stretch is shorter than the path.
    """
    from trochanter.mechanics.path_kernels import bench, path_span

    plan = engine.plan._replace(muscle=np.ascontiguousarray(engine.plan.muscle[muscle : muscle + 1]))
    on = bench(engine.tree)
    on.node[:] = np.nan
    length, arms, pull = np.empty((1, 1)), np.empty((1, len(plan.arm_coordinate))), np.zeros((1, 1, 3))
    path_span(engine.tree, plan, read_only(np.asarray(q, dtype=float)[None]), 0, 1, length, arms, pull, on)
    return frozen(on.node[~np.isnan(on.node[:, 0])])
