"""Hip angles of pelvis and thigh as two free rigid segments, without a model: what the thigh markers alone say."""

import numpy as np

from trochanter.capture.trial import Trajectories
from trochanter.core.arrays import Floats
from trochanter.core.sides import SIDES, Side
from trochanter.kinematics.hip_centres import pelvis_axes
from trochanter.kinematics.standing import Standing


def rigid_hips(person: Standing, run: Trajectories) -> dict[Side, Floats]:
    """Flexion, adduction, internal rotation (n, 3) degrees of each hip over the samples of ``run``.

    ``person`` stands with hip centres known. Frames as in Wu et al. 2002, doi 10.1016/S0021-9290(01)00222-6: pelvis by
    its spines, thigh by hip centre and epicondyles; order Z-X'-Y''.
    """
    pelvis = _turns(person, run, "pelvis") @ pelvis_axes(person.landmark_m)
    return {side: _hip_deg(person, run, pelvis, side) for side in SIDES}


def _hip_deg(person: Standing, run: Trajectories, pelvis: Floats, side: Side) -> Floats:
    outward = 1.0 if side is Side.RIGHT else -1.0
    thigh = _turns(person, run, f"femur_{side}") @ _thigh_axes(person, side, outward)
    flexion, adduction, rotation = _z_x_y_deg(np.swapaxes(pelvis, 1, 2) @ thigh).T
    return np.column_stack([flexion, outward * adduction, outward * rotation])


def _thigh_axes(person: Standing, side: Side, outward: float) -> Floats:
    place = person.landmark_m
    up = place[f"hip_centre_{side}"] - place[f"knee_centre_{side}"]
    up = up / np.linalg.norm(up)
    across = outward * (place[f"knee_lateral_{side}"] - place[f"knee_medial_{side}"])
    forward = np.cross(up, across)
    forward = forward / np.linalg.norm(forward)
    return np.column_stack([forward, up, np.cross(forward, up)])


def _turns(person: Standing, run: Trajectories, segment: str) -> Floats:
    """Rotations (n, 3, 3) of a segment's markers from stance, least squares by singular values."""
    names = [name for name in run.names if person.segment.get(name) == segment and name in person.point_m]
    rest = np.array([person.point_m[name] for name in names])
    moved = np.stack([run.of(name) for name in names], axis=1)
    cross = np.einsum("nmi,mj->nij", moved - moved.mean(axis=1, keepdims=True), rest - rest.mean(axis=0))
    left, _, right = np.linalg.svd(cross)
    proper = np.ones((len(moved), 1, 3))
    proper[:, 0, 2] = np.sign(np.linalg.det(left @ right))
    turns: Floats = (left * proper) @ right
    return turns


def _z_x_y_deg(turn: Floats) -> Floats:
    """Angles (n, 3) of R = Rz(f) Rx(a) Ry(r)."""
    first = np.arctan2(-turn[:, 0, 1], turn[:, 1, 1])
    second = np.arcsin(turn[:, 2, 1])
    third = np.arctan2(-turn[:, 2, 0], turn[:, 2, 2])
    angles: Floats = np.degrees(np.column_stack([first, second, third]))
    return angles
