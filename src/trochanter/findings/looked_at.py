"""Whether a clinician has looked at a pain: clearances on record that are about what the history tells now."""

from collections.abc import Iterable
from datetime import date, timedelta

from trochanter.findings.clearance import Clearance
from trochanter.findings.history import History
from trochanter.findings.screen import Screen

GROIN_RULES = ("B1", "B5", "C2", "C4")
PELVIC_RULES = ("D-pelvic-ring",)
NOT_LONG_BEFORE = timedelta(weeks=6)  # as old as the answers of a screen may be


def groin_seen(screen: Screen, on: date) -> Clearance | None:
    """The latest clearance for the groin, where all that the screen noted there is cleared on a day; else None."""
    noted = [flag for flag in screen.flags if flag.code in GROIN_RULES]
    if not noted or any(flag in screen.in_force(on) for flag in noted):
        return None
    return _latest(each for each in screen.clearances for flag in noted if each.covers(flag.code, flag.raised_on, on))


def pelvis_seen(history: History, screen: Screen, on: date) -> tuple[Clearance, ...]:
    """Clearances on a day for pain of the pubic bone or the back of the pelvis.

    The screen tells since when it hurts. Where it does not tell of it, an examination counts that was not long before
    the pain was told: one of years ago is not about a pain of now.
    """
    raised = {flag.code: flag.raised_on for flag in screen.flags if flag.code in PELVIC_RULES}
    earliest = history.told_on - NOT_LONG_BEFORE
    return tuple(
        each
        for each in screen.clearances
        for code in PELVIC_RULES
        if (code in raised or each.on >= earliest) and each.covers(code, raised.get(code, each.on), on)
    )


def pubic_seen(history: History, screen: Screen, on: date) -> Clearance | None:
    """The latest clearance that opens running to somebody with pain at the pubic bone; None where there is none."""
    found = pelvis_seen(history, screen, on)
    open_again = frozenset(word for each in found for word in each.allows)
    return _latest(found) if open_again >= {"run", "impact"} else None


def _latest(found: Iterable[Clearance]) -> Clearance | None:
    return max(found, key=lambda each: each.on, default=None)
