"""Where an account is to be read with care: flags a muscle and instant, and notices about the whole."""

import numpy as np

from trochanter.anatomy.body import CONDITIONAL_POINT, Body
from trochanter.anatomy.person import has_trunk
from trochanter.core.arrays import Flags, Ints
from trochanter.core.errors import one_of
from trochanter.core.quality import Notice
from trochanter.core.sides import side_of
from trochanter.kinematics.motion import Motion
from trochanter.mechanics.account import Doubt, MuscleInfo
from trochanter.mechanics.balance import Sharing, of_ankle

SHORTEST_NORM, LONGEST_NORM = 0.5, 1.5
SHORTEST_EVER_NORM, LONGEST_EVER_NORM = 0.2, 2.0
FULL_ACTIVATION = 0.999
MOST_SATURATED = 0.5  # of the lines; clean records of two runs and a walk saturate 16, 8 and 0 % at generic strength
RESERVE_SHARE = 0.10
RESERVE_FLOOR_NM = 2.0


def leaning(sharing: Sharing, names: tuple[str, ...]) -> Flags:
    """Where a reserve off the ankle carries more than RESERVE_SHARE of its coordinate's peak demand, (n, d)."""
    peak = np.nanmax(np.abs(sharing.loads.demand_Nm), axis=0)
    limit = np.maximum(RESERVE_SHARE * peak, RESERVE_FLOOR_NM)
    return np.asarray((np.abs(sharing.result.reserve_Nm) > limit) & ~of_ankle(names))


def doubts(motion: Motion, sharing: Sharing, names: tuple[str, ...], infos: tuple[MuscleInfo, ...]) -> Ints:
    """Doubt flags (n, m)."""
    fibers, activation = sharing.fibers, sharing.result.activation
    found = np.zeros(activation.shape, dtype=np.int64)
    off_length = (fibers.length_norm < SHORTEST_NORM) | (fibers.length_norm > LONGEST_NORM)
    found |= np.where(off_length, int(Doubt.FIBRE_LENGTH), 0)
    found |= np.where(np.abs(fibers.velocity_norm) > 1.0, int(Doubt.FIBRE_VELOCITY), 0)
    found |= np.where(fibers.slack, int(Doubt.SLACK), 0)
    found |= np.where(activation >= FULL_ACTIVATION, int(Doubt.SATURATED), 0)
    found |= np.where(motion.edge[:, None], int(Doubt.EDGE), 0)
    unsolved = ~sharing.result.solved
    leans = leaning(sharing, names)
    for m, info in enumerate(infos):
        own = [j for j, name in enumerate(names) if side_of(name) is info.side]
        found[:, m] |= np.where(np.any(leans[:, own], axis=1) | unsolved, int(Doubt.INFEASIBLE), 0)
    return found


def sharing_notices(
    motion: Motion,
    sharing: Sharing,
    names: tuple[str, ...],
    infos: tuple[MuscleInfo, ...],
    body: Body,
    ideal: tuple[str, ...],
) -> tuple[Notice, ...]:
    """What a reader of the account has to know about its load sharing."""
    candidates = (
        _unfit_fibers(motion, sharing, infos),
        _exhausted(sharing),
        _saturation(sharing, infos),
        _reserves(sharing, names),
        _unsolved(sharing),
        _ideal(ideal, body),
        _switches(body),
    )
    return tuple(notice for notice in candidates if notice is not None)


def _unfit_fibers(motion: Motion, sharing: Sharing, infos: tuple[MuscleInfo, ...]) -> Notice | None:
    """Muscles whose fibres never have a length at which they could pull: their parameters, or units, are wrong."""
    length = sharing.fibers.length_norm
    off = sharing.fibers.slack | (length < SHORTEST_EVER_NORM) | (length > LONGEST_EVER_NORM)
    names = [infos[m].name for m in np.flatnonzero(off[~motion.edge].all(axis=0))]
    if not names or motion.edge.all():
        return None
    text = (
        f"the fibres of {one_of(names, 8)} are slack or outside {SHORTEST_EVER_NORM:g} to {LONGEST_EVER_NORM:g} of "
        "their optimal length throughout: check these muscles' fibre and tendon lengths, and their unit"
    )
    return Notice("fibres-implausible", text, motion.body.source)


def _exhausted(sharing: Sharing) -> Notice | None:
    full = np.any(sharing.result.activation >= FULL_ACTIVATION, axis=0)
    if np.mean(full) <= MOST_SATURATED:
        return None
    text = (
        f"{int(full.sum())} of {len(full)} muscle lines reach full activation, which no walk or run asks for: check "
        "sign, side and unit of the angles, the forces, and the strength"
    )
    return Notice("muscles-exhausted", text)


def _saturation(sharing: Sharing, infos: tuple[MuscleInfo, ...]) -> Notice | None:
    full = np.any(sharing.result.activation >= FULL_ACTIVATION, axis=0)
    if not full.any():
        return None
    names = [info.name for info, is_full in zip(infos, full, strict=True) if is_full]
    text = (
        f"{len(names)} of {len(infos)} muscle lines reach full activation at some instant: peak forces and the contact "
        f"force there are not physiological values ({one_of(names, 8)})"
    )
    return Notice("saturated", text)


def _reserves(sharing: Sharing, names: tuple[str, ...]) -> Notice | None:
    peak = np.nanmax(np.abs(sharing.result.reserve_Nm), axis=0)
    leans = np.any(leaning(sharing, names), axis=0) | (of_ankle(names) & (peak > RESERVE_FLOOR_NM))
    if not leans.any():
        return None
    listed = ", ".join(f"{names[j]} {peak[j]:.0f} N m" for j in np.flatnonzero(leans))
    return Notice("reserves", f"what the muscles of the model cannot carry is made up by reserves: up to {listed}")


def _unsolved(sharing: Sharing) -> Notice | None:
    missing = np.flatnonzero(~sharing.result.solved)
    if not len(missing):
        return None
    return Notice("unsolved", f"load sharing has no answer at {len(missing)} instants (first: sample {missing[0]})")


def _ideal(ideal: tuple[str, ...], body: Body) -> Notice | None:
    if not ideal:
        return None
    upper = (
        "" if has_trunk(body) else "; the model has no trunk: what acts on the pelvis is the load from the upper body"
    )
    return Notice("ideal", f"no muscle balances {one_of(ideal, 40)}: they carry their own load{upper}")


def _switches(body: Body) -> Notice | None:
    points = np.flatnonzero(body.paths.point_kind == CONDITIONAL_POINT)
    if not len(points):
        return None
    owner = np.searchsorted(body.paths.point_start, points, side="right") - 1
    names = sorted({body.muscles.names[m] for m in owner})
    text = f"the paths of {one_of(names, 30)} switch points on and off with a joint angle: their length jumps there"
    return Notice("conditional-points", text)
