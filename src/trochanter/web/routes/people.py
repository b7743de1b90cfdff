"""People: everybody in the records of this computer; somebody new, somebody's records taken in."""

import datetime as dt
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Form, UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from trochanter.core.errors import BadSetting, TrochanterError
from trochanter.store.archives import import_archive
from trochanter.store.saving import as_compared
from trochanter.store.store import Store
from trochanter.web.guard.entry import LASTS_S
from trochanter.web.jobs.folders import ARRIVING
from trochanter.web.render import rendered
from trochanter.web.routes.entry import LAST
from trochanter.web.spooled import spooled_to
from trochanter.web.state import state_of

router = APIRouter(include_in_schema=False)
SHOWN = 200


@router.get("/people")
def people(request: Request, find: str = "", problem: str = "") -> Response:
    """Everybody whose name has what is looked for, with how much is kept of them."""
    store = state_of(request).store
    everybody = store.people()
    found = [each for each in everybody if find.strip().casefold() in each.name.casefold()]
    return rendered(
        request, "people.html", people=found[:SHOWN], more=max(0, len(found) - SHOWN), all=len(everybody),
        counts=_kept(store), find=find, problem=problem,
    )  # fmt: skip


@router.post("/people")
def add(request: Request, name: Annotated[str, Form()] = "", another: Annotated[bool, Form()] = False) -> Response:
    """Add a person; where somebody has the name already, ask what tells the two apart."""
    store = state_of(request).store
    alike = [each for each in store.people() if as_compared(each.name) == as_compared(name)]
    if alike and not another:
        return rendered(request, "people_same.html", status=409, name=name.strip(), alike=alike)
    try:
        person = store.add_person(name, another=another)
    except BadSetting as error:
        return rendered(
            request, "people.html", status=422, people=store.people()[:SHOWN], more=0, all=len(store.people()),
            counts=_kept(store), find="", problem=str(error.valid),
        )  # fmt: skip
    return opened(f"/p/{quote(person.id)}/today", person.id)


def _kept(store: Store) -> dict[str, tuple[int, dt.date]]:
    """Of each person with documents: how many, and the last day."""
    return {key: (number, dt.date.fromisoformat(day)) for key, (number, day) in store.counts().items()}


@router.get("/people/{person}")
def open_one(request: Request, person: str) -> Response:
    """Go to somebody's page, and remember who was open last."""
    found = state_of(request).store.person(person)
    return opened(f"/p/{quote(found.id)}/today", found.id)


@router.post("/people/upload")
def take_in(request: Request, file: UploadFile) -> Response:
    """Take in what 'export' wrote, here or on another computer; what is here already stays as it is."""
    store = state_of(request).store
    with TemporaryDirectory(prefix=ARRIVING, dir=store.place.folder) as folder:
        path = spooled_to(file, Path(folder) / "export.zip")
        try:
            taken = import_archive(store, path)
        except TrochanterError as error:
            error.where = ""  # a folder of this computer tells nobody anything
            raise
    return rendered(request, "people_taken.html", taken=taken)


def opened(path: str, person: str) -> Response:
    """Go on to a page of a person, who is the one that was open last."""
    answer = RedirectResponse(path, 303)
    answer.set_cookie(LAST, person, max_age=LASTS_S, httponly=True, samesite="strict")
    return answer
