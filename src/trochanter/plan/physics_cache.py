"""Demands that were worked out are kept on disk, under a key of all that they depend on (``physics_key``).

A cache that cannot be read or written is no error.
"""

import json
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from trochanter.core.whole import kept_whole
from trochanter.plan.demand import Demand, as_json, from_json
from trochanter.plan.exercise import Exercise
from trochanter.plan.physics_key import content_key

if TYPE_CHECKING:
    from trochanter.anatomy.body import Body

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


def _write(path: Path, text: str) -> None:
    """Write whole or not at all, and let the oldest of the exercise go."""
    kept_whole(path, text)
    stem = path.name.rpartition("-")[0]
    own = [each for each in path.parent.glob(f"{stem}-*.json") if each.name.rpartition("-")[0] == stem]
    for old in sorted(own, key=lambda each: each.stat().st_mtime)[:-MOST_KEPT]:
        old.unlink(missing_ok=True)
