"""Measured muscle signals beside computed activation: likeness of shape, and when each is on."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from trochanter.anatomy.muscle_names import is_muscle, signal_muscles
from trochanter.capture.trial import Table
from trochanter.core.arrays import Floats, frozen
from trochanter.core.errors import ImpossibleData, MissingInput, one_of
from trochanter.core.sides import SIDES, Side, side_of
from trochanter.mechanics.account import MuscleAccount

ON_SHARE = 0.5
LONGEST_S = 3.0
OFF_HIP, ABSENT, UNKNOWN, EMPTY = "off_hip", "absent", "unknown", "empty"
_POINTS = 241

Stretches = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class ComputedActivation:
    """One side's computed activation of a signal's muscles (mean of their lines) on the signal's axis."""

    side: Side
    activation: Floats
    correlation: float
    on_s: Stretches


@dataclass(frozen=True, slots=True)
class EmgComparison:
    """One measured signal: time_s (k,), signal (k,) over its largest value, when it is on, and what was computed.

    column: its name in the file; muscle: that name as a key, without a side; muscles: keys of those it stands for.
    Where the file does not name the side of a signal, both sides' activations stand beside it.
    """

    column: str
    muscle: str
    muscles: tuple[str, ...]
    time_s: Floats
    signal: Floats
    on_s: Stretches
    computed: tuple[ComputedActivation, ...]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A signal that stands beside nothing.

    reason: OFF_HIP, its muscle does not cross the hip; ABSENT, the model lacks the muscle; UNKNOWN, it has no muscle's
    name; EMPTY, it has missing values or nothing above zero.
    """

    column: str
    reason: str


@dataclass(frozen=True, slots=True)
class Signals:
    """Every column of a file of muscle signals: compared, or left out and why."""

    compared: tuple[EmgComparison, ...]
    left_out: tuple[LeftOut, ...]


def compare_emg(account: MuscleAccount, emg: Table) -> Signals:
    """Every column that names a hip muscle of the account, with an optional side at its end.

    On: above ON_SHARE of the way from least to most within the record. Correlation: Pearson's, over the same instants.
    Raises ImpossibleData where signals and account share no time, MissingInput where no column can be compared.
    """
    time_s = _common_time(account, emg)
    found = [_compared(account, emg, column, time_s) for column in emg.columns]
    signals = Signals(
        tuple(each for each in found if isinstance(each, EmgComparison)),
        tuple(each for each in found if isinstance(each, LeftOut)),
    )
    if not signals.compared:
        raise _nothing_to_compare(account, emg)
    return signals


def _common_time(account: MuscleAccount, emg: Table) -> Floats:
    own, theirs = account.motion.time_s, emg.time_s
    first, last = float(max(own[0], theirs[0])), float(min(own[-1], theirs[-1]))
    if last <= first:
        raise ImpossibleData(
            f"the muscle signals last from {theirs[0]:.4g} to {theirs[-1]:.4g} s, the movement from {own[0]:.4g} to "
            f"{own[-1]:.4g} s: they do not overlap",
            where=emg.source or emg.name,
            valid="signals of the same recording, on the same clock",
            next_step="check that both files belong together, or leave the signals out",
        )
    return frozen(np.linspace(first, min(last, first + LONGEST_S), _POINTS))


def _nothing_to_compare(account: MuscleAccount, emg: Table) -> MissingInput:
    hips = {m.muscle for i, m in enumerate(account.muscles) if _at_hip(account, i)}
    return MissingInput(
        f"none of the {len(emg.columns)} columns is a signal of a muscle that crosses the hip: "
        f"{one_of(emg.columns, 6)}",
        where=emg.source or emg.name,
        valid=f"columns with a muscle's name and, if known, _r or _l behind it: {one_of(hips, 30)}",
        next_step="rename the columns, give the file of the muscle signals, or leave the signals out",
    )


def _compared(account: MuscleAccount, emg: Table, column: str, time_s: Floats) -> EmgComparison | LeftOut:
    side = side_of(column)
    name = (column if side is None else column.rsplit("_", 1)[0]).strip()
    muscles = signal_muscles(name)
    lines = {own: _lines(account, muscles, own) for own in (SIDES if side is None else (side,))}
    if not any(lines.values()):
        return LeftOut(column, _why(account, muscles))
    signal = np.interp(time_s, emg.time_s, emg.column(column))
    if not np.all(np.isfinite(signal)) or np.max(signal) <= 0.0:
        return LeftOut(column, EMPTY)
    computed = tuple(_computed(account, own, at, time_s, signal) for own, at in lines.items() if at)
    key = name.lower().replace(" ", "_")
    return EmgComparison(column, key, muscles, time_s, frozen(signal / signal.max()), _on(time_s, signal), computed)


def _lines(account: MuscleAccount, muscles: Iterable[str], side: Side) -> list[int]:
    return [i for i, m in enumerate(account.muscles) if m.muscle in muscles and m.side is side and _at_hip(account, i)]


def _why(account: MuscleAccount, muscles: tuple[str, ...]) -> str:
    if any(m.muscle in muscles for m in account.muscles):
        return OFF_HIP
    return ABSENT if any(map(is_muscle, muscles)) else UNKNOWN


def _computed(
    account: MuscleAccount, side: Side, lines: list[int], time_s: Floats, signal: Floats
) -> ComputedActivation:
    activation = np.interp(time_s, account.motion.time_s, account.activation[:, lines].mean(axis=1))
    flat = np.ptp(activation) == 0.0 or np.ptp(signal) == 0.0
    likeness = float("nan") if flat else float(np.corrcoef(activation, signal)[0, 1])
    return ComputedActivation(side, frozen(activation), likeness, _on(time_s, activation))


def _at_hip(account: MuscleAccount, line: int) -> bool:
    return bool(np.all(np.isfinite(account.arm_m[:, line])))


def _on(time_s: Floats, values: Floats) -> Stretches:
    on = values > values.min() + ON_SHARE * np.ptp(values)
    edges = np.flatnonzero(np.diff(np.concatenate([[0], on.astype(np.int8), [0]])))
    pairs = zip(edges[::2], edges[1::2] - 1, strict=True)
    return tuple((float(time_s[a]), float(time_s[b])) for a, b in pairs if b > a)
