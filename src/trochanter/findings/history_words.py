"""The questions on goal and history and the words of their answers: rows of ``data/history.toml``."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from trochanter.findings.sentences import table


@dataclass(frozen=True, slots=True)
class Question:
    """One question: how it is answered (``kind``), its words, why it is asked, what is taken where nobody answers.

    group: the table of words that it chooses from; opened_by: names of questions, 'name' or 'name=reply', of which one
    must be answered so, () for one that is always asked; each_of: a question whose every choice asks this one again,
    with {choice} in the words; optional: up to the person; private: kept out of files; default: '' for none.
    """

    key: str
    kind: str
    ask: str
    why: str
    hint: str
    group: str
    opened_by: tuple[str, ...]
    each_of: str
    optional: bool
    private: bool
    default: str
    source: str
    reviewed_by: str
    reviewed_on: str


@cache
def questions() -> tuple[Question, ...]:
    """All questions in the order in which they are asked."""
    return tuple(map(_question, table("history")["question"]))


@cache
def question_of() -> Mapping[str, Question]:
    """Questions by key."""
    return MappingProxyType({each.key: each for each in questions()})


@cache
def choices_of(group: str) -> Mapping[str, str]:
    """Words of a group, such as 'tasks', and what they mean for people, in the order of the table."""
    found: dict[str, str] = table("history")["words"][group]
    return MappingProxyType(found)


def meaning(group: str, word: str) -> str:
    """What a word means for people.

    >>> meaning("tasks", "car")
    'getting in or out of a car'
    """
    return choices_of(group)[word]


def _question(row: dict[str, Any]) -> Question:
    return Question(
        key=row["key"],
        kind=row["kind"],
        ask=row["ask"],
        why=row["why"],
        hint=row.get("hint", ""),
        group=row.get("group", ""),
        opened_by=tuple(row.get("open", ())),
        each_of=row.get("each_of", ""),
        optional=row.get("optional", False),
        private=row.get("private", False),
        default=row.get("default", ""),
        source=row["source"],
        reviewed_by=row["reviewed_by"],
        reviewed_on=row["reviewed_on"],
    )
