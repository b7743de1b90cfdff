"""Settings: how the page looks, and what can be done with one's data: export, forget, back up, restore, check."""

import shutil
from pathlib import Path
from tempfile import mkdtemp
from typing import Annotated

from fastapi import APIRouter, Form
from starlette.background import BackgroundTask
from starlette.responses import FileResponse, RedirectResponse, Response

from trochanter.store.archives import export_person
from trochanter.store.backups import read_backup, write_backup
from trochanter.store.restoring import restore_backup
from trochanter.web import jobs
from trochanter.web.backups import backups_of, named_backup
from trochanter.web.guard.entry import LASTS_S
from trochanter.web.jobs import end_all
from trochanter.web.jobs.folders import tray_folder
from trochanter.web.look import COOKIE, THEMES, UNITS, Look
from trochanter.web.person import Here, PersonPage
from trochanter.web.render import page, rendered
from trochanter.web.routes.entry import LAST
from trochanter.web.words import LANGUAGES

router = APIRouter(include_in_schema=False)


@router.get("/p/{person}/settings")
def settings(here: Here, done: str = "") -> Response:
    """Everything that can be set, and everything that can be done with the records."""
    return _page(here, done)


@router.post("/p/{person}/settings/look")
def look(
    here: Here,
    language: Annotated[str, Form()] = "en",
    units: Annotated[str, Form()] = "metric",
    theme: Annotated[str, Form()] = "system",
) -> Response:
    """Keep how the page is to look, in this browser."""
    chosen = Look(
        language if language in LANGUAGES else "en",
        units if units in UNITS else UNITS[0],
        theme if theme in THEMES else THEMES[0],
    )
    answer = RedirectResponse(here.url("settings") + "?done=look", 303)
    answer.set_cookie(COOKIE, chosen.cookie, max_age=LASTS_S, samesite="strict", httponly=True)
    return answer


@router.post("/p/{person}/settings/export")
def export(here: Here, with_private: Annotated[bool, Form()] = False) -> Response:
    """One zip of everything of this person; what is private only by choice."""
    folder = Path(mkdtemp(dir=tray_folder(here.store.place, here.person.id)))  # goes with them, also after a crash
    path = folder / "trochanter-records.zip"
    clear = BackgroundTask(_clear, folder)
    try:
        export_person(here.store, here.person.id, path, with_private=with_private)
    except BaseException:
        _clear(folder)
        raise
    return FileResponse(path, filename=f"trochanter-{here.today}.zip", media_type="application/zip", background=clear)


@router.post("/p/{person}/settings/forget")
def forget(here: Here, name: Annotated[str, Form()] = "") -> Response:
    """Delete everything of this person, where their name was typed to say so."""
    if " ".join(name.split()) != " ".join(here.person.name.split()):
        return _page(here, "not_forgotten", 422)
    end_all(here.state, here.person.id)
    jobs.end_all(here.state, here.person.id)
    gone = here.store.forget(here.person.id)
    answer = rendered(here.request, "forgotten.html", gone=gone)
    answer.delete_cookie(LAST)
    return answer


@router.post("/p/{person}/settings/backup")
def backup(here: Here) -> Response:
    """Write a backup of all records beside them."""
    write_backup(here.store)
    return RedirectResponse(here.url("settings") + "?done=backup#backups", 303)


@router.post("/p/{person}/settings/restore")
def restore(here: Here, made: Annotated[str, Form()] = "", sure: Annotated[bool, Form()] = False) -> Response:
    """Make the records those of a backup; what is there now goes into a backup of its own first."""
    folder = named_backup(here.store, made)
    if not sure:
        return rendered(here, "restore.html", found=read_backup(folder), made=made)
    done = restore_backup(here.store, read_backup(folder))
    here.state.reopen()
    still = any(each.id == here.person.id for each in here.state.store.people())
    return rendered(here.request, "restored.html", restored=done, back=here.url("today") if still else "/people")


@router.get("/p/{person}/settings/audit")
def audit(here: Here) -> Response:
    """Check the chain of everything that was ever done with the records."""
    return rendered(here, "audit.html", found=here.store.verify_audit())


def _page(here: PersonPage, done: str, status: int = 200) -> Response:
    return page(
        here, "settings.html", status=status, languages=LANGUAGES, units=UNITS, themes=THEMES,
        backups=backups_of(here.store), encrypted=here.store.passphrase is not None, done=done,
    )  # fmt: skip


def _clear(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
