"""A session as one versioned JSON object, and back: the schema ``trochanter.session/1``."""

import datetime as dt
from dataclasses import dataclass
from secrets import token_hex

from pydantic import ValidationError

from trochanter.core.errors import BadSetting, ImpossibleData, TrochanterError
from trochanter.core.sides import Side
from trochanter.exchange.documents import first_fault
from trochanter.exchange.session_shapes import SCHEMA, DoneResult, SessionResult
from trochanter.findings.answers import Reply
from trochanter.progress.session import ENDED, Done, Ended, Session

_SIDES: dict[str | None, Side | None] = {"right": Side.RIGHT, "left": Side.LEFT, None: None}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a log: a session; replaces: the entry that it stands for now; taken_back: that one counts no more.

    run_source: the file that the run was read from, '' where it was told.
    """

    id: str
    written_at: dt.datetime | None
    session: Session
    replaces: str | None = None
    taken_back: bool = False
    run_source: str = ""


def new_entry(
    session: Session,
    at: dt.datetime | None,
    *,
    replaces: Entry | None = None,
    taken_back: bool = False,
    run_source: str = "",
) -> Entry:
    """An entry under a new name."""
    old = None if replaces is None else replaces.id
    return Entry(token_hex(8), at, session, old, taken_back, run_source)


def session_result(entry: Entry) -> SessionResult:
    """The object of an entry."""
    session = entry.session
    return SessionResult(
        schema=SCHEMA,
        id=entry.id,
        written_at=entry.written_at,
        replaces=entry.replaces,
        taken_back=entry.taken_back,
        on=session.on,
        ended=session.ended,
        done=[_done_result(row) for row in session.done],
        pain_before=session.pain_before,
        pain_during=session.pain_during,
        pain_next_morning=session.pain_next_morning,
        pain_place=session.pain_place,
        effort=session.effort,
        run_km=session.run_km,
        run_min=session.run_min,
        pain_onset_km=session.pain_onset_km,
        run_source=entry.run_source,
        able=session.able,
        new_signs=session.new_signs,
        groin=session.groin,
        note=session.note,
        passed=list(session.passed),
    )


def session_text(result: SessionResult) -> str:
    """The object as one line of JSON."""
    return result.model_dump_json(by_alias=True, exclude_defaults=True)


def entry_of(text: str | bytes, where: str) -> Entry:
    """The entry of a JSON object; raises ImpossibleData, which names ``where``, for anything else."""
    try:
        found = SessionResult.model_validate_json(text)
        if found.schema_ != SCHEMA:
            raise ValueError(f"its schema is '{found.schema_[:60]}'")
        return Entry(found.id, found.written_at, _session(found), found.replaces, found.taken_back, found.run_source)
    except ValidationError as error:
        reason = first_fault(error)
    except TrochanterError as error:
        reason = f"{error.what}; valid: {error.valid}"
    except ValueError as error:
        reason = str(error)
    raise ImpossibleData(
        f"this is no session of trochanter: {reason}",
        where=where,
        valid=f"an object with the schema {SCHEMA}",
        next_step="mend this line, or put the file aside and begin a new one",
    )


def _done_result(row: Done) -> DoneResult:
    return DoneResult(
        exercise=row.exercise,
        side=None if row.side is None else row.side.word,
        target_sets=row.target_sets,
        target_repeats=row.target_repeats,
        sets=row.sets,
        repeats=row.repeats,
        hold_s=row.hold_s,
    )


def _session(found: SessionResult) -> Session:
    return Session(
        on=found.on,
        ended=_ended(found.ended),
        done=tuple(_done(row) for row in found.done),
        pain_before=found.pain_before,
        pain_during=found.pain_during,
        pain_next_morning=found.pain_next_morning,
        pain_place=found.pain_place,
        effort=found.effort,
        run_km=found.run_km,
        run_min=found.run_min,
        pain_onset_km=found.pain_onset_km,
        note=found.note,
        passed=tuple(found.passed),
        able=found.able,
        new_signs=_reply(found.new_signs),
        groin=_reply(found.groin),
    )


def _done(row: DoneResult) -> Done:
    if row.side not in _SIDES:
        raise BadSetting("side", row.side, "right or left, or null")
    return Done(row.exercise, _SIDES[row.side], row.target_sets, row.target_repeats, row.sets, row.repeats, row.hold_s)


def _reply(word: str | None) -> Reply | None:
    if word is not None and word not in list(Reply):
        raise BadSetting("the reply to a short question", word[:40], ", ".join(Reply))
    return None if word is None else Reply(word)


def _ended(word: str) -> Ended:
    for option in ENDED:
        if word == option:
            return option
    raise BadSetting("ended", word, ", ".join(ENDED))
