"""The rules on pain over the days of a course: what has the screen asked again, what holds, what steps back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from trochanter.findings.answers import Reply
from trochanter.findings.screen import Screen
from trochanter.progress.days import Day, recent
from trochanter.progress.sentences import days as whole
from trochanter.progress.sentences import rule

Reason = Literal["bone", "nerve", "rise"]


@dataclass(frozen=True, slots=True)
class Reopened:
    """Why the screen is asked again: what was felt and on which day; rise: by how many points, 0 where it is not it."""

    reason: Reason
    on: date
    rise: int = 0


def reopened(days: Sequence[Day], screen: Screen | None, on: date) -> Reopened | None:
    """What of the last weeks has the screen asked again; None where a screen of a later day has dealt with it.

    Pain in the groin, deep in the hip or at the front of the thigh is of bone type: any of it counts, as do numbness,
    tingling and spreading pain, and a rise by 2 points. A screen of the same day does not settle it: nobody knows
    which came first.
    """
    asked_on = None if screen is None or not screen.complete else screen.asked_on
    lately = recent(days, on, whole("lately_days"))
    for k in reversed(range(len(lately))):
        day = lately[k]
        if asked_on is not None and day.on < asked_on <= on:
            return None
        for kind in ("bone", "nerve"):
            if kind in day.kinds:
                return Reopened("bone" if kind == "bone" else "nerve", day.on)
        rise = _rise(day, lately[:k], told_of_none=_told_of_none(screen))
        if rise >= rule("pain_rise"):
            return Reopened("rise", day.on, rise)
    return None


def morning_rise(day: Day, days: Sequence[Day]) -> int | None:
    """By how much the next morning was worse than before the session; None where either is not told.

    The next morning is that of the entry, else what the next day's entry tells before its session.
    """
    morning = day.morning
    if morning is None:
        following = next((each for each in days if each.on == day.on + timedelta(days=1)), None)
        morning = None if following is None else following.before
    return None if morning is None or day.before is None else morning - day.before


def is_high(day: Day, days: Sequence[Day]) -> bool:
    """Whether a day counts towards a flare: pain above 3 during it, or a worse next morning."""
    return (day.during or 0) > rule("pain_go_on") or (morning_rise(day, days) or 0) > 0


def flare(days: Sequence[Day], on: date) -> int:
    """How many of the last days count towards a flare, where they are enough for one; else 0."""
    high = sum(is_high(each, days) for each in recent(days, on, whole("flare_days")))
    return high if high >= rule("flare_sessions") else 0


def _told_of_none(screen: Screen | None) -> bool:
    """Whether the answers to the screen told of no pain: then the first that is told is a rise from none."""
    return screen is not None and screen.answers.replies.get("pain") == Reply.NO


def _rise(day: Day, before: Sequence[Day], *, told_of_none: bool) -> int:
    """The largest rise that a day tells of: against the last day on which the same was told, or over the night."""
    found = []
    for name in ("before", "during"):
        now = getattr(day, name)
        last = next((getattr(each, name) for each in reversed(before) if getattr(each, name) is not None), None)
        last = 0 if last is None and told_of_none else last
        if now is not None and last is not None:
            found.append(now - last)
    if day.morning is not None and day.before is not None:
        found.append(day.morning - day.before)
    return max(found, default=0)
