"""Which instants a Monte Carlo analysis looks at: one stride a side, or the record where there is none."""

from dataclasses import dataclass

import numpy as np

from trochanter.core.arrays import Floats, Ints, frozen
from trochanter.core.errors import BadSetting, ImpossibleData
from trochanter.core.sides import Side
from trochanter.kinematics.motion import Stride
from trochanter.kinematics.timeline import PERCENT, SECONDS, sample, timeline, usable_strides
from trochanter.mechanics.account import MuscleAccount


@dataclass(frozen=True, slots=True)
class Instants:
    """The instants of one hip: frames (k,) of the motion, x (k,) on an axis of ``unit``; stride_s: its two contacts."""

    frames: Ints
    unit: str
    x: Floats
    stride_s: tuple[float, float]


def instants(account: MuscleAccount, side: Side, stride: int | None, most: int) -> Instants:
    """At most ``most`` instants, evenly spread, of a side's usable stride number ``stride`` (from 0).

    None for the representative one; the whole record where the motion has no usable strides on both sides. Raises
    BadSetting for a stride that is not there, ImpossibleData where no instant has an answer.
    """
    motion = account.motion
    strides = usable_strides(motion, side) if all(usable_strides(motion, each) for each in Side) else ()
    if stride is not None and not 0 <= stride < len(strides):
        valid = f"0 to {len(strides) - 1}" if strides else "None, for this record holds no usable strides on both sides"
        raise BadSetting(f"stride of the {side.word} side", stride, valid)
    time_s = motion.time_s
    if not strides:
        start_s, end_s, unit = float(time_s[0]), float(time_s[-1]), SECONDS
        inside = ~motion.edge if not motion.edge.all() else np.ones(len(time_s), dtype=bool)
    else:
        chosen = strides[representative(account, side, strides) if stride is None else stride]
        start_s, end_s, unit = chosen.contact_s, chosen.next_contact_s, PERCENT
        inside = (time_s >= start_s) & (time_s < end_s)
    known = np.flatnonzero(inside & np.isfinite(account.activation).all(axis=1))
    if len(known) < 2:
        raise ImpossibleData(
            f"fewer than two instants of the {side.word} side have an answer",
            next_step="read the account's notices: load sharing needs motion, forces and a model that belong together",
        )
    frames = known[np.unique(np.round(np.linspace(0, len(known) - 1, most)).astype(int))]
    x = time_s[frames]
    x = 100.0 * (x - start_s) / (end_s - start_s) if unit == PERCENT else x
    return Instants(frozen(frames, np.int64), unit, frozen(x), (start_s, end_s))


def representative(account: MuscleAccount, side: Side, strides: tuple[Stride, ...]) -> int:
    """The stride whose net hip moments are nearest to the mean of all, each moment over its own spread in time."""
    axis = timeline(account.motion, side)
    curves = sample(np.nan_to_num(account.hip(side).moment_Nm), account.motion.time_s, axis.times_s)
    mean = curves.mean(axis=0)
    apart = np.sum(((curves - mean) / np.maximum(mean.std(axis=0), 1e-9)) ** 2, axis=(1, 2))
    return int(np.argmin(apart[: len(strides)]))
