"""The verb ``assess``: what was told and measured, through the rules, to an assessment. Pure: no clock, no file."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from trochanter.core.errors import BadSetting
from trochanter.findings.after_pain import to_be_asked_again
from trochanter.findings.agreement import again
from trochanter.findings.assessment import Assessment, Finding
from trochanter.findings.case import Case
from trochanter.findings.finding_words import told
from trochanter.findings.history import History
from trochanter.findings.limits import Limits
from trochanter.findings.rule_rows import Noticed, RuleRow, registered, rule_rows
from trochanter.findings.rules import Tier, rules
from trochanter.findings.running_summary import RunningSummary
from trochanter.findings.screen import Screen, limits_of
from trochanter.findings.unknowns import unknown
from trochanter.findings.words import replies_behind, what_to_say

if TYPE_CHECKING:
    from trochanter.kinematics.appearance import Appearance
    from trochanter.kinematics.comparing_check import HipCheck

MOVES_TO_THE_END = ("inward_range", "outward_range", "bending_range")
RUNNING = "running"
Question = tuple[str, str]


def assess(
    history: History,
    screen: Screen,
    checks: "Sequence[HipCheck]" = (),
    running: RunningSummary | None = None,
    appearance: "Sequence[Appearance]" = (),
    *,
    on: date,
) -> Assessment:
    """What stands out on a day, what speaks against it, what is not known, and what to ask whom.

    checks: of the hips at rest; running: an analysed run; appearance: films of this person, older ones among them.
    With tier A or B in force, or where the screen has to be asked again (``again``), there are no findings and nothing
    is aimed at. Raises BadSetting where history or screen are of a day to come.
    """
    for what, day in (("the day of the screen", screen.asked_on), ("the day of the history", history.told_on)):
        if day > on:
            raise BadSetting(what, day.isoformat(), f"{on}, the day of the assessment, or a day before")
    tier = screen.tier(on)
    reasons = () if tier is not None and tier.stops_all else _again(history, screen, on)
    limits = limits_of(to_be_asked_again(screen) if reasons else screen, on)
    asked = tuple(_of_screen(screen, on))
    if reasons or (tier is not None and tier.stops_all):
        return Assessment(on, history.goal, limits, (), (), asked, screen.asked_on, reasons)
    case = Case(history, screen, limits, tuple(checks), running, tuple(appearance), on)
    noticed = [each for rule in registered() for each in rule.notice(case)]
    open_now = _stopped(limits, noticed)
    pairs = [(each, _finding(each, open_now)) for each in noticed]
    pairs.sort(key=lambda pair: pair[1].rank)
    plain = dict.fromkeys((*asked, *_questions(pairs, private=False)))
    private = [each for each in dict.fromkeys(_questions(pairs, private=True)) if each not in plain]
    return Assessment(
        made_on=on,
        goal=history.goal,
        limits=_with_told(open_now, noticed),
        findings=tuple(finding for _, finding in pairs),
        unknown=unknown(case),
        questions=(*plain, *private),
        screened_on=screen.asked_on,
        private_questions=len(private),
    )


def _again(history: History, screen: Screen, on: date) -> tuple[str, ...]:
    unfinished = () if screen.complete else (told("again_unfinished"),)
    return (*unfinished, *again(history, screen, on))


def _finding(found: Noticed, limits: Limits) -> Finding:
    row, words = rule_rows()[found.rule], found.words
    return Finding(
        rule=row.code,
        side=found.side,
        says=row.says.format(**words),
        evidence=(*(text.format(**words) for text in row.evidence), *found.evidence),
        strength=row.strength,
        against=tuple(text.format(**words) for text in row.against),
        instead=row.instead,
        test=_test(row, limits).format(**words),
        aims=tuple(aim for aim in row.aims if _open(aim, limits)),
        not_aims=row.not_aims if found.not_aims is None else found.not_aims,
        rank=row.rank - found.first,
        sources=row.sources,
        private=row.private,
    )


def _stopped(limits: Limits, noticed: list[Noticed]) -> Limits:
    """The limits of the screen, and what stops with what was told beside them, such as running."""
    stops: dict[str, Any] = {word: False for found in noticed for word in rule_rows()[found.rule].stops}
    return replace(limits, **stops)


def _with_told(limits: Limits, noticed: list[Noticed]) -> Limits:
    """The limits, and the positions that what was told leaves out beside them."""
    told_out = frozenset(word for found in noticed for word in rule_rows()[found.rule].excludes)
    return replace(limits, excluded_positions=limits.excluded_positions | told_out)


def _test(row: RuleRow, limits: Limits) -> str:
    """What would tell, or that it waits for what the limits stop."""
    stopped = [word for word in row.waits_with if word in limits.stopped]
    return row.test if not stopped else told("wait_run" if "run" in stopped else "wait_other")


def _open(aim: str, limits: Limits) -> bool:
    """Whether limits leave an aim open."""
    if aim == RUNNING:
        return limits.run
    stretches = limits.end_range and "stretch_to_end" not in limits.excluded_positions
    return limits.exercises and (stretches or aim not in MOVES_TO_THE_END)


def _questions(pairs: list[tuple[Noticed, Finding]], *, private: bool) -> Iterator[Question]:
    for found, finding in pairs:
        if finding.private is private:
            for who, ask in rule_rows()[found.rule].asks:
                yield who.format(**found.words), ask.format(**found.words)


def _of_screen(screen: Screen, on: date) -> Iterator[Question]:
    """What the screen says to say, to whom; in tier A and B of that tier alone."""
    flags, tier = screen.in_force(on), screen.tier(on)
    for flag in flags:
        rule = rules().get(flag.code)
        alone = tier in (Tier.A, Tier.B) and flag.tier is not tier
        if rule is not None and not rule.private and not alone:
            yield rule.who, what_to_say(rule, flag.items, replies_behind(flag, screen))
