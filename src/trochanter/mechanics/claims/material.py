"""What checks of claims compute from: a body, the band of 46 runners, a runner's account. Each can be another."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property

from trochanter.anatomy.body import Body
from trochanter.anatomy.hip_model import hip_model
from trochanter.anatomy.norms import LABS, RunningBand, running_band
from trochanter.mechanics.account import MuscleAccount
from trochanter.mechanics.claims.hip import Hip
from trochanter.mechanics.summary import Summary, summarise

SLACK = 0.2  # load sharing is asked what is possible at a fifth above the least total cost


@dataclass(frozen=True)  # without slots: what was computed once is kept
class Material:
    """body: with the deep rotators; bands: angles of runners by laboratory; run: makes a runner's account if asked."""

    body: Body
    bands: Mapping[str, RunningBand]
    run: Callable[[], MuscleAccount] = field(repr=False)

    @cached_property
    def hip(self) -> Hip:
        """The body's right hip, to be asked for arms, lengths and pulls."""
        return Hip(self.body)

    @cached_property
    def runner(self) -> Summary:
        """The runner's account, summed up."""
        return summarise(self.run())


@cache
def standard_material() -> Material:
    """The hip model, all laboratories, the packaged running trial."""
    return Material(hip_model(), {lab: running_band(lab) for lab in LABS}, demo_account)


def demo_account(change: Callable[[Body], Body] | None = None) -> MuscleAccount:
    """The packaged running trial with all parameter sets and one near-optimal band; ``change``: of its body first."""
    from trochanter.kinematics.demo import DEMO_CUTOFF_HZ, demo_trial
    from trochanter.kinematics.solve import solve
    from trochanter.mechanics.explain import Settings, explain

    trial, body = demo_trial()
    changed = body if change is None else change(body)
    motion = solve(trial, changed, cutoff_hz=DEMO_CUTOFF_HZ)
    return explain(motion, changed, Settings(slacks=(SLACK,), strength_cases=()))
