"""What the page of progress shows: the page of the reporting room, what does the next step, and what was noted."""

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from trochanter.progress.result import Progress
from trochanter.progress.session_words import session_words
from trochanter.web.person import PersonPage
from trochanter.web.training.answers import answers_today
from trochanter.web.training.range_chart import range_charts
from trochanter.web.training.saying import plain, plains

if TYPE_CHECKING:
    from trochanter.reporting.progress_page import ProgressPage

SHOWN = 30
GOAL_EVERY_DAYS = 7
Go = Literal["screen", "clinician", "plan", "check", "today"]
_GOES: dict[str, Go] = {
    "screen again": "screen", "see somebody": "clinician", "hand off": "clinician", "step back": "plan",
    "deload": "plan", "next stage": "plan", "progress": "plan", "re-test": "check",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class NotedLine:
    """One entry of the log: its key, day and words."""

    key: str
    on: dt.date
    says: str


@dataclass(frozen=True, slots=True)
class ProgressView:
    """The page; go: what does the next step, url: where, '' for a form; ask_goal: whether to ask how it goes."""

    found: Progress
    page: "ProgressPage"
    says: str
    why: tuple[str, ...]
    step: str
    step_why: tuple[str, ...]
    go: Go
    url: str
    ask_goal: bool
    missed: tuple[dt.date, ...]
    load: tuple[str, ...]
    charts: tuple[dict[str, Any], ...]
    noted: tuple[NotedLine, ...]


def progress_view(here: PersonPage) -> ProgressView | None:
    """The progress of a person for its page; None without a plan."""
    from trochanter.reporting.progress_page import progress_page

    if here.plan is None:
        return None
    found = here.progress(answers_today(here))
    page = progress_page(found)
    go = _GOES.get(found.step.kind, "today")
    go = "today" if go == "check" and not here.checks else go  # nothing was measured: the goal alone is told again
    urls = {"screen": here.screen_url("progress"), "plan": ""}
    return ProgressView(
        found=found,
        page=replace(page, pain=plains(page.pain, here.look)),
        says=plain(found.verdict.says, here.look),
        why=plains(found.verdict.why, here.look),
        step=plain(found.step.says, here.look),
        step_why=plains(found.step.why, here.look),
        go=go,
        url=urls.get(go, here.url(go)),
        ask_goal=_asks_goal(found),
        missed=found.adherence.open,
        load=plains(found.load.says, here.look),
        charts=range_charts(here, found),
        noted=tuple(_noted(here)),
    )


def _asks_goal(found: Progress) -> bool:
    """Whether how well the goal goes was told a week ago or earlier."""
    if found.stopped_since is not None:
        return False
    told = max((each.on for each in found.trends[0].points), default=None)
    return told is None or (found.on - told).days >= GOAL_EVERY_DAYS


def _noted(here: PersonPage) -> list[NotedLine]:
    """What stands in the log, the newest first."""
    found = sorted(here.log.standing, key=lambda each: each.session.on, reverse=True)
    return [NotedLine(each.id, each.session.on, session_words(each.session)) for each in found[:SHOWN]]
