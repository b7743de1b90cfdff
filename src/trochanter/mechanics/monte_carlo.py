"""Monte Carlo over what is uncertain about an account: intervals of the deep rotators' forces and shares.

Every sample draws all inputs that are on (see ``sampling``) and goes the whole way from geometry to contact force on
one stride a side. The interval between two percentiles of the samples holds its share of the *assumed* distributions.
"""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from trochanter.anatomy.body import Body
from trochanter.anatomy.uncertain_inputs import UncertainInput, uncertain_inputs
from trochanter.core.arrays import Floats, frozen
from trochanter.core.constants import GRAVITY_M_S2
from trochanter.mechanics import uncertainty as told
from trochanter.mechanics.account import MuscleAccount
from trochanter.mechanics.percentiles import course_percentiles, growth, percentile_errors
from trochanter.mechanics.sampled_leg import Leg
from trochanter.mechanics.sampled_run import CONTACT, DEEP_OUTWARD, NET, OF_MUSCLES, OUTWARD
from trochanter.mechanics.sampled_study import (
    MOST_INSTANTS,
    Counter,
    Measure,
    Progress,
    Sampled,
    Study,
    deep_peak,
    inputs_at_hand,
    make_study,
    measures_of,
    run,
)
from trochanter.mechanics.sampling import FEWEST_SAMPLES, check_samples, chosen_inputs, draw, realise
from trochanter.mechanics.summary import DEEP, person_kg
from trochanter.mechanics.uncertainty import PERCENTILES, SampledCourse, SampledNumber, SideUncertainty, Uncertainty


def monte_carlo(
    account: MuscleAccount,
    samples: int = 1000,
    seed: int = 0,
    stride: int | None = None,
    inputs: Sequence[str] | None = None,
    *,
    body: Body | None = None,
    each: int = 0,
    assumed: Mapping[str, UncertainInput] | None = None,
    most_instants: int = MOST_INSTANTS,
    progress: Progress | None = None,
) -> Uncertainty:
    """Intervals of an account over ``samples`` drawn from the assumed distributions of its inputs.

    stride: number of the usable stride on either side, None for the representative one; inputs: names of those that
    are on (``sampling.INPUTS``), None for all; body: the account's, where it is not its motion's; each: samples for
    every input alone, to tell which one dominates, 0 for none; assumed: own distributions by name; progress: told how
    many are done of how many, stops the work by returning False. The same seed gives the same numbers, whatever the
    number of threads. Raises BadSetting, UnknownName, Stopped; MissingInput where no muscle balances a hip.
    """
    check_samples("samples", samples, FEWEST_SAMPLES)
    check_samples("samples of each input", each, 0)
    study = make_study(account, body, stride, most_instants)
    on, notices = inputs_at_hand(study, chosen_inputs(inputs))
    total = samples + each * len(on)
    follow = Counter(total, progress)
    nominal = run(study, realise(study.space, {}, 1))
    sampled = run(study, draw(study.space, samples, seed, on, assumed), follow)
    alone = {name: run(study, draw(study.space, each, seed, (name,), assumed), follow) for name in on if each}
    known = {**uncertain_inputs(), **(assumed or {})}
    return Uncertainty(
        samples=samples,
        seed=seed,
        each=each,
        inputs=tuple(known[name] for name in on),
        sets=study.sets,
        sides=tuple(_side(study, k, nominal, sampled, alone) for k in range(len(study.legs))),
        unsolved=float(1.0 - np.nanmean(sampled.solved)),
        left_out=float(np.mean(np.isnan(sampled.solved))),
        notices=notices,
    )


def _side(study: Study, k: int, nominal: Sampled, sampled: Sampled, alone: Mapping[str, Sampled]) -> SideUncertainty:
    leg, at, table, base = study.legs[k], study.instants[k], sampled.usable(k), nominal.tables[k]
    single = {name: each.usable(k) for name, each in alone.items()}
    measures = measures_of(study, k, nominal)
    return SideUncertainty(
        side=leg.side,
        unit=at.unit,
        stride_s=at.stride_s,
        x=at.x,
        times_s=frozen(study.account.motion.time_s[at.frames]),
        peak=deep_peak(nominal, k),
        courses=tuple(_course(base, table, *row) for row in _courses(study, leg)),
        numbers=tuple(_number(measure, base, table, single) for measure in measures),
    )


def _courses(study: Study, leg: Leg) -> Iterable[tuple[str, str, str, int, float]]:
    yield told.NET, "", "N m", NET, 1.0
    yield told.OUTWARD, "", "N m", OUTWARD, 1.0
    yield told.OUTWARD, DEEP, "N m", DEEP_OUTWARD, 1.0
    yield told.CONTACT, "", "body weights", CONTACT, person_kg(study.account) * GRAVITY_M_S2
    for k, muscle in enumerate(leg.watched):
        yield told.FORCE, muscle, "N", OF_MUSCLES + 2 * k, 1.0
        yield told.MOMENT, muscle, "N m", OF_MUSCLES + 2 * k + 1, 1.0


def _course(
    base: Floats, table: Floats, quantity: str, muscle: str, unit: str, column: int, scale: float
) -> SampledCourse:
    nominal, values = base[0, :, column] / scale, table[..., column] / scale
    return SampledCourse(quantity, muscle, unit, frozen(nominal), course_percentiles(values))


def _number(measure: Measure, base: Floats, table: Floats, alone: Mapping[str, Floats]) -> SampledNumber:
    values = measure.of(table)
    return SampledNumber(
        quantity=measure.quantity,
        muscle=measure.muscle,
        unit=measure.unit,
        nominal=float(measure.of(base)[0]),
        percentiles=course_percentiles(values),
        standard_error=percentile_errors(values),
        growth=growth(values),
        alone={name: _half_width(measure.of(each)) for name, each in alone.items()},
    )


def _half_width(values: Floats) -> float:
    low, high = np.percentile(values, [PERCENTILES[told.LOW68], PERCENTILES[told.HIGH68]])
    return float(high - low) / 2.0
