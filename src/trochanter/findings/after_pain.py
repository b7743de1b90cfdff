"""What pain at the end of the range, felt in a check, does to the screen that came before it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from trochanter.findings.again import PAIN_RISE
from trochanter.findings.answers import counts
from trochanter.findings.permission import after_groin_pain
from trochanter.findings.screen import Screen
from trochanter.findings.sentences import listed, say

REOPENED, AGAIN = "screen-reopened", "screen-again"
Where = Literal["groin", "elsewhere", "unknown"]
# Pain in the groin, deep in the hip or at the front of the thigh is what B1 asks for. A pinch at the front has causes
# of its own, and is asked about; so is a place in words that are not known here.
_GROIN = re.compile(r"\b(groin|deep|front of (the |my )?thigh|front thigh)\b", re.IGNORECASE)
_ELSEWHERE = re.compile(
    r"\b(side|outside|outer|buttocks?|bottom|back|sit|tailbone|knees?|hamstrings?|shins?|cal(f|ves)|ankles?|foot|feet)\b",
    re.IGNORECASE,
)
_ALSO_FRONT = re.compile(r"\b(front|pinch|inner|inside)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Felt:
    """What was felt at one end range: pain 0 to 10, None where nobody asked; its place; whether pain stopped it.

    before: the pain there in the last check that was alike, None where there was none.
    """

    pain: int | None
    place: str | None
    stopped: bool = False
    before: int | None = None

    @property
    def hurt(self) -> bool:
        """Whether there was pain."""
        return self.stopped or bool(self.pain)


@dataclass(frozen=True, slots=True)
class After:
    """The screen as it stands after a check that hurt; code: REOPENED or AGAIN; text: what that means, in words."""

    screen: Screen
    code: str
    text: str


def after_pain(screen: Screen, felt: Sequence[Felt], on: date) -> After | None:
    """What a check on a day leaves of the screen before it; None where the screen stands as it is.

    Groin pain in somebody who told of pain, or left that open, opens B1 again. Groin pain in somebody who told of none,
    pain whose place is not told, and pain that rose by 2 of 10 make the questions due again. The rise counts from the
    last check that was alike, or from none where the answers told of no pain.
    """
    where = [place_of_pain(each.place) for each in felt if each.hurt]
    known = counts("pain", screen.answers.replies, skipped=True)
    if "groin" in where and known:
        return After(after_groin_pain(screen, on), REOPENED, say("after.reopened"))
    reasons = [say(f"after.{word}") for word in ("groin", "unknown") if word in where]
    rise = max((_rise(each, told_of_none=not known) for each in felt), default=0)
    if rise >= PAIN_RISE:
        reasons.append(say("after.rise", rise=rise))
    if not reasons:
        return None
    return After(to_be_asked_again(screen), AGAIN, say("after.again", reasons=listed(reasons)))


def place_of_pain(text: str | None) -> Where:
    """Where it hurt, as far as a person's words tell.

    >>> [place_of_pain(words) for words in ("Groin, right", "side of the hip", "front pinch", "", None)]
    ['groin', 'elsewhere', 'unknown', 'unknown', 'unknown']
    """
    if _GROIN.search(text or ""):
        return "groin"
    return "elsewhere" if _ELSEWHERE.search(text or "") and not _ALSO_FRONT.search(text or "") else "unknown"


def to_be_asked_again(screen: Screen) -> Screen:
    """A screen whose questions are due again: nothing opens with it until they have been answered.

    What it noted stands but is no longer the latest report, so that what is reported again counts as new: a clearance
    from before does not cover it.
    """
    return Screen(
        screen.asked_on,
        screen.answers,
        tuple(replace(flag, reported=False) for flag in screen.flags),
        screen.clearances,
        complete=False,
    )


def _rise(felt: Felt, *, told_of_none: bool) -> int:
    if not felt.pain:
        return 0
    before = felt.before if felt.before is not None else 0 if told_of_none else felt.pain
    return felt.pain - before
