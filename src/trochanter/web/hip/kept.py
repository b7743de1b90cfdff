"""What takes long is worked out by a process of its own, once, and kept on disk; who asks meanwhile is told to wait.

python -m trochanter.web.hip.kept stride
python -m trochanter.web.hip.kept NAME_OF_AN_EXERCISE
"""

import hashlib
import subprocess
import sys
from contextlib import suppress
from functools import cache, lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from threading import Lock

from trochanter.core.whole import kept_whole
from trochanter.plan.physics_cache import cache_folder, is_kept
from trochanter.web.hip import shapes

FOLDER, STRIDE = "hip-view", "stride"
ROOMS = ("anatomy", "capture", "core", "kinematics", "mechanics", "web/hip")
MOST_TRIES = 2
_lock = Lock()
_running: dict[str, "subprocess.Popen[bytes]"] = {}
_tries: dict[str, int] = {}


def kept_stride() -> shapes.Stride | None:
    """The built-in run if it is there; None, and somebody at work on it, if not."""
    path = stride_path()
    with suppress(OSError, ValueError):
        return _read(path, path.stat().st_mtime_ns)
    begin(STRIDE)
    return None


def begin(what: str) -> bool:
    """Have a process work something out, if none does; whether one is at work. At most one at a time."""
    with _lock:
        busy = [name for name, process in _running.items() if process.poll() is None]
        if busy or _tries.get(what, 0) >= MOST_TRIES:
            return what in busy
        _tries[what] = _tries.get(what, 0) + 1
        command = [sys.executable, "-m", "trochanter.web.hip.kept", what]
        _running[what] = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        return True


def given_up(what: str) -> bool:
    """Whether it was tried as often as it may be, and nobody is at it."""
    with _lock:
        process = _running.get(what)
        return _tries.get(what, 0) >= MOST_TRIES and (process is None or process.poll() is not None)


def end() -> None:
    """Stop whoever is at work; what is not finished is begun again when it is asked for."""
    with _lock:
        for process in _running.values():
            if process.poll() is None:
                process.terminate()
                process.wait(timeout=5.0)


def stride_path() -> Path:
    """Where the built-in run is kept, under a digest of what it is made with."""
    return cache_folder().parent / FOLDER / f"stride-{_house()}.json"


@lru_cache(maxsize=1)
def _read(path: Path, _written: int) -> shapes.Stride:
    return shapes.Stride.model_validate_json(path.read_bytes())


@cache
def _house() -> str:
    """Digest of the code and the tables that the run is made with."""
    digest = hashlib.sha256()
    for room in ROOMS:
        for file in _sources(files("trochanter").joinpath(*room.split("/"))):
            digest.update(file.name.encode() + hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()[:16]


def _sources(folder: Traversable) -> list[Traversable]:
    found = []
    for each in sorted(folder.iterdir(), key=lambda one: one.name):
        if each.is_dir() and each.name != "__pycache__":
            found += _sources(each)
        elif each.is_file():
            found.append(each)
    return found


def _write(path: Path, text: str) -> None:
    """Write whole or not at all, and let older ones go."""
    kept_whole(path, text)
    for old in path.parent.glob("stride-*.json"):
        if old != path:
            old.unlink(missing_ok=True)


def main(what: str) -> None:
    """Work one thing out and keep it."""
    if what == STRIDE:
        from trochanter.web.hip.stride import make_stride

        _write(stride_path(), make_stride().model_dump_json())
    else:
        from trochanter.plan.library import exercise_named
        from trochanter.plan.physics import exercise_demand

        exercise = exercise_named(what)
        if not is_kept(exercise):
            exercise_demand(exercise)


if __name__ == "__main__":
    main(sys.argv[1])
