"""The process of a running job: started in its folder with little of this one's surroundings, listened to, ended."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from trochanter.capture.weights import FOLDER_VARIABLE, weights_folder
from trochanter.core.errors import UnwritableFile
from trochanter.store.places import HOME_VARIABLE, STORE_VARIABLE
from trochanter.web.jobs.job import Job, read_job
from trochanter.web.jobs.kinds import Kind
from trochanter.web.jobs.progress import LONGEST_LINE, Listened

CHILD = Path(__file__).with_name("child.py")
NICE = 10
MOST_FILE_BYTES = 4 * 2**30
WAIT_S = 5.0
_SECRETS = ("TROCHANTER_PASSPHRASE", "TROCHANTER_PASSPHRASE_FILE", STORE_VARIABLE, "PGPASSWORD")


class Running:
    """A job's process; ``lines`` hears what it says. Raises UnwritableFile where it cannot be started."""

    def __init__(self, job: Job, kind: Kind, folder: Path) -> None:
        self.job, self.kind, self.folder = job, kind, folder
        self.listened = Listened(job.files)
        self.cancelled = False
        self.overdue = False
        self.begun_s = time.monotonic()
        self._process = _started(job, kind, folder)
        self._reader = threading.Thread(target=self._listen, daemon=True)
        self._reader.start()

    def code(self) -> int | None:
        """The exit code, when it has ended and everything it said was heard."""
        found = self._process.poll()
        if found is None:
            return None
        self._reader.join(WAIT_S)
        self._let_go()
        return found

    def mind_limits(self) -> None:
        """End it where it takes too long, or where its folder is gone because its person was forgotten."""
        if time.monotonic() - self.begun_s > self.kind.limit_s:
            self.overdue = True
            self.end()
        elif self._called_off():
            self.cancelled = True
            self.end()

    def _called_off(self) -> bool:
        job = read_job(self.folder)
        return job is None or job.state == "cancelled"

    def end(self) -> None:
        """End the process and all that it began, at once."""
        if self._process.poll() is not None:
            return
        with suppress(OSError):
            if hasattr(os, "killpg"):
                os.killpg(self._process.pid, signal.SIGKILL)
            else:
                self._process.kill()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(WAIT_S)

    def _listen(self) -> None:
        stream = self._process.stderr
        assert stream is not None
        with suppress(OSError, ValueError):
            while line := stream.readline(LONGEST_LINE):
                self.listened.hear(line.decode("utf-8", "replace"))

    def _let_go(self) -> None:
        for pipe in (self._process.stdin, self._process.stderr):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()


def _started(job: Job, kind: Kind, folder: Path) -> "subprocess.Popen[bytes]":
    limits = {
        "memory_bytes": kind.memory_bytes, "file_bytes": MOST_FILE_BYTES, "nice": NICE, "network": kind.network,
    }  # fmt: skip
    flags = getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0) | getattr(subprocess, "CREATE_NO_WINDOW", 0)
    try:
        process = subprocess.Popen(
            [sys.executable, "-P", str(CHILD)],
            stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd=folder,
            env=_surroundings(folder), start_new_session=True, creationflags=flags,
        )  # fmt: skip
        _tell(process, {**limits, "command": job.command})
    except OSError as error:
        raise UnwritableFile(
            f"the work cannot be started: {error.strerror or error}", next_step="close other programs, and try again"
        ) from None
    return process


def _tell(process: "subprocess.Popen[bytes]", order: Mapping[str, Any]) -> None:
    """Tell a process what to do over its standard input: arguments of a process can be read by every account."""
    assert process.stdin is not None
    with suppress(BrokenPipeError):  # it has ended already, and is heard of by its code
        process.stdin.write(json.dumps(order).encode() + b"\n")
        process.stdin.flush()


def _surroundings(folder: Path) -> dict[str, str]:
    """The environment: the same packages and weights, but neither the records nor their passphrase."""
    kept = {name: value for name, value in os.environ.items() if name not in _SECRETS}
    path = os.pathsep.join(part for part in sys.path if part)
    own = {
        HOME_VARIABLE: str(folder / "home"),
        FOLDER_VARIABLE: str(weights_folder().absolute()),
        "PYTHONPATH": path,
        "PYTHONUTF8": "1",
    }
    return {**kept, **own}
