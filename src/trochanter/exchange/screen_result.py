"""A screen as one versioned JSON object, and back: the schema ``trochanter.screen/1``."""

import datetime as dt
import os
from dataclasses import asdict
from pathlib import Path

from trochanter.exchange.documents import NoDocument, document_of, read_document
from trochanter.exchange.screen_shapes import (
    ClearanceResult,
    FindingResult,
    FlagResult,
    LimitsResult,
    MessageResult,
    ScreenResult,
)
from trochanter.exchange.whole import write_whole
from trochanter.findings.answers import Answers
from trochanter.findings.clearance import Clearance
from trochanter.findings.limits import STOPPABLE
from trochanter.findings.questions import item_of, page_of
from trochanter.findings.rules import Tier, rules
from trochanter.findings.screen import PRIVATE, Flag, Screen, limits_of
from trochanter.findings.words import Message, message

SCHEMA = "trochanter.screen/1"
_NONE = NoDocument(
    "this is no screen of trochanter",
    valid=f"a screen.json with the schema {SCHEMA}",
    next_step="answer the questions again: trochanter screen",
)


def screen_result(screen: Screen, on: dt.date, *, keep_private: bool = False) -> ScreenResult:
    """The object of a screen as it stands on a day; answers on pregnancy, birth and pelvis only with ``keep_private``.

    What such answers limit is kept all the same, under the name 'private'; emergencies keep their own.
    """
    kept = [_flag(flag, keep_private=keep_private) for flag in screen.flags]
    limits = limits_of(screen, on)
    codes = {flag.code: new.code for flag, new in zip(screen.flags, kept, strict=True)}
    return ScreenResult(
        schema=SCHEMA,
        asked_on=screen.asked_on,
        complete=screen.complete,
        answers={n: r for n, r in screen.answers.replies.items() if keep_private or not is_private(n)},
        flags=kept,
        clearances=[clearance_result(each) for each in screen.clearances],
        limits=LimitsResult(
            **{word: getattr(limits, word) for word in STOPPABLE},
            excluded_positions=sorted(limits.excluded_positions),
            flags=list(dict.fromkeys(codes[code] for code in limits.flags)),
            tier=str(limits.tier),
        ),
        message=_message(message(_shown(screen, keep_private=keep_private), on)),
    )


def write_screen(path: str | os.PathLike[str], screen: Screen, on: dt.date, *, keep_private: bool = False) -> Path:
    """Write a ``screen.json``; raises UnwritableFile."""
    return write_whole(path, screen_text(screen_result(screen, on, keep_private=keep_private)) + "\n")


def screen_text(result: ScreenResult) -> str:
    """The object as JSON."""
    return result.model_dump_json(by_alias=True, indent=1)


def read_screen(path: str | os.PathLike[str]) -> Screen:
    """The screen of a ``screen.json``; what was private in it has limits but no name.

    Raises MissingInput and UnreadableFile. What it may do is worked out from its flags anew, not taken from the file.
    """
    return read_document(path, ScreenResult, SCHEMA, _screen, _NONE)


def screen_of(text: bytes | str, where: str) -> Screen:
    """The screen of the text of a ``screen.json``; raises UnreadableFile, which names ``where``."""
    return document_of(text, where, ScreenResult, SCHEMA, _screen, _NONE)


def clearance_of(each: ClearanceResult) -> Clearance:
    """A clearance from a file; raises BadSetting and UnknownName."""
    return Clearance(each.by, each.on, frozenset(each.flags), frozenset(each.allows), each.until)


def clearance_result(each: Clearance) -> ClearanceResult:
    """A clearance for a file."""
    return ClearanceResult(
        by=each.by, on=each.on, flags=sorted(each.flags), allows=sorted(each.allows), until=each.until
    )


def is_private(name: str) -> bool:
    """Whether an answer stays out of files unless a person wants it there."""
    page = page_of()[name.partition("=")[0]]
    return any(item.private for item in page.choices) if page.choices else item_of()[name].private


def _flag(flag: Flag, *, keep_private: bool) -> FlagResult:
    hidden = not keep_private and flag.code in rules() and rules()[flag.code].private
    items = [name for name in flag.items if keep_private or not is_private(name)]
    return FlagResult(
        code=PRIVATE if hidden else flag.code,
        tier=flag.tier.value,
        raised_on=flag.raised_on,
        items=items,
        reported=flag.reported,
        stops=sorted(flag.stops),
        excludes=sorted(flag.excludes),
    )


def _shown(screen: Screen, *, keep_private: bool) -> Screen:
    """The screen as a reader of the file will know it."""
    flags = tuple(_flag_of(_flag(flag, keep_private=keep_private)) for flag in screen.flags)
    return Screen(screen.asked_on, screen.answers, flags, screen.clearances, screen.complete)


def _flag_of(flag: FlagResult) -> Flag:
    """A flag from a file: a rule that is known stops what it stops today, whatever the file says."""
    rule = rules().get(flag.code)
    if rule is None and flag.code != PRIVATE:
        raise ValueError(f"flags: there is no rule '{flag.code[:60]}'")
    return Flag(
        flag.code,
        rule.tier if rule else Tier(flag.tier),
        flag.raised_on,
        tuple(name for name in flag.items if name in item_of()),
        reported=flag.reported,
        stops=rule.stops if rule else frozenset(flag.stops),
        excludes=rule.excludes if rule else frozenset(flag.excludes),
    )


def _screen(found: ScreenResult) -> Screen:
    return Screen(
        found.asked_on,
        Answers(found.answers),
        tuple(map(_flag_of, found.flags)),
        tuple(map(clearance_of, found.clearances)),
        found.complete,
    )


def _message(told: Message) -> MessageResult:
    findings = [FindingResult(**{**asdict(each), "noted": list(each.noted)}) for each in told.findings]
    return MessageResult(headline=told.headline, findings=findings, after=list(told.after), reviewed=told.reviewed)
