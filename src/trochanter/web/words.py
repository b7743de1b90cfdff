"""The words of the page itself, by language: one table a page in ``words/<language>/``."""

import datetime as dt
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

LANGUAGES: Mapping[str, str] = {"en": "English", "de": "Deutsch"}
FIRST = "en"


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language; called with a key and what stands in its braces."""

    language: str

    def __call__(self, key: str, **values: object) -> str:
        """The words of a key; English where this language has none."""
        found = table(self.language).get(key) or table(FIRST)[key]
        return found.format(**values) if values else found

    def has(self, key: str) -> bool:
        """Whether there are words for a key."""
        return key in table(self.language) or key in table(FIRST)

    def under(self, name: str) -> dict[str, str]:
        """All words of one table by the rest of their keys, such as those that the scripts say; English fills gaps."""
        both = {**table(FIRST), **table(self.language)}
        return {key.removeprefix(f"{name}."): words for key, words in both.items() if key.startswith(f"{name}.")}

    def day(self, day: dt.date, *, weekday: bool = False, year: bool = False) -> str:
        """A day in words: '3 December', 'Thursday, 3 December', '3 December 2026'.

        >>> Words("en").day(dt.date(2026, 12, 3), weekday=True)
        'Thursday, 3 December'
        """
        month = self(f"day.month_{day.month}")
        words = self("day.form", day=day.day, month=month)
        words = f"{words} {day.year}" if year else words
        return f"{self(f'day.weekday_{day.weekday()}')}, {words}" if weekday else words


@cache
def table(language: str) -> Mapping[str, str]:
    """All words of a language by key: 'today.title' is ``title`` of ``today.toml``."""
    found: dict[str, str] = {}
    for file in files("trochanter.web").joinpath("words", language).iterdir():
        if file.name.endswith(".toml"):
            found.update(_flat(tomllib.loads(file.read_text(encoding="utf-8")), file.name.removesuffix(".toml")))
    return found


def language_of(asked: str, accepted: str) -> str:
    """The language of a setting, else the first of a browser's list that there is, else English.

    >>> language_of("", "fr-FR,de;q=0.8"), language_of("en", "de")
    ('de', 'en')
    """
    if asked in LANGUAGES:
        return asked
    for each in accepted.split(","):
        word = each.partition(";")[0].strip().partition("-")[0].lower()
        if word in LANGUAGES:
            return word
    return FIRST


def _flat(rows: Mapping[str, Any], before: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for key, value in rows.items():
        name = f"{before}.{key}"
        found.update(_flat(value, name) if isinstance(value, dict) else {name: value})
    return found
