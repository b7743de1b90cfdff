"""A what-if with its interval: every sample of the uncertain inputs is shared twice, as it is and as a scenario has it.

Both cases of a sample have the same draws (common random numbers), so that what is uncertain about both alike, such as
a centre of pressure, hardly blurs the difference between them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from trochanter.anatomy.body import Muscles
from trochanter.anatomy.femoral_torsion import with_anteversion
from trochanter.anatomy.pelvic_tilt import with_pelvic_tilt
from trochanter.anatomy.uncertain_inputs import UncertainInput, uncertain_inputs
from trochanter.core.arrays import Floats, frozen, read_only
from trochanter.core.constants import GRAVITY_M_S2
from trochanter.core.errors import BadSetting
from trochanter.core.expected import expect
from trochanter.core.quality import Notice
from trochanter.core.sides import Side
from trochanter.mechanics.account import MuscleAccount
from trochanter.mechanics.geometry import Engine, make_engine
from trochanter.mechanics.percentiles import course_percentiles, percentile_errors
from trochanter.mechanics.sampled_leg import Leg, lay_muscles
from trochanter.mechanics.sampled_run import CONTACT, DEEP_OUTWARD, OF_MUSCLES
from trochanter.mechanics.sampled_study import (
    MEAN,
    SHARE,
    Counter,
    Measure,
    Progress,
    Study,
    deep_peak,
    inputs_at_hand,
    make_study,
    muscles_of_sets,
    own_set,
    run,
)
from trochanter.mechanics.sampling import FEWEST_SAMPLES, check_samples, chosen_inputs, draw, realise
from trochanter.mechanics.scenario import Changes, Scenario, changes_of
from trochanter.mechanics.summary import DEEP, person_kg
from trochanter.mechanics.uncertainty import DEEP_SHARE, PEAK_CONTACT, PEAK_FORCE

MEAN_FORCE, MEAN_CONTACT = "mean_force", "mean_contact"
WHAT_IF_INSTANTS = 36


@dataclass(frozen=True, slots=True)
class SampledChange:
    """What a scenario does to one number of one hip.

    quantity: MEAN_FORCE, PEAK_FORCE of ``muscle``, MEAN_CONTACT, PEAK_CONTACT, or DEEP_SHARE of the outward moment
    where the deep rotators turn outward most as they are; before, after: with the account's own inputs; change,
    standard_error (5,): percentiles of after less before over the samples, and what their number leaves uncertain in
    each; rises: share of the samples in which the number grows.
    """

    quantity: str
    muscle: str
    unit: str
    before: float
    after: float
    change: Floats
    standard_error: Floats
    rises: float


@dataclass(frozen=True, slots=True)
class SampledWhatIf:
    """A scenario's changes by side, under the assumed distributions of ``inputs``; left_out as in ``Uncertainty``."""

    scenario: Scenario
    samples: int
    seed: int
    inputs: tuple[UncertainInput, ...]
    sets: tuple[str, ...]
    sides: tuple[tuple[Side, tuple[SampledChange, ...]], ...]
    left_out: float
    notices: tuple[Notice, ...]

    def change(self, side: Side, quantity: str, muscle: str = "") -> SampledChange | None:
        """One number; None where the model lacks the muscle."""
        found = next(changes for own, changes in self.sides if own is side)
        return next((c for c in found if c.quantity == quantity and c.muscle == muscle), None)


def sampled_what_if(
    account: MuscleAccount,
    scenario: Scenario,
    samples: int = 1000,
    seed: int = 0,
    stride: int | None = None,
    inputs: Sequence[str] | None = None,
    *,
    most_instants: int = WHAT_IF_INSTANTS,
    progress: Progress | None = None,
) -> SampledWhatIf:
    """What a scenario changes, with intervals; the arguments as in ``monte_carlo`` and ``what_if``.

    Raises BadSetting, UnknownName and UnsupportedElement as these do, Stopped where ``progress`` asks for it.
    """
    check_samples("samples", samples, FEWEST_SAMPLES)
    expect("scenario", scenario, Scenario, "a Scenario")
    study = make_study(account, None, stride, most_instants, every=True)
    changes = changes_of(scenario, account.motion.body.muscles.names, account.motion.body.name)
    other = changed_study(study, scenario, changes)
    on, notices = inputs_at_hand(study, chosen_inputs(inputs))
    draws, follow = draw(study.space, samples, seed, on), Counter(2 * samples, progress)
    still = realise(study.space, {}, 1)
    nominal = run(study, still), run(other, still)
    sampled = run(study, draws, follow), run(other, draws, follow)
    sides = []
    for k, leg in enumerate(study.legs):
        usable = np.isfinite(sampled[0].solved[k] + sampled[1].solved[k])
        tables = [each.tables[k][usable] for each in sampled]
        measures = _measures(study, k, deep_peak(nominal[0], k))
        sides.append((leg.side, tuple(_change(m, [n.tables[k] for n in nominal], tables) for m in measures)))
    return SampledWhatIf(
        scenario=scenario,
        samples=samples,
        seed=seed,
        inputs=tuple(uncertain_inputs()[name] for name in on),
        sets=study.sets,
        sides=tuple(sides),
        left_out=float(np.mean(np.isnan(sampled[0].solved + sampled[1].solved))),
        notices=notices,
    )


