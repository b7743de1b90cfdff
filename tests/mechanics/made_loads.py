"""Two legs that run: smooth arms, capacities and demands, from seeded random numbers."""

from dataclasses import dataclass

import numpy as np

from tests.mechanics.slow_sharing import Instant
from trochanter.core.arrays import Floats, Ints
from trochanter.mechanics.sharing import SharingPlan, make_loads, plan_sharing
from trochanter.mechanics.sharing_kernels import Loads

MUSCLES, COORDINATES = 40, 6  # of a leg


@dataclass(frozen=True)
class Legs:
    """Two legs of MUSCLES muscles and COORDINATES coordinates over n frames."""

    pair_muscle: Ints
    pair_coordinate: Ints
    arm_m: Floats
    capacity_N: Floats
    passive_N: Floats
    demand_Nm: Floats
    reserve_Nm: Floats
    low: Floats
    high: Floats

    @property
    def plan(self) -> SharingPlan:
        return plan_sharing(2 * MUSCLES, self.pair_muscle, self.pair_coordinate, range(2 * COORDINATES))

    def loads(self, power: int = 2) -> Loads:
        return make_loads(
            self.plan, self.arm_m, self.capacity_N, self.demand_Nm, self.reserve_Nm,
            self.low, self.high, self.passive_N, power,
        )  # fmt: skip

    def instant(self, frame: int, leg: int, power: int = 2) -> Instant:
        """One leg at one frame for the slow solver."""
        moment, demand = np.zeros((2 * MUSCLES, 2 * COORDINATES)), self.demand_Nm[frame].copy()
        for k, (m, c) in enumerate(zip(self.pair_muscle, self.pair_coordinate, strict=True)):
            moment[m, c] += self.arm_m[frame, k] * self.capacity_N[frame, m]
            demand[c] -= self.arm_m[frame, k] * self.passive_N[frame, m]
        m = slice(MUSCLES * leg, MUSCLES * (leg + 1))
        c = slice(COORDINATES * leg, COORDINATES * (leg + 1))
        return Instant(moment[m, c], demand[c], self.reserve_Nm[c], self.low[m], self.high[m], power)


def make_legs(frames: int, effort: float = 1.0, seed: int = 1) -> Legs:
    """``effort`` 1 saturates hardly any muscle, 1.6 many, so that reserves carry the rest."""
    rng = np.random.default_rng(seed)
    crossed = [(0, 1, 2)] * 20 + [(0, 1, 2, 3)] * 7 + [(3,)] * 3 + [(3, 4)] * 2 + [(4, 5)] * 8
    pairs = [(MUSCLES * leg + m, COORDINATES * leg + c) for leg in range(2) for m in range(MUSCLES) for c in crossed[m]]
    muscle, coordinate = np.array(pairs).T
    phase = 2.0 * np.pi * np.arange(frames)[:, None] / 100.0

    def wave(count: int) -> Floats:
        return np.sin(phase + rng.uniform(0.0, 6.0, count))

    arm = rng.normal(0.0, 0.035, len(pairs)) + 0.01 * wave(len(pairs))
    capacity = rng.uniform(100.0, 1800.0, 2 * MUSCLES) * (0.7 + 0.25 * wave(2 * MUSCLES))
    passive = 0.02 * capacity * (1.0 + wave(2 * MUSCLES))
    wanted = np.maximum(effort * (0.35 + 0.5 * wave(2 * MUSCLES)), 0.01)
    demand = (arm * (capacity * wanted + passive)[:, muscle]) @ np.eye(2 * COORDINATES)[coordinate]
    return Legs(
        muscle, coordinate, arm, capacity, passive, demand,
        np.tile([10.0, 10.0, 5.0, 2.0, 1.0, 1.0], 2), np.full(2 * MUSCLES, 0.01), np.ones(2 * MUSCLES),
    )  # fmt: skip
