"""What is known of a job, and its file ``job.json``."""

import datetime as dt
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from uuid import uuid4

from pydantic import TypeAdapter, ValidationError

from trochanter.exchange.whole import write_whole

State = Literal["waiting", "running", "done", "failed", "cancelled"]
Value = str | int | float | bool | None
Arguments = dict[str, Value | list[Value]]
ENDED: tuple[State, ...] = ("done", "failed", "cancelled")
FILE = "job.json"
KEY = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a job failed, as an error says it."""

    what: str
    where: str = ""
    valid: str = ""
    next_step: str = ""


@dataclass(frozen=True, slots=True)
class JobFile:
    """A file that was given: role: what it is for; name: in the job's folder; label: what its owner calls it."""

    role: str
    name: str
    label: str
    kind: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Job:
    """One job. said: the last line of its progress; share: 0 to 1, None where nobody knows.

    command: what is run, its files relative to the job's folder; starts: how often it was begun; saved: keys of what
    was saved from it; problem: why it failed.
    """

    key: str
    person: str
    kind: str
    state: State
    made_at: dt.datetime
    arguments: Arguments
    files: tuple[JobFile, ...] = ()
    command: tuple[str, ...] = ()
    said: str = ""
    share: float | None = None
    problem: Problem | None = None
    saved: tuple[str, ...] = ()
    starts: int = 0
    ended_at: dt.datetime | None = None

    @property
    def ended(self) -> bool:
        """Whether nothing more will happen."""
        return self.state in ENDED

    def files_of(self, role: str) -> tuple[JobFile, ...]:
        """The files that were given for a purpose."""
        return tuple(each for each in self.files if each.role == role)


_SHAPE: TypeAdapter[Job] = TypeAdapter(Job)


def new_key() -> str:
    """A key that nobody can guess."""
    return uuid4().hex


def is_key(text: str) -> bool:
    """Whether a text can be the key of a job, and so the name of its folder.

    >>> is_key(new_key()), is_key("../../etc")
    (True, False)
    """
    return KEY.fullmatch(text) is not None


def write_job(folder: Path, job: Job) -> None:
    """Write ``job.json``, whole or not at all; raises UnwritableFile."""
    write_whole(folder / FILE, _SHAPE.dump_json(job))


def read_job(folder: Path) -> Job | None:
    """The job of a folder; None where there is none that can be read."""
    try:
        found = _SHAPE.validate_json((folder / FILE).read_bytes())
    except (OSError, ValidationError):
        return None
    return found if found.key == folder.name else None
