"""Sentences of a plan, kept with their source in ``data/sentences.toml``, and small ways of saying doses and days."""

import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

from trochanter.findings.sentences import Sentence
from trochanter.plan.exercise import DoseRow
from trochanter.plan.exercise_words import dose_words
from trochanter.plan.plan import Dose

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@cache
def plan_table(name: str) -> dict[str, Any]:
    """The content of ``plan/data/<name>.toml``."""
    return tomllib.loads(files("trochanter.plan").joinpath("data", f"{name}.toml").read_text("utf-8"))


@cache
def plan_sentences() -> dict[str, Sentence]:
    """All sentences by key, such as 'run.longest'."""
    found: dict[str, Sentence] = {}
    for group in plan_table("sentences")["group"]:
        common = {name: group[name] for name in ("source", "evidence", "reviewed_by", "reviewed_on")}
        for key, text in group["say"].items():
            found[f"{group['name']}.{key}"] = Sentence(text=text, **common)
    return found


def plan_say(key: str, **values: object) -> str:
    """The sentence of a key with its words filled in.

    >>> plan_say("changed.new", exercise="bridge")
    'New: bridge.'
    """
    return plan_sentences()[key].text.format(**values)


def weekday_words(days: Iterable[int]) -> str:
    """Days of the week as they are read.

    >>> weekday_words((0, 2, 4))
    'Mon Wed Fri'
    """
    return " ".join(_DAYS[day] for day in days)


def dose_text(dose: Dose, *, breaths: bool = False) -> str:
    """A dose in one line, without its days; breaths: whether its repetitions are breaths.

    >>> dose_text(Dose(3, 10, 5.0, (0, 2, 4)))
    '3 x 10 of 5 s'
    >>> dose_text(Dose(2, 1, 30.0, (0, 2, 4)))
    '2 times, hold 30 s'
    >>> dose_text(Dose(1, 30, 0.0, (0, 2, 4)), breaths=True)
    '30 breaths'
    """
    if breaths:
        return plan_say("dose.breaths" if dose.sets == 1 else "dose.breaths_sets", sets=dose.sets, n=dose.repeats)
    if dose.repeats == 1:
        times = plan_say("dose.once") if dose.sets == 1 else plan_say("dose.times", times=dose.sets)
        return plan_say("dose.held", times=times, hold=f"{dose.hold_s:g}") if dose.hold_s else times
    return dose_words(DoseRow("opinion, no trial", dose.sets, dose.repeats, dose.hold_s, 0, dose.source))
