"""Every sentence of the screen beside its questions and rules, kept with its source in ``data/sentences.toml``."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words for people: a template, what it rests on, and who of the clinicians has read it (empty: nobody yet)."""

    text: str
    source: str
    evidence: str
    reviewed_by: str
    reviewed_on: str


def table(name: str) -> dict[str, Any]:
    """The content of ``findings/data/<name>.toml``."""
    return tomllib.loads(files("trochanter.findings").joinpath("data", f"{name}.toml").read_text("utf-8"))


@cache
def sentences() -> dict[str, Sentence]:
    """All sentences by key, such as 'result.none'."""
    found: dict[str, Sentence] = {}
    for group in table("sentences")["group"]:
        common = {name: group[name] for name in ("source", "evidence", "reviewed_by", "reviewed_on")}
        for key, text in group["say"].items():
            found[f"{group['name']}.{key}"] = Sentence(text=text, **common)
    return found


def say(key: str, **values: object) -> str:
    """The sentence of a key with its words filled in.

    >>> say("result.who", who="a doctor", how_soon="today")
    'Who: a doctor, today.'
    """
    return sentences()[key].text.format(**values)


def listed(words: list[str], last: str = "and") -> str:
    """Words joined for reading; ``last``: what stands before the last one.

    >>> listed(["a", "b", "c"], "or")
    'a, b or c'
    """
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}" if words else ""
