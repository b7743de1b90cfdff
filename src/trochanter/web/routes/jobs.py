"""Work under way: how far it is, cancel, once more; then on to what came of it."""

import datetime as dt
import re

from fastapi import APIRouter
from pydantic import BaseModel
from starlette.responses import RedirectResponse, Response

from trochanter.web import jobs
from trochanter.web.jobs.kinds import kind_of_job
from trochanter.web.jobs.ordering import THEN
from trochanter.web.person import Here, PersonPage
from trochanter.web.render import page

router = APIRouter()
PAGE = "/p/{person}/jobs/{key}"
SHOWN = 30
PATH = re.compile(r"[a-z][a-z0-9/-]{0,80}")


@router.get("/p/{person}/jobs", include_in_schema=False)
def listed(here: Here) -> Response:
    """All work of a person, the newest first."""
    return page(here, "jobs.html", offers="advice", jobs=jobs.jobs_of(here.state, here.person.id)[:SHOWN])


@router.get(PAGE, include_in_schema=False)
def shown(here: Here, key: str) -> Response:
    """One piece of work; where it is done, on to its result."""
    job = jobs.find(here.state, here.person.id, key)
    if job.state == "done":
        return RedirectResponse(opens(here, job), 303)
    return page(
        here,
        "jobs_one.html",
        offers="advice",
        job=job,
        says=says(here, job),
        back=here.url(kind_of_job(job.kind).begins),
    )


@router.post(f"{PAGE}/cancel", include_in_schema=False)
def cancelled(here: Here, key: str) -> Response:
    """End the work."""
    jobs.cancel(here.state, here.person.id, key)
    return RedirectResponse(here.url(f"jobs/{key}"), 303)


@router.post(f"{PAGE}/again", include_in_schema=False)
def once_more(here: Here, key: str) -> Response:
    """Run it once more."""
    jobs.again(here.state, here.person.id, key)
    return RedirectResponse(here.url(f"jobs/{key}"), 303)


class JobTold(BaseModel):
    """What the API tells of a piece of work. share: 0 to 1, null where nobody knows; next: the page to go on to."""

    key: str
    kind: str
    state: str
    made_at: dt.datetime
    ended_at: dt.datetime | None
    says: str
    share: float | None
    problem: jobs.Problem | None
    saved: tuple[str, ...]
    next: str | None


@router.get("/api/p/{person}/jobs/{key}")
def told(here: Here, key: str) -> JobTold:
    """State, progress and problem of a piece of work; next: the page to go on to when it has ended."""
    job = jobs.find(here.state, here.person.id, key)
    go_on = {"done": opens(here, job), "failed": here.url(f"jobs/{key}"), "cancelled": here.url(f"jobs/{key}")}
    return JobTold(
        key=job.key, kind=job.kind, state=job.state, made_at=job.made_at, ended_at=job.ended_at, says=says(here, job),
        share=job.share, problem=job.problem, saved=job.saved, next=go_on.get(job.state),
    )  # fmt: skip


def opens(here: PersonPage, job: jobs.Job) -> str:
    """The page that shows what came of a job."""
    then = job.arguments.get(THEN)
    if isinstance(then, str) and PATH.fullmatch(then):
        return here.url(then)
    return here.url(kind_of_job(job.kind).opens.format(key=job.key, saved=job.saved[0] if job.saved else ""))


def says(here: PersonPage, job: jobs.Job) -> str:
    """What is happening, in one line."""
    if job.state == "waiting" and (ahead := here.state.jobs.ahead_of(job)):
        return here.look.words("jobs.ahead", number=ahead)
    if job.state == "running" and job.said:
        return job.said
    return here.look.words(f"jobs.{job.state}")
