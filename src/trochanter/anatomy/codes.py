"""Codes by which others' records name what was measured: rows of ``data/codes.toml``."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any
from uuid import UUID

from trochanter.core.errors import ImpossibleData, UnknownName

WHERE = "anatomy/data/codes.toml"


@dataclass(frozen=True, slots=True)
class Code:
    """One concept: the address of its system, its code, its words; definition: '' where the words say it all."""

    system: str
    code: str
    display: str
    definition: str = ""


@dataclass(frozen=True, slots=True)
class CodeSystem:
    """A system of the project's own: address, name for programs, title for people."""

    url: str
    name: str
    title: str


@dataclass(frozen=True, slots=True)
class RotationCode:
    """Hip rotation of one axis, mode and posture: the project's own code; loinc: None until somebody verified one."""

    axis: str
    mode: str
    posture: str
    own: Code
    loinc: Code | None


@cache
def rotation_codes() -> Mapping[tuple[str, str, str], RotationCode]:
    """All 18 by axis, mode and posture; raises ImpossibleData for a LOINC code that nobody vouches for."""
    found = [_rotation(row) for row in _table()["rotation"]]
    return MappingProxyType({(each.axis, each.mode, each.posture): each for each in found})


@cache
def code_systems() -> Mapping[str, CodeSystem]:
    """The project's own systems: rotation, terms, methods, exercises, notices."""
    return MappingProxyType({name: CodeSystem(**row) for name, row in _table()["system"].items()})


@cache
def terms() -> Mapping[str, Code]:
    """The project's own terms beside the rotations."""
    system = code_systems()["terms"].url
    return MappingProxyType({name: Code(system, **row) for name, row in _table()["term"].items()})


@cache
def concepts() -> Mapping[str, Code]:
    """Concepts of SNOMED CT that were confirmed, by the name that this project gives them."""
    found = _table()
    return MappingProxyType(
        {name: Code(found[row["system"]], row["code"], row["display"]) for name, row in found["concept"].items()}
    )


def unit_system() -> str:
    """The address of UCUM, the system of units."""
    return str(_table()["unit"])


def namespace() -> UUID:
    """What identifiers made from content begin with."""
    return UUID(_table()["namespace"])


def term(name: str) -> Code:
    """One of the project's own terms; raises UnknownName."""
    if name not in terms():
        raise UnknownName("term", name, terms(), where=WHERE)
    return terms()[name]


@cache
def _table() -> Mapping[str, Any]:
    content = files("trochanter.anatomy").joinpath("data", "codes.toml").read_text(encoding="utf-8")
    return MappingProxyType(tomllib.loads(content))


def _rotation(row: Mapping[str, str]) -> RotationCode:
    own = Code(code_systems()["rotation"].url, row["code"], row["display"])
    return RotationCode(row["axis"], row["mode"], row["posture"], own, loinc_of(row))


def loinc_of(row: Mapping[str, str]) -> Code | None:
    """The LOINC code of a row, None where there is none; raises ImpossibleData where nobody verified it."""
    if not row["loinc"]:
        return None
    if not (row["verified_on"] and row["verified_by"]):
        raise ImpossibleData(
            f"the LOINC code {row['loinc']} of '{row['code']}' was verified by nobody",
            where=WHERE,
            valid="a code with verified_on (a day) and verified_by (a person who looked it up at loinc.org)",
            next_step="look it up, then fill in both; or leave the code empty",
        )
    return Code(str(_table()["loinc"]), row["loinc"], "")
