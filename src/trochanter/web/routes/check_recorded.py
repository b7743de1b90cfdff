"""Films and phone recordings of a check: how to make them, taking them in, measuring them as work in the background."""

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import RedirectResponse, Response

from trochanter.core.errors import MissingInput
from trochanter.core.sides import SIDES
from trochanter.web import jobs
from trochanter.web.check import recorded
from trochanter.web.check.gate import questions_due
from trochanter.web.check.typed import ENDS, PLACES, new_key
from trochanter.web.drafts import once
from trochanter.web.person import Here, PersonPage
from trochanter.web.render import Offers, page, stops
from trochanter.web.training.limits import soon
from trochanter.web.uploads import Received, Upload, taking

router = APIRouter(prefix="/p/{person}/check", include_in_schema=False)
OFFERS: Offers = "self_check"
FILMS, LOGS = taking(*recorded.FILM_FIELDS), taking(*recorded.LOG_FIELDS)
MODEL_KIND = "weights"


@router.get("/film")
def film(here: Here) -> Response:
    """How to film, and where the films are given."""
    return guide_page(here, "film")


@router.get("/phone")
def phone(here: Here) -> Response:
    """How to strap a phone to the shin, and where its recordings are given."""
    return guide_page(here, "phone")


@router.post("/film/upload")
def films_given(here: Here, given: Annotated[Received, Depends(FILMS)]) -> Response:
    """Take films of one or both legs, and have them measured."""
    return _started(here, "film", given)


@router.post("/phone/upload")
def logs_given(here: Here, given: Annotated[Received, Depends(LOGS)]) -> Response:
    """Take recordings of a phone on the shin, and have them measured."""
    return _started(here, "phone", given)


@router.post("/model")
def model(here: Here) -> Response:
    """Have the pose model installed, because somebody asked for it: the one thing that comes from outside."""
    waiting = [each for each in jobs.jobs_of(here.state, here.person.id, MODEL_KIND) if not each.ended]
    job = waiting[0] if waiting else jobs.start(here.state, here.person.id, MODEL_KIND, {})
    return RedirectResponse(here.url(f"jobs/{job.key}"), 303)


def guide_page(here: PersonPage, way: str) -> Response:
    """How to record by a way, with the form; the questions first where they are due."""
    from trochanter.capture.weights import archives, installed_models
    from trochanter.web.check.guides import figures_of

    if questions_due(here) and not stops(here.tier, OFFERS):
        return RedirectResponse(here.screen_url(f"check/{way}"), 303)
    positions = recorded.positions_for(here, way)
    models = installed_models()
    return page(
        here, f"check_{way}.html", offers=OFFERS, way=way, positions=positions, ends=ENDS, places=PLACES,
        key=new_key(), models=models, figures=figures_of(way), sides=SIDES, soon=soon(here),
        model_mb=round(max(each.size for each in archives()) / 1e6),
    )  # fmt: skip


def _started(here: PersonPage, way: str, given: Received) -> Response:
    sides = recorded.legs_in(given)
    said = recorded.said_of(given, way, sides)
    return start_job(here, way, said, given.files, given.text("key"))


def start_job(
    here: PersonPage, way: str, said: recorded.Said, files: tuple[Upload, ...], key: str, **options: object
) -> Response:
    """Have recordings measured, once for a form's key, after the screen was asked; then on to the work's page.

    Raises what the screen and starting raise.
    """
    recorded.refuse_recording(here, way, said.position)
    arguments = {**recorded.arguments_of(said), **options}
    if not files:
        raise MissingInput("there is no recording", valid="a file", next_step="choose one, and send it again")
    made = once(here, key, lambda: jobs.start(here.state, here.person.id, recorded.KINDS[way], arguments, files).key)
    return RedirectResponse(here.url(f"jobs/{made}"), 303)
