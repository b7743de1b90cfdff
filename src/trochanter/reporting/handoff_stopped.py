"""The one page for a doctor, where the screen stops exercises: what was noted, what was told, what is asked.

Nothing on it stands as if the plan went on: no exercise to keep, no trend, no verdict.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from trochanter.findings.finding_words import day_words
from trochanter.findings.rules import Tier, rules, tiers
from trochanter.findings.screen import Flag, Screen, public
from trochanter.findings.sentences import listed
from trochanter.findings.words import Told, message
from trochanter.plan.plan import Plan
from trochanter.progress.days import Day
from trochanter.progress.next_step import name_of
from trochanter.progress.result import Progress
from trochanter.progress.sentences import say as progress_say
from trochanter.reporting.handoff_parts import HandoffPage, Part, place_words, told_goal
from trochanter.reporting.progress_page import degrees
from trochanter.reporting.sentences import say

MOST_DAYS = 6  # of pain, the last ones: it has to stay one page
MOST_QUESTIONS = 2  # of the assessment that are for a doctor


def stopping_flags(screen: Screen, on: date) -> tuple[Flag, ...]:
    """Flags that stop exercises on a day, the most urgent first."""
    return tuple(flag for flag in screen.in_force(on) if "exercises" in flag.stops - screen.allowed(flag, on))


def stopped_page(
    found: Progress, plan: Plan, screen: Screen, stopping: Sequence[Flag], questions: Sequence[tuple[str, str]]
) -> HandoffPage:
    """Words and tables of the page; stopping: the flags that stop exercises, the most urgent first."""
    tier, since = stopping[0].tier, min(flag.raised_on for flag in stopping)
    parts = (
        _noted(screen, stopping, found.on),
        _pain(found, since),
        Part(say("handoff.goal"), (told_goal(found.trends[0]),)),
        _until(found, plan, since),
        _range(found),
        _asks(tier, questions),
    )
    return HandoffPage(
        say(f"handoff.stopped_title_{tier}"),
        say("handoff.kicker", day=day_words(found.on)),
        say("handoff.stopped_lead", day=day_words(since), headline=_headline(stopping[0])),
        tuple(part for part in parts if part.text or part.rows or part.points),
        progress_say("page.not_reviewed"),
    )


def _headline(first: Flag) -> str:
    """What the person was told to do, in one sentence."""
    if first.tier.stops_all:
        return tiers()[first.tier].headline
    row = rules().get(first.code)
    return say("handoff.stopped_see", who=row.who if row is not None and not row.private else tiers()[Tier.C].who)


def _noted(screen: Screen, stopping: Sequence[Flag], on: date) -> Part:
    """What the answers noted, why it matters, and what to say; of flags that are not private."""
    codes = {flag.code for flag in stopping}
    told = [each for each in message(public(screen), on).findings if each.code in codes]
    points = [_quoted(each) for each in told]
    asked = say("handoff.stopped_asked", day=day_words(screen.asked_on))
    return Part(say("handoff.stopped_noted"), (asked,), points=tuple(points))


def _quoted(told: Told) -> str:
    """What the runner was told of a flag, and what they would say, both as quotes: the words are theirs."""
    read = say("handoff.stopped_read", words=" ".join((*told.noted, told.why)).strip())
    return f"{read} {say('handoff.stopped_say', words=told.to_say)}" if told.to_say else read


def _pain(found: Progress, since: date) -> Part:
    """Pain of the last days on which any was told, also after exercises were stopped."""
    days = [each for each in found.days if each.worst is not None][-MOST_DAYS:]
    if not days:
        return Part(say("handoff.pain"), (say("handoff.stopped_no_pain"),))
    return Part(say("handoff.pain"), (say("handoff.stopped_pain"),), points=tuple(_day(each, since) for each in days))


def _day(day: Day, since: date) -> str:
    told = {one.pain_place for one in day.sessions if one.pain_place and one.worst}
    places = listed(sorted(filter(None, map(place_words, told))))
    words = {"day": f"{day.on.day} {day.on:%b}", "pain": day.worst, "place": f", {places}" if places else ""}
    return say("handoff.stopped_day_after" if day.on >= since else "handoff.stopped_day", **words)


def _until(found: Progress, plan: Plan, since: date) -> Part:
    """What there was until exercises were stopped."""
    names = listed([name_of(item.exercise) for item in plan.items])
    text = [say("handoff.stopped_plan", first=day_words(found.begun_on), last=day_words(since), names=names or "-")]
    text += found.adherence.says[:1]
    run = found.load.longest
    if run is not None and run.on < since:
        text.append(say("handoff.stopped_run", km=f"{run.distance_km:g}", day=day_words(run.on)))
    return Part(say("handoff.stopped_until"), tuple(text))


def _range(found: Progress) -> Part:
    """How far the hips turned when that was last measured: no change, no limit."""
    rows = tuple(
        (each.what, degrees(each.points[-1].value), day_words(each.points[-1].on))
        for each in found.trends
        if each.measure == "range" and each.points
    )
    head = tuple(say(f"handoff.stopped_column_{each}") for each in ("what", "value", "day"))
    return Part(say("handoff.range"), (), head if rows else (), rows)


def _asks(tier: Tier, questions: Sequence[tuple[str, str]]) -> Part:
    own: Iterable[str] = (say(f"handoff.stopped_ask_{each}") for each in ("what", "picture", "until", "again"))
    others = [ask for who, ask in questions if "doctor" in who and not tier.stops_all]
    return Part(say("handoff.asks"), points=(*own, *others[:MOST_QUESTIONS]))
