"""Long work beside the page: measuring a film, analysing a trial; each job is a folder and a child process.

    job = start(here.state, here.person.id, "measure-film", {"position": "seated"}, uploads)   # routes
    return RedirectResponse(here.url(f"jobs/{job.key}"), 303)          # progress, cancel, then on to the result

``start(state, person, kind, arguments, files) -> Job``: kind is a name of ``kinds.KINDS``; arguments are the options of
its command by their long names ('position', 'right-in'; a list repeats one, True is a flag, None and '' leave it out;
'mirrored' may be True or False); files are ``uploads.Upload``s, which are moved in: the field of an upload is its role
('film', 'right', 'left', 'trial', 'static', 'forces', 'model', ...). The screen of the person and earlier results go
along by themselves. Raises what is wrong with the options, UnwritableFile, NotOffered where too many wait.

``find(state, person, key) -> Job`` raises UnknownName; ``jobs_of(state, person, *kinds)``, the newest first;
``cancel(state, person, key) -> Job``; ``folder_of(state, job)``: ``out`` in it holds what the command wrote, until the
job is seven days old; ``job.saved`` are the keys of the documents and recordings that were saved from it, exactly once.
``end_all(state, person)``: before somebody is forgotten; their folders go with ``store.forget``.

A job belongs to one person and cannot be found by another. It survives the server: what was waiting or running when the
server ended, however it ended, runs again at most twice.
"""

from trochanter.web.jobs.api import again, cancel, end_all, find, folder_of, jobs_of, start
from trochanter.web.jobs.job import ENDED, Job, JobFile, Problem, Value, new_key

__all__ = [
    "ENDED",
    "Job",
    "JobFile",
    "Problem",
    "Value",
    "again",
    "cancel",
    "end_all",
    "find",
    "folder_of",
    "jobs_of",
    "new_key",
    "start",
]
