"""Coordinates at which points of a body meet measured places: a few postures at once, in plain NumPy.

Levenberg-Marquardt on  sum_k w_k | x_k(q) - p_k |^2  over all coordinates that are neither locked, coupled nor
prescribed; ranges of motion do not bind, because a standing person's markers decide here. A coordinate that no point
depends on stays where it is. For long recordings there is ``fit_markers``.
"""

from dataclasses import dataclass

import numpy as np

from trochanter.anatomy.body import Body
from trochanter.core.arrays import Flags, Floats, Ints
from trochanter.kinematics.couplers import couple
from trochanter.kinematics.tree import Tree, coordinates_above, make_tree, tree_poses

STEP_RAD_OR_M = 1e-9
_SWEEPS = 200
_START, _LEAST, _MOST = 1e-4, 1e-10, 1e10


@dataclass(frozen=True, slots=True)
class Points:
    """Points of a body: segment (k,), location_m (k, 3) in it, weight (k,)."""

    segment: Ints
    location_m: Floats
    weight: Floats


def free_coordinates(body: Body) -> Ints:
    """Indices of the coordinates that markers may change."""
    table = body.coordinates
    free = ~table.locked & (table.coupled_to < 0) & (table.prescribed_function < 0)
    return np.flatnonzero(free)


def place_points(body: Body, points: Points, q: Floats) -> Floats:
    """Places (n, k, 3) of the points in ground at coordinates q (n, n_q)."""
    return _places(make_tree(body), points, q)


def fit_poses(body: Body, points: Points, places_m: Floats, q: Floats, sweeps: int = _SWEEPS) -> Floats:
    """Coordinates (n, n_q) at which ``points`` meet places_m (n, k, 3) best, NaN where not seen, from q (n, n_q)."""
    tree, free = make_tree(body), free_coordinates(body)
    moves = np.array([coordinates_above(body, int(s)) for s in points.segment])
    seen = np.asarray(np.isfinite(places_m).all(axis=2))
    root = np.where(seen, np.sqrt(points.weight), 0.0)[:, :, None]
    target = np.where(seen[:, :, None], places_m, 0.0)
    q = _coupled(body, q)
    place = _places(tree, points, q)
    gap = (target - place) * root
    cost, damping = np.sum(gap**2, axis=(1, 2)), np.full(len(q), _START)
    for _ in range(sweeps):
        slope = (_slopes(body, tree, q, place, moves) * root[:, :, :, None])[..., free]
        step = _step(slope, gap, damping)
        tried = q.copy()
        tried[:, free] += step
        tried = _coupled(body, tried)
        place_tried = _places(tree, points, tried)
        gap_tried = (target - place_tried) * root
        cost_tried = np.sum(gap_tried**2, axis=(1, 2))
        better = cost_tried <= cost
        q, place = np.where(better[:, None], tried, q), np.where(better[:, None, None], place_tried, place)
        gap, cost = np.where(better[:, None, None], gap_tried, gap), np.where(better, cost_tried, cost)
        damping = np.clip(np.where(better, damping / 10.0, damping * 10.0), _LEAST, _MOST)
        if np.all((np.abs(step).max(axis=1) < STEP_RAD_OR_M) | (~better & (damping >= _MOST))):
            break
    return q


def _step(slope: Floats, gap: Floats, damping: Floats) -> Floats:
    """Solve (J^T J + damping diag(J^T J)) step = J^T gap, with a trace of damping where nothing depends on q."""
    normal = np.einsum("nkia,nkib->nab", slope, slope)
    right = np.einsum("nkia,nki->na", slope, gap)
    diagonal = np.einsum("naa->na", normal)
    extra = damping[:, None] * diagonal + 1e-9 * (1.0 + diagonal.max(axis=1, keepdims=True))
    return np.asarray(np.linalg.solve(normal + extra[:, :, None] * np.eye(normal.shape[1]), right[..., None])[..., 0])


def _slopes(body: Body, tree: Tree, q: Floats, place: Floats, moves: Flags) -> Floats:
    """How places change with the coordinates (n, k, 3, n_q); dependent coordinates count for the one they follow."""
    from trochanter.kinematics.tree_kernels import column_frames, coupling_rates

    omega, v = column_frames(tree, q)
    slope = v[:, None] + np.cross(omega[:, None], place[:, :, None])
    slope = np.where(moves[None, :, :, None], slope, 0.0)
    rates = coupling_rates(tree, q)
    for i in np.flatnonzero(body.coordinates.coupled_to >= 0):
        slope[:, :, body.coordinates.coupled_to[i]] += slope[:, :, i] * rates[:, None, i, None]
    return np.asarray(np.swapaxes(slope, 2, 3))


def _places(tree: Tree, points: Points, q: Floats) -> Floats:
    rotation, origin = tree_poses(tree, q)
    turned = np.einsum("nkij,kj->nki", rotation[:, points.segment], points.location_m)
    return np.asarray(origin[:, points.segment] + turned)


def _coupled(body: Body, q: Floats) -> Floats:
    q = np.array(q, dtype=np.float64)
    couple(body, q, np.zeros_like(q), np.zeros_like(q))
    return q
