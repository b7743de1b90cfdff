"""The next step after a day: what the caller hands to ``prescribe``, or takes to a therapist."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, get_args

from trochanter.core.errors import UnknownName
from trochanter.findings.finding_words import day_words
from trochanter.findings.history import History
from trochanter.findings.permission import word_of
from trochanter.findings.rules import Tier, tiers
from trochanter.findings.screen import Screen, limits_of
from trochanter.findings.sentences import listed
from trochanter.findings.words import left_out, message
from trochanter.plan.facts import ProgressFacts, all_hold
from trochanter.plan.library import exercise_named
from trochanter.plan.plan import Plan
from trochanter.plan.plan_check import RUNNING, beyond_screen
from trochanter.progress.adherence import Adherence
from trochanter.progress.course import WEEK
from trochanter.progress.days import Day
from trochanter.progress.pain_rules import flare, morning_rise, reopened
from trochanter.progress.sentences import days as whole
from trochanter.progress.sentences import rule, say
from trochanter.progress.today import whom
from trochanter.progress.verdict import Verdict

StepKind = Literal[
    "see somebody", "screen again", "hand off", "step back", "deload", "hold", "re-test", "next stage", "progress",
    "go on",
]  # fmt: skip
STEPS: tuple[StepKind, ...] = get_args(StepKind)


@dataclass(frozen=True, slots=True)
class NextStep:
    """One step: its kind, in words, why; exercises: which ones it is about; due: whether a re-test is due as well."""

    kind: StepKind
    says: str
    why: tuple[str, ...]
    exercises: tuple[str, ...] = ()
    due: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """What a step is chosen from; measured_on: the last measurement, None for none; begun_on: of the course.

    history: as told last, None where nobody handed it in; measured: whether a hip was ever measured, else measured_on
    is the day on which the goal was told last.
    """

    plan: Plan
    on: date
    begun_on: date
    days: Sequence[Day]
    facts: ProgressFacts
    verdict: Verdict
    done: Adherence
    screen: Screen | None
    measured_on: date | None
    history: History | None = None
    measured: bool = True


def next_step(known: Known) -> NextStep:
    """The first step that holds: safety, hand-off, pain, re-test, then more."""
    rules = (_screen, _seen_soon, _left_open, _hand_off, _step_back, _deload, _hold, _re_test, _next_stage, _progress)
    found = next((step for each in rules if (step := each(known)) is not None), None)
    return found or _go_on(known)


def name_of(exercise: str) -> str:
    """An exercise as anybody says it; its key where there is no such exercise any more."""
    try:
        return exercise_named(exercise).words
    except UnknownName:
        return exercise


def _screen(known: Known) -> NextStep | None:
    screen = known.screen
    if screen is not None and not screen.complete and screen.tier(known.on) is None:
        return NextStep("screen again", say("next.screen_again"), (say("today.why_unfinished"),))
    if screen is not None and not (limits := limits_of(screen, known.on)).exercises:
        headline = message(screen, known.on).headline if limits.tier in ("A", "B") else left_out(limits)
        return NextStep("see somebody", say("next.see_somebody", headline=headline), (say("next.why_screen"),))
    again = reopened(known.days, screen, known.on)
    if again is None:
        return None
    why = say(f"today.why_{again.reason}", on=day_words(again.on), rise=again.rise)
    return NextStep("screen again", say("next.screen_again"), (why,))


def _left_open(known: Known) -> NextStep | None:
    """What of the plan the screen does not leave open any more goes before anything else of it."""
    beyond = beyond_screen(known.plan, known.screen, known.on, known.history) if known.screen is not None else ()
    names = tuple(each.exercise for each in beyond if each.exercise != RUNNING)
    if not names:
        return None
    why = tuple(dict.fromkeys(each.why for each in beyond if each.exercise in names))
    says = say("next.left_open", what=listed([f"'{name_of(each)}'" for each in names]))
    return NextStep("step back", says, why, names, _due(known) is not None)


def _seen_soon(known: Known) -> NextStep | None:
    """While somebody is to be seen within two weeks: whom, what goes on, what waits, and nothing that grows."""
    screen = known.screen
    if screen is None or screen.tier(known.on) is not Tier.C:
        return None
    row = tiers()[Tier.C]
    waits = [word_of(each) for each in limits_of(screen, known.on).stopped]
    words = {"who": whom(screen, known.on) or row.who, "how_soon": row.how_soon, "left": listed(waits)}
    less = (_left_open, _hand_off, _step_back, _deload, _hold)
    inner = next((step for each in less if (step := each(known)) is not None), None)
    if inner is None:
        return NextStep("see somebody", say("next.seen_soon", **words), (say("next.why_seen_soon"),))
    key = "next.seen_soon_page" if inner.kind == "hand off" else "next.seen_soon_less"
    says = say(key, step=inner.says, **words)
    return replace(inner, says=says, why=(say("next.why_seen_soon"), *inner.why))


def _hand_off(known: Known) -> NextStep | None:
    days, verdict = (known.on - known.begun_on).days, known.verdict
    if verdict.word == "worse":
        why = [say("next.why_worse")] if verdict.worse_weeks else [say("next.why_worse_goal")]
        why += [] if known.done.enough else [say("verdict.why_worse_not_plan", share=known.done.percent)]
        return NextStep("hand off", say("next.hand_off_worse"), tuple(why))
    if verdict.word == "no detectable change" and known.done.enough and days >= whole("judge_days"):
        why_6 = say("next.why_week_6", days=days, share=known.done.percent)
        return NextStep("hand off", say("next.hand_off"), (why_6,))
    return None


def _step_back(known: Known) -> NextStep | None:
    last = _last(known)
    if last is None:
        return None
    why = []
    if (last.during or 0) > rule("pain_hold"):
        why.append(say("next.why_stop", most=f"{rule('pain_hold'):.0f}", on=day_words(last.on)))
    elif last.ended == "stopped":
        why.append(say("today.why_stopped", on=day_words(last.on)))
    if last.kinds & {"pinch", "pelvis"}:
        places = listed(sorted({each.pain_place for each in last.sessions if each.pain_place}))
        why.append(say("next.why_change", on=day_words(last.on), place=places))
    many = flare(known.days, known.on)
    if many:
        why.append(say("next.why_flare", n=many, days=whole("flare_days")))
    if not why:
        return None
    names = known.facts.hurt
    what = listed([name_of(each) for each in names])
    says = say("next.step_back", what=what) if names else say("next.step_back_all")
    return NextStep("step back", says, tuple(why), names, _due(known) is not None)


def _deload(known: Known) -> NextStep | None:
    trained = [each for each in known.days if each.trained][-whole("deload_sessions") :]
    hard = [each for each in trained if (each.effort or 0) >= rule("deload_effort")]
    if known.plan.lighter:
        return None
    if len(hard) == whole("deload_sessions"):
        why = say("next.why_deload", n=len(hard), effort=f"{rule('deload_effort'):.0f}")
    elif known.facts.weeks_building >= rule("deload_weeks") and known.plan.stage in ("strengthen", "load"):
        why = say("next.why_weeks", weeks=known.facts.weeks_building)
    else:
        return None
    return NextStep("deload", say("next.deload"), (why,), (), _due(known) is not None)


def _hold(known: Known) -> NextStep | None:
    last = _last(known)
    if last is None:
        return None
    why = []
    if (last.during or 0) > rule("pain_go_on"):
        why.append(say("next.why_hold", pain=last.during, on=day_words(last.on)))
    worse = _worse_morning(known)
    why += [] if worse is None else [say("next.why_morning", on=day_words(worse))]
    says = say("next.hold", most=f"{rule('pain_go_on'):.0f}")
    return NextStep("hold", says, tuple(why), (), _due(known) is not None) if why else None


def _re_test(known: Known) -> NextStep | None:
    why = _due(known)
    if why is None:
        return None
    again = say("next.re_test" if known.measured else "next.tell_goal")
    if known.verdict.word != "not done":
        return NextStep("re-test", again, (why,), (), True)
    says = f"{say('next.go_on_smaller')} {again}"
    return NextStep("re-test", says, (say("next.why_not_done", share=known.done.percent), why), (), True)


def _next_stage(known: Known) -> NextStep | None:
    """What a plan made today would open; in a flare and in a lighter week it waits."""
    lighter = known.plan.lighter and not _lighter_over(known)
    if known.facts.flare or lighter:
        return None
    if known.done.enough and known.plan.gates and all_hold(known.plan.gates, known.facts):
        return NextStep("next stage", say("next.next_stage"), (say("next.why_gates"),))
    return None


def _progress(known: Known) -> NextStep | None:
    since = (known.on - (known.plan.stepped_on or known.plan.made_on)).days
    if not known.facts.easy or not known.done.enough or since < whole("step_days"):
        return None
    name = known.facts.easy[0]
    why = say("next.why_progress", n=whole("progress_sessions"), most=f"{rule('pain_go_on'):.0f}")
    return NextStep("progress", say("next.progress", what=name_of(name)), (why,), (name,))


def _go_on(known: Known) -> NextStep:
    began = known.plan.lighter_since or known.plan.made_on
    if _lighter_over(known):
        return NextStep("go on", say("next.lighter_over"), (say("next.why_lighter_over", on=day_words(began)),))
    if known.verdict.word == "not done":
        why = say("next.why_not_done", share=known.done.percent)
        return NextStep("go on", say("next.go_on_smaller"), (why,))
    return NextStep("go on", say("next.go_on"), (say("next.why_go_on"),))


def _lighter_over(known: Known) -> bool:
    """Whether the plan is of a lighter week that is over."""
    began = known.plan.lighter_since or known.plan.made_on
    return known.plan.lighter and (known.on - began).days >= WEEK


def _last(known: Known) -> Day | None:
    """The last day with an entry on pain or exercise, where it is recent enough to say something about now."""
    told = [each for each in known.days if each.sessions]
    last = told[-1] if told else None
    return last if last is not None and (known.on - last.on).days < whole("lately_days") else None


def _worse_morning(known: Known) -> date | None:
    """The last day of exercise or running, where it is recent and the next morning was worse; else None."""
    active = [each for each in known.days if each.trained or each.runs]
    if not active or (known.on - active[-1].on).days >= whole("lately_days"):
        return None
    return active[-1].on if (morning_rise(active[-1], known.days) or 0) > 0 else None


def _due(known: Known) -> str | None:
    """Why a re-test is due, in words; None where it is not."""
    if known.measured_on is not None:
        since = (known.on - known.measured_on).days
        planned = since >= whole("retest_days") and known.on >= known.plan.retest_on
        due = planned or since >= whole("retest_latest_days")
        key = "next.why_due" if known.measured else "next.why_due_goal"
        return say(key, days=since, on=day_words(known.measured_on)) if due else None
    if known.on >= known.plan.retest_on:
        return say("next.why_due_plan", on=day_words(known.plan.retest_on))
    days = (known.on - known.begun_on).days
    return say("next.why_due_never", days=days) if days >= whole("retest_latest_days") else None
