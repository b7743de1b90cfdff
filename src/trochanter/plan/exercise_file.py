"""Files of exercises: read, and refused where a field is missing or a word is none of its kind."""

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from trochanter.core.errors import ImpossibleData, UnknownName
from trochanter.findings.limits import POSITIONS, Activity, Kind
from trochanter.plan.exercise import (
    BASES,
    COORDINATES,
    LOAD_KINDS,
    STAGES,
    TYPES,
    DoseRow,
    Exercise,
    Load,
    Picture,
    Rests,
)
from trochanter.plan.tables import rows, words

_AS_THEY_STAND = ("words", "term", "same_kind", "type", "one_sided", "good", "reviewed_by", "reviewed_on")
_LISTS = ("latin", "claims", "stages", "aims", "how", "cues", "cautions", "not_with", "easier", "harder", "sources")
_NUMBERS = ("hold_s", "seconds")
_PARTS = ("activity", "posture_deg", "moves", "load", "equipment", "dose", "picture")
_FIELDS = frozenset((*_AS_THEY_STAND, *_LISTS, *_NUMBERS, *_PARTS))
_PULLS = (("force_N", "force", "N"), ("stiffness_N_m", "stiffness", "N_m"))


def read_exercises() -> Mapping[str, Exercise]:
    """The exercises of all files by name; ``easier`` and ``harder`` as each file alone tells them."""
    folder = files("trochanter.plan").joinpath("data", "exercises")
    found = {
        file.name.removesuffix(".toml"): tomllib.loads(file.read_text(encoding="utf-8"))
        for file in sorted(folder.iterdir(), key=lambda each: each.name)
        if file.name.endswith(".toml")
    }
    return MappingProxyType({name: exercise_of(name, content) for name, content in found.items()})


def exercise_of(name: str, content: Mapping[str, Any]) -> Exercise:
    """The exercise of a file's content.

    Raises ImpossibleData where a field is missing or none of its fields, or where a movement does not begin in the
    posture; UnknownName where a word is none of its kind.
    """
    if set(content) != _FIELDS:
        _refuse(
            name, f"fields missing or unknown: {', '.join(sorted(set(content) ^ _FIELDS))}", "all fields of the type"
        )
    for field, valid in _valid_words().items():
        _known(name, field, [content[field]] if field == "type" else content[field], valid)
    fields: dict[str, Any] = {key: content[key] for key in _AS_THEY_STAND}
    fields |= {key: tuple(content[key]) for key in _LISTS} | {key: float(content[key]) for key in _NUMBERS}
    return Exercise(
        name=name,
        **fields,
        activity=_activity(name, content["activity"]),
        posture_deg=MappingProxyType({key: float(value) for key, value in content["posture_deg"].items()}),
        moves=_moves(name, content),
        load=_load(name, content["load"]),
        equipment=frozenset(content["equipment"]),
        doses=tuple(_dose(name, row) for row in content["dose"]),
        picture=_picture(name, content["picture"]),
    )


@cache
def _valid_words() -> Mapping[str, Iterable[str]]:
    """Valid words of the fields that hold nothing but words."""
    return {
        "type": TYPES,
        "stages": STAGES,
        "aims": words("aims"),
        "not_with": words("symptoms"),
        "equipment": words("equipment"),
        "sources": rows("sources", "source"),
        "posture_deg": COORDINATES,
        "moves": COORDINATES,
    }


def _activity(name: str, row: Mapping[str, Any]) -> Activity:
    _known(name, "positions", row["positions"], POSITIONS)
    return Activity(Kind.EXERCISE, row["impact"], row["end_range"], frozenset(row["positions"]))


def _moves(name: str, content: Mapping[str, Any]) -> Mapping[str, tuple[float, float]]:
    for key, (start, _) in content["moves"].items():
        begins = content["posture_deg"].get(key, 0.0)
        if start != begins:
            _refuse(name, f"{key} moves from {start:g} and is {begins:g} at the start", "the same number in both")
    return MappingProxyType({key: (float(low), float(high)) for key, (low, high) in content["moves"].items()})


def _load(name: str, row: Mapping[str, Any]) -> Load:
    _known(name, "load.kind", [row["kind"]], LOAD_KINDS)
    _known(name, "load.at", [row[key] for key in ("at", "to") if key in row], rows("load_points", "point"))
    numbers = {key: tuple(map(float, row[key])) for key in ("direction", "mass_kg") if key in row}
    rests = {"rests": _rests(name, row["rests"])} if "rests" in row else {}
    return Load(**{**row, **numbers, **rests, **_band(name, row.get("band", ""))})


def _rests(name: str, row: Mapping[str, Any]) -> Rests:
    if set(row) != {"words", "at", "sure"}:
        _refuse(name, f"what the leg rests on is told by {', '.join(sorted(row))}", "words, at and sure")
    _known(name, "load.rests.at", row["at"], rows("load_points", "point"))
    return Rests(row["words"], tuple(row["at"]), row["sure"])


def _band(name: str, band: str) -> dict[str, tuple[float, float]]:
    """Force at the start and stiffness of a band of the table; nothing for a strap that does not give."""
    if not band:
        return {}
    _known(name, "load.band", [band], rows("bands", "band"))
    row = rows("bands", "band")[band]
    found = {key: (float(row[f"{part}_low_{unit}"]), float(row[f"{part}_high_{unit}"])) for key, part, unit in _PULLS}
    return {key: pair for key, pair in found.items() if pair[1] > 0.0}


def _dose(name: str, row: Mapping[str, Any]) -> DoseRow:
    _known(name, "dose.basis", [row["basis"]], BASES)
    _known(name, "dose.source", [row["source"]], rows("sources", "source"))
    most = max(row.get("repeats_most", 0), row["repeats"])
    return DoseRow(**{**row, "hold_s": float(row["hold_s"]), "repeats_most": most})


def _picture(name: str, row: Mapping[str, Any]) -> Picture:
    _known(name, "picture.arms", [row["arms"]], words("arms"))
    _known(name, "picture.things", row.get("things", ()), words("things"))
    fields: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}
    return Picture(**fields)


def _known(name: str, field: str, given: Iterable[str], valid: Iterable[str]) -> None:
    options = tuple(valid)
    for word in given:
        if word not in options:
            raise UnknownName(f"word of '{field}'", word, options, where=f"exercise '{name}'")


def _refuse(name: str, what: str, valid: str) -> None:
    raise ImpossibleData(what, where=f"exercise '{name}'", valid=valid, next_step="mend the exercise's file")