def changed_study(study: Study, scenario: Scenario, changes: Changes) -> Study:
    """The same study with a scenario: other muscles and paths, the same moments to balance."""
    body = study.account.motion.body
    own = own_set(study.account)
    if scenario.same_geometry:
        engines, grown = [leg.engine for leg in study.legs], body
    else:
        grown = with_anteversion(body, scenario.anteversion_rad)
        engines = [make_engine(with_pelvic_tilt(grown, scenario.pelvic_tilt_rad))] * len(study.legs)
    sets = tuple(_shortened(muscles, changes) for muscles in muscles_of_sets(grown, study.sets, own))
    muscles = _shortened(grown.muscles, changes)
    legs = [
        _changed_leg(study.account, leg, engine, (muscles, sets), changes)
        for leg, engine in zip(study.legs, engines, strict=True)
    ]
    return replace(study, legs=tuple(legs))


def _changed_leg(
    account: MuscleAccount,
    leg: Leg,
    engine: Engine,
    muscles: tuple[Muscles, tuple[Muscles, ...]],
    changes: Changes,
) -> Leg:
    kept = ~changes.removed
    own, sets = muscles
    return replace(
        leg,
        muscles=lay_muscles(account, engine, own, sets, np.array(leg.q), leg.qd, leg.crossing),
        strength=frozen(leg.strength * changes.strength * kept),
        stiffness=frozen(leg.stiffness * changes.stiffness * kept),
        low=read_only(np.where(kept, np.maximum(leg.low, changes.floor), 0.0)),
        high=read_only(np.where(kept, 1.0, 0.0)),
    )


def _shortened(muscles: Muscles, changes: Changes) -> Muscles:
    slack = muscles.tendon_slack_length_m - changes.shortened * muscles.optimal_fiber_length_m
    if np.any(slack[changes.shortened > 0.0] <= 0.0):
        worst = int(np.argmin(np.where(changes.shortened > 0.0, slack, np.inf)))
        most = float(muscles.tendon_slack_length_m[worst] / muscles.optimal_fiber_length_m[worst])
        raise BadSetting(
            f"shortened of {muscles.names[worst]}",
            float(changes.shortened[worst]),
            f"less than {most:.2f}, at which nothing would be left of its tendon in one of the parameter sets",
        )
    return replace(muscles, tendon_slack_length_m=frozen(slack))


def _measures(study: Study, k: int, peak: int) -> Iterable[Measure]:
    leg, weight_N = study.legs[k], person_kg(study.account) * GRAVITY_M_S2
    for j, muscle in enumerate(leg.watched):
        yield Measure(MEAN_FORCE, muscle, "N", OF_MUSCLES + 2 * j, how=MEAN)
        yield Measure(PEAK_FORCE, muscle, "N", OF_MUSCLES + 2 * j)
    if len(leg.deep):
        yield Measure(DEEP_SHARE, DEEP, "1", DEEP_OUTWARD, how=SHARE, at=peak)
    yield Measure(MEAN_CONTACT, "", "body weights", CONTACT, weight_N, MEAN)
    yield Measure(PEAK_CONTACT, "", "body weights", CONTACT, weight_N)


def _change(measure: Measure, nominal: list[Floats], tables: list[Floats]) -> SampledChange:
    before, after = (float(measure.of(table)[0]) for table in nominal)
    change = measure.of(tables[1]) - measure.of(tables[0])
    return SampledChange(
        quantity=measure.quantity,
        muscle=measure.muscle,
        unit=measure.unit,
        before=before,
        after=after,
        change=course_percentiles(change),
        standard_error=percentile_errors(change),
        rises=float(np.mean(change > 0.0)),
    )
