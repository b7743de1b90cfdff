"""The type of progress: everything that following a plan found, for people, pages and the next plan."""

from dataclasses import dataclass, field
from datetime import date

from trochanter.core.quality import Notice
from trochanter.findings.history import Goal
from trochanter.plan.facts import ProgressFacts
from trochanter.plan.plan import Gate
from trochanter.progress.adherence import Adherence
from trochanter.progress.days import Day
from trochanter.progress.next_step import NextStep
from trochanter.progress.onset import OnsetTrend
from trochanter.progress.running_load import RunningLoad
from trochanter.progress.situation import Today
from trochanter.progress.trend import Trend
from trochanter.progress.verdict import Verdict


@dataclass(frozen=True, slots=True)
class GateNow:
    """A gate and how it stands: whether it holds, None where what it asks for is not known."""

    gate: Gate
    holds: bool | None


@dataclass(frozen=True, slots=True)
class Progress:
    """A course on a day.

    goal: as told last, None where nobody told; trends: goal, pain, then each side and direction that was measured;
    gates: of the plan's stage; step: what to hand to ``prescribe``, with ``facts``; hand_off: whether the one page for
    a physical therapist is due; days: everything told, a day each; stopped_since: since when the screen stops
    everything (tiers A and B), None where it does not; onset: where in a run it began to hurt.
    """

    on: date
    begun_on: date
    goal: Goal | None
    verdict: Verdict
    today: Today
    adherence: Adherence
    trends: tuple[Trend, ...]
    gates: tuple[GateNow, ...]
    run_gates: tuple[GateNow, ...]
    step: NextStep
    facts: ProgressFacts
    load: RunningLoad
    days: tuple[Day, ...]
    notices: tuple[Notice, ...]
    stopped_since: date | None = None
    onset: OnsetTrend = field(default_factory=OnsetTrend)

    @property
    def hand_off(self) -> bool:
        """Whether the page for a physical therapist is due."""
        return self.step.kind == "hand off"

    @property
    def week(self) -> int:
        """The week of the course, the first is 1; 0 before it began."""
        return max((self.on - self.begun_on).days // 7 + 1, 0)
