"""Every sentence that a report shows to people, kept with its source in the tables of ``data/``."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from trochanter.reporting.numbers import NBSP

_TABLES = (
    "sentences.toml",
    "check_sentences.toml",
    "film_sentences.toml",
    "appearance_sentences.toml",
    "exercise_sentences.toml",
    "progress_sentences.toml",
    "sheet_sentences.toml",
)
_UNITS = (" N m", " N/kg", " mm", " degrees", " body weights", " %", " s", " kg")


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words for people: a template, what it rests on, and who of the clinicians has read it (empty: nobody yet)."""

    text: str
    source: str
    evidence: str
    reviewed_by: str
    reviewed_on: str


@cache
def sentences() -> dict[str, Sentence]:
    """All sentences by key."""
    data = files("trochanter.reporting").joinpath("data")
    groups = [group for name in _TABLES for group in tomllib.loads(data.joinpath(name).read_text("utf-8"))["group"]]
    found: dict[str, Sentence] = {}
    for group in groups:
        common = {name: group[name] for name in ("source", "evidence", "reviewed_by", "reviewed_on")}
        for key, text in group["say"].items():
            found[f"{group['name']}.{key}"] = Sentence(text=text, **common)
    return found


def say(key: str, **values: object) -> str:
    """The sentence of a key with its numbers filled in; a number and its unit stay on one line.

    >>> say("axis.seconds")
    'seconds of the record'
    """
    text = sentences()[key].text.format(**values)
    for unit in _UNITS:
        text = _glued(text, unit)
    return text


def _glued(text: str, unit: str) -> str:
    pieces = text.split(unit)
    joined = pieces[0]
    for piece in pieces[1:]:
        ends_in_number = joined[-1:].isdigit() or joined[-1:] == ")"
        whole_word = not piece[:1].isalpha()
        joined += (unit.replace(" ", NBSP) if ends_in_number and whole_word else unit) + piece
    return joined


def listed(words: list[str], last: str = "and") -> str:
    """Words joined for reading; ``last``: what stands before the last one, "or" after a no.

    >>> listed(["a", "b", "c"])
    'a, b and c'
    """
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}" if words else ""
