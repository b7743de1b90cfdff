"""The log in the terminal: the exercises of the day with their targets, and one key where all went as planned."""

import re
import sys
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from trochanter.cli.log_words import target_words
from trochanter.cli.progress import tell
from trochanter.core.errors import MissingInput
from trochanter.progress.sentences import say
from trochanter.progress.session import MOST, Done, Ended, Session
from trochanter.progress.targets import as_planned

if TYPE_CHECKING:
    from trochanter.plan.plan import Plan

_KEYS: dict[str, Ended] = {"": "done", "d": "done", "p": "part", "m": "missed", "s": "stopped"}
_MANY = re.compile(r"(\d{1,3})(?:\s*[x*]\s*(\d{1,4}))?")


def asked_session(plan: "Plan", day: date) -> Session:
    """A session as the person at the keyboard tells it; Enter alone is everything as planned.

    Raises KeyboardInterrupt where they quit, MissingInput where the input ends.
    """
    rows = as_planned(plan, day)
    tell(
        say("log.heading" if plan.items_on(day) else "log.heading_rest", day=f"{day:%A} {day.day} {day:%B}"), prefix=""
    )
    for number, row in enumerate(rows, 1):
        tell(f"  {number}  {target_words(row)}", prefix="")
    ended = _word()
    if ended == "done":
        return Session(day, ended, rows)
    if ended == "missed":
        return Session(day, ended)
    done = tuple(_asked(row) for row in rows)
    during = _number(say("log.ask_during"))
    place = _line(say("log.ask_place")) if during else ""
    return Session(day, ended, done, pain_during=during, pain_place=place[:120], effort=_number(say("log.ask_effort")))


def _word() -> Ended:
    while True:
        typed = _line(say("log.keys")).lower()
        if typed in _KEYS:
            return _KEYS[typed]
        tell(say("log.not_understood"), prefix="")


def _asked(row: Done) -> Done:
    """An exercise with what was done of it: Enter is as planned, 2 is two sets, 2x8 two sets of eight."""
    while True:
        typed = _line(say("log.ask_done", what=target_words(row)))
        found = _MANY.fullmatch(typed)
        if not typed:
            return replace(row, sets=row.target_sets, repeats=row.target_repeats)
        if found and int(found[1]) <= 100 and int(found[2] or 0) <= 1000:
            return replace(row, sets=int(found[1]), repeats=int(found[2]) if found[2] else row.target_repeats)
        tell(say("log.not_understood"), prefix="")


def _number(words: str) -> int | None:
    while True:
        typed = _line(words)
        if not typed:
            return None
        if typed.isdecimal() and len(typed) < 3 and int(typed) <= MOST:
            return int(typed)
        tell(say("log.not_understood"), prefix="")


def _line(words: str) -> str:
    tell(words, prefix="")
    line = sys.stdin.readline()
    if not line:
        raise MissingInput(say("log.no_answer"), valid=say("log.no_answer_valid"), next_step="trochanter log --help")
    if line.strip().lower() in ("q", "quit"):
        raise KeyboardInterrupt
    return line.strip()
