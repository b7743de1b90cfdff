"""Load sharing and near-optimal bands the slow way: general quadratic programming, one instant at a time."""

from typing import Any

import numpy as np
import quadprog
from scipy.optimize import brentq

from trochanter.core.arrays import Flags, Floats


class Instant:
    """One instant: moments at full activation (m, d), demand (d,), reserves (d,), bounds (m,), power."""

    def __init__(
        self, moment: Floats, demand: Floats, reserve: Floats, low: Floats, high: Floats, power: int = 2
    ) -> None:
        self.moment, self.demand, self.reserve = moment, demand, reserve
        self.low, self.high, self.power = low, high, power

    def solve(self) -> tuple[Floats, Floats]:
        """Activations and reserves."""
        everywhere = np.ones(len(self.demand), dtype=np.bool_)
        return self._least(self.demand, everywhere, {})

    def _least(self, demand: Floats, free: Flags, fixed: dict[int, float]) -> tuple[Floats, Floats]:
        """Cheapest balance of ``demand`` where only the ``free`` coordinates have reserves and some a_k are given."""
        m = len(self.low)
        spare = np.eye(len(demand))[free]
        given = np.zeros((len(fixed), m + len(spare)))
        given[np.arange(len(fixed)), list(fixed)] = 1.0
        balance = np.concatenate([self.moment, spare]).T
        equal = np.concatenate([balance, given])
        bounds = np.eye(m + len(spare))[:m]
        rows = np.concatenate([equal, bounds, -bounds])
        right = np.concatenate([demand, np.array(list(fixed.values())), self.low, -self.high])
        weights = 2.0 / self.reserve[free] ** 2
        if self.power == 2:
            x = _program(np.concatenate([np.full(m, 2.0), weights]), np.zeros(m + len(spare)), rows, right, len(equal))
        else:
            x = np.concatenate([np.clip(np.full(m, 0.5), self.low, self.high), np.zeros(len(spare))])
            for _ in range(60):  # Newton: the cost is replaced by its parabola at x
                curve = np.concatenate([np.maximum(6.0 * x[:m], 1e-7), weights])
                slope = np.concatenate([3.0 * x[:m] ** 2, weights * x[m:]]) - curve * x
                x = _program(curve, slope, rows, right, len(equal))
        reserve = np.zeros(len(demand))
        reserve[free] = x[m:]
        return np.clip(x[:m], self.low, self.high), reserve

    def cost(self, activation: Floats, reserve: Floats, free: Flags) -> float:
        """Total cost without the reserves that are not free."""
        return float(np.sum(activation**self.power) + np.sum((reserve / self.reserve)[free] ** 2))

    def band(self, k: int, slack: float, held: Flags) -> tuple[float, float]:
        """Least and most activation of muscle k at (1 + slack) times the optimal cost."""
        activation, reserve = self.solve()
        optimum = self.cost(activation, reserve, ~held)
        carried = np.where(held, reserve, 0.0)

        def excess(x: float) -> float:
            try:
                a, r = self._least(self.demand - carried, ~held, {k: x})
            except ValueError:  # no such load sharing
                return 1.0
            return self.cost(a, r, ~held) / optimum - 1.0 - slack

        ends = []
        for bound in (self.low[k], self.high[k]):
            inside = excess(bound) <= 0.0 or bound == activation[k]
            ends.append(bound if inside else brentq(excess, activation[k], bound, xtol=1e-12))
        return ends[0], ends[1]


def _program(curve: Floats, slope: Floats, rows: Floats, right: Floats, equal: int) -> Any:
    """minimise x' diag(curve) x / 2 + slope' x with the first ``equal`` rows met and the others at least met."""
    scale = 1.0 / np.sqrt(curve)  # in its own units the problem is well scaled
    return quadprog.solve_qp(np.eye(len(curve)), -slope * scale, (rows * scale).T, right, equal)[0] * scale
