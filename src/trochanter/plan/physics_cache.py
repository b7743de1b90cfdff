"""Demands that were worked out are kept on disk, under the content that they were made from.

The key is a digest of the exercise as it is read, of the body, and of all code and data of the rooms that the answer is
made in: whoever changes one of them gets a new answer. A cache that cannot be read or written is no error.
"""

import hashlib
import json
import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import fields, is_dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING, Any

from trochanter.plan.demand import Demand, as_json, from_json
from trochanter.plan.exercise import Exercise
from trochanter.plan.tables import rows

if TYPE_CHECKING:
    from trochanter.anatomy.body import Body

ROOMS = ("core", "anatomy", "kinematics", "mechanics")
OWN = (
    "data",
    "demand.py",
    "exercise.py",
    "physics_cache.py",
    "physics_loads.py",
    "physics_steps.py",
    "posture.py",
    "stance.py",
    "tables.py",
)
CACHE_VARIABLE, FOLDER = "TROCHANTER_CACHE", "exercise-physics"
MOST_KEPT = 4  # of one exercise: some bodies, some versions


def kept(exercise: Exercise, body: "Body | None", compute: Callable[[], Demand]) -> Demand:
    """The demand as it was kept, or computed now and kept."""
    path = _place(exercise, body)
    with suppress(OSError, ValueError, KeyError, TypeError):
        return from_json(json.loads(path.read_text(encoding="utf-8")))
    demand = compute()
    with suppress(OSError):
        _write(path, json.dumps(as_json(demand)))
    return demand


def is_kept(exercise: Exercise, body: "Body | None" = None) -> bool:
    """Whether the demand of an exercise is there to be read."""
    return _place(exercise, body).is_file()


def _place(exercise: Exercise, body: "Body | None") -> Path:
    return cache_folder() / f"{exercise.name}-{content_key(exercise, body)}.json"


def cache_folder() -> Path:
    """Where demands are kept: below TROCHANTER_CACHE, else the user's own cache; it can be deleted at any time."""
    from platformdirs import user_cache_path

    given = os.environ.get(CACHE_VARIABLE, "")
    return (Path(given) if given else user_cache_path("trochanter", appauthor=False)) / FOLDER


def content_key(exercise: Exercise, body: "Body | None" = None) -> str:
    """A digest of all that the demand of an exercise is made from; body: the hip model if None."""
    digest = hashlib.sha256(_code_digest())
    digest.update(repr(_physics_of(exercise)).encode())
    if body is not None:
        _feed(digest, body)
    return digest.hexdigest()[:24]


def _physics_of(exercise: Exercise) -> tuple[object, ...]:
    """What of an exercise bears on its physics."""
    picture = exercise.picture
    return (
        exercise.name,
        sorted(exercise.posture_deg.items()),
        sorted(exercise.moves.items()),
        exercise.load,
        (picture.trunk_deg, picture.trunk_to_deg),
        rows("rests", "exercise").get(exercise.name),
    )


@cache
def _code_digest() -> bytes:
    """Digest of code and data of the rooms that the answer is made in; exercises themselves are read one by one."""
    digest = hashlib.sha256()
    for room in ROOMS:
        _add(digest, files("trochanter").joinpath(room), room)
    _add(digest, files("trochanter").joinpath("plan"), "plan", OWN)
    return digest.digest()


def _add(digest: Any, folder: Traversable, name: str, only: tuple[str, ...] = ()) -> None:
    for place, content in _contents(folder, name, only):
        digest.update(place.encode() + hashlib.sha256(content).digest())


def _contents(folder: Traversable, name: str, only: tuple[str, ...] = ()) -> Iterable[tuple[str, bytes]]:
    """Code and tables in a folder and those below it; only: names of the folder's own entries, () for all."""
    entries = [each for each in folder.iterdir() if not only or each.name in only]
    for each in sorted(entries, key=lambda entry: entry.name):
        if each.is_dir() and each.name not in ("__pycache__", "exercises"):
            yield from _contents(each, f"{name}/{each.name}")
        elif each.name.endswith((".py", ".csv")):
            yield f"{name}/{each.name}", each.read_bytes()


def _feed(digest: Any, value: object) -> None:
    """Add a body, part by part, to a digest."""
    import numpy as np

    if is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            digest.update(field.name.encode())
            _feed(digest, getattr(value, field.name))
    elif isinstance(value, np.ndarray):
        digest.update(f"{value.dtype}{value.shape}".encode() + np.ascontiguousarray(value).tobytes())
    else:
        digest.update(repr(value).encode())


def _write(path: Path, text: str) -> None:
    """Write whole or not at all, and let the oldest of the exercise go."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{token_hex(8)}.part")
    try:
        part.write_text(text, encoding="utf-8")
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    stem = path.name.rpartition("-")[0]
    own = [each for each in path.parent.glob(f"{stem}-*.json") if each.name.rpartition("-")[0] == stem]
    for old in sorted(own, key=lambda each: each.stat().st_mtime)[:-MOST_KEPT]:
        old.unlink(missing_ok=True)
