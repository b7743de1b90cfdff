"""The one page to take along: the goal, what was done, how it went, and questions; nothing private.

It is for a physical therapist, or for a doctor where the screen stops exercises.
"""

from collections.abc import Iterable, Sequence

from trochanter.findings.finding_words import day_words
from trochanter.findings.screen import Screen, limits_of, public
from trochanter.findings.words import left_out
from trochanter.plan.library import is_breathing
from trochanter.plan.plan import Item, Plan
from trochanter.plan.plan_sentences import dose_text
from trochanter.progress.next_step import name_of
from trochanter.progress.result import Progress
from trochanter.progress.sentences import say as progress_say
from trochanter.reporting.handoff_parts import HandoffPage, Part, place_words, told_goal
from trochanter.reporting.handoff_stopped import stopped_page, stopping_flags
from trochanter.reporting.look import asset, environment
from trochanter.reporting.progress_page import range_rows
from trochanter.reporting.sentences import say

MOST_QUESTIONS = 4  # of the assessment, beside the four that stand on every page: it has to stay one


def render_handoff(
    found: Progress, plan: Plan, screen: Screen | None = None, questions: Sequence[tuple[str, str]] = ()
) -> str:
    """One self-contained HTML page of A4; questions: (clinician, question) of the assessment that are not private."""
    style = asset("style/report.css") + asset("style/handoff.css")
    page = handoff_page(found, plan, screen, questions)
    return environment().get_template("handoff.html").render(page=page, style=style)


def handoff_page(
    found: Progress, plan: Plan, screen: Screen | None = None, questions: Sequence[tuple[str, str]] = ()
) -> HandoffPage:
    """Words and tables of the page: for a doctor where the screen stops exercises, else for a physical therapist."""
    if screen is not None and (stopping := stopping_flags(screen, found.on)):
        return stopped_page(found, plan, screen, stopping, questions)
    parts = (_why(found), _goal(found), _done(found), _plan(plan), _pain(found), _range(found), _screen(found, screen))
    running = Part(say("handoff.running"), found.load.says)
    return HandoffPage(
        say("handoff.title"),
        say("handoff.kicker", day=day_words(found.on)),
        _lead(max(found.week - 1, 0)),
        (*parts, running, _asks(questions)),
        progress_say("page.not_reviewed"),
    )


def _lead(weeks: int) -> str:
    """How long there has been a plan, in whole weeks that have passed."""
    if weeks < 2:
        return say("handoff.lead_one" if weeks else "handoff.lead_new")
    return say("handoff.lead", weeks=weeks)


def _why(found: Progress) -> Part:
    return Part(say("handoff.why"), (found.verdict.says, *(found.step.why if found.hand_off else found.verdict.why)))


def _goal(found: Progress) -> Part:
    goal = found.trends[0]
    return Part(say("handoff.goal"), (told_goal(goal), *goal.says))


def _done(found: Progress) -> Part:
    return Part(say("handoff.done"), found.adherence.says[:1])


def _plan(plan: Plan) -> Part:
    head = tuple(say(f"handoff.column_{each}") for each in ("exercise", "dose", "why"))
    return Part(say("handoff.plan"), (), head, tuple(_item(each) for each in plan.items))


def _item(item: Item) -> tuple[str, str, str]:
    days = len(item.dose.weekdays)
    words = say(
        "handoff.dose_one" if days == 1 else "handoff.dose",
        dose=dose_text(item.dose, breaths=is_breathing(item.exercise)),
        days=days,
    )
    return name_of(item.exercise), words, item.edited or " ".join(item.why[:1])


def _pain(found: Progress) -> Part:
    told = {one.pain_place for day in found.days for one in day.sessions if one.pain_place and one.worst}
    places = sorted(filter(None, map(place_words, told)))
    text = [*found.trends[1].says[:1]]
    where = [say("handoff.places", places="; ".join(places[:6]))] if places else []
    return Part(say("handoff.pain"), (*text, *where, *found.onset.says))


def _range(found: Progress) -> Part:
    columns = ("what", "first", "last", "change", "limit")
    rows = tuple(range_rows(found))
    if not rows:
        return Part(say("handoff.range"), (say("handoff.range_none"),))
    return Part(
        say("handoff.range"),
        (say("progress.range_caption"),),
        tuple(say(f"progress.range_column_{each}") for each in columns),
        rows,
    )


def _screen(found: Progress, screen: Screen | None) -> Part:
    if screen is None:
        return Part(say("handoff.screen"), (say("handoff.screen_unknown"),))
    shown = public(screen)
    limits = limits_of(shown, found.on)
    tier = limits.tier or say("handoff.screen_none")
    text = say("handoff.screen_text", day=day_words(screen.asked_on), tier=tier, left=left_out(limits))
    return Part(say("handoff.screen"), (text.strip(),))


def _asks(questions: Sequence[tuple[str, str]]) -> Part:
    own: Iterable[str] = (say(f"handoff.ask_{each}") for each in ("else", "plan", "run", "picture"))
    return Part(say("handoff.asks"), points=(*own, *(ask for _, ask in questions[:MOST_QUESTIONS])))
