"""Maps that carry points of one bone's frame into another frame of the same bone, fitted to places known in both.

Four kinds, x the known places and y where they are to go, each with as many numbers as it needs and no more:

    axes        y = S x              three factors along the axes of a shared frame (a model that was scaled)
    similarity  y = s R x + t        one size, turned and shifted
    turned      y = R S x + t        a size along each axis, turned and shifted
    affine      y = A x + t          also sheared

R is a rotation, S diagonal, A any matrix. Where a pivot is given, it is met exactly and takes the place of t. The
factors of "axes" are medians of the ratios y/x, weighted by |x|: factors that were really applied come out exactly,
also where a minority of the points was moved since. The others are least squares.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from trochanter.core.arrays import Floats, frozen

KINDS = ("axes", "similarity", "turned", "affine")
_MOST_ROUNDS = 100
_STILL = 1e-13
_SMALL_M = 1e-4
_EDGES_M = (*(1e-3,) * 4, *(1e-4,) * 4, *(1e-5,) * 4, *(1e-7,) * 8, *(1e-10,) * 8)
Pivot = tuple[Floats, Floats]


@dataclass(frozen=True, slots=True)
class BoneMap:
    """x -> matrix @ x + shift_m, matrix (3, 3), shift_m (3,); kind is one of KINDS or says what was joined."""

    kind: str
    matrix: Floats
    shift_m: Floats

    def of(self, points_m: Floats) -> Floats:
        """Points (..., 3) carried over."""
        moved: Floats = points_m @ self.matrix.T + self.shift_m
        return moved

    def after(self, first: "BoneMap") -> "BoneMap":
        """First ``first``, then this one."""
        return BoneMap(
            f"{first.kind}, then {self.kind}" if first.kind != self.kind else self.kind,
            frozen(self.matrix @ first.matrix),
            frozen(self.of(first.shift_m)),
        )

    def mirrored(self) -> "BoneMap":
        """The same map for the other side of the body: z changes its sign in both frames."""
        flip = np.array([1.0, 1.0, -1.0])
        return BoneMap(self.kind, frozen(flip[:, None] * self.matrix * flip), frozen(flip * self.shift_m))

    @property
    def stretches(self) -> Floats:
        """Factors (3,) by which the axes of the first frame become longer."""
        return np.asarray(np.linalg.norm(self.matrix, axis=0))


def nearest_rotation(matrix: Floats) -> Floats:
    """The rotation (3, 3) nearest to a matrix U S V': U diag(1, 1, det(U V')) V' (Kabsch 1976).

    doi 10.1107/S0567739476001873.
    """
    left, _, right = np.linalg.svd(matrix)
    sign = np.diag([1.0, 1.0, np.sign(np.linalg.det(left @ right))])
    return np.asarray(left @ sign @ right)


def fit_map(kind: str, x: Floats, y: Floats, *, weight: Floats | None = None, pivot: Pivot | None = None) -> BoneMap:
    """The map of a kind from x to y (n, 3); ``weight`` (n,) of the squared distances, where it has a say."""
    w = np.ones(len(x)) if weight is None else weight
    about = pivot
    if about is None:
        share = w / w.sum()
        zero = np.zeros(3)
        about = (zero, zero) if kind == "axes" else (share @ x, share @ y)
    start, end = about
    matrix = _FITS[kind](x - start, y - end, w)
    return BoneMap(kind, frozen(matrix), frozen(end - matrix @ start))


def robust_map(kind: str, x: Floats, y: Floats) -> BoneMap:
    """The map of a kind with the least sum of distances: it does not follow a minority of points that were moved.

    Weights are the inverse of the distances, in rounds (Weiszfeld 1937, doi 10.1007/s10479-008-0352-z).
    """
    found = fit_map(kind, x, y)
    for edge_m in () if kind == "axes" else _EDGES_M:
        weight = 1.0 / np.maximum(distances_m(found, x, y), edge_m)
        found = fit_map(kind, x, y, weight=weight)
    return found


def distances_m(found: BoneMap, x: Floats, y: Floats) -> Floats:
    """How far the carried points x lie from y (n,)."""
    return np.asarray(np.linalg.norm(found.of(x) - y, axis=-1))


def left_out_m(kind: str, x: Floats, y: Floats, *, pivot: Pivot | None = None) -> Floats:
    """For each place (n, 3), by how much a map fitted to all the others misses it: what a place not used would see."""
    missed = np.empty_like(x)
    for k in range(len(x)):
        others = np.arange(len(x)) != k
        missed[k] = fit_map(kind, x[others], y[others], pivot=pivot).of(x[k]) - y[k]
    return missed


def _axes(x: Floats, y: Floats, _: Floats) -> Floats:
    return np.diag([_median_ratio(x[:, axis], y[:, axis]) for axis in range(3)])


def _similarity(x: Floats, y: Floats, w: Floats) -> Floats:
    turn = nearest_rotation((w[:, None] * y).T @ x)
    size = np.sum(w[:, None] * y * (x @ turn.T)) / np.sum(w[:, None] * x * x)
    return np.asarray(size * turn)


def _turned(x: Floats, y: Floats, w: Floats) -> Floats:
    """Rotation and factors in turns, each the least squares for the other, until neither moves (own derivation)."""
    factors, found = np.ones(3), np.eye(3)
    for _ in range(_MOST_ROUNDS):
        turn = nearest_rotation((w[:, None] * y).T @ (x * factors))
        factors = (w[:, None] * x * (y @ turn)).sum(axis=0) / (w[:, None] * x * x).sum(axis=0)
        before, found = found, turn * factors
        if np.abs(found - before).max() < _STILL * np.abs(found).max():
            break
    return found


def _affine(x: Floats, y: Floats, w: Floats) -> Floats:
    root = np.sqrt(w)[:, None]
    return np.asarray(np.linalg.lstsq(x * root, y * root)[0].T)


_FITS: dict[str, Callable[[Floats, Floats, Floats], Floats]] = {
    "axes": _axes,
    "similarity": _similarity,
    "turned": _turned,
    "affine": _affine,
}


def _median_ratio(x: Floats, y: Floats) -> float:
    off = np.abs(x) > _SMALL_M
    if not off.any():
        return 1.0
    ratio, weight = y[off] / x[off], np.abs(x[off])
    order = np.argsort(ratio)
    heap = np.cumsum(weight[order])
    return float(ratio[order][np.searchsorted(heap, heap[-1] / 2.0)])
