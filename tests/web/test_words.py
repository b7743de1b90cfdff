"""The words of the page: every key in every language, the same braces, and no key that nobody has written."""

import re
from importlib.resources import files
from string import Formatter

import pytest

from trochanter.web.words import FIRST, LANGUAGES, table

USED = re.compile(r"\bt\('([a-z0-9_.]+)'(?!\s*~)")


def _braces(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("language", [each for each in LANGUAGES if each != FIRST])
def test_every_language_has_every_word(language: str) -> None:
    first, other = table(FIRST), table(language)
    assert set(first) == set(other)
    assert {key: _braces(text) for key, text in first.items()} == {key: _braces(text) for key, text in other.items()}


def test_templates_name_only_words_that_there_are() -> None:
    folder = files("trochanter.web").joinpath("templates")
    used = {(file.name, key) for file in folder.iterdir() for key in USED.findall(file.read_text(encoding="utf-8"))}
    assert used
    assert [each for each in sorted(used) if each[1] not in table(FIRST)] == []


def test_templates_hold_nothing_that_the_policy_forbids() -> None:
    folder = files("trochanter.web").joinpath("templates")
    forbidden = re.compile(
        r"<style|\sstyle=|\son[a-z]+=|javascript:|<script(?![^>]*(?:\bsrc=|application/json))|(?:src|action|data|srcset)=.https?://"
    )
    for file in folder.iterdir():
        assert forbidden.findall(file.read_text(encoding="utf-8")) == [], file.name
