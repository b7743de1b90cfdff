"""Where bones and paths lie."""

import numpy as np

from trochanter.anatomy.body import Body
from trochanter.core.arrays import Floats
from trochanter.mechanics.claims.hip import SIDE, Range, ranged
from trochanter.mechanics.claims.material import Material

FORWARD, UP, ACROSS = 0, 1, 2


def hip_centre_m(body: Body) -> Floats:
    """Centre of the right hip in the pelvis's frame (3,)."""
    centre: Floats = body.joints.parent_point_m[body.joint(f"hip_{SIDE}")]
    return centre


def knee_distance_m(body: Body) -> float:
    """Distance of hip and knee centre along the thigh."""
    femur = body.segment(f"femur_{SIDE}")
    (joint,) = [j for j, parent in enumerate(body.joints.parent) if parent == femur and "knee" in body.joints.names[j]]
    return float(np.linalg.norm(body.joints.parent_point_m[joint]))


def wall_facing(material: Material) -> tuple[Range, Range]:
    """How far the sheet of obturator internus faces sideways, and how far forward or back: shares of its unit normal.

    The sheet lies between the starts of its two lines and the turn that they share.
    """
    points = material.hip.points_m("obturator_internus")
    turn = points[:, :, 1].mean(axis=1)
    normal = np.cross(points[:, 0, 0] - turn, points[:, 1, 0] - turn)
    share = abs(normal) / np.linalg.norm(normal, axis=1, keepdims=True)
    return ranged(share[:, ACROSS:], len(points) - 1), ranged(share[:, : FORWARD + 1], len(points) - 1)
