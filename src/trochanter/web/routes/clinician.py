"""For my clinician: what the screen says, questions to take along, the page on how it went, and files."""

from fastapi import APIRouter
from starlette.responses import Response

from trochanter.web.person import Here
from trochanter.web.render import page
from trochanter.web.training.clinician import for_clinician

router = APIRouter(prefix="/p/{person}", include_in_schema=False)


@router.get("/clinician")
def clinician(here: Here) -> Response:
    """What to take along; open in tier B, whose way leads here."""
    from trochanter.reporting.sentences import say

    foot = (say("handoff.not_said"), say("handoff.private"))
    return page(here, "clinician.html", offers="advice", told=for_clinician(here), foot=foot)
