"""The tables of this room beside the exercises: words, sources, bands, and the points where loads act."""

import csv
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from trochanter.findings.sentences import table


@cache
def words(group: str) -> Mapping[str, str]:
    """Words that exercises may use, with what they mean for people.

    group: 'aims', 'equipment' (both from the tables of ``findings``, which asks for them), 'symptoms', 'arms' or
    'things' (of a picture).

    >>> words("equipment")["loop"]
    'a loop band'
    """
    if group == "aims":
        return MappingProxyType(table("aims")["aims"])
    if group == "equipment":
        return MappingProxyType(table("history")["words"]["equipment"])
    content = files("trochanter.plan").joinpath("data", "words.toml").read_text(encoding="utf-8")
    return MappingProxyType(tomllib.loads(content)[group])


@cache
def rows(name: str, key: str) -> Mapping[str, Mapping[str, str]]:
    """Rows of ``plan/data/<name>.csv`` by a column: 'load_points' by 'point', 'bands' by 'band', 'sources'.

    >>> rows("load_points", "point")["ankle"]["segment"]
    'tibia_r'
    """
    content = files("trochanter.plan").joinpath("data", f"{name}.csv").read_text(encoding="utf-8")
    return MappingProxyType({row[key]: row for row in csv.DictReader(content.splitlines())})
