"""Running: no running, a row of the way back, or the longest run; with the reason."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from trochanter.findings.history import Run
from trochanter.findings.rules import rules
from trochanter.plan.facts import ProgressFacts, all_hold
from trochanter.plan.onset import OnsetLimit, onset_limit
from trochanter.plan.plan import Gate, Plan, RunStep
from trochanter.plan.plan_rules import number, run_gates, walk_run
from trochanter.plan.plan_sentences import plan_say
from trochanter.plan.situation import GROIN, PELVIC_RING, PREGNANT, PUBIC, Situation, flagged
from trochanter.plan.staging import waits_for

NONE_PLACES = ("groin", "front_thigh", "pubic", "back_pelvis")  # where one runs, and runs grow, with no pain at all
_TENTHS = 10.0


@dataclass(frozen=True, slots=True)
class Running:
    """What a plan says about running; gates: before the first row; private: follows from private answers."""

    step: RunStep | None
    says: str
    gates: tuple[Gate, ...] = ()
    private: bool = False


def running_of(now: Situation, earlier: Plan | None, facts: ProgressFacts | None) -> Running:
    """How to run from a day on.

    Limits of the screen come first, then pain; somebody on the way back goes on with its rows; somebody who ran in the
    last 30 days may run a tenth more than the longest of them (Frandsen 2025); without a run in 30 days that rule says
    nothing, and running begins with the first row once its gates hold.
    """
    found = no_running(now) or _too_sore(now, facts) or _open(now, earlier, facts)
    return _before_onset(found, now, facts)


def _open(now: Situation, earlier: Plan | None, facts: ProgressFacts | None) -> Running:
    """How to run where nothing speaks against it."""
    row = _row_now(now, earlier, facts)
    if row:
        return _on_the_way_back(_next_row(now, row, facts), none=is_none(now))
    if _recent(now, facts):
        return _longest(now, facts)
    if now.history.ran == "yes" and now.history.told_on >= _run_days_ago(now):
        return Running(RunStep(0, 0.0, 0.0, 0), plan_say("run.unknown"))
    if all_hold(run_gates(), facts) and waits_for(now, earlier, facts):
        return Running(None, plan_say("run.later_lighter", what=row_words(1)), run_gates())
    if all_hold(run_gates(), facts):
        return _on_the_way_back(1, none=is_none(now))
    return Running(None, plan_say("run.later", what=row_words(1)), run_gates())


def row_words(row: int) -> str:
    """A row of the way back in words.

    >>> row_words(1)
    '6 times: walk 4 min, run 1 min'
    """
    walk, run, times = walk_run()[row - 1]
    if walk:
        return plan_say("run.row_walk", times=times, walk=f"{walk:g}", run=f"{run:g}")
    return plan_say("run.row_run", run=f"{run:g}")


def longest_runs(now: Situation, facts: ProgressFacts | None) -> tuple[float | None, float | None]:
    """The longest run of the last 30 days in km and in minutes; None where none is known."""
    runs = _recent(now, facts)
    km = max((run.distance_km for run in runs if run.distance_km is not None), default=None)
    return km, max((run.minutes for run in runs if run.minutes is not None), default=None)


def _recent(now: Situation, facts: ProgressFacts | None) -> tuple[Run, ...]:
    first = _run_days_ago(now)
    return tuple(run for run in (*now.history.runs, *(facts.runs if facts else ())) if first <= run.on <= now.on)


def _run_days_ago(now: Situation) -> date:
    """The first day of which a run, or that somebody runs, still counts."""
    return now.on - timedelta(days=number("run_days"))


def no_running(now: Situation) -> Running | None:
    """That there is no running, and why, where the screen or what was told leave it out; None where they do not."""
    if now.has(PREGNANT):
        private = next(each.private for each in now.holding if each.word == PREGNANT)
        return Running(None, plan_say("run.none_pregnant"), private=private)
    if now.has(GROIN):
        return Running(None, plan_say("run.none_groin"))
    if now.limits.run and now.limits.impact:
        return None
    if now.screened.run and now.screened.impact and now.has(PUBIC):
        return Running(None, plan_say("run.none_pubic"))
    for code, key in (
        ("D-after-birth", "run.none_birth"),
        ("D-after-birth-signs", "run.pelvic"),
        ("D-recent-birth-signs", "run.pelvic"),
    ):
        flag = flagged(now.screen, code)
        if flag is not None and flag in now.screen.in_force(now.on) and flag.code == code:
            return Running(None, plan_say(key), private=True)
    named = [rules()[code] for code in now.limits.flags if code in rules() and not rules()[code].private]
    who = next((rule.why for rule in named if {"run", "impact"} & rule.stops), "")
    return Running(None, plan_say("run.none_screen", who=who).strip())


def _too_sore(now: Situation, facts: ProgressFacts | None) -> Running | None:
    if facts is not None and facts.flare:
        return Running(None, plan_say("run.none_flare"))
    if _pain(now, facts) > number("hold"):
        return Running(None, plan_say("run.none_pain", hold=f"{number('hold'):g}", go_on=f"{number('go_on'):g}"))
    return None


def _pain(now: Situation, facts: ProgressFacts | None) -> float:
    """Pain in running; where nobody told it, the worst of the last week."""
    if facts is not None and facts.pain_running is not None:
        return facts.pain_running
    return float(now.history.worst)


def _row_now(now: Situation, earlier: Plan | None, facts: ProgressFacts | None) -> int:
    """The row of the way back that somebody is on; 0 for none, or where the last one is done.

    It is kept while nothing is run, but after 30 days without a run the way back begins anew.
    """
    row = max(earlier.run_row if earlier is not None else 0, facts.run_row if facts is not None else 0)
    long_ago = earlier is not None and now.on - earlier.begun > timedelta(days=number("run_days"))
    ran = bool(_recent(now, facts)) or (facts is not None and facts.run_row_done > 0)
    if row and long_ago and not ran:
        return 1
    enough = facts is not None and facts.run_row_done >= number("walk_run_times") and facts.run_row == len(walk_run())
    return 0 if enough else min(row, len(walk_run()))


def is_none(now: Situation) -> bool:
    """Whether it hurts, or hurt, where one runs with no pain at all."""
    return bool(now.history.pain_at(*NONE_PLACES)) or now.has(PELVIC_RING)


def _next_row(now: Situation, row: int, facts: ProgressFacts | None) -> int:
    if facts is None or facts.pain_running is None or facts.run_row != row:
        return row
    none = is_none(now)
    if facts.pain_running > number("run_none" if none else "go_on"):
        return max(row - 1, 1)
    well = facts.pain_running <= number("run_none" if none else "run_pain") and not facts.morning_rise
    done = facts.run_row_done >= number("walk_run_times")
    return min(row + 1, len(walk_run())) if well and done else row


def _on_the_way_back(row: int, *, none: bool) -> Running:
    walk, run, times = walk_run()[row - 1]
    days = int(number("walk_run_days"))
    words = {
        "row": row,
        "what": row_words(row),
        "days": days,
        "times": f"{number('walk_run_times'):g}",
        "pain": f"{number('run_pain'):g}",
    }
    return Running(
        RunStep(row, walk, run, times, days_a_week=days), plan_say("run.row_none" if none else "run.row", **words)
    )


def _longest(now: Situation, facts: ProgressFacts | None) -> Running:
    km, minutes = longest_runs(now, facts)
    none = is_none(now)
    grows = _pain(now, facts) <= number("run_pain") and not none
    times = number("longest_run") if grows else 1.0
    step = RunStep(
        0, 0.0, 0.0, 0,
        longest_km=None if km is None else _down(times * km),
        longest_min=None if minutes is None else _down(times * minutes),
    )  # fmt: skip
    pain = f"{number('run_pain'):g}"
    key = "run.longest" if grows else "run.same_none" if none else "run.same"
    if step.longest_km is not None:
        return Running(step, plan_say(key, km=f"{step.longest_km:g}", pain=pain))
    if step.longest_min is None:
        return Running(step, plan_say("run.unknown"))
    return Running(step, plan_say(f"{key}_min", minutes=f"{step.longest_min:g}", pain=pain))


def _before_onset(found: Running, now: Situation, facts: ProgressFacts | None) -> Running:
    """The same, ended before the distance at which it last began to hurt, where one is told."""
    told = now.history.onset_km if now.history.onset == "later" else None
    logged = ((), ()) if facts is None else (facts.onsets, facts.painless)
    limit = onset_limit(now.history.told_on, told, *logged)
    if found.step is None or limit is None:
        return found
    most, far = max(_down(limit.most_km), 1.0 / _TENTHS), found.step.longest_km
    why = _why_onset(limit, most)
    if far is None:
        return replace(found, says=f"{found.says} {plan_say('run.onset_also', km=f'{most:g}', why=why)}")
    if far <= most:
        return found
    says = plan_say("run.onset_none" if is_none(now) else "run.onset", km=f"{most:g}", why=why)
    return replace(found, step=replace(found.step, longest_km=most, longest_min=None), says=says)


def _why_onset(limit: OnsetLimit, most: float) -> str:
    onset = f"{limit.onset.km:g}"
    if limit.painless_km is None:
        return plan_say("run.onset_near", onset=onset)
    return plan_say("run.onset_moved", onset=onset, free=f"{limit.painless_km:g}", km=f"{most:g}")


def _down(value: float) -> float:
    """To tenths, never up."""
    return int(value * _TENTHS + 1e-9) / _TENTHS
