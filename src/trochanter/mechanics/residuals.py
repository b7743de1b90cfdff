"""What a whole body's motion and forces leave over at the pelvis, beside the published limits.

A whole body that moves under forces measured with it needs no further force at its base. What inverse dynamics still
asks for there is the residual. Hicks et al. 2015, doi 10.1115/1.4029304: its force should stay below 5 % of the peak
net external force, its moment below 1 % of that force times the height of the body's centre. A body without trunk has
no residual: there the pelvis carries the upper body. Nor have spans in which a foot stands without known force.
"""

from dataclasses import dataclass

import numpy as np

from trochanter.anatomy.person import has_trunk, is_trunk
from trochanter.core.arrays import Floats
from trochanter.kinematics.motion import ABSENT, Motion
from trochanter.kinematics.tree import make_tree
from trochanter.mechanics.dynamics import load_arrays, tree_forces
from trochanter.mechanics.plate import VERTICAL, body_centre_m
from trochanter.mechanics.told import plainly_told

FORCE_SHARE, MOMENT_SHARE = 0.05, 0.01


@dataclass(frozen=True, slots=True)
class Residual:
    """Peak and root mean square of one residual away from the record's ends, and the most to be accepted of the peak.

    ``unit`` of all three: 'N' or 'N m'.
    """

    peak: float
    rms: float
    limit: float
    unit: str

    @property
    def met(self) -> bool:
        """Whether the peak keeps its limit."""
        return self.peak <= self.limit


@dataclass(frozen=True, slots=True)
class Residuals:
    """Residual force and moment; external_N: peak net external force; height_m: of the body's centre above ground.

    partial: whether spans were left out in which a foot stands without known force.
    """

    force: Residual
    moment: Residual
    external_N: float
    height_m: float
    partial: bool = False

    @property
    def met(self) -> bool:
        """Whether both keep their limits."""
        return self.force.met and self.moment.met


def residuals(motion: Motion, generalized_force: Floats) -> Residuals | None:
    """Residuals of a motion; generalized_force (n, n_q): of every coordinate by itself, from inverse dynamics.

    Where the motion knows that of the whole body, its residuals. None where there is none to speak of: no ground
    forces, no trunk, a trunk that the record does not show, or nothing away from the record's ends and from spans in
    which a foot stands without known force.
    """
    if motion.whole is not None:
        return residuals(motion.whole, _forces_of(motion.whole))
    if not motion.loads or not shows_trunk(motion):
        return None
    inside = ~motion.edge & plainly_told(motion)
    if not inside.any():
        return None
    coordinates = motion.body.coordinates
    of_base = motion.body.joints.parent[coordinates.joint] == 0
    force, moment = (
        np.linalg.norm(generalized_force[inside][:, of_base & turns], axis=1)
        for turns in (~coordinates.is_rotation, coordinates.is_rotation)
    )
    external = _peak(np.linalg.norm(np.sum([load.force_N for load in motion.loads], axis=0), axis=1))
    height = _height_m(motion)
    return Residuals(
        force=_residual(force, FORCE_SHARE * external, "N"),
        moment=_residual(moment, MOMENT_SHARE * external * height, "N m"),
        external_N=external,
        height_m=height,
        partial=bool((inside == motion.edge).any()),
    )


def _forces_of(motion: Motion) -> Floats:
    """Generalized forces (n, n_q) of a motion, whose muscles nobody asks for."""
    nothing = np.zeros(0, dtype=np.int64)
    tree = make_tree(motion.body)
    return tree_forces(tree, motion.q, motion.qd, motion.qdd, load_arrays(motion), nothing)[0]


def shows_trunk(motion: Motion) -> bool:
    """Whether the body has a trunk, and its coordinates a column: held still, it leaves over what it really did."""
    body = motion.body
    names = [body.segments.names[k] for k in body.joints.child[body.coordinates.joint]]
    unseen = (is_trunk(name) and role == ABSENT for name, role in zip(names, motion.roles, strict=True))
    return has_trunk(body) and not any(unseen)


def _residual(size: Floats, limit: float, unit: str) -> Residual:
    return Residual(_peak(size), float(np.sqrt(np.nanmean(size**2))), limit, unit)


def _height_m(motion: Motion) -> float:
    """Mean height of the body's centre above the lowest point that a force acts at."""
    floors = [load.point_m[np.any(load.force_N != 0.0, axis=1), VERTICAL] for load in motion.loads]
    known = np.concatenate(floors)
    return float(np.mean(body_centre_m(motion)[:, VERTICAL]) - (known.min() if known.size else 0.0))


def _peak(values: Floats) -> float:
    return float(np.nanmax(np.abs(values), initial=0.0))
