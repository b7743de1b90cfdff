"""Hip angles of pelvis and thigh as two free rigid segments, without a model: what the thigh markers alone say."""

import numpy as np

from scripts.demo.landmarks import SIDES, Stance, pelvis_axes
from scripts.demo.recording import Markers
from trochanter.core.arrays import Floats
from trochanter.core.sides import Side

PELVIS = ("R.ASIS", "L.ASIS", "R.PSIS", "L.PSIS", "R.Iliac.Crest", "L.Iliac.Crest")


def rigid_hips(stance: Stance, run: Markers) -> dict[Side, Floats]:
    """Flexion, adduction, internal rotation (n, 3) degrees of each hip over the samples of ``run``.

    Frames as in Wu et al. 2002, doi 10.1016/S0021-9290(01)00222-6: pelvis by its spines, thigh by hip centre and
    epicondyles; order Z-X'-Y''.
    """
    pelvis = _turns(stance, run, PELVIS) @ pelvis_axes(stance)
    return {Side(SIDES[side]): _hip_deg(stance, run, pelvis, side) for side in SIDES}


def _hip_deg(stance: Stance, run: Markers, pelvis: Floats, side: str) -> Floats:
    outward = 1.0 if side == "R" else -1.0
    cluster = tuple(name for name in run.names if name.startswith(f"{side}.Thigh"))
    thigh = _turns(stance, run, cluster) @ _thigh_axes(stance, side, outward)
    flexion, adduction, rotation = _z_x_y_deg(np.swapaxes(pelvis, 1, 2) @ thigh).T
    return np.column_stack([flexion, outward * adduction, outward * rotation])


def _thigh_axes(stance: Stance, side: str, outward: float) -> Floats:
    up = stance.point_m[f"{side}.HIP"] - stance.point_m[f"{side}.KNEE"]
    up = up / np.linalg.norm(up)
    across = outward * (stance.point_m[f"{side}.Knee"] - stance.point_m[f"{side}.Knee.Medial"])
    forward = np.cross(up, across)
    forward = forward / np.linalg.norm(forward)
    return np.column_stack([forward, up, np.cross(forward, up)])


def _turns(stance: Stance, run: Markers, names: tuple[str, ...]) -> Floats:
    """Rotations (n, 3, 3) of a cluster from stance, least squares by singular values."""
    rest = np.array([stance.point_m[name] for name in names])
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
