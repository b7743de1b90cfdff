"""The questions as somebody is in the middle of them: kept after every answer, saved as a screen, or taken back."""

import datetime as dt
from dataclasses import replace
from typing import Any

from trochanter.findings.answers import Answers
from trochanter.findings.questions import Page
from trochanter.findings.screen import Occasion, Screen, lifted, screened
from trochanter.web.check.asking import Asking, usable_path
from trochanter.web.drafts import draft_of, drop_draft, keep_draft
from trochanter.web.person import PersonPage

DRAFT = "screen"
SLIP_S = 300.0  # how long an answer that stops everything can be taken back as a slip of the finger


def asking_of(here: PersonPage, *, then: str = "", worse: bool = False) -> Asking:
    """The questions of today as far as they are answered; then, worse: for those that begin now."""
    kept = draft_of(here, DRAFT)
    kept = {} if kept.get("saved") and _age_s(here, kept) > SLIP_S else kept
    occasion = Occasion.WORSE if (kept.get("worse") if kept else worse) else Occasion.USUAL
    on_record = () if here.screen is None else here.screen.clearances
    return Asking(
        _answers(kept.get("replies", {})),
        occasion,
        lifted(here.today, earlier=here.screen, clearances=on_record, occasion=occasion),
        usable_path(str(kept.get("then", "")) if kept else then),
        str(kept.get("saved", "")),
        str(kept.get("saved_at", "")),
    )


def keep(here: PersonPage, asking: Asking) -> None:
    """Keep the answers so far."""
    told = {"worse": asking.worse, "then": asking.then, "saved": asking.saved, "saved_at": asking.saved_at}
    keep_draft(here, DRAFT, {"replies": dict(asking.answers.replies), **told})


def drop(here: PersonPage) -> None:
    """Forget the answers that were not finished."""
    drop_draft(here, DRAFT)


def stop_at_once(here: PersonPage, asking: Asking) -> None:
    """Save what cannot wait, so that every page knows of it, and keep the answers in case it was a slip."""
    key = save_screen(here, screen_after(here, asking))
    keep(here, replace(asking, saved=key, saved_at=here.now.isoformat()))


def may_be_a_slip(here: PersonPage, asking: Asking) -> bool:
    """Whether what was saved last was saved because of these answers, a moment ago."""
    return bool(asking.saved and here.data.screens) and here.data.screens[-1].id == asking.saved


def take_back(here: PersonPage, asking: Asking) -> Page:
    """Put an unfinished screen in the place of the one that a slip saved; returns the page to be answered anew.

    What earlier screens noted stays. Nothing opens with it before all questions were answered.
    """
    from trochanter.exchange.screen_result import screen_of

    last = asking.path()[-1]
    answers = asking.answers.without(last.names)
    others = here.data.screens[:-1]
    before = screen_of(others[-1].body, "the screen") if others else None
    flags, clearances = (before.flags, before.clearances) if before else ((), ())
    save_screen(here, Screen(here.today, answers, flags, clearances, complete=False), replaces=asking.saved)
    keep(here, replace(asking, answers=answers, saved="", saved_at=""))
    return last


def screen_after(here: PersonPage, asking: Asking) -> Screen:
    """What the answers lead to."""
    return screened(asking.answers, here.today, earlier=here.screen, occasion=asking.occasion)


def save_screen(here: PersonPage, screen: Screen, replaces: str | None = None) -> str:
    """Save a screen with all its answers: the records are the person's own; returns its key."""
    from trochanter.exchange.screen_result import screen_result, screen_text

    return here.save(screen_text(screen_result(screen, here.today, keep_private=True)), replaces=replaces)


def _answers(replies: Any) -> Answers:
    """Answers that were kept; those of another version of the questions are asked anew."""
    from trochanter.core.errors import TrochanterError

    try:
        return Answers({str(name): str(reply) for name, reply in dict(replies).items()})
    except (TrochanterError, TypeError, ValueError):
        return Answers({})


def _age_s(here: PersonPage, kept: dict[str, Any]) -> float:
    try:
        return (here.now - dt.datetime.fromisoformat(str(kept.get("saved_at", "")))).total_seconds()
    except (ValueError, TypeError):
        return SLIP_S + 1.0
