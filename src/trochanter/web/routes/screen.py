"""The questions before any test, exercise or run: one page each, kept after every answer, saved as one screen."""

from collections.abc import Mapping

from fastapi import APIRouter
from starlette.responses import RedirectResponse, Response

from trochanter.findings.questions import Page
from trochanter.web.check import drafted
from trochanter.web.check.asking import Asking, page_named, replies_in, usable_path
from trochanter.web.check.drafted import asking_of
from trochanter.web.fields import Fields, said
from trochanter.web.person import Here, PersonPage
from trochanter.web.render import page, stop_page, stops

router = APIRouter(prefix="/p/{person}/screen", include_in_schema=False)


@router.get("")
def begin(here: Here, then: str = "", worse: bool = False) -> Response:
    """The question to be asked now; where clearances are on record, first whether something got worse."""
    asking = asking_of(here, then=usable_path(then), worse=worse)
    if not asking.begun and not worse and here.screen is not None and here.screen.clearances:
        return page(here, "screen_begin.html", offers="advice", then=asking.then)
    return _shown(here, asking)


@router.get("/q/{key}")
def question(here: Here, key: str, then: str = "", worse: bool = False) -> Response:
    """One question, with what was answered to it."""
    asking, asked = asking_of(here, then=usable_path(then), worse=worse), page_named(key)
    return _shown(here, asking, asked if asked in asking.path() else None)


@router.post("/q/{key}")
def answer(here: Here, key: str, fields: Fields) -> Response:
    """Keep the answers to a question and go on; where they say nothing, ask again with the reason."""
    with here.state.locks[here.person.id]:
        here = here.fresh()
        asking = asking_of(here, then=usable_path(said(fields, "then")), worse=said(fields, "worse") == "yes")
        asked = page_named(key)
        if stops(here.tier, "advice") or asked is None or asked not in asking.path():
            return _to(here, "screen")
        replies = replies_in(asked, fields)
        if isinstance(replies, str):
            return _shown(here, asking, asked, fault=replies, given=fields, status=422)
        asking = asking.answered(asked, replies)
        if asking.next_page is None and not asking.stopped:
            drafted.save_screen(here, drafted.screen_after(here, asking))
            drafted.drop(here)
            return _to(here, "screen/result", asking.then)
        if asking.stopped:
            drafted.stop_at_once(here, asking)
        else:
            drafted.keep(here, asking)
    return _to(here, _next(asking))


@router.get("/stop")
def stop(here: Here) -> Response:
    """What cannot wait, at once: what to do and what to say, and for a moment the way back from a slip."""
    from trochanter.findings.words import message

    asking = asking_of(here)
    if not drafted.may_be_a_slip(here, asking) or here.screen is None:
        return _to(here, "screen/result")
    return page(here, "screen_stop.html", told=message(here.screen, here.today))


@router.post("/stop")
def stopped(here: Here) -> Response:
    """It was no slip: what cannot wait stands until a clinician has cleared it."""
    with here.state.locks[here.person.id]:
        here = here.fresh()
        if drafted.may_be_a_slip(here, asking_of(here)):
            drafted.drop(here)
    return _to(here, "screen/result")


@router.post("/slip")
def slip(here: Here) -> Response:
    """It was a slip: the question is asked again, and nothing opens before all are answered."""
    with here.state.locks[here.person.id]:
        here = here.fresh()
        asking = asking_of(here)
        if not drafted.may_be_a_slip(here, asking):
            return _to(here, "screen/result")
        return _to(here, f"screen/q/{drafted.take_back(here, asking).key}")


@router.get("/result")
def result(here: Here, then: str = "") -> Response:
    """What the answers lead to, and where to go on."""
    from trochanter.findings.limits import CHECK_POSITIONS, may, self_check
    from trochanter.findings.words import message

    if here.screen is None:
        return _to(here, "screen")
    if stops(here.tier, "self_check"):
        return stop_page(here)
    told, limits = message(here.screen, here.today), here.limits
    open_ = limits is not None and any(may(limits, self_check(each)).allowed for each in CHECK_POSITIONS)
    return page(
        here, "screen_result.html", offers="advice", told=told, check_open=open_, then=usable_path(then),
        due=not here.screen.complete or here.screen.asked_on != here.today,
    )  # fmt: skip


def _shown(
    here: PersonPage,
    asking: Asking,
    asked: Page | None = None,
    *,
    fault: str = "",
    given: Mapping[str, tuple[str, ...]] | None = None,
    status: int = 200,
) -> Response:
    """A question: the one that is named, else the one to be asked now."""
    asked = asked or asking.next_page
    if asked is None:
        return _to(here, _next(asking))
    path = asking.path()
    place = path.index(asked)
    total = len([each for each in path if each is not asking.next_page]) + asking.left()
    return page(
        here, "screen_question.html", offers="advice", status=status, asked=asked, asking=asking, fault=fault,
        number=place + 1, total=max(total, place + 1), back=path[place - 1].key if place else "",
        replies=asking.answers.replies, ticked={} if given is None else given,
        worse=asking.worse,
    )  # fmt: skip


def _next(asking: Asking) -> str:
    if asking.stopped:
        return "screen/stop"
    return "screen" if asking.next_page is None else f"screen/q/{asking.next_page.key}"


def _to(here: PersonPage, path: str, then: str = "") -> RedirectResponse:
    return RedirectResponse(here.url(path) + (f"?then={then}" if then else ""), 303)
