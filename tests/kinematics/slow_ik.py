"""Inverse kinematics in plain NumPy and SciPy, one frame at a time: slow, readable, independent of the kernels."""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import least_squares

from trochanter.anatomy.body import Body
from trochanter.anatomy.neutral import segment_poses
from trochanter.core.arrays import Floats


@dataclass(frozen=True, slots=True)
class SlowFit:
    """Weighted markers of a body that should meet places: weight (k,), coordinate tasks as index -> (weight, value)."""

    body: Body
    weight: Floats
    tasks: dict[int, tuple[float, float]]

    @property
    def free(self) -> list[int]:
        q = self.body.coordinates
        return [int(i) for i in np.flatnonzero((q.coupled_to < 0) & ~q.locked & (q.prescribed_function < 0))]

    def coupled(self, q: Floats) -> Floats:
        q = np.array(q)
        table = self.body.coordinates
        for i in np.flatnonzero(table.coupled_to >= 0):
            q[i] = self.body.functions.value(int(table.coupler_function[i]), float(q[table.coupled_to[i]]))
        return q

    def places_m(self, q: Floats) -> Floats:
        rotation, origin = segment_poses(self.body, self.coupled(q))
        own = self.body.markers.segment
        places: Floats = origin[own] + np.einsum("kij,kj->ki", rotation[own], self.body.markers.location_m)
        return places

    def residuals(self, q: Floats, seen_m: Floats) -> Floats:
        """Residuals whose squares sum to the objective; a marker that is not seen has none."""
        apart = self.places_m(q) - seen_m
        there = ~np.isnan(apart).any(axis=1)
        parts = [(np.sqrt(self.weight)[:, None] * apart)[there].ravel()]
        total = self.weight[there].sum()
        parts += [np.array([np.sqrt(total * w) * (q[i] - value)]) for i, (w, value) in self.tasks.items()]
        return np.concatenate(parts)

    def objective(self, q: Floats, seen_m: Floats) -> float:
        """Half the sum of squares."""
        return 0.5 * float(np.sum(self.residuals(q, seen_m) ** 2))

    def fit(self, start: Floats, seen_m: Floats) -> Floats:
        """Coordinates of the least objective near ``start``, within the range of clamped coordinates."""
        table, free = self.body.coordinates, self.free
        low = np.where(table.clamped, table.lower, -np.inf)[free]
        high = np.where(table.clamped, table.upper, np.inf)[free]

        def misfit(x: Floats) -> Floats:
            q = start.copy()
            q[free] = x
            return self.residuals(q, seen_m)

        inside = np.clip(start[free], low + 1e-9, high - 1e-9)
        found = least_squares(misfit, inside, bounds=(low, high), xtol=1e-14, ftol=1e-14, gtol=1e-14, max_nfev=400)
        q = start.copy()
        q[free] = found.x
        return self.coupled(q)
