"""What the day's sentence on running is chosen from, and what it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from trochanter.findings.again import SessionAnswers
from trochanter.findings.finding_words import day_words
from trochanter.findings.limits import RUNNING_VIDEO
from trochanter.findings.screen import Screen
from trochanter.plan.onset import OnsetLimit
from trochanter.plan.plan import RunStep
from trochanter.progress.days import Day, recent
from trochanter.progress.running_load import RunningLoad
from trochanter.progress.sentences import days as whole
from trochanter.progress.sentences import rule, say

TodayKind = Literal["planned", "less", "walk", "none"]
KINDS: tuple[TodayKind, ...] = get_args(TodayKind)
RUNNING = RUNNING_VIDEO  # what a run asks of the screen, filmed or not


@dataclass(frozen=True, slots=True)
class Today:
    """The day's sentence: kind, in words, why; see: whom, '' for nobody; ask: what has to be answered first, if any."""

    kind: TodayKind
    says: str
    why: tuple[str, ...]
    see: str = ""
    ask: Literal["", "screen", "session"] = ""
    most_km: float | None = None


@dataclass(frozen=True, slots=True)
class Situation:
    """What the sentence is chosen from; run: of the plan made on ``made_on``; answers: the day's short questions.

    onset: how far a run goes by where it last began to hurt; closed: why what was told leaves running out, '' where it
    does not; none: whether it hurts where one runs with no pain at all.
    """

    on: date
    made_on: date
    run: RunStep | None
    days: Sequence[Day]
    load: RunningLoad
    screen: Screen | None
    answers: SessionAnswers | None
    onset: OnsetLimit | None = None
    closed: str = ""
    none: bool = False


def lately(now: Situation) -> tuple[Day, ...]:
    """Days with an entry of the last two weeks."""
    return tuple(each for each in recent(now.days, now.on, whole("lately_days")) if each.sessions)


def worst_now(now: Situation) -> tuple[float, tuple[str, ...]]:
    """The worst pain that counts for today, and where it is from: told today, or of the last day with an entry.

    A session that was stopped because of pain, of which nobody told how much, counts as one to hold.
    """
    found: list[tuple[int, str]] = []
    if now.answers is not None and now.answers.on == now.on and now.answers.pain is not None:
        found.append((now.answers.pain, say("today.why_pain_now", pain=now.answers.pain)))
    told = [each for each in lately(now) if each.worst is not None]
    for day in told[-1:] + [each for each in told if each.runs][-1:]:
        worst = day.worst or 0
        found.append((worst, say("today.why_pain_last", pain=worst, on=day_words(day.on))))
    last = lately(now)[-1:]
    if last and last[0].ended == "stopped" and last[0].during is None:
        found.append((int(rule("pain_hold")), say("today.why_stopped", on=day_words(last[0].on))))
    if not found:
        return 0.0, ()
    worst, why = max(found, key=lambda each: each[0])
    return float(worst), (why,)
