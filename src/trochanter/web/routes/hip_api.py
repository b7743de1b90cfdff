"""What 'Explore the hip' asks while somebody moves a slider: postures, bones, the built-in run, exercises."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Annotated, Any, Literal

from fastapi import APIRouter, FastAPI, Query
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request
from starlette.responses import Response

from trochanter.core.sides import SIDES, Side
from trochanter.web.hip import shapes
from trochanter.web.hip.warm import warmth
from trochanter.web.look import look_of
from trochanter.web.problems import problem

if TYPE_CHECKING:
    from trochanter.web.hip.posture import Wish


@asynccontextmanager
async def _life(_: FastAPI) -> AsyncIterator[None]:
    """Whoever is at work beside the server ends with it."""
    yield
    from trochanter.web.hip.kept import end

    end()


router = APIRouter(prefix="/api/hip", tags=["hip"], lifespan=_life)
SideAsked = Literal["right", "left", "both"]
BoneAsked = Literal["hip_bone", "sacrum", "femur", "tibia", "patella"]
_SIDES = {"right": SIDES[:1], "left": SIDES[1:], "both": SIDES}
_JSON, _BYTES, _SVG = "application/json", "application/octet-stream", "image/svg+xml"
_WAIT_S = 0.2
_REFUSED: dict[int | str, dict[str, Any]] = {
    status: {"model": shapes.Refusal, "description": words}
    for status, words in ((404, "There is no such thing."), (422, "It cannot be."), (503, "It could not be made."))
}
_LATER = {202: {"model": shapes.Readiness, "description": "Ask again."}, **_REFUSED}


def sides_of(word: str) -> tuple[Side, ...]:
    """The sides behind a word of the address.

    >>> sides_of("left")
    (<Side.LEFT: 'l'>,)
    """
    return _SIDES[word]


@router.get("/ready")
def ready(request: Request) -> shapes.Readiness:
    """Whether the engine is ready; the first time it is compiled, which takes some seconds."""
    warmth().start()
    done = warmth().wait(_WAIT_S)
    return shapes.Readiness(ready=done, words="" if done else look_of(request).words("explore.starting"))


def not_ready(request: Request) -> Response | None:
    """What to say while the engine is not ready."""
    warmth().start()
    if warmth().wait(_WAIT_S):
        return None
    words = look_of(request).words
    if warmth().given_up:
        return problem(request, 503, words("explore.failed"))
    return later(words("explore.starting"))


class Asked(BaseModel):
    """A posture in an address, degrees."""

    model_config = ConfigDict(extra="ignore")

    flexion_deg: Annotated[float, Field(ge=-20, le=120)] = 0.0
    abduction_deg: Annotated[float, Field(ge=-30, le=45)] = 0.0
    rotation_deg: Annotated[float, Field(ge=-40, le=40)] = 0.0
    tilt_deg: Annotated[float, Field(ge=-20, le=20)] = 0.0
    anteversion_deg: Annotated[int, Field(ge=-20, le=30)] = 0
    knee_deg: Annotated[float, Field(ge=0, le=120)] = 0.0
    side: SideAsked = "right"

    @property
    def wish(self) -> "Wish":
        """The posture alone."""
        from trochanter.web.hip.posture import Wish

        return Wish(**self.model_dump(exclude={"side"}))


@router.get("/posture", response_model=shapes.Posture, responses=_LATER)
def posture(request: Request, asked: Annotated[Asked, Query()]) -> Response:
    """The hip in one posture: where its muscle lines run and what each could do there."""
    waiting = not_ready(request)
    if waiting is not None:
        return waiting
    from trochanter.web.hip.posture import look

    found = look(asked.wish, sides_of(asked.side), look_of(request).words)
    return Response(found.model_dump_json(), media_type=_JSON)


@router.get("/bones/{name}", response_class=Response, responses={**_REFUSED, 200: {"content": {_BYTES: {}}}})
def bones(name: BoneAsked, anteversion_deg: Annotated[int, Query(ge=-20, le=30)] = 0) -> Response:
    """A bone of the right side: uint32 counts of points and triangles, int16 points in 0.05 mm, uint16, uint8 shade."""
    from trochanter.web.hip.bones import packed

    return Response(packed(name, anteversion_deg), media_type=_BYTES)


@router.get("/stride", response_model=shapes.Stride, responses=_LATER)
def stride(request: Request) -> Response:
    """The built-in run: poses, and forces and turning moments as ranges; 202 while it is being worked out."""
    from trochanter.web.hip.kept import STRIDE, given_up, kept_stride
    from trochanter.web.hip.stride_words import in_words

    words = look_of(request).words
    found = kept_stride()
    if found is None:
        if given_up(STRIDE):
            return problem(request, 503, words("explore.stride.failed"))
        return later(words("explore.stride.loading"))
    return Response(in_words(found, words).model_dump_json(), media_type=_JSON)


@router.get("/exercise/{name}", response_model=shapes.ExerciseFrames, responses=_LATER)
def exercise(request: Request, name: str, side: Literal["right", "left"] = "right") -> Response:
    """An exercise over its movement; how hard muscles work follows once it is worked out ('working')."""
    waiting = not_ready(request)
    if waiting is not None:
        return waiting
    from trochanter.web.hip.kept import begin, given_up
    from trochanter.web.hip.movement import exercise_frames

    found = exercise_frames(name, sides_of(side)[0], look_of(request).words)
    if found.working and not given_up(name):
        begin(name)
    elif found.working:
        found = found.model_copy(update={"working": False})
    return Response(found.model_dump_json(), media_type=_JSON)


class FlatAsked(Asked):
    """A drawing in an address."""

    view: Literal["front", "side", "back", "below"] = "back"
    group: Literal["deep", "gluteal", "all"] = "deep"
    muscle: Annotated[str, Field(max_length=40)] = ""
    near: Annotated[float, Field(ge=0.5, le=2.5)] = 1.0

    @property
    def wish(self) -> "Wish":
        """The posture alone."""
        return Asked(**{name: getattr(self, name) for name in Asked.model_fields}).wish


@router.get("/drawing.svg", response_class=Response, responses={**_LATER, 200: {"content": {_SVG: {}}}})
def flat(request: Request, asked: Annotated[FlatAsked, Query()]) -> Response:
    """The hip in a posture as a flat drawing, for where there is no WebGL."""
    waiting = not_ready(request)
    if waiting is not None:
        return waiting
    from trochanter.web.hip.drawing import drawing
    from trochanter.web.hip.posture import look

    words = look_of(request).words
    found = look(asked.wish, sides_of(asked.side), words)
    text = drawing(found, asked.view, asked.group, asked.muscle, asked.near, words("explore.view.stage"))
    return Response(text, media_type=_SVG)


def later(what: str) -> Response:
    """What to say while something is being worked out: accepted, ask again."""
    body = shapes.Readiness(ready=False, words=what).model_dump_json()
    return Response(body, status_code=202, media_type=_JSON, headers={"Retry-After": "2"})
