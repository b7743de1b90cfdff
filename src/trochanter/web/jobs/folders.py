"""Where jobs and uploads are: below the caches of their person, which go when that person is forgotten."""

import datetime as dt
import shutil
from collections.abc import Collection, Iterator
from contextlib import suppress
from pathlib import Path

from trochanter.store.places import CACHES, Place, private_folder
from trochanter.web.jobs.job import Job, is_key, read_job

JOBS, TRAY, DRAFTS = "jobs", "uploads", "draft-*.json"
ARRIVING = ".arriving-"  # in the folder of the records: an export that is being taken in
GIVEN, OUT = "recording", "out"  # in the folder of a job: what was given, what came of it
KEPT = dt.timedelta(days=7)
TRAY_KEPT_S = 24 * 3600.0


def jobs_folder(place: Place, person: str) -> Path:
    """The folder of all jobs of a person, made by whoever writes into it."""
    return place.folder / CACHES / person / JOBS


def job_folder(place: Place, person: str, key: str) -> Path:
    """The folder of one job; the key was checked."""
    assert is_key(key)
    return jobs_folder(place, person) / key


def person_folder(place: Place, person: str) -> Path:
    """Where everything is that goes with its person, closed to others; it is made. Raises UnwritableFile."""
    private_folder(place.folder / CACHES)
    return private_folder(place.folder / CACHES / person)


def tray_folder(place: Place, person: str) -> Path:
    """Where uploads of a person wait until a job takes them; it is made. Raises UnwritableFile."""
    return private_folder(person_folder(place, person) / TRAY)


def new_folder(place: Place, person: str, key: str) -> Path:
    """A new folder for a job, closed to others; raises UnwritableFile."""
    person_folder(place, person)
    private_folder(jobs_folder(place, person))
    return private_folder(job_folder(place, person, key))


def jobs_in(folder: Path) -> Iterator[tuple[Path, Job]]:
    """The jobs in a folder of jobs."""
    for each in _within(folder):
        if is_key(each.name) and (found := read_job(each)) is not None:
            yield each, found


def all_jobs(place: Place) -> Iterator[tuple[Path, Job]]:
    """Everybody's jobs."""
    for person in _within(place.folder / CACHES):
        for folder, job in jobs_in(person / JOBS):
            if job.person == person.name:
                yield folder, job


def _within(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError:  # it is not there, or went this moment, with its person
        return []


def clean(place: Place, people: Collection[str], now: dt.datetime) -> int:
    """Take away jobs that ended seven days ago, uploads and answers that nobody used, what a crash left or is nobody's.

    people: the keys of everybody. Returns how much went.
    """
    gone = 0
    for caches in (place.folder / CACHES).glob("*-*-*-*-*"):
        if caches.name not in people:
            shutil.rmtree(caches, ignore_errors=True)
            gone += 1
    for folder, job in all_jobs(place):
        if job.ended_at is not None and now - job.ended_at > KEPT:
            shutil.rmtree(folder, ignore_errors=True)
            gone += 1
    caches = place.folder / CACHES
    left = [*caches.glob(f"*/{TRAY}/*"), *caches.glob(f"*/{DRAFTS}"), *place.folder.glob(f"{ARRIVING}*")]
    for folder in [*left, *caches.glob(f"*/{JOBS}/*")]:
        unnamed = folder.parent.name != JOBS or read_job(folder) is None
        if unnamed and now.timestamp() - _touched(folder, now) > TRAY_KEPT_S:
            shutil.rmtree(folder, ignore_errors=True)
            with suppress(OSError):
                folder.unlink(missing_ok=True)
            gone += 1
    return gone


def _touched(path: Path, now: dt.datetime) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return now.timestamp()
