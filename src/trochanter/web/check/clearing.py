"""What a clinician has cleared, as a form brings it: who, when, for which findings, what it allows, until when."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from trochanter.findings.clearance import Clearance
from trochanter.findings.limits import POSITIONS, STOPPABLE
from trochanter.findings.looked_at import PELVIC_RULES
from trochanter.findings.permission import word_of
from trochanter.findings.rules import rules
from trochanter.findings.screen import Flag, Screen
from trochanter.findings.sentences import listed
from trochanter.web.fields import said

LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class Clearable:
    """A finding that a clearance can be for: its code, since when, in words; allows: what it could open."""

    code: str
    since: dt.date
    words: str
    allows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClearanceForm:
    """A form as it came: its fields, and the words of faults by the field that they stand beside."""

    values: Mapping[str, tuple[str, ...]]
    faults: Mapping[str, str] = field(default_factory=dict)
    clearance: Clearance | None = None

    def value(self, name: str) -> str:
        """What stands in a field."""
        return said(self.values, name)

    def ticked(self, name: str) -> tuple[str, ...]:
        """What is ticked of a list."""
        return self.values.get(name, ())


def clearable(screen: Screen | None, on: dt.date) -> tuple[Clearable, ...]:
    """The findings of a screen that limit something on a day, the most urgent first."""
    found = [] if screen is None else [_clearable(each, screen, on) for each in screen.flags if each.code in rules()]
    return tuple(each for each in found if each.allows)


def openable(found: tuple[Clearable, ...]) -> tuple[tuple[str, str], ...]:
    """All that clearances could open: the word, and what people call it."""
    words = {word for each in found for word in each.allows}
    return tuple((word, word_of(word)) for word in (*STOPPABLE, *POSITIONS) if word in words)


def form_of(fields: Mapping[str, tuple[str, ...]], found: tuple[Clearable, ...], today: dt.date) -> ClearanceForm:
    """A form understood, or what is wrong with it."""
    faults: dict[str, str] = {}
    codes = frozenset(fields.get("flags", ())) & {each.code for each in found}
    allows = frozenset(fields.get("allows", ())) & {word for word, _ in openable(found)}
    by, on = said(fields, "by")[:LONGEST_NAME], _day(said(fields, "on"), "on", faults)
    until = None if said(fields, "ends") == "no_end" else _day(said(fields, "until"), "until", faults)
    checks = (
        ("by", not by), ("flags", not codes), ("allows", not allows), ("told", said(fields, "told") != "yes"),
        ("on_late", on is not None and on > today),
        ("on_early", on is not None and any(on < each.since for each in found if each.code in codes)),
        ("until_early", on is not None and until is not None and until < on),
    )  # fmt: skip
    faults |= {name.partition("_")[0]: name for name, wrong in checks if wrong}
    if faults or on is None:
        return ClearanceForm(fields, faults)
    return ClearanceForm(fields, {}, Clearance(by, on, codes, allows, until))


def _clearable(flag: Flag, screen: Screen, on: dt.date) -> Clearable:
    from trochanter.findings.answers import noted

    told = {"run", "impact"} if flag.code in PELVIC_RULES else set[str]()  # what pain at the pubic bone leaves out
    left = (flag.stops | flag.excludes | told) - screen.allowed(flag, on)
    words = listed([noted(name) for name in flag.items]) or rules()[flag.code].why
    return Clearable(flag.code, flag.raised_on, words, tuple(word for word in (*STOPPABLE, *POSITIONS) if word in left))


def _day(text: str, name: str, faults: dict[str, str]) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        faults[name] = name
        return None
