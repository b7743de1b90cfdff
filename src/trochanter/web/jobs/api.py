"""Starting jobs, finding them, and ending them: what the pages use."""

import re
import shutil
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from trochanter.core.errors import ImpossibleData, UnknownName, UnwritableFile
from trochanter.web.jobs.folders import GIVEN, OUT, job_folder, jobs_folder, jobs_in, new_folder
from trochanter.web.jobs.job import Job, JobFile, is_key, new_key, read_job
from trochanter.web.jobs.keeping import KEEP_FILES
from trochanter.web.jobs.kinds import kind_of_job
from trochanter.web.jobs.ordering import Order

if TYPE_CHECKING:
    from trochanter.web.state import State
    from trochanter.web.uploads import Upload

MOST_WAITING = 8
LONGEST_STEM = 40
_UNSAFE = re.compile(r"[^A-Za-z0-9]+")
_RESERVED = frozenset({"CON", "PRN", "AUX", "NUL", *(f"{port}{n}" for port in ("COM", "LPT") for n in range(10))})


def start(state: "State", person: str, kind: str, arguments: Mapping[str, Any], files: Sequence["Upload"] = ()) -> Job:
    """A new job of a person, which begins as soon as there is room for it.

    arguments: options of its command by name, 'keep_files' (True: the files given are saved with the result) and, for
    'monte-carlo', 'run' (the key of an analysed run). files: they are moved into the job's folder. Raises BadSetting
    and MissingInput for what cannot be, ScreenNeeded, UnwritableFile, and ImpossibleData where too many wait.
    """
    place, found = state.store.place, kind_of_job(kind)
    data = state.store.page_data(person)
    if sum(not each.ended for each in jobs_of(state, person)) >= MOST_WAITING:
        raise ImpossibleData(
            f"{MOST_WAITING} pieces of work are waiting already", valid=f"at most {MOST_WAITING} at once",
            next_step="wait until one of them is done, or cancel one",
        )  # fmt: skip
    key, now = new_key(), state.settings.now()
    said = {name: value for name, value in arguments.items() if name != KEEP_FILES}
    run = _run_folder(state, person, said.get("run"))
    folder = new_folder(place, person, key)
    try:
        (folder / GIVEN).mkdir(mode=0o700)
        given = _moved_in(folder, files)
        command = found.command(Order(folder, dict(said), given, data, now.date().isoformat(), run))
        job = Job(key, person, kind, "waiting", now, dict(arguments), given, command)
        state.jobs.add(folder, job)
    except BaseException as error:
        shutil.rmtree(folder, ignore_errors=True)
        if isinstance(error, OSError):
            raise UnwritableFile(
                f"there is no room for this work: {error.strerror or error}", next_step="free some space, and try again"
            ) from None
        raise
    return job


def find(state: "State", person: str, key: str) -> Job:
    """A job of a person, with how far it is; raises UnknownName, also where it is somebody else's."""
    job = read_job(job_folder(state.store.place, person, key)) if is_key(key) else None
    if job is None or job.person != person:
        raise UnknownName("job", key[:40], ())
    return state.jobs.with_progress(job)


def jobs_of(state: "State", person: str, *kinds: str) -> tuple[Job, ...]:
    """The jobs of a person, the newest first; kinds: only these."""
    found = [job for _, job in jobs_in(jobs_folder(state.store.place, person)) if not kinds or job.kind in kinds]
    return tuple(sorted(map(state.jobs.with_progress, found), key=lambda each: each.made_at, reverse=True))


def cancel(state: "State", person: str, key: str) -> Job:
    """End a job; one that has ended stays as it is. Raises UnknownName."""
    job = find(state, person, key)
    if not job.ended:
        state.jobs.cancel(folder_of(state, job), job)
    return find(state, person, key)


def again(state: "State", person: str, key: str) -> Job:
    """Run a job once more that failed or was cancelled, with the files that it still has.

    Raises UnknownName, and MissingInput where its files are gone.
    """
    job = find(state, person, key)
    if job.state in ("failed", "cancelled"):
        state.jobs.again(folder_of(state, job), job)
    return find(state, person, key)


def end_all(state: "State", person: str) -> None:
    """End all jobs of a person and take their folders away, as before they are forgotten."""
    for job in jobs_of(state, person):
        if not job.ended:
            cancel(state, person, job.key)
    shutil.rmtree(jobs_folder(state.store.place, person), ignore_errors=True)


def folder_of(state: "State", job: Job) -> Path:
    """The folder of a job."""
    return job_folder(state.store.place, job.person, job.key)


def safe_stem(label: str, role: str) -> str:
    """A file's name without its ending, of plain letters and digits; the role where nothing of it is left.

    >>> safe_stem("Läufe/../März 3.trc", "trial"), safe_stem("--out=x", "trial"), safe_stem("CON.csv", "right")
    ('Laufe-Marz-3', 'out-x', 'right-CON')
    """
    plain = unicodedata.normalize("NFKD", label.rpartition(".")[0] or label).encode("ascii", "ignore").decode()
    found = _UNSAFE.sub("-", plain).strip("-")[:LONGEST_STEM].strip("-")
    return f"{role}-{found}".strip("-") if not found or found.upper() in _RESERVED else found


def _run_folder(state: "State", person: str, key: object) -> Path | None:
    if key is None:
        return None
    job = find(state, person, str(key))
    return folder_of(state, job) / OUT


def _moved_in(folder: Path, files: Sequence["Upload"]) -> tuple[JobFile, ...]:
    """Files moved into the folder of a job, each under a name that is safe and still tells its owner which it is."""
    found: list[JobFile] = []
    for each in files:
        stem = safe_stem(each.label, each.field)
        if any(Path(other.name).stem == stem for other in found):
            stem = f"{stem}-{len(found) + 1}"
        name = f"{GIVEN}/{stem}{each.suffix}"
        shutil.move(each.path, folder / name)
        found.append(JobFile(each.field, name, each.label, each.kind, each.size, each.sha256))
    return tuple(found)
