"""Paths that flip: a muscle's length changes from frame to frame by more than its moment arms explain.

With arms r = -dL/dq, a smooth path has L(t_2) - L(t_1) = -sum_q (r_q(t_1) + r_q(t_2)) / 2 (q(t_2) - q(t_1)) up to third
order in the step (trapezoidal rule). What is left over is a jump: a path that changes to the other side of its wrap, or
a conditional point that comes or goes. Lengths, arms and forces on both sides of it are not to be compared.
"""

from dataclasses import replace

import numpy as np

from trochanter.core.arrays import Floats
from trochanter.core.quality import Notice
from trochanter.kinematics.motion import Motion
from trochanter.mechanics.geometry import Geometry

LEAST_JUMP_M = 0.002  # a step of 0.1 rad leaves some hundredths of a millimetre over
_SHOWN = 8


def unexplained_m(shape: Geometry, q: Floats) -> Floats:
    """Change of length (n - 1, n_m) from frame to frame that the arms do not explain; q (n, n_q)."""
    middle = replace(shape, arm_m=0.5 * (shape.arm_m[1:] + shape.arm_m[:-1]), length_m=shape.length_m[1:])
    explained = middle.lengthening_m_s(np.diff(q, axis=0))
    left: Floats = np.diff(shape.length_m, axis=0) - explained
    return left


def path_jumps(motion: Motion, shape: Geometry, least_m: float = LEAST_JUMP_M) -> tuple[Notice, ...]:
    """One notice a muscle whose path jumps by more than ``least_m`` in the motion; largest jump first."""
    size = np.abs(unexplained_m(shape, motion.q))
    jumps = size > least_m
    muscles = sorted(np.flatnonzero(jumps.any(axis=0)), key=lambda m: -size[:, m].max())
    return tuple(_notice(motion, int(m), size[:, m], np.flatnonzero(jumps[:, m]).tolist()) for m in muscles)


def _notice(motion: Motion, muscle: int, size_m: Floats, frames: list[int]) -> Notice:
    times = ", ".join(f"{motion.time_s[frame]:.3f}" for frame in frames[:_SHOWN])
    more = f" and at {len(frames) - _SHOWN} more instants" if len(frames) > _SHOWN else ""
    text = (
        f"the path of {motion.body.muscles.names[muscle]} jumps by up to {1000.0 * size_m.max():.1f} mm after "
        f"{times} s{more}: it changes sides of a wrap or its points; its values there are not to be trusted"
    )
    return Notice("path-jump", text, motion.name)
