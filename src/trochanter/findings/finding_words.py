"""The sentences of findings that belong to no rule, and small ways of saying sides, days and lists."""

from collections.abc import Iterable
from datetime import date
from functools import cache

from trochanter.core.sides import Side
from trochanter.findings.sentences import table


@cache
def _said() -> dict[str, str]:
    found: dict[str, str] = table("findings")["say"]
    return found


@cache
def strengths() -> dict[str, str]:
    """Strengths of evidence, and what they mean for people."""
    found: dict[str, str] = table("findings")["strengths"]
    return found


def told(key: str, **values: object) -> str:
    """A sentence of ``data/findings.toml`` with its words filled in.

    >>> told("says_instead", text="the bones")
    'It could also be: the bones.'
    """
    return _said()[key].format(**values)


def day_words(day: date) -> str:
    """A day as it is read.

    >>> day_words(date(2026, 11, 2))
    '2 November 2026'
    """
    return f"{day.day} {day:%B %Y}"


def on_the(side: Side | None) -> str:
    """', right' and ', left' behind a place; '' for neither.

    >>> on_the(Side.LEFT)
    ', left'
    """
    return "" if side is None else f", {side.word}"


def capital(text: str) -> str:
    """A text that begins with a capital.

    >>> capital("the knee")
    'The knee'
    """
    return text[:1].upper() + text[1:]


def whole(values: Iterable[float]) -> list[str]:
    """Numbers to the nearest whole one.

    >>> whole([31.6, -2.2])
    ['32', '-2']
    """
    return [f"{value:.0f}" for value in values]
