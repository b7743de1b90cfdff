"""Processes to be measured: several at once, each with its time and its peak memory."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
STARTER = Path(__file__).with_name("starter.py")
LOG, TAKEN = "output.txt", "taken.json"


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
    started = []
    for folder in folders:
        starter = [sys.executable, "-S", str(STARTER), str(folder / TAKEN), *command]
        with (folder / LOG).open("wb") as stream:
            environ = {**os.environ, "PYTHONPATH": _path(), **(environment or {})}
            started.append(subprocess.Popen(starter, cwd=folder, env=environ, stdout=stream, stderr=subprocess.STDOUT))
    return [_finished(process, folder) for process, folder in zip(started, folders, strict=True)]


def _path() -> str:
    """Where the processes find this package and what this process was told: they run in other folders."""
    told = filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))
    return os.pathsep.join((str(ROOT), *map(os.path.abspath, told)))


def _finished(process: "subprocess.Popen[bytes]", folder: Path) -> Finished:
    output = folder / LOG
    if process.wait() != 0:
        raise SystemExit(f"a process to be measured could not be started: {output.read_text(errors='replace')}")
    taken = json.loads((folder / TAKEN).read_text(encoding="utf-8"))
    return Finished(**taken, output=output.read_text(encoding="utf-8", errors="replace"))
