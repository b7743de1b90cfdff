"""Goal and history: a few pages of questions, then at once what stands out and the plan."""

from collections.abc import Mapping

from fastapi import APIRouter
from starlette.responses import RedirectResponse, Response

from trochanter.core.errors import ImpossibleData, MissingInput, UnknownName
from trochanter.exchange.history_result import history_result, history_text
from trochanter.findings.history_asking import history_of, next_question
from trochanter.findings.history_replied import replies_of
from trochanter.findings.permission import NotOffered, ScreenNeeded
from trochanter.web.drafts import draft_of, drop_draft, keep_draft
from trochanter.web.fields import Fields
from trochanter.web.person import Here, PersonPage
from trochanter.web.render import page
from trochanter.web.training.asking import DRAFT, GROUPS, RUNS, Given, Shown, of_group, shown, taken
from trochanter.web.training.limits import soon
from trochanter.web.training.making import make_plan

router = APIRouter(prefix="/p/{person}", include_in_schema=False)
ORDER = tuple(GROUPS)


@router.get("/goal")
def goal(here: Here) -> Response:
    """What was told so far, or the first questions."""
    if here.history is None or draft_of(here, DRAFT):
        return RedirectResponse(here.url(f"goal/{_open_group(_replies(here))}"), 303)
    return page(
        here, "goal.html", offers="exercises", history=here.history, assessment=here.assessment, soon=soon(here),
        groups=ORDER,
    )  # fmt: skip


@router.get("/goal/{group}")
def group_form(here: Here, group: str, more: bool = False) -> Response:
    """The questions of a group; more: only those without an answer."""
    replies = _replies(here)
    asked = of_group(_known(group), replies)
    if more:
        asked = tuple(each for each in asked if each.key not in replies) or asked
    return _page(here, group, tuple(shown(each, replies, here.look) for each in asked), more=more)


@router.post("/goal/{group}")
def answer(here: Here, group: str, fields: Fields) -> Response:
    """Keep what was answered, and go on: to what it opens, to the next group, or to the plan."""
    with here.state.locks[here.person.id]:
        replies = dict(_replies(here))
        asked = [each for each in of_group(_known(group), replies) if f"asked.{each.key}" in fields]
        given = {each.key: taken(each, fields, here.look, here.today) for each in asked}
        faults = [key for key, (reply, _) in given.items() if reply is None]
        replies |= {key: reply for key, (reply, _) in given.items() if reply is not None}
        if asked:
            keep_draft(here, DRAFT, dict(replies))
    if faults:
        again = tuple(
            _refused(shown(each, replies, here.look), given[each.key][1], here)
            if each.key in faults
            else shown(each, replies, here.look)
            for each in asked
        )
        return _page(here, group, again, more=False, status=422)
    return _onward(here, group, replies, fields)


def _refused(before: Shown, typed: str, here: PersonPage) -> Shown:
    """A question with what was typed into it, and why that could not be taken."""
    words = before.asked.question.hint or here.look.words("goal.fault")
    return shown(before.asked, {}, here.look, words, typed)


def _onward(here: PersonPage, group: str, replies: Mapping[str, str], fields: Given) -> Response:
    if any(each.key not in replies for each in of_group(group, replies)):
        return RedirectResponse(here.url(f"goal/{group}") + "?more=true", 303)
    if "back" in fields:
        return RedirectResponse(here.url("goal"), 303)
    at = ORDER.index(group) + 1
    if at < len(ORDER):
        return RedirectResponse(here.url(f"goal/{ORDER[at]}"), 303)
    left = next_question(replies)
    if left is not None:
        return RedirectResponse(here.url(f"goal/{_open_group(replies)}"), 303)
    return _finish(here, replies)


def _finish(here: PersonPage, replies: Mapping[str, str]) -> Response:
    """Save what was told, and make the plan with it."""
    with here.state.locks[here.person.id]:
        now = here.fresh()
        if not draft_of(now, DRAFT):  # sent twice: the first one did it
            return RedirectResponse(here.url("plan"), 303)
        text = history_text(history_result(history_of(replies, here.today), keep_private=True))
        told = [each for each in now.data.histories if each.day == here.today.isoformat()]
        new = not told or told[-1].body != text
        if new:
            now.save(text, replaces=told[-1].id if told else None)
        drop_draft(now, DRAFT)
        try:
            make_plan(here.fresh(), told=new)
        except ScreenNeeded:
            return RedirectResponse(here.screen_url("plan"), 303)
        except (NotOffered, ImpossibleData, MissingInput):
            return RedirectResponse(here.url("plan"), 303)
    return RedirectResponse(f"{here.url('plan')}?done=made", 303)


def _page(here: PersonPage, group: str, questions: tuple[Shown, ...], *, more: bool, status: int = 200) -> Response:
    return page(
        here, "goal_questions.html", offers="exercises", status=status, group=group, groups=ORDER, questions=questions,
        more=more, runs=RUNS, soon=soon(here), before=ORDER[ORDER.index(group) - 1] if group != ORDER[0] else "",
    )  # fmt: skip


def _replies(here: PersonPage) -> Mapping[str, str]:
    """What was answered so far today, else what was told before."""
    kept = draft_of(here, DRAFT)
    if kept:
        return {str(key): str(value) for key, value in kept.items()}
    return {} if here.history is None else replies_of(here.history, here.today)


def _open_group(replies: Mapping[str, str]) -> str:
    """The group of the first question without an answer."""
    left = next_question(replies)
    if left is None:
        return ORDER[0]
    return next(group for group, keys in GROUPS.items() if left.question.key in keys)


def _known(group: str) -> str:
    if group not in GROUPS:
        raise UnknownName("group of questions", group[:40], GROUPS)
    return group
