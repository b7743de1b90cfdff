"""Today: one sentence on running, three short questions, the guided session, and whatever is noted of the day."""

from pathlib import Path
from secrets import token_hex
from tempfile import TemporaryDirectory
from typing import Annotated, Any

from fastapi import APIRouter, Form, UploadFile
from starlette.responses import RedirectResponse, Response

from trochanter.capture.runs import read_runs
from trochanter.capture.typed_days import day_typed
from trochanter.core.errors import BadSetting, TrochanterError
from trochanter.exchange.session_entries import new_runs
from trochanter.exchange.session_result import session_result, session_text
from trochanter.findings.again import session_questions
from trochanter.findings.answers import Reply
from trochanter.findings.history_words import choices_of
from trochanter.progress.session import ENDED, Ended, Session
from trochanter.web.jobs.folders import tray_folder
from trochanter.web.person import Here, PersonPage
from trochanter.web.render import page
from trochanter.web.spooled import spooled_to
from trochanter.web.training import noting
from trochanter.web.training.answers import note_answers
from trochanter.web.training.day import training
from trochanter.web.training.limits import self_check_open, soon
from trochanter.web.training.player import session_data
from trochanter.web.training.typed import km_typed, number_typed, pain_typed

router = APIRouter(prefix="/p/{person}", include_in_schema=False)
BACK = ("today", "today/note", "progress", "plan")
Word = Annotated[str, Form(max_length=600)]


@router.get("/today")
def today(here: Here, noted: str = "") -> Response:
    """The day; for somebody without a plan the one next step."""
    now = training(here)
    if now is None:
        return page(
            here, "today_begin.html", offers="exercises", step=_next_step(here), soon=soon(here), **_noted(here, noted)
        )
    session = (
        session_data(here, [each for each in now.items if each.exercise not in now.done], now.answers)
        if now.closed == ""
        else None
    )
    return page(
        here, "today.html", offers="exercises", now=now, session=session, soon=soon(here),
        questions=session_questions(), key=token_hex(16), places=choices_of("pain_places"), **_noted(here, noted),
    )  # fmt: skip


@router.post("/today/answers")
def answers(here: Here, new_signs: Word = "", groin: Word = "", pain: Word = "") -> Response:
    """Keep the answers to the three short questions; where they ask for the screen, go there."""
    told = pain_typed(pain, "pain")
    with here.state.locks[here.person.id]:
        why = note_answers(here.fresh(), _reply(new_signs), _reply(groin), told)
    return RedirectResponse(here.screen_url("today") if why else here.url("today"), 303)


@router.get("/today/note")
def note_form(here: Here, noted: str = "", runs: int | None = None) -> Response:
    """What can be noted at any time, also while exercises are stopped: pain, a run, a session, a missed day."""
    return page(
        here, "today_note.html", offers="advice", key=token_hex(16), places=choices_of("pain_places"),
        has_plan=here.plan is not None, soon=soon(here),
        runs=runs, **_noted(here, noted),
    )  # fmt: skip


@router.post("/today/session")
def note_session(
    here: Here,
    key: Word = "",
    on: Word = "",
    ended: Word = "noted",
    pain_before: Word = "",
    pain_during: Word = "",
    pain_place: Word = "",
    effort: Word = "",
    run_km: Word = "",
    run_mi: Word = "",
    run_min: Word = "",
    pain_onset_km: Word = "",
    pain_onset_mi: Word = "",
    able: Word = "",
    note: Word = "",
    passed: Word = "",
    back: str = "today",
) -> Response:
    """Note a session, a run or a pain by form; the same form sent twice notes it once."""
    session = Session(
        on=day_typed("the day", on, here.today),
        ended=_ended(ended),
        pain_before=pain_typed(pain_before, "pain_before"),
        pain_during=pain_typed(pain_during, "pain_during"),
        pain_place=" ".join(pain_place.split()),
        effort=pain_typed(effort, "effort"),
        run_km=km_typed(run_km, run_mi, "run"),
        pain_onset_km=km_typed(pain_onset_km, pain_onset_mi, "pain_onset"),
        run_min=number_typed(run_min, "run_min"),
        able=pain_typed(able, "able"),
        note=" ".join(note.split()),
        passed=noting.gates_told([passed] if passed else []),
    )
    with here.state.locks[here.person.id]:
        entry = noting.note(here.fresh(), session, _key(key))
    where = back if back in BACK else "today"
    return RedirectResponse(f"{here.url(where)}?noted={entry.id}", 303)


@router.post("/today/morning")
def morning(here: Here, pain: Word = "") -> Response:
    """Note the pain of this morning, which belongs to the last session before today."""
    told = pain_typed(pain, "pain")
    if told is None:
        return RedirectResponse(here.url("today"), 303)
    with here.state.locks[here.person.id]:
        entry = noting.note_morning(here.fresh(), told, here.today, token_hex(16))
    return RedirectResponse(f"{here.url('today')}?noted={entry.id}", 303)


@router.post("/today/undo")
def undo(here: Here, key: Word = "", back: Word = "today") -> Response:
    """Take an entry back."""
    with here.state.locks[here.person.id]:
        noting.undo(here.fresh(), key)
    where = back if back in BACK else "today"
    return RedirectResponse(here.url(where), 303)


@router.post("/today/runs/upload")
def runs_of_a_file(here: Here, file: UploadFile) -> Response:
    """Note the runs of a watch's file or of a table; those that are there already are not noted twice."""
    with TemporaryDirectory(dir=tray_folder(here.store.place, here.person.id)) as folder:
        path = spooled_to(file, Path(folder) / "runs")
        path = path.rename(path.with_name("watch.fit" if _is_fit(path) else "runs.csv"))
        try:
            found = read_runs(path, here.today)
        except TrochanterError as error:
            error.where = error.where.replace(str(path), "").strip(" :,")
            raise
    with here.state.locks[here.person.id]:
        now = here.fresh()
        entries = list(new_runs(now.log, found, here.now))
        for entry in entries:
            now.save(session_text(session_result(entry)))
    return RedirectResponse(
        f"{here.url('today/note')}?noted={entries[-1].id if entries else ''}&runs={len(entries)}", 303
    )


def _is_fit(path: Path) -> bool:
    with path.open("rb") as stream:
        return stream.read(12)[8:12] == b".FIT"


def _next_step(here: PersonPage) -> str:
    """The one next step of somebody without a plan: the screen, a first check, the goal, or the plan itself."""
    if here.screen is None or not here.screen.complete:
        return "screen"
    if here.history is None:
        return "goal" if here.checks or not self_check_open(here) else "check"
    return "plan"


def _noted(here: PersonPage, key: str) -> dict[str, Any]:
    """What was just noted, in words, and what follows from it, for the page that comes after."""
    entry = noting.entry_named(here.log, key) if key else None
    if entry is None or noting.standing_of(here.log, entry) is None:
        return {"noted": None, "follows": ()}
    told = {"key": entry.id, "says": noting.saved_words(here, entry.session)}
    return {"noted": told, "follows": noting.follows(here, entry.session)}


def _reply(word: str) -> Reply:
    return Reply(word) if word in list(Reply) else Reply.SKIPPED


def _ended(word: str) -> Ended:
    for each in ENDED:
        if word == each:
            return each
    raise BadSetting("how a session ended", word[:40], ", ".join(ENDED))


def _key(typed: str) -> str:
    return typed if typed.isalnum() and 8 <= len(typed) <= 64 else token_hex(16)
