"""Many strengths over one motion: what every muscle's strength does to hip contact force and reserves.

Geometry, fibres and joint moments are made once; each set of factors costs one load sharing a leg and frame.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from trochanter.core.arrays import Flags, Floats, Ints, frozen, read_only
from trochanter.core.errors import BadSetting
from trochanter.core.sides import SIDES
from trochanter.core.threads import over_frames
from trochanter.mechanics.account import MuscleAccount
from trochanter.mechanics.scenario import GREATEST_FACTOR
from trochanter.mechanics.sharing import uniform
from trochanter.mechanics.sharing_kernels import Loads
from trochanter.mechanics.sweep_kernels import SWEEP_CHUNK_FRAMES, Joints, Swept, sweep_frames
from trochanter.mechanics.what_if_cases import Base, Bench, case_fibers, case_loads, prepare, unchanged

MOST_NUMBERS = 250_000_000  # two gigabytes of results


@dataclass(frozen=True, slots=True)
class Sweep:
    """Load sharing under k sets of strengths over n frames.

    factors (k, m); contact_N (k, n, 2, 3): hip contact force on the femur, right and left, in the pelvis's frame;
    reserve_Nm (k, n, d); kept: indices of the q muscles whose force_N (k, n, q) was asked for; solved (k, n): where
    every block has an answer; elsewhere contact is NaN.
    """

    factors: Floats
    contact_N: Floats
    reserve_Nm: Floats
    kept: tuple[int, ...]
    force_N: Floats
    solved: Flags

    @property
    def leg_frames(self) -> int:
        """How many legs were solved at how many instants under how many strengths."""
        return int(self.contact_N.shape[0] * self.contact_N.shape[1] * len(SIDES))


def strength_sweep(
    account: MuscleAccount, factors: Floats, *, keep: Sequence[int] = (), base: Base | None = None
) -> Sweep:
    """Share the account's moments under every row of ``factors`` (k, m): on what each muscle can pull actively.

    keep: indices of muscles whose force is wanted, none by default; base: of the same account, from ``prepare``.
    Factors multiply the account's own strength scale. Raises BadSetting for factors that are no such table,
    ImpossibleData for an account whose parts do not belong together.
    """
    ready = base or prepare(account)
    table = _checked(factors, len(account.muscles))
    _refuse_too_many(len(table), account, len(keep))
    body = account.motion.body
    same = unchanged(len(body.muscles.names))
    fibers = case_fibers(ready.bench, ready.bench.anatomy, body.muscles, same)
    loads = uniform(case_loads(ready.bench, ready.bench.anatomy, fibers, body.muscles, same))
    return _swept(ready.bench, loads, table, tuple(int(m) for m in keep))


def _checked(factors: Floats, muscles: int) -> Floats:
    table = np.asarray(factors, dtype=np.float64)
    if table.ndim != 2 or table.shape[1] != muscles or not len(table):
        raise BadSetting("factors", table.shape, f"a table of one row a set and {muscles} columns, one a muscle line")
    bad = ~(np.isfinite(table) & (table >= 0.0) & (table <= GREATEST_FACTOR))
    if bad.any():
        row, column = np.argwhere(bad)[0]
        raise BadSetting(
            f"factor of muscle {column} in set {row}", float(table[row, column]), f"0 to {GREATEST_FACTOR:g}"
        )
    return frozen(table)


def _refuse_too_many(sets: int, account: MuscleAccount, kept: int) -> None:
    each = len(account.motion.time_s) * (len(SIDES) * 3 + len(account.balanced) + kept)
    most = max(MOST_NUMBERS // each, 1)
    if sets > most:
        raise BadSetting(
            "factors",
            f"{sets} sets",
            f"at most {most} sets at once for a motion of this length",
            "ask them in several parts: geometry is used again where the same base is given",
        )


def _swept(bench: Bench, loads: Loads, factors: Floats, keep: tuple[int, ...]) -> Sweep:
    count, frames, joints = len(factors), len(loads.demand_Nm), _joints(bench, loads)
    found = Swept(
        np.empty((count, frames, len(SIDES), 3)),
        np.full((count, frames, loads.demand_Nm.shape[1]), np.nan),
        np.full((count, frames, len(keep)), np.nan),
        np.empty((count, frames), dtype=np.bool_),
    )
    places: Ints = np.full(factors.shape[1], -1, dtype=np.int64)
    places[list(keep)] = np.arange(len(keep))
    over_frames(
        lambda first, last: sweep_frames(bench.plan.layout, loads, joints, factors, places, found, first, last),
        frames,
        SWEEP_CHUNK_FRAMES,
    )
    for array in found:
        array.setflags(write=False)
    return Sweep(factors, found.contact_N, found.reserve_Nm, keep, found.force_N, found.converged)


def _joints(bench: Bench, loads: Loads) -> Joints:
    """Pulls, and the contact that is left when no muscle is active."""
    pull, hip = bench.anatomy.pull, np.asarray(bench.anatomy.shape.hip, dtype=np.int64)
    resting = bench.unloaded_N.copy()
    for h in range(len(SIDES)):
        own = np.flatnonzero(hip == h)
        resting[:, h] -= np.einsum("nmi,nm->ni", pull[:, own], loads.passive_N[:, own])
    return Joints(read_only(pull), hip, read_only(resting))
