"""The verdict on the goal. First rule: 'it did not work' is never said of what was not done."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal, get_args

from trochanter.findings.finding_words import day_words
from trochanter.findings.rules import Tier
from trochanter.findings.screen import Screen
from trochanter.progress.adherence import Adherence, number
from trochanter.progress.sentences import days as whole
from trochanter.progress.sentences import rule, say, say_count
from trochanter.progress.situation import Today
from trochanter.progress.trend import Trend

Word = Literal["improved", "no detectable change", "worse", "not done", "too little data", "paused"]
WORDS: tuple[Word, ...] = get_args(Word)


@dataclass(frozen=True, slots=True)
class Verdict:
    """The word, one sentence, and why in sentences; worse_weeks: whether pain was worse for two weeks."""

    word: Word
    says: str
    why: tuple[str, ...]
    worse_weeks: bool = False


def verdict_of(goal: Trend, done: Adherence, begun_on: date, on: date, *, worse_weeks: bool) -> Verdict:
    """The verdict of a course on a day.

    Worse comes first, whatever was done; then better; then not done; then too little data. Only a plan of which enough
    was done, with a goal that was told twice and late enough, can get 'no detectable change'.
    """
    why = [_done_words(done)] if done.planned else []
    if goal.direction == "worse" or worse_weeks:
        key = "worse_goal" if goal.direction == "worse" else "worse_pain"
        why += [] if done.enough else [say("verdict.why_worse_not_plan", share=done.percent)]
        return Verdict("worse", say(f"verdict.{key}", **_ends(goal)), (*why, _other_reasons()), worse_weeks)
    if goal.direction == "better":
        key = "improved" if done.enough else "improved_part"
        says = say(f"verdict.{key}", share=done.percent, **_ends(goal))
        return Verdict("improved", says, (*why, _goal_words(), _other_reasons()))
    if done.planned and not done.enough and _ripe(begun_on, on):
        needed = f"{100.0 * rule('done_share'):.0f}"
        return Verdict("not done", say("verdict.not_done", share=done.percent, needed=needed), tuple(why))
    missing = _missing(goal, done, begun_on, on)
    if missing:
        return Verdict("too little data", say("verdict.too_little", why=missing), tuple(why))
    limit = f"{rule('goal_detectable'):.0f}"
    says = say("verdict.unchanged", limit=limit, **_ends(goal))
    return Verdict("no detectable change", says, (*why, _goal_words()))


def paused_if_stopped(verdict: Verdict, today: Today, screen: Screen | None, on: date) -> Verdict:
    """The verdict, or that the plan is paused and what to do, where the screen stops everything (tiers A and B)."""
    if stopped_since(screen, on) is None:
        return verdict
    return replace(
        verdict, word="paused", says=say("verdict.paused", today=today.says), why=(say("verdict.why_paused"),)
    )


def stopped_since(screen: Screen | None, on: date) -> date | None:
    """Since when a screen stops everything (tiers A and B); None where it does not."""
    found = () if screen is None else screen.in_force(on)
    return min((flag.raised_on for flag in found if flag.tier in (Tier.A, Tier.B)), default=None)


def _ripe(begun_on: date, on: date) -> bool:
    """Whether the course has run for as long as a re-test takes: before that nothing is judged."""
    return on - begun_on >= timedelta(days=whole("retest_days"))


def _missing(goal: Trend, done: Adherence, begun_on: date, on: date) -> str:
    """What is missing for a verdict, in words; '' for nothing."""
    ripe_on = begun_on + timedelta(days=whole("retest_days"))
    if not done.planned:
        return say("verdict.need_plan")
    if not goal.points:
        return say("verdict.need_no_goal")
    if not _ripe(begun_on, on):
        days = (on - begun_on).days
        return say_count("verdict.need_time", days, days=days, on=day_words(ripe_on))
    late = goal.quality.usable and goal.points[-1].on >= ripe_on
    return "" if late else say("verdict.need_goal", activity=goal.what, on=day_words(max(ripe_on, begun_on)))


def _ends(goal: Trend) -> dict[str, str]:
    points = goal.points
    if not points:
        return {"activity": goal.what, "first": "", "last": ""}
    return {"activity": goal.what, "first": number(points[0].value), "last": number(points[-1].value)}


def _done_words(done: Adherence) -> str:
    return say("verdict.why_done", share=done.percent, done=number(done.done), planned=done.planned)


def _goal_words() -> str:
    return say("verdict.why_goal", limit=f"{rule('goal_detectable'):.0f}")


def _other_reasons() -> str:
    return say("verdict.why_not_alone")
