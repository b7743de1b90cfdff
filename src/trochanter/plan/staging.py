"""Which stage: where somebody begins, when the next one opens, and how far limits and symptoms let it go."""

from collections.abc import Iterator

from trochanter.plan.exercise import STAGES, Stage
from trochanter.plan.facts import ProgressFacts, all_hold
from trochanter.plan.plan import Gate, Plan
from trochanter.plan.plan_rules import Cap, caps, number, stage_rows
from trochanter.plan.situation import Situation

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
    return stage_rows()[stage].gates


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
    after = next_of(earlier.stage)
    calm = facts is not None and not facts.flare
    return after if after is not None and calm and all_hold(earlier.gates, facts) and earlier.gates else earlier.stage


def _holds(cap: Cap, now: Situation) -> bool:
    what = {"no_impact": not now.limits.impact, "no_run": not now.limits.run}
    return what[cap.when] if cap.when in what else now.has(cap.when)


def begins_with(now: Situation) -> Iterator[str]:
    """What limits say about the stage, without what follows from private answers."""
    yield from (cap.says for cap in caps_of(now) if not cap.private)
