"""What a screen says to a person: one calm message, the same in the terminal and on a page."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from textwrap import fill
from types import MappingProxyType

from trochanter.findings.answers import Reply, noted
from trochanter.findings.clearance import Clearance
from trochanter.findings.limits import Limits
from trochanter.findings.permission import emergency_words, word_of
from trochanter.findings.rules import Rule, Tier, rules, tiers
from trochanter.findings.screen import Flag, Screen, limits_of
from trochanter.findings.sentences import listed, say

WIDTH = 76
FIRST_PERSON = {"you": "I", "your": "my", "yourself": "myself"}


@dataclass(frozen=True, slots=True)
class Told:
    """One finding: what was noted, why it matters, whom to see and how soon, what to say there."""

    code: str
    noted: tuple[str, ...]
    why: str
    who: str
    to_say: str


@dataclass(frozen=True, slots=True)
class Message:
    """What is shown: a headline, findings of the most urgent tier alone where it is A or B, what holds until then.

    tier: '' where nothing was noted; after: sentences below the findings; reviewed: who has read the rules.
    """

    tier: str
    headline: str
    findings: tuple[Told, ...]
    after: tuple[str, ...]
    reviewed: str


def message(screen: Screen, on: date) -> Message:
    """What to tell about a screen on a day; in tier A emergency care and nothing else."""
    tier = screen.tier(on)
    if tier is None or not (screen.complete or tier.stops_all):
        return _unflagged(screen, on)
    flags = [flag for flag in screen.in_force(on) if flag.tier is tier or not tier.stops_all]
    return Message(
        tier.value,
        tiers()[tier].headline,
        tuple(_told(flag, screen) for flag in flags),
        _after(screen, tier, on),
        say("result.reviewed"),
    )


def text_of(told: Message) -> str:
    """The message as plain text of short lines, a blank line between its parts."""
    blocks = [[told.headline], *(_lines(each) for each in told.findings), list(told.after), [told.reviewed]]
    return "\n\n".join("\n".join(fill(line, WIDTH) for line in lines) for lines in blocks if lines)


def left_out(limits: Limits) -> str:
    """What limits leave out, in one sentence; '' for nothing."""
    words = [*limits.stopped, *sorted(limits.excluded_positions)]
    return say("result.leaves_out", what=listed(list(map(word_of, words)))) if words else ""


def _unflagged(screen: Screen, on: date) -> Message:
    cleared = _cleared(screen, on)
    if not screen.complete:
        return Message("", say("result.unfinished"), (), cleared, say("result.reviewed"))
    limits = limits_of(screen, on)
    headline = say("result.none") if not screen.flags else say("result.some_cleared")
    after = (*cleared, *filter(None, [left_out(limits)]), say("result.none_next"))
    return Message("", headline, (), after, say("result.reviewed"))


def _told(flag: Flag, screen: Screen) -> Told:
    if flag.code not in rules():
        return Told(flag.code, (say("result.private"),), "", "", "")
    rule = rules()[flag.code]
    return Told(
        flag.code,
        _noted(flag, screen),
        rule.why,
        say("result.who", who=rule.who, how_soon=tiers()[rule.tier].how_soon),
        what_to_say(rule, flag.items, replies_behind(flag, screen)),
    )


def replies_behind(flag: Flag, screen: Screen) -> Mapping[str, str]:
    """The replies that a flag rests on; none where it stands from earlier answers."""
    return screen.answers.replies if flag.reported else {}


def what_to_say(rule: Rule, items: Sequence[str], replies: Mapping[str, str] = MappingProxyType({})) -> str:
    """The sentence to say there, in the first person.

    '{beside}' in it stands for what was noted beside what the rule asks of everybody; what was left out or is not sure
    by the replies is said as 'perhaps', since nobody said that it is so.
    """
    beside = [name for name in items if name not in rule.every]
    return rule.say.format(noted=_said(items, replies), beside=_said(beside, replies))


def _said(items: Sequence[str], replies: Mapping[str, str]) -> str:
    by_key = _by_reply(items, replies) if replies else {"noted": [noted(name) for name in items]}
    sure, unsure = by_key.get("noted", []), [*by_key.get("unsure", []), *by_key.get("skipped", [])]
    perhaps = say("result.say_perhaps", noted=listed(unsure)) if unsure else ""
    both = say("result.say_and", sure=listed(sure), perhaps=perhaps)
    return _in_first_person((both if sure and perhaps else listed(sure) or perhaps) or "(say what)")


def _in_first_person(text: str) -> str:
    """What is told back to somebody, as they say it themselves.

    >>> _in_first_person("that you can hardly walk for pain")
    'that I can hardly walk for pain'
    """
    return re.sub(r"\byou(r|rself)?\b", lambda found: FIRST_PERSON[found.group()], text)


def _noted(flag: Flag, screen: Screen) -> tuple[str, ...]:
    """What the flag rests on: nobody is told to have said what they did not say."""
    if not flag.reported:
        day, words = f"{flag.raised_on.day} {flag.raised_on:%B %Y}", [noted(name) for name in flag.items]
        return (say("result.standing", day=day, noted=listed(words) or flag.code), say("result.standing_rest"))
    return noted_lines(flag.items, screen.answers.replies)


def noted_lines(items: tuple[str, ...], replies: Mapping[str, str]) -> tuple[str, ...]:
    """What was noted, what was not sure and what was left out, one sentence each."""
    by_reply = _by_reply(items, replies)
    return tuple(
        say(f"result.{key}", noted=listed(by_reply[key])) for key in ("noted", "unsure", "skipped") if key in by_reply
    )


def _by_reply(items: Sequence[str], replies: Mapping[str, str]) -> dict[str, list[str]]:
    """Items in words, by what was replied: 'noted', 'unsure', 'skipped'."""
    found: dict[str, list[str]] = {}
    for name in items:
        reply = replies.get(name.partition("=")[0], Reply.SKIPPED.value)
        key = {Reply.NOT_SURE.value: "unsure", Reply.SKIPPED.value: "skipped"}.get(reply, "noted")
        found.setdefault(key, []).append(noted(name))
    return found


def _after(screen: Screen, tier: Tier, on: date) -> tuple[str, ...]:
    if tier is Tier.A:
        return (say("result.emergency", numbers=emergency_words()), say("result.alone"), tiers()[tier].rest)
    limits = limits_of(screen, on)
    needs = tier.stops_all or any(
        rules()[flag.code].needs_clearance for flag in screen.in_force(on) if flag.code in rules()
    )
    leaves = "" if tier.stops_all else left_out(limits)
    return (
        *([tiers()[tier].rest] if tier is not Tier.D or leaves else []),
        *filter(None, [leaves]),
        *_cleared(screen, on),
        *([say("result.clear")] if needs else []),
    )


def _cleared(screen: Screen, on: date) -> tuple[str, ...]:
    """The clearances in force, one sentence each."""
    used = [c for c in screen.clearances if any(c.covers(f.code, f.raised_on, on) for f in screen.flags)]
    return tuple(map(_clearance, used))


def _clearance(each: Clearance) -> str:
    until = say("result.until_none") if each.until is None else say("result.until_day", until=each.until)
    allows = listed([word_of(word) for word in sorted(each.allows)])
    what = listed(sorted(each.flags))
    return say("result.cleared", what=what, by=each.by, on=each.on, allows=allows, until=until)


def _lines(told: Told) -> list[str]:
    lines = [*told.noted, told.why, told.who]
    if told.to_say:
        lines += [say("result.say_title"), say("result.say", words=told.to_say)]
    return [line for line in lines if line]
