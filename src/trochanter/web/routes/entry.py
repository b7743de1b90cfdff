"""The way in: the address that works once, the page before it, and where somebody lands who names no page."""

from urllib.parse import quote

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from trochanter.web.guard.entry import COOKIE, LASTS_S
from trochanter.web.look import look_of
from trochanter.web.problems import problem
from trochanter.web.render import rendered
from trochanter.web.state import state_of

router = APIRouter(include_in_schema=False)
LAST = "trochanter_person"


@router.get("/enter")
def enter(request: Request, token: str = "") -> Response:
    """Give the cookie for the token of the printed address; where it is wrong or used, say so."""
    if request.scope.get("entered"):
        return RedirectResponse("/", 303)
    cookie = state_of(request).door.enter(token)
    if cookie is None:
        return rendered(request, "locked.html", status=401, used=bool(token))
    answer = RedirectResponse("/", 303)
    answer.set_cookie(COOKIE, cookie, max_age=LASTS_S, httponly=True, samesite="strict")
    return answer


@router.get("/locked")
def locked(request: Request) -> Response:
    """What everybody sees who has not entered."""
    if str(request.scope.get("asked", "")).startswith("/api/"):
        words = look_of(request).words
        return problem(request, 401, words("locked.headline"), step=words("locked.lead"))
    return rendered(request, "locked.html", status=401, used=False)


@router.get("/")
def home(request: Request) -> Response:
    """Today, of the person who was open last or is the only one; else the choice of people, or the welcome."""
    store = state_of(request).store
    people = store.people()
    last = request.cookies.get(LAST, "")
    if len(people) == 1 or any(each.id == last for each in people):
        person = last if any(each.id == last for each in people) else people[0].id
        return RedirectResponse(f"/p/{quote(person)}/today", 303)
    return RedirectResponse("/people" if people else "/welcome", 303)
