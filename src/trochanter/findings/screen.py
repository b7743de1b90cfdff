"""The screen: answers and clearances to flags, and flags to limits. Pure: no clock, no file."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from trochanter.core.errors import BadSetting
from trochanter.findings.answers import Answers
from trochanter.findings.clearance import Clearance, allowed_by
from trochanter.findings.limits import POSITIONS, STOPPABLE, Limits
from trochanter.findings.rules import Rule, Tier, holding, rules
from trochanter.findings.walk import walked

PRIVATE = "private"  # in place of the code of a rule that a file does not name


class Occasion(StrEnum):
    """Why the questions are asked: as a rule, or because something got worse, which no earlier clearance covers."""

    USUAL = "usual"
    WORSE = "worse"


@dataclass(frozen=True, slots=True)
class Flag:
    """A rule that holds: its code and tier, since when, and what was noted.

    items: names behind it; reported: whether the latest answers say so, else it stands from earlier ones; stops,
    excludes: words of STOPPABLE and POSITIONS.
    """

    code: str
    tier: Tier
    raised_on: date
    items: tuple[str, ...]
    reported: bool
    stops: frozenset[str]
    excludes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Screen:
    """One time of asking: the day, the answers, what follows from them, and the clearances on record.

    complete: whether the questions went to their end; where they ended because something could not wait, they are
    asked again after the clearance.
    """

    asked_on: date
    answers: Answers
    flags: tuple[Flag, ...]
    clearances: tuple[Clearance, ...]
    complete: bool

    def in_force(self, on: date) -> tuple[Flag, ...]:
        """Flags that no clearance covers on a day, the most urgent first."""
        return tuple(flag for flag in self.flags if not self.allowed(flag, on))

    def allowed(self, flag: Flag, on: date) -> frozenset[str]:
        """What clearances in force on a day allow in spite of a flag."""
        return allowed_by(self.clearances, flag.code, flag.raised_on, on)

    def tier(self, on: date) -> Tier | None:
        """The most urgent tier in force on a day; None where there is none."""
        return min((flag.tier for flag in self.in_force(on)), default=None)

    def with_clearances(self, more: tuple[Clearance, ...]) -> "Screen":
        """This screen with more clearances on record."""
        new = tuple(each for each in more if each not in self.clearances)
        return Screen(self.asked_on, self.answers, self.flags, (*self.clearances, *new), self.complete)


def screened(
    answers: Answers,
    on: date,
    *,
    earlier: Screen | None = None,
    clearances: tuple[Clearance, ...] = (),
    occasion: Occasion = Occasion.USUAL,
) -> Screen:
    """What answers given on a day lead to, after an ``earlier`` screen of the same person.

    'Not sure' counts as yes; a skipped question of tier A or B as 'not sure'. What an earlier screen noted in tier A
    or B stands, whatever is answered now: only a clearance lifts it. Raises BadSetting where ``earlier`` is later.
    """
    if earlier is not None and earlier.asked_on > on:
        raise BadSetting("the day of asking", on.isoformat(), f"{earlier.asked_on}, when it was last asked, or later")
    before = () if earlier is None else earlier.clearances
    on_record = (*before, *(each for each in clearances if each not in before))
    walk = walked(answers, lifted(on, earlier=earlier, clearances=on_record, occasion=occasion))
    reported = tuple(
        _flag(rules()[code], since(code, on, earlier, occasion), items) for code, items in holding(walk.replies).items()
    )
    if occasion is Occasion.WORSE:
        on_record = _without(on_record, before, on, frozenset(flag.code for flag in reported))
    flags = sorted((*reported, *_standing(earlier, {flag.code for flag in reported})), key=_by_urgency)
    return Screen(on, answers, tuple(flags), on_record, not walk.ended_early)


def lifted(
    on: date, *, earlier: Screen | None, clearances: tuple[Clearance, ...], occasion: Occasion = Occasion.USUAL
) -> frozenset[str]:
    """Codes of the rules that would be covered by a clearance if they held now.

    Where something got worse, a clearance of the same day from before does not count: a day has no hours here.
    """
    codes = rules()
    if occasion is Occasion.WORSE and earlier is not None:
        clearances = _without(clearances, earlier.clearances, on, frozenset(codes))
    return frozenset(c for c in codes if allowed_by(clearances, c, since(c, on, earlier, occasion), on))


def since(code: str, on: date, earlier: Screen | None, occasion: Occasion) -> date:
    """Since when a flag counts that is reported now: since the earlier report, if it never went and nothing got worse.

    What had gone and comes back is new, and so not covered by a clearance of the time before.
    """
    known = () if earlier is None or occasion is Occasion.WORSE else earlier.flags
    return next((flag.raised_on for flag in known if flag.reported and _is_of(flag, rules()[code])), on)


def _without(
    clearances: tuple[Clearance, ...], before: tuple[Clearance, ...], on: date, codes: frozenset[str]
) -> tuple[Clearance, ...]:
    """Clearances, those from before that were given on a day no longer for these codes."""
    kept = []
    for each in clearances:
        older = each in before and each.on == on
        if not older:
            kept.append(each)
        elif each.flags - codes:
            kept.append(replace(each, flags=each.flags - codes))
    return tuple(kept)


def limits_of(screen: Screen, on: date) -> Limits:
    """What may be done on a day: nothing that any flag stops, as far as no clearance in force allows it.

    A screen that was not finished allows nothing.
    """
    stops = set[str]() if screen.complete else set(STOPPABLE)
    excludes = set[str]()
    for flag in screen.flags:
        allowed = screen.allowed(flag, on)
        stops |= flag.stops - allowed
        excludes |= flag.excludes - allowed
    limiting = [flag for flag in screen.flags if (flag.stops | flag.excludes) - screen.allowed(flag, on)]
    return Limits(
        **{word: word not in stops for word in STOPPABLE},
        excluded_positions=frozenset(excludes & set(POSITIONS)),
        flags=tuple(flag.code for flag in limiting),
        tier=screen.tier(on) or "",
    )


def public(screen: Screen) -> Screen:
    """The same without what follows from private answers, for pages that others read: never to decide what is allowed.

    Flags of tier A and B stay: they are for everybody who helps.
    """
    return replace(screen, flags=tuple(flag for flag in screen.flags if not _is_hidden(flag)))


def _is_hidden(flag: Flag) -> bool:
    own = flag.code == PRIVATE or (flag.code in rules() and rules()[flag.code].private)
    return own and not flag.tier.stops_all


def _is_of(flag: Flag, rule: Rule) -> bool:
    """Whether a flag comes from a rule; one whose name was kept out of a file is known by what it limits."""
    hidden = flag.code == PRIVATE and rule.private
    return flag.code == rule.code or (hidden and (flag.stops, flag.excludes) == (rule.stops, rule.excludes))


def _flag(rule: Rule, raised_on: date, items: tuple[str, ...]) -> Flag:
    return Flag(rule.code, rule.tier, raised_on, items, reported=True, stops=rule.stops, excludes=rule.excludes)


def _standing(earlier: Screen | None, reported: set[str]) -> tuple[Flag, ...]:
    """Flags of tier A and B that an earlier screen had and that the answers of today do not repeat."""
    known = () if earlier is None else earlier.flags
    return tuple(
        Flag(flag.code, flag.tier, flag.raised_on, flag.items, reported=False, stops=flag.stops, excludes=flag.excludes)
        for flag in known
        if flag.tier.stops_all and flag.code not in reported
    )


def _by_urgency(flag: Flag) -> tuple[str, str]:
    return flag.tier, flag.code
