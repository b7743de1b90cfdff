"""Which stage: where somebody begins, when the next one opens, and how far limits and symptoms let it go."""

from collections.abc import Iterator
from typing import Literal

from trochanter.findings.noticing.pain import NONE_IS_THE_MEASURE
from trochanter.plan.exercise import STAGES, Stage
from trochanter.plan.facts import ProgressFacts, all_hold
from trochanter.plan.plan import Gate, Plan
from trochanter.plan.plan_rules import Cap, caps, gate_rows, number, stage_rows
from trochanter.plan.situation import Situation
from trochanter.plan.steps import is_lighter

NO_PAIN, SOME_PAIN = "pain_0", ("pain_2", "pain_3")  # gates
MUCH = 1  # above the pain with which one goes on


def stage_of(now: Situation, earlier: Plan | None, facts: ProgressFacts | None) -> Stage:
    """The stage on a day: one step at most from that of the plan before, and never above what limits leave open."""
    stage = _begin(now) if earlier is None else _moved(now, earlier, facts)
    return min(stage, *(cap.most for cap in caps_of(now)), STAGES[-1], key=STAGES.index)


def caps_of(now: Situation) -> tuple[Cap, ...]:
    """What holds a stage back."""
    return tuple(cap for cap in caps() if _holds(cap, now))


def gates_of(stage: Stage, now: Situation) -> tuple[Gate, ...]:
    """Gates to the next stage; () where there is none, or where limits hold it back."""
    if any(cap.most == stage for cap in caps_of(now)):
        return ()
    gates = stage_rows()[stage].gates
    if not _none_is_the_measure(now):
        return gates
    return tuple(dict.fromkeys(gate_rows()[NO_PAIN] if gate.rule in SOME_PAIN else gate for gate in gates))


def _none_is_the_measure(now: Situation) -> bool:
    """Whether it hurts where only no pain at all is gone on with."""
    return bool(now.history.pain_at(*NONE_IS_THE_MEASURE)) or any(each.none_is_the_measure for each in now.holding)


def next_of(stage: Stage) -> Stage | None:
    """The stage after one; None after the last."""
    return STAGES[STAGES.index(stage) + 1] if stage != STAGES[-1] else None


def _begin(now: Situation) -> Stage:
    much = now.history.worst >= number("go_on") + MUCH
    return "settle" if much or bool(now.history.at_night) else "control"


def _moved(now: Situation, earlier: Plan, facts: ProgressFacts | None) -> Stage:
    stirred = now.history.told_on > earlier.made_on and _begin(now) == "settle"
    if stirred or (facts is not None and (facts.pain_during or 0.0) > number("hold") and not facts.flare):
        return STAGES[max(STAGES.index(earlier.stage) - 1, 0)]
    after = _opening(earlier, facts)
    return earlier.stage if after is None or waits_for(now, earlier, facts) else after


def waiting(now: Situation, earlier: Plan | None, facts: ProgressFacts | None) -> Stage | None:
    """The stage whose gates hold and that waits for the end of a flare or of a lighter week; None where none does."""
    after = None if earlier is None or not waits_for(now, earlier, facts) else _opening(earlier, facts)
    held = any(STAGES.index(cap.most) < STAGES.index(after) for cap in caps_of(now)) if after is not None else True
    return None if held else after


def waits_for(now: Situation, earlier: Plan | None, facts: ProgressFacts | None) -> Literal["flare", "lighter", ""]:
    """What a new stage, and the first row of running, wait for: one thing changes at a time."""
    if facts is not None and facts.flare:
        return "flare"
    return "lighter" if is_lighter(earlier, facts, now.on) else ""


def _opening(earlier: Plan, facts: ProgressFacts | None) -> Stage | None:
    """The stage after that of a plan, where all gates to it hold; None where they do not."""
    return next_of(earlier.stage) if earlier.gates and all_hold(earlier.gates, facts) else None


def _holds(cap: Cap, now: Situation) -> bool:
    what = {"no_impact": not now.limits.impact, "no_run": not now.limits.run}
    return what[cap.when] if cap.when in what else now.has(cap.when)


def begins_with(now: Situation) -> Iterator[str]:
    """What limits say about the stage, without what follows from private answers."""
    yield from (cap.says for cap in caps_of(now) if not cap.private)
