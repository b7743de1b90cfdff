"""Tap and track: a film is sent, knee and ankle are tapped on its pictures, and followed through it."""

import re
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.responses import FileResponse, RedirectResponse, Response

from trochanter.core.errors import BadSetting, MissingInput
from trochanter.core.sides import SIDES, Side
from trochanter.web.check import recorded
from trochanter.web.check.frames import duration_s, frame_at
from trochanter.web.drafts import draft_of, keep_draft
from trochanter.web.fields import Fields, said
from trochanter.web.person import Here
from trochanter.web.render import Offers, page
from trochanter.web.routes.check_recorded import guide_page, start_job
from trochanter.web.uploads import Received, held, hold, let_go, taking

router = APIRouter(prefix="/p/{person}/check/tap", include_in_schema=False)
OFFERS: Offers = "self_check"
TAKES = taking(*recorded.TAP_FIELDS)
LONGEST_S = 600.0  # every picture before is decoded
MOST_TAPS, MOST_FILMS, DRAFT = 40, 8, "tap"
_SPOT = re.compile(r"\d{1,3}(?:\.\d{1,3})?%,\d{1,3}(?:\.\d{1,3})?%")
_SECONDS = re.compile(r"\d{1,5}(?:\.\d{1,4})?")
_TYPES = {".mp4": "video/mp4", ".mkv": "video/webm", ".avi": "video/x-msvideo"}


@router.get("")
def tap(here: Here) -> Response:
    """How to film for tapping, and where the film is given."""
    return guide_page(here, "tap")


@router.post("/upload")
def given(here: Here, film: Annotated[Received, Depends(TAKES)]) -> Response:
    """Take a film and what is said of it; the next page shows its pictures."""
    side = _side(film.text("side"))
    told = recorded.said_of(film, "tap", (side,))
    recorded.refuse_recording(here, "tap", told.position)
    if not film.files:
        raise MissingInput("there is no film", valid="one film of one leg", next_step="choose it, and send it again")
    key = hold(here, film.files[0])
    with here.state.locks[here.person.id]:
        others = list(draft_of(here, DRAFT).items())[-MOST_FILMS:]
        keep_draft(here, DRAFT, {**dict(others), key: {**told.fields(), "side": side.word}})
    return RedirectResponse(here.url(f"check/tap/{key}"), 303)


@router.get("/{key}")
def tapping(here: Here, key: str) -> Response:
    """The pictures of a film that was sent, to tap on."""
    film = held(here, key)
    asked = draft_of(here, DRAFT).get(key, {})
    return page(
        here, "check_tapping.html", offers=OFFERS, key=key, film=film, asked=asked, duration=duration_s(film.path),
        slow=asked.get("slow", ""),
    )  # fmt: skip


@router.get("/{key}/film")
def film_itself(here: Here, key: str) -> Response:
    """The film that was sent, for the browser to show."""
    film = held(here, key)
    return FileResponse(film.path, media_type=_TYPES.get(film.suffix, "video/mp4"))


@router.get("/{key}/still")
def still(
    here: Here, key: str, at: Annotated[float, Query(ge=0.0, le=LONGEST_S, allow_inf_nan=False)] = 0.0
) -> Response:
    """One picture of the film, for a browser that cannot show it."""
    return Response(frame_at(held(here, key).path, at), media_type="image/jpeg")


@router.post("/{key}")
def tapped(here: Here, key: str, fields: Fields) -> Response:
    """Have knee and ankle followed from the taps."""
    side = _side(said(fields, "side"))
    told = recorded.said_of(Received((), tuple((name, said(fields, name)) for name in fields)), "tap", (side,))
    knees, ankles = (_spots(fields.get(name, ())) for name in ("knee", "ankle"))
    times = [each for each in fields.get("at", ()) if each.strip()]
    if not knees or len(knees) != len(ankles) or (times and len(times) != len(knees)):
        raise MissingInput(
            "knee and ankle were not tapped", valid="both, in the same picture, at least once",
            next_step="go back, and tap the middle of the knee, then of the ankle",
        )  # fmt: skip
    if not all(_SECONDS.fullmatch(each.strip()) for each in times):
        raise BadSetting("the time of a tap", times[0][:20], "seconds")
    answer = start_job(
        here, "tap", told, (held(here, key),), f"tap-{key}", side=side.word, knee=knees, ankle=ankles,
        at=[float(each) for each in times],
    )  # fmt: skip
    let_go(here, key)
    return answer


def _spots(texts: tuple[str, ...]) -> list[str]:
    found = [each.replace(" ", "") for each in texts if each.strip()][:MOST_TAPS]
    for each in found:
        if not _SPOT.fullmatch(each):
            raise BadSetting("a tap", each[:40], "percent of the picture, such as 48%,47.5%")
    return found


def _side(text: str) -> Side:
    for side in SIDES:
        if text == side.word:
            return side
    raise MissingInput("it is not said whose leg it is", valid="right or left", next_step="choose one of both")
