"""What tests of jobs and uploads share: a file as it was uploaded, waiting for a job, the children of a server."""

import hashlib
import time
from collections.abc import Callable
from pathlib import Path
from typing import cast

from starlette.testclient import TestClient

from trochanter.web import jobs
from trochanter.web.jobs.folders import tray_folder
from trochanter.web.jobs.job import new_key
from trochanter.web.state import State
from trochanter.web.uploads import Upload

PATIENCE_S = 120.0


def state_in(client: TestClient) -> State:
    """The state of the server behind a client."""
    app = cast("object", client.app)
    while not hasattr(app, "state"):
        app = vars(app)["app"]
    return cast("State", app.state.shared)


def uploaded(state: State, person: str, field: str, data: bytes | Path, label: str, suffix: str, kind: str) -> Upload:
    """A file in the tray of a person, as an upload leaves it."""
    content = data.read_bytes() if isinstance(data, Path) else data
    path = tray_folder(state.store.place, person) / new_key()
    path.write_bytes(content)
    return Upload(field, label, kind, suffix, path, len(content), hashlib.sha256(content).hexdigest())


def eventually(check: Callable[[], bool], seconds: float = PATIENCE_S) -> None:
    """Wait until something is so; fails where it does not become so."""
    end = time.monotonic() + seconds
    while not check():
        assert time.monotonic() < end, "it did not come to that"
        time.sleep(0.05)


def ended(state: State, job: jobs.Job) -> jobs.Job:
    """A job when it has ended."""
    eventually(lambda: jobs.find(state, job.person, job.key).ended)
    return jobs.find(state, job.person, job.key)


def at_work_in(folder: Path) -> list[int]:
    """Processes whose working folder is this one, also where it was deleted."""
    found = []
    for each in Path("/proc").iterdir():
        if each.name.isdecimal():
            try:
                where = str((each / "cwd").readlink()).removesuffix(" (deleted)")
            except OSError:
                continue
            if Path(where) == folder:
                found.append(int(each.name))
    return found
