"""Processes to be measured: several at once, each with its time and its peak memory."""

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
LOG = "output.txt"
BYTES_PER_UNIT = 1 if sys.platform == "darwin" else 1024  # of ru_maxrss


@dataclass(frozen=True, slots=True)
class Finished:
    """A process that has ended: exit status, wall and CPU seconds, peak memory in MB, what it printed."""

    status: int
    wall_s: float
    cpu_s: float
    peak_mb: float
    output: str


def run_together(
    command: Sequence[str], folders: Sequence[Path], environment: Mapping[str, str] | None = None
) -> list[Finished]:
    """Start a command in all folders at once and wait for each; ``environment`` adds to this process's own."""
    start = time.perf_counter()
    started = []
    for folder in folders:
        with (folder / LOG).open("wb") as stream:
            environ = {**os.environ, "PYTHONPATH": _path(), **(environment or {})}
            started.append(subprocess.Popen(command, cwd=folder, env=environ, stdout=stream, stderr=subprocess.STDOUT))
    return [_wait(process, start, folder / LOG) for process, folder in zip(started, folders, strict=True)]


def _path() -> str:
    """Where the processes find this package and what this process was told: they run in other folders."""
    told = filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))
    return os.pathsep.join((str(ROOT), *map(os.path.abspath, told)))


def _wait(process: subprocess.Popen[bytes], start_s: float, log: Path) -> Finished:
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return Finished(
        process.returncode,
        time.perf_counter() - start_s,
        usage.ru_utime + usage.ru_stime,
        usage.ru_maxrss * BYTES_PER_UNIT / 1e6,
        log.read_text(encoding="utf-8", errors="replace"),
    )
