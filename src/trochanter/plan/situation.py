"""What a plan is made for on a day: history and screen, the symptoms that hold, and the limits that follow."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from trochanter.core.errors import BadSetting
from trochanter.findings.agreement import again
from trochanter.findings.answers import counts
from trochanter.findings.history import History
from trochanter.findings.limits import Activity, Kind, Limits, may
from trochanter.findings.looked_at import pelvis_seen
from trochanter.findings.permission import NotOffered, ScreenNeeded
from trochanter.findings.questions import item_of
from trochanter.findings.rules import rules
from trochanter.findings.screen import PRIVATE, Flag, Screen, limits_of
from trochanter.plan.plan_rules import Symptom, symptoms

WEEK = 7
PREGNANT, PREGNANT_LATE, GROIN = "pregnant", "pregnant_late", "groin_pain"
PUBIC, PELVIC_RING = "pubic_pain", "pelvic_ring"


@dataclass(frozen=True, slots=True)
class Situation:
    """One person on one day; limits: of the screen, and of the symptoms that hold beside it; screened: of it alone."""

    history: History
    screen: Screen
    limits: Limits
    screened: Limits
    holding: tuple[Symptom, ...]
    on: date

    def has(self, word: str) -> bool:
        """Whether a symptom of ``data/words.toml`` holds."""
        return any(each.word == word for each in self.holding)

    @property
    def not_aims(self) -> frozenset[str]:
        """Aims that wait with the symptoms that hold."""
        return frozenset(aim for each in self.holding for aim in each.not_aims)


def situation(history: History, screen: Screen, on: date) -> Situation:
    """The situation on a day.

    Raises NotOffered where the answers to the screen leave no exercise open (tiers A and B, under 18, surgery without a
    clearance), ScreenNeeded where the screen was not finished or has to be asked again, BadSetting where screen or
    history are of a day to come.
    """
    for what, day in (("the day of the screen", screen.asked_on), ("the day of the history", history.told_on)):
        if day > on:
            raise BadSetting(what, day.isoformat(), f"{on}, the day of the plan, or a day before")
    limits = limits_of(screen, on)
    allowed = may(limits, Activity(Kind.EXERCISE))
    if limits.tier not in ("A", "B") and not screen.complete:
        raise ScreenNeeded
    if not allowed.allowed:
        raise NotOffered(limits, allowed.against)
    reasons = again(history, screen, on)
    if reasons:
        raise ScreenNeeded(reasons)
    return standing(history, screen, on)


def standing(history: History, screen: Screen, on: date) -> Situation:
    """The situation on a day, whatever it leaves open: who offers something asks first."""
    limits = limits_of(screen, on)
    holding = tuple(
        replace(
            each, stops=_closed(each, history, screen, on), private=each.private or not _public(each, history, screen)
        )
        for each in symptoms()
        if _holds(each, history, screen, on)
    )
    return Situation(history, screen, _with(limits, holding), limits, holding, on)


def flagged(screen: Screen, code: str) -> Flag | None:
    """The flag of a rule, known by what it limits where its name was kept out of a file; None where there is none."""
    rule = rules()[code]
    for flag in screen.flags:
        hidden = flag.code == PRIVATE and rule.private
        if flag.code == code or (hidden and (flag.stops, flag.excludes) == (rule.stops, rule.excludes)):
            return flag
    return None


def _holds(each: Symptom, history: History, screen: Screen, on: date) -> bool:
    if each.word == PREGNANT_LATE:
        return _late(each, history, screen, on)
    if each.word == PREGNANT and history.private.weeks_pregnant:
        return True
    return (_told(each, history) or _said(each, screen)) and not _cleared(each, screen, on)


def _public(each: Symptom, history: History, screen: Screen) -> bool:
    """Whether anything that may stand in a file tells of a symptom."""
    replies = screen.answers.replies
    names = [name for name in (*each.items, *each.choices) if not item_of()[name].private]
    answered = any(counts(name, replies, skipped=False) for name in names)
    flags = any(flagged(screen, code) for code in each.flags if not rules()[code].private)
    return _told(each, history) or answered or flags


def _told(each: Symptom, history: History) -> bool:
    return bool(each.pains and history.pain_at(*each.pains)) or (each.sitting and bool(history.sitting))


def _said(each: Symptom, screen: Screen) -> bool:
    replies = screen.answers.replies
    answered = any(counts(name, replies, skipped=False) for name in (*each.items, *each.choices))
    return answered or any(flagged(screen, code) for code in each.flags)


def _cleared(each: Symptom, screen: Screen, on: date) -> bool:
    """Whether a clinician has looked at it: rules that noted it, and none of them in force any more."""
    noted = [flag for code in each.cleared_by if (flag := flagged(screen, code))]
    return bool(noted) and not any(flag in screen.in_force(on) for flag in noted)


def _closed(each: Symptom, history: History, screen: Screen, on: date) -> tuple[str, ...]:
    """What a symptom stops beside the screen, without what a clinician who has looked at it allows."""
    seen = pelvis_seen(history, screen, on) if each.opened == "pelvis" else ()
    allowed = frozenset(word for given in seen for word in given.allows)
    return tuple(word for word in each.stops if word not in allowed)


def _late(each: Symptom, history: History, screen: Screen, on: date) -> bool:
    """From week 14 of a pregnancy; where the week is not known, also from the day after the answers."""
    if _said(each, screen):
        return True
    weeks = history.private.weeks_pregnant
    if weeks:
        return weeks + (on - history.told_on).days // WEEK >= each.from_week
    return flagged(screen, "D-pregnant") is not None and on > screen.asked_on


def _with(limits: Limits, holding: tuple[Symptom, ...]) -> Limits:
    stops: dict[str, Any] = {word: False for each in holding for word in each.stops}
    excludes = frozenset(word for each in holding for word in each.excludes)
    return replace(limits, **stops, excluded_positions=limits.excluded_positions | excludes)
