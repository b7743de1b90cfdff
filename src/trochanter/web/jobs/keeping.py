"""What is saved in the records from a job that is done: once, also where the server ended in between."""

import datetime as dt
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from trochanter.store.store import Store
from trochanter.web.jobs.folders import OUT
from trochanter.web.jobs.job import Job
from trochanter.web.jobs.ordering import SCREEN, SCREEN_BEFORE
from trochanter.web.jobs.set_ups import told_apart

KEPT = "kept"
KEEP_FILES = "keep_files"


@dataclass(frozen=True, slots=True)
class Keeping:
    """A job whose command has ended well, its folder, and the records."""

    store: Store
    job: Job
    folder: Path
    today: dt.date


def nothing(_: Keeping) -> tuple[str, ...]:
    """Nothing goes into the records."""
    return ()


def measurement(keeping: Keeping) -> tuple[str, ...]:
    """The measurement with its page, and the screen where pain has to be known to it."""
    screen_after(keeping)
    body = _text(keeping.folder / OUT / "measurement.json")
    kept = [each for each in keeping.store.page_data(keeping.job.person).measurements if each.kind == "measurement"]
    for each in kept:  # saved already, under names that were free then
        if each.body in (body, told_apart(body, [other.body for other in kept if other.saved < each.saved])):
            return (each.id,)
    return (_saved(keeping, told_apart(body, [each.body for each in kept]), ("check.html",)),)


def appearance(keeping: Keeping) -> tuple[str, ...]:
    """How a film looks, with its page."""
    return (_document(keeping, "appearance.json", ("appearance.html",)),)


def trial(keeping: Keeping) -> tuple[str, ...]:
    """Report and result of an analysed run, as files of the person under the name of the job."""
    from trochanter.web.jobs.runs import summary_of

    out, key, day = keeping.folder / OUT, keeping.job.key, keeping.job.made_at.date()
    summary = keeping.folder / KEPT / "summary"
    summary.parent.mkdir(exist_ok=True)
    summary.write_text(summary_of(out, keeping.job), encoding="utf-8")
    wanted = {f"run-{key}.html": out / "report.html", f"run-{key}.json": out / "result.json", f"run-{key}.txt": summary}
    there = {each.name: each.id for each in keeping.store.page_data(keeping.job.person).recordings}
    for name, path in wanted.items():
        if name not in there:
            named = _under_name(path, keeping.folder / KEPT / name)
            there[name] = keeping.store.add_blob(keeping.job.person, named, day).id
    return tuple(there[name] for name in wanted)


def screen_after(keeping: Keeping) -> None:
    """Save the screen where the measurement wrote it anew, because of pain that it has to know of.

    Where other answers were given meanwhile, those are what the pain counts against.
    """
    from trochanter.exchange.screen_result import screen_of, screen_result, screen_text
    from trochanter.findings.after_pain import to_be_asked_again
    from trochanter.findings.permission import ScreenNeeded, after_groin_pain

    before, after = _text(keeping.folder / SCREEN_BEFORE), _text(keeping.folder / SCREEN)
    bodies = [each.body for each in keeping.store.page_data(keeping.job.person).screens]
    if not after or after == before or after in bodies:
        return
    if bodies and bodies[-1] != before:
        now = screen_of(bodies[-1], "the screen")
        reopened = screen_of(after, "the screen after it").complete
        try:
            found = after_groin_pain(now, keeping.today) if reopened else to_be_asked_again(now)
        except ScreenNeeded:
            found = to_be_asked_again(now)
        if found == now:
            return
        after = screen_text(screen_result(found, keeping.today, keep_private=True))
    keeping.store.save(keeping.job.person, after)


def _document(keeping: Keeping, name: str, pages: Sequence[str]) -> str:
    """The key of the document that the command wrote; an equal one that is there already is the same."""
    body = _text(keeping.folder / OUT / name)
    for each in keeping.store.page_data(keeping.job.person).measurements:
        if each.body == body:
            return each.id
    return _saved(keeping, body, pages)


def _saved(keeping: Keeping, body: str, pages: Sequence[str]) -> str:
    files = [path for page in pages if (path := keeping.folder / OUT / page).is_file()]
    if keeping.job.arguments.get(KEEP_FILES) is True:
        files += [keeping.folder / each.name for each in keeping.job.files]
    return keeping.store.save(keeping.job.person, body, files=files)


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8").strip() if path.is_file() else ""


def _under_name(path: Path, name: Path) -> Path:
    name.parent.mkdir(exist_ok=True)
    if not name.exists():
        shutil.copyfile(path, name)
    return name
