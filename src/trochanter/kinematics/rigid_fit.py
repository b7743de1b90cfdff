"""The rigid movement of a cluster of markers, over many frames at once."""

from dataclasses import dataclass

import numpy as np

from trochanter.core.arrays import Flags, Floats

FEWEST = 3


@dataclass(frozen=True, slots=True)
class RigidFit:
    """x -> rotation @ x + origin_m takes the resting cluster to where it is in each frame.

    rotation (n, 3, 3), origin_m (n, 3), misfit_m (n,) root mean square over the markers in sight: NaN where fewer than
    three markers are in sight.
    """

    rotation: Floats
    origin_m: Floats
    misfit_m: Floats

    def place_m(self, rest_m: Floats) -> Floats:
        """Where a point (3,) of the resting cluster is in each frame (n, 3)."""
        place: Floats = self.rotation @ rest_m + self.origin_m
        return place


def rigid_fit(rest_m: Floats, moved_m: Floats) -> RigidFit:
    """Best rotation and shift of rest_m (m, 3) onto moved_m (n, m, 3), NaN where a marker is not seen.

    Minimises sum_i w_i |R x_i + t - y_i|^2 with w 1 or 0: with the singular values U S V' of sum w (x - x0)(y - y0)',
    R = V diag(1, 1, det(V U')) U' (Kabsch 1976, doi 10.1107/S0567739476001873).
    """
    seen: Flags = np.asarray(np.isfinite(moved_m).all(axis=2) & np.isfinite(rest_m).all(axis=1))
    enough = seen.sum(axis=1) >= FEWEST
    count = len(moved_m)
    rotation, origin = np.full((count, 3, 3), np.nan), np.full((count, 3), np.nan)
    misfit = np.full(count, np.nan)
    if not enough.any():
        return RigidFit(rotation, origin, misfit)
    weight = seen[enough].astype(float)
    share = weight / weight.sum(axis=1, keepdims=True)
    rest, moved = np.nan_to_num(rest_m), np.nan_to_num(moved_m[enough])
    rest_mean, moved_mean = share @ rest, np.einsum("nm,nmi->ni", share, moved)
    x, y = rest[None] - rest_mean[:, None], moved - moved_mean[:, None]
    left, _, right = np.linalg.svd(np.einsum("nm,nmi,nmj->nij", share, x, y))
    sign = np.ones((len(x), 3))
    sign[:, 2] = np.sign(np.linalg.det(left @ right))
    turn = np.einsum("nki,nk,njk->nij", right, sign, left)
    rotation[enough] = turn
    origin[enough] = moved_mean - np.einsum("nij,nj->ni", turn, rest_mean)
    off = y - np.einsum("nij,nmj->nmi", turn, x)
    misfit[enough] = np.sqrt(np.sum(share * np.sum(off**2, axis=2), axis=1))
    return RigidFit(rotation, origin, misfit)


def rigid_misfit_m(rest_m: Floats, moved_m: Floats) -> Floats:
    """Distances (n, m) of markers from where a rigid segment would carry them, NaN where not seen or not determined."""
    fit = rigid_fit(rest_m, moved_m)
    carried = np.einsum("nij,mj->nmi", fit.rotation, rest_m) + fit.origin_m[:, None]
    return np.asarray(np.linalg.norm(moved_m - carried, axis=2))


def rigid_shape(moved_m: Floats) -> Floats:
    """Mean shape (m, 3) of a cluster over frames moved_m (n, m, 3), in the axes of the frame that shows most of it.

    Every frame is laid on that frame, then on the mean of all, so that its noise does not stay in the shape.
    """
    shape: Floats = moved_m[int(np.isfinite(moved_m).all(axis=2).sum(axis=1).argmax())]
    for _ in range(2):
        shape = _mean_laid_on(shape, moved_m)
    return shape


def _mean_laid_on(shape: Floats, moved_m: Floats) -> Floats:
    fit = rigid_fit(shape, moved_m)
    back = np.einsum("nji,nmj->nmi", fit.rotation, moved_m - fit.origin_m[:, None])
    known = np.isfinite(back).all(axis=2).any(axis=0)
    mean = np.full(shape.shape, np.nan)
    mean[known] = np.nanmean(back[:, known], axis=0)
    return np.asarray(mean)
