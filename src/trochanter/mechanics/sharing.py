"""Load sharing among muscles: static optimization, exact at every instant.

minimise sum a^p + sum (r / w)^2 subject to: muscle moments at activation a plus reserves r balance the demand, bounds
on a hold. Crowninshield and Brand 1981, doi 10.1016/0021-9290(81)90035-X; reserves as in OpenSim's static
optimization. The problem falls apart into blocks that share no muscle (legs, trunk), each with a handful of dual
unknowns (see ``dual_kernels``). With w > 0 every demand can be met: what no muscle carries shows as a reserve.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from trochanter.core.arrays import Flags, Floats, Ints, frozen
from trochanter.core.errors import BadSetting
from trochanter.core.threads import over_frames
from trochanter.mechanics.sharing_kernels import CHUNK_FRAMES, Layout, Loads, Shares, share_frames


@dataclass(frozen=True, slots=True)
class SharingPlan:
    """Which muscles share which coordinates: made once for a body, used for any frames.

    muscles: number m; coordinates: the d balanced coordinates as indices of the body's coordinates; layout: blocks for
    the kernels.
    """

    muscles: int
    coordinates: tuple[int, ...]
    layout: Layout


@dataclass(frozen=True, slots=True)
class LoadSharing:
    """Result at n frames, m muscles, d coordinates, b blocks; NaN where a demand, arm or capacity was not finite.

    activation (n, m); reserve_Nm, multiplier (n, d): the moments no muscle carries and dcost/ddemand (per N m);
    iterations, converged (n, b): Newton steps; moments balance to 1e-9 of the block's largest, or to rounding (power 3
    with a lower bound of 0 responds infinitely steeply at activation 0, where rounding can leave some 1e-8 N m).
    """

    activation: Floats
    reserve_Nm: Floats
    multiplier: Floats
    iterations: Ints
    converged: Flags

    @property
    def solved(self) -> Flags:
        """Frames in which every block converged (n,)."""
        return np.asarray(np.all(self.converged, axis=1))


def plan_sharing(
    muscles: int, pair_muscle: Sequence[int] | Ints, pair_coordinate: Sequence[int] | Ints, coordinates: Sequence[int]
) -> SharingPlan:
    """Find the independent blocks of muscles and balanced coordinates.

    pair_muscle, pair_coordinate (pairs,): what the columns of the arms belong to; pairs of coordinates that are not
    balanced are left out. A muscle that moves no balanced coordinate stays at the least cost within its bounds.
    """
    place = {int(coordinate): j for j, coordinate in enumerate(coordinates)}
    pairs = zip(pair_muscle, pair_coordinate, strict=True)
    rows = [(int(m), place[int(c)], column) for column, (m, c) in enumerate(pairs) if int(c) in place]
    muscle, coordinate, column = np.array(rows, dtype=np.int64).reshape(-1, 3).T
    d = len(coordinates)
    links = coo_array((np.ones(len(rows)), (muscle, muscles + coordinate)), shape=(muscles + d, muscles + d))
    count, label = connected_components(links, directed=False)
    muscle_block, coordinate_block = np.split(label.astype(np.int64), [muscles])
    muscle_order, muscle_start = _grouped(muscle_block, count)
    coordinate_order, coordinate_start = _grouped(coordinate_block, count)
    pair_order, pair_start = _grouped(muscle_block[muscle], count)
    muscle_place = np.argsort(muscle_order) - muscle_start[muscle_block]
    coordinate_place = np.argsort(coordinate_order) - coordinate_start[coordinate_block]
    layout = Layout(
        muscle_start,
        muscle_order,
        coordinate_start,
        coordinate_order,
        pair_start,
        column[pair_order],
        muscle_place[muscle[pair_order]],
        coordinate_place[coordinate[pair_order]],
    )
    return SharingPlan(muscles, tuple(int(c) for c in coordinates), layout)


def _grouped(block: Ints, count: int) -> tuple[Ints, Ints]:
    """Order that sorts items by block, keeping theirs within one, and where each block starts (count + 1,)."""
    starts = np.zeros(count + 1, dtype=np.int64)
    np.cumsum(np.bincount(block, minlength=count), out=starts[1:])
    return np.argsort(block, kind="stable").astype(np.int64), starts


def make_loads(
    plan: SharingPlan,
    arm_m: Floats,
    capacity_N: Floats,
    demand_Nm: Floats,
    reserve_Nm: Floats,
    low: Floats,
    high: Floats,
    passive_N: Floats | None = None,
    power: int = 2,
) -> Loads:
    """Gather and check what load sharing needs; shapes as in ``Loads``. Raises BadSetting for impossible settings."""
    if power not in (2, 3):
        raise BadSetting("power of load sharing", power, "2 or 3")
    if not np.all(reserve_Nm > 0.0):
        raise BadSetting("optimal moment of a reserve", float(np.min(reserve_Nm)), "N m above 0")
    if not np.all((low >= 0.0) & (low <= high)):
        raise BadSetting("activation bounds", "these", "0 <= lower <= upper for every muscle")
    passive = np.zeros_like(capacity_N) if passive_N is None else passive_N
    frames, muscles, d = len(demand_Nm), plan.muscles, len(plan.coordinates)
    return Loads(
        frozen(arm_m, shape=(frames, -1)),
        frozen(capacity_N, shape=(frames, muscles)),
        frozen(passive, shape=(frames, muscles)),
        frozen(demand_Nm, shape=(frames, d)),
        frozen(reserve_Nm, shape=(d,)),
        frozen(low, shape=(muscles,)),
        frozen(high, shape=(muscles,)),
        power,
    )


def uniform(loads: Loads) -> Loads:
    """The same loads as contiguous read-only arrays, so that the kernels are compiled for one kind only."""

    def plain(values: Floats) -> Floats:
        view = np.ascontiguousarray(values, dtype=np.float64).view()
        view.setflags(write=False)
        return view

    return Loads(
        plain(loads.arm_m),
        plain(loads.capacity_N),
        plain(loads.passive_N),
        plain(loads.demand_Nm),
        plain(loads.reserve_Nm),
        plain(loads.low),
        plain(loads.high),
        loads.power,
    )


def share(plan: SharingPlan, loads: Loads) -> LoadSharing:
    """Solve every frame."""
    loads = uniform(loads)
    frames, blocks = len(loads.demand_Nm), len(plan.layout.muscle_start) - 1
    shares = Shares(
        np.zeros(loads.capacity_N.shape),
        np.zeros(loads.demand_Nm.shape),
        np.zeros(loads.demand_Nm.shape),
        np.zeros((frames, blocks), dtype=np.int64),
        np.zeros((frames, blocks), dtype=np.bool_),
    )
    over_frames(lambda first, last: share_frames(plan.layout, loads, shares, first, last), frames, CHUNK_FRAMES)
    for array in shares:
        array.setflags(write=False)
    return LoadSharing(*shares)
