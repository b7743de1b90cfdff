"""'Explore the hip': the page of the viewer, and one posture as a drawing and a table for browsers without script."""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query
from starlette.responses import HTMLResponse

from trochanter.web.hip.limits import LIMITS_DEG
from trochanter.web.hip.page import page_words, playable, sliders
from trochanter.web.hip.warm import warmth
from trochanter.web.person import Here
from trochanter.web.render import page, stops
from trochanter.web.routes.hip_api import Asked, sides_of

router = APIRouter(include_in_schema=False)
PATIENCE_S = 60.0


@router.get("/p/{person}/explore")
def explore(here: Here) -> HTMLResponse:
    """The page of the viewer; what it shows comes through /api/hip."""
    warmth().start()
    words = here.look.words
    data = {
        "words": page_words(words),
        "limits": {name.removesuffix("_deg"): limits for name, limits in LIMITS_DEG.items()},
    }
    shown = [] if stops(here.tier, "exercises") else playable()
    return page(here, "explore.html", offers="advice", sliders=sliders(words), data=data, exercises=shown)


@router.get("/p/{person}/explore/table")
def table(here: Here, asked: Annotated[Asked, Query()]) -> HTMLResponse:
    """One posture without script: sliders as a form, the drawing, all numbers."""
    warmth().start()
    warmth().wait(PATIENCE_S)
    from trochanter.web.hip.posture import look

    words = here.look.words
    values = {name.removesuffix("_deg"): int(getattr(asked, name)) for name in LIMITS_DEG}
    return page(
        here,
        "explore_table.html",
        offers="advice",
        sliders=sliders(words, values),
        side=asked.side,
        posture=look(asked.wish, sides_of(asked.side), words),
        drawing=f"/api/hip/drawing.svg?{urlencode(asked.model_dump())}",
    )
