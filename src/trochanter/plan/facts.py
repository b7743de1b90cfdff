"""What following a plan found, as far as the next plan needs it: numbers for gates, and what went well or hurt."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from trochanter.core.errors import ImpossibleData
from trochanter.findings.history import Run
from trochanter.plan.onset import Onset
from trochanter.plan.plan import Gate

SHARES = ("done_share",)
PAINS = ("pain_during", "morning_rise", "pain_running")


@dataclass(frozen=True, slots=True)
class ProgressFacts:
    """What a plan, followed until a day, has shown; None: not known, and then a gate that asks for it does not hold.

    sessions: done at least in part in this stage; done_share: of the sessions asked for in this stage, 0 to 1;
    pain_during: the worst of the last three sessions, 0 to 10; morning_rise: the largest rise over the usual level
    on the mornings after them; pain_running: the worst of the last two runs; effort: the mean of the last three
    sessions, 0 to 10; weeks_building: weeks since the last lighter one; flare: whether one is going on; easy: exercises
    whose target was reached in full, without pain above 3 and with effort to spare, in the last two sessions; hurt:
    exercises that were stopped for pain, or followed by it; passed: codes of gates that were tried and held; runs:
    those since the history was told; run_row: the row of the way back that was last done, 0 for none; run_row_done: how
    often it was done with 2 of 10 or less; onsets: where it began to hurt in runs; painless: runs that did not hurt.
    Raises ImpossibleData for numbers outside their scale.
    """

    sessions: int = 0
    done_share: float | None = None
    pain_during: float | None = None
    morning_rise: float | None = None
    pain_running: float | None = None
    effort: float | None = None
    weeks_building: int = 0
    flare: bool = False
    easy: tuple[str, ...] = ()
    hurt: tuple[str, ...] = ()
    passed: frozenset[str] = frozenset()
    runs: tuple[Run, ...] = ()
    run_row: int = 0
    run_row_done: int = 0
    onsets: tuple[Onset, ...] = ()
    painless: tuple[Run, ...] = ()
    until: date | None = None

    def __post_init__(self) -> None:
        """Refuse what no session can have shown."""
        for name, most in (*((each, 1.0) for each in SHARES), *((each, 10.0) for each in PAINS), ("effort", 10.0)):
            value = getattr(self, name)
            if value is not None and not 0.0 <= value <= most:
                raise ImpossibleData(f"{name} of {value:g}", where="progress", valid=f"0 to {most:g}")


def holds(gate: Gate, facts: ProgressFacts | None) -> bool:
    """Whether a gate holds; what is not known does not."""
    if facts is None:
        return False
    if gate.quantity == "passed":
        return gate.rule in facts.passed
    value = getattr(facts, gate.quantity)
    if value is None:
        return False
    low = gate.at_least is None or value >= gate.at_least
    return low and (gate.at_most is None or value <= gate.at_most)


def all_hold(gates: Sequence[Gate], facts: ProgressFacts | None) -> bool:
    """Whether all gates hold; where there is none, there is nothing to pass."""
    return all(holds(gate, facts) for gate in gates)
