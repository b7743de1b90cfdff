"""Measured muscle signals beside computed activation: likeness of shape, and when each is on."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from trochanter.capture.trial import Table
from trochanter.core.arrays import Floats, frozen
from trochanter.core.sides import SIDES, Side, side_of
from trochanter.mechanics.account import MuscleAccount

ON_SHARE = 0.5
LONGEST_S = 3.0
_POINTS = 241

Stretches = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class ComputedActivation:
    """One side's computed activation of a muscle (mean of its lines) on the signal's axis."""

    side: Side
    activation: Floats
    correlation: float
    on_s: Stretches


@dataclass(frozen=True, slots=True)
class EmgComparison:
    """One measured signal: time_s (k,), signal (k,) over its largest value, when it is on, and what was computed.

    Where the file does not name the side of a signal, both sides' activations stand beside it.
    """

    muscle: str
    time_s: Floats
    signal: Floats
    on_s: Stretches
    computed: tuple[ComputedActivation, ...]


def compare_emg(account: MuscleAccount, emg: Table) -> tuple[EmgComparison, ...]:
    """Every column that names a hip muscle of the account, with an optional side at its end.

    On: above ON_SHARE of the way from least to most within the record. Correlation: Pearson's, over the same instants.
    """
    first, last = (pick((account.motion.time_s[i], emg.time_s[i])) for i, pick in ((0, max), (-1, min)))
    last = min(last, first + LONGEST_S)
    if last <= first:
        return ()
    time_s = np.linspace(first, last, _POINTS)
    found = (_compared(account, emg, column, time_s) for column in emg.columns)
    return tuple(each for each in found if each is not None)


def _compared(account: MuscleAccount, emg: Table, column: str, time_s: Floats) -> EmgComparison | None:
    side = side_of(column)
    key = (column if side is None else column.rsplit("_", 1)[0]).strip().lower().replace(" ", "_")
    signal = np.interp(time_s, emg.time_s, emg.column(column))
    if not np.all(np.isfinite(signal)) or np.max(signal) <= 0.0:
        return None
    sides = SIDES if side is None else (side,)
    computed = tuple(_computed(account, key, sides, time_s, signal))
    return (
        EmgComparison(key, frozen(time_s), frozen(signal / signal.max()), _on(time_s, signal), computed)
        if computed
        else None
    )


def _computed(
    account: MuscleAccount, key: str, sides: Iterable[Side], time_s: Floats, signal: Floats
) -> Iterable[ComputedActivation]:
    for side in sides:
        lines = [i for i, m in enumerate(account.muscles) if m.muscle == key and m.side is side and _at_hip(account, i)]
        if lines:
            activation = np.interp(time_s, account.motion.time_s, account.activation[:, lines].mean(axis=1))
            flat = np.ptp(activation) == 0.0 or np.ptp(signal) == 0.0
            likeness = float("nan") if flat else float(np.corrcoef(activation, signal)[0, 1])
            yield ComputedActivation(side, frozen(activation), likeness, _on(time_s, activation))


def _at_hip(account: MuscleAccount, line: int) -> bool:
    return bool(np.all(np.isfinite(account.arm_m[:, line])))


def _on(time_s: Floats, values: Floats) -> Stretches:
    on = values > values.min() + ON_SHARE * np.ptp(values)
    edges = np.flatnonzero(np.diff(np.concatenate([[0], on.astype(np.int8), [0]])))
    pairs = zip(edges[::2], edges[1::2] - 1, strict=True)
    return tuple((float(time_s[a]), float(time_s[b])) for a, b in pairs if b > a)
