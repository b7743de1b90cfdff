"""The first page of all: what this is, and a name to begin with."""

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from trochanter.core.errors import BadSetting
from trochanter.web.render import rendered
from trochanter.web.routes.people import opened
from trochanter.web.state import state_of

router = APIRouter(include_in_schema=False)
LOCK = "welcome"


@router.get("/welcome")
def welcome(request: Request) -> Response:
    """What this is, in three sentences; where somebody is in the records, the first page."""
    if state_of(request).store.people():
        return RedirectResponse("/", 303)
    return rendered(request, "welcome.html", name="", fault="")


@router.post("/welcome")
def begin(request: Request, name: Annotated[str, Form()] = "") -> Response:
    """Begin with a name, or go on with the one that was begun with; raises what adding a person raises."""
    state = state_of(request)
    with state.locks[LOCK]:
        people = state.store.people()
        if people and not (len(people) == 1 and people[0].name == " ".join(name.split())):
            return RedirectResponse("/people", 303)
        try:
            person = people[0] if people else state.store.add_person(name)
        except BadSetting as error:
            return rendered(request, "welcome.html", status=422, name=name[:200], fault=error.valid)
    return opened(f"/p/{person.id}/screen?then=check", person.id)
