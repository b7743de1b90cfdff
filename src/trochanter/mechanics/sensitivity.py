"""Which assumption dominates: variance-based sensitivity of the named numbers to the inputs.

First order: the share of a number's variance that would go if that input were known; total: the share that would stay
if all others were. An input of many numbers (attachments, say) counts as one group. Peak forces enter by their
logarithm: their distribution has a long tail, in which a few samples would make up the variance. Sampling and
estimators: Saltelli and others 2010 (doi 10.1016/j.cpc.2009.09.018), by SALib (Iwanaga, Usher and Herman 2022, doi
10.18174/sesmo.18155).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from trochanter.anatomy.body import Body
from trochanter.anatomy.uncertain_inputs import UncertainInput
from trochanter.core.arrays import Floats
from trochanter.core.errors import BadSetting, MissingExtra
from trochanter.core.sides import Side
from trochanter.mechanics.account import MuscleAccount
from trochanter.mechanics.sampled_study import (
    MOST_INSTANTS,
    Counter,
    Measure,
    Progress,
    Sampled,
    Study,
    inputs_at_hand,
    make_study,
    measures_of,
    run,
)
from trochanter.mechanics.sampling import MOST_SAMPLES, chosen_inputs, realise
from trochanter.mechanics.uncertainty import PEAK_FORCE

FEWEST_BASE = 16
LEAST_FORCE_N = 1.0
_NEAR_ZERO = 1e-7  # a Sobol point may lie at 0, where a normal distribution has no value


@dataclass(frozen=True, slots=True)
class Index:
    """First-order and total index of one input, each with the half width of its 95 % interval (bootstrap)."""

    input: str
    first: float
    first_error: float
    total: float
    total_error: float


@dataclass(frozen=True, slots=True)
class NumberSensitivity:
    """Indices of one named number of one hip, as in ``uncertainty.SampledNumber``; NaN where nothing moves it."""

    side: Side
    quantity: str
    muscle: str
    indices: tuple[Index, ...]

    @property
    def dominating(self) -> str | None:
        """The input with the largest total index; None where nothing moves the number."""
        known = [each for each in self.indices if np.isfinite(each.total)]
        return max(known, key=lambda each: each.total).input if known else None


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """Indices of all named numbers; runs: samples that it took, ``base`` times (inputs + 2)."""

    base: int
    runs: int
    seed: int
    numbers: tuple[NumberSensitivity, ...]

    def number(self, side: Side, quantity: str, muscle: str = "") -> NumberSensitivity | None:
        """One number; None where the model lacks the muscle."""
        wanted = (side, quantity, muscle)
        return next((n for n in self.numbers if (n.side, n.quantity, n.muscle) == wanted), None)


def sensitivity(
    account: MuscleAccount,
    base: int = 128,
    seed: int = 0,
    stride: int | None = None,
    inputs: Sequence[str] | None = None,
    *,
    body: Body | None = None,
    assumed: Mapping[str, UncertainInput] | None = None,
    most_instants: int = MOST_INSTANTS,
    progress: Progress | None = None,
) -> Sensitivity:
    """Variance-based indices of the inputs that are on; the arguments as in ``monte_carlo``, base a power of two.

    Raises MissingExtra without SALib, BadSetting for a base that is no power of two or fewer than two inputs,
    UnknownName for an unknown input, Stopped where ``progress`` asks for it.
    """
    _check(base, chosen_inputs(inputs))
    sample, analyze = _salib()
    study = make_study(account, body, stride, most_instants)
    on, _ = inputs_at_hand(study, chosen_inputs(inputs))
    _check(base, on)
    problem = _problem(study, on)
    points = np.clip(sample(problem, base, calc_second_order=False, seed=seed), _NEAR_ZERO, 1.0 - _NEAR_ZERO)
    draws = realise(study.space, _by_input(study, on, points), len(points), assumed)
    nominal = run(study, realise(study.space, {}, 1))
    sampled = run(study, draws, Counter(len(points), progress))
    numbers = [
        NumberSensitivity(
            leg.side,
            measure.quantity,
            measure.muscle,
            _indices(analyze, problem, _values(measure, sampled, k), on, seed),
        )
        for k, leg in enumerate(study.legs)
        for measure in measures_of(study, k, nominal)
    ]
    return Sensitivity(base, len(points), seed, tuple(numbers))


def _check(base: int, on: tuple[str, ...]) -> None:
    most = MOST_SAMPLES // (len(on) + 2)
    if isinstance(base, bool) or not FEWEST_BASE <= base <= most or base & (base - 1):
        raise BadSetting("base of the sensitivity analysis", base, f"a power of two from {FEWEST_BASE} to {most}")
    if len(on) < 2:
        raise BadSetting("inputs of the sensitivity analysis", on, "two or more inputs")


def _salib() -> tuple[Any, Any]:
    try:
        from SALib.analyze.sobol import analyze
        from SALib.sample.sobol import sample
    except ImportError:
        raise MissingExtra("SALib", "uncertainty", "variance-based sensitivity analysis") from None
    return sample, analyze


def _problem(study: Study, on: tuple[str, ...]) -> dict[str, Any]:
    groups = [name for name in on for _ in range(study.space.columns[name])]
    names = [f"{name} {k}" for k, name in enumerate(groups)]
    return {"num_vars": len(names), "names": names, "bounds": [[0.0, 1.0]] * len(names), "groups": groups}


def _by_input(study: Study, on: tuple[str, ...], points: Floats) -> dict[str, Floats]:
    edges = np.cumsum([0, *(study.space.columns[name] for name in on)])
    return {name: points[:, a:b] for name, (a, b) in zip(on, pairwise(edges), strict=True)}


def _values(measure: Measure, sampled: Sampled, k: int) -> Floats:
    """A number of every sample (n,); the median where a path flipped, for the design has no room for gaps."""
    values = measure.of(sampled.tables[k])
    if measure.quantity == PEAK_FORCE:
        values = np.log(np.maximum(values, LEAST_FORCE_N))
    usable = np.isfinite(sampled.solved[k])
    return np.where(usable, values, np.median(values[usable]))


def _indices(
    analyze: Any, problem: dict[str, Any], values: Floats, on: tuple[str, ...], seed: int
) -> tuple[Index, ...]:
    if not np.ptp(values) > 0.0:
        nan = float("nan")
        return tuple(Index(name, nan, nan, nan, nan) for name in on)
    found = analyze(problem, values, calc_second_order=False, seed=seed + 1)  # SALib takes 0 for no seed
    columns = (found[key] for key in ("S1", "S1_conf", "ST", "ST_conf"))
    return tuple(Index(name, *map(float, row)) for name, *row in zip(on, *columns, strict=True))
