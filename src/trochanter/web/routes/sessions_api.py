"""Sessions for programs, and for the guided session: noted once under their key, taken back once."""

import datetime as dt
from typing import Annotated, Literal

from fastapi import APIRouter, Body, Path
from pydantic import BaseModel, ConfigDict, Field

from trochanter.core.errors import BadSetting
from trochanter.core.sides import Side
from trochanter.findings.history import FARTHEST_KM, LONGEST_MIN
from trochanter.progress.session import (
    LONGEST_HOLD_S,
    LONGEST_NOTE,
    MOST,
    MOST_REPEATS,
    MOST_SETS,
    Done,
    Ended,
    Session,
)
from trochanter.progress.session_words import session_words
from trochanter.web.look import MILES_A_KM
from trochanter.web.person import Here, PersonPage
from trochanter.web.training import noting

router = APIRouter(prefix="/api/p/{person}", tags=["sessions"])
KEY = r"^[A-Za-z0-9][A-Za-z0-9_-]{7,63}$"
Pain = Annotated[int | None, Field(strict=True, ge=0, le=MOST, description="0 to 10; null where it was not told.")]
Key = Annotated[str, Path(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,80}$", description="The key of an entry of the log.")]
_SIDES = {"right": Side.RIGHT, "left": Side.LEFT, None: None}


class Given(BaseModel):
    """Base of what is sent: nothing that is not known."""

    model_config = ConfigDict(extra="forbid")


class DoneGiven(Given):
    """What was done of an exercise on a side; targets: those of the plan where they are left out."""

    exercise: str = Field(min_length=1, max_length=120)
    side: Literal["right", "left"] | None = None
    sets: int = Field(ge=0, le=MOST_SETS)
    repeats: int = Field(ge=0, le=MOST_REPEATS)
    hold_s: float = Field(default=0.0, ge=0.0, le=LONGEST_HOLD_S)
    target_sets: int = Field(default=0, ge=0, le=MOST_SETS)
    target_repeats: int = Field(default=0, ge=0, le=MOST_REPEATS)


class SessionGiven(Given):
    """One session, or a pain, a run or how the goal goes alone (ended: 'noted')."""

    key: str = Field(pattern=KEY, description="Made by whoever sends it: the same key again saves nothing twice.")
    on: dt.date = Field(description="The day of the session, today or before.")
    ended: Ended = Field(description="As planned, in part, missed, stopped because of pain, or noted.")
    done: list[DoneGiven] = Field(default=[], max_length=100, description="Empty with 'done': all as planned.")
    pain_before: Pain = None
    pain_during: Pain = None
    pain_next_morning: Pain = None
    pain_place: str | None = Field(default=None, max_length=120, description="A place of pain, or own words.")
    effort: Pain = None
    run_km: float | None = Field(default=None, gt=0.0, le=FARTHEST_KM)
    run_mi: float | None = Field(default=None, gt=0.0, le=FARTHEST_KM * MILES_A_KM, description="Miles, for run_km.")
    run_min: float | None = Field(default=None, gt=0.0, le=LONGEST_MIN)
    pain_onset_km: float | None = Field(
        default=None, gt=0.0, le=FARTHEST_KM, description="After how far of the run it began to hurt; null: not told."
    )
    pain_onset_mi: float | None = Field(
        default=None, gt=0.0, le=FARTHEST_KM * MILES_A_KM, description="Miles, for pain_onset_km."
    )
    able: Pain = None
    passed: list[Annotated[str, Field(max_length=60)]] = Field(default=[], max_length=20)
    note: str | None = Field(default=None, max_length=LONGEST_NOTE)
    plan: str | None = Field(default=None, max_length=80, description="The plan that was followed; for the sender.")
    begun_at: dt.datetime | None = Field(default=None, description="When it began; not kept.")
    ended_at: dt.datetime | None = Field(default=None, description="When it ended; not kept.")


class MorningGiven(Given):
    """The pain of a morning, which belongs to the last session before it."""

    key: str = Field(pattern=KEY, description="Made by whoever sends it; the same again changes nothing.")
    on: dt.date = Field(description="The day of the morning, today or before.")
    pain: Annotated[int, Field(strict=True, ge=0, le=MOST, description="0 to 10.")]


class FollowsTold(BaseModel):
    """What follows from what was noted: 'screen' (asked again), 'stopped' (no exercises now), 'pain'."""

    kind: str
    says: str
    url: str


class SessionKept(BaseModel):
    """What was saved, in words; undo: where to take it back; next: the page to go on with; follows: what it means."""

    id: str
    says: str
    undo: str
    next: str
    follows: list[FollowsTold]


class TakenBack(BaseModel):
    """An entry that counts no more."""

    id: str
    says: str


@router.post("/sessions", summary="Note a session")
def post_session(here: Here, given: Annotated[SessionGiven, Body()]) -> SessionKept:
    """Note what was done. What was done is never refused; what follows from it is told.

    Safe to repeat: the same key gives the same answer and saves nothing twice.
    """
    if given.on > here.today:
        raise BadSetting("on", given.on.isoformat(), f"{here.today}, today, or a day before")
    session = _session(given)
    with here.state.locks[here.person.id]:
        entry = noting.note(here.fresh(), session, given.key)
    return kept(here.fresh(), entry.id, entry.session)


@router.post("/mornings", summary="Note the pain of the morning after a session")
def post_morning(here: Here, given: Annotated[MorningGiven, Body()]) -> SessionKept:
    """Note the pain of a morning with the last session before it. Safe to repeat."""
    if given.on > here.today:
        raise BadSetting("on", given.on.isoformat(), f"{here.today}, today, or a day before")
    with here.state.locks[here.person.id]:
        entry = noting.note_morning(here.fresh(), given.pain, given.on, given.key)
    return kept(here.fresh(), entry.id, entry.session)


@router.post("/sessions/{key}/undo", summary="Take a session back")
def undo_session(here: Here, key: Key) -> TakenBack:
    """Take an entry back: it counts no more and stays in the records. Safe to repeat."""
    with here.state.locks[here.person.id]:
        entry = noting.undo(here.fresh(), key)
    return TakenBack(id=key, says=here.look.words("today.taken_back", what=session_words(entry.session)))


def kept(here: PersonPage, key: str, session: Session) -> SessionKept:
    """The answer to what was noted."""
    return SessionKept(
        id=key,
        says=noting.saved_words(here, session),
        undo=f"/api/p/{here.person.id}/sessions/{key}/undo",
        next=f"{here.url('today')}?noted={key}",
        follows=[
            FollowsTold(kind=each.kind, says=each.says, url=each.url) for each in noting.follows(here, session)
        ],
    )  # fmt: skip


def _session(given: SessionGiven) -> Session:
    return Session(
        on=given.on,
        ended=given.ended,
        done=tuple(_done(row) for row in given.done),
        pain_before=given.pain_before,
        pain_during=given.pain_during,
        pain_next_morning=given.pain_next_morning,
        pain_place=" ".join((given.pain_place or "").split()),
        effort=given.effort,
        run_km=_km(given.run_km, given.run_mi),
        pain_onset_km=_km(given.pain_onset_km, given.pain_onset_mi),
        run_min=given.run_min,
        able=given.able,
        passed=noting.gates_told(given.passed),
        note=" ".join((given.note or "").split()),
    )


def _km(km: float | None, miles: float | None) -> float | None:
    return km if miles is None else round(miles / MILES_A_KM, 3)


def _done(row: DoneGiven) -> Done:
    return Done(
        row.exercise, _SIDES[row.side], row.target_sets, row.target_repeats, row.sets, row.repeats, row.hold_s
    )  # fmt: skip
