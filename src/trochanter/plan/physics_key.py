"""The key under which the demand of an exercise is kept: a digest of what the answer depends on, and of nothing else.

That is postures and loads of the exercise, the body, the code that computes, and the tables that it reads, without
their columns of words. Whoever changes one of them gets a new answer; a sentence, a dose or a source can be changed
without.
"""

import csv
import hashlib
import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from trochanter.plan.computable import why_not
from trochanter.plan.exercise import Exercise

if TYPE_CHECKING:
    from trochanter.anatomy.body import Body

COMPUTES = "trochanter.plan.physics_steps"  # the module at the top of all that computes
TABLES = {
    "anatomy": (
        "coordinates",
        "deep_sets",
        "deep_six_architecture",
        "deep_six_points",
        "deep_six_sets",
        "deep_six_variant_points",
        "deep_six_variants",
        "deep_six_wraps",
        "fiber_curves",
        "joint_axes",
        "joints",
        "lines",
        "model_families",
        "muscles",
        "path_points",
        "path_wraps",
        "person",
        "segments",
        "splines",
        "uncertainty",
        "upper_body",
        "wraps",
    ),
    "plan": ("load_points", "physics_ranges"),
}
WORDS = frozenset(("words", "label", "note", "source", "citation", "doi", "population", "status"))  # columns
_IMPORT = re.compile(r"^[ \t]*from (trochanter[\w.]*) import (\([^)]*\)|[^\n]*)", re.MULTILINE)
_NOT_COMPUTING = "trochanter.findings."  # words and permissions that the type of an exercise names


def content_key(exercise: Exercise, body: "Body | None" = None) -> str:
    """A digest of all that the demand of an exercise is made from; body: the hip model if None."""
    digest = hashlib.sha256(_house_digest())
    digest.update(repr(_physics_of(exercise)).encode())
    if body is not None:
        _feed(digest, body)
    return digest.hexdigest()[:24]


def _physics_of(exercise: Exercise) -> tuple[object, ...]:
    """What of an exercise bears on its physics: nothing of what is only told."""
    picture, load = exercise.picture, exercise.load
    return (
        exercise.name,
        sorted(exercise.posture_deg.items()),
        sorted(exercise.moves.items()),
        (load.kind, load.at, load.to, load.force_N, load.stiffness_N_m, load.mass_kg),
        load.rests and (load.rests.at, load.rests.sure),
        not why_not(exercise),
        (picture.trunk_deg, picture.trunk_to_deg),
    )


@cache
def _house_digest() -> bytes:
    """Digest of the code and the tables that all answers are made with."""
    digest = hashlib.sha256()
    for name, content in sorted(computing_sources().items()):
        digest.update(f"{name} {hashlib.sha256(content).hexdigest()}".encode())
    for room, tables in TABLES.items():
        for table in tables:
            digest.update(f"{room} {table} {numbers_of(room, table)}".encode())
    return digest.digest()


def computing_sources() -> Mapping[str, bytes]:
    """The source of COMPUTES and of every module of the package that it imports, also through others, by name."""
    top, found, seen, waiting = files("trochanter"), dict[str, bytes](), set[str](), [COMPUTES]
    while waiting:
        name = waiting.pop()
        if name in seen or name.startswith(_NOT_COMPUTING):
            continue
        seen.add(name)
        *folders, last = name.split(".")
        place = top.joinpath(*folders[1:], f"{last}.py")
        if not place.is_file():
            continue  # a name out of a module, or a folder, whose own file holds no code
        found[name] = place.read_bytes()
        for origin, names in _IMPORT.findall(found[name].decode("utf-8")):
            waiting += [origin, *(f"{origin}.{each}" for each in re.findall(r"\w+", names))]
    return found


def numbers_of(room: str, table: str) -> str:
    """A table of the package without its columns of words."""
    content = files("trochanter").joinpath(room, "data", f"{table}.csv").read_text(encoding="utf-8")
    found = [
        {key: value for key, value in row.items() if key not in WORDS} for row in csv.DictReader(content.splitlines())
    ]
    return repr(found)


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
