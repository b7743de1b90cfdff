"""Recording what a clinician has cleared: the one way in which what the screen stops is opened again."""

from fastapi import APIRouter
from starlette.responses import RedirectResponse, Response

from trochanter.web.check.clearing import ClearanceForm, clearable, form_of, openable
from trochanter.web.check.drafted import save_screen
from trochanter.web.fields import Fields
from trochanter.web.person import Here, PersonPage
from trochanter.web.render import page

router = APIRouter(prefix="/p/{person}/check/clearance", include_in_schema=False)


@router.get("")
def clearance(here: Here) -> Response:
    """What could be cleared, and the form for who has cleared it."""
    return _form(here, ClearanceForm({"on": (here.today.isoformat(),)}))


@router.post("")
def cleared(here: Here, fields: Fields) -> Response:
    """Keep a clearance with the screen that it is for; the same one again changes nothing."""
    with here.state.locks[here.person.id]:
        here = here.fresh()
        form = form_of(fields, clearable(here.screen, here.today), here.today)
        if here.screen is None or form.clearance is None:
            return _form(here, form, status=422)
        amended = here.screen.with_clearances((form.clearance,))
        save_screen(here, amended, replaces=here.data.screens[-1].id)
    return RedirectResponse(here.url("screen" if not amended.complete else "screen/result"), 303)


def _form(here: PersonPage, form: ClearanceForm, *, status: int = 200) -> Response:
    found = clearable(here.screen, here.today)
    return page(here, "check_clearance.html", status=status, form=form, found=found, words=openable(found))
