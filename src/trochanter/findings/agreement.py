"""Whether history and screen go together: what the history tells and the screen does not know has to be asked again."""

from collections.abc import Iterator
from datetime import date, timedelta

from trochanter.findings.answers import Reply, counts
from trochanter.findings.finding_words import day_words, told
from trochanter.findings.history import History
from trochanter.findings.rules import rules
from trochanter.findings.screen import Screen

OLDEST = timedelta(weeks=6)  # the questions are asked again at every re-test, which comes after 4 to 6 weeks
ASKED_BY_THE_SCREEN = (
    "groin", "front_hip", "front_thigh", "outer_hip", "buttock", "sit_bone", "back_thigh", "knee", "pubic",
    "back_pelvis",
)  # fmt: skip
BLEEDING = frozenset({"A5", "C6"})  # rules of the screen that hold where it knows of bleeding
LATE_WEEKS, SOON_AFTER_WEEKS = 14, 12  # of a pregnancy, and after a birth: the rules of the screen


def again(history: History, screen: Screen, on: date) -> tuple[str, ...]:
    """Why the questions of the screen are due again before anything is assessed on a day; () where they are not."""
    return tuple(dict.fromkeys(_reasons(history, screen, on)))


def _reasons(history: History, screen: Screen, on: date) -> Iterator[str]:
    replies = screen.answers.replies
    groin = bool(history.pain_at("groin", "front_thigh"))
    if groin and not counts("groin", replies, skipped=True):
        yield told("again_groin")
    elif history.pain_at(*ASKED_BY_THE_SCREEN) and replies.get("pain") == Reply.NO:
        yield told("again_pain")
    if groin and history.at_night and replies.get("groin_night") == Reply.NO:
        yield told("again_night")
    before = {each.what for each in history.injuries}
    if "stress_fracture" in before and replies.get("stress_fracture") == Reply.NO:
        yield told("again_stress")
    if "hip_surgery" in before and replies.get("surgery") == Reply.NO:
        yield told("again_surgery")
    unseen_bleeding = "bleeding" in history.private.pelvic and not BLEEDING & {flag.code for flag in screen.flags}
    if unseen_bleeding or any(not _known(code, screen) for code in private_rules(history, on)):
        yield told("again_private")
    if on - screen.asked_on > OLDEST:
        yield told("again_old", day=day_words(screen.asked_on))


def private_rules(history: History, on: date) -> Iterator[str]:
    """Codes of the rules of the screen that hold by what was told in private."""
    private = history.private
    if private.weeks_pregnant:
        yield "D-pregnant"
        if private.weeks_pregnant >= LATE_WEEKS:
            yield "D-pregnant-late"
    if private.birth_on is not None:
        if on - private.birth_on < timedelta(weeks=SOON_AFTER_WEEKS):
            yield "D-after-birth"
        if private.pelvic and not private.seen:
            yield "D-after-birth-signs"


def _known(code: str, screen: Screen) -> bool:
    """Whether the flags of a screen limit what a rule would; the names of private ones are not in every file."""
    stops = {word for flag in screen.flags for word in flag.stops}
    excludes = {word for flag in screen.flags for word in flag.excludes}
    return rules()[code].stops <= stops and rules()[code].excludes <= excludes
