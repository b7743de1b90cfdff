"""The plan: each exercise with its reason, changes by person or therapist, and what can be taken along."""

import re
from functools import lru_cache
from secrets import token_hex
from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import RedirectResponse, Response

from trochanter.core.errors import BadSetting, ImpossibleData, TrochanterError, UnknownName
from trochanter.findings.permission import NotOffered, ScreenNeeded
from trochanter.plan.edit import MOST_HOLD_S, MOST_REPEATS, MOST_SETS
from trochanter.plan.library import exercise_named, exercises
from trochanter.web.person import Here, PersonPage
from trochanter.web.problems import status_of
from trochanter.web.render import page
from trochanter.web.training.change_typed import Typed
from trochanter.web.training.changing import beside, changed, instead_of, undone
from trochanter.web.training.downloads import download
from trochanter.web.training.limits import left_out_words, soon
from trochanter.web.training.making import make_plan, ready
from trochanter.web.training.plan_view import Shown, item_shown, plan_view

router = APIRouter(prefix="/p/{person}", include_in_schema=False)
WIDE_PX, HIGH_PX = 360.0, 260.0
_PAPER = re.compile(r'<rect class="paper"[^>]*/>\n?|^svg \{ background: [^}]*\}\n', re.MULTILINE)
PICTURE = {
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",  # the picture's own style
    "cache-control": "private, max-age=3600",
}


@router.get("/plan")
def plan(here: Here, done: str = "") -> Response:
    """The plan of a person; for somebody without one, the step before it."""
    view = plan_view(here)
    if view is None:
        return page(here, "plan_none.html", offers="exercises", soon=soon(here), ready=ready(here))
    return page(
        here,
        "plan.html",
        offers="exercises",
        view=view,
        soon=soon(here),
        done=done,
        limits=left_out_words(here),
        key=token_hex(16),
    )


@router.post("/plan/new")
def make(here: Here) -> Response:
    """Make the plan, or make it anew; where questions come first, go to them."""
    try:
        with here.state.locks[here.person.id]:
            make_plan(here.fresh())
    except ScreenNeeded:
        return RedirectResponse(here.screen_url("plan"), 303)
    except NotOffered:  # the page says what stands against it, and what to do instead
        return RedirectResponse(here.url("plan"), 303)
    return RedirectResponse(f"{here.url('plan')}?done=made", 303)


@router.get("/plan/change/{exercise}")
def change_form(here: Here, exercise: str) -> Response:
    """What can be changed about one exercise of the plan."""
    item = item_shown(here, exercise)
    if item is None:
        raise UnknownName("exercise of the plan", exercise[:80], ())
    return _change_page(here, item, Typed())


@router.get("/plan/add")
def add_form(here: Here) -> Response:
    """What can come in beside the exercises of the plan."""
    return RedirectResponse(here.url("plan"), 303) if here.plan is None else _add_page(here, Typed())


@router.post("/plan/change")
def change(here: Here, typed: Annotated[Typed, Form()]) -> Response:
    """Change the plan, with the reason kept; what the screen leaves out cannot come in this way."""
    try:
        with here.state.locks[here.person.id]:
            changed(here.fresh(), typed.edit(here.today), typed.base)
    except ScreenNeeded:
        return RedirectResponse(here.screen_url("plan"), 303)
    except (NotOffered, BadSetting, ImpossibleData) as error:
        return _refused(here, typed, error)
    return RedirectResponse(f"{here.url('plan')}?done=changed", 303)


def _refused(here: PersonPage, typed: Typed, error: TrochanterError) -> Response:
    """The form again, with what was typed and why it could not be; elsewhere the error's own page."""
    if here.tier in ("A", "B"):
        return RedirectResponse(here.url("plan"), 303)
    item = item_shown(here, typed.exercise)
    if here.plan is not None and typed.change == "add":
        return _add_page(here, typed, error)
    if item is None or typed.change not in ("swap", "dose", "leave_out"):
        raise error
    return _change_page(here, item, typed, error)


def _change_page(here: PersonPage, item: Shown, typed: Typed, error: TrochanterError | None = None) -> Response:
    return page(
        here, "plan_change.html", offers="exercises", status=200 if error is None else status_of(error), error=error,
        typed=typed, base=here.data.plans[-1].id, each=item, instead=instead_of(here, item.name), soon=soon(here),
        most={"sets": MOST_SETS, "repeats": MOST_REPEATS, "hold_s": int(MOST_HOLD_S)},
    )  # fmt: skip


def _add_page(here: PersonPage, typed: Typed, error: TrochanterError | None = None) -> Response:
    return page(
        here, "plan_add.html", offers="exercises", status=200 if error is None else status_of(error), error=error,
        typed=typed, base=here.data.plans[-1].id, beside=beside(here), soon=soon(here),
    )  # fmt: skip


@router.post("/plan/undo")
def undo(here: Here) -> Response:
    """Take the last change back."""
    with here.state.locks[here.person.id]:
        done = undone(here.fresh())
    return RedirectResponse(f"{here.url('plan')}{'?done=undone' if done else ''}", 303)


@router.get("/plan/figure/{exercise}.svg")
def figure(here: Here, exercise: str) -> Response:
    """The moving picture of an exercise; still where less movement is wished for."""
    del here  # whoever has entered may see it, under the address of a person
    exercise_named(exercise)
    return Response(_picture(exercise), media_type="image/svg+xml", headers=PICTURE)


@router.get("/plan/download/{name}")
def take_along(here: Here, name: str, at: str = "", remind: str = "") -> Response:
    """A file to take along; made now, sent nowhere. at, remind: of a calendar, the time of day and minutes before."""
    content, kind = download(here, name, at, remind)
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=kind, headers=headers)


@lru_cache(maxsize=256)
def _picture(name: str) -> str:
    from trochanter.reporting.figures.exercise import exercise_moving
    from trochanter.reporting.standalone import standalone

    picture = standalone(exercise_moving(exercises()[name], WIDE_PX, HIGH_PX))
    return _PAPER.sub("", picture)  # the page's own ground is seen through it
