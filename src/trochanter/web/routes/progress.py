"""Progress: the goal first, then what was done, pain, how far the hips turn, and the next step with what does it."""

from secrets import token_hex

from fastapi import APIRouter
from starlette.responses import Response

from trochanter.web.person import Here
from trochanter.web.render import page
from trochanter.web.training.limits import soon
from trochanter.web.training.progress_view import progress_view

router = APIRouter(prefix="/p/{person}", include_in_schema=False)


@router.get("/progress")
def progress(here: Here, noted: str = "") -> Response:
    """What following the plan has come to; without a plan, what it would show."""
    del noted
    view = progress_view(here)
    if view is None:
        return page(here, "progress_none.html", offers="advice", soon=soon(here))
    return page(here, "progress.html", offers="advice", view=view, soon=soon(here), key=token_hex(16))
