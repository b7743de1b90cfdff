"""Every sentence of progress, kept with its source in ``data/sentences.toml``; its numbers in ``data/rules.csv``."""

import csv
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from trochanter.findings.sentences import Sentence


@dataclass(frozen=True, slots=True)
class Rule:
    """A number that a rule of progress needs, with where it is from; reviewed_by: empty until a clinician has."""

    value: float
    unit: str
    status: str
    source: str
    note: str
    reviewed_by: str
    reviewed_on: str


@cache
def sentences() -> Mapping[str, Sentence]:
    """All sentences by key, such as 'verdict.improved'."""
    data = tomllib.loads(files("trochanter.progress").joinpath("data", "sentences.toml").read_text("utf-8"))
    found: dict[str, Sentence] = {}
    for group in data["group"]:
        common = {name: group[name] for name in ("source", "evidence", "reviewed_by", "reviewed_on")}
        for key, text in group["say"].items():
            found[f"{group['name']}.{key}"] = Sentence(text=text, **common)
    return MappingProxyType(found)


def say(key: str, **values: object) -> str:
    """The sentence of a key with its words filled in; days as '3 December 2026' (``{on}``).

    >>> say("word.of_ten", n=3)
    '3 of 10'
    """
    return sentences()[key].text.format(**values)


def say_count(key: str, n: int, **values: object) -> str:
    """The sentence of a key, or of its twin for one.

    >>> say_count("adherence.open", 1)
    'One planned day was without exercise; nothing has to be made up for: go on with the next day.'
    """
    return say(f"{key}_one" if n == 1 else key, n=n, **values)


@cache
def rules() -> Mapping[str, Rule]:
    """The numbers of all rules by name."""
    content = files("trochanter.progress").joinpath("data", "rules.csv").read_text(encoding="utf-8")
    return MappingProxyType(
        {row.pop("name"): Rule(value=float(row.pop("value")), **row) for row in csv.DictReader(content.splitlines())}
    )


def rule(name: str) -> float:
    """The number of a rule.

    >>> rule("done_share")
    0.7
    """
    return rules()[name].value


def days(name: str) -> int:
    """The number of a rule that counts whole days or points."""
    return int(rules()[name].value)
